"""What the measurements of a goal say, in one unit, and which way is better."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from collabcare.journal import Measurement
from collabcare.plans import Goal
from collabcare.progress.measured_value import PERCENT, counts_of, goal_unit, value_of
from collabcare.vocabulary import Comparator

__all__ = ["LEVEL", "Improvement", "direction_of", "figure_of", "unit_of"]

Improvement: TypeAlias = Literal["increase", "decrease"]

LEVEL = "level"
"""Stands for a unit where there are attainment levels only."""

_UP = frozenset({Comparator.AT_LEAST, Comparator.MORE})
_DOWN = frozenset({Comparator.AT_MOST, Comparator.LESS})


def direction_of(goal: Goal) -> Improvement | None:
    """Find which way is better: what targets and mastery criterion say, if they do not contradict each other."""
    said = {each.comparator for each in (*goal.targets, goal.mastery) if each is not None}
    if said & _UP and not said & _DOWN:
        return "increase"
    return "decrease" if said & _DOWN and not said & _UP else None


def unit_of(goal: Goal, measurements: Iterable[Measurement]) -> str | None:
    """Find the unit in which a goal is measured; `%` and `level` where there are only shares, or only levels."""
    listed = tuple(measurements)
    unit = goal_unit(goal, listed)
    if unit is not None or any(each.unit is not None for each in listed):
        return unit
    if any(counts_of(each) is not None for each in listed):
        return PERCENT
    return LEVEL if any(each.level is not None for each in listed) else None


def figure_of(measurement: Measurement, unit: str | None) -> float | None:
    """Give what was measured in a unit, if it can be given."""
    if unit == LEVEL:
        return None if measurement.level is None else float(measurement.level)
    found = value_of(measurement, unit)
    return None if isinstance(found, str) else float(found)
