"""
The limits that `coverage.py` tries, over many simulated windows at once.

The library's own are written here a second time, in arrays; `coverage.py` checks that both agree. The others are
candidates that lost.
"""

from typing import Any, NamedTuple

import numpy as np
from scipy import stats

Array = np.ndarray[Any, np.dtype[np.float64]]
Limits = tuple[Array, Array]

Z = float(stats.norm.ppf(0.975))


class Estimates(NamedTuple):
    """Rates of many windows, the opportunities that they rest on, and 1/(degrees of freedom)."""

    rate: Array
    n: Array
    inverse_df: Array


class Sums(NamedTuple):
    """What all estimates need: over opportunities, and over weeks (rows are windows, columns are weeks)."""

    w: float
    ww: float
    wc: Array
    wcc: Array
    weeks: Array
    gains: Array


def sums(credit: Array, weight: Array, week: Array) -> Sums:
    """Add up credits: rows are windows, columns opportunities."""
    member = (week[:, None] == np.unique(week)) * weight[:, None]
    return Sums(
        float(weight.sum()),
        float((weight**2).sum()),
        credit @ weight,
        credit**2 @ weight,
        member.sum(0),
        credit @ member,
    )


# --------------------------------------------------------------------------- dimensions


def wilson(rate: Array, n: Array | float, q: Array | float = Z) -> Limits:
    square = q * q / n
    reach = q * np.sqrt(np.maximum(rate * (1 - rate), 0) / n + square / (4 * n))
    return (rate + square / 2 - reach) / (1 + square), (rate + square / 2 + reach) / (1 + square)


def jeffreys(rate: Array, n: Array | float) -> Limits:
    """Beta(k + 1/2, n - k + 1/2), up to 0 and 1 at the ends (Brown, Cai and DasGupta 2001)."""
    yes, no = rate * n, (1 - rate) * n
    low = np.where(yes <= 0, 0.0, stats.beta.ppf(0.025, yes + 0.5, no + 0.5))
    return low, np.where(no <= 0, 1.0, stats.beta.ppf(0.975, yes + 0.5, no + 0.5))


def plain(s: Sums) -> Estimates:
    """Partnership-1: Kish's number."""
    rate = s.wc / s.w
    return Estimates(rate, np.full_like(rate, s.w**2 / s.ww), np.zeros_like(rate))


def variance_ratio(s: Sums, smoothing: float = 0.5) -> Array:
    n = s.w**2 / s.ww
    rate = (s.wc / s.w * n + smoothing) / (n + 2 * smoothing)
    moment = (s.wcc / s.w * n + smoothing) / (n + 2 * smoothing)
    return (moment - rate**2) / (rate - rate**2)


def raw_effect(s: Sums) -> tuple[Array, float, float]:
    """Design effect of week means, not drawn towards 1; Kish's numbers of opportunities and of weeks."""
    n, k = s.w**2 / s.ww, s.w**2 / float((s.weeks**2).sum())
    rate = s.wc / s.w
    variance = np.maximum(s.wcc / s.w - rate**2, 0)
    between = ((s.gains - rate[:, None] * s.weeks) ** 2).sum(1) / s.w**2
    known = variance > 1e-12
    effect = np.where(known, between / (1 - 1 / k) / (np.where(known, variance, 1) / (n - 1)), 1.0) if k > 1 else known
    return np.asarray(effect, dtype=float), n, k


def week_clustered(s: Sums) -> Estimates:
    """The textbook's: raw design effect, never below 1, and a t quantile with one degree of freedom less than weeks."""
    effect, n, k = raw_effect(s)
    rate = s.wc / s.w
    return Estimates(rate, n / np.maximum(effect, 1), np.full_like(rate, 1 / (k - 1)))


def clustered(s: Sums, *, neighbours: bool = True) -> Estimates:
    """Partnership-2: see `collabcare.engagement.clustering.clustered`."""
    rate = s.wc / s.w
    ratio = variance_ratio(s)
    n, k = s.w**2 / s.ww, s.w**2 / float((s.weeks**2).sum())
    if k < 2.5:
        return Estimates(rate, n / ratio, np.zeros_like(rate))
    raw, _, _ = raw_effect(s)
    u = max(0.0, n - k) / ((k - 1) * n)
    effect = (raw + 2 * u) / (1 + 2 * u)
    if neighbours:
        m = n / k
        effect = np.maximum(effect, m - np.sqrt(np.maximum(0, (m - 1) ** 2 - 2 * m * (effect - 1))))
    return Estimates(rate, n / (ratio * effect), np.full_like(rate, u / (1 + 2 * u)))


def t_quantile(inverse_df: Array) -> Array:
    """Student's quantile; normal where `inverse_df` is 0."""
    known = inverse_df > 0
    return np.where(known, stats.t.ppf(0.975, 1 / np.where(known, inverse_df, 1)), Z)


def limits(found: Estimates) -> Limits:
    return wilson(found.rate, found.n, t_quantile(found.inverse_df))


# --------------------------------------------------------------------------- overall
# Columns of these estimates are dimensions.


def joined(parts: list[Estimates]) -> Estimates:
    return Estimates(*(np.stack(each, axis=1) for each in zip(*parts, strict=True)))


def smoothed(found: Estimates, added: float) -> Array:
    return (found.rate * found.n + added) / (found.n + 2 * added)


def pooled_df(variance: Array, found: Estimates) -> Array:
    return (variance**2 * found.inverse_df).sum(1) / variance.sum(1) ** 2


def effective_n(share: Array, found: Estimates) -> Limits:
    """Partnership-1: Wilson at an effective number."""
    rate = smoothed(found, 1)
    variance = share**2 * rate * (1 - rate) / found.n
    middle = rate @ share
    n = middle * (1 - middle) / variance.sum(1)
    return wilson(found.rate @ share, n, t_quantile(pooled_df(variance, found)))


def mover(share: Array, found: Estimates) -> Limits:
    """Zou and Donner (2008): limits of a sum from those of its terms."""
    low, high = limits(found)
    value = found.rate @ share
    return (
        value - np.sqrt(((share * (found.rate - low)) ** 2).sum(1)),
        value + np.sqrt(((share * (high - found.rate)) ** 2).sum(1)),
    )


def score_test(share: Array, found: Estimates) -> Limits:
    """Partnership-2: see `collabcare.engagement.composites.score_composite`."""
    rate = smoothed(found, 0.5)
    scale = share**2 / found.n
    variance = scale * rate * (1 - rate)
    total = variance.sum(1)
    step = variance / (share * total[:, None])
    value, middle = found.rate @ share, rate @ share
    b, c = (scale * (1 - 2 * rate) * step).sum(1), -(scale * step**2).sum(1)
    beside, square = value - middle, t_quantile(pooled_df(variance, found)) ** 2
    at_value = np.maximum(0, total + b * beside + c * beside**2)
    slope, lead = square * (b + 2 * c * beside), 1 - square * c
    root = np.sqrt(slope**2 + 4 * lead * square * at_value)
    return np.maximum(0, value + (slope - root) / (2 * lead)), np.minimum(1, value + (slope + root) / (2 * lead))


def difference(before: Array, limits_before: Limits, after: Array, limits_after: Limits) -> Limits:
    """Both models: see `collabcare._proportions.difference`."""
    (low, high), (low_after, high_after) = limits_before, limits_after
    return (
        after - before - np.hypot(after - low_after, high - before),
        after - before + np.hypot(high_after - after, before - low),
    )


def geometric(share: Array, found: Estimates) -> Limits:
    """Both models: see `collabcare.engagement.composites.geometric_composite`."""
    rate = smoothed(found, 1)
    variance = share**2 * (1 - rate) / (found.n * rate)
    middle = np.exp(np.log(rate) @ share)
    with np.errstate(divide="ignore"):
        value = np.exp(np.log(found.rate) @ share)
    return wilson(value, (1 - middle) / (middle * variance.sum(1)), t_quantile(pooled_df(variance, found)))
