"""Effect sizes of many cases: the numbers are those of one case, on every engine; bad tables are refused."""

import datetime as dt
import math

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabcare.errors import InvalidRecordError, InvalidTableError
from collabcare.progress.single_case import EFFECTS, NON_OVERLAP, effect, effect_sizes
from tests.lib.engines import rows_of

FIGURES = ("value", "se", "low", "high")
series = st.lists(st.integers(0, 9) | st.floats(-50, 50), max_size=7)


def table(cases, **more):
    """Lay cases out by rows: (baseline, treatment) by name of the case."""
    rows = [
        {"case": name, "phase": phase, "session": place, "value": float(each)}
        for name, phases in cases.items()
        for place, (phase, each) in enumerate(
            [("baseline", each) for each in phases[0]] + [("intervention", each) for each in phases[1]]
        )
    ]
    schema = {"case": pl.String, "phase": pl.String, "session": pl.Int64, "value": pl.Float64}
    return pl.DataFrame(rows, schema=schema).with_columns(**{name: pl.lit(each) for name, each in more.items()})


@settings(max_examples=40)
@given(
    st.lists(st.tuples(series, series), min_size=1, max_size=8),
    st.booleans(),
    st.sampled_from(["increase", "decrease"]),
)
def test_a_table_gives_what_one_case_gives(cases, exact, improvement):
    known = {"improvement": improvement, "scale": "continuous", "goal": 11.0, "exact_limits": exact}
    named = {f"case {place}": each for place, each in enumerate(cases) if each[0] or each[1]}
    found = effect_sizes(table(named), names=EFFECTS, order="session", **known).to_dicts()
    expected = [(case, name, before, after) for case, (before, after) in named.items() for name in EFFECTS]
    assert [(each["case"], each["effect"]) for each in found] == [each[:2] for each in expected]
    for row, (_, name, before, after) in zip(found, expected, strict=True):
        one = effect(name, before, after, **known)
        assert (row["reason"], row["se_reason"]) == (one.reason, one.se_reason), (name, before, after)
        assert (row["baseline_points"], row["treatment_points"]) == (len(before), len(after))
        for figure in FIGURES:
            ours, theirs = row[figure], getattr(one, figure)
            assert ours is theirs is None or ours == pytest.approx(theirs, rel=1e-9, abs=1e-12), (name, figure)


CASES = {
    "ana": ([3, 3, 4, 5], [4, 5, 6, 7, 7]),
    "ben": ([1, 2, 3, 4], [6, 7, 8, 9, 10]),
    "cy": ([5], [1, 2]),
    "di": ([5, 6], []),
}
KNOWN = {"names": ["NAP", "Tau_BC", "LRRi", "Tau_U_complete_b_A"], "order": "session", "scale": "count"}


def as_rows(found):
    return sorted(rows_of(found), key=lambda row: (row["case"], row["effect"]))


def native(engine):
    """Give the cases as a table of an engine."""
    rows = table(CASES)
    if engine == "duckdb":
        return duckdb.connect().from_arrow(rows.to_arrow())
    makes = {
        "polars": lambda: rows,
        "polars-lazy": rows.lazy,
        "pandas": rows.to_pandas,
        "pandas-arrow": lambda: rows.to_arrow().to_pandas(types_mapper=pd.ArrowDtype),
        "pyarrow": rows.to_arrow,
    }
    return makes[engine]()


@pytest.mark.parametrize("engine", ["polars", "polars-lazy", "pandas", "pandas-arrow", "pyarrow", "duckdb"])
def test_every_engine_gives_the_same(engine):
    given_ = native(engine)
    found = effect_sizes(given_, **KNOWN)
    assert isinstance(found, pa.Table if engine == "duckdb" else type(given_))
    for ours, theirs in zip(as_rows(found), as_rows(effect_sizes(table(CASES), **KNOWN)), strict=True):
        assert ours == pytest.approx(theirs)


def test_rows_in_any_order_give_the_same_where_a_column_says_the_order():
    mixed = table(CASES).sample(fraction=1.0, shuffle=True, seed=4)
    assert as_rows(effect_sizes(mixed, **KNOWN)) == as_rows(effect_sizes(table(CASES), **KNOWN))
    days = table(CASES).with_columns(session=pl.lit(dt.date(2026, 9, 1)) + pl.duration(days=pl.col("session")))
    assert as_rows(effect_sizes(days.reverse(), **KNOWN)) == as_rows(effect_sizes(table(CASES), **KNOWN))


def test_each_case_has_its_own_direction_scale_and_goal():
    rows = table(CASES).join(
        pl.DataFrame(
            {
                "case": ["ana", "ben", "cy", "di"],
                "wanted": ["increase", "decrease", "increase", "increase"],
                "what": ["count", None, "percentage", "count"],
                "to_reach": [9.0, None, 40.0, 1.0],
                "of": [None, None, 20.0, None],
            }
        ),
        on="case",
    )
    found = effect_sizes(
        rows,
        names=["NAP", "PoGO", "LRRi_uncorrected"],
        order="session",
        improvement="wanted",
        scale="what",
        goal="to_reach",
        intervals="of",
    )
    by = {(each["case"], each["effect"]): each for each in found.to_dicts()}
    before, after = CASES["ana"]
    assert by["ana", "PoGO"]["value"] == effect("PoGO", before, after, goal=9).value
    assert by["ben", "NAP"]["value"] == 0.0
    assert by["ben", "PoGO"]["reason"] == "goal-not-given"
    assert by["ben", "LRRi_uncorrected"]["reason"] == "scale-not-given"
    one = effect("LRRi_uncorrected", *CASES["cy"], scale="percentage", intervals=20)
    assert by["cy", "LRRi_uncorrected"]["value"] == one.value
    assert by["di", "NAP"]["reason"] == "no-treatment"


def test_other_phases_of_a_journal_are_passed_over():
    more = pl.DataFrame({"case": ["ana", "ed"], "phase": "maintenance", "session": [99, 1], "value": [0.0, 1.0]})
    rows = pl.concat([table(CASES), more.with_columns(pl.col("session").cast(pl.Int64))])
    found = as_rows(effect_sizes(rows, **KNOWN))
    assert [each for each in found if each["case"] != "ed"] == as_rows(effect_sizes(table(CASES), **KNOWN))
    assert {each["reason"] for each in found if each["case"] == "ed"} == {"no-baseline"}


def test_no_rows_give_no_rows():
    found = effect_sizes(table({}), order="session")
    assert found.shape == (0, 10)
    assert found.schema["value"] == pl.Float64


def refused(rows, **known):
    with pytest.raises(InvalidTableError) as caught:
        effect_sizes(rows, **({"order": "session"} | known))
    assert "73403" not in str(caught.value)
    return [(each.column, each.code, each.rows) for each in caught.value.problems]


def test_columns_that_are_missing_or_of_another_type():
    rows = table(CASES)
    assert refused(rows.drop("value", "phase")) == [("value", "missing", None), ("phase", "missing", None)]
    assert refused(rows.with_columns(pl.col("value").cast(pl.String))) == [("value", "wrong-type", None)]
    assert refused(rows.with_columns(pl.col("session").cast(pl.String))) == [("session", "wrong-type", None)]
    assert refused(rows.with_columns(case=pl.lit(1.5))) == [("case", "wrong-type", None)]
    assert refused(rows.rename({"case": "effect"}), by=["effect"]) == [("effect", "duplicate", None)]
    assert refused(rows, goal="to_reach") == [("to_reach", "missing", None)]
    assert refused(rows, improvement="up") == [("up", "missing", None)]


@pytest.mark.parametrize("engine", ["polars", "pandas", "pyarrow"])
def test_cells_that_are_empty_or_no_figures(engine):
    rows = table(CASES)
    change = {"polars": pl.DataFrame, "pandas": pl.DataFrame.to_pandas, "pyarrow": pl.DataFrame.to_arrow}[engine]
    first = pl.int_range(pl.len()) == 0
    empty = rows.with_columns(value=pl.when(~first).then("value"), phase=pl.when(~first).then("phase"))
    assert refused(change(empty)) == [("value", "missing", 1), ("phase", "missing", 1)]
    endless = rows.with_columns(value=pl.when(first).then(math.inf).otherwise("value"))
    assert refused(change(endless)) == [("value", "out-of-range", 1)]
    beyond = rows.with_columns(value=pl.when(first).then(-73403.0).otherwise("value"))
    assert refused(change(beyond), scale="count") == [("value", "out-of-range", 1)]
    nothing = rows.with_columns(value=pl.when(first).then(math.nan).otherwise("value"))
    code = "missing" if engine == "pandas" else "not-a-number"
    assert refused(change(nothing)) == [("value", code, 1)]
    named = rows.with_columns(phase=pl.when(first).then(pl.lit("Baseline")).otherwise("phase"))
    assert refused(change(named)) == [("phase", "unknown-code", 1)]


def test_what_does_not_fit_together():
    rows = table(CASES)
    assert refused(rows.with_columns(session=0))[0] == ("session", "duplicate", 23)
    turned = rows.with_columns(session=-pl.col("session"))
    assert refused(turned) == [("phase", "date-order", 9)]
    first = pl.int_range(pl.len()) == 0
    wanted = rows.with_columns(wanted=pl.when(first).then(pl.lit("decrease")).otherwise(pl.lit("increase")))
    assert refused(wanted, improvement="wanted") == [("wanted", "differs", 8)]
    assert refused(rows.with_columns(wanted=pl.lit("up")), improvement="wanted") == [("wanted", "unknown-code", 23)]
    assert refused(rows.with_columns(what=pl.lit("counts")), scale="what") == [("what", "unknown-code", 23)]
    assert refused(rows.with_columns(of=-1.0), intervals="of") == [("of", "out-of-range", 23)]


def test_wrong_use_is_refused():
    for known in (
        {"names": ["Tau-U"]},
        {"names": ["NAP", "NAP"]},
        {"by": []},
        {"level": 95},
        {"treatment": "baseline"},
    ):
        with pytest.raises(InvalidRecordError):
            effect_sizes(table(CASES), **known)


def test_a_table_of_a_database_needs_an_order_where_order_matters():
    rows = duckdb.connect().from_arrow(table(CASES).to_arrow())
    with pytest.raises(InvalidTableError) as caught:
        effect_sizes(rows, names=["NAP", "Tau_BC"])
    assert [each.code for each in caught.value.problems] == ["needs"]
    assert effect_sizes(rows, names=["NAP"]).num_rows == 4


def test_many_cases_at_once_are_cut_into_parts(monkeypatch):
    from collabcare.progress.single_case import table as module

    drawn = np.random.default_rng(4).integers(0, 9, (30, 9)).tolist()
    rows = table({f"{place}": (each[:4], each[4:]) for place, each in enumerate(drawn)})
    whole = effect_sizes(rows, names=NON_OVERLAP, order="session")
    monkeypatch.setattr(module, "_AT_ONCE", 200)
    assert effect_sizes(rows, names=NON_OVERLAP, order="session").equals(whole)
