"""Two roads to the same evidence: a plan with its journal, and the tidy tables of the same family."""

import datetime as dt
import math

import attrs
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabcare import Window, example
from collabcare.engagement import ScoringModel
from collabcare.engagement.evidence import evidence
from collabcare.engagement.tables import (
    attendance_evidence,
    message_evidence,
    practice_evidence,
    rating_evidence,
)
from tests.engagement.test_evidence_properties import WHOLE, events, plans
from tests.lib.families import (
    answer,
    ask,
    cancelled,
    family,
    home,
    journal,
    moved,
    no_show,
    person,
    promise,
    question,
    rated,
    session,
)
from tests.lib.tidy import tidy

DIMENSIONS = {"attendance", "sessions_kept", "home_practice", "participation", "communication", "responsiveness"}


MADE_BY = {
    attendance_evidence: ("sessions", {"attendance", "sessions_kept"}),
    practice_evidence: ("occasions", {"home_practice"}),
    rating_evidence: ("ratings", {"participation"}),
    message_evidence: ("messages", {"communication", "responsiveness"}),
}


def from_tables(tables, as_of, makers=tuple(MADE_BY), model=None):
    return pl.concat([make(tables[MADE_BY[make][0]], as_of=as_of, model=model) for make in makers])


def as_rows(table, window):
    """Give the rows of a table by what names them; of those that fall due in the window, as a score looks at them."""
    names = ("on", "weight", "source", "household", "organization", "reason", "credit")
    return {
        (row["side"], row["dimension"], row["opportunity_id"]): tuple(row[name] for name in names)
        for row in table.to_dicts()
        if row["on"] in window
    }


def from_records(plan, happened, window, as_of, model=None):
    """Give the same of plan and journal, without what a table does not have: surplus practice, news and logs."""
    found = {}
    requests = {each.id for each in happened.messages}
    for row in evidence(plan, happened, window, as_of, model=model):
        reason = getattr(row, "reason", None)
        if row.dimension not in DIMENSIONS or reason in {"extra", "duplicate"}:
            continue
        if row.dimension == "communication" and row.source not in requests:
            continue
        key = (row.side.value, row.dimension.value, row.opportunity_id)
        credit = getattr(row, "credit", None)
        found[key] = (row.on, row.weight, row.source, row.household, row.organization, reason, credit)
    return found


def assert_same(one, other):
    assert one.keys() == other.keys()
    for key, (*facts, credit) in one.items():
        *others, found = other[key]
        assert (key, facts[0], facts[2:]) == (key, others[0], others[2:])
        assert math.isclose(facts[1], others[1], rel_tol=1e-12), key
        assert (credit is None) == (found is None), key
        assert credit is None or math.isclose(credit, found, rel_tol=1e-12, abs_tol=1e-12), key


def assert_two_roads_agree(plan, happened, window, as_of, makers=tuple(MADE_BY), *, model=None):
    found = as_rows(from_tables(tidy(plan, happened, window, as_of), as_of, makers, model), window)
    wanted = from_records(plan, happened, window, as_of, model)
    looked_at = set().union(*(MADE_BY[make][1] for make in makers))
    wanted = {key: row for key, row in wanted.items() if key[1] in looked_at}
    assert_same(found, wanted)
    return wanted


@pytest.mark.parametrize("name", ["late-talker", "shift-work", "two-households"])
@pytest.mark.parametrize("days_known", [400, 45, 20, 7])
def test_the_shipped_families_give_the_same_evidence(name, days_known):
    plan, happened = example(name)
    window = Window(plan.starts_on, plan.starts_on + dt.timedelta(days=180))
    wanted = assert_two_roads_agree(plan, happened, window, plan.starts_on + dt.timedelta(days=days_known))
    assert wanted, "there is something to compare"


def test_the_shipped_families_have_something_of_each_kind():
    seen = set()
    for name in ("late-talker", "shift-work", "two-households"):
        plan, happened = example(name)
        window = Window(plan.starts_on, plan.starts_on + dt.timedelta(days=180))
        wanted = from_records(plan, happened, window, plan.starts_on + dt.timedelta(days=400))
        seen |= {(dimension, row[5]) for (_, dimension, _), row in wanted.items()}
    assert {dimension for dimension, reason in seen if reason is None} == DIMENSIONS
    assert len({reason for _, reason in seen}) >= 6


@given(plans(), events(), st.integers(0, 75))
@settings(max_examples=25)
def test_generated_families_give_the_same_evidence(plan, happened, days):
    as_of = WHOLE.start_on + dt.timedelta(days=days)
    assert_two_roads_agree(plan, journal(plan, happened), WHOLE, as_of)


DAY = st.integers(0, 40).map(lambda each: dt.date(2026, 9, 7) + dt.timedelta(days=each))
WHO = st.sampled_from(["family", "clinic", "child", "other"])
REASONS = st.sampled_from(["child-ill", "work", "staff-ill", "holiday", "assent-withdrawn"])


@st.composite
def any_sessions(draw):  # noqa: C901 -- a branch for each kind of end
    """Draw sessions of every kind of end: late, cut short, over time, cancelled, moved, missed, not known."""
    days = sorted(draw(st.sets(DAY, max_size=8)))
    found = []
    for number, day in enumerate(days):
        start, name = f"{day}T10:00", f"s{number}"
        kind = draw(st.sampled_from(["held", "late", "cancelled", "moved", "no-show", "scheduled", "rated"]))
        expected = {"expected": draw(st.sampled_from([["child", "mother"], ["mother", "father"], []]))}
        if kind == "cancelled":
            reason = draw(st.none() | REASONS)
            offered = draw(st.none() | DAY)
            found.append(cancelled(start, draw(st.none() | WHO), reason, id=name, make_up_offered_on=offered))
        elif kind == "moved":
            to = draw(st.none() | st.sampled_from([f"s{number + 1}", "gone"]))
            by = draw(st.none() | st.sampled_from(["family", "clinic"]))
            reason = draw(st.none() | REASONS)
            found.append(moved(start, by, to, id=name, cancellation_reason=reason))
        elif kind == "no-show":
            found.append(no_show(start, id=name, **expected))
        elif kind == "scheduled":
            found.append(session(start, id=name, status="scheduled", attended=[], **expected))
        else:
            more = dict(expected)
            if kind == "late":
                more["late_through"] = draw(st.none() | WHO)
                more["ended_early_by"] = draw(st.none() | WHO)
                more["assent"] = draw(st.sampled_from([None, "given", "withdrawn"]))
                more["interpreter_present"] = draw(st.sampled_from([None, True, False]))
                if draw(st.booleans()):
                    more["started_after"] = draw(st.integers(1, 40))
                if draw(st.booleans()):
                    more["ended_after"] = draw(st.integers(41, 60))
            if kind == "rated":
                more["ratings"] = [
                    rating
                    for who in draw(st.lists(st.sampled_from(["mother", "father", "child"]), unique=True))
                    for rating in rated(draw(st.lists(st.none() | st.integers(1, 5), max_size=4)), who)
                ]
            attended = draw(st.sampled_from([None, ["child"], ["child", "mother", "father"], ["mother"]]))
            if attended is not None:
                more["attended"] = attended
            found.append(session(start, id=name, **more))
    return found


@given(any_sessions(), st.integers(0, 60), st.booleans())
@settings(max_examples=30)
def test_every_end_of_a_session_gives_the_same_evidence(happened, days, interpreter):
    plan = family(
        starts_on="2026-09-10",
        households=[home("a", "mother"), home("b", "father")],
        people=[person("father", household="b", needs_interpreter=interpreter)],
    )
    as_of = dt.date(2026, 9, 7) + dt.timedelta(days=days)
    assert_two_roads_agree(plan, journal(plan, happened), WHOLE, as_of, (attendance_evidence, rating_evidence))


@given(
    st.lists(st.tuples(DAY, st.booleans(), st.none() | st.integers(0, 60)), max_size=6),
    st.integers(1, 40),
    st.sampled_from(["calendar", "working"]),
    st.integers(0, 90),
)
@settings(max_examples=30)
def test_every_promise_of_a_reply_gives_the_same_evidence(asked, number, days, known):
    # Without pauses the table works out each last day itself.
    plan = family(starts_on="2026-09-07", commitments=[promise("reply", number, "2026-09-07", side=None, days=days)])
    happened = []
    for position, (day, by_clinic, after) in enumerate(asked):
        make = ask if by_clinic else question
        happened.append(make(f"q{position}", f"{day}T10:00"))
        if after is not None:
            back = {} if by_clinic else {"sender": "therapist", "to": "mother"}
            happened.append(answer(f"q{position}", f"{day + dt.timedelta(days=after)}T11:00", **back))
    as_of = dt.date(2026, 9, 7) + dt.timedelta(days=known)
    window = Window(dt.date(2026, 9, 7), dt.date(2027, 3, 1))
    assert_two_roads_agree(plan, journal(plan, happened), window, as_of, (message_evidence,))


def test_the_credits_are_those_of_the_model():
    plan, happened = example("late-talker")
    window = Window(plan.starts_on, plan.starts_on + dt.timedelta(days=180))
    packaged = ScoringModel.default()

    def halved(dimensions):
        return tuple(
            attrs.evolve(each, credits=tuple(attrs.evolve(case, credit=case.credit / 2) for case in each.credits))
            for each in dimensions
        )

    other = attrs.evolve(packaged, id="halved", family=halved(packaged.family), clinic=halved(packaged.clinic))
    wanted = assert_two_roads_agree(plan, happened, window, window.end_on, model=other)
    assert wanted != from_records(plan, happened, window, window.end_on)


@pytest.mark.parametrize("policy", ["occasion", "minutes"])
def test_the_weight_of_practice_is_that_of_the_model(policy):
    plan, happened = example("late-talker")
    window = Window(plan.starts_on, plan.starts_on + dt.timedelta(days=180))
    other = attrs.evolve(ScoringModel.default(), id="other", practice_weight=policy)
    found = practice_evidence(tidy(plan, happened, window, window.end_on)["occasions"], model=other)
    minutes = {each.id: each.minutes or 1 for each in plan.assignments}
    wanted = {name: 1 if policy == "occasion" else length for name, length in minutes.items()}
    assert {row["source"]: row["weight"] for row in found.to_dicts()} == {
        name: wanted[name] for name in found["source"].unique()
    }
