"""How far two things go together in their order: Spearman's correlation, with limits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import Any, NamedTuple

from collabcare._extras import need

__all__ = ["RankCorrelation", "rank_correlation", "spearman_limits"]

_MIN_PAIRS = 6
"""The fewest for which the limits were tried (`benchmarks/rank_correlation.py`)."""


class RankCorrelation(NamedTuple):
    """A correlation with its limits, or the reason why there is none; `no-limits` is about the limits alone."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str | None = None


def rank_correlation(pairs: Sequence[tuple[float, float]], confidence: float) -> RankCorrelation:
    """
    Give Spearman's correlation with its limits, or why there is none.

    Parameters
    ----------
    pairs
        The two figures of each case.
    confidence
        Of the limits.

    Returns
    -------
    RankCorrelation
        From -1 to 1; `too-few-weeks`, `no-variance` or `no-limits` where something is missing.
    """
    if len(pairs) < _MIN_PAIRS:
        return RankCorrelation(reason="too-few-weeks")
    first, second = zip(*pairs, strict=True)
    if len(set(first)) == 1 or len(set(second)) == 1:
        return RankCorrelation(reason="no-variance")
    need("stats", "scipy")
    from scipy import stats  # type: ignore[import-untyped]  # pyright: ignore[reportMissingTypeStubs]

    untyped: Any = stats
    value = float(untyped.spearmanr(first, second).statistic)
    if math.isclose(abs(value), 1, abs_tol=1e-12):
        return RankCorrelation(value=math.copysign(1.0, value), reason="no-limits")
    low, high = spearman_limits(value, len(pairs), confidence)
    return RankCorrelation(value, low, high)


def spearman_limits(value: float, n: int, confidence: float) -> tuple[float, float]:
    """
    Give Bonett and Wright's limits of Spearman's correlation.

    Parameters
    ----------
    value
        The correlation, between -1 and 1.
    n
        Over how many pairs, above 3.
    confidence
        Of the limits.

    Returns
    -------
    tuple of float
        The lower and the upper one.
    """
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    reach = z * math.sqrt((1 + value * value / 2) / (n - 3))
    middle = math.atanh(value)
    return math.tanh(middle - reach), math.tanh(middle + reach)
