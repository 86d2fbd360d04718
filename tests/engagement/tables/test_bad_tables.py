"""A table in which something is wrong gives one error that names every column and count, and no number."""

import datetime as dt

import pandas as pd
import polars as pl
import pytest

from collabcare.engagement.tables import (
    attendance_evidence,
    message_evidence,
    practice_evidence,
    rating_evidence,
)
from collabcare.errors import InvalidRecordError, InvalidTableError, ProblemCode
from tests.lib.bad_tables import in_order, right

AS_OF = dt.date(2026, 11, 1)
MAKERS = {
    "sessions": attendance_evidence,
    "occasions": practice_evidence,
    "ratings": rating_evidence,
    "messages": lambda table, **more: message_evidence(table, as_of=AS_OF, **more),
}


def problems(name, table, **more):
    """Give what is wrong with a table: column, code and rows; nothing when evidence is made of it."""
    try:
        MAKERS[name](table, **more)
    except InvalidTableError as error:
        found = error
    else:
        return []
    assert {each.code for each in found.problems} <= set(ProblemCode)
    assert found.__cause__ is None
    assert found.__context__ is None
    return [(each.column, each.code, each.rows) for each in found.problems]


def with_columns(name, **columns):
    return right()[name].with_columns(**{key: pl.Series(values) for key, values in columns.items()})


@pytest.mark.parametrize("name", MAKERS)
def test_nothing_is_wrong_with_the_right_ones(name):
    assert problems(name, right()[name]) == []


NAN = float("nan")
SESSIONS = right()["sessions"]
MORNING = dt.datetime(2026, 9, 7, 9)  # noqa: DTZ001 -- a time without a zone is what is wrong with it
WRONG = [
    # Columns.
    ("sessions", SESSIONS.drop("on"), [("on", "missing", 4)]),
    ("sessions", SESSIONS.drop("plan_id", "status"), [("plan_id", "missing", 4), ("status", "missing", 4)]),
    ("sessions", SESSIONS.rename({"cancelled_by": "canceled_by"}), [("canceled_by", "unknown-column", 4)]),
    ("sessions", SESSIONS.head(0).drop("on"), [("on", "missing", 0)]),
    # Types.
    ("sessions", with_columns("sessions", on=["2026-09-07"] * 4), [("on", "wrong-type", 4)]),
    ("sessions", with_columns("sessions", on=[MORNING, *[MORNING.replace(hour=0)] * 3]), [("on", "wrong-type", 1)]),
    ("sessions", with_columns("sessions", on=[MORNING.replace(tzinfo=dt.UTC)] * 4), [("on", "wrong-type", 4)]),
    (
        "sessions",
        with_columns("sessions", scheduled_minutes=["45", "45", None, "60"]),
        [("scheduled_minutes", "wrong-type", 3)],
    ),
    (
        "sessions",
        with_columns("sessions", someone_missing=["no", "no", "yes", "no"]),
        [("someone_missing", "wrong-type", 4)],
    ),
    (
        "sessions",
        with_columns("sessions", someone_missing=[0, 0, 2, 1]),
        [("someone_missing", "wrong-type", 1), ("someone_missing", "needs", 1)],
    ),
    ("sessions", with_columns("sessions", status=[1, 2, 1, 4]), [("status", "wrong-type", 4)]),
    ("occasions", with_columns("occasions", occasion_id=[1.0, 2.0, 3.0, 4.0]), [("occasion_id", "wrong-type", 4)]),
    ("messages", with_columns("messages", promised_days=[3.5, 2.0, 2.0, None]), [("promised_days", "wrong-type", 1)]),
    # Cells.
    ("sessions", with_columns("sessions", plan_id=["f1", None, "", "f2"]), [("plan_id", "missing", 2)]),
    (
        "sessions",
        with_columns("sessions", status=["held", "Cancelled", "attended", "no-show"]),
        [("status", "unknown-code", 2)],
    ),
    (
        "sessions",
        with_columns("sessions", on=[dt.date(26, 9, 7)] + [dt.date(2026, 9, 14)] * 3),
        [("on", "out-of-range", 1)],
    ),
    ("occasions", with_columns("occasions", done_share=[None, NAN, None, None]), [("done_share", "not-a-number", 1)]),
    (
        "occasions",
        with_columns("occasions", occasions_a_week=[3.0, NAN, 0.0, -1.0]),
        [("occasions_a_week", "not-a-number", 1), ("occasions_a_week", "out-of-range", 2)],
    ),
    (
        "occasions",
        with_columns("occasions", occasions_a_week=[3.0, None, float("inf"), 5.0]),
        [("occasions_a_week", "missing", 1), ("occasions_a_week", "out-of-range", 1)],
    ),
    ("ratings", with_columns("ratings", rating=[6.0, None, 0.0, 2.0]), [("rating", "out-of-range", 2)]),
    ("ratings", with_columns("ratings", highest=[1, 5, 5, 0]), [("highest", "out-of-range", 2)]),
    # Units.
    (
        "sessions",
        with_columns("sessions", scheduled_minutes=[0.75, 0.75, 1.0, 60.0]),
        [("scheduled_minutes", "wrong-unit", 3)],
    ),
    (
        "sessions",
        with_columns("sessions", scheduled_minutes=[2700, 2700, 3600, 3600]),
        [("scheduled_minutes", "wrong-unit", 4)],
    ),
    (
        "sessions",
        with_columns("sessions", scheduled_minutes=[-45, 45, 60, 60]),
        [("scheduled_minutes", "out-of-range", 1)],
    ),
    ("sessions", with_columns("sessions", late_minutes=[0.25, None, None, None]), [("late_minutes", "wrong-unit", 1)]),
    ("occasions", with_columns("occasions", done_share=[None, 25.0, None, None]), [("done_share", "wrong-unit", 1)]),
    ("occasions", with_columns("occasions", done_share=[None, -0.25, None, None]), [("done_share", "out-of-range", 1)]),
    # Rows.
    ("sessions", with_columns("sessions", session_id=["s1", "s1", "s1", "s2"]), [("session_id", "duplicate-id", 2)]),
    ("occasions", with_columns("occasions", occasion_id=["o", "o", "o", "o"]), [("occasion_id", "duplicate-id", 4)]),
    (
        "ratings",
        with_columns("ratings", on=[dt.date(2026, 9, 7), dt.date(2026, 9, 8)] + [dt.date(2026, 9, 14)] * 2),
        [("on", "differs", 2)],
    ),
    ("occasions", with_columns("occasions", done_share=[0.5, 0.25, 0.5, None]), [("done_share", "needs", 2)]),
    ("sessions", with_columns("sessions", moved_by=["clinic"] * 4), [("moved_by", "needs", 4)]),
    (
        "messages",
        with_columns("messages", answered_on=[dt.date(2026, 9, 6), None, None, None]),
        [("answered_on", "date-order", 1)],
    ),
    (
        "messages",
        with_columns("messages", due_on=[None, None, dt.date(2026, 9, 20), dt.date(2026, 9, 30)]),
        [("due_on", "date-order", 1), ("due_on", "needs", 1)],
    ),
]


@pytest.mark.parametrize(("name", "table", "expected"), WRONG)
def test_each_problem_names_its_column_and_the_number_of_rows(name, table, expected):
    assert problems(name, table) == expected
    assert problems(name, table.lazy()) == expected


def test_all_problems_come_at_once_in_the_order_of_the_columns():
    table = with_columns(
        "sessions",
        plan_id=["f1", None, "f2", "f2"],
        on=["2026-09-07"] * 4,
        status=["held", "cancelled", "gone", "no-show"],
        scheduled_minutes=[0.75, 45.0, 60.0, 60.0],
    ).drop("session_id")
    table = table.with_columns(site=pl.lit("north"))
    assert problems("sessions", table) == [
        ("plan_id", "missing", 1),
        ("session_id", "missing", 4),
        ("on", "wrong-type", 4),
        ("status", "unknown-code", 1),
        ("scheduled_minutes", "wrong-unit", 1),
        ("site", "unknown-column", 4),
    ]


def test_no_value_of_the_table_stands_in_the_error():
    marker = "zqx-marker"
    table = with_columns(
        "sessions",
        plan_id=[marker] * 4,
        session_id=[marker] * 4,
        status=[marker] * 4,
        on=[marker] * 4,
        scheduled_minutes=[0.73125] * 4,
    )
    with pytest.raises(InvalidTableError) as caught:
        attendance_evidence(table)
    told = f"{caught.value!s}{caught.value!r}{caught.value.args}"
    assert marker not in told
    assert "73125" not in told
    assert [each.column for each in caught.value.problems] == ["session_id", "on", "status", "scheduled_minutes"]


def test_other_columns_go_along_when_they_are_named():
    table = right()["sessions"].with_columns(site=pl.lit("north"))
    assert problems("sessions", table, keep=["site"]) == []
    assert set(attendance_evidence(table, keep=["site"])["site"]) == {"north"}
    assert problems("sessions", right()["sessions"], keep=["site"]) == [("site", "missing", 4)]
    assert problems("sessions", right()["sessions"], keep=["on"]) == [("on", "duplicate", 0)]


def test_what_goes_along_makes_no_two_opportunities_of_one():
    table = with_columns("ratings", site=["north", "south", "north", "north"])
    assert problems("ratings", table, keep=["site"]) == [("site", "differs", 2)]


def test_days_as_text_and_objects_in_pandas():
    table = right()["sessions"].to_pandas()
    assert problems("sessions", table) == []
    assert problems("sessions", table.assign(on=table["on"].astype(str))) == [("on", "wrong-type", 4)]
    assert problems("sessions", table.assign(on=pd.to_datetime(table["on"]) + pd.Timedelta(hours=9))) == [
        ("on", "wrong-type", 4)
    ]


def test_a_missing_number_in_pandas_is_no_nan():
    table = right()["occasions"].to_pandas()
    assert table["done_share"].isna().sum() == 3
    assert problems("occasions", table) == []
    assert problems("occasions", table.assign(occasions_a_week=[3.0, NAN, 5.0, 5.0])) == [
        ("occasions_a_week", "missing", 1)
    ]


def test_ids_may_be_whole_numbers_and_flags_zero_and_one():
    table = with_columns("sessions", plan_id=[1, 1, 2, 2], someone_missing=[0, 0, 1, None])
    made = attendance_evidence(table)
    assert set(made["plan_id"]) == {"1", "2"}
    wanted = right()["sessions"].with_columns(plan_id=pl.Series(["1", "1", "2", "2"]))
    assert in_order(made).equals(in_order(attendance_evidence(wanted)))


def test_an_optional_column_without_a_cell_may_be_of_any_type():
    table = right()["sessions"].with_columns(moved_to=pl.lit(None), assent=pl.lit(None, dtype=pl.Float64))
    assert in_order(attendance_evidence(table)).equals(in_order(attendance_evidence(right()["sessions"])))


@pytest.mark.parametrize("name", MAKERS)
def test_a_table_without_rows_gives_evidence_without_rows(name):
    made = MAKERS[name](right()[name].head(0))
    assert made.is_empty()
    assert made.columns == MAKERS[name](right()[name]).columns


@pytest.mark.parametrize("as_of", [MORNING, "2026-10-01"])
def test_as_of_is_a_day(as_of):
    with pytest.raises(InvalidRecordError):
        attendance_evidence(right()["sessions"], as_of=as_of)


def test_unchecked_reads_no_row_of_a_lazy_table():
    def read(frame):
        raise AssertionError("a row was read")

    table = right()["occasions"]
    lazy = table.lazy().map_batches(read, schema=table.schema)
    assert isinstance(practice_evidence(lazy, check=False), pl.LazyFrame)
    with pytest.raises(AssertionError, match="a row was read"):
        practice_evidence(lazy)


def test_one_bad_row_among_ten_million():
    rows = 10_000_000
    number = pl.int_range(rows, eager=True)
    table = pl.DataFrame({"occasion_id": number}).with_columns(
        plan_id=(pl.col("occasion_id") // 100),
        assignment_id=pl.lit("reading"),
        on=pl.lit(dt.date(2026, 9, 7)),
        outcome=pl.lit("done"),
        done_share=pl.lit(None, dtype=pl.Float64),
        occasions_a_week=pl.when(pl.col("occasion_id") == 7_654_321).then(-1.0).otherwise(3.0),
    )
    assert problems("occasions", table) == [("occasions_a_week", "out-of-range", 1)]
