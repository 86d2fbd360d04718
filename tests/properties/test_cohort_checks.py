"""Bad tables: one error that names column, code and number of rows, and no number."""

import datetime as dt

import pytest

from collabcare.engagement import cohort
from collabcare.errors import InvalidTableError
from tests.lib.engines import ENGINES, rows_of
from tests.lib.roads import METHODS

GOOD = {
    "plan_id": ["p", "p", "p", "q"],
    "side": ["family", "family", "clinic", "clinic"],
    "dimension": ["attendance", "attendance", "sessions_kept", "sessions_kept"],
    "on": [dt.date(2026, 9, 1)] * 4,
    "credit": [1.0, None, 0.5, 0.0],
    "weight": [1.0, 0.0, 1.0, 0.2],
    "source": ["s1", "s2", "s1", "s1"],
    "household": [None, "a", None, None],
    "organization": [None, None, "c", None],
    "opportunity_id": ["o1", "o2", "o1", "o1"],
    "reason": [None, "extra", None, None],
}


def changed(**columns):
    """Change cells: `credit={0: 2.0}`."""
    table = {name: list(values) for name, values in GOOD.items()}
    for name, cells in columns.items():
        for row, value in cells.items():
            table[name][row] = value
    return table


def problems_of(table):
    with pytest.raises(InvalidTableError) as caught:
        cohort.score_evidence(table)
    return [(each.column, each.code, each.rows) for each in caught.value.problems]


engines = pytest.mark.parametrize("engine", ENGINES)


@engines
def test_a_good_table_passes(engine):
    assert len(rows_of(cohort.score_evidence(ENGINES[engine](GOOD)))) == 2 * 15


@engines
@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"credit": {0: 1.5}}, [("credit", "out-of-range", 1)]),
        ({"credit": {0: -0.1, 2: 7.0}}, [("credit", "out-of-range", 2)]),
        ({"credit": {0: None}}, [("credit", "exactly-one", 1)]),
        ({"credit": {1: 1.0}, "weight": {1: 1.0}}, [("credit", "exactly-one", 1)]),
        ({"weight": {0: 0.0}}, [("weight", "out-of-range", 1)]),
        ({"weight": {0: -1.0}}, [("weight", "out-of-range", 1)]),
        ({"weight": {0: float("inf")}}, [("weight", "out-of-range", 1)]),
        ({"reason": {1: "unreported"}}, [("weight", "out-of-range", 1)]),
        ({"weight": {0: None}}, [("weight", "missing", 1)]),
        ({"plan_id": {3: None}}, [("plan_id", "missing", 1)]),
        ({"side": {0: None}}, [("side", "missing", 1)]),
        ({"dimension": {0: None}}, [("dimension", "missing", 1)]),
        ({"on": {0: None, 1: None}}, [("on", "missing", 2)]),
        ({"opportunity_id": {0: None, 1: None}}, [("opportunity_id", "missing", 2)]),
        ({"side": {0: "Family"}}, [("side", "unknown-code", 1)]),
        ({"dimension": {0: "atendance"}}, [("dimension", "unknown-code", 1)]),
        ({"side": {0: "clinic"}}, [("side", "needs", 1)]),
        ({"reason": {1: "ill"}}, [("reason", "unknown-code", 1)]),
        ({"opportunity_id": {1: "o1"}}, [("opportunity_id", "duplicate-id", 1)]),
        (
            {"opportunity_id": {1: "o1"}, "reason": {1: "ill"}, "credit": {2: 2.0}, "plan_id": {3: None}},
            [
                ("plan_id", "missing", 1),
                ("reason", "unknown-code", 1),
                ("credit", "out-of-range", 1),
                ("opportunity_id", "duplicate-id", 1),
            ],
        ),
    ],
)
def test_each_fault_is_named_with_its_column_and_count(engine, cells, expected):
    assert problems_of(ENGINES[engine](changed(**cells))) == expected


@engines
def test_a_credit_that_is_no_number_is_found(engine):
    # pandas does not tell it from a missing one.
    expected = "exactly-one" if engine == "pandas" else "out-of-range"
    assert problems_of(ENGINES[engine](changed(credit={0: float("nan")}))) == [("credit", expected, 1)]


@engines
def test_the_dimensions_of_a_row_are_those_of_the_model(engine):
    model = METHODS["questionnaires"]
    own = changed(dimension={3: "alliance"})
    assert problems_of(ENGINES[engine](own)) == [("dimension", "unknown-code", 1)]
    scored = rows_of(cohort.score_evidence(ENGINES[engine](own), model=model))
    assert [row["opportunities"] for row in scored if row["dimension"] == "alliance" and row["plan_id"] == "q"] == [1]
    for wrong, expected in (("alliances", "unknown-code"), ("bond", "needs")):
        with pytest.raises(InvalidTableError) as caught:
            cohort.score_evidence(ENGINES[engine](changed(dimension={3: wrong})), model=model)
        assert [each.code for each in caught.value.problems] == [expected]


@engines
def test_missing_columns_are_all_named(engine):
    table = {name: values for name, values in GOOD.items() if name not in {"weight", "side"}}
    assert problems_of(ENGINES[engine](table)) == [("side", "missing", None), ("weight", "missing", None)]


def test_a_column_to_group_by_must_be_there():
    with pytest.raises(InvalidTableError) as caught:
        cohort.score_evidence(ENGINES["polars"](GOOD), by=("plan_id", "school"))
    assert [(each.column, each.code) for each in caught.value.problems] == [("school", "missing")]


def test_days_as_text_are_refused_without_a_look_at_the_rows():
    table = ENGINES["polars-lazy"](GOOD).with_columns(on=ENGINES["polars"](GOOD)["on"].cast(str))
    with pytest.raises(InvalidTableError) as caught:
        cohort.score_evidence(table, check=False)
    assert [(each.column, each.code, each.rows) for each in caught.value.problems] == [("on", "wrong-type", None)]


def test_an_error_holds_no_value_of_a_family():
    table = ENGINES["polars"](changed(plan_id={0: "canary"}, reason={1: "canary"}, credit={2: 123.456}))
    with pytest.raises(InvalidTableError) as caught:
        cohort.score_evidence(table)
    said = f"{caught.value} {caught.value!r}"
    assert "canary" not in said
    assert "123" not in said
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_one_bad_row_among_ten_million_is_found():
    import polars as pl

    count = 10_000_000
    number = pl.int_range(0, count, dtype=pl.Int32)
    table = pl.select(
        plan_id=number // 100,
        side=pl.lit("family"),
        dimension=pl.lit("attendance"),
        on=pl.lit(dt.date(2026, 9, 1)),
        credit=pl.when(number == 7_654_321).then(1.01).otherwise(1.0),
        weight=pl.lit(1.0),
        opportunity_id=number,
        reason=pl.lit(None, dtype=pl.String),
    )
    assert problems_of(table.lazy()) == [("credit", "out-of-range", 1)]
