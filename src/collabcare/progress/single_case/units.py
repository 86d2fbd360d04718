"""What a goal and its measurements say of their scale and of the direction that is wanted; never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable

from collabcare.plans import Goal
from collabcare.progress.single_case.case import Improvement, Scale
from collabcare.vocabulary import Comparator, MeasurementProcedure

__all__ = ["direction_of", "rate_minutes", "scale_of"]

_RATE = re.compile(r"(?:\{[^}]*\})?/(min|h|d|wk)")
_WORD = re.compile(r"\{[^}]*\}")
_MINUTES = {"min": 1.0, "h": 60.0, "d": 1440.0, "wk": 10_080.0}
_TIMES = frozenset({"ms", "s", "min", "h", "d", "wk"})
_COUNTING = {MeasurementProcedure.EVENT, MeasurementProcedure.PERMANENT_PRODUCT}
_UP, _DOWN = {Comparator.AT_LEAST, Comparator.MORE}, {Comparator.AT_MOST, Comparator.LESS}


def scale_of(unit: str, procedures: Iterable[MeasurementProcedure | None]) -> Scale | None:
    """
    Tell the scale of a unit (UCUM).

    `%` is a percentage; `/min`, `/h`, `/d` and `/wk`, with a word in braces before it or not, a rate; a time
    continuous. A word in braces alone may be a count or a score of a test: it is a count only where the procedure
    counts.
    """
    if unit == "%":
        return "percentage"
    if _RATE.fullmatch(unit):
        return "rate"
    if unit in _TIMES:
        return "continuous"
    if _WORD.fullmatch(unit) and set(procedures) <= _COUNTING:
        return "count"
    return None


def rate_minutes(unit: str) -> float:
    """Give the minutes of the time that a rate is counted by."""
    found = _RATE.fullmatch(unit)
    return 1.0 if found is None else _MINUTES[found[1]]


def direction_of(goal: Goal) -> Improvement | None:
    """Tell the direction that all targets of a goal point in; an exact value points away from the goal's baseline."""
    found: set[Improvement | None] = set()
    for target in goal.targets:
        if target.comparator in _UP:
            found.add("increase")
        elif target.comparator in _DOWN:
            found.add("decrease")
        elif goal.baseline is None or goal.baseline.value == target.value:
            found.add(None)
        else:
            found.add("increase" if target.value > goal.baseline.value else "decrease")
    return found.pop() if len(found) == 1 else None
