"""The cells of a column: those that are missing, no code, no day, out of range or in another unit, by count."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from collabcare.engagement.tables.column_types import day_literal
from collabcare.engagement.tables.definition import Column
from collabcare.errors import TableProblem

if TYPE_CHECKING:
    import narwhals as nw
    from narwhals.dtypes import DType

    from collabcare.engagement.tables.column_types import Frame

__all__ = ["WANTED", "Findings", "is_given", "look_at_cells"]

# The same days that a record may hold.
_FIRST, _END = dt.date(1900, 1, 1), dt.date(2200, 1, 1)

WANTED = {
    "id": "give ids as text or whole numbers",
    "code": "give the codes of this column as text",
    "text": "give text",
    "day": "give days: a column of dates, not text, without a time zone (pandas.to_datetime, polars str.to_date)",
    "number": "give numbers, not text",
    "whole": "give whole numbers, not text",
    "flag": "give true or false",
}
"""What each kind of column holds, in words that say what to do."""


class Findings:
    """What was found: some of it known from the names of columns, the rest counted in one pass over the rows."""

    def __init__(self, frame: Frame, schema: dict[str, DType]) -> None:
        self.frame, self.schema = frame, schema
        self._asked: list[tuple[str, str, str, nw.Expr]] = []
        self._certain: set[int] = set()

    def count(self, column: str, code: str, rule: str, where: nw.Expr) -> None:
        """Ask in how many rows something is wrong; rows for which that is not known break no rule."""
        import narwhals as nw

        bad = nw.when(where).then(nw.lit(1)).otherwise(nw.lit(0)).sum()
        self._asked.append((column, code, rule, bad))

    def everywhere(self, column: str, code: str, rule: str) -> None:
        """Note what is wrong in every row, even where there are none."""
        import narwhals as nw

        self._certain.add(len(self._asked))
        self._asked.append((column, code, rule, nw.len()))

    def problems(self) -> list[TableProblem]:
        """Read the rows once, and list what is wrong."""
        if not self._asked:
            return []
        asked = [each.alias(f"n{position}") for position, (_, _, _, each) in enumerate(self._asked)]
        counts = self.frame.select(*asked).collect().row(0)
        return [
            TableProblem(column, code, rule, int(rows or 0))
            for position, ((column, code, rule, _), rows) in enumerate(zip(self._asked, counts, strict=True))
            if rows or position in self._certain
        ]


def is_given(name: str) -> nw.Expr:
    """Tell whether a cell holds anything."""
    import narwhals as nw

    return ~nw.col(name).is_null()


def look_at_cells(found: Findings, column: Column, dtype: DType) -> None:
    """Ask for everything that can be wrong with the cells of one column."""
    import narwhals as nw

    cell, given = nw.col(column.name), is_given(column.name)
    if isinstance(dtype, nw.String | nw.Categorical | nw.Enum):
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
        found.count(column.name, "wrong-type", WANTED["flag"], neither)
    if column.kind in {"number", "whole"}:
        _look_at_numbers(found, column, dtype)


def _look_at_numbers(found: Findings, column: Column, dtype: DType) -> None:
    import narwhals as nw

    cell, given = nw.col(column.name), is_given(column.name)
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
        outside = given & nw.any_horizontal(*bounds, ignore_nulls=True)
        for there, _ in other:
            outside = outside & ~there
        found.count(column.name, "out-of-range", f"give {_numbers(column)}", outside)
    if column.kind == "whole" and dtype.is_float():
        found.count(column.name, "wrong-type", WANTED["whole"], given & (cell.round(0) != cell))


def _numbers(column: Column) -> str:
    """Say which numbers a column can hold."""
    what = {"minutes": "minutes", "days": "days", "share": "a share"}.get(column.unit or "", "a number")
    first = f"more than {column.above:g}" if column.above is not None else f"{column.least or 0:g}"
    if column.most is None:
        return f"{what}, {first} or more" if column.above is None else f"{what}, {first}"
    return f"{what} from {first} to {column.most:g}"
