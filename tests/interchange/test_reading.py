"""What both roads from bytes to a record must agree on."""

import json

import pytest

import collabcare as cc
from collabcare._record.declare import is_record, specs
from collabcare.interchange import parsing, reading
from collabcare.plans import SharedPlan
from tests.lib import maximal

PLAN = cc.write_plan(cc.plan_from_dict(maximal.plan()))


def codes(source: bytes) -> list[str]:
    return [each.code for each in cc.check_plan(source)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # Instants: msgspec alone would take all of these.
        (b"2026-01-02T10:00:00Z", b"2026-01-02t10:00:00Z", ["wrong-format"]),
        (b"2026-01-02T10:00:00Z", b"2026-01-02T10:00:00z", ["wrong-format"]),
        (b"2026-01-02T10:00:00Z", b"2026-01-02 10:00:00Z", ["wrong-format"]),
        (b"2026-01-02T10:00:00Z", b"2026-01-02T10:00:00+0000", ["wrong-format"]),
        (b"2026-01-02T10:00:00Z", b"2026-01-02T10:00:00.1234567Z", ["wrong-format"]),
        (b"2026-01-02T10:00:00Z", b"2026-01-02T10:00:60Z", ["wrong-format"]),
        (b"2026-01-02T10:00:00Z", b"2026-01-02T24:00:00Z", ["wrong-format"]),
        (b"2026-01-02T10:00:00Z", b"2026-01-02T10:00:00", ["wrong-format"]),
        (b"2026-01-02T10:00:00Z", b"1899-12-31T23:59:59Z", ["wrong-format"]),
        (b"2026-01-02T10:00:00Z", b"2200-01-01T00:00:00Z", ["wrong-format"]),
        (b"2026-01-02T10:00:00Z", b"2026-01-02T10:00:00\\n", ["wrong-format"]),
        (b"2026-01-02T10:00:00Z", b"2026-01-02T11:00:00.000+01:00", []),
        (b"2026-01-02T10:00:00Z", b"2026-01-02T10:00:00-00:00", []),
        # These come back from msgspec as they stand, so that they are read without a look at their text.
        (b"2026-01-02T10:00:00Z", b"2026-01-02T11:00:00+01:00", []),
        (b"2026-01-02T10:00:00Z", b"2026-01-02T09:30:00.500000-00:30", []),
        (b"2026-01-02T10:00:00Z", b"2200-01-01T00:30:00+01:00", ["wrong-format"]),
        (b"2026-01-02T10:00:00Z", b"2199-12-31T23:30:00-01:00", ["wrong-format"]),
        (b"2026-01-02T10:00:00Z", b"1899-12-31T23:30:00-01:00", ["wrong-format"]),
        (b"2026-01-02T10:00:00Z", b"1900-01-01T00:30:00+01:00", ["wrong-format"]),
        # Days and times of day.
        (b'"2025-11-01"', b'"2025-02-29"', ["wrong-format"]),
        (b'"2025-11-01"', b'"2025-11-1"', ["wrong-format"]),
        (b'"2025-11-01"', b'"0000-01-01"', ["wrong-format"]),
        (b'"2025-11-01"', b'"2025-11-01T00:00:00Z"', ["wrong-format"]),
        (b'"2025-11-01"', b'"2024-02-29"', []),
        (b'"09:00:00"', b'"09:00"', ["wrong-format"]),
        (b'"09:00:00"', b'"09:00:00.5"', ["wrong-format"]),
        (b'"09:00:00"', b'"09:00:00Z"', ["wrong-format"]),
        # Decimals are text, and only plain ones.
        (b'"2.5"', b"2.5", ["wrong-type"]),
        (b'"2.5"', b'"2.50"', []),
        (b'"2.5"', b'"-0.0"', []),
        (b'"2.5"', b'"+2.5"', ["wrong-format"]),
        (b'"2.5"', b'"02.5"', ["wrong-format"]),
        (b'"2.5"', b'".5"', ["wrong-format"]),
        (b'"2.5"', b'"2."', ["wrong-format"]),
        (b'"2.5"', b'"25e-1"', ["wrong-format"]),
        (b'"2.5"', b'"NaN"', ["wrong-format"]),
        (b'"2.5"', b'"Infinity"', ["wrong-format"]),
        (b'"2.5"', b'"1_0"', ["wrong-format"]),
        # Whole numbers.
        (b'"revision":7', b'"revision":7.5', ["wrong-type"]),
        (b'"revision":7', b'"revision":true', ["wrong-type"]),
        (b'"revision":7', b'"revision":"7"', ["wrong-type"]),
        (b'"revision":7', b'"revision":-0', []),
        (b'"revision":7', b'"revision":1000001', ["out-of-range"]),
        # Ids, languages, zones, units.
        (b'"id":"k1"', b'"id":"k1\\n"', ["wrong-format"]),
        (b'"id":"k1"', b'"id":"k_1"', ["wrong-format"]),
        (b'"id":"k1"', b'"id":"%s"' % (b"k" * 65), ["wrong-format"]),
        (b'"id":"k1"', b'"id":"%s"' % (b"k" * 64), []),
        (b'"id":"k1"', b'"id":"\\u006b1"', []),
        (b'["es-MX","en"]', b'["es_MX"]', ["wrong-format"]),
        (b'["es-MX","en"]', b'["Spanish"]', ["wrong-format"]),
        (b'["es-MX","en"]', b'["zh-Hant-TW"]', []),
        (b'"Europe/Madrid"', b'"Europe/Nowhere"', ["wrong-format"]),
        (b'"Europe/Madrid"', b'"../../etc/passwd"', ["wrong-format"]),
        (b'"Europe/Madrid"', b'"Asia/Kolkata"', []),
        # Keys.
        (b'"revision":7', b'"revision":7,"revision":7', ["duplicate-key"]),
        (b'"revision":7', b'"revision":7,"\\u0072evision":7', ["duplicate-key"]),
        (b'"revision":7', b'"revision":7,"Revision":7', ["unknown-fields"]),
        (b'"revision":7', b'"revision":7,"":7', ["unknown-fields"]),
    ],
    ids=lambda each: repr(each)[:60],
)
def test_both_roads_accept_the_same(before, after, expected):
    assert PLAN.count(before) >= 1
    source = PLAN.replace(before, after, 1)
    assert codes(source) == expected
    if expected:
        with pytest.raises((cc.InvalidRecordError, cc.UnreadableDocumentError)):
            cc.read_plan(source)
    else:
        plan = cc.read_plan(source)
        # What is written is canonical, so the fast road reads it; both roads give the same plan.
        assert cc.read_plan(cc.write_plan(plan)) == plan
        if after != b'"id":"\\u006b1"':
            assert cc.plan_from_dict(json.loads(source)) == plan


def test_text_with_the_letters_of_an_escape_is_only_text():
    for words in ("\\u0000", "\\ud800", '"', "\\", '\\"', "a:b,{}[]", "\u2028\ufeff\x7f", "\U0001f600"):
        data = maximal.put(maximal.plan(), ("participants", 0, "name"), words)
        for source in (maximal.dump(data), json.dumps(data, ensure_ascii=False, indent=1).encode()):
            assert codes(source) == []
            plan = cc.read_plan(source)
            assert plan.participants[0].name == words
            assert cc.read_plan(cc.write_plan(plan)) == plan


def test_values_that_only_look_alike_are_equal_and_written_alike():
    data = maximal.journal()
    for lowest in (b"-0.0", b"0", b"0.0", b"-0", b"0e5"):
        source = maximal.dump(data).replace(b'"lowest":1.0', b'"lowest":' + lowest)
        journal = cc.read_journal(source)
        assert str(journal.sessions[0].ratings[0].lowest) == "0.0"
        assert b'"lowest":0.0' in cc.write_journal(journal)


def test_null_is_the_same_as_leaving_a_field_out():
    data = maximal.plan()
    assert cc.plan_from_dict({**data, "ended_reason": None}) == cc.plan_from_dict(
        {name: value for name, value in data.items() if name != "ended_reason"}
    )


def nulls(value, cls):
    """Say of every field that is absent, here and in all records inside, that it is null."""
    given = {}
    for spec in specs(cls):
        if spec.name not in value:
            given[spec.name] = None
        elif is_record(spec.leaf):
            inner = value[spec.name]
            given[spec.name] = nulls(inner, spec.leaf) if spec.many is None else [nulls(e, spec.leaf) for e in inner]
    return {**given, **{name: inner for name, inner in value.items() if name not in given}}


def test_null_means_absent_at_every_depth():
    plan, journal = cc.example("shift-work")
    for data, cls, read in (
        (cc.plan_to_dict(plan), SharedPlan, cc.plan_from_dict),
        (cc.journal_to_dict(journal), cc.Journal, cc.journal_from_dict),
    ):
        written = nulls(data, cls)
        assert json.dumps(written).count("null") > 100
        assert read(written) == read(data)


def test_a_null_that_means_nothing_is_a_problem():
    data = maximal.plan()
    data["goals"][0] |= {"why": None, "id": None}
    data["participants"][0] |= {"colour": None, "name": None, "role": None}
    data["households"] = [*data["households"], None]
    found = [(each.pointer, each.code) for each in cc.check_plan(json.dumps(data).encode())]
    assert found == [
        ("/participants/0", "unknown-fields"),
        ("/participants/0/role", "wrong-type"),
        (f"/households/{len(data['households']) - 1}", "wrong-type"),
        ("/goals/0/id", "wrong-type"),
    ]


@pytest.mark.parametrize(
    ("value", "code"),
    [(float("nan"), "not-json"), (float("inf"), "not-json"), ({1, 2}, "not-json"), ("a\ud800", "lone-surrogate")],
    ids=["nan", "infinity", "set", "surrogate"],
)
def test_a_dictionary_that_json_cannot_carry(value, code):
    with pytest.raises(cc.UnreadableDocumentError) as caught:
        cc.plan_from_dict({**maximal.plan(), "ended_reason": value})
    assert caught.value.problem.code == code


def test_the_rule_of_each_unreadable_document_says_what_to_do():
    for code in ("not-utf-8", "not-json", "too-large", "too-deep", "duplicate-key", "nul-character", "lone-surrogate"):
        error = parsing.unreadable(code)
        assert (error.problem.pointer, error.problem.code, error.problem.severity) == (None, code, "error")
        assert len(error.problem.rule.split()) > 3
        assert parsing.unreadable(code, 4).problem.line == 4


def test_a_record_that_is_no_document_has_no_kind_or_version():
    assert reading.read_record(b'{"id":"m","role":"caregiver"}', type(cc.read_plan(PLAN).participants[0])).id == "m"
    with pytest.raises(cc.UnreadableDocumentError):
        reading.read_record(b"{}", SharedPlan)
