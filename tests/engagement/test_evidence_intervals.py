"""R3: promises have dates, and intervals run from the first of them."""

import pytest

from collabcare._dates import Window
from collabcare.engagement.case import Case
from collabcare.engagement.evidence import agreed_of, evidence
from tests.lib.families import (
    a_week,
    at,
    check_in,
    credits_of,
    daily,
    family,
    journal,
    left_out_of,
    log_complete,
    message,
    not_done,
    of,
    pause,
    practice_of,
    promise,
    questionnaire,
    session,
    update,
)

SEPTEMBER = Window.month("2026-09")


def updates(**plan):
    made = family(**plan)
    rows = evidence(made, journal(made, update("2026-09-12T10:00")), SEPTEMBER)
    return [
        (str(each.on), getattr(each, "credit", None) or getattr(each, "reason", 0))
        for each in of(rows, "progress_updates")
    ]


def test_intervals_run_from_the_first_day_of_the_promise():
    assert updates(commitments=[promise("progress-update", 10)]) == [
        ("2026-09-10", 0),
        ("2026-09-20", 1),
        ("2026-09-30", 0),
    ]


def test_one_that_a_change_cuts_short_is_left_out():
    changed = [promise("progress-update", 10, until="2026-09-15"), promise("progress-update", 7, "2026-09-16")]
    assert updates(commitments=changed) == [
        ("2026-09-10", 0),
        ("2026-09-20", "outside-plan"),
        ("2026-09-22", 0),
        ("2026-09-29", 0),
    ]


@pytest.mark.parametrize(("last", "reason"), [("2026-09-15", 1), ("2026-09-16", "paused")])
def test_one_more_than_half_paused_is_left_out_and_none_is_moved(last, reason):
    rows = updates(commitments=[promise("progress-update", 10)], pauses=[pause("2026-09-11", last)])
    assert rows == [("2026-09-10", 0), ("2026-09-20", reason), ("2026-09-30", 0)]


def test_a_promise_to_one_home_goes_before_the_one_to_all():
    plan = family(
        households={"a": "mother", "b": "father"},
        commitments=[promise("progress-update", 15), promise("progress-update", 30, household="b")],
    )
    happened = journal(plan, update("2026-09-02T10:00", "father"), update("2026-09-20T10:00", "mother"))
    rows = of(evidence(plan, happened, SEPTEMBER), "progress_updates")
    assert [(str(each.on), each.credit) for each in rows] == [("2026-09-15", 0), ("2026-09-30", 1), ("2026-09-30", 1)]


@pytest.mark.parametrize("what", ["feedback-request", "csq-8", "psoc"])
def test_asking_and_a_satisfaction_questionnaire_seek_feedback(what):
    plan = family(commitments=[promise("feedback", 30)])
    asked = message("2026-09-10T10:00", "therapist", "mother", what) if what == "feedback-request" else None
    happened = journal(plan, asked or questionnaire("2026-09-10T10:00", what))
    assert credits_of(evidence(plan, happened, SEPTEMBER), "feedback_sought") == [0 if what == "psoc" else 1]


@pytest.mark.parametrize(
    "news", [check_in("2026-09-10T10:00"), message("2026-09-10T10:00", "mother", "therapist", "concern")]
)
def test_any_news_of_the_family_keeps_its_interval(news):
    plan = family(commitments=[promise("family-news", 15)])
    assert credits_of(evidence(plan, journal(plan, news), SEPTEMBER), "communication") == [1, 0]


def test_a_log_is_kept_by_any_record_in_a_week_with_practice_due():
    plan = family(
        assignments=[practice_of(daily("2026-09-07", ends_on="2026-09-27"))],
        commitments=[promise("practice-log", 7, "2026-09-01")],
        pauses=[pause("2026-09-21", "2026-09-27")],
    )
    rows = evidence(plan, journal(plan, not_done(on="2026-09-08")), SEPTEMBER)
    assert credits_of(rows, "communication") == [1, 0]
    assert left_out_of(rows, "communication") == {"paused": 1}


def test_minutes_for_caregivers_are_those_agreed():
    plan = family(commitments=[promise("parent-input-minutes", 10, "2026-09-02")])
    both = {"expected": ["child", "mother"]}
    happened = journal(
        plan,
        session("2026-09-01T10:00", parent_input_minutes=10, **both),  # nothing was agreed yet
        session("2026-09-02T10:00", parent_input_minutes=5, **both),
        session("2026-09-03T10:00", parent_input_minutes=20, **both),
        session("2026-09-04T10:00", **both),
        session("2026-09-05T10:00", parent_input_minutes=5),  # no caregiver was expected
    )
    rows = evidence(plan, happened, SEPTEMBER)
    assert credits_of(rows, "parent_input") == [0.5, 1]
    assert left_out_of(rows, "parent_input") == {"not-observed": 1}


def test_an_altered_target_counts_in_its_own_days():
    plan = family(
        assignments=[
            practice_of(a_week(7, ends_on="2026-09-16"), "walk"),
            practice_of(a_week(7, "2026-09-17"), "run"),
        ]
    )
    rows = evidence(plan, journal(plan, log_complete("2026-09-20")), Window.weeks(at("2026-09-14T12:00").date(), 1))
    assert len(credits_of(rows, "home_practice")) == 3 + 4
    assert left_out_of(rows, "home_practice") == {"outside-plan": 4 + 3}


def test_nothing_agreed_is_told_from_nothing_due():
    plan = family(commitments=[promise("feedback", 30, "2026-10-01"), promise("reply", 3, side="clinic")])
    found = agreed_of(Case.of(plan, journal(plan), SEPTEMBER))
    assert found == {"responsiveness"}
