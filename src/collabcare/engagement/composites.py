"""
The overall of a side: its dimensions' rates joined to one, with limits.

Dimensions count as independent of one another. Each function takes the same parts and gives the same figures; the
scoring model says which is used.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from collabcare._proportions import wilson
from collabcare.engagement.clustering import t_quantile
from collabcare.engagement.intervals import Composite, Part, composite
from collabcare.engagement.model import Aggregation, IntervalMethod

__all__ = ["geometric_composite", "join", "score_composite"]


def join(parts: Iterable[Part], z: float, interval: IntervalMethod, aggregation: Aggregation) -> Composite:
    """Join the dimensions as a model says."""
    if aggregation == Aggregation.GEOMETRIC:
        return geometric_composite(parts, z)
    return composite(parts, z) if interval == IntervalMethod.WILSON else score_composite(parts, z)


def score_composite(parts: Iterable[Part], z: float) -> Composite:
    """
    Weighted mean of the dimensions' rates, with the limits that a score test gives.

    For a single dimension these are Wilson's.

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
    With W_k = weight_k / sum of weights, p_k' = (rate_k n_k + 1/2)/(n_k + 1), V_k = W_k^2 p_k'(1 - p_k')/n_k,
    V = sum V_k, m = sum W_k p_k' and s_k = V_k/(W_k V): as the overall t that is tested moves away from m, dimension k
    moves along as far as it is uncertain, to p_k' + s_k (t - m). The variance on that way is
    V(t) = V + b (t - m) + c (t - m)^2, b = sum (W_k^2/n_k)(1 - 2 p_k') s_k, c = -sum (W_k^2/n_k) s_k^2.
    The limits are the roots of (value - t)^2 = q^2 V(t). With e = value - m, V_e = max(0, V + b e + c e^2) and
    b_e = b + 2 c e they are value + (q^2 b_e +- sqrt(q^4 b_e^2 + 4 (1 - q^2 c) q^2 V_e))/(2 (1 - q^2 c)).

    q is Student's quantile with inverse_df = sum V_k^2 inverse_df_k / V^2 (Satterthwaite 1946).

    References
    ----------
    .. [1] Wilson's interval inverts the score test of one share; taking the way of the dimensions to be a line is a
       proposal of this library, tested in docs/explanation/how-sure-is-a-score.md.
    """
    known = list(parts)
    shares = _shares(known)
    rates = [(part.rate * part.n + 0.5) / (part.n + 1) for part in known]
    scales = [share * share / part.n for share, part in zip(shares, known, strict=True)]
    variances = [scale * rate * (1 - rate) for scale, rate in zip(scales, rates, strict=True)]
    variance = math.fsum(variances)
    steps = [each / (share * variance) for each, share in zip(variances, shares, strict=True)]
    value = min(1.0, _dot(shares, [part.rate for part in known]))
    middle = _dot(shares, rates)
    b = math.fsum(scale * (1 - 2 * rate) * step for scale, rate, step in zip(scales, rates, steps, strict=True))
    c = -math.fsum(scale * step * step for scale, step in zip(scales, steps, strict=True))
    beside = value - middle
    square = t_quantile(z, _inverse_df(variances, known)) ** 2
    at_value = max(0.0, variance + b * beside + c * beside * beside)
    slope, lead = square * (b + 2 * c * beside), 1 - square * c
    root = math.sqrt(slope * slope + 4 * lead * square * at_value)
    return Composite(
        value,
        max(0.0, min(value, value + (slope - root) / (2 * lead))),
        min(1.0, max(value, value + (slope + root) / (2 * lead))),
        middle * (1 - middle) / variance,
    )


def geometric_composite(parts: Iterable[Part], z: float) -> Composite:
    """
    Weighted geometric mean of the dimensions' rates, with Wilson's interval at an effective number of opportunities.

    A dimension without any credit makes it 0. With few opportunities and rates near 0 it is off below, and its limits
    with it.

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
    value = product of rate_k^W_k. With p_k' = (rate_k n_k + 1)/(n_k + 2), m = product of p_k'^W_k,
    V_k = W_k^2 (1 - p_k')/(n_k p_k') and V = m^2 sum V_k (delta method), n_eff = m(1 - m)/V; quantile as in
    `score_composite`.

    References
    ----------
    .. [1] OECD & JRC (2008). Handbook on Constructing Composite Indicators: a geometric mean lets a strong part make
       up less for a weak one.
    """
    known = list(parts)
    shares = _shares(known)
    rates = [(part.rate * part.n + 1) / (part.n + 2) for part in known]
    variances = [
        share * share * (1 - rate) / (part.n * rate) for share, rate, part in zip(shares, rates, known, strict=True)
    ]
    middle = math.exp(_dot(shares, [math.log(rate) for rate in rates]))
    value = 0.0
    if all(part.rate > 0 for part in known):
        value = min(1.0, math.exp(_dot(shares, [math.log(part.rate) for part in known])))
    n_effective = (1 - middle) / (middle * math.fsum(variances))
    low, high = wilson(value, n_effective, t_quantile(z, _inverse_df(variances, known)))
    return Composite(value, low, high, n_effective)


def _shares(parts: Sequence[Part]) -> list[float]:
    total = math.fsum(part.weight for part in parts)
    return [part.weight / total for part in parts]


def _dot(left: Sequence[float], right: Sequence[float]) -> float:
    return math.fsum(one * other for one, other in zip(left, right, strict=True))


def _inverse_df(variances: Sequence[float], parts: Sequence[Part]) -> float:
    total = math.fsum(variances)
    return math.fsum(each * each * part.inverse_df for each, part in zip(variances, parts, strict=True)) / total**2
