"""Ratios of the two phases, as logarithms: of means (LRR), of odds (LOR), of medians (LRM)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist, fmean, median
from typing import NamedTuple

from collabcare.progress.single_case.case import Case, Improvement
from collabcare.progress.single_case.effect_figures import Figures, none, normal
from collabcare.progress.single_case.means import deviation

__all__ = ["TOPS", "lor", "lrm", "lrrd", "lrrd_uncorrected", "lrri", "lrri_uncorrected"]

TOPS = {"percentage": 100.0, "proportion": 1.0}
"""The end of each scale that has one."""
_FEWEST = 2


class _Level(NamedTuple):
    """A phase: its mean and the variance of the mean, both kept off 0 where the step of the scale is known."""

    mean: float
    variance: float | None


def lrri(case: Case) -> Figures:
    """Log response ratio, positive where it improves; for shares, of what is to increase."""
    return _response(case, "increase", corrected=True)


def lrri_uncorrected(case: Case) -> Figures:
    """Log response ratio, positive where it improves, without the correction for small samples."""
    return _response(case, "increase", corrected=False)


def lrrd(case: Case) -> Figures:
    """Log response ratio, negative where it improves; for shares, of what is to decrease."""
    return _response(case, "decrease", corrected=True)


def lrrd_uncorrected(case: Case) -> Figures:
    """Log response ratio, negative where it improves, without the correction for small samples."""
    return _response(case, "decrease", corrected=False)


def lor(case: Case) -> Figures:
    """Log odds ratio of shares, positive where it improves, corrected for small samples."""
    if case.scale is None:
        return none("scale-not-given")
    if case.scale not in TOPS:
        return none("scale-not-suitable")
    top = TOPS[case.scale]
    step = None if case.intervals is None else 1 / case.intervals
    phases = [_level([each / top for each in phase], step, 1.0) for phase in (case.baseline, case.treatment)]
    if any(not 0 < each.mean < 1 for each in phases):
        return none("mean-at-limit")
    if min(case.sizes) < _FEWEST:
        return none("too-few-points")
    before, after = (
        math.log(p) - math.log1p(-p) + (1 - 2 * p) * _relative(each, p * (1 - p)) / 2
        for each, p in ((each, each.mean) for each in phases)
    )
    se = math.sqrt(sum(_relative(each, each.mean * (1 - each.mean)) for each in phases))
    return normal(case.sign * (after - before), se, case.z)


def lrm(case: Case) -> Figures:
    """Log ratio of medians, positive where it improves; standard error of Bonett and Price, from figures in order."""
    medians = [median(each) for each in (case.baseline, case.treatment)]
    if min(medians) <= 0:
        return none("median-not-positive")
    value = case.sign * (math.log(medians[1]) - math.log(medians[0]))
    if min(case.sizes) < _FEWEST:
        return normal(value, None, case.z, "too-few-points")
    spreads = [_median_spread(each) for each in (case.baseline, case.treatment)]
    known = [each for each in spreads if each is not None]
    if len(known) < len(spreads):
        return normal(value, None, case.z, "value-not-positive")
    return normal(value, math.hypot(*known), case.z)


def _response(case: Case, kind: Improvement, *, corrected: bool) -> Figures:
    if case.scale is None:
        return none("scale-not-given")
    baseline, treatment = case.baseline, case.treatment
    sign = 1
    if case.improvement != kind:
        top = TOPS.get(case.scale)
        if top is None:
            sign = -1
        else:
            # What is to decrease is looked at as what is to increase: the rest of the share.
            baseline, treatment = (tuple(top - each for each in phase) for phase in (baseline, treatment))
    step = _step(case)
    before, after = (_level(phase, step, math.inf) for phase in (baseline, treatment))
    if min(before.mean, after.mean) <= 0:
        return none("mean-at-limit")
    value = math.log(after.mean) - math.log(before.mean)
    if before.variance is None or after.variance is None:
        if corrected:
            return none("too-few-points")
        return normal(sign * value, None, case.z, "too-few-points")
    own, later = _relative(before, before.mean), _relative(after, after.mean)
    if corrected:
        value += (later - own) / 2
    return normal(sign * value, math.sqrt(own + later), case.z)


def _step(case: Case) -> float | None:
    """Give the smallest step of the scale: what one occurrence, or one interval, adds to a figure."""
    if case.scale == "count":
        return 1.0
    if case.scale == "rate":
        return None if case.observation_length is None else 1 / case.observation_length
    if case.scale in TOPS and case.intervals is not None:
        return TOPS[case.scale] / case.intervals
    return None


def _level(figures: Sequence[float], step: float | None, top: float) -> _Level:
    size, mean = len(figures), fmean(figures)
    floor = 0.0 if step is None else step / (2 * size)
    if step is not None:
        mean = max(min(mean, top - floor), floor)
    if size < _FEWEST:
        return _Level(mean, None)
    variance = deviation(figures) ** 2
    if step is not None:
        variance = max(variance, step * step / size**3)
    return _Level(mean, variance / size)


def _relative(level: _Level, divisor: float) -> float:
    """Give the variance of a mean in squares of something."""
    return (level.variance or 0.0) / divisor / divisor


def _median_spread(figures: Sequence[float]) -> float | None:
    """Give the standard error of the log median: two figures in order, and how sure they hold the median."""
    size = len(figures)
    low = max(1, round(size / 2 - math.sqrt(size)))
    ordered = sorted(figures)
    first, last = ordered[low - 1], ordered[size - low]
    if first <= 0:
        return None
    share = sum(math.comb(size, each) for each in range(low)) / 2**size
    return (math.log(first) - math.log(last)) / (2 * NormalDist().inv_cdf(share))
