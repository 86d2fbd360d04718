"""What a measurement says in the unit of its goal: a value, a share of trials or intervals, and with how much help."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Literal, NamedTuple

from collabcare.journal import Measurement
from collabcare.plans import Goal, MasteryCriterion
from collabcare.vocabulary import Comparator

__all__ = ["PERCENT", "Counts", "Help", "compares", "counts_of", "goal_unit", "help_of", "value_of"]

PERCENT = "%"

_COMPARE: dict[Comparator, Callable[[Fraction, Fraction], bool]] = {
    Comparator.LESS: operator.lt,
    Comparator.AT_MOST: operator.le,
    Comparator.EQUAL: operator.eq,
    Comparator.AT_LEAST: operator.ge,
    Comparator.MORE: operator.gt,
}

Help = Literal["within", "too-much", "not-stated", "not-on-scale"]


class Counts(NamedTuple):
    """How many of how many trials, or intervals."""

    kind: Literal["trials", "intervals"]
    successes: int
    attempts: int


def goal_unit(goal: Goal, measurements: Iterable[Measurement]) -> str | None:
    """Find the unit of a goal: that of its targets and its baseline, else the only one that its values are in."""
    stated = [each.unit for each in (*goal.targets, goal.baseline) if each is not None]
    if stated:
        return stated[0]
    units = {each.unit for each in measurements if each.unit is not None}
    return units.pop() if len(units) == 1 else None


def counts_of(measurement: Measurement) -> Counts | None:
    """Count trials one by one where they stand there, else those counted before, else intervals."""
    if measurement.trials:
        return Counts("trials", sum(measurement.trials), len(measurement.trials))
    if measurement.successes is not None and measurement.attempts is not None:
        return Counts("trials", measurement.successes, measurement.attempts)
    if measurement.intervals:
        return Counts("intervals", sum(measurement.intervals), len(measurement.intervals))
    return None


def value_of(measurement: Measurement, unit: str | None) -> Fraction | str:
    """
    Give what was observed in the unit of the goal, exactly, or the reason why it cannot be given.

    A value in the unit comes first. Trials and intervals are a share, so that they give a value where the unit is %.
    """
    if unit is None:
        return "no-unit"
    if measurement.value is not None and measurement.unit == unit:
        return Fraction(measurement.value)
    counts = counts_of(measurement)
    if unit == PERCENT and counts is not None:
        return Fraction(100 * counts.successes, counts.attempts)
    return "no-value" if measurement.value is None else "other-unit"


def compares(criterion: MasteryCriterion, value: Fraction) -> bool:
    """Tell whether a value is what a criterion asks for; 8 of 10 is 80 % to the last digit."""
    return _COMPARE[criterion.comparator](value, Fraction(criterion.threshold))


def help_of(goal: Goal, measurement: Measurement) -> Help:
    """Tell whether a measurement had no more help than its goal's criterion allows."""
    allowed = None if goal.mastery is None else goal.mastery.max_support_level
    if allowed is None:
        return "within"
    if measurement.support_level is None:
        return "not-stated"
    codes = () if goal.support_scale is None else tuple(each.code for each in goal.support_scale.levels)
    if measurement.support_level not in codes or allowed not in codes:
        return "not-on-scale"
    return "within" if codes.index(measurement.support_level) <= codes.index(allowed) else "too-much"
