"""How much a share tells when occasions of a week resemble each other; the formulas are `engagement.clustering`'s."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw

from collabcare.engagement.clustering import MIN_WEEKS, PRIOR, SAME, SMOOTHING, t_terms
from collabcare.engagement.cohort.intervals import above_zero, kish, mean_of
from collabcare.engagement.cohort.windows import day_number
from collabcare.engagement.model import UnreportedPolicy

__all__ = ["by_weeks", "t_quantile", "week_columns"]

_WEEK = "week number"
_UNUSED = 3.0  # stands for numbers of rows whose result is not used, where what they are would not divide


def week_columns() -> dict[str, nw.Expr]:
    """Give what a row of evidence must also say: the number of its week, from Monday on, and w c^2."""
    credit = nw.col("credit")
    return {_WEEK: (day_number(nw.col("on")) - 1) // 7, "wcc": nw.col("weight") * credit * credit}


def by_weeks(
    rows: nw.LazyFrame[Any], keys: Sequence[str], sums: Sequence[nw.Expr], policy: UnreportedPolicy
) -> nw.LazyFrame[Any]:
    """
    Sum rows by week, then weeks, and say how much the rate of a dimension rests on.

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
        One row for each group, window and dimension that has evidence: `sums`, `n_effective` and `inverse_df`; see
        `engagement.clustering.clustered`.
    """
    weeks = rows.group_by(*keys, _WEEK).agg(*sums, nw.col("wcc").sum())
    names = [name for name in weeks.collect_schema().names() if name not in {*keys, _WEEK}]
    weight, square, gain = _counted(policy)
    weeks = weeks.with_columns(week_ww=weight * weight, week_wg=weight * gain, week_gg=gain * gain)
    found = weeks.group_by(*keys).agg(*(nw.col(name).sum() for name in (*names, "week_ww", "week_wg", "week_gg")))
    # The estimate is made here, before anything is joined: DuckDB writes all that stands between a join and a sum into
    # one expression.
    rate = nw.col("rate")
    found = found.with_columns(
        rate=mean_of(gain, weight),
        kish=kish(weight, square),
        weeks=kish(weight, nw.col("week_ww")),
        moment=nw.col("wcc").fill_null(0.0) / above_zero(weight),
    ).with_columns(
        between=(nw.col("week_gg") - 2 * rate * nw.col("week_wg") + rate * rate * nw.col("week_ww"))
        / above_zero(weight * weight)
    )
    return _with_estimate(found).select(*keys, *(name for name in names if name != "wcc"), "n_effective", "inverse_df")


def _counted(policy: UnreportedPolicy) -> tuple[nw.Expr, nw.Expr, nw.Expr]:
    """Give the sums of w, w^2 and w c of what counts; some engines have none where nothing does."""
    w, squares, silent_w, gain = (nw.col(name).fill_null(0.0) for name in ("w", "ww", "silent_w", "wc"))
    return (w + silent_w if policy == UnreportedPolicy.NOT_DONE else w), squares, gain


def _with_estimate(table: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """
    Make the estimate of the rate, the number of opportunities and of weeks by Kish, and the two spreads.

    In steps, so that each divides columns: see `intervals`.
    """
    rate, moment, n, weeks, m, k = (nw.col(name) for name in ("rate", "moment", "kish", "weeks", "many", "k"))
    clusters = weeks >= MIN_WEEKS
    table = table.with_columns(
        near=(n * rate + SMOOTHING) / (n + 2 * SMOOTHING),
        seen=(n * moment + SMOOTHING) / (n + 2 * SMOOTHING),
        variance=moment - rate * rate,
        **{name: nw.when(clusters).then(each).otherwise(nw.lit(_UNUSED)) for name, each in (("many", n), ("k", weeks))},
    )
    near, u, effect = nw.col("near"), nw.col("u"), nw.col("effect")
    varies = nw.col("variance") > SAME
    within = nw.when(varies).then(nw.col("variance")).otherwise(nw.lit(1.0))
    raw = _at_least_zero(nw.col("between")) * (m - 1) * k / (within * (k - 1))
    table = table.with_columns(
        credits=(nw.col("seen") - near * near) / (near - near * near),
        raw=nw.when(varies).then(raw).otherwise(nw.lit(1.0)),
        u=_at_least_zero(m - k) / ((k - 1) * m),
        a_week=m / k,
    ).with_columns(
        effect=(nw.col("raw") + PRIOR * u) / (1 + PRIOR * u),
        inverse_df=nw.when(clusters).then(u / (1 + PRIOR * u)).otherwise(nw.lit(0.0)),
    )
    a_week = nw.col("a_week")
    beyond = a_week - _at_least_zero((a_week - 1) * (a_week - 1) - 2 * a_week * (effect - 1)).sqrt()
    whole = nw.when(clusters).then(nw.max_horizontal(effect, beyond)).otherwise(nw.lit(1.0))
    return table.with_columns(n_effective=n / (nw.col("credits") * whole))


def t_quantile(z: float, inverse_df: nw.Expr) -> nw.Expr:
    """Give Student's quantile; see `engagement.clustering.t_quantile`."""
    first, second, third, fourth = t_terms(z)
    return z + inverse_df * (first + inverse_df * (second + inverse_df * (third + inverse_df * fourth)))


def _at_least_zero(number: nw.Expr) -> nw.Expr:
    return nw.max_horizontal(number, nw.lit(0.0))
