"""What is written can be read again, and is equal; equal records give equal bytes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabcare._record.declare import is_record, specs
from collabcare.interchange.documents import (
    converter,
    journal_from_dict,
    journal_to_dict,
    plan_from_dict,
    plan_to_dict,
    read_journal,
    read_plan,
    write_journal,
    write_plan,
)
from collabcare.interchange.schema import schema_problems
from collabcare.journal import Journal
from collabcare.plans import SharedPlan
from collabcare.testing import strategies
from tests.lib.record_classes import RECORDS


@given(strategies.plans())
def test_plan(plan):
    data = write_plan(plan)
    read = read_plan(data)
    assert read == plan
    assert hash(read) == hash(plan)
    assert write_plan(read) == data
    assert plan_from_dict(plan_to_dict(plan)) == plan
    assert schema_problems(plan_to_dict(plan)) == ()


@given(strategies.journals())
def test_journal(journal):
    data = write_journal(journal)
    read = read_journal(data)
    assert read == journal
    assert hash(read) == hash(journal)
    assert write_journal(read) == data
    assert journal_from_dict(journal_to_dict(journal)) == journal
    assert schema_problems(journal_to_dict(journal)) == ()


@given(strategies.journals())
def test_journal_as_lines(journal):
    data = write_journal(journal, "ndjson")
    read = read_journal(data)
    assert read == journal
    assert write_journal(read, "ndjson") == data
    assert data.count(b"\n") == 1 + len(list(journal.events()))


@given(strategies.journals(), st.randoms())
def test_lines_may_come_in_any_order(journal, random):
    header, *lines = write_journal(journal, "ndjson").splitlines(keepends=True)
    random.shuffle(lines)
    assert read_journal(b"".join([header, *lines])) == journal


@pytest.mark.parametrize("cls", RECORDS)
def test_every_record_in_classes_of_others(cls):
    made = converter()

    @given(strategies.records(cls))
    def check(record):
        data = made.unstructure(record)
        assert made.structure(json.loads(json.dumps(data)), cls) == record

    check()


def _foreign(value, cls, random):
    """Write a record as others would: in any order, with an explicit null for what is absent."""
    fields = {spec.name: spec for spec in specs(cls)}
    found = value | {name: None for name, spec in fields.items() if name not in value and not spec.required}
    for name, spec in fields.items():
        if is_record(spec.leaf) and found[name] is not None:
            inner = found[name]
            if spec.many is None:
                found[name] = _foreign(inner, spec.leaf, random)
            else:
                found[name] = [_foreign(each, spec.leaf, random) for each in inner]
    keys = list(found)
    random.shuffle(keys)
    return {key: found[key] for key in keys}


@given(strategies.plans(), st.randoms(), st.sampled_from([None, 1, "\t"]), st.booleans())
def test_form_does_not_matter_to_a_plan(plan, random, indent, ascii_only):
    document = _foreign(plan_to_dict(plan), SharedPlan, random)
    data = json.dumps(document, indent=indent, ensure_ascii=ascii_only).encode()
    assert read_plan(data) == plan
    assert schema_problems(document) == ()
    assert write_plan(read_plan(data)) == write_plan(plan)


@given(strategies.journals(), st.randoms(), st.sampled_from([None, 1, "\t"]), st.booleans())
def test_form_does_not_matter_to_a_journal(journal, random, indent, ascii_only):
    document = _foreign(journal_to_dict(journal), Journal, random)
    for events in document.values():
        if isinstance(events, list):
            random.shuffle(events)
    data = json.dumps(document, indent=indent, ensure_ascii=ascii_only).encode()
    assert read_journal(data) == journal
    assert write_journal(read_journal(data)) == write_journal(journal)
