"""R4 to R6: what is reported, which report belongs to which occasion, and what it weighs."""

import attrs
import pytest

from collabcare._dates import Window
from collabcare.engagement.evidence import evidence
from collabcare.engagement.model import PracticeWeight, ScoringModel
from tests.lib.families import (
    a_week,
    at,
    credits_of,
    daily,
    day,
    done,
    excused,
    family,
    journal,
    left_out_of,
    log_complete,
    not_done,
    of,
    on_days,
    partly,
    practice_of,
    promise,
)

WEEK = Window.weeks(day("2026-09-07"), 1)
TWO_WEEKS = Window.weeks(day("2026-09-07"), 2)


def practice(schedule, *events, window=WEEK, as_of=None, **assignment):
    plan = family(assignments=[practice_of(schedule, **assignment)])
    return evidence(plan, journal(plan, *events), window, as_of)


def counted(rows):
    return credits_of(rows, "home_practice"), left_out_of(rows, "home_practice")


# --------------------------------------------------------------------------- R4


def test_silence_is_unknown_until_a_log_statement_covers_it():
    silent = practice(on_days("mon wed fri"), done(on="2026-09-07"))
    stated = practice(on_days("mon wed fri"), done(on="2026-09-07"), log_complete("2026-09-09"))
    assert counted(silent) == ([1], {"unreported": 2})
    assert counted(stated) == ([1, 0], {"unreported": 1})


def test_a_week_with_any_record_is_reported():
    rows = practice(a_week(3), not_done(on="2026-09-08"), window=TWO_WEEKS)
    assert counted(rows) == ([0, 0, 0], {"unreported": 3})


def test_a_log_statement_covers_a_week_that_it_reaches_the_end_of():
    assert counted(practice(a_week(3), log_complete("2026-09-12"))) == ([], {"unreported": 3})
    assert counted(practice(a_week(3), log_complete("2026-09-13"))) == ([0, 0, 0], {})


def test_a_report_made_after_as_of_is_not_known_yet():
    late = done(on="2026-09-07", reported_at="2026-09-12T10:00", reported_by="mother")
    (before,) = of(practice(on_days("mon"), late, as_of=at("2026-09-12T09:59")), "home_practice")
    (after,) = of(practice(on_days("mon"), late), "home_practice")
    assert before.reason == "unreported"
    assert (after.credit, after.reported_by, after.late_reported) == (1, "family", True)


def test_what_could_not_be_expected_is_left_out_with_its_weight():
    rows = practice(
        on_days("mon wed fri"), excused(on="2026-09-07"), done(on="2026-09-09"), partly(on="2026-09-11", share=0.25)
    )
    assert counted(rows) == ([1, 0.25], {"excused": 1})
    assert {each.weight for each in of(rows, "home_practice")} == {1 / 3}


# --------------------------------------------------------------------------- R5


@pytest.mark.parametrize(
    ("days", "sum_of_credits", "left"),
    [
        (["2026-09-08", "2026-09-09", "2026-09-11"], 3, {}),  # Tuesday for Monday
        (["2026-09-08"], 1, {"unreported": 2}),  # the earlier neighbor first
        (["2026-09-08", "2026-09-08"], 2, {"unreported": 1}),
        (["2026-09-08", "2026-09-08", "2026-09-08"], 2, {"extra": 1, "unreported": 1}),
        (["2026-09-13"], 0, {"extra": 1, "unreported": 3}),  # Sunday: Monday is another week
        (["2026-09-07", "2026-09-07"], 1, {"extra": 1, "unreported": 2}),  # Tuesday is free, but nothing is due on it
    ],
)
def test_practice_near_its_day_counts_for_it(days, sum_of_credits, left):
    rows = practice(on_days("mon wed fri"), [done(on=each) for each in days])
    assert (sum(counted(rows)[0]), counted(rows)[1]) == (sum_of_credits, left)


def test_a_report_that_names_its_day_goes_first():
    rows = practice(on_days("mon wed"), done(on="2026-09-09", due_on="2026-09-07"), done(on="2026-09-09"))
    assert counted(rows) == ([1, 1], {})


def test_of_two_reports_of_one_occasion_the_higher_credit_stands():
    rows = practice(on_days("mon"), not_done(due_on="2026-09-07"), done(due_on="2026-09-07"))
    assert counted(rows) == ([1], {"duplicate": 1})


def test_honesty_costs_nothing_when_practice_is_made_up_the_day_after():
    rows = practice(on_days("mon"), not_done(on="2026-09-07"), done(on="2026-09-08"))
    assert counted(rows) == ([1], {"duplicate": 1})


def test_a_weekly_target_takes_no_more_of_a_day_than_agreed():
    target = a_week(3, max_per_day=1)
    rows = practice(target, [done(on="2026-09-07"), done(on="2026-09-07"), done(on="2026-09-08")])
    assert counted(rows) == ([1, 1, 0], {"extra": 1})


def test_surplus_weighs_nothing():
    (surplus,) = [
        each
        for each in practice(on_days("mon"), [done(on="2026-09-07")] * 1, done(on="2026-09-10"))
        if hasattr(each, "reason")
    ]
    assert (surplus.reason, surplus.weight, surplus.on) == ("extra", 0, day("2026-09-10"))


# --------------------------------------------------------------------------- R6


@pytest.mark.parametrize(
    ("schedule", "weight"),
    [
        (daily(), 1 / 7),
        (daily(times_a_day=2), 1 / 14),
        (daily(interval=2), 2 / 7),
        (daily(interval=14), 1),
        (on_days("mon wed"), 1 / 2),
        (on_days("mon wed", interval=2), 1 / 2),
        (a_week(4), 1 / 4),
    ],
)
def test_each_week_of_an_assignment_weighs_alike(schedule, weight):
    assert {each.weight for each in of(practice(schedule), "home_practice")} == {weight}


@pytest.mark.parametrize(("policy", "weight"), [("occasion", 1), ("minutes", 20)])
def test_a_model_may_weigh_otherwise(policy, weight):
    plan = family(assignments=[practice_of(on_days("mon wed"), minutes=20)])
    model = attrs.evolve(ScoringModel.default(), practice_weight=PracticeWeight(policy))
    rows = evidence(plan, journal(plan), WEEK, model=model)
    assert {each.weight for each in of(rows, "home_practice")} == {weight}


def asked_too_much(*events, as_of=None):
    plan = family(
        assignments=[practice_of(on_days("mon tue wed thu fri sat"), minutes=15)],
        commitments=[promise("practice-minutes-per-week", 60)],
    )
    return counted(evidence(plan, journal(plan, *events), WEEK, as_of))


def test_beyond_the_minutes_agreed_what_was_done_counts_first_and_silence_last():
    done_, not_ = [done(on=f"2026-09-{each:02}") for each in (10, 11)], not_done(on="2026-09-07")
    assert asked_too_much(done_, not_) == ([0, 1, 1], {"beyond-capacity": 2, "unreported": 1})


def test_within_the_minutes_agreed_everything_counts():
    ill = [excused(on=f"2026-09-{each:02}") for each in (7, 8)]
    rest = [not_done(on=f"2026-09-{each:02}") for each in (9, 10, 11, 12)]
    assert asked_too_much(ill, rest) == ([0, 0, 0, 0], {"excused": 2})


def test_in_the_middle_of_a_week_what_is_to_come_is_not_due():
    happened = [done(on="2026-09-07"), done(on="2026-09-08")]
    assert asked_too_much(happened, as_of=day("2026-09-09")) == ([1, 1], {"beyond-capacity": 2, "not-due": 2})
