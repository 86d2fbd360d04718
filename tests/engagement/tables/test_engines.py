"""Every engine makes the same evidence of the same table, and gives a table of the kind that it got."""

import datetime as dt
import math

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pytest

from collabcare import Window, example
from collabcare.engagement.cohort import (
    attendance_evidence,
    message_evidence,
    practice_evidence,
    rating_evidence,
)
from collabcare.errors import InvalidTableError
from tests.lib.bad_tables import right
from tests.lib.tidy import tidy

MAKERS = {
    "sessions": attendance_evidence,
    "occasions": practice_evidence,
    "ratings": rating_evidence,
    "messages": message_evidence,
}
connection = duckdb.connect()
ENGINES = {
    "polars": lambda table: table,
    "polars-lazy": lambda table: table.lazy(),
    "pandas": lambda table: table.to_pandas(),
    "pandas-arrow": lambda table: table.to_arrow().to_pandas(types_mapper=pd.ArrowDtype),
    "pyarrow": lambda table: table.to_arrow(),
    "duckdb": lambda table: connection.from_arrow(table.to_arrow()),
}


def families():
    """Give the tables of the three shipped families together, each family with a site."""
    found = []
    for name in ("late-talker", "shift-work", "two-households"):
        plan, happened = example(name)
        window = Window(plan.starts_on, plan.starts_on + dt.timedelta(days=180))
        found.append(tidy(plan, happened, window, window.end_on))
    return {
        name: pl.concat([each[name] for each in found], how="diagonal_relaxed").with_columns(site=pl.lit("north"))
        for name in MAKERS
    }


FAMILIES = families()


def rows(table):
    """Give the rows of a result without the types of an engine."""
    made = nw.from_native(table)
    found = []
    for row in (made.collect() if isinstance(made, nw.LazyFrame) else made).rows(named=True):
        cells = {key: None if pd.isna(each) else each for key, each in row.items()}
        cells["on"] = cells["on"].date() if isinstance(cells["on"], dt.datetime) else cells["on"]
        found.append(cells)
    return sorted(found, key=lambda row: (row["plan_id"], row["dimension"], row["opportunity_id"]))


def same(one, other):
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)
    return one == other


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", MAKERS)
def test_every_engine_gives_the_same_evidence(engine, name):
    as_of = dt.date(2026, 12, 1)
    wanted = rows(MAKERS[name](FAMILIES[name], as_of=as_of, keep=["site"]))
    given = ENGINES[engine](FAMILIES[name])
    made = MAKERS[name](given, as_of=as_of, keep=["site"])
    assert type(made) is type(given)
    found = rows(made)
    assert len(found) == len(wanted)
    for one, other in zip(found, wanted, strict=True):
        assert list(one) == list(other)
        assert {key: each for key, each in one.items() if not same(each, other[key])} == {}


BAD = {
    "sessions": pl.col("scheduled_minutes") / 60,
    "occasions": pl.lit(-1.0).alias("occasions_a_week"),
    "ratings": pl.lit(0).alias("rating"),
    "messages": pl.lit("mother").alias("asked_by"),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", MAKERS)
def test_every_engine_tells_of_the_same_problems(engine, name):
    table = right()[name].with_columns(BAD[name], pl.col("on" if name != "messages" else "sent_on").cast(pl.String))
    table = pl.concat([table, table.head(1)])

    def told(table):
        with pytest.raises(InvalidTableError) as caught:
            MAKERS[name](table, as_of=dt.date(2026, 12, 1))
        return [(each.column, each.code, each.rows) for each in caught.value.problems]

    found = told(ENGINES[engine](table))
    assert found == told(table)
    assert {code for _, code, _ in found} >= {"wrong-type", "duplicate-id"}
    assert len(found) >= 3
