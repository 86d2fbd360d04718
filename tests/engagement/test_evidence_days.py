"""R2: when a promise falls due, in which zone, on which days, and when it never changes again."""

import datetime as dt

import pytest

from collabcare._dates import Window
from collabcare.engagement.evidence import evidence
from tests.lib.families import (
    answer,
    ask,
    at,
    credits_of,
    family,
    journal,
    left_out_of,
    message,
    moved,
    no_show,
    of,
    pause,
    promise,
    question,
    review,
    session,
    update,
)

SEPTEMBER, OCTOBER = Window.month("2026-09"), Window.month("2026-10")


def due_days(plan, happened, dimension, window=SEPTEMBER):
    return [str(each.on) for each in of(evidence(plan, happened, window), dimension)]


@pytest.mark.parametrize(
    ("asked", "days", "due"),
    [
        ("2026-09-04T17:30", "calendar", "2026-09-06"),  # a Friday
        ("2026-09-04T17:30", "working", "2026-09-08"),
        ("2026-09-05T09:00", "working", "2026-09-08"),
        ("2026-09-04T23:59:59", "calendar", "2026-09-06"),
        ("2026-09-05T00:00:00", "calendar", "2026-09-07"),
    ],
)
def test_an_answer_is_due_at_the_end_of_the_nth_day(asked, days, due):
    plan = family(commitments=[promise("reply", 2, days=days)])
    assert due_days(plan, journal(plan, question("q", asked)), "responsiveness") == [due]


def test_days_on_which_the_clinic_is_closed_are_no_working_days():
    plan = family(commitments=[promise("reply", 2, days="working")], closed_on=["2026-09-07"])
    assert due_days(plan, journal(plan, question("q", "2026-09-04T17:30")), "responsiveness") == ["2026-09-09"]


def test_paused_days_never_count():
    plan = family(commitments=[promise("reply", 2)], pauses=[pause("2026-09-05", "2026-09-07", scope="messages")])
    assert due_days(plan, journal(plan, question("q", "2026-09-04T17:30")), "responsiveness") == ["2026-09-09"]


def test_a_pause_of_sessions_leaves_messages_alone():
    plan = family(commitments=[promise("reply", 2)], pauses=[pause("2026-09-05", "2026-09-07", scope="sessions")])
    assert due_days(plan, journal(plan, question("q", "2026-09-04T17:30")), "responsiveness") == ["2026-09-06"]


@pytest.mark.parametrize(
    ("answered", "credit"),
    [
        ("2026-09-06T23:59:59", 1),
        ("2026-09-07T00:00", 0.5),
        ("2026-09-08T23:59:59", 0.5),
        ("2026-09-09T00:00", 0),
        (None, 0),
    ],
)
def test_grace_is_as_long_as_the_promise(answered, credit):
    plan = family(commitments=[promise("reply", 2)])
    replies = [] if answered is None else [answer("q", answered, sender="therapist", to="mother")]
    happened = journal(plan, question("q", "2026-09-04T17:30"), replies)
    assert credits_of(evidence(plan, happened, SEPTEMBER), "responsiveness") == [credit]


@pytest.mark.parametrize(("answered", "credit"), [("2026-10-05T12:00", 0.5), ("2026-10-06T12:00", 0)])
def test_grace_is_fourteen_days_at_most(answered, credit):
    plan = family(commitments=[promise("reply", 20)])
    happened = journal(plan, ask("q", "2026-09-01T10:00"), answer("q", answered))
    rows = evidence(plan, happened, SEPTEMBER, dt.date(2026, 11, 1))
    assert credits_of(rows, "communication") == [credit]


@pytest.mark.parametrize(
    ("as_of", "reason"),
    [("2026-09-06T23:59:59", "not-due"), ("2026-09-07T00:00", "still-open"), ("2026-09-08T23:59:59", "still-open")],
)
def test_before_grace_has_passed_silence_is_no_zero(as_of, reason):
    plan = family(commitments=[promise("reply", 2)])
    rows = evidence(plan, journal(plan, ask("q", "2026-09-04T17:30")), SEPTEMBER, at(as_of))
    assert left_out_of(rows, "communication") == {reason: 1}


def test_what_comes_after_as_of_is_not_known():
    plan = family(commitments=[promise("reply", 2), promise("progress-update", 14)])
    happened = journal(
        plan,
        ask("q", "2026-09-04T10:00"),
        answer("q", "2026-09-08T10:00"),
        ask("later", "2026-09-20T10:00"),
        update("2026-09-12T10:00"),
        session("2026-09-10T10:00"),
    )
    rows = evidence(plan, happened, SEPTEMBER, dt.date(2026, 9, 8))
    assert left_out_of(rows, "communication") == {"still-open": 1}
    assert left_out_of(rows, "attendance") == {"not-due": 1}
    assert left_out_of(rows, "progress_updates") == {"not-due": 2}


def test_a_request_that_was_sent_again_while_it_was_open_is_one():
    plan = family(commitments=[promise("reply", 3)])
    happened = journal(
        plan,
        ask("first", "2026-09-01T10:00"),
        ask("again", "2026-09-03T10:00"),
        ask("after-grace", "2026-09-08T10:00"),
        answer("after-grace", "2026-09-09T10:00"),
        ask("new", "2026-09-09T11:00"),
        answer("new", "2026-09-10T11:00"),
    )
    assert credits_of(evidence(plan, happened, SEPTEMBER), "communication") == [0, 1, 1]


def test_reminders_and_logistics_are_never_requests():
    plan = family(commitments=[promise("reply", 3)])
    happened = journal(
        plan,
        ask("a", "2026-09-01T10:00", automated=True),
        ask("b", "2026-09-01T10:00", purpose="logistics"),
        ask("c", "2026-09-01T10:00", reply_wanted=False),
        message("2026-09-02T10:00", "mother", "therapist", "logistics", reply_wanted=True),
    )
    assert not of(evidence(plan, happened, SEPTEMBER), "communication")
    assert not of(evidence(plan, happened, SEPTEMBER), "responsiveness")


def test_an_automated_reply_answers_nothing_and_a_spoken_answer_needs_no_reference():
    plan = family(commitments=[promise("reply", 1)])
    robot = answer("q", "2026-09-01T11:00", sender="therapist", to="mother", automated=True)
    spoken = message("2026-09-02T11:00", "therapist", "mother", "answer", channel="phone")
    asked = question("q", "2026-09-01T10:00")
    assert credits_of(evidence(plan, journal(plan, asked, robot), SEPTEMBER), "responsiveness") == [0]
    assert credits_of(evidence(plan, journal(plan, asked, robot, spoken), SEPTEMBER), "responsiveness") == [1]


@pytest.mark.parametrize(
    ("held", "days"),
    [
        ([], ["2026-09-30", "2026-10-30", "2026-11-29"]),
        (["2026-10-08"], ["2026-09-30", "2026-11-07"]),  # after the last one that was held
        (["2026-10-20"], ["2026-09-30", "2026-11-19"]),
        (["2026-11-02"], ["2026-09-30", "2026-10-30"]),  # the first was never held
        (["2026-09-20"], ["2026-09-30", "2026-10-20", "2026-11-19"]),
    ],
)
def test_a_review_is_due_after_the_last_one(held, days):
    reviews = [review(f"r{number}", held_at=f"{day}T10:00") for number, day in enumerate(held)]
    plan = family(commitments=[promise("review", 30)], reviews=reviews)
    window = Window(dt.date(2026, 9, 1), dt.date(2026, 12, 1))
    assert due_days(plan, journal(plan), "joint_review", window) == days


def test_a_review_that_says_its_day_is_due_on_it():
    reviews = [
        review("r1", due_on="2026-10-05", held_at="2026-10-05T10:00"),
        review("r2", due_on="2026-12-24"),
    ]
    plan = family(commitments=[promise("review", 30)], reviews=reviews)
    window = Window(dt.date(2026, 9, 1), dt.date(2026, 12, 1))
    rows = evidence(plan, journal(plan), window, dt.date(2027, 1, 1))
    assert [(str(each.on), each.credit) for each in of(rows, "joint_review")] == [("2026-10-05", 1), ("2026-11-04", 0)]


def test_a_review_that_was_agreed_without_a_promise_is_due_too():
    plan = family(reviews=[review("r1", due_on="2026-09-10", held_at="2026-09-20T10:00")])
    assert credits_of(evidence(plan, journal(plan), SEPTEMBER), "joint_review") == [0.5]


def test_a_session_that_nobody_wrote_up_is_unknown_to_both_sides():
    plan = family()
    happened = journal(
        plan,
        session("2026-09-01T10:00", status="scheduled"),
        session("2026-09-02T10:00", status="cancelled"),
        moved("2026-09-03T10:00", None),
        no_show("2026-09-04T10:00"),
    )
    rows = evidence(plan, happened, SEPTEMBER)
    assert left_out_of(rows, "attendance") == left_out_of(rows, "sessions_kept") == {"unreported": 3}
    assert credits_of(rows, "attendance") == [0]
    assert credits_of(rows, "sessions_kept") == []
