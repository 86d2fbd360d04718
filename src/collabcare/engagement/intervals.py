"""
Intervals for shares: Wilson's, with real-valued counts, and the composite's at an effective number of opportunities.

They say how far the rate of a longer run of windows like this one could lie from what was seen. Occasions of one week
resemble each other, which these intervals do not know; they are too narrow by as much. `clustering` gives the number of
opportunities that knows it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import attrs

__all__ = ["Composite", "Interval", "Part", "composite", "difference", "kish", "wilson"]


class Interval(NamedTuple):
    """Two limits, from 0 to 1."""

    low: float
    high: float


def wilson(rate: float, n: float, z: float) -> Interval:
    """
    Wilson's score interval of a share.

    Credits between 0 and 1 vary less than yes and no do, so for them the interval is on the wide side.

    Parameters
    ----------
    rate
        The share seen, from 0 to 1; it need not be a fraction of whole numbers.
    n
        How many opportunities it rests on, above 0; it need not be whole.
    z
        Standard normal quantile, 1.96 for 95 %.

    Returns
    -------
    Interval
        Within 0 and 1, and never without the rate itself.

    Notes
    -----
    (p + z^2/2n +- z sqrt(p(1 - p)/n + z^2/4n^2)) / (1 + z^2/n)

    References
    ----------
    .. [1] Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the
       American Statistical Association 22, 209-212.
    .. [2] Newcombe, R. G. (1998). Two-sided confidence intervals for the single proportion: comparison of seven
       methods. Statistics in Medicine 17 (the score method without correction).

    Examples
    --------
    >>> low, high = wilson(5 / 7, 7, 1.959963984540054)
    >>> round(low, 4), round(high, 4)
    (0.3589, 0.9178)
    """
    square = z * z / n
    middle = rate + square / 2
    reach = z * math.sqrt(rate * (1 - rate) / n + square / (4 * n))
    low, high = (middle - reach) / (1 + square), (middle + reach) / (1 + square)
    return Interval(max(0.0, min(low, rate)), min(1.0, max(high, rate)))


def difference(before: float, limits_before: Interval, after: float, limits_after: Interval) -> Interval:
    """
    Limits of `after - before`, from the limits of both (MOVER).

    The two must not rest on the same opportunities. Where they resemble each other, it is on the wide side.

    Parameters
    ----------
    before
        The first figure.
    limits_before
        Its limits, which need not lie at equal distances from it.
    after
        The second figure.
    limits_after
        Its limits.

    Returns
    -------
    Interval
        From -1 to 1, and never without the difference itself.

    Notes
    -----
    With d = after - before, low and high the limits of each:
    d - sqrt((after - low_after)^2 + (high_before - before)^2) to
    d + sqrt((high_after - after)^2 + (before - low_before)^2).
    A difference is low when `after` is near its lower limit and `before` near its upper one; so each limit takes the
    two distances that point its way, and what is lopsided stays so.

    References
    ----------
    .. [1] Zou, G. Y., & Donner, A. (2008). Construction of confidence limits about effect measures: a general approach.
       Statistics in Medicine 27, 1693-1702.
    .. [2] Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions: comparison of
       eleven methods. Statistics in Medicine 17, 873-890: the same with Wilson's limits, method 10.

    Examples
    --------
    >>> z = 1.959963984540054
    >>> low, high = difference(48 / 80, wilson(48 / 80, 80, z), 56 / 70, wilson(56 / 70, 70, z))
    >>> round(low, 4), round(high, 4)
    (0.0524, 0.3339)
    """
    middle = after - before
    down = math.hypot(after - limits_after.low, limits_before.high - before)
    up = math.hypot(limits_after.high - after, before - limits_before.low)
    return Interval(max(-1.0, middle - down), min(1.0, middle + up))


def kish(weights: Iterable[float]) -> float:
    """
    Number of equally weighted opportunities that tell as much as these.

    Parameters
    ----------
    weights
        The weights of the opportunities, each above 0.

    Returns
    -------
    float
        From 1 to their number, which it is when all weigh alike; 0 when there is none.

    Notes
    -----
    (sum w)^2 / sum w^2

    References
    ----------
    .. [1] Kish's effective sample size, here an approximation: weights by design, not by sampling.

    Examples
    --------
    >>> kish([1, 1, 1, 1]), round(kish([1, 1, 1 / 7]), 3)
    (4.0, 2.273)
    """
    known = [weight for weight in weights if weight > 0]
    if not known:
        return 0.0
    largest = max(known)  # dividing by it keeps the squares of very small weights from vanishing
    scaled = [weight / largest for weight in known]
    return math.fsum(scaled) ** 2 / math.fsum(each * each for each in scaled)


@attrs.frozen
class Part:
    """
    What one dimension brings to the overall.

    Parameters
    ----------
    weight
        Its weight times how far it is present, above 0.
    rate
        Its rate, from 0 to 1.
    n
        The number of opportunities that it rests on, as `kish` counts them or as `clustering` does, above 0.
    inverse_df
        1/(degrees of freedom) with which that number is known; 0 when it is taken as known.
    """

    weight: float
    rate: float
    n: float
    inverse_df: float = 0.0


@attrs.frozen
class Composite:
    """
    The weighted mean of several rates, with its interval.

    Parameters
    ----------
    value
        The mean, from 0 to 1.
    low, high
        Its limits.
    n_effective
        The number of opportunities of a single share that would be as uncertain.
    """

    value: float
    low: float
    high: float
    n_effective: float


def composite(parts: Iterable[Part], z: float) -> Composite:
    """
    Weighted mean of the dimensions' rates, with Wilson's interval at an effective number of opportunities.

    Parameters
    ----------
    parts
        The dimensions that take part; at least one.
    z
        Standard normal quantile, 1.96 for 95 %.

    Returns
    -------
    Composite
        Each figure finite; `low <= value <= high`.

    Notes
    -----
    With W_k = weight_k / sum of weights and p_k' = (rate_k n_k + 1)/(n_k + 2), which keeps a dimension with only full
    or only empty credits from passing as certain:
    V = sum W_k^2 p_k'(1 - p_k')/n_k, m = sum W_k p_k', n_eff = m(1 - m)/V; Wilson's interval at n_eff of the value
    sum W_k rate_k.
    Dimensions count as independent of one another. Where opportunities weigh differently, rate_k n_k stands for the sum
    of credits, with n_k as `kish` counts it, so that p_k' stays between 0 and 1.

    References
    ----------
    .. [1] The model `partnership-1`, rule R1: a proposal of this library, the two added opportunities included.
    """
    known = list(parts)
    total = math.fsum(part.weight for part in known)
    shares = [part.weight / total for part in known]
    smoothed = [(part.rate * part.n + 1) / (part.n + 2) for part in known]
    value = min(1.0, math.fsum(share * part.rate for share, part in zip(shares, known, strict=True)))
    mean = math.fsum(share * rate for share, rate in zip(shares, smoothed, strict=True))
    variance = math.fsum(
        share * share * rate * (1 - rate) / part.n for share, rate, part in zip(shares, smoothed, known, strict=True)
    )
    n_effective = mean * (1 - mean) / variance
    low, high = wilson(value, n_effective, z)
    return Composite(value, low, high, n_effective)
