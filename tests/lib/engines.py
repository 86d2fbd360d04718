"""
The engines that tables of many families are scored on: how a table gets there, and how its rows come back.

Rows come back as dictionaries without the types of an engine: days are days, missing is None.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa

Columns = Mapping[str, Sequence[Any]]

_TYPES = {"credit": (pl.Float64, pa.float64()), "weight": (pl.Float64, pa.float64())} | {
    name: (pl.Date, pa.date32()) for name in ("on", "since", "until")
}
_connection = duckdb.connect()


def _arrow(columns: Columns) -> pa.Table:
    types = {name: _TYPES.get(name, (pl.String, pa.string()))[1] for name in columns}
    return pa.table({name: pa.array(list(values), types[name]) for name, values in columns.items()})


def _polars(columns: Columns) -> pl.DataFrame:
    types = {name: _TYPES.get(name, (pl.String, pa.string()))[0] for name in columns}
    return pl.DataFrame({name: list(values) for name, values in columns.items()}, schema=types)


def _pandas(columns: Columns) -> pd.DataFrame:
    types = dict.fromkeys(("on", "since", "until"), "datetime64[s]") | dict.fromkeys(("credit", "weight"), "float64")
    return pd.DataFrame({name: pd.Series(list(each), dtype=types.get(name, "str")) for name, each in columns.items()})


def _duckdb(columns: Columns) -> duckdb.DuckDBPyRelation:
    # A connection of its own, as users have one: nothing may lean on the default connection.
    return _connection.from_arrow(_arrow(columns))


ENGINES: dict[str, Callable[[Columns], Any]] = {
    "polars": _polars,
    "polars-lazy": lambda columns: _polars(columns).lazy(),
    "pandas": _pandas,
    "pandas-arrow": lambda columns: _arrow(columns).to_pandas(types_mapper=pd.ArrowDtype),
    "pyarrow": _arrow,
    "duckdb": _duckdb,
}


def rows_of(table: Any) -> list[dict[str, Any]]:
    """Give the rows of a result, whatever its engine."""
    if isinstance(table, pl.LazyFrame):
        table = table.collect()
    if isinstance(table, pl.DataFrame):
        rows = table.to_dicts()
    elif isinstance(table, pa.Table):
        rows = table.to_pylist()
    elif isinstance(table, pd.DataFrame):
        rows = table.to_dict("records")
    elif isinstance(table, duckdb.DuckDBPyRelation):
        rows = table.to_arrow_table().to_pylist()
    else:
        rows = [each.asDict() for each in table.collect()]
    return [{name: _plain(value) for name, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    return value.date() if isinstance(value, dt.datetime) else value
