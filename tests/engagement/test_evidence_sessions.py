"""Attendance, participation and sessions kept, each case of the rules once."""

import pytest

from collabcare._dates import Window
from collabcare.engagement.evidence import evidence
from tests.lib.families import cancelled, credits_of, family, journal, left_out_of, moved, person, rated, session

SEPTEMBER = Window.month("2026-09")
NINE = "2026-09-09T10:00"


def of_one(event, *others, **plan):
    made = family(**plan)
    rows = evidence(made, journal(made, event, *others), SEPTEMBER)
    return {each: credits_of(rows, each) or left_out_of(rows, each) for each in ("attendance", "sessions_kept")}


@pytest.mark.parametrize(
    ("event", "attendance"),
    [
        (session(NINE, expected=["child", "mother"]), 1),
        (session(NINE, expected=["child", "mother"], attended=["child"]), 0.5),
        (session(NINE, expected=[], attended=["child"]), 1),
        (session(NINE, expected=[], attended=["mother"], session_kind="parent-training"), 1),
        (session(NINE, expected=[], attended=["child"], session_kind="parent-training"), 0.5),
        (session(NINE, expected=["child", "therapist"], attended=["child"]), 1),
        (session(NINE, ended_early_by="family", ended_after=30), 0.6667),
        (session(NINE, late_through="family", started_after=15), 0.6667),
        (session(NINE, late_through="family"), 0.5),
        (session(NINE, ended_early_by="family", ended_after=30, assent="withdrawn"), 1),
        (session(NINE, ended_early_by="child", ended_after=30), 1),
        (session(NINE, late_through="clinic", started_after=15), 1),
        (cancelled(NINE, "family"), 0),
        (cancelled(NINE, "family", "work"), 0),
        (moved(NINE, "family"), 0),
    ],
)
def test_attendance_of_one_session(event, attendance):
    assert of_one(event)["attendance"] == [attendance]


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (cancelled(NINE, "family", "child-ill"), "excused"),
        (cancelled(NINE, "other", "emergency-or-weather"), "excused"),
        (cancelled(NINE, "clinic", "staff-ill"), "cancelled-by-clinic"),
        (moved(NINE, "clinic"), "cancelled-by-clinic"),
        (session("2026-09-20T10:00", expected=["father"], attended=[], status="no-show"), "outside-plan"),
    ],
)
def test_what_is_not_held_against_the_family(event, reason):
    father = person("father", until="2026-09-15")
    assert of_one(event, people=[father])["attendance"] == {reason: 1}


@pytest.mark.parametrize(
    ("event", "kept"),
    [
        (session(NINE), [1]),
        (session(NINE, late_through="clinic", started_after=11), [0.5]),
        (session(NINE, late_through="clinic", started_after=10), [1]),
        (session(NINE, interpreter_present=False), [1]),
        (cancelled(NINE, "clinic"), [0]),
        (cancelled(NINE, "clinic", make_up_offered_on="2026-09-23"), [0.5]),
        (cancelled(NINE, "clinic", make_up_offered_on="2026-09-24"), [0]),
        (cancelled(NINE, "family"), {}),
        (moved(NINE, "family"), {}),
    ],
)
def test_what_the_clinic_kept(event, kept):
    assert of_one(event)["sessions_kept"] == kept


@pytest.mark.parametrize(("by", "kept"), [("clinic", [0.5, 1]), ("family", [1])])
def test_a_session_moved_to_another_day_counts_there(by, kept):
    found = of_one(moved(NINE, by, "later"), session("2026-09-20T10:00", id="later"))
    assert found == {"attendance": [1], "sessions_kept": kept}


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        (rated([5, 3, None, None]), [0.75]),
        (rated([5, None, None, None]), {"not-observed": 1}),
        ((*rated([5, 1]), *rated([1, 1], "child")), [0.5]),
        ((), {"not-observed": 1}),
    ],
)
def test_participation_of_one_session(ratings, expected):
    plan = family()
    happened = journal(plan, session(NINE, expected=["child", "mother"], ratings=ratings))
    rows = evidence(plan, happened, SEPTEMBER)
    assert (credits_of(rows, "participation") or left_out_of(rows, "participation")) == expected


def test_each_home_takes_part_for_itself():
    plan = family(households={"a": "mother", "b": "father"})
    both = {"expected": ["mother", "father"]}
    happened = journal(plan, session(NINE, ratings=(*rated([5, 5]), *rated([1, 3], "father")), **both))
    assert credits_of(evidence(plan, happened, SEPTEMBER), "participation") == [1, 0.25]
