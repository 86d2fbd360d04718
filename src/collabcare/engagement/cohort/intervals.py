"""
Intervals as expressions over columns; their meaning and source stand in `_proportions` and `engagement.intervals`.

All that a table says about uncertainty is computed here. What is divided is a column or little more: on Spark a
quotient holds its parts several times, so that one within another grows without bound.
"""

from __future__ import annotations

from typing import NamedTuple

import narwhals as nw

__all__ = ["Limits", "above_zero", "at_least_one", "kish", "mean_of", "pull", "smoothed", "variance_part", "wilson"]


class Limits(NamedTuple):
    """Two limits, from 0 to 1."""

    low: nw.Expr
    high: nw.Expr


def above_zero(number: nw.Expr) -> nw.Expr:
    """Give a number to divide by: 1 where there is none above 0, in rows whose result is not used."""
    return nw.when(number > 0).then(number).otherwise(nw.lit(1.0))


def at_least_one(count: nw.Expr) -> nw.Expr:
    """
    Give a count to divide by: 1 where there is none.

    It is `above_zero` for whole numbers, and names the count once: DuckDB writes it out wherever it stands in a case,
    and plans for long where it is a sum of many columns.
    """
    return nw.max_horizontal(count, nw.lit(1.0))


def mean_of(gains: nw.Expr, weights: nw.Expr) -> nw.Expr:
    """Give the weighted mean sum(w c)/sum(w), at most 1."""
    return nw.min_horizontal(gains / above_zero(weights), nw.lit(1.0))


def kish(weights: nw.Expr, squares: nw.Expr) -> nw.Expr:
    """Give (sum w)^2 / sum w^2, from the two sums: 1 where nothing counts, in rows whose result is not used."""
    return nw.when(squares > 0).then(weights * weights / squares).otherwise(nw.lit(1.0))


def pull(n: nw.Expr, z: float | nw.Expr) -> nw.Expr:
    """Give z^2/(n + z^2): how far Wilson's interval of a rate draws its middle towards a half."""
    square = nw.lit(z * z) if isinstance(z, float) else z * z
    return square / (n + square)


def wilson(rate: nw.Expr, drawn: nw.Expr) -> Limits:
    """
    Give Wilson's interval of a rate p; see `_proportions.wilson`.

    With q, which is `pull`, it is p + q (1/2 - p) -/+ sqrt(q ((1 - q) p (1 - p) + q/4)): the same without a quotient.

    Parameters
    ----------
    rate
        The rate.
    drawn
        A column that holds `pull`.

    Returns
    -------
    Limits
        Around the rate, from 0 to 1.
    """
    middle = rate + drawn * (0.5 - rate)
    reach = (drawn * ((1 - drawn) * rate * (1 - rate) + drawn * 0.25)).sqrt()
    return Limits(
        nw.max_horizontal(nw.min_horizontal(middle - reach, rate), nw.lit(0.0)),
        nw.min_horizontal(nw.max_horizontal(middle + reach, rate), nw.lit(1.0)),
    )


def smoothed(rate: nw.Expr, n: nw.Expr) -> nw.Expr:
    """Give (rate n + 1)/(n + 2): what a dimension enters the overall's uncertainty with."""
    return (rate * n + 1) / (n + 2)


def variance_part(weight: nw.Expr, rate: nw.Expr, n: nw.Expr) -> nw.Expr:
    """Give what one dimension adds to the variance of the overall, from its smoothed rate."""
    return weight * weight * rate * (1 - rate) / n
