"""What the measurements of a goal say, in one unit, and which way is better."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from collabcare.journal import Measurement
from collabcare.plans import Goal
from collabcare.vocabulary import Comparator

__all__ = ["LEVEL", "Improvement", "direction_of", "figure_of", "unit_of"]

Improvement: TypeAlias = Literal["increase", "decrease"]

LEVEL = "level"
"""Stands for a unit where there are attainment levels only."""

_PERCENT = "%"
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
    stated = [each.unit for each in (*goal.targets, goal.baseline) if each is not None]
    if stated:
        return stated[0]
    listed = tuple(measurements)
    units = {each.unit for each in listed if each.unit is not None}
    if units:
        return units.pop() if len(units) == 1 else None
    if any(_share(each) is not None for each in listed):
        return _PERCENT
    return LEVEL if any(each.level is not None for each in listed) else None


def figure_of(measurement: Measurement, unit: str | None) -> float | None:
    """Give what was measured in a unit, if it can be given."""
    if unit == LEVEL:
        return None if measurement.level is None else float(measurement.level)
    if measurement.value is not None and measurement.unit == unit:
        return float(measurement.value)
    return _share(measurement) if unit == _PERCENT else None


def _share(measurement: Measurement) -> float | None:
    """Give the share of trials or intervals, in %."""
    if measurement.trials:
        return 100 * sum(measurement.trials) / len(measurement.trials)
    if measurement.successes is not None and measurement.attempts is not None:
        return 100 * measurement.successes / measurement.attempts
    return 100 * sum(measurement.intervals) / len(measurement.intervals) if measurement.intervals else None
