"""
Whether a table can be scored: its columns by their types, and its rows by one aggregate pass.

What is wrong is said by column and number of rows, never by a value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import attrs
import narwhals as nw

from collabcare.engagement.cohort.columns import SCORES, side_of
from collabcare.engagement.cohort.tally import Frame
from collabcare.engagement.model import ScoringModel
from collabcare.engagement.reasons import LEFT_OUT, UNREPORTED
from collabcare.errors import InvalidTableError, TableProblem
from collabcare.vocabulary import Side

__all__ = ["check_rows", "readable"]

_TEXT, _ID, _NUMBER, _DAY = "text", "text or whole numbers", "numbers", "days"
_EVIDENCE = {
    "plan_id": _ID,
    "side": _TEXT,
    "dimension": _TEXT,
    "on": _DAY,
    "credit": _NUMBER,
    "weight": _NUMBER,
    "opportunity_id": _ID,
    "reason": _TEXT,
}
_AGREED = {"side": _TEXT, "dimension": _TEXT, "since": _DAY, "until": _DAY}
_BETWEEN = "\x1f"  # no id holds a control character
_SIDES = tuple(each.value for each in Side)


def readable(frame: Frame, by: Sequence[str], *, agreed: bool = False) -> Frame:
    """
    Refuse a table whose columns are missing or of a wrong type, which needs no look at its rows.

    Parameters
    ----------
    frame
        Evidence, or what was in force.
    by
        The columns of a group.
    agreed
        Whether it says what was in force.

    Returns
    -------
    Frame
        The same rows; a column of text or numbers in which everything is missing has its type, and numbers are floats.

    Raises
    ------
    InvalidTableError
        With every such column, and those of `by` that scores could not have beside their own.
    """
    schema = frame.collect_schema()
    wanted = _AGREED if agreed else _EVIDENCE
    names = dict.fromkeys((*wanted, *by))
    problems = [TableProblem(name, "missing", "give this column") for name in names if name not in schema]
    problems += _taken(by)
    problems += [
        TableProblem(name, "wrong-type", f"give {_said(kind)}")
        for name, kind in wanted.items()
        if name in schema and not _fits(schema[name], kind)
    ]
    problems += [
        TableProblem(name, "wrong-type", "give text, whole numbers or days to group by")
        for name in by
        if name in schema and name not in wanted and isinstance(schema[name], nw.Float32 | nw.Float64)
    ]
    if problems:
        raise InvalidTableError(problems)
    typed = {name: _typed(name, schema[name], kind) for name, kind in wanted.items()}
    changed = {name: each for name, each in typed.items() if each is not None}
    return frame.with_columns(**changed) if changed else frame


def _taken(by: Sequence[str]) -> list[TableProblem]:
    """Refuse columns of which the table of scores would have two; some engines take "Value" for "value"."""
    twice = "do not group by this column: scores have a column of this name; give it another"
    return [
        TableProblem(name, "duplicate", twice if name.casefold() in SCORES else "group by each column once")
        for position, name in enumerate(by)
        if name.casefold() in {*SCORES, *(each.casefold() for each in by[:position])}
    ]


def _said(kind: str) -> str:
    return "days; in pandas, make them with pandas.to_datetime" if kind == _DAY else kind


def _is_empty(dtype: nw.dtypes.DType) -> bool:
    """Tell whether this may be the type of a column in which everything is missing, as after reading a CSV."""
    return isinstance(dtype, nw.Unknown | nw.Object | nw.Float64)


def _fits(dtype: nw.dtypes.DType, kind: str) -> bool:
    if kind == _DAY:
        return isinstance(dtype, nw.Date) or (isinstance(dtype, nw.Datetime) and dtype.time_zone is None)
    if kind == _NUMBER:
        return dtype.is_numeric() or isinstance(dtype, nw.Unknown | nw.Object)
    if kind == _ID:
        return isinstance(dtype, nw.String | nw.Categorical | nw.Enum) or dtype.is_integer()
    return isinstance(dtype, nw.String | nw.Categorical | nw.Enum) or _is_empty(dtype)


def _typed(name: str, dtype: nw.dtypes.DType, kind: str) -> nw.Expr | None:
    """Give a column the type that sums and comparisons need; none where it has it."""
    column = nw.col(name)
    if kind == _NUMBER and not isinstance(dtype, nw.Float64):
        return column.cast(nw.Float64)
    if kind == _TEXT and _is_empty(dtype):
        return nw.when(~column.is_null()).then(column.cast(nw.String))
    return None


def check_rows(frame: Frame, model: ScoringModel) -> None:
    """
    Look at every row of evidence once.

    Parameters
    ----------
    frame
        What `readable` gives.
    model
        Its dimensions are those that a row may name.

    Raises
    ------
    InvalidTableError
        With every rule that some row breaks, and how many rows do.
    """
    rules = _rules(side_of(model))
    key = nw.concat_str("dimension", "plan_id", nw.col("opportunity_id").cast(nw.String), separator=_BETWEEN)
    flags = [flag.cast(nw.Int64).alias(f"flag_{number}") for number, (_, flag) in enumerate(rules)]
    flagged = frame.select(*flags, key.alias("key"))
    asked = [nw.col(f"flag_{number}").sum() for number in range(len(rules))]
    asked += [nw.col("key").count().alias("keys"), nw.col("key").n_unique().alias("unique"), nw.len().alias("all")]
    found = _one_row(flagged.select(*asked))
    problems = [
        attrs.evolve(problem, rows=int(found[f"flag_{number}"]))
        for number, (problem, _) in enumerate(rules)
        if found[f"flag_{number}"]
    ]
    # All that have no key are one more of the unique ones.
    unique = int(found["unique"]) - (found["keys"] < found["all"])
    if found["keys"] > unique:
        rule = "give each opportunity once within plan, side and dimension"
        problems.append(TableProblem("opportunity_id", "duplicate-id", rule, int(found["keys"]) - unique))
    if problems:
        raise InvalidTableError(problems)


def _one_row(asked: Frame) -> Mapping[str, Any]:
    table = cast("nw.LazyFrame[Any] | nw.DataFrame[Any]", asked)
    collected = table.collect() if isinstance(table, nw.LazyFrame) else table
    row: Mapping[str, Any] = collected.rows(named=True)[0]
    return {name: each or 0 for name, each in row.items()}  # some engines have no sum of no rows


def _rules(sides: Mapping[str, str]) -> list[tuple[TableProblem, nw.Expr]]:
    """List what can be wrong with a row, each with the expression that is true where it is."""
    side, dimension, reason = nw.col("side"), nw.col("dimension"), nw.col("reason")
    credit, weight = nw.col("credit"), nw.col("weight")
    counts = ~credit.is_null()
    family, clinic = (
        dimension.is_in([name for name, own in sides.items() if own == each.value])
        for each in (Side.FAMILY, Side.CLINIC)
    )
    swapped = (family & (side == Side.CLINIC.value)) | (clinic & (side == Side.FAMILY.value))
    weighs = counts | (reason == UNREPORTED)
    return [
        *[
            (TableProblem(name, "missing", "give a value in each row"), nw.col(name).is_null())
            for name in ("plan_id", "side", "dimension", "on", "weight", "opportunity_id")
        ],
        *[
            (TableProblem(name, "unknown-code", f"give one of: {', '.join(codes)}"), _is_none_of(name, codes))
            for name, codes in (("side", _SIDES), ("dimension", tuple(sides)), ("reason", LEFT_OUT))
        ],
        (TableProblem("side", "needs", "give the side that the dimension belongs to"), swapped),
        (
            TableProblem("credit", "exactly-one", "give a credit, or the reason why it was left out"),
            counts == ~reason.is_null(),
        ),
        (
            TableProblem("credit", "out-of-range", "give a number from 0 to 1"),
            counts & ~(credit.is_finite() & (credit >= 0) & (credit <= 1)),
        ),
        (
            TableProblem("weight", "out-of-range", "give a number above 0; what was left out may have 0"),
            ~weight.is_null() & (~weight.is_finite() | (weight < 0) | ((weight == 0) & weighs)),
        ),
    ]


def _is_none_of(name: str, codes: Sequence[str]) -> nw.Expr:
    return ~nw.col(name).is_null() & ~nw.col(name).is_in(codes)
