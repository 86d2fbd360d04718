"""From a checked table to rows of evidence: what the four tables share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from collabcare.engagement.model import DIMENSIONS
from collabcare.engagement.tables.column_types import day_literal
from collabcare.engagement.tables.results import EVIDENCE
from collabcare.errors import InvalidRecordError, InvalidTableError, Problem, TableProblem
from collabcare.vocabulary import Dimension, Side

if TYPE_CHECKING:
    import narwhals as nw

    from collabcare.engagement.tables.column_types import Frame

__all__ = [
    "case_of",
    "check_kept",
    "checked_day",
    "evidence_columns",
    "is_before",
    "is_one_of",
    "joined",
    "without_credit",
]


def checked_day(as_of: dt.date) -> dt.date:
    """Refuse what is no day."""
    if type(as_of) is not dt.date:
        raise InvalidRecordError([Problem("/as_of", "wrong-type", "give as_of as a day")])
    return as_of


def is_before(frame: Frame, column: str, as_of: dt.date | None) -> nw.Expr:
    """Tell whether a day lies before another; without the other, each does. An empty cell lies nowhere."""
    import narwhals as nw

    if as_of is None:
        return nw.lit(value=True)
    return nw.col(column) < day_literal(as_of, frame.collect_schema()[column])


def check_kept(keep: Sequence[str]) -> None:
    """Refuse to carry along what evidence has a column of its own for."""
    taken = [each for each in keep if each in EVIDENCE.names]
    if taken:
        rule = "do not name it in keep=: evidence has a column of this name"
        raise InvalidTableError([TableProblem(each, "duplicate", rule, 0) for each in taken])


def case_of(*cases: tuple[nw.Expr, nw.Expr], otherwise: nw.Expr) -> nw.Expr:
    """Give the value of the first case that holds; one that is unknown does not hold."""
    import narwhals as nw

    found = otherwise
    for condition, value in reversed(cases):
        found = nw.when(condition).then(value).otherwise(found)
    return found


def is_one_of(cell: nw.Expr, codes: Sequence[str]) -> nw.Expr:
    """Tell whether a cell holds one of some codes: an empty one does not, on any engine."""
    import narwhals as nw

    return nw.when(cell.is_in(list(codes))).then(nw.lit(value=True)).otherwise(nw.lit(value=False))


def without_credit(reason: nw.Expr, credit: nw.Expr, open_barrier: nw.Expr) -> nw.Expr:
    """Add to the reasons that nothing is held against a family that waits for an answer to a barrier."""
    import narwhals as nw

    return case_of((reason.is_null() & (credit == 0) & open_barrier, nw.lit("open-barrier")), otherwise=reason)


def evidence_columns(  # noqa: PLR0913 -- each is a column of its own
    frame: Frame,
    dimension: Dimension,
    *,
    on: nw.Expr,
    credit: nw.Expr,
    reason: nw.Expr,
    source: nw.Expr,
    opportunity_id: nw.Expr,
    weight: nw.Expr | None = None,
    keep: Sequence[str] = (),
) -> Frame:
    """
    Make rows of evidence: the credit where nothing speaks against it, else the reason.

    Parameters
    ----------
    frame
        A checked table, with `plan_id`, `household` and, for the clinic side, `organization`.
    dimension
        What it is evidence of; it says which side's.
    on
        The day.
    credit
        The credit, wherever there is one.
    reason
        Why it does not count; nothing where it does.
    source
        The record that made the opportunity.
    opportunity_id
        Its name.
    weight
        What it weighs; 1 unless given.
    keep
        Columns that go along.

    Returns
    -------
    narwhals.LazyFrame
        The columns of an evidence table, in order, then those of `keep`.
    """
    import narwhals as nw

    side = Side.FAMILY if dimension in DIMENSIONS[Side.FAMILY] else Side.CLINIC
    nothing, text = nw.lit(None, dtype=nw.String()), nw.String()
    return frame.select(
        nw.col("plan_id"),
        nw.lit(side.value).cast(text).alias("side"),
        nw.lit(dimension.value).cast(text).alias("dimension"),
        on.alias("on"),
        nw.when(reason.is_null()).then(credit).cast(nw.Float64).alias("credit"),
        (nw.lit(1.0) if weight is None else weight).cast(nw.Float64).alias("weight"),
        source.cast(text).alias("source"),
        (nw.col("household") if side == Side.FAMILY else nothing).cast(text).alias("household"),
        (nw.col("organization") if side == Side.CLINIC else nothing).cast(text).alias("organization"),
        opportunity_id.cast(text).alias("opportunity_id"),
        reason.cast(text).alias("reason"),
        *keep,
    )


def joined(*parts: Frame) -> Frame:
    """Put the rows of several sides or dimensions one below the other."""
    import narwhals as nw

    return nw.concat(parts, how="vertical")
