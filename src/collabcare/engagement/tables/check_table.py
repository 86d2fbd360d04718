"""
Checking a table against its definition: every problem at once, by column and number of rows, and no value in any.

What comes out has all columns of the definition, each of one type, so that the rules need ask no more.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from collabcare.engagement.tables.check_cells import WANTED, Findings, is_given, look_at_cells
from collabcare.engagement.tables.column_types import day_type, fits, normal
from collabcare.engagement.tables.definition import Rule, Table
from collabcare.errors import InvalidTableError, TableProblem

if TYPE_CHECKING:
    import narwhals as nw
    from narwhals.dtypes import DType

    from collabcare.engagement.tables.column_types import Frame

__all__ = ["checked", "like", "opened"]


def opened(native: object) -> Frame:
    """Take a table of any engine, so that one set of rules works on all of them."""
    import narwhals as nw

    frame: nw.DataFrame[Any] | nw.LazyFrame[Any] = nw.from_native(cast("Any", native))
    return frame.lazy()


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
    found = Findings(frame, schema)
    usable = {each.name for each in table.columns if each.name in schema and fits(each, schema[each.name])}
    _look_at_names(found, table, keep)
    for each in table.columns:
        if each.name in schema and each.name not in usable:
            found.count(each.name, "wrong-type", WANTED[each.kind], is_given(each.name))
            if each.empty is None and each.required:
                found.count(each.name, "missing", "let no cell be empty", ~is_given(each.name))
    problems = _of_rows(found, table, usable, keep) if check else found.problems()
    if problems:
        order = {name: position for position, name in enumerate(table.names)}
        raise InvalidTableError(sorted(problems, key=lambda each: order.get(each.column or "", len(order))))
    days = day_type(frame, [schema[each.name] for each in table.columns if each.name in usable and each.kind == "day"])
    given = [normal(each, schema.get(each.name) if each.name in usable else None, days) for each in table.columns]
    return frame.select(*given, *keep)


def _of_rows(found: Findings, table: Table, usable: set[str], keep: Sequence[str]) -> list[TableProblem]:
    """Look at the rows too: at the cells of each column that can be read, at rules, and at what names a row."""
    for each in table.columns:
        if each.name in usable:
            look_at_cells(found, each, found.schema[each.name])
    absent = {each.name for each in table.columns if not each.required and each.name not in found.schema}
    for rule in table.rules:
        if rule.column in usable and (usable | absent).issuperset(rule.reads):
            _look_at_rule(found, table, rule, {each: found.schema.get(each) for each in rule.reads})
    return found.problems() + _shared_keys(found.frame, table, usable | (set(keep) & set(found.schema)))


def _look_at_names(found: Findings, table: Table, keep: Sequence[str]) -> None:
    known = set(table.names)
    for each in table.columns:
        if each.required and each.name not in found.schema:
            found.everywhere(each.name, "missing", f"add the column: {_small(each.meaning)}")
    for name in keep:
        if name not in found.schema:
            found.everywhere(name, "missing", "keep= names it: add the column, or do not keep it")
    for name in found.schema:
        if name not in known and name not in keep:
            near = difflib.get_close_matches(name, known - set(found.schema), 1, 0.75)
            meant = f"rename it to {near[0]}, or " if near else ""
            found.everywhere(name, "unknown-column", f"{meant}name it in keep= to carry it along, or take it away")


def _look_at_rule(found: Findings, table: Table, rule: Rule, types: dict[str, DType | None]) -> None:
    given = [each for name, each in types.items() if table.column(name).kind == "day" and each is not None]
    days = day_type(found.frame, given)
    cells = {name: normal(table.column(name), each, days) for name, each in types.items()}
    broken = rule.broken(cells)
    for name, cell in cells.items():
        # An unknown code is a problem of its own; mending it may mend this one.
        if levels := [level for level, _ in table.column(name).levels]:
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


def _small(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:].rstrip(".")
