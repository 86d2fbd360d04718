"""Small right tables, one of each kind, to break."""

import datetime as dt

import polars as pl

D = dt.date


def in_order(evidence: pl.DataFrame) -> pl.DataFrame:
    """Sort evidence, of which the order of rows is not promised."""
    return evidence.sort("plan_id", "side", "dimension", "opportunity_id")


def right() -> dict[str, pl.DataFrame]:
    """Give a small table of each kind in which nothing is wrong."""
    days = [D(2026, 9, 7), D(2026, 9, 14), D(2026, 9, 21), D(2026, 9, 28)]
    return {
        "sessions": pl.DataFrame(
            {
                "plan_id": ["f1", "f1", "f2", "f2"],
                "session_id": ["s1", "s2", "s1", "s2"],
                "on": days,
                "status": ["held", "cancelled", "held", "no-show"],
                "scheduled_minutes": [45, 45, 60, 60],
                "late_through": ["family", None, None, None],
                "late_minutes": [15, None, None, None],
                "cancelled_by": [None, "family", None, None],
                "someone_missing": [False, False, True, False],
            }
        ),
        "occasions": pl.DataFrame(
            {
                "plan_id": ["f1", "f1", "f2", "f2"],
                "occasion_id": ["o1", "o2", "o3", "o4"],
                "assignment_id": ["reading", "reading", "play", "play"],
                "on": days,
                "outcome": ["done", "partly", None, "not-done"],
                "done_share": [None, 0.25, None, None],
                "occasions_a_week": [3, 3, 5, 5],
            }
        ),
        "ratings": pl.DataFrame(
            {
                "plan_id": ["f1", "f1", "f1", "f2"],
                "session_id": ["s1", "s1", "s2", "s1"],
                "on": [days[0], days[0], days[1], days[2]],
                "participant": ["m", "m", "m", "m"],
                "item": ["asks", "plans", "asks", "asks"],
                "rating": [5.0, None, 3.0, 2.0],
                "lowest": [1, 1, 1, 1],
                "highest": [5, 5, 5, 5],
            }
        ),
        "messages": pl.DataFrame(
            {
                "plan_id": ["f1", "f1", "f2", "f2"],
                "message_id": ["m1", "m2", "m3", "m4"],
                "asked_by": ["clinic", "family", "family", "clinic"],
                "sent_on": days,
                "promised_days": [3, 2, 2, None],
                "answered_on": [D(2026, 9, 8), None, D(2026, 9, 26), None],
            }
        ),
    }
