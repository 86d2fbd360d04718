"""Text that breaks other software (the Big List of Naughty Strings, MIT, and ours): refused with a place, or kept."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest

import collabcare as cc
from tests.lib import maximal

PLACES = {
    "name": ("participants", 0, "name"),
    "title": ("title", "wordings", 0, "words"),
    "other language": ("goals", 0, "statement", "wordings", 1, "words"),
    "label": ("goals", 0, "education_plan_ref"),
    "unit": ("goals", 0, "targets", 0, "unit"),
    "language": ("participants", 1, "languages", 0),
    "zone": ("timezone",),
    "day": ("starts_on",),
    "id": ("id",),
    "reference": ("child",),
    "code": ("status",),
    "number": ("revision",),
}
EVENT_PLACES = {
    "note": ("practice", 0, "note"),
    "body": ("messages", 0, "body"),
    "materials": ("measurements", 0, "materials", 0),
    "instrument": ("answers", 0, "instrument"),
    "item": ("answers", 0, "items", 0, "item"),
    "instant": ("check_ins", 0, "checked_in_at"),
    "day": ("log_statements", 0, "complete_until"),
    "quantity": ("measurements", 0, "value"),
    "id": ("log_statements", 0, "id"),
    "plan": ("plan",),
}
# What is written in one way only, however it was given: 1.00 as 1, +00:00 as Z.
SAME = {"quantity": Decimal, "instant": dt.datetime.fromisoformat, "number": int}
# Text that is not an id of anything else is right in these fields, whatever it says.
FREE = {"name", "title", "other language", "label", "note", "body", "materials"}


def small_plan() -> Any:
    """Give a plan with the places above and little else, so that hundreds of values take no time."""
    whole = maximal.plan()
    needed = ["document", "version", "id", "title", "child", "starts_on", "timezone", "status", "revision"]
    goal = {key: whole["goals"][0][key] for key in ("id", "statement", "targets", "education_plan_ref")}
    people = [{key: value for key, value in each.items() if key != "household"} for each in whole["participants"]]
    return {key: whole[key] for key in needed} | {"participants": people, "goals": [goal]}


def small_journal() -> Any:
    """Give a journal with one event of each kind that is broken below."""
    kinds = ["practice", "messages", "measurements", "answers", "check_ins", "log_statements"]
    found = {key: value[:1] if key in kinds else value for key, value in maximal.journal().items() if key != "sessions"}
    for each in (*found["messages"], *found["measurements"]):
        each.pop("session", None)
    return found


@pytest.fixture(scope="module")
def naughty(shared) -> list[Any]:
    """Give every value of every file once."""
    hostile = shared / "data" / "hostile"
    found = json.loads((hostile / "blns" / "blns.json").read_text("utf-8"))
    for path in sorted((hostile / "own").glob("*.json")):
        rows = json.loads(path.read_text("utf-8"))
        found += [value for row in rows for key, value in row.items() if key not in {"name", "why", "expect"}]
    texts = {json.dumps(each): each for each in found}
    assert len(texts) > 550
    return list(texts.values())


def placed(document: Any, path: maximal.Path, value: Any) -> tuple[Any, bytes]:
    """Put a value in its place; give the document and its bytes, as UTF-8 and not as escapes."""
    data = maximal.put(document, path, value)
    return data, json.dumps(data, ensure_ascii=False).encode()


def fits(place: str, value: Any, longest: int) -> bool:
    return isinstance(value, str) and 1 <= len(value) <= longest and "\0" not in value


@pytest.mark.parametrize("place", PLACES)
def test_in_a_plan(naughty, place):
    path = PLACES[place]
    document = small_plan()
    longest = 200 if place in {"name", "label"} else 20_000
    for value in naughty:
        data, source = placed(document, path, value)
        problems = [each for each in cc.check_plan(source) if each.severity == "error"]
        if not problems:
            plan = cc.read_plan(source)
            assert maximal.at(cc.plan_to_dict(plan), path) == value
            assert cc.read_plan(cc.write_plan(plan)) == cc.plan_from_dict(data) == plan
        else:
            with pytest.raises((cc.InvalidRecordError, cc.UnreadableDocumentError)):
                cc.read_plan(source)
            _named_place(problems, value, path)
        if place in FREE:
            assert (value, not problems) == (value, fits(place, value, longest))


@pytest.mark.parametrize("place", EVENT_PLACES)
def test_in_a_journal_both_ways(naughty, place):
    path = EVENT_PLACES[place]
    document = small_journal()
    longest = 200 if place == "materials" else 20_000
    for value in naughty:
        data, source = placed(document, path, value)
        lines = maximal.as_lines(data)
        problems = [each for each in cc.check_journal(source) if each.severity == "error"]
        in_lines = [each for each in cc.check_journal(lines) if each.severity == "error"]
        assert (value, [each.code for each in problems]) == (value, [each.code for each in in_lines])
        if not problems:
            journal = cc.read_journal(source)
            found = maximal.at(cc.journal_to_dict(journal), path)
            assert SAME.get(place, str)(found) == SAME.get(place, str)(value)
            written = cc.write_journal(journal, "ndjson")
            assert cc.read_journal(written) == cc.read_journal(lines) == cc.read_journal(cc.write_journal(journal))
            assert written.count(b"\n") == lines.count(b"\n")
        else:
            for each in (source, lines):
                with pytest.raises((cc.InvalidRecordError, cc.UnreadableDocumentError)):
                    cc.read_journal(each)
            _named_place(problems, value, path)
            assert all(each.line is not None for each in in_lines)
        if place in FREE:
            assert (value, not problems) == (value, fits(place, value, longest))


def _named_place(problems, value, path) -> None:
    """Look whether a refusal says where; what cannot be read at all has no place."""
    pointers = {each.pointer for each in problems}
    if pointers == {None}:
        assert "\0" in value
    else:
        assert maximal.pointer(path) in pointers


def test_in_constructors(naughty):
    from collabcare.people import Participant

    for value in naughty:
        if fits("name", value, 200):
            assert Participant(id="m", role="caregiver", name=value).name == value
        else:
            with pytest.raises(cc.InvalidRecordError) as caught:
                Participant(id="m", role="caregiver", name=value)
            assert [each.pointer for each in caught.value.problems] == ["/name"]


@pytest.mark.parametrize("character", ["\0", chr(0xD800), chr(0xDFFF), chr(0xDC00) + chr(0xD800)])
@pytest.mark.parametrize("around", ["{}", "a{}", "{}b", "a{}b"])
def test_text_that_no_document_may_hold_is_named_for_what_it_is(character, around):
    from collabcare.people import Participant

    with pytest.raises(cc.InvalidRecordError) as caught:
        Participant(id="m", role="caregiver", name=around.format(character))
    (problem,) = caught.value.problems
    assert (problem.pointer, problem.code) == ("/name", "wrong-format")
    assert "NUL characters" in problem.rule
    assert "lone surrogates" in problem.rule
