"""
The number of equally weighted opportunities, and the composite's interval at an effective number of opportunities.

Occasions of one week resemble each other, which these intervals do not know; they are too narrow by as much.
`clustering` gives the number of opportunities that knows it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import attrs

from collabcare._proportions import wilson

__all__ = ["Composite", "Part", "composite", "kish"]


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
