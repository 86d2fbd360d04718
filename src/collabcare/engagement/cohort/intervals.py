"""
Intervals as expressions over columns; their meaning and source stand in `_proportions` and `engagement.intervals`.

All that a table says about uncertainty is computed here.
"""

from __future__ import annotations

from typing import NamedTuple

import narwhals as nw

__all__ = ["Limits", "above_zero", "kish", "mean_of", "smoothed", "variance_part", "wilson"]


class Limits(NamedTuple):
    """Two limits, from 0 to 1."""

    low: nw.Expr
    high: nw.Expr


def above_zero(number: nw.Expr) -> nw.Expr:
    """Give a number to divide by: 1 where there is none above 0, in rows whose result is not used."""
    return nw.when(number > 0).then(number).otherwise(nw.lit(1.0))


def mean_of(gains: nw.Expr, weights: nw.Expr) -> nw.Expr:
    """Give the weighted mean sum(w c)/sum(w), at most 1."""
    return nw.min_horizontal(gains / above_zero(weights), nw.lit(1.0))


def kish(weights: nw.Expr, squares: nw.Expr) -> nw.Expr:
    """Give (sum w)^2 / sum w^2, from the two sums: 1 where nothing counts, in rows whose result is not used."""
    return nw.when(squares > 0).then(weights * weights / squares).otherwise(nw.lit(1.0))


def wilson(rate: nw.Expr, n: nw.Expr, z: float | nw.Expr) -> Limits:
    """Give Wilson's interval of a rate; see `_proportions.wilson`."""
    square = (nw.lit(z * z) if isinstance(z, float) else z * z) / n
    middle = rate + square / 2
    reach = z * (rate * (1 - rate) / n + square / (4 * n)).sqrt()
    low, high = (middle - reach) / (1 + square), (middle + reach) / (1 + square)
    return Limits(
        nw.max_horizontal(nw.min_horizontal(low, rate), nw.lit(0.0)),
        nw.min_horizontal(nw.max_horizontal(high, rate), nw.lit(1.0)),
    )


def smoothed(rate: nw.Expr, n: nw.Expr) -> nw.Expr:
    """Give (rate n + 1)/(n + 2): what a dimension enters the overall's uncertainty with."""
    return (rate * n + 1) / (n + 2)


def variance_part(weight: nw.Expr, rate: nw.Expr, n: nw.Expr) -> nw.Expr:
    """Give what one dimension adds to the variance of the overall, from its smoothed rate."""
    return weight * weight * rate * (1 - rate) / n
