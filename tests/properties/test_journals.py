"""A journal only grows, and in any order: joining is idempotent, commutative and associative."""

import datetime as dt
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabcare._dates import Window
from collabcare.errors import InvalidRecordError
from collabcare.interchange.documents import write_journal
from collabcare.journal import KINDS, CheckIn, Journal, Message, PracticeRecord
from collabcare.testing import strategies


@st.composite
def pieces(draw):
    """Draw a journal, and three parts of it that overlap."""
    whole = draw(strategies.journals())
    events = [
        each for each in whole.events() if not isinstance(each, Message) and getattr(each, "session", None) is None
    ]
    sides = [draw(st.integers(1, 7)) for _ in events]
    parts = [
        Journal(plan=whole.plan).add(*(each for each, side in zip(events, sides, strict=True) if side & bit))
        for bit in (1, 2, 4)
    ]
    return whole, events, parts


@given(pieces())
def test_union(drawn):
    _, events, (one, two, three) = drawn
    joined = one.union(two).union(three)
    assert one.union(one) == one
    assert one.union(two) == two.union(one)
    assert joined == one.union(two.union(three)) == three.union(one).union(two)
    assert joined.union(two) == joined
    assert set(joined.events()) == set(events)
    assert write_journal(joined) == write_journal(three.union(two).union(one))


@given(strategies.journals(), st.randoms())
def test_adding_in_any_order(journal, random):
    events = list(journal.events())
    random.shuffle(events)
    assert Journal(plan=journal.plan).add(*events) == journal
    assert journal.add(*events) == journal
    assert journal.union(Journal(plan=journal.plan)) == journal


@given(strategies.journals(), st.randoms())
def test_events_given_in_any_order_are_the_same_journal(journal, random):
    fields = {name: random.sample(getattr(journal, name), len(getattr(journal, name))) for name, _ in KINDS.values()}
    assert Journal(plan=journal.plan, **{name: tuple(events) for name, events in fields.items()}) == journal


@given(strategies.journals())
def test_adding_other_content_under_a_known_id_is_refused(journal):
    for event in journal.check_ins:
        other = attrs.evolve(event, stress=1 if event.stress != 1 else 2)
        with pytest.raises(InvalidRecordError) as caught:
            journal.add(other)
        assert {each.code for each in caught.value.problems} == {"duplicate-id"}


def test_journals_of_two_plans_do_not_join():
    with pytest.raises(InvalidRecordError) as caught:
        Journal(plan="a").union(Journal(plan="b"))
    assert [each.code for each in caught.value.problems] == ["wrong-plan"]


@given(
    strategies.journals(),
    st.dates(dt.date(2024, 1, 1), dt.date(2026, 12, 31)),
    st.integers(1, 400),
    st.sampled_from(["UTC", "Europe/Madrid", "Pacific/Kiritimati", "America/New_York"]),
)
def test_between_splits_a_journal(journal, start, length, zone):
    window = Window(start, start + length * dt.timedelta(days=1))
    before = Window(dt.date(1890, 1, 1), window.start_on)
    after = Window(window.end_on, dt.date(2210, 1, 1))
    parts = [set(journal.between(each, zone).events()) for each in (before, window, after)]
    assert set().union(*parts) == set(journal.events())
    assert sum(map(len, parts)) == len(list(journal.events()))
    inside = journal.between(window, zone)
    assert inside.between(window, zone) == inside
    for check_in in journal.check_ins:
        day = check_in.checked_in_at.astimezone(ZoneInfo(zone)).date()
        assert (check_in in inside.check_ins) == (day in window)


def message(name, day, **fields):
    at = dt.datetime(2025, 1, day, 12, tzinfo=dt.UTC)
    return Message(**({"id": name, "sent_at": at, "sender": "t", "recipients": ("m",), "purpose": "question"} | fields))


def test_between_keeps_a_reply_to_what_was_asked_before_the_window():
    reply = message("b", 9, sender="m", recipients=("t",), in_reply_to="a")
    journal = Journal(plan="p", messages=(message("a", 1), reply))
    assert journal.between(Window(dt.date(2025, 1, 5), dt.date(2025, 1, 12)), "UTC").messages == (reply,)


def test_between_looks_up_the_day_in_the_zone_of_the_plan():
    late = dt.datetime(2025, 1, 4, 23, 30, tzinfo=dt.UTC)  # the 5th in Madrid
    journal = Journal(
        plan="p",
        practice=(PracticeRecord(id="p1", assignment="a", outcome="done", practised_at=late),),
        check_ins=(CheckIn(id="c1", caregiver="m", checked_in_at=late, stress=1),),
    )
    window = Window(dt.date(2025, 1, 5), dt.date(2025, 1, 6))
    assert len(list(journal.between(window, "Europe/Madrid").events())) == 2
    assert not list(journal.between(window, "UTC").events())
