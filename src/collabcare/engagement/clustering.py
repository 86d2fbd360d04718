"""
How much a share tells when occasions of a week resemble each other, and when credits are more than yes and no.

Everything here is a closed formula over sums: of a dimension, and of its weeks. Tables can compute the same.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import attrs

__all__ = [
    "MIN_WEEKS",
    "PRIOR",
    "RARER",
    "SAME",
    "SMOOTHING",
    "Estimate",
    "Occasion",
    "clustered",
    "t_quantile",
    "t_terms",
]

PRIOR = 2.0
"""Weeks' worth of belief that a week tells as much as its occasions."""

SMOOTHING = 0.5
"""Of a yes and of a no, added before the spread of credits is compared with that of yes and no."""

MIN_WEEKS = 2.5 - 1e-9
"""By Kish: three weeks of about equal weight say how much they resemble themselves, two do not; 2.5 however rounded."""

SAME = 1e-12
"""A spread of credits below this is rounding."""

RARER = 0.5
"""Above this rate what was missed is rarer than what was gained."""


class Occasion(NamedTuple):
    """One opportunity: its weight, its credit, and the number of its week."""

    weight: float
    credit: float
    week: int


@attrs.frozen
class Estimate:
    """
    A rate, and how much it rests on.

    Parameters
    ----------
    rate
        The share, from 0 to 1.
    n
        Independent yes-or-no opportunities of equal weight that would tell as much, above 0.
    inverse_df
        1/(degrees of freedom) with which `n` itself is known; 0 when it is taken as known.
    """

    rate: float
    n: float
    inverse_df: float = 0.0


def clustered(occasions: Iterable[Occasion]) -> Estimate | None:
    """
    Estimate a rate without taking the occasions of a week for independent.

    It does not know of ties that last longer than neighbouring weeks, nor, with fewer than three weeks of about equal
    weight, of any.

    Parameters
    ----------
    occasions
        The opportunities, in any order.

    Returns
    -------
    Estimate
        `None` when there is no opportunity with a weight above 0.

    Notes
    -----
    Sums over opportunities w = sum of weights, ww = of squared weights, wc = of weight x credit, wcc = of weight x
    squared credit; over weeks g with weight W_g and gain G_g: WW = sum W_g^2, WG = sum W_g G_g, GG = sum G_g^2.

    p = wc/w; n = w^2/ww; K = w^2/WW (weeks, counted as `kish` counts); m = n/K (opportunities a week).

    Credits: with q = (n p + 1/2)/(n + 1) and s = (n wcc/w + 1/2)/(n + 1), r = (s - q^2)/(q - q^2), at most 1, and 1
    for yes and no.

    Weeks: with v = wcc/w - p^2, the variance of a credit, and e = (GG - 2 p WG + p^2 WW)/w^2,
    d = e/(1 - 1/K) / (v/(n - 1)), taken as 1 where v is 0; u = (n - K)/((K - 1) n); D = (d + 2u)/(1 + 2u), which
    draws d towards 1, the more the fewer weeks there are; inverse_df = u/(1 + 2u).

    Neighbouring weeks: where the tie between occasions fades by the same share from each to the next, weeks show only
    a part of it. D' = max(D, m - sqrt(max(0, (m - 1)^2 - 2 m (D - 1)))).

    n' = n/(r D'). With K below 2.5, D' = 1 and inverse_df = 0.

    n' is the same when 1 - c stands for each credit c. Above a rate of 1/2 it is worked out that way: what is rare has
    more digits.

    References
    ----------
    .. [1] Kish, L. (1965). Survey Sampling: the design effect. The shrinking, the smoothing and the step to
       neighbouring weeks are proposals of this library, tested in docs/explanation/how-sure-is-a-score.md.

    Examples
    --------
    Two weeks without practice in six say less than the same 28 of 42 days in any order would.

    >>> all_or_nothing = [Occasion(1, float(week not in {2, 3}), week) for week in range(6) for _ in range(7)]
    >>> found = clustered(all_or_nothing)
    >>> round(found.rate, 3), round(found.n, 1)
    (0.667, 6.0)
    """
    known = [each for each in occasions if each.weight > 0]
    if not known:
        return None
    largest = max(each.weight for each in known)  # as in `kish`
    weights = [each.weight / largest for each in known]
    w = math.fsum(weights)
    n = w * w / math.fsum([each * each for each in weights])
    rate = min(1.0, math.fsum([weight * each.credit for weight, each in zip(weights, known, strict=True)]) / w)
    rarer = [1 - each.credit if rate > RARER else each.credit for each in known]
    gains = [weight * each for weight, each in zip(weights, rarer, strict=True)]
    share = math.fsum(gains) / w
    square = math.fsum([gain * each for gain, each in zip(gains, rarer, strict=True)]) / w
    credits_ = _credit_variance_ratio(share, square, n)
    of_week: defaultdict[int, list[int]] = defaultdict(list)
    for position, each in enumerate(known):
        of_week[each.week].append(position)
    weeks = [
        (math.fsum([weights[at] for at in those]), math.fsum([gains[at] for at in those])) for those in of_week.values()
    ]
    k = w * w / math.fsum([weight * weight for weight, _ in weeks])
    if k < MIN_WEEKS:
        return Estimate(rate, n / credits_)
    between = math.fsum([(gain - share * weight) ** 2 for weight, gain in weeks]) / (w * w)
    effect, inverse_df = _design_effect(between, max(0.0, square - share * share), n, k)
    return Estimate(rate, n / (credits_ * effect), inverse_df)


def _credit_variance_ratio(rate: float, square: float, n: float) -> float:
    """Compare the variance of the credits with that of yes and no at the same rate: 1 when they are yes and no."""
    smoothed = (n * rate + SMOOTHING) / (n + 2 * SMOOTHING)
    moment = (n * square + SMOOTHING) / (n + 2 * SMOOTHING)
    return (moment - smoothed * smoothed) / (smoothed - smoothed * smoothed)


def _design_effect(between: float, variance: float, n: float, k: float) -> tuple[float, float]:
    """Give the design effect of weeks and 1/(its degrees of freedom)."""
    raw = 1.0 if variance <= SAME else between / (1 - 1 / k) / (variance / (n - 1))
    u = max(0.0, n - k) / ((k - 1) * n)
    effect = (raw + PRIOR * u) / (1 + PRIOR * u)
    m = n / k
    beyond = m - math.sqrt(max(0.0, (m - 1) ** 2 - 2 * m * (effect - 1)))
    return max(effect, beyond), u / (1 + PRIOR * u)


def t_quantile(z: float, inverse_df: float) -> float:
    """
    Quantile of Student's t distribution, from the normal quantile and 1/(degrees of freedom).

    Parameters
    ----------
    z
        Standard normal quantile of the same probability.
    inverse_df
        1/(degrees of freedom), from 0 to 1/2.

    Returns
    -------
    float
        `z` itself where `inverse_df` is 0; at 95 % off by less than .001 from four degrees of freedom on.

    References
    ----------
    .. [1] Abramowitz, M., & Stegun, I. A. (1964). Handbook of Mathematical Functions, 26.7.5.

    Examples
    --------
    >>> round(t_quantile(1.959963984540054, 1 / 11), 3)
    2.201
    """
    first, second, third, fourth = t_terms(z)
    return z + inverse_df * (first + inverse_df * (second + inverse_df * (third + inverse_df * fourth)))


def t_terms(z: float) -> tuple[float, float, float, float]:
    """Give the factors of 1/df, 1/df^2, 1/df^3 and 1/df^4 in `t_quantile`."""
    return (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
