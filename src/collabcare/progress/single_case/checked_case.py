"""The figures of two phases, checked."""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterable
from decimal import Decimal
from statistics import NormalDist

from collabcare.errors import InvalidRecordError, Problem
from collabcare.progress.single_case.case import SCALES, Case, Improvement, Scale
from collabcare.progress.single_case.ratios import TOPS

__all__ = ["LARGEST", "case_of", "scale_limits"]

LARGEST = 1e100
"""Figures beyond it cannot be squared and added without leaving the numbers of this machine."""


def case_of(  # noqa: PLR0913 -- all that can be said of a case, by name
    baseline: Iterable[float],
    treatment: Iterable[float],
    *,
    improvement: Improvement = "increase",
    scale: Scale | None = None,
    goal: float | None = None,
    intervals: float | None = None,
    observation_length: float | None = None,
    level: float = 0.95,
    exact_limits: bool = False,
) -> Case:
    """Check two phases and what is said of them; all problems come at once, none of them holds a figure."""
    problems: list[Problem] = []
    least, most = scale_limits(scale) if scale is None or scale in SCALES else scale_limits(None)
    phases = [
        _figures(name, given, least, most, problems)
        for name, given in (("baseline", baseline), ("treatment", treatment))
    ]
    if improvement not in {"increase", "decrease"}:
        problems.append(Problem("/improvement", "unknown-code", "give one of: increase, decrease"))
    if scale is not None and scale not in SCALES:
        problems.append(Problem("/scale", "unknown-code", f"give one of: {', '.join(SCALES)}"))
    to_reach = None if goal is None else _number(goal)
    if goal is not None and (to_reach is None or not least <= to_reach <= most):
        problems.append(_wrong("/goal", to_reach, least, most))
    sizes = [
        _size(name, given, problems)
        for name, given in (("intervals", intervals), ("observation_length", observation_length))
    ]
    if not 0 < level < 1:
        problems.append(Problem("/level", "out-of-range", "give a number between 0 and 1, neither of them"))
    if problems:
        raise InvalidRecordError(problems)
    return Case(
        baseline=phases[0],
        treatment=phases[1],
        improvement=improvement,
        scale=scale,
        goal=to_reach,
        intervals=sizes[0],
        observation_length=sizes[1],
        z=NormalDist().inv_cdf((1 + level) / 2),
        exact=exact_limits,
    )


def scale_limits(scale: Scale | None) -> tuple[float, float]:
    """Give the least and the greatest figure of a scale."""
    if scale is None or scale == "continuous":
        return -LARGEST, LARGEST
    return 0.0, TOPS.get(scale, LARGEST)


def _figures(
    name: str, given: Iterable[float], least: float, most: float, problems: list[Problem]
) -> tuple[float, ...]:
    found: list[float] = []
    for position, each in enumerate(given):
        number = _number(each)
        if number is None or not least <= number <= most:
            problems.append(_wrong(f"/{name}/{position}", number, least, most))
        else:
            found.append(number)
    return tuple(found)


def _wrong(pointer: str, number: float | None, least: float, most: float) -> Problem:
    if number is None:
        return Problem(pointer, "wrong-type", "give a finite number, and leave out what was not measured")
    return Problem(pointer, "out-of-range", f"give a number from {least:g} to {most:g}, as the scale has it")


def _size(name: str, given: float | None, problems: list[Problem]) -> float | None:
    if given is None:
        return None
    number = _number(given)
    if number is None or not 0 < number <= LARGEST:
        problems.append(Problem(f"/{name}", "out-of-range", "give a number above 0"))
    return number


def _number(value: object) -> float | None:
    """Give a finite number; `None` for what is none."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real | Decimal):
        return None
    try:
        number = float(value)
    except (OverflowError, ValueError):  # a whole number beyond all floats, a decimal that signals that it is none
        return None
    return number if math.isfinite(number) else None
