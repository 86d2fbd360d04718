"""The same scores over a table, whatever kind of table it is."""

import attrs
import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabcare.engagement.instruments import instrument, score_answers, score_answers_table
from collabcare.errors import InvalidRecordError

WAI, PSOC = instrument("wai-sr"), instrument("psoc")


def pyarrow_table(data, schema):
    return pa.table(data, schema=pa.schema(schema))


def arrow(data):
    names = {name: pa.int64() if name == "row" else pa.float64() for name in data}
    return pyarrow_table(data, list(names.items()))


ENGINES = {
    "polars": lambda data: pl.from_arrow(arrow(data)),
    "polars lazy": lambda data: pl.from_arrow(arrow(data)).lazy(),
    "pandas": lambda data: arrow(data).to_pandas(),
    "pandas with arrow": lambda data: arrow(data).to_pandas(types_mapper=pd.ArrowDtype),
    "pyarrow": arrow,
    "duckdb": lambda data: duckdb.from_arrow(arrow(data)),
}


def rows_of(frame):
    table = nw.from_native(frame)
    if isinstance(table, nw.LazyFrame):
        table = table.collect()
    return sorted(table.to_arrow().to_pylist(), key=lambda row: row["row"])


def table_of(answers, items, name="item_{}"):
    rows = list(range(len(answers)))
    return {"row": rows, **{name.replace("{}", str(item)): [each.get(item) for each in answers] for item in items}}


def keys(rounding, rule, aggregate, not_applicable):
    prorate = rule != "all" and aggregate == "sum"
    change = {"rounding": rounding, "min_answered": rule, "aggregate": aggregate, "prorate": prorate}
    scales = tuple(attrs.evolve(each, **change) for each in PSOC.scales)
    return attrs.evolve(PSOC, scales=scales, not_applicable=not_applicable)


variants = st.builds(
    keys,
    st.sampled_from(["none", "nearest", "up"]),
    st.sampled_from(["all", "half"]),
    st.sampled_from(["sum", "mean"]),
    st.sampled_from([None, 0.0, 9.0]),
)
people = st.lists(
    st.dictionaries(st.integers(1, 16), st.none() | st.integers(1, 6), max_size=16)
    | st.just(dict.fromkeys(range(1, 17), 3)),
    min_size=1,
    max_size=12,
)


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=6)  # one call scores many rows; building the expressions is what takes time
@given(key=variants, answers=people, data=st.data())
def test_a_table_gives_the_numbers_that_answers_give(engine, key, answers, data):
    if key.not_applicable is not None:
        answers = [{**each, data.draw(st.integers(1, 16)): key.not_applicable} for each in answers]
    frame = ENGINES[engine](table_of(answers, range(1, 17)))
    found = score_answers_table(key, frame, coding="high-is-more")
    assert type(found) is type(frame)
    for row, each in zip(rows_of(found), answers, strict=True):
        for scale, score in score_answers(key, each, coding="high-is-more").items():
            name = f"psoc_{scale}"
            value = row[name]
            assert (value is None) == (score.value is None)
            assert value is None or abs(value - score.value) < 1e-12 * max(1, abs(value))
            assert row[f"{name}_answered"] == score.answered
            assert row[f"{name}_prorated"] is score.prorated
            assert row[f"{name}_reason"] == score.reason
        assert row["psoc_parameters_digest"] == key.parameters_digest
        assert row["psoc_instrument_version"] == key.instrument_version


@pytest.mark.parametrize("engine", ENGINES)
def test_answers_out_of_range_are_counted_by_column_and_nothing_is_scored(engine):
    answers = [dict.fromkeys(range(1, 13), 3) for _ in range(4)]
    answers[0][2], answers[3][2], answers[1][5], answers[2][7], answers[2][8] = 0, 731, 2.5, None, -1
    with pytest.raises(InvalidRecordError) as caught:
        score_answers_table(WAI, ENGINES[engine](table_of(answers, range(1, 13))))
    found = [(each.pointer, each.code, each.rule.rpartition("(")[2]) for each in caught.value.problems]
    assert found == [
        ("/item_2", "out-of-range", "rows: 2)"),
        ("/item_5", "out-of-range", "rows: 1)"),
        ("/item_8", "out-of-range", "rows: 1)"),
    ]
    assert "731" not in str(caught.value)


@pytest.mark.parametrize("wrong", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_out_of_range(wrong):
    answers = [dict.fromkeys(range(1, 13), 3.0) | {4: wrong}]
    frame = pl.DataFrame(table_of(answers, range(1, 13)))
    with pytest.raises(InvalidRecordError) as caught:
        score_answers_table(WAI, frame)
    assert [each.pointer for each in caught.value.problems] == ["/item_4"]


def test_all_problems_of_the_columns_come_at_once():
    frame = pl.DataFrame({"q1": [1], "q2": ["often"], "q3": [9], "wai_sr_bond": [1]})
    with pytest.raises(InvalidRecordError) as caught:
        score_answers_table(WAI, frame, columns={1: "q1", 2: "q2", 3: "q3", 4: "q4", 5: "q1"})
    found = [(each.pointer, each.code) for each in caught.value.problems]
    assert found == [
        ("/q2", "wrong-type"),
        ("/q4", "missing"),
        ("/q1", "duplicate"),
        *[("/columns", "missing")] * 7,
        ("/wai_sr_bond", "duplicate"),
        ("/q3", "out-of-range"),
    ]
    assert "often" not in str(caught.value)


def test_direction_and_templates_are_looked_at_first():
    frame = pl.DataFrame(table_of([dict.fromkeys(range(1, 17), 3)], range(1, 17)))
    with pytest.raises(InvalidRecordError) as caught:
        score_answers_table(PSOC, frame)
    assert [each.pointer for each in caught.value.problems] == ["/coding"]
    with pytest.raises(InvalidRecordError) as caught:
        score_answers_table(instrument("copm"), frame)
    assert {each.pointer for each in caught.value.problems} >= {"/licence_reference", "/scales/0/items"}


def test_a_table_without_rows():
    frame = pl.DataFrame(schema={f"item_{item}": pl.Int64 for item in range(1, 13)})
    found = score_answers_table(WAI, frame)
    assert found.height == 0
    assert found.schema["wai_sr_total"] == pl.Float64


def test_columns_stay_and_items_without_a_scale_need_none():
    frame = pl.DataFrame({"family": ["f"], **table_of([dict.fromkeys(range(1, 17), 3)], range(1, 17), "psoc{}")})
    found = score_answers_table(PSOC, frame, columns="psoc{}", coding="high-is-more")
    assert found.columns[: len(frame.columns)] == frame.columns
    assert found["psoc_total"].to_list() == [16 * 3 + 9]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("a-b", "a.b"), ["/scales/1/key"]),
        (("instrument-version", "bond"), ["/scales/0/key"]),
        (("bond", "bond-reason"), ["/scales/1/key"]),
        (("bond", "bonds"), []),
    ],
)
def test_keys_that_give_columns_one_name_are_refused(keys, expected):
    own = attrs.evolve(WAI, scales=tuple(attrs.evolve(WAI.scales[0], key=each) for each in keys))
    table = pl.DataFrame({f"item_{item}": [4] for item in range(1, 13)})
    found = []
    try:
        score_answers_table(own, table)
    except InvalidRecordError as error:
        found = [(each.pointer, each.code) for each in error.problems]
    assert found == [(each, "duplicate") for each in expected]
