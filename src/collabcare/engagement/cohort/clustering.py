"""How much a share tells when occasions of a week resemble each other; the formulas are `engagement.clustering`'s."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw

from collabcare.engagement.clustering import MIN_WEEKS, PRIOR, SAME, SMOOTHING, t_terms
from collabcare.engagement.cohort.intervals import above_zero, kish
from collabcare.engagement.cohort.windows import day_number
from collabcare.engagement.model import UnreportedPolicy

__all__ = ["by_weeks", "t_quantile", "week_columns", "with_estimate"]

_WEEK = "week number"
_UNUSED = 3.0  # stands for numbers of rows whose result is not used, where what they are would not divide
_FLOATS = ("wcc", "week_ww", "week_wg", "week_gg")


def week_columns() -> dict[str, nw.Expr]:
    """Give what a row of evidence must also say: the number of its week, from Monday on, and w c^2."""
    credit = nw.col("credit")
    return {_WEEK: (day_number(nw.col("on")) - 1) // 7, "wcc": nw.col("weight") * credit * credit}


def by_weeks(
    rows: nw.LazyFrame[Any], keys: Sequence[str], sums: Sequence[nw.Expr], policy: UnreportedPolicy
) -> nw.LazyFrame[Any]:
    """
    Sum rows by week, then weeks.

    Parameters
    ----------
    rows
        One for each opportunity, with `week_columns`.
    keys
        The columns of a group, its window and the dimension.
    sums
        What is counted and summed of the rows; each is again summed over weeks.
    policy
        Whether what is unreported counts in its week, without credit.

    Returns
    -------
    Frame
        One row for each group, window and dimension: `sums`, and those of w c^2 (`wcc`), and over weeks with weight W
        and gain G of W^2, W G and G^2 (`week_ww`, `week_wg`, `week_gg`).
    """
    weeks = rows.group_by(*keys, _WEEK).agg(*sums, nw.col("wcc").sum())
    names = [name for name in weeks.collect_schema().names() if name not in {*keys, _WEEK}]
    weight, gain = nw.col("w").fill_null(0.0), nw.col("wc").fill_null(0.0)
    if policy == UnreportedPolicy.NOT_DONE:
        weight += nw.col("silent_w").fill_null(0.0)
    weeks = weeks.with_columns(week_ww=weight * weight, week_wg=weight * gain, week_gg=gain * gain)
    return weeks.group_by(*keys).agg(*(nw.col(name).sum() for name in (*names, *_FLOATS[1:])))


def with_estimate(table: nw.LazyFrame[Any], weights: nw.Expr, squares: nw.Expr) -> nw.LazyFrame[Any]:
    """
    Say how much the rate of a dimension rests on.

    Parameters
    ----------
    table
        One row for each group, window and dimension: its `rate`, and the sums of `by_weeks`, missing where there is no
        evidence.
    weights, squares
        The sums of w and w^2 of what counts.

    Returns
    -------
    Frame
        With `n_effective` and `inverse_df`; see `engagement.clustering.clustered`.
    """
    # In steps, each a column: an engine that writes out an expression would write each part many times over.
    rate, n, k = nw.col("rate"), nw.col("kish"), nw.col("weeks")
    table = table.with_columns(*(nw.col(name).fill_null(0.0) for name in _FLOATS))
    table = table.with_columns(
        kish=kish(weights, squares),
        weeks=kish(weights, nw.col("week_ww")),
        square=nw.col("wcc") / above_zero(weights),
        between=(nw.col("week_gg") - 2 * rate * nw.col("week_wg") + rate * rate * nw.col("week_ww"))
        / above_zero(weights * weights),
    )
    enough = k >= MIN_WEEKS
    table = table.with_columns(
        smoothed=(n * rate + SMOOTHING) / (n + 2 * SMOOTHING),
        moment=(n * nw.col("square") + SMOOTHING) / (n + 2 * SMOOTHING),
        variance=_at_least_zero(nw.col("square") - rate * rate),
        between=_at_least_zero(nw.col("between")),
        many=nw.when(enough).then(n).otherwise(nw.lit(_UNUSED)),
        weeks=nw.when(enough).then(k).otherwise(nw.lit(_UNUSED)),
        clusters=enough,
    )
    many, smoothed, variance = nw.col("many"), nw.col("smoothed"), nw.col("variance")
    varies = variance > SAME
    between = nw.col("between") / (1 - 1 / k)
    table = table.with_columns(
        credits=(nw.col("moment") - smoothed * smoothed) / (smoothed - smoothed * smoothed),
        raw=nw.when(varies)
        .then(between / (nw.when(varies).then(variance).otherwise(nw.lit(1.0)) / (many - 1)))
        .otherwise(nw.lit(1.0)),
        u=_at_least_zero(many - k) / ((k - 1) * many),
        a_week=many / k,
    )
    u, m, effect = nw.col("u"), nw.col("a_week"), nw.col("effect")
    table = table.with_columns(effect=(nw.col("raw") + PRIOR * u) / (1 + PRIOR * u))
    table = table.with_columns(beyond=m - _at_least_zero((m - 1) * (m - 1) - 2 * m * (effect - 1)).sqrt())
    clusters = nw.col("clusters")
    return table.with_columns(
        n_effective=n
        / (nw.col("credits") * nw.when(clusters).then(nw.max_horizontal("effect", "beyond")).otherwise(nw.lit(1.0))),
        inverse_df=nw.when(clusters).then(u / (1 + PRIOR * u)).otherwise(nw.lit(0.0)),
    )


def t_quantile(z: float, inverse_df: nw.Expr) -> nw.Expr:
    """Give Student's quantile; see `engagement.clustering.t_quantile`."""
    first, second, third, fourth = t_terms(z)
    return z + inverse_df * (first + inverse_df * (second + inverse_df * (third + inverse_df * fourth)))


def _at_least_zero(number: nw.Expr) -> nw.Expr:
    return nw.max_horizontal(number, nw.lit(0.0))
