"""
Cells of CSV files: text that a spreadsheet would take for a formula is made harmless, and can be had back.

Only text is touched. A number stays a number, a negative one too.
"""

from __future__ import annotations

from typing import TypeVar

__all__ = ["plain", "safe"]

# What spreadsheets begin a formula with, its wide forms, what they skip before one, and the mark itself.
_MARKED = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "\0", "'")
_MARK = "'"

_Cell = TypeVar("_Cell")


def safe(cell: _Cell) -> _Cell | str:
    """
    Let no text be taken for a formula: an apostrophe goes before it, as before a text that begins with one.

    Parameters
    ----------
    cell
        Text, or anything else, which stays as it is.

    Returns
    -------
    object
        `plain` gives it back as it was.

    Examples
    --------
    >>> safe("=1+1"), safe("'tis"), safe("walk"), safe(-1.5)
    ("'=1+1", "''tis", 'walk', -1.5)
    """
    dangerous = isinstance(cell, str) and (cell.startswith(_MARKED) or cell.lstrip().startswith(_MARKED))
    return f"{_MARK}{cell}" if dangerous else cell


def plain(cell: str) -> str:
    """
    Give a text as it was before `safe`.

    Parameters
    ----------
    cell
        A text cell of a CSV file that this library wrote.

    Returns
    -------
    str
        The text without its mark.

    Examples
    --------
    >>> plain("'=1+1"), plain(safe("'tis")), plain("walk")
    ('=1+1', "'tis", 'walk')
    """
    return cell.removeprefix(_MARK)
