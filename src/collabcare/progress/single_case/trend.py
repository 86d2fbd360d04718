"""Phases compared with the trend of the baseline taken away: Theil-Sen's line and Tau-BC."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from collabcare.progress.single_case.case import Case
from collabcare.progress.single_case.effect_figures import Figures, none
from collabcare.progress.single_case.overlap import tau_of

__all__ = ["TIE", "Line", "residuals", "tau_bc", "theil_sen"]

TIE = 1e-10
"""Residuals that lie no further apart are tied, times the largest figure where that is above 1."""
_FEWEST = 2


class Line(NamedTuple):
    """A line over the observations, counted from 1."""

    slope: float
    intercept: float


def theil_sen(figures: Sequence[float]) -> Line:
    """Theil-Sen's line: the median slope of all pairs, and the median of what it leaves of the figures."""
    placed = list(enumerate(figures, 1))
    slope = median((after - before) / (j - i) for (i, before), (j, after) in itertools.combinations(placed, 2))
    return Line(slope, median(each - slope * t for t, each in placed))


def residuals(line: Line, figures: Sequence[float]) -> list[float]:
    """What a line leaves of figures that go on without a gap."""
    return [each - line.intercept - line.slope * t for t, each in enumerate(figures, 1)]


def tau_bc(case: Case) -> Figures:
    """Tau of what the baseline's Theil-Sen line leaves of both phases; always corrected, ties as in Tau."""
    if case.sizes[0] < _FEWEST:
        return none("too-few-points")
    baseline, treatment = case.turned
    figures = (*baseline, *treatment)
    left = residuals(theil_sen(baseline), figures)
    tolerance = TIE * max(1.0, *map(abs, figures))
    return tau_of(case, left[: len(baseline)], left[len(baseline) :], tolerance)
