"""Numbers in rows and columns, as reliability needs them: whole rows only."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from collabcare._pointer import join
from collabcare.errors import InvalidRecordError, Problem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Rectangle", "check_level", "rectangle"]


class Rectangle(NamedTuple):
    """Rows without a gap, and how many rows were left out because they had one."""

    values: NDArray[np.float64]
    left_out: int

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return int(self.values.shape[0])

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return int(self.values.shape[1])


def rectangle(data: Iterable[Sequence[float | None]]) -> Rectangle:
    """
    Take rows of numbers, and leave out those with a gap (`None` or NaN).

    Parameters
    ----------
    data
        The rows.

    Returns
    -------
    Rectangle
        The rows without a gap.

    Raises
    ------
    InvalidRecordError
        When rows differ in length, or something is neither a number nor a gap.
    """
    import numpy as np

    rows = [list(row) for row in data]
    width = len(rows[0]) if rows else 0
    problems: list[Problem] = []
    whole: list[list[float]] = []
    for position, row in enumerate(rows):
        if len(row) != width:
            problems.append(Problem(join("", position), "wrong-count", "give each row as many numbers as the first"))
            continue
        read = [_number(each) for each in row]
        for place, each in enumerate(read):
            if each is None:
                problems.append(Problem(join("", position, place), "wrong-type", "give a finite number, or None"))
        known = [each for each in read if each is not None and not math.isnan(each)]
        if len(known) == width:
            whole.append(known)
    if problems:
        raise InvalidRecordError(problems)
    values = np.array(whole, dtype=np.float64).reshape(len(whole), width)
    return Rectangle(values, len(rows) - len(whole))


def check_level(level: float) -> None:
    """
    Refuse a confidence level that is none.

    Parameters
    ----------
    level
        The level.

    Raises
    ------
    InvalidRecordError
        When it does not lie between 0 and 1.
    """
    if not 0 < level < 1:
        raise InvalidRecordError([Problem("/level", "out-of-range", "give a number between 0 and 1, neither of them")])


def _number(value: object) -> float | None:
    """Give a number, NaN for a gap, and `None` for what is neither."""
    import numbers

    if value is None:
        return math.nan
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        return None
    number = float(value)
    return None if math.isinf(number) else number
