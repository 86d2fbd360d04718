"""Plans and journals as JSON documents: every way in, every way out, every problem at once."""

import copy
import datetime as dt
import io
import json
from decimal import Decimal
from pathlib import Path

import attrs
import cattrs
import pytest

import collabcare as cc
from collabcare.people import Participant
from collabcare.plans import SharedPlan
from collabcare.text import Text
from tests.lib import maximal

PLAN = maximal.dump(maximal.plan())
JOURNAL = maximal.dump(maximal.journal())


def places(problems) -> list[tuple[str | None, str]]:
    return [(each.pointer, each.code) for each in problems]


def errors_of(problems) -> tuple[cc.Problem, ...]:
    return tuple(each for each in problems if each.severity == "error")


# In.


@pytest.mark.parametrize(
    "make",
    [
        lambda folder, data: data,
        lambda folder, data: bytearray(data),
        lambda folder, data: memoryview(data),
        lambda folder, data: io.BytesIO(data),
        lambda folder, data: (folder / "document.json").open("rb"),
        lambda folder, data: (folder / "document.json").open("rb", buffering=0),
        lambda folder, data: folder / "document.json",
        lambda folder, data: str(folder / "document.json"),
    ],
    ids=["bytes", "bytearray", "memoryview", "BytesIO", "file", "raw file", "Path", "str"],
)
def test_every_kind_of_source(make, tmp_path):
    for data, read, check in ((PLAN, cc.read_plan, cc.check_plan), (JOURNAL, cc.read_journal, cc.check_journal)):
        (tmp_path / "document.json").write_bytes(data)
        expected = read(data)
        for work, result in ((read, expected), (check, ())):
            source = make(tmp_path, data)
            try:
                assert work(source) == result
                if hasattr(source, "closed"):
                    assert not source.closed, "a file that was open stays open"
            finally:
                if hasattr(source, "close"):
                    source.close()


def test_a_file_is_read_from_where_it_stands():
    source = io.BytesIO(b"header" + PLAN)
    source.seek(6)
    assert cc.read_plan(source) == cc.read_plan(PLAN)


@pytest.mark.parametrize("read", [cc.read_plan, cc.read_journal, cc.check_plan, cc.check_journal])
@pytest.mark.parametrize(
    "source",
    [None, 7, {"document": "collabcare-plan"}, [b"{}"], io.StringIO("{}"), "{}", ' {"document":', "[]"],
    ids=["none", "number", "dict", "list", "text file", "text", "text of an object", "text of a list"],
)
def test_what_is_no_source(read, source):
    with pytest.raises(TypeError, match="give a path, bytes, or a file that was opened in binary mode") as caught:
        read(source)
    assert caught.value.__context__ is None


def test_a_text_file_is_no_source(tmp_path):
    path = tmp_path / "plan.json"
    path.write_bytes(PLAN)
    with path.open(encoding="utf-8") as file, pytest.raises(TypeError, match="opened in binary mode"):
        cc.read_plan(file)
    with path.open(encoding="utf-8") as file, pytest.raises(TypeError, match="opened in binary mode"):
        cc.read_journal(file)


def test_a_path_that_is_not_there(tmp_path):
    for read in (cc.read_plan, cc.read_journal, cc.check_plan, cc.check_journal):
        for path in (tmp_path / "none.json", str(tmp_path / "none.ndjson")):
            with pytest.raises(FileNotFoundError):
                read(path)
        with pytest.raises(OSError, match="directory"):
            read(tmp_path)


def test_a_path_that_looks_like_json(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("{plan}.json").write_bytes(PLAN)
    assert cc.read_plan("{plan}.json") == cc.read_plan(PLAN)


@pytest.mark.parametrize("source", [b"", b" ", b"\n", b"\r\n\t "])
def test_an_empty_document(source):
    for check in (cc.check_plan, cc.check_journal):
        assert places(check(source)) == [(None, "not-json")]
    for read in (cc.read_plan, cc.read_journal):
        with pytest.raises(cc.UnreadableDocumentError):
            read(source)


def test_a_byte_order_mark():
    for check, data in ((cc.check_plan, PLAN), (cc.check_journal, JOURNAL)):
        assert places(check(b"\xef\xbb\xbf" + data)) == [(None, "not-utf-8")]
        assert places(check(data.decode().encode("utf-16"))) == [(None, "not-utf-8")]


def test_formatting_does_not_matter():
    for data, read in ((maximal.plan(), cc.read_plan), (maximal.journal(), cc.read_journal)):
        expected = read(maximal.dump(data))
        for source in (
            json.dumps(data, indent=4).encode(),
            json.dumps(data, sort_keys=True).encode(),
            json.dumps(data, ensure_ascii=False, indent="\t").replace("\n", "\r\n").encode(),
        ):
            assert read(source) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"document": "collabcare-journal"}, [(None, "unknown-document")]),
        ({"document": "Collabcare-plan"}, [(None, "unknown-document")]),
        ({"document": None}, [(None, "unknown-document")]),
        ({"document": ["collabcare-plan"]}, [(None, "unknown-document")]),
        ({"version": 2}, [(None, "unsupported-version")]),
        ({"version": 10**30}, [(None, "unsupported-version")]),
        ({"version": 0}, [("/version", "unknown-code")]),
        ({"version": "1"}, [("/version", "unknown-code")]),
        ({"version": 1.5}, [("/version", "unknown-code")]),
        ({"version": True}, [("/version", "unknown-code")]),
        ({"version": None}, [("/version", "unknown-code")]),
    ],
)
def test_what_stands_first(change, expected):
    source = maximal.dump(maximal.plan() | change)
    assert places(cc.check_plan(source)) == expected
    kind = {None: cc.UnreadableDocumentError}.get(expected[0][0], cc.InvalidRecordError)
    kind = cc.UnsupportedVersionError if expected[0][1] == "unsupported-version" else kind
    with pytest.raises(kind) as caught:
        cc.read_plan(source)
    assert type(caught.value) is kind


def test_a_document_without_kind_or_version():
    without_kind = {name: value for name, value in maximal.plan().items() if name != "document"}
    without_version = {name: value for name, value in maximal.plan().items() if name != "version"}
    assert places(cc.check_plan(maximal.dump(without_kind))) == [(None, "unknown-document")]
    assert [each.pointer for each in cc.check_plan(maximal.dump(without_version))] == ["/version"]


# Every problem at once.


def seven_faults() -> dict:
    """Plant seven faults: three inside events, an unknown field, a wrong type, a dangling reference, a date order."""
    data = maximal.journal()
    data["practice"][0]["quality"] = 5
    data["sessions"][0]["status"] = "attended"
    del data["fidelity"][0]["steps_scored"]
    data["check_ins"][0]["mood"] = "fine"
    data["messages"][0]["reply_wanted"] = "yes"
    data["messages"][1]["in_reply_to"] = "q9"
    data["sessions"][1]["scheduled_end_at"] = "2026-01-12T14:00:00Z"
    return data


SEVEN = {
    ("/practice/0/quality", "out-of-range"),
    ("/sessions/0/status", "unknown-code"),
    ("/fidelity/0/steps_scored", "missing"),
    ("/check_ins/0", "unknown-fields"),
    ("/messages/0/reply_wanted", "wrong-type"),
    ("/messages/1/in_reply_to", "unknown-reference"),
    ("/sessions/1/scheduled_end_at", "date-order"),
}


def test_seven_faults_of_a_journal_are_all_named():
    source = maximal.dump(seven_faults())
    problems = cc.check_journal(source)
    assert len(problems) == 7
    assert set(places(problems)) == SEVEN
    with pytest.raises(cc.InvalidRecordError) as caught:
        cc.read_journal(source)
    assert caught.value.problems == problems
    with pytest.raises(cc.InvalidRecordError) as caught:
        cc.journal_from_dict(seven_faults())
    assert caught.value.problems == problems
    # Against the plan nothing is added that mending these would take away.
    assert cc.check_journal(source, cc.read_plan(PLAN)) == problems


def test_seven_faults_of_a_plan_are_all_named():
    data = maximal.plan()
    data["reviews"][0]["judgements"][0]["performance"] = 11
    data["goals"][0]["targets"][0]["comparator"] = "about"
    del data["strategies"][0]["resources"][0]["title"]
    data["participants"][1]["nickname"] = "Mari"
    data["safety_plan"]["exists"] = "yes"
    data["assignments"][0]["goals"] = ["g1", "g9"]
    data["pauses"][0]["ends_on"] = "2026-07-01"
    problems = cc.check_plan(maximal.dump(data))
    assert len(problems) == 7
    assert set(places(problems)) == {
        ("/reviews/0/judgements/0/performance", "out-of-range"),
        ("/goals/0/targets/0/comparator", "unknown-code"),
        ("/strategies/0/resources/0/title", "missing"),
        ("/participants/1", "unknown-fields"),
        ("/safety_plan/exists", "wrong-type"),
        ("/assignments/0/goals/1", "unknown-reference"),
        ("/pauses/0/ends_on", "date-order"),
    }
    with pytest.raises(cc.InvalidRecordError) as caught:
        cc.plan_from_dict(data)
    assert caught.value.problems == problems


def test_unknown_fields_are_counted_and_not_named():
    data = maximal.plan()
    data["participants"][0] |= {"Ana Maria": 1, "b": 2, "c": 3}
    (problem,) = cc.check_plan(maximal.dump(data))
    assert (problem.pointer, problem.code) == ("/participants/0", "unknown-fields")
    assert "3" in problem.rule
    assert "Ana" not in str(problem)


def test_an_id_that_cannot_be_read_is_one_problem():
    data = maximal.plan()
    data["goals"][0]["id"] = "not an id"
    assert places(cc.check_plan(maximal.dump(data))) == [("/goals/0/id", "wrong-format")]


# Warnings, and the journal against its plan.


def test_warnings_never_refuse():
    data = maximal.journal()
    data["sessions"][2]["moved_to"] = "elsewhere"
    data["practice"][0]["due_on"] = "2026-01-13"
    data["practice"][0]["household"] = "h2"
    plan = cc.read_plan(PLAN)
    for source in (maximal.dump(data), maximal.as_lines(data)):
        alone = cc.check_journal(source)
        assert [(each.code, each.severity) for each in alone] == [("missing-session", "warning")]
        together = cc.check_journal(source, plan)
        assert {each.code for each in together} == {"missing-session", "not-an-occasion", "other-household"}
        assert {each.severity for each in together} == {"warning"}
        assert cc.read_journal(source).sessions[2].moved_to == "elsewhere"


@pytest.mark.parametrize(
    ("path", "value", "pointer", "code"),
    [
        (("plan",), "other", "/plan", "unknown-reference"),
        (("sessions", 0, "attended", 1), "nobody", "/sessions/0/attended/1", "unknown-reference"),
        (("practice", 0, "assignment"), "g1", "/practice/0/assignment", "unknown-reference"),
        (("messages", 0, "about", 0), "nothing", "/messages/0/about/0", "unknown-reference"),
        (("measurements", 0, "unit"), "min", "/measurements/0/unit", "different-units"),
        (("measurements", 0, "support_level"), "some", "/measurements/0/support_level", "not-on-scale"),
        (("practice", 0, "support_level"), "some", "/practice/0/support_level", "not-on-scale"),
    ],
)
def test_what_only_the_plan_can_tell(path, value, pointer, code):
    data = maximal.put(maximal.journal(), path, value)
    plan = cc.read_plan(PLAN)
    source = maximal.dump(data)
    assert cc.check_journal(source) == ()
    assert places(errors_of(cc.check_journal(source, plan))) == [(pointer, code)]
    assert cc.read_journal(source).plan == data["plan"]
    (in_lines,) = errors_of(cc.check_journal(maximal.as_lines(data), plan))
    if path == ("plan",):
        assert (in_lines.line, in_lines.pointer, in_lines.code) == (1, pointer, code)
    else:
        # The header is line 1, and the first event of a kind follows all events of the kinds before it.
        kinds = list(maximal.KINDS)
        line = 2 + sum(len(data[each]) for each in kinds[: kinds.index(path[0])])
        inside = pointer.removeprefix(f"/{path[0]}/0")
        assert (in_lines.line, in_lines.pointer, in_lines.code) == (line, inside, code)


# Out.


def test_what_is_written_is_what_was_read():
    plan, journal = cc.read_plan(PLAN), cc.read_journal(JOURNAL)
    assert cc.read_plan(cc.write_plan(plan)) == plan
    assert cc.read_journal(cc.write_journal(journal)) == journal
    assert cc.read_journal(cc.write_journal(journal, "ndjson")) == journal
    assert cc.plan_from_dict(cc.plan_to_dict(plan)) == plan
    assert cc.journal_from_dict(cc.journal_to_dict(journal)) == journal
    assert cc.plan_to_dict(plan) == json.loads(cc.write_plan(plan))
    assert cc.journal_to_dict(journal) == json.loads(cc.write_journal(journal))


def test_equal_documents_are_written_alike():
    first = maximal.journal()
    second = copy.deepcopy(first)
    second["sessions"].reverse()
    second["sessions"][0]["scheduled_start_at"] = "2026-01-19T16:00:00.000000+01:00"
    second["sessions"][2]["ratings"][0]["lowest"] = 1
    second["measurements"][0]["value"] = "3.250"
    second["log_statements"] = list(second["log_statements"])
    second["messages"][1]["reply_wanted"] = False
    one, two = cc.journal_from_dict(first), cc.journal_from_dict(second)
    assert one == two
    assert cc.write_journal(one) == cc.write_journal(two)
    assert cc.write_journal(one, "ndjson") == cc.write_journal(two, "ndjson")


def test_words_that_look_like_numbers_that_are_none():
    for words in ("NaN", "-Infinity", "\\u0000"):
        journal = cc.journal_from_dict(maximal.put(maximal.journal(), ("check_ins", 0, "words"), words))
        assert cc.read_journal(cc.write_journal(journal)) == journal
        assert cc.read_journal(cc.write_journal(journal, "ndjson")) == journal


def test_the_smallest_plan_as_bytes():
    people = [Participant(id=role, role=role) for role in ("child", "caregiver", "therapist")]
    plan = SharedPlan(
        id="p", title=Text.of("en", "T"), child="child", participants=people,
        starts_on=dt.date(2026, 9, 1), timezone="UTC",
    )  # fmt: skip
    assert cc.write_plan(plan) == (
        b'{"document":"collabcare-plan","version":1,"id":"p",'
        b'"title":{"default":"en","wordings":[{"language":"en","words":"T"}]},"child":"child",'
        b'"participants":[{"id":"child","role":"child"},{"id":"caregiver","role":"caregiver"},'
        b'{"id":"therapist","role":"therapist"}],"starts_on":"2026-09-01","timezone":"UTC"}'
    )
    assert cc.write_journal(cc.Journal(plan="p")) == b'{"document":"collabcare-journal","version":1,"plan":"p"}'


def test_a_format_that_is_none():
    with pytest.raises(cc.InvalidRecordError) as caught:
        cc.write_journal(cc.Journal(plan="p"), "csv")
    assert places(caught.value.problems) == [("", "unknown-code")]
    assert "give json or ndjson" in str(caught.value)


def test_only_plans_and_journals_are_written():
    plan, journal = cc.read_plan(PLAN), cc.read_journal(JOURNAL)
    for wrong in (journal, None, {}, PLAN):
        with pytest.raises(TypeError, match=r"^give a SharedPlan$"):
            cc.write_plan(wrong)
        with pytest.raises(TypeError, match=r"^give a SharedPlan$"):
            cc.plan_to_dict(wrong)
    for wrong in (plan, None, {}, JOURNAL):
        with pytest.raises(TypeError, match=r"^give a Journal$"):
            cc.write_journal(wrong)
        with pytest.raises(TypeError, match=r"^give a Journal$"):
            cc.write_journal(wrong, "ndjson")


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("revision", -1, "out-of-range"),
        ("revision", "1", "wrong-type"),
        ("revision", None, "wrong-type"),
        ("title", "Plan", "wrong-type"),
        ("title", None, "wrong-type"),
        ("starts_on", "2026-01-01", "wrong-type"),
        ("starts_on", dt.datetime(2026, 1, 1, tzinfo=dt.UTC), "wrong-type"),
        ("status", "running", "unknown-code"),
        ("participants", 3, "wrong-type"),
    ],
)
def test_a_plan_that_was_tampered_with_is_not_written(name, value, code):
    plan = cc.read_plan(PLAN)
    object.__setattr__(plan, name, value)
    with pytest.raises(cc.InvalidRecordError) as caught:
        cc.write_plan(plan)
    assert (f"/{name}", code) in places(caught.value.problems)
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    ("kind", "name", "value", "code"),
    [
        ("check_ins", "stress", 11, "out-of-range"),
        ("check_ins", "words", "", "wrong-length"),
        ("measurements", "value", Decimal("NaN"), "wrong-format"),
        ("check_ins", "hours_available", float("nan"), "out-of-range"),
        ("check_ins", "checked_in_at", dt.datetime(2026, 1, 1), "wrong-format"),  # noqa: DTZ001 -- that is the fault
        ("check_ins", "words", "a\0", "wrong-format"),
        ("check_ins", "words", "\ud800", "wrong-format"),
        ("measurements", "value", Decimal("-Infinity"), "wrong-format"),
        ("messages", "recipients", (), "wrong-count"),
    ],
)
def test_a_journal_that_was_tampered_with_is_not_written(kind, name, value, code):
    journal = cc.read_journal(JOURNAL)
    object.__setattr__(getattr(journal, kind)[0], name, value)
    for form in ("json", "ndjson"):
        with pytest.raises(cc.InvalidRecordError) as caught:
            cc.write_journal(journal, form)
        assert places(caught.value.problems) == [(f"/{kind}/0/{name}", code)]


# The converter.


@attrs.frozen
class Visit:
    """A class of other software."""

    room: str
    who: Participant
    plans: list[SharedPlan]


def test_records_inside_classes_of_others():
    converter = cc.converter()
    data = {"room": "2", "who": {"id": "m", "role": "caregiver"}, "plans": [cc.plan_to_dict(cc.read_plan(PLAN))]}
    visit = converter.structure(data, Visit)
    assert visit.plans == [cc.read_plan(PLAN)]
    assert converter.unstructure(visit) == data


def test_the_converter_refuses_what_the_reader_refuses():
    converter = cc.converter()
    with pytest.raises(cc.InvalidRecordError) as caught:
        converter.structure({"id": "m", "role": "mother"}, Participant)
    assert places(caught.value.problems) == [("/role", "unknown-code")]
    with pytest.raises(cc.InvalidRecordError) as caught:
        converter.structure([], Participant)
    assert places(caught.value.problems) == [("", "wrong-type")]
    with pytest.raises(cc.UnreadableDocumentError):
        converter.structure({"id": dt.date(2026, 1, 1), "role": "child"}, Participant)
    with pytest.raises(cattrs.ClassValidationError):  # of the other software's own class, by cattrs
        converter.structure({"room": "2", "who": {"id": "m", "role": "child"}, "plans": [], "floor": 3}, Visit)
