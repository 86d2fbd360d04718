"""How far the figures of two phases overlap: NAP, Tau, PND, PEM, PAND and IRD."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from collabcare.progress.single_case.case import Case
from collabcare.progress.single_case.effect_figures import Figures
from collabcare.progress.single_case.newcombe import limits

__all__ = ["ird", "nap", "nap_hanley", "nap_null", "pand", "pem", "pem_ties_0", "pnd", "tau", "tau_of"]

_FEWEST = 2
"""Figures that each phase needs for the unbiased variance."""


class _Pairs(NamedTuple):
    """All pairs of one figure of each phase: the share that improves, and its spread by baseline, treatment, pair."""

    share: float
    by_baseline: float
    by_treatment: float
    by_pair: float


def nap(case: Case) -> Figures:
    """Non-overlap of all pairs; standard error by the unbiased variance of Sen and Mee."""
    return _with_se(case, _pairs(*case.turned), "unbiased")


def nap_hanley(case: Case) -> Figures:
    """Non-overlap of all pairs; standard error of Hanley and McNeil."""
    return _with_se(case, _pairs(*case.turned), "hanley")


def nap_null(case: Case) -> Figures:
    """Non-overlap of all pairs; standard error that holds where the phases do not differ."""
    return _with_se(case, _pairs(*case.turned), "null")


def tau(case: Case) -> Figures:
    """Share of pairs that improve less share of pairs that get worse, 2 NAP - 1."""
    return tau_of(case, *case.turned)


def tau_of(case: Case, baseline: Sequence[float], treatment: Sequence[float], tolerance: float = 0.0) -> Figures:
    """Tau of figures of which more is better; those within a tolerance of each other are tied."""
    found = _with_se(case, _pairs(baseline, treatment, tolerance), "unbiased")
    value, low, high = (None if each is None else 2 * each - 1 for each in (found.value, found.low, found.high))
    return Figures(value, None if found.se is None else 2 * found.se, low, high, found.reason, found.se_reason)


def pnd(case: Case) -> Figures:
    """Share of treatment figures that are better than all of the baseline."""
    baseline, treatment = case.turned
    best = max(baseline)
    return _bare(sum(each > best for each in treatment) / len(treatment))


def pem(case: Case) -> Figures:
    """Share of treatment figures that are better than the median of the baseline; those at the median count by half."""
    return _beyond_median(case, 0.5)


def pem_ties_0(case: Case) -> Figures:
    """Share of treatment figures that are better than the median of the baseline; those at the median do not count."""
    return _beyond_median(case, 0.0)


def pand(case: Case) -> Figures:
    """Share of figures that stay when as few as possible are taken away so that the phases do not overlap."""
    return _bare(_kept(case) / sum(case.sizes))


def ird(case: Case) -> Figures:
    """Improvement rate difference, the robust form."""
    m, n = case.sizes
    return _bare(1 - (m + n) * (m + n - _kept(case)) / (2 * m * n))


def _bare(value: float) -> Figures:
    return Figures(value, se_reason="not-defined")


def _beyond_median(case: Case, tie: float) -> Figures:
    baseline, treatment = case.turned
    middle = median(baseline)
    return _bare(sum((each > middle) + tie * (each == middle) for each in treatment) / len(treatment))


def _kept(case: Case) -> int:
    """How many figures stay at most: for each cut, those of the baseline up to it and those of the treatment above."""
    baseline, treatment = case.turned
    kept = [sum(each <= cut for each in baseline) + sum(each > cut for each in treatment) for cut in baseline]
    return max(len(treatment), *kept)


def _pairs(baseline: Sequence[float], treatment: Sequence[float], tolerance: float = 0.0) -> _Pairs:
    m, n = len(baseline), len(treatment)
    credits_ = [
        [0.5 if abs(after - before) <= tolerance else float(after > before) for after in treatment]
        for before in baseline
    ]
    # Halves are exact in a float, so nothing is lost before the division.
    share = sum(map(sum, credits_)) / (m * n)
    rows = math.fsum((sum(row) - n * share) ** 2 for row in credits_)
    columns = math.fsum((sum(column) - m * share) ** 2 for column in zip(*credits_, strict=True))
    cells = math.fsum((each - share) ** 2 for row in credits_ for each in row)
    return _Pairs(share, rows / (m * n * n), columns / (m * m * n), cells / (m * n))


def _with_se(case: Case, pairs: _Pairs, form: str) -> Figures:
    m, n = case.sizes
    share, cells = pairs.share, m * n
    # Without overlap the pairs have no spread; half a pair keeps the standard error above 0.
    inner = min(max(share, 0.5 / cells), 1 - 0.5 / cells)
    if form == "null":
        variance = (m + n + 1) / (12 * cells)
    elif form == "hanley":
        variance = (inner * (1 - inner) + (n - 1) * pairs.by_baseline + (m - 1) * pairs.by_treatment) / cells
    elif min(m, n) < _FEWEST:
        low, high = limits(share, m, n, case.z, exact=case.exact)
        return Figures(share, None, low, high, se_reason="too-few-points")
    else:
        spread = n * pairs.by_baseline + m * pairs.by_treatment - 2 * pairs.by_pair
        variance = max(0.0, inner * (1 - inner) + spread) / ((m - 1) * (n - 1))
    low, high = limits(share, m, n, case.z, exact=case.exact)
    return Figures(share, math.sqrt(variance), low, high)
