"""Columns come in many types; what they say is the same."""

import datetime as dt
from decimal import Decimal

import pandas as pd
import polars as pl
import pytest

from collabcare.engagement.tables import attendance_evidence, message_evidence, practice_evidence
from tests.lib.bad_tables import in_order, right

AS_OF = dt.date(2026, 12, 1)
SESSIONS, OCCASIONS, MESSAGES = (right()[name] for name in ("sessions", "occasions", "messages"))


@pytest.mark.parametrize(
    "changed",
    [
        SESSIONS.with_columns(pl.col("status", "cancelled_by", "late_through").cast(pl.Categorical)),
        SESSIONS.with_columns(pl.col("status").cast(pl.Enum(["held", "cancelled", "no-show"]))),
        SESSIONS.with_columns(pl.col("plan_id", "session_id").cast(pl.Categorical)),
        SESSIONS.with_columns(pl.col("on").cast(pl.Datetime("ns"))),
        SESSIONS.with_columns(pl.col("scheduled_minutes").cast(pl.Decimal(10, 2))),
        SESSIONS.with_columns(pl.col("scheduled_minutes", "late_minutes").cast(pl.Float32)),
        SESSIONS.with_columns(pl.col("scheduled_minutes", "late_minutes").cast(pl.Int8)),
        SESSIONS.with_columns(pl.col("someone_missing").cast(pl.Int8)),
        SESSIONS.with_columns(someone_missing=pl.Series([None, False, True, None])),
        SESSIONS.with_columns(cancelled_by=pl.Series(["", "family", "", ""]), household=pl.lit("")),
    ],
)
def test_polars(changed):
    assert in_order(attendance_evidence(changed)).equals(in_order(attendance_evidence(SESSIONS)))


def in_polars(table):
    made = pl.from_pandas(table)
    return in_order(
        made.with_columns(pl.col("on").cast(pl.Date), pl.col("^.*$").exclude("on", "credit", "weight").cast(pl.String))
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda table: table.assign(someone_missing=pd.Series([None, False, True, None], dtype=object)),
        lambda table: table.assign(someone_missing=pd.Series([None, False, True, None], dtype="boolean")),
        lambda table: table.assign(someone_missing=[0.0, None, 1.0, 0.0]),
        lambda table: table.assign(status=table["status"].astype("category")),
        lambda table: table.assign(status=table["status"].astype(object)),
        lambda table: table.assign(on=table["on"].astype("datetime64[s]")),
        lambda table: table.assign(on=table["on"].astype("datetime64[ns]"), make_up_offered_on=pd.NaT),
        lambda table: table.assign(moved_to=None, assent=float("nan")),
        lambda table: table.convert_dtypes(),
        lambda table: table.set_index(pd.Index([7, 7, 8, 9])),
    ],
    ids=range(10),
)
def test_pandas(change):
    wanted = in_order(attendance_evidence(SESSIONS))
    found = in_polars(attendance_evidence(change(SESSIONS.to_pandas())))
    assert found.equals(wanted)


def test_missing_numbers_and_days_in_pandas():
    for table, make in ((OCCASIONS, practice_evidence), (MESSAGES, lambda table: message_evidence(table, as_of=AS_OF))):
        assert in_polars(make(table.to_pandas())).equals(in_order(make(table)))


def test_numbers_of_python_decimals_in_pyarrow():
    table = OCCASIONS.with_columns(done_share=pl.Series([None, Decimal("0.25"), None, None])).to_arrow()
    assert in_order(pl.from_arrow(practice_evidence(table)))["credit"].to_list() == [1, 0.25, None, 0]
