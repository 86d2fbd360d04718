"""What the formulas of agreement take from two observers, checked: amounts, or yes and no."""

from __future__ import annotations

import numbers
from collections.abc import Iterable, Sequence
from decimal import Decimal

from collabcare._pointer import join
from collabcare.errors import InvalidRecordError, Problem

__all__ = ["both_amounts", "both_flags", "check_lengths"]

_MOST = 1e15
"""As much as a measurement may say; sums of such numbers never overflow."""


def both_amounts(first: Iterable[object], second: Iterable[object]) -> tuple[list[float], list[float]]:
    """Take what both observers counted or timed; refuse all that is no amount, at once."""
    problems: list[Problem] = []
    read = tuple(
        [_amount(value, join(f"/{name}", place), problems) for place, value in enumerate(given)]
        for name, given in (("first", first), ("second", second))
    )
    if problems:
        raise InvalidRecordError(problems)
    return read[0], read[1]


def both_flags(first: Iterable[object], second: Iterable[object]) -> tuple[list[bool], list[bool]]:
    """Take what both observers scored, of the same intervals or trials; refuse all that is not yes or no, at once."""
    one, other = list(first), list(second)
    problems = [
        Problem(join(f"/{name}", place), "wrong-type", "give true or false, or 1 or 0")
        for name, given in (("first", one), ("second", other))
        for place, value in enumerate(given)
        if not _is_flag(value)
    ]
    problems += _wrong_lengths(one, other)
    if problems:
        raise InvalidRecordError(problems)
    return [bool(each) for each in one], [bool(each) for each in other]


def check_lengths(first: Sequence[object], second: Sequence[object]) -> None:
    """Refuse two lists of which the one is longer: then nobody knows what belongs together."""
    problems = _wrong_lengths(first, second)
    if problems:
        raise InvalidRecordError(problems)


def _wrong_lengths(first: Sequence[object], second: Sequence[object]) -> list[Problem]:
    if len(first) == len(second):
        return []
    return [Problem("/second", "wrong-count", "give as many for the second observer as for the first")]


def _amount(value: object, pointer: str, problems: list[Problem]) -> float:
    if isinstance(value, bool) or not isinstance(value, numbers.Real | Decimal):
        problems.append(Problem(pointer, "wrong-type", "give a number"))
        return 0.0
    number = float(value)
    if not 0 <= number <= _MOST:
        problems.append(Problem(pointer, "out-of-range", "give a number from 0 to 1e15"))
    return number


def _is_flag(value: object) -> bool:
    """Tell whether something is yes or no; the booleans of a number array are."""
    try:
        return value in {0, 1}
    except TypeError:  # a list, say, which has no place in a set
        return False
