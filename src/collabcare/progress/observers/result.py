"""What every formula of agreement gives, and what it takes from two observers."""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterable, Sequence
from decimal import Decimal

import attrs

from collabcare._pointer import join
from collabcare.errors import InvalidRecordError, Problem

__all__ = ["InterobserverAgreement", "agreement", "both_amounts", "both_flags", "check_lengths", "mean_ratio"]

_MOST = 1e15
"""As much as a measurement may say; sums of such numbers never overflow."""


@attrs.frozen(kw_only=True, repr=False)
class InterobserverAgreement:
    """
    How far two observers of the same thing agree, by one formula (IOA).

    It is no proof that either is right, and no figure of the child. Two observers can share an error.

    Parameters
    ----------
    measure
        The name of the formula, which is the name of the function.
    value
        `numerator`/`denominator`, from 0 to 1; the field multiplies it by 100. `None` with a `reason`.
    numerator, denominator
        What was divided. Where both observers counted nothing at all, both are 0 and the value is 1: they agree.
    reason
        Why there is no value: `nothing-observed` (no count, interval, trial or duration was given), `nothing-scored`
        (for scored intervals: neither observer scored any), `nothing-unscored` (for unscored intervals: both scored
        every one).
    """

    measure: str
    value: float | None
    numerator: float
    denominator: float
    reason: str | None

    def __repr__(self) -> str:
        """Show the formula; no figure of a child."""
        return f"<InterobserverAgreement {self.measure}>"

    def to_dict(self) -> dict[str, object]:
        """Give the figures as plain data for JSON."""
        return attrs.asdict(self)


def agreement(measure: str, numerator: float, denominator: float, nothing: str) -> InterobserverAgreement:
    """Divide, or say by the reason given that there is nothing to divide by."""
    value = numerator / denominator if denominator else None
    return InterobserverAgreement(
        measure=measure,
        value=value,
        numerator=numerator,
        denominator=denominator,
        reason=nothing if value is None else None,
    )


def mean_ratio(measure: str, first: Sequence[float], second: Sequence[float]) -> InterobserverAgreement:
    """Give the mean of smaller/larger over pairs of amounts; equal ones, two zeros too, count 1."""
    pairs = zip(first, second, strict=True)
    ratios = [1.0 if one == other else min(one, other) / max(one, other) for one, other in pairs]
    return agreement(measure, math.fsum(ratios), len(ratios), "nothing-observed")


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
