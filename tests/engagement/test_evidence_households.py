"""R7 to R9: pauses, holds, households, and barriers that stand open."""

import pytest

from collabcare._dates import Window
from collabcare.engagement.evidence import evidence
from collabcare.errors import InvalidRecordError, UnknownReferenceError
from collabcare.journal import Journal
from collabcare.plans import SafetyPlan
from tests.lib.families import (
    a_week,
    answer,
    ask,
    barrier,
    credits_of,
    daily,
    day,
    done,
    family,
    goal,
    home,
    journal,
    left_out_of,
    no_show,
    of,
    on_days,
    pause,
    person,
    practice_of,
    promise,
    proposal,
    question,
    review,
    session,
)

SEPTEMBER = Window.month("2026-09")
WEEK = Window.weeks(day("2026-09-07"), 1)
TWO_HOMES = (home("a", "mother", days="mon tue wed thu"), home("b", "father", days="fri sat sun"))


# --------------------------------------------------------------------------- R7


def test_a_pause_takes_both_sides_out():
    plan = family(pauses=[pause("2026-09-08", "2026-09-08")])
    rows = evidence(plan, journal(plan, no_show("2026-09-08T10:00"), session("2026-09-09T10:00")), SEPTEMBER)
    assert left_out_of(rows, "attendance") == {"paused": 1}
    rows = evidence(plan, journal(plan, session("2026-09-08T10:00")), SEPTEMBER)
    assert left_out_of(rows, "attendance") == left_out_of(rows, "sessions_kept") == {"paused": 1}


def test_a_pause_of_one_home_leaves_the_other_going():
    plan = family(
        starts_on="2026-09-07",
        households=TWO_HOMES,
        assignments=[practice_of(daily())],
        pauses=[pause("2026-09-07", "2026-09-13", household="a", scope="practice")],
    )
    assert left_out_of(evidence(plan, journal(plan), WEEK), "home_practice") == {"paused": 4, "unreported": 3}


def test_a_weekly_target_shrinks_with_the_open_days():
    plan = family(assignments=[practice_of(a_week(5))], pauses=[pause("2026-09-07", "2026-09-09")])
    assert left_out_of(evidence(plan, journal(plan), WEEK), "home_practice") == {"paused": 3, "unreported": 2}


@pytest.mark.parametrize(
    "hold",
    [
        {"status": "on-hold"},
        {"safety_plan": SafetyPlan(exists=True, hold=True)},
        {"goals": [goal(lifecycle="on-hold")]},
    ],
)
def test_what_is_on_hold_counts_for_nobody(hold):
    plan = family(assignments=[practice_of(on_days("mon"))], **hold)
    assert left_out_of(evidence(plan, journal(plan, done(on="2026-09-07")), WEEK), "home_practice") == {
        "extra": 1,
        "on-hold": 1,
    }


# --------------------------------------------------------------------------- R8


def test_a_request_to_several_is_answered_when_one_of_them_answers():
    plan = family(households={"a": "mother", "b": "father"}, commitments=[promise("reply", 3)])
    happened = journal(plan, ask("q", "2026-09-01T10:00", ["mother", "father"]), answer("q", "2026-09-02T10:00"))
    asked = {each: evidence(plan, happened, SEPTEMBER, household=each) for each in (None, "a", "b")}
    assert {each: credits_of(rows, "communication") for each, rows in asked.items()} == {None: [1], "a": [1], "b": [0]}


def test_questions_of_two_homes_are_two():
    plan = family(households={"a": "mother", "b": "father"}, commitments=[promise("reply", 3)])
    happened = journal(plan, question("q1", "2026-09-01T10:00"), question("q2", "2026-09-01T11:00", sender="father"))
    assert credits_of(evidence(plan, happened, SEPTEMBER), "responsiveness") == [0, 0]


def test_occasions_belong_to_the_home_whose_days_they_are():
    plan = family(starts_on="2026-09-07", households=TWO_HOMES, assignments=[practice_of(daily())])
    rows = of(evidence(plan, journal(plan), WEEK), "home_practice")
    assert [each.household for each in rows] == ["a"] * 4 + ["b"] * 3
    only_b = of(evidence(plan, journal(plan), WEEK, household="b"), "home_practice")
    assert [each.on for each in only_b] == [each.on for each in rows[4:]]


def test_a_weekly_target_of_two_homes_is_one_and_each_home_has_its_share_of_the_days():
    plan = family(starts_on="2026-09-07", households=TWO_HOMES, assignments=[practice_of(a_week(5))])
    found = {each: evidence(plan, journal(plan), WEEK, household=each) for each in (None, "a", "b")}
    assert {each: left_out_of(rows, "home_practice") for each, rows in found.items()} == {
        None: {"unreported": 5},
        "a": {"unreported": 5 * 4 // 7},
        "b": {"unreported": 5 * 3 // 7},
    }


def test_a_home_without_an_active_caregiver_is_outside_the_plan():
    plan = family(
        starts_on="2026-09-07",
        households=TWO_HOMES,
        people=[person("father", household="b", since="2026-09-12")],
        assignments=[practice_of(daily())],
    )
    assert left_out_of(evidence(plan, journal(plan), WEEK), "home_practice") == {"outside-plan": 1, "unreported": 6}


def test_a_home_that_declined_the_only_goal_has_no_occasions_from_that_day_on():
    plan = family(
        households={"a": "mother"},
        agreements=[
            proposal("goal", "2026-09-08", "2026-09-10", "declined"),
            proposal("goal", "2026-09-11", "2026-09-12"),
        ],
        assignments=[practice_of(daily())],
    )
    rows = of(evidence(plan, journal(plan), WEEK), "home_practice")
    assert [each.on.day for each in rows if each.reason == "goal-declined"] == [10, 11]


def test_each_home_is_asked_for_itself():
    plan = family(
        households={"a": "mother", "b": "father"},
        commitments=[promise("answer-to-proposal", 7)],
        agreements=[
            proposal("g1", "2026-09-08", "2026-09-15", "declined"),
            proposal("g2", "2026-09-08"),
            proposal("g1", "2026-09-08", "2026-09-16", participant="father"),
        ],
    )
    rows = of(evidence(plan, journal(plan), SEPTEMBER), "shared_decisions")
    assert [(each.household, each.credit) for each in rows] == [("a", 0.5), ("b", 0.5)]


@pytest.mark.parametrize(
    ("invited_on", "who", "expected"),
    [
        ("2026-09-03", {"attended": ["mother"]}, [1]),
        ("2026-09-03", {"sent_word": ["mother"]}, [0.5]),
        ("2026-09-03", {}, [0]),
        ("2026-09-04", {}, []),  # too late an invitation asks for nothing
    ],
)
def test_a_review_counts_for_those_invited_with_the_agreed_notice(invited_on, who, expected):
    held = review(held_at="2026-09-10T10:00", invited_on=invited_on, invited=["mother"], **who)
    plan = family(commitments=[promise("review-notice", 7)], reviews=[held])
    assert credits_of(evidence(plan, journal(plan), SEPTEMBER), "shared_decisions") == expected


def test_sessions_of_two_organizations_are_told_apart():
    people = [
        person("therapist", "therapist", organization="clinic"),
        person("speech", "therapist", organization="practice"),
    ]
    plan = family(people=people)
    happened = journal(
        plan,
        session("2026-09-01T10:00", expected=["child", "therapist"]),
        session("2026-09-02T10:00", organization="practice"),
    )
    rows = of(evidence(plan, happened, SEPTEMBER, organization="practice"), "sessions_kept")
    assert [(each.on.day, each.organization) for each in rows] == [(2, "practice")]
    assert len(of(evidence(plan, happened, SEPTEMBER, organization="practice"), "attendance")) == 2


# --------------------------------------------------------------------------- R9


@pytest.mark.parametrize(
    ("fields", "reasons"),
    [
        ({}, {"open-barrier": 2}),
        ({"answered_on": "2026-09-20"}, {"open-barrier": 1}),
        ({"by": "therapist"}, {}),
        ({"affects": ("home_practice",)}, {}),
        ({"resolved_on": "2026-09-11"}, {}),
    ],
)
def test_while_a_barrier_of_the_family_is_open_a_zero_is_not_held_against_it(fields, reasons):
    raised = barrier("2026-09-01", **{"affects": ("attendance",), **fields})
    plan = family(barriers=[raised], commitments=[promise("barrier-response", 7)])
    missed = [no_show(f"2026-09-{each:02}T10:00") for each in (8, 15, 22)]
    rows = evidence(plan, journal(plan, missed, session("2026-09-16T10:00")), SEPTEMBER)
    assert left_out_of(rows, "attendance") == reasons


# --------------------------------------------------------------------------- what does not belong together


def test_what_the_plan_does_not_have_is_refused():
    plan = family(households={"a": "mother"})
    with pytest.raises(UnknownReferenceError):
        evidence(plan, journal(plan), WEEK, household="secret")
    with pytest.raises(UnknownReferenceError):
        evidence(plan, journal(plan), WEEK, organization="secret")
    with pytest.raises(InvalidRecordError) as caught:
        evidence(plan, Journal(plan="secret"), WEEK)
    assert [each.code for each in caught.value.problems] == ["wrong-plan"]
    assert "secret" not in str(caught.value)
