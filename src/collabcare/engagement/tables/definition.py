"""
What a table is: its columns as data, from which the check, the codebook and the empty table are made.

Nothing states a bound of a column twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal

import attrs

from collabcare.vocabulary import Code

if TYPE_CHECKING:
    import narwhals as nw

__all__ = ["HOURS", "PERCENT", "SECONDS", "Column", "Kind", "Mistaken", "Rule", "Table", "levels_of"]

Kind = Literal["id", "code", "text", "day", "number", "whole", "flag"]


@attrs.frozen
class Mistaken:
    """
    Numbers that another unit would give: 0.75 where 45 minutes are meant.

    Parameters
    ----------
    unit
        The other unit.
    above, below
        Numbers between the two, neither of them, look as if they were in it.
    """

    unit: str
    above: float
    below: float


PERCENT = Mistaken("percent", 1, 100.000001)
HOURS = Mistaken("hours", 0, 5)
SECONDS = Mistaken("seconds", 480, 86_401)


@attrs.frozen(kw_only=True)
class Column:
    """
    One column of a table, as its codebook describes it.

    Parameters
    ----------
    name
        Its name in the table.
    kind
        `"id"`, `"code"` (one of `levels`), `"text"`, `"day"`, `"number"`, `"whole"` (number) or `"flag"` (true or
        false).
    meaning
        What it says, in words.
    required
        Whether the table must have it.
    empty
        What an empty cell means; `None` where no cell may be empty.
    unit
        The unit of a number.
    least, most
        The bounds of a number, both included; `None` where there is none.
    above
        A bound that a number must exceed.
    levels
        The codes that it can hold, each with its meaning.
    mistaken
        What numbers in another unit look like.
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = True
    empty: str | None = None
    unit: str | None = None
    least: float | None = None
    most: float | None = None
    above: float | None = None
    levels: tuple[tuple[str, str], ...] = ()
    mistaken: tuple[Mistaken, ...] = ()


@attrs.frozen
class Rule:
    """
    A rule that spans columns.

    Parameters
    ----------
    column
        The column that is named when it is broken.
    reads
        All columns that it reads. Where one is of a wrong kind, or missing though required, the rule is skipped; an
        optional one that is not there is empty.
    code
        The code of the problem.
    text
        What to do.
    broken
        Makes the expression that is true in a row which breaks it, from those of `reads` by name.
    """

    column: str
    reads: tuple[str, ...]
    code: str
    text: str
    broken: Callable[[Mapping[str, nw.Expr]], nw.Expr]


@attrs.frozen(kw_only=True)
class Table:
    """
    A tidy table: what a row is, its columns, and which columns together name a row.

    Parameters
    ----------
    name
        The name of the table.
    title
        What it is, in a line.
    row
        What one row is.
    key
        The columns that together name a row; no two rows may share them.
    columns
        The columns, in order.
    alike
        Columns that must be the same in all rows that share others: the column, and those others.
    rules
        Rules that span columns.
    unknown
        What the table cannot know, so that a score from it differs from one of plan and journal.
    """

    name: str
    title: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    alike: tuple[tuple[str, tuple[str, ...]], ...] = ()
    rules: tuple[Rule, ...] = ()
    unknown: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """Find a column by its name."""
        return next(each for each in self.columns if each.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(each.name for each in self.columns)


def levels_of(codes: type[Code], *only: Code) -> tuple[tuple[str, str], ...]:
    """Make the levels of a column from a code set of the vocabulary; `only` keeps to some of them."""
    return tuple((each.value, each.definition) for each in (only or codes))
