"""
One question, several that answer it: the fast reader, the walker that finds problems, and the published schema.

They accept and refuse the same documents, but for the differences that `collabcare.interchange.schema` lists.
"""

import json
import re

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from collabcare.errors import CollabCareError, InvalidRecordError
from collabcare.interchange.documents import check_journal, check_plan, read_journal, read_plan
from collabcare.interchange.schema import DIFFERENCES, schema_problems
from collabcare.testing import strategies

KINDS = {"plan": (read_plan, check_plan), "journal": (read_journal, check_journal)}

# Codes of rules beyond one field, which no schema holds.
CROSS_FIELD = {
    "at-least-one",
    "date-order",
    "different-units",
    "duplicate",
    "duplicate-id",
    "empty-schedule",
    "exactly-one",
    "incomplete-scale",
    "needs",
    "not-covered",
    "not-on-scale",
    "overlap",
    "unknown-reference",
    "wrong-reply",
    "wrong-role",
}


def accepted(read, data):
    """Tell whether the reader accepts a document; a refusal must name at least one error."""
    try:
        read(data)
    except InvalidRecordError as error:
        problems = [each.severity for each in error.problems]
    except CollabCareError:
        return False
    else:
        return True
    assert problems, "it refused and gave no reason"
    assert set(problems) == {"error"}
    return False


def dumped(document):
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_reader_and_walker_agree(kind, data):
    read, check = KINDS[kind]
    document = data.draw(strategies.documents(kind))
    compact = dumped(document)
    spaced = json.dumps(document, indent=1).encode()
    errors = [each for each in check(compact) if each.severity == "error"]
    event(f"accepted: {not errors}")
    assert accepted(read, compact) == (not errors)
    assert accepted(read, spaced) == (not errors)
    # A journal on a single line, without events, is NDJSON as well: its problems name the line.
    assert {(each.pointer, each.code) for each in check(spaced)} == {
        (each.pointer, each.code) for each in check(compact)
    }


def differences(document, problems):
    """Name the listed differences that explain why the schema and the reader answer differently."""
    by_code = {each.code for each in problems}
    found = set()
    if by_code & CROSS_FIELD:
        found.add("cross-field")
    for each in problems:
        value = _at(document, each.pointer)
        if each.pointer.endswith("/timezone") and each.code == "wrong-format":
            found.add("time-zone")
        elif each.code == "wrong-format" and re.match(r"(1900-01-01|2199-12-31)T.*[+-]\d\d:\d\d$", str(value)):
            found.add("utc-year")
        elif isinstance(value, float) and value.is_integer():
            found.add("whole-float")
        elif each.code not in CROSS_FIELD:
            return set()
    return found


def _at(document, pointer):
    value = document
    for step in (pointer or "").split("/")[1:]:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list):
            value = value[int(step)]
    return value


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_schema_and_reader_agree_but_for_the_listed_differences(kind, data):
    _, check = KINDS[kind]
    document = data.draw(strategies.documents(kind))
    by_reader = [each for each in check(dumped(document)) if each.severity == "error"]
    by_schema = schema_problems(document)
    event(f"reader: {not by_reader}, schema: {not by_schema}")
    if by_schema:
        assert by_reader, "the schema refuses what the reader accepts"
    elif by_reader:
        assert differences(document, by_reader) <= DIFFERENCES.keys()
        assert differences(document, by_reader), (
            "the reader refuses what the schema accepts, and no difference says why"
        )


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_schema_and_reader_find_the_same_broken_fields(kind, data):
    _, check = KINDS[kind]
    document = data.draw(strategies.documents(kind, valid=False))
    by_schema = {(each.pointer, each.code) for each in schema_problems(document)}
    by_reader = {(each.pointer, each.code) for each in check(dumped(document)) if each.code not in CROSS_FIELD}
    if not by_schema or None in {pointer for pointer, _ in by_reader}:
        return
    # A value can break its type, its pattern and its format at once: the reader names one of them.
    assert {pointer for pointer, _ in by_schema} <= {pointer for pointer, _ in by_reader}


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_valid_documents_are_valid_and_broken_ones_are_not(kind, data):
    read, _ = KINDS[kind]
    valid = data.draw(st.booleans())
    assert accepted(read, dumped(data.draw(strategies.documents(kind, valid=valid)))) == valid


@given(st.data())
def test_lines_and_document_are_accepted_alike(data):
    document = data.draw(strategies.documents("journal"))
    lines = as_lines(document)
    if lines is not None:
        assert accepted(read_journal, lines) == accepted(read_journal, dumped(document))


def as_lines(document):
    """Write a journal's document as NDJSON; `None` when it has no form as lines."""
    from collabcare.journal import KINDS as EVENTS

    fields = {name: kind for kind, (name, _) in EVENTS.items()}
    header = {name: value for name, value in document.items() if name not in fields}
    found = [header]
    for name in fields.keys() & document.keys():
        events = document[name]
        if not isinstance(events, list) or not all(isinstance(each, dict) and "kind" not in each for each in events):
            return None
        found += [{"kind": fields[name]} | each for each in events]
    if header.keys() - {"document", "version", "plan"} or len(found) == 1:
        return None
    return b"\n".join(map(dumped, found))
