"""
Intervals for shares and for their differences: Wilson's, with real-valued counts, and MOVER.

They say how far the rate of a longer run of windows like this one could lie from what was seen. Occasions of one week
resemble each other, which these intervals do not know; they are too narrow by as much.
"""

from __future__ import annotations

import math
from typing import NamedTuple

__all__ = ["Interval", "difference", "wilson"]


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
