"""Just inside and just outside each bound of the rules, with the credits that scoring.md gives."""

import datetime as dt

import polars as pl
import pytest

from collabcare.engagement.tables import attendance_evidence, message_evidence, practice_evidence, rating_evidence

DAY = dt.date(2026, 9, 7)  # a Monday


def later(days):
    return DAY + dt.timedelta(days=days)


def one(table, dimension):
    found = table.filter(dimension=dimension)
    return (found["credit"][0], found["reason"][0]) if len(found) else None


def session(**fields):
    return attendance_evidence(
        pl.DataFrame([{"plan_id": "f", "session_id": "s", "on": DAY, "status": "held"} | fields])
    )


@pytest.mark.parametrize(("minutes", "credit"), [(10, 1), (11, 0.5)])
def test_more_than_ten_minutes_late_through_the_clinic(minutes, credit):
    assert one(session(late_through="clinic", late_minutes=minutes), "sessions_kept") == (credit, None)


@pytest.mark.parametrize(("offered", "credit"), [(14, 0.5), (15, 0)])
def test_a_make_up_within_fourteen_days(offered, credit):
    found = session(status="cancelled", cancelled_by="clinic", make_up_offered_on=later(offered))
    assert one(found, "sessions_kept") == (credit, None)
    assert one(found, "attendance") == (None, "cancelled-by-clinic")


@pytest.mark.parametrize(
    ("fields", "credit"),
    [
        ({"late_minutes": 15}, 2 / 3),
        ({"late_minutes": None}, 0.5),
        ({"late_minutes": 15, "early_minutes": 15, "ended_early_by": "family"}, 1 / 3),
        ({"late_minutes": 15, "early_minutes": 15, "ended_early_by": "clinic"}, 2 / 3),
        ({"late_minutes": 15, "early_minutes": -15}, 1),
        ({"late_minutes": 10, "someone_missing": True}, 0.5),
    ],
)
def test_time_lost_through_the_family(fields, credit):
    found = one(session(scheduled_minutes=45, late_through="family", **fields), "attendance")
    assert found == (pytest.approx(credit), None)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"moved_by": "family"}, (0, None)),
        ({"moved_by": "family", "cancellation_reason": "child-ill"}, (None, "excused")),
        ({"moved_by": "clinic"}, (None, "cancelled-by-clinic")),
        ({"moved_by": "family", "open_barrier": True}, (None, "open-barrier")),
        ({}, (None, "unreported")),
    ],
)
def test_a_session_moved_to_none_that_exists(fields, expected):
    assert one(session(status="moved", moved_to="gone", **fields), "attendance") == expected


@pytest.mark.parametrize(("rated", "expected"), [(2, (0.5, None)), (1, (None, "not-observed"))])
def test_at_least_half_of_the_items(rated, expected):
    rows = [
        {
            "plan_id": "f",
            "session_id": "s",
            "on": DAY,
            "participant": "m",
            "item": f"item {each}",
            "rating": 3.0 if each < rated else None,
            "lowest": 1,
            "highest": 5,
        }
        for each in range(4)
    ]
    assert one(rating_evidence(pl.DataFrame(rows)), "participation") == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"outcome": "partly", "done_share": None}, (0.5, None)),
        ({"outcome": "partly", "done_share": 0.25}, (0.25, None)),
        ({"outcome": None, "log_complete": True}, (0, None)),
        ({"outcome": None, "log_complete": False}, (None, "unreported")),
        ({"outcome": "not-done", "open_barrier": True}, (None, "open-barrier")),
        ({"outcome": "done", "open_barrier": True}, (1, None)),
        ({"outcome": "done", "closed": "beyond-capacity"}, (None, "beyond-capacity")),
        ({"outcome": "excused", "closed": "beyond-capacity"}, (None, "excused")),
        ({"outcome": "excused", "closed": "paused"}, (None, "paused")),
    ],
)
def test_occasions(fields, expected):
    row = {"plan_id": "f", "occasion_id": "o", "assignment_id": "a", "on": DAY, "occasions_a_week": 3} | fields
    assert one(practice_evidence(pl.DataFrame([row])), "home_practice") == expected


@pytest.mark.parametrize(
    ("promised", "answered", "as_of", "expected"),
    [
        (3, 3, 60, (1, None)),
        (3, 4, 60, (0.5, None)),
        (3, 6, 60, (0.5, None)),
        (3, 7, 60, (0, None)),
        (3, None, 3, (None, "not-due")),
        (3, None, 4, (None, "still-open")),
        (3, None, 6, (None, "still-open")),
        (3, None, 7, (0, None)),
        (20, 34, 60, (0.5, None)),
        (20, 35, 60, (0, None)),
    ],
)
def test_replies(promised, answered, as_of, expected):
    row = {
        "plan_id": "f",
        "message_id": "m",
        "asked_by": "family",
        "sent_on": DAY,
        "promised_days": promised,
        "answered_on": None if answered is None else later(answered),
    }
    assert one(message_evidence(pl.DataFrame([row]), as_of=later(as_of)), "responsiveness") == expected


@pytest.mark.parametrize(
    ("sent", "promised", "due"), [(0, 4, 4), (0, 5, 7), (4, 1, 7), (5, 1, 7), (6, 1, 7), (6, 6, 14), (3, 10, 17)]
)
def test_working_days(sent, promised, due):
    row = {
        "plan_id": "f",
        "message_id": "m",
        "asked_by": "clinic",
        "sent_on": later(sent),
        "promised_days": promised,
        "day_count": "working",
        "answered_on": later(sent),
    }
    assert message_evidence(pl.DataFrame([row]), as_of=later(60))["on"][0] == later(due)
