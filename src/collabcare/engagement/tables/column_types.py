"""The types of columns: what an engine may bring for each kind, and the one type that the rules are written for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from collabcare.engagement.tables.definition import Column

if TYPE_CHECKING:
    import narwhals as nw
    from narwhals.dtypes import DType

    Frame = nw.LazyFrame[Any]

__all__ = ["Frame", "day_literal", "day_type", "fits", "normal"]


def fits(column: Column, dtype: DType) -> bool:
    """Tell whether a column of some type can be what it is to be."""
    import narwhals as nw

    words = isinstance(dtype, nw.String | nw.Categorical | nw.Enum)
    if column.kind == "id":
        return words or dtype.is_integer()
    if column.kind in {"code", "text"}:
        return words
    if column.kind == "day":
        return dtype == nw.Date or (isinstance(dtype, nw.Datetime) and dtype.time_zone is None)
    if column.kind == "flag":
        # pandas keeps true, false and nothing together as objects; the cells are looked at below.
        return isinstance(dtype, nw.Boolean | nw.Object) or dtype.is_numeric()
    return dtype.is_numeric()


def day_type(frame: Frame, given: Sequence[DType]) -> DType:
    """Give the type for days: a date, except in pandas, which has none of its own and keeps midnights."""
    import narwhals as nw

    midnights = frame.implementation.is_pandas_like() and any(each != nw.Date for each in given)
    return nw.Datetime() if midnights else nw.Date()


def day_literal(day: dt.date, dtype: DType) -> dt.date:
    """Give a day as what a column of days can be compared with: a day, or its midnight."""
    import narwhals as nw

    return day if dtype == nw.Date else dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001 -- a day


def normal(column: Column, dtype: DType | None, days: DType) -> nw.Expr:
    """Give a column of one type, whatever it came as; nothing where it did not come."""
    import narwhals as nw

    cell = nw.col(column.name)
    if column.kind == "flag":
        flag = nw.lit(value=False) if dtype is None else _as_flag(cell, dtype)
        return flag.alias(column.name)
    if column.kind in {"id", "code", "text"}:
        cell = nw.lit(None, dtype=nw.String()) if dtype is None else _filled(cell, dtype)
    elif dtype is None:
        cell = nw.lit(None, dtype=days if column.kind == "day" else nw.Float64())
    else:
        cell = cell.cast(days if column.kind == "day" else nw.Float64())
    return cell.alias(column.name)


def _as_flag(cell: nw.Expr, dtype: DType) -> nw.Expr:
    """Make true or false; nothing is false, which the codebook says of each such column."""
    import narwhals as nw

    yes = cell if dtype == nw.Boolean else cell == 1
    return nw.when(yes).then(nw.lit(value=True)).otherwise(nw.lit(value=False))


def _filled(cell: nw.Expr, dtype: DType) -> nw.Expr:
    """Make text of ids and codes; an empty text is nothing."""
    import narwhals as nw

    text = cell.cast(nw.String)
    return text if dtype.is_integer() else nw.when(text != "").then(text)
