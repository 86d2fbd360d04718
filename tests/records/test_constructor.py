"""Records made in Python: the constructor takes what the reader takes, and refuses the rest."""

import datetime as dt
from decimal import Decimal

import pytest

from collabcare import InvalidRecordError, Journal
from collabcare.journal import CheckIn, Message, PracticeRecord
from collabcare.people import Participant
from collabcare.plans import Goal, Measure
from collabcare.text import Text, Wording

NINE = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)


def problems(cls, **fields):
    with pytest.raises(InvalidRecordError) as caught:
        cls(**fields)
    return [(each.pointer, each.code) for each in caught.value.problems]


def message(name, at, **fields):
    given = {"sender": "m", "recipients": ["t"], "purpose": "question", **fields}
    return Message(id=name, sent_at=at, **given)


def test_an_argument_that_is_missing_or_unknown_is_pythons_own_error():
    with pytest.raises(TypeError, match="missing 1 required keyword-only argument: 'role'"):
        Participant(id="m")
    with pytest.raises(TypeError, match="unexpected keyword argument 'colour'"):
        Participant(id="m", role="caregiver", colour="blue")


def test_every_wrong_argument_is_a_problem():
    record = {
        "id": "r 1",
        "assignment": "a",
        "practised_on": "2026-01-05",
        "by": "m",
        "outcome": "perhaps",
        "minutes": -1,
    }
    assert problems(PracticeRecord, **record) == [
        ("/id", "wrong-format"),
        ("/practised_on", "wrong-type"),
        ("/outcome", "unknown-code"),
        ("/minutes", "out-of-range"),
    ]


def test_records_stand_only_where_records_should():
    hello = Wording(language="en", words="Hello")
    for wordings, pointer in (([hello, "Hello"], "/wordings/1"), ({hello}, "/wordings"), ("en", "/wordings")):
        assert problems(Text, default="en", wordings=wordings) == [(pointer, "wrong-type")]
    one = Text(default="en", wordings=[hello])
    assert problems(Goal, id="g", statement="Ask for help") == [("/statement", "wrong-type")]
    assert problems(Goal, id="g", statement=one, targets=[one]) == [("/targets/0", "wrong-type")]


def test_a_list_becomes_a_tuple_and_numbers_lose_what_does_not_matter():
    one = Text(default="en", wordings=[Wording(language="en", words="Hello")])
    assert type(one.wordings) is tuple
    assert str(Measure(value=Decimal("2.50"), unit="%").value) == "2.5"
    assert str(Measure(value=Decimal("-0.0"), unit="%").value) == "0"
    assert problems(Measure, value=2.5, unit="%") == [("/value", "wrong-type")]
    assert problems(Measure, value=Decimal("NaN"), unit="%") == [("/value", "wrong-format")]


def test_text_that_json_cannot_carry_is_refused():
    for words in ("a\0b", "a\ud800b"):
        assert [code for _, code in problems(Wording, language="en", words=words)] == ["wrong-format"]
    assert Wording(language="en", words="ä\n😀").words == "ä\n😀"


def test_an_instant_needs_a_zone_and_is_kept_in_utc():
    assert problems(CheckIn, id="c", caregiver="m", checked_in_at=dt.datetime(2026, 1, 5, 9), stress=3) == [  # noqa: DTZ001
        ("/checked_in_at", "wrong-format")
    ]
    later = dt.timezone(dt.timedelta(hours=2))
    made = CheckIn(id="c", caregiver="m", checked_in_at=dt.datetime(2026, 1, 5, 11, tzinfo=later), stress=3)
    assert made.checked_in_at == NINE
    assert made.checked_in_at.tzinfo is dt.UTC


def test_rules_between_the_events_of_a_journal_are_kept():
    asked = message("q1", NINE)
    early = message("q2", NINE - dt.timedelta(days=1), sender="t", recipients=["m"], purpose="answer", in_reply_to="q1")
    right = message("q2", NINE + dt.timedelta(days=1), sender="t", recipients=["m"], purpose="answer", in_reply_to="q1")
    assert problems(Journal, plan="p", messages=[asked, early]) == [("/messages/1/sent_at", "date-order")]
    assert Journal(plan="p", messages=[right, asked]).messages == (asked, right)
    assert problems(Journal, plan="p", messages=[right]) == [("/messages/0/in_reply_to", "unknown-reference")]
    assert problems(Journal, plan="p", messages=[asked, asked]) == [("/messages/1/id", "duplicate-id")]
