"""Differences of means: against the spread of the figures (SMD), and against the way to the goal (PoGO)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean

from collabcare.progress.single_case.case import Case
from collabcare.progress.single_case.effect_figures import Figures, none, normal

__all__ = [
    "deviation",
    "pogo",
    "smd_baseline_corrected",
    "smd_baseline_uncorrected",
    "smd_pooled_corrected",
    "smd_pooled_uncorrected",
]

_FEWEST = 2


def smd_baseline_corrected(case: Case) -> Figures:
    """Difference of means in standard deviations of the baseline, corrected for small samples."""
    return _by_baseline(case, corrected=True)


def smd_baseline_uncorrected(case: Case) -> Figures:
    """Difference of means in standard deviations of the baseline."""
    return _by_baseline(case, corrected=False)


def smd_pooled_corrected(case: Case) -> Figures:
    """Difference of means in pooled standard deviations, corrected for small samples."""
    return _by_both(case, corrected=True)


def smd_pooled_uncorrected(case: Case) -> Figures:
    """Difference of means in pooled standard deviations."""
    return _by_both(case, corrected=False)


def pogo(case: Case) -> Figures:
    """Percent of goal obtained: how much of the way from the baseline's mean to the goal; the goal gives direction."""
    if case.goal is None:
        return none("goal-not-given")
    before, after = fmean(case.baseline), fmean(case.treatment)
    way = case.goal - before
    if way == 0:
        return none("goal-at-baseline")
    part = (after - before) / way
    if min(case.sizes) < _FEWEST:
        return normal(100 * part, None, case.z, "too-few-points")
    m, n = case.sizes
    own = deviation(case.baseline) / math.sqrt(m)
    later = deviation(case.treatment) / math.sqrt(n)
    return normal(100 * part, 100 * math.hypot(own, later, part * own) / abs(way), case.z)


def deviation(figures: Sequence[float]) -> float:
    """Standard deviation of a sample; exactly 0 where all figures are the same."""
    if min(figures) == max(figures):
        return 0.0
    middle = fmean(figures)
    return math.hypot(*(each - middle for each in figures)) / math.sqrt(len(figures) - 1)


def _by_baseline(case: Case, *, corrected: bool) -> Figures:
    m, n = case.sizes
    if m < _FEWEST:
        return none("too-few-points")
    own = deviation(case.baseline)
    if own == 0:
        return none("no-variance")
    correction = _correction(m - 1) if corrected else 1.0
    if correction == 0:
        return none("correction-is-zero")
    value = correction * case.sign * (fmean(case.treatment) - fmean(case.baseline)) / own
    if n < _FEWEST:
        return normal(value, None, case.z, "too-few-points")
    spread = deviation(case.treatment) / own / math.sqrt(n)
    return normal(value, correction * math.hypot(1 / math.sqrt(m), spread, value / math.sqrt(2 * (m - 1))), case.z)


def _by_both(case: Case, *, corrected: bool) -> Figures:
    m, n = case.sizes
    free = m + n - 2
    if free == 0:
        return none("too-few-points")
    # A phase of one figure has no spread of its own; the other phase then stands for both.
    own, later = deviation(case.baseline), deviation(case.treatment)
    pooled = math.hypot(math.sqrt(m - 1) * own, math.sqrt(n - 1) * later) / math.sqrt(free)
    if pooled == 0:
        return none("no-variance")
    correction = _correction(free) if corrected else 1.0
    if correction == 0:
        return none("correction-is-zero")
    value = correction * case.sign * (fmean(case.treatment) - fmean(case.baseline)) / pooled
    return normal(value, correction * math.hypot(math.sqrt(1 / m + 1 / n), value / math.sqrt(2 * free)), case.z)


def _correction(free: int) -> float:
    """Hedges' factor for small samples."""
    return 1 - 3 / (4 * free - 1)
