"""
Checking a table against its definition: every problem at once, by column and number of rows, and no value in any.

What comes out has all columns of the definition, each of one type, so that the rules need ask no more.
"""

from __future__ import annotations

import datetime as dt
import difflib
import operator
from collections.abc import Iterable, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any

from collabcare.engagement.tables.column import Column, Rule, Table
from collabcare.errors import InvalidTableError, TableProblem

if TYPE_CHECKING:
    import narwhals as nw
    from narwhals.dtypes import DType

__all__ = ["Frame", "checked", "day_literal", "like", "opened"]

if TYPE_CHECKING:
    Frame = nw.LazyFrame[Any]

# The same days that a record may hold.
_FIRST, _END = dt.date(1900, 1, 1), dt.date(2200, 1, 1)

_WANTED = {
    "id": "give ids as text or whole numbers",
    "code": "give the codes of this column as text",
    "text": "give text",
    "day": "give days (a date column, not text, and no time zone); in pandas pd.to_datetime, in polars str.to_date",
    "number": "give numbers, not text",
    "whole": "give whole numbers, not text",
    "flag": "give true or false",
}


def opened(native: object) -> Frame:
    """Take a table of any engine, so that one set of rules works on all of them."""
    import narwhals as nw

    return nw.from_native(native).lazy()  # type: ignore[call-overload,no-any-return]


def like(result: Frame, native: Any) -> Any:  # noqa: ANN401 -- as many kinds as there are engines
    """Give a result as the same kind of table as the one that it was made from: lazy where that was lazy."""
    import narwhals as nw

    if isinstance(nw.from_native(native), nw.LazyFrame):
        return result.to_native()
    # Rows of two dimensions come with the row labels of each, where a table has such labels.
    return nw.maybe_reset_index(result.collect()).to_native()


def checked(frame: Frame, table: Table, *, keep: Sequence[str] = (), check: bool = True) -> Frame:
    """
    Check a table, and give it with all columns of its definition, each of one type.

    Parameters
    ----------
    frame
        The table.
    table
        Its definition.
    keep
        Other columns that go along.
    check
        `False` looks only at the names and types of columns, and leaves the rows unread.

    Returns
    -------
    narwhals.LazyFrame
        The columns of the definition and those of `keep`; an optional column that was not there is empty.

    Raises
    ------
    InvalidTableError
        With every problem.
    """
    schema = dict(frame.collect_schema())
    found = _Findings(frame, schema)
    usable = {each.name for each in table.columns if each.name in schema and _fits(each, schema[each.name])}
    for each in table.columns:
        if each.name not in schema:
            if each.required:
                found.everywhere(each.name, "missing", f"add the column: {_small(each.meaning)}")
        elif each.name not in usable:
            found.count(each.name, "wrong-type", _WANTED[each.kind], _is_given(each.name))
            if each.empty is None and each.required:
                found.count(each.name, "missing", "let no cell be empty", ~_is_given(each.name))
        elif check:
            _look_at_cells(found, each, schema[each.name])
    _look_at_names(found, table, keep)
    if check:
        absent = {each.name for each in table.columns if not each.required and each.name not in schema}
        for rule in table.rules:
            if rule.column in usable and (usable | absent).issuperset(rule.reads):
                _look_at_rule(found, table, rule, {each: schema.get(each) for each in rule.reads})
    problems = found.problems()
    if check:
        problems += _shared_keys(frame, table, usable | (set(keep) & set(schema)))
    if problems:
        order = {name: position for position, name in enumerate(table.names)}
        raise InvalidTableError(sorted(problems, key=lambda each: order.get(each.column or "", len(order))))
    days = _day_type(frame, [schema[each.name] for each in table.columns if each.name in usable and each.kind == "day"])
    given = [_normal(each, schema.get(each.name) if each.name in usable else None, days) for each in table.columns]
    return frame.select(*given, *keep)


class _Findings:
    """What was found: some of it known from the names of columns, the rest counted in one pass over the rows."""

    def __init__(self, frame: Frame, schema: dict[str, DType]) -> None:
        self.frame, self.schema = frame, schema
        self._asked: list[tuple[str, str, str, nw.Expr]] = []
        self._certain: set[int] = set()

    def count(self, column: str, code: str, rule: str, where: nw.Expr) -> None:
        import narwhals as nw

        # Rows for which the answer is unknown break no rule.
        bad = nw.when(where).then(nw.lit(1)).otherwise(nw.lit(0)).sum()
        self._asked.append((column, code, rule, bad))

    def everywhere(self, column: str, code: str, rule: str) -> None:
        import narwhals as nw

        # A column that is missing from a table without rows is missing all the same.
        self._certain.add(len(self._asked))
        self._asked.append((column, code, rule, nw.len()))

    def problems(self) -> list[TableProblem]:
        if not self._asked:
            return []
        asked = [each.alias(f"n{position}") for position, (_, _, _, each) in enumerate(self._asked)]
        counts = self.frame.select(*asked).collect().row(0)
        return [
            TableProblem(column, code, rule, int(rows or 0))
            for position, ((column, code, rule, _), rows) in enumerate(zip(self._asked, counts, strict=True))
            if rows or position in self._certain
        ]


# --------------------------------------------------------------------------- names and types


def _look_at_names(found: _Findings, table: Table, keep: Sequence[str]) -> None:
    known = set(table.names)
    for name in keep:
        if name not in found.schema:
            found.everywhere(name, "missing", "keep= names it: add the column, or do not keep it")
    for name in found.schema:
        if name not in known and name not in keep:
            near = difflib.get_close_matches(name, known - set(found.schema), 1, 0.75)
            meant = f"rename it to {near[0]}, or " if near else ""
            found.everywhere(name, "unknown-column", f"{meant}name it in keep= to carry it along, or take it away")


def _fits(column: Column, dtype: DType) -> bool:
    import narwhals as nw

    words = (nw.String, nw.Categorical, nw.Enum)
    if column.kind == "id":
        return dtype in words or dtype.is_integer()
    if column.kind in {"code", "text"}:
        return dtype in words
    if column.kind == "day":
        return dtype == nw.Date or (isinstance(dtype, nw.Datetime) and dtype.time_zone is None)
    if column.kind == "flag":
        # pandas keeps true, false and nothing together as objects; the cells are looked at below.
        return dtype in (nw.Boolean, nw.Object) or dtype.is_numeric()
    return dtype.is_numeric()


def _day_type(frame: Frame, given: Sequence[DType]) -> DType:
    """Give the type for days: a date, except in pandas, which has none of its own and keeps midnights."""
    import narwhals as nw

    midnights = frame.implementation.is_pandas_like() and any(each != nw.Date for each in given)
    return nw.Datetime() if midnights else nw.Date()


def _normal(column: Column, dtype: DType | None, days: DType) -> nw.Expr:
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


def _is_given(name: str) -> nw.Expr:
    import narwhals as nw

    return ~nw.col(name).is_null()


# --------------------------------------------------------------------------- cells


def _look_at_cells(found: _Findings, column: Column, dtype: DType) -> None:
    import narwhals as nw

    cell, given = nw.col(column.name), _is_given(column.name)
    if dtype in (nw.String, nw.Categorical, nw.Enum):
        cell = cell.cast(nw.String)
        given = given & (cell != "")
    if column.empty is None:
        found.count(column.name, "missing", "let no cell be empty", ~given)
    if column.levels:
        listed = [level for level, _ in column.levels]
        found.count(column.name, "unknown-code", f"give one of: {', '.join(listed)}", given & ~cell.is_in(listed))
    if column.kind == "day":
        if dtype != nw.Date:
            late = given & (cell != cell.dt.truncate("1d"))
            found.count(column.name, "wrong-type", "give days without a time of day", late)
        outside = given & ((cell < day_literal(_FIRST, dtype)) | (cell >= day_literal(_END, dtype)))
        found.count(column.name, "out-of-range", "give days from 1900-01-01 to 2199-12-31", outside)
    if column.kind == "flag" and dtype != nw.Boolean:
        neither = given & ~((cell == 1) | (cell == 0))
        found.count(column.name, "wrong-type", _WANTED["flag"], neither)
    if column.kind in {"number", "whole"}:
        _look_at_numbers(found, column, dtype)


def _look_at_numbers(found: _Findings, column: Column, dtype: DType) -> None:
    import narwhals as nw

    cell, given = nw.col(column.name), _is_given(column.name)
    if dtype.is_float():
        told = "leave the cell empty where" if column.empty is not None else "leave the row out where"
        found.count(column.name, "not-a-number", f"{told} the number is not known", given & cell.is_nan())
        given = given & ~cell.is_nan()
    other = [((cell > each.above) & (cell < each.below), each) for each in column.mistaken]
    for there, each in other:
        rule = f"give {_numbers(column)}; these look like {each.unit}"
        found.count(column.name, "wrong-unit", rule, given & there)
    bounds: list[nw.Expr] = []
    if column.least is not None:
        bounds.append(cell < column.least)
    if column.above is not None:
        bounds.append(cell <= column.above)
    if column.most is not None:
        bounds.append(cell > column.most)
    if bounds:
        outside = given & _any(bounds)
        for there, _ in other:
            outside = outside & ~there
        found.count(column.name, "out-of-range", f"give {_numbers(column)}", outside)
    if column.kind == "whole" and dtype.is_float():
        found.count(column.name, "wrong-type", _WANTED["whole"], given & (cell.round(0) != cell))


def _numbers(column: Column) -> str:
    """Say which numbers a column can hold."""
    what = {"minutes": "minutes", "days": "days", "share": "a share"}.get(column.unit or "", "a number")
    first = f"more than {column.above:g}" if column.above is not None else f"{column.least or 0:g}"
    if column.most is None:
        return f"{what}, {first} or more" if column.above is None else f"{what}, {first}"
    return f"{what} from {first} to {column.most:g}"


def day_literal(day: dt.date, dtype: DType) -> dt.date:
    """Give a day as what a column of days can be compared with: a day, or its midnight."""
    import narwhals as nw

    return day if dtype == nw.Date else dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001 -- a day


# --------------------------------------------------------------------------- rows


def _look_at_rule(found: _Findings, table: Table, rule: Rule, types: dict[str, DType | None]) -> None:
    given = [each for name, each in types.items() if table.column(name).kind == "day" and each is not None]
    days = _day_type(found.frame, given)
    cells = [_normal(table.column(name), each, days) for name, each in types.items()]
    broken = rule.broken(*cells)
    for name in types:
        # An unknown code is a problem of its own; mending it may mend this one.
        if levels := [level for level, _ in table.column(name).levels]:
            cell = cells[list(types).index(name)]
            broken = broken & (cell.is_null() | cell.is_in(levels))
    found.count(rule.column, rule.code, rule.text, broken)


def _shared_keys(frame: Frame, table: Table, usable: set[str]) -> list[TableProblem]:
    """Find rows that share what should name one row, and rows that differ where they should not."""
    import narwhals as nw

    problems: list[TableProblem] = []
    if usable.issuperset(table.key):
        counted = frame.group_by(*table.key).agg(nw.len().alias("n"))
        rows = _total(counted.filter(nw.col("n") > 1))
        if rows:
            names = " and ".join(table.key)
            problems.append(TableProblem(table.key[-1], "duplicate-id", f"let no two rows share {names}", rows))
    for name, shared in table.alike:
        if usable.issuperset((name, *shared)):
            each = frame.group_by(*shared).agg(nw.len().alias("n"), nw.col(name).n_unique().alias("different"))
            rows = _total(each.filter(nw.col("different") > 1))
            if rows:
                rule = f"give all rows that share {' and '.join(shared)} the same"
                problems.append(TableProblem(name, "differs", rule, rows))
    return problems


def _total(counted: Frame) -> int:
    import narwhals as nw

    return int(counted.select(nw.col("n").sum()).collect().item() or 0)


def _any(conditions: Iterable[nw.Expr]) -> nw.Expr:
    return reduce(operator.or_, conditions)


def _small(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:].rstrip(".")
