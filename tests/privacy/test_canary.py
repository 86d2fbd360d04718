"""
No value of a child or a family stands in an error, a `repr`, a log line or a warning.

A marker is put in every text, id and key of documents that use everything, other markers are numbers and days. Then the
documents are broken in every way and place, and the markers are looked for in all that comes back.
"""

import copy
import datetime as dt
import io
import json
import logging
import pickle
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import attrs
import pytest
from click.testing import CliRunner

import collabcare as cc
from collabcare._record.declare import is_record, specs
from collabcare._record.tree import walk
from collabcare.cli import main
from collabcare.journal import Journal
from collabcare.people import Participant
from collabcare.plans import SharedPlan
from tests.lib import maximal

MARK = "CANARY7f"
NUMBER = 73403317
YEAR = 1733
MARKERS = (MARK, str(NUMBER), str(YEAR))
OURS = (cc.InvalidRecordError, cc.UnreadableDocumentError, cc.UnsupportedVersionError, cc.UnknownReferenceError)

PLAN = maximal.plan(MARK, f".{MARK}")
JOURNAL = maximal.journal(MARK, f".{MARK}")


# --------------------------------------------------------------------------- looking for the markers


def traces(error: BaseException) -> Iterator[str]:
    """Give every text of an exception that can reach a log, a screen or a file, and those of all it is chained to."""
    yield str(error)
    yield repr(error)
    yield ascii(error)
    yield repr(error.args)
    yield repr(vars(error))
    yield repr(getattr(error, "__notes__", []))
    yield "".join(traceback.format_exception_only(error))
    if isinstance(error, OURS):
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            yield pickle.dumps(error, protocol).decode("latin-1")
    for problem in problems_of(error):
        yield f"{problem} {problem!r} {attrs.astuple(problem)}"
    for inner in (error.__cause__, error.__context__, *getattr(error, "exceptions", ())):
        if inner is not None:
            yield from traces(inner)


def problems_of(error: BaseException) -> tuple[cc.Problem, ...]:
    return getattr(error, "problems", ()) or tuple(filter(None, [getattr(error, "problem", None)]))


def assert_silent(error: BaseException, what: object) -> None:
    """Look for the markers in an exception of ours, and for the chain that would bring others."""
    assert isinstance(error, OURS), (what, type(error))
    assert (what, error.__cause__, error.__context__) == (what, None, None)
    assert (what, [each.code for each in problems_of(error) if each.code not in set(cc.ProblemCode)]) == (what, [])
    found = [text for text in traces(error) if any(each in text for each in MARKERS)]
    assert (what, found) == (what, [])


def refusal(work: Callable[[], object]) -> BaseException | None:
    """Give the exception of a piece of work, caught where nothing else is being handled."""
    caught = None
    try:
        work()
    except Exception as error:  # noqa: BLE001 -- which one it is gets looked at
        caught = error
    return caught


@pytest.fixture(autouse=True)
def nothing_said(caplog, capfd):
    """Whatever a test does, no marker stands in a log, a warning or on the screen."""
    caplog.set_level(logging.DEBUG)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        yield
    screen = capfd.readouterr()
    said = [caplog.text, *(str(each.message) for each in warned), screen.out, screen.err]
    assert [text for text in said if any(each in text for each in MARKERS)] == []


def test_the_search_finds_what_it_looks_for():
    for error in (ValueError(MARK), KeyError(NUMBER), cc.UnknownReferenceError(f"no {MARK}")):
        with pytest.raises(AssertionError):
            assert_silent(error, "itself")
    noted = cc.UnknownReferenceError("none")
    noted.add_note(f"about {MARK}")
    with pytest.raises(AssertionError):
        assert_silent(noted, "itself")
    chained = cc.InvalidRecordError([])
    chained.__context__ = ValueError("plain")
    with pytest.raises(AssertionError):
        assert_silent(chained, "itself")


# --------------------------------------------------------------------------- documents that use everything


def test_the_documents_are_right_and_use_every_field_of_every_record():
    plan = cc.read_plan(maximal.dump(PLAN))
    journal = cc.read_journal(maximal.dump(JOURNAL))
    assert cc.check_plan(maximal.dump(PLAN)) == ()
    assert cc.check_journal(maximal.dump(JOURNAL), plan) == ()
    used = {
        (type(entry), spec.name)
        for root in (plan, journal)
        for _, entry in walk(root)
        for spec in specs(type(entry))
        if getattr(entry, spec.name) != spec.default or spec.name == "every_weeks"
    }
    declared: set[tuple[type, str]] = set()
    waiting = [SharedPlan, Journal]
    while waiting:
        cls = waiting.pop()
        declared |= {(cls, spec.name) for spec in specs(cls)}
        waiting += [spec.leaf for spec in specs(cls) if is_record(spec.leaf) and (spec.leaf, "id") not in declared]
    assert declared - used == set()


def places(document: Any) -> list[maximal.Path]:
    """List one place of each kind: one entry of a list for all, and the inside of one message for all messages."""
    found: dict[tuple[object, ...], maximal.Path] = {}
    for path in maximal.paths(document):
        if path and (path[0] == "title" or not {"default", "wordings"} & {*path}):
            found.setdefault(tuple("*" if isinstance(step, int) else step for step in path), path)
    return list(found.values())


PLAN_PATHS = places(PLAN)
JOURNAL_PATHS = places(JOURNAL)
BOTH = [(PLAN, PLAN_PATHS), (JOURNAL, JOURNAL_PATHS)]


def without(data: Any, path: maximal.Path) -> Any:
    """Take away what stands in a place."""
    parent = copy.copy(maximal.at(data, path[:-1]))
    del parent[path[-1]]
    return maximal.put(data, path[:-1], parent)


def renamed(data: Any, path: maximal.Path) -> Any:
    """Give a field the marker as its name; what stands in a list stays."""
    parent = maximal.at(data, path[:-1])
    if isinstance(parent, list):
        return data
    new = {MARK if key == path[-1] else key: value for key, value in parent.items()}
    return maximal.put(data, path[:-1], new)


def twice(data: Any, path: maximal.Path) -> Any:
    """Let an entry of a list stand there twice, and give an object a field that it does not have."""
    value = maximal.at(data, path)
    if isinstance(value, list):
        return maximal.put(data, path, [*value, *value])
    if isinstance(value, dict):
        return maximal.put(data, path, {**value, MARK: {MARK: MARK}, f"{MARK}2": NUMBER})
    return maximal.put(data, path, [value, value])


def replaced(value: Any) -> Callable[[Any, maximal.Path], Any]:
    return lambda data, path: maximal.put(data, path, value)


def extended(ending: str) -> Callable[[Any, maximal.Path], Any]:
    """Lengthen text; anything else becomes text."""
    return lambda data, path: maximal.put(data, path, f"{maximal.at(data, path)}{ending}")


BREAKS: dict[str, Callable[[Any, maximal.Path], Any]] = {
    "without": without,
    "renamed": renamed,
    "twice": twice,
    "marker": replaced(MARK),
    "marker and space": replaced(f"{MARK} {MARK}"),
    "number": replaced(NUMBER),
    "huge": replaced(NUMBER * 10**5000),
    "fraction": replaced(NUMBER + 0.5),
    "true": replaced(value=True),
    "null": replaced(None),
    "list": replaced([MARK, NUMBER]),
    "object": replaced({MARK: MARK}),
    "day": replaced(f"{YEAR}-04-03"),
    "no day": replaced(f"{YEAR}-13-45"),
    "instant": replaced(f"{YEAR}-04-03T10:00:00Z"),
    "naive instant": replaced(f"{YEAR}-04-03T10:00:00"),
    "line break": extended("\n"),
    "NUL": extended("\0"),
    "surrogate": extended("\ud800"),
    "long": extended(MARK * 3000),
}


def breaks(name: str) -> Iterator[tuple[Any, maximal.Path, Any]]:
    for document, paths in BOTH:
        for path in paths:
            yield document, path, BREAKS[name](document, path)


@pytest.fixture(autouse=True)
def _long_numbers():
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    yield
    sys.set_int_max_str_digits(before)


@pytest.mark.parametrize("name", BREAKS)
def test_a_document_broken_in_one_place(name):
    refused = 0
    for document, path, broken in breaks(name):
        source = maximal.dump(broken)
        read, check = (cc.read_plan, cc.check_plan) if document is PLAN else (cc.read_journal, cc.check_journal)
        error = refusal(lambda read=read, source=source: read(source))
        if error is None:
            continue
        refused += 1
        assert_silent(error, path)
        if refused % 10 == 0:
            errors = [each for each in check(source) if each.severity == "error"]
            assert problems_of(error) == tuple(errors)
    assert refused > 50


@pytest.mark.parametrize("name", BREAKS)
def test_a_journal_of_lines_broken_in_one_place(name):
    refused = 0
    for path in JOURNAL_PATHS:
        error = refusal(lambda path=path: cc.read_journal(maximal.as_lines(BREAKS[name](JOURNAL, path))))
        if error is not None:
            refused += 1
            assert_silent(error, path)
            assert all(each.line is not None for each in problems_of(error))
    assert refused > 20


@pytest.mark.parametrize("name", [each for each in BREAKS if each != "huge"])
def test_python_data_broken_in_one_place(name):
    for document, paths in BOTH:
        read = cc.plan_from_dict if document is PLAN else cc.journal_from_dict
        for path in paths[::3]:
            broken = BREAKS[name](document, path)
            error = refusal(lambda read=read, broken=broken: read(broken))
            if error is not None:
                assert_silent(error, path)


@pytest.mark.parametrize("value", [Decimal(NUMBER), dt.date(YEAR, 4, 3), MARK.encode(), {MARK}, object(), float("nan")])
def test_python_data_that_is_not_json(value):
    for document, paths in BOTH:
        read = cc.plan_from_dict if document is PLAN else cc.journal_from_dict
        for path in paths[::9]:
            error = refusal(lambda read=read, document=document, path=path: read(maximal.put(document, path, value)))
            assert error is not None
            assert_silent(error, path)


@pytest.mark.parametrize(
    "document", [MARK, [MARK], {MARK: MARK}, NUMBER, None, {"document": MARK}, {"version": NUMBER}]
)
def test_data_that_is_no_document(document):
    for read in (cc.plan_from_dict, cc.journal_from_dict):
        assert_silent(refusal(lambda read=read: read(document)), document)
    for read in (cc.read_plan, cc.read_journal):
        assert_silent(refusal(lambda read=read: read(maximal.dump(document))), document)


def test_a_document_from_the_future():
    for document, read in ((PLAN, cc.read_plan), (JOURNAL, cc.read_journal)):
        error = refusal(lambda document=document, read=read: read(maximal.dump({**document, "version": NUMBER})))
        assert isinstance(error, cc.UnsupportedVersionError)
        assert_silent(error, "version")


def test_a_plan_given_for_a_journal_and_the_reverse():
    assert_silent(refusal(lambda: cc.read_journal(maximal.dump(PLAN))), "plan")
    assert_silent(refusal(lambda: cc.read_plan(maximal.dump(JOURNAL))), "journal")


# --------------------------------------------------------------------------- documents that cannot be read


def unreadable(source: bytes) -> Iterator[bytes]:
    """Spoil bytes in every way that keeps a reader from reading them."""
    for at in range(1, len(source), max(1, len(source) // 60)):
        yield source[:at]
        yield source[:at] + b"\xff" + source[at:]
        yield source[:at] + b"\xed\xa0\x80" + source[at:]
        yield source[:at] + b"\n" + source[at:]
        yield source[:at] + b'"' + MARK.encode() + source[at:]
    mark = f'"{MARK}":"{MARK}"'.encode()
    for inside in (b"NaN", b"-Infinity", b"1e999", b"01", b"'x'", b'"\\ud800' + MARK.encode() + b'"', b'"\\u0000"'):
        yield source.replace(b"{", b"{" + mark + b',"x":' + inside + b",", 1)
    yield source.replace(b"{", b"{" + mark + b"," + mark + b",", 1)
    yield source.replace(b"{", b"{" + mark + b',"x":' + b"[" * 70 + b"]" * 70 + b",", 1)
    yield source + source
    yield b"\xef\xbb\xbf" + source
    yield source.decode().encode("utf-16")
    yield source.decode().encode("utf-32")


@pytest.mark.parametrize("form", ["plan", "journal", "lines", "pretty"])
def test_unreadable_bytes(form):
    source = {
        "plan": maximal.dump(PLAN),
        "journal": maximal.dump(JOURNAL),
        "lines": maximal.as_lines(JOURNAL),
        "pretty": json.dumps(PLAN, indent=1).encode(),
    }[form]
    refused = 0
    for spoilt in unreadable(source):
        for read in (cc.read_plan, cc.read_journal):
            error = refusal(lambda read=read, spoilt=spoilt: read(spoilt))
            if error is not None:
                refused += 1
                assert_silent(error, spoilt[-40:])
    assert refused > 400


def test_lines_that_are_no_events():
    begun = maximal.as_lines(JOURNAL)
    for line in (
        MARK,
        f'"{MARK}"',
        f'["{MARK}"]',
        f'{{"kind":"{MARK}"}}',
        f'{{"{MARK}":"{MARK}"}}',
        f'{{"kind":{NUMBER}}}',
        f'{{"kind":["{MARK}"],"id":"{MARK}"}}',
        f'{{"kind":"session","{MARK}":1}}',
        f'{{"kind":"session","kind":"{MARK}"}}',
        f'{{"kind":"message","id":"{MARK}","body":"{MARK}',
        f'{{"document":"{MARK}","version":{NUMBER}}}',
    ):
        source = begun + line.encode() + b"\n"
        error = refusal(lambda source=source: cc.read_journal(source))
        assert_silent(error, line)
        assert {each.line for each in problems_of(error)} == {begun.count(b"\n") + 1}


def test_text_given_for_a_path():
    for document, read in ((PLAN, cc.read_plan), (JOURNAL, cc.read_journal)):
        for text in (json.dumps(document), f" {json.dumps(document)}", json.dumps([document])):
            error = refusal(lambda read=read, text=text: read(text))
            assert type(error) is TypeError
            assert MARK not in "".join(traces(error))
        error = refusal(lambda read=read, document=document: read(io.StringIO(json.dumps(document))))
        assert type(error) is TypeError
        assert MARK not in "".join(traces(error))


# --------------------------------------------------------------------------- records made in Python


class Loud:
    """A value whose every text is the marker."""

    def __repr__(self) -> str:
        return MARK

    __str__ = __repr__


BAD = {
    "text": MARK,
    "text with a space": f"{MARK} {MARK}",
    "text with NUL": f"{MARK}\0",
    "text with a surrogate": f"{MARK}\ud800",
    "long text": MARK * 3000,
    "bytes": MARK.encode(),
    "number": NUMBER,
    "long number": NUMBER * 10**400,
    "fraction": NUMBER + 0.25,
    "NaN": float("nan"),
    "decimal": Decimal(NUMBER) / 7,
    "not a number": Decimal("sNaN73403317"),
    "day": dt.date(YEAR, 4, 3),
    "instant": dt.datetime(YEAR, 4, 3, tzinfo=dt.UTC),
    "naive instant": dt.datetime(YEAR, 4, 3),  # noqa: DTZ001 -- that is what is wrong with it
    "first instant": dt.datetime.min.replace(tzinfo=dt.timezone(dt.timedelta(hours=23))),
    "time": dt.time(17, 33, 0, 734033),
    "object": Loud(),
    "class": Loud,
    "list": [MARK],
    "tuple": (MARK, Loud()),
    "dict": {MARK: MARK},
    "set": {MARK},
    "record": cc.Journal(plan=MARK),
    "records": (cc.Journal(plan=MARK),),
    "true": True,
    "nothing": None,
}


def records() -> list[Any]:
    """Give one record of each class, the one with the most fields set."""
    found: dict[type, Any] = {}
    for root in (cc.plan_from_dict(PLAN), cc.journal_from_dict(JOURNAL)):
        for _, entry in walk(root):
            found.setdefault(type(entry), entry)
    return list(found.values())


@pytest.mark.parametrize("record", records(), ids=lambda each: type(each).__name__)
def test_a_record_made_with_a_bad_value(record):
    fields = {each.name: getattr(record, each.name) for each in specs(type(record))}
    for spec in specs(type(record)):
        for what, value in BAD.items():
            error = refusal(lambda spec=spec, value=value: type(record)(**{**fields, spec.name: value}))
            if error is not None:
                assert_silent(error, (spec.name, what))


@pytest.mark.parametrize("record", records(), ids=lambda each: type(each).__name__)
def test_a_record_shows_its_type_its_id_and_counts(record):
    shown = [repr(record), str(record), f"{record}", f"{record!a}", repr([record])]
    for text in shown:
        assert type(record).__name__ in text
        besides_its_id = text.replace(record.id, "") if hasattr(record, "id") else text
        assert not any(each in besides_its_id for each in MARKERS)


def test_records_without_names_in_ids_show_no_name_at_all():
    plan = cc.plan_from_dict(maximal.plan(MARK))
    journal = cc.journal_from_dict(maximal.journal(MARK))
    for root in (plan, journal):
        for _, entry in walk(root):
            assert MARK not in repr(entry)


def test_changing_a_record_in_place():
    record = Participant(id="m", role="caregiver", name=MARK)
    for work in (
        lambda: setattr(record, "name", MARK),
        lambda: setattr(record, MARK, MARK),
        lambda: delattr(record, "name"),
        lambda: hash(record) and record < record,  # noqa: PLR0124 -- records have no order
    ):
        error = refusal(work)
        assert isinstance(error, AttributeError | TypeError)
        assert f"name={MARK}" not in "".join(traces(error))


def test_a_record_that_was_tampered_with_is_not_written():
    for what, value in BAD.items():
        plan = cc.plan_from_dict(PLAN)
        object.__setattr__(plan, "starts_on", value)
        if what != "day":
            assert_silent(refusal(lambda plan=plan: cc.write_plan(plan)), what)
        journal = cc.journal_from_dict(JOURNAL)
        object.__setattr__(journal.check_ins[0], "stress", value)
        if value is not None:
            for form in ("json", "ndjson"):
                assert_silent(refusal(lambda journal=journal, form=form: cc.write_journal(journal, form)), what)


# --------------------------------------------------------------------------- functions of journals, windows, examples


def test_functions_that_are_given_something_else():
    journal = cc.journal_from_dict(JOURNAL)
    session = journal.sessions[0]
    other = attrs.evolve(session, organization=f"{MARK}2")
    for what, work in {
        "add": lambda: journal.add(MARK),
        "add two": lambda: journal.add(session, Loud()),
        "same id": lambda: journal.add(other),
        "another kind, same id": lambda: journal.add(attrs.evolve(journal.log_statements[0], id=session.id)),
        "union": lambda: journal.union(cc.Journal(plan=f"{MARK}2")),
        "union of ids": lambda: journal.union(cc.Journal(plan=journal.plan, sessions=[other])),
        "union with text": lambda: journal.union(MARK),
        "format": lambda: cc.write_journal(journal, MARK),
        "month": lambda: cc.Window.month(MARK),
        "year": lambda: cc.Window.month(f"{YEAR}-04"),
        "no month": lambda: cc.Window.month(f"{YEAR}-44"),
        "days": lambda: cc.Window(MARK, Loud()),
        "order": lambda: cc.Window(dt.date(YEAR, 4, 3), dt.date(YEAR, 4, 3)),
        "weeks": lambda: cc.Window.weeks(dt.date(YEAR, 4, 3), -NUMBER),
        "split": lambda: cc.Window.month("2026-01").split(MARK),
        "example": lambda: cc.example(MARK),
        "example path": lambda: cc.example(f"../{MARK}"),
    }.items():
        assert_silent(refusal(work), what)


# --------------------------------------------------------------------------- the command line


def broken_files() -> Iterator[tuple[bytes, bytes]]:
    """Give pairs of a plan and a journal, of which one at least is broken."""
    plan, journal, lines = maximal.dump(PLAN), maximal.dump(JOURNAL), maximal.as_lines(JOURNAL)
    for name in ("without", "renamed", "marker and space", "number", "object", "NUL"):
        for path in PLAN_PATHS[::40]:
            yield maximal.dump(BREAKS[name](PLAN, path)), journal
        for path in JOURNAL_PATHS[::40]:
            yield plan, maximal.dump(BREAKS[name](JOURNAL, path))
            yield plan, maximal.as_lines(BREAKS[name](JOURNAL, path))
    for spoilt in list(unreadable(plan))[::20]:
        yield spoilt, journal
    for spoilt in list(unreadable(lines))[::20]:
        yield plan, spoilt
    yield maximal.dump({**PLAN, "id": f"other.{MARK}"}), lines


def test_the_command_line(tmp_path):
    runner = CliRunner()
    plan, journal = tmp_path / "plan.json", tmp_path / "journal.ndjson"
    statuses = set()
    for documents in broken_files():
        plan.write_bytes(documents[0])
        journal.write_bytes(documents[1])
        for command in ("check", "score", "explain"):
            result = runner.invoke(main, [command, str(plan), str(journal)])
            assert type(result.exception) in {type(None), SystemExit}
            statuses.add(result.exit_code)
            if result.exit_code:  # a result may name ids, which hold the marker here; an error may not
                said = f"{result.stdout}{result.stderr}"
                assert (command, [each for each in MARKERS if each in said]) == (command, [])
    assert statuses == {0, 1}


def test_the_command_line_says_nothing_of_the_family_when_all_is_well(tmp_path):
    plan, journal = tmp_path / "plan.json", tmp_path / "journal.ndjson"
    plan.write_bytes(maximal.dump(maximal.plan(MARK)))
    journal.write_bytes(maximal.as_lines(maximal.journal(MARK)))
    for command in ("check", "score", "explain"):
        result = CliRunner().invoke(main, [command, str(plan), str(journal)])
        assert (command, MARK in f"{result.stdout}{result.stderr}") == (command, False)


# --------------------------------------------------------------------------- records inside classes of others


@attrs.frozen
class Visit:
    """A class of other software that holds a record of ours."""

    who: Participant


def test_the_converter():
    person = PLAN["participants"][1]
    for name, change in BREAKS.items():
        for path in maximal.paths(person):
            if not path:
                continue
            error = refusal(
                lambda path=path, change=change: cc.converter().structure(change(person, path), Participant)
            )
            if error is not None:
                assert_silent(error, (name, path))
            both = {"who": change(person, path)}
            error = refusal(lambda both=both: cc.converter().structure(both, Visit))
            if error is not None:
                assert not any(each in text for text in traces(error) for each in MARKERS)
    for value in BAD.values():
        error = refusal(lambda value=value: cc.converter().structure(value, Participant))
        assert_silent(error, type(value))
