"""How much a share tells when occasions of a week resemble each other; the formulas are `engagement.clustering`'s."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import narwhals as nw

from collabcare.engagement.clustering import MIN_WEEKS, PRIOR, RARER, SAME, SMOOTHING, t_terms
from collabcare.engagement.cohort.intervals import above_zero, kish
from collabcare.engagement.cohort.windows import day_number
from collabcare.engagement.model import UnreportedPolicy

__all__ = ["by_weeks", "t_quantile", "week_columns"]

_WEEK = "week number"
_OWN = ("wcc", "wm", "wmm")
_UNUSED = 3.0  # stands for numbers of rows whose result is not used, where what they are would not divide


def week_columns() -> dict[str, nw.Expr]:
    """Give what a row must also say: the number of its week, from Monday on, w c^2, w (1 - c) and w (1 - c)^2."""
    weight, credit = nw.col("weight"), nw.col("credit")
    missed = 1 - credit
    week = (day_number(nw.col("on")) - 1) // 7
    return {_WEEK: week, "wcc": weight * credit * credit, "wm": weight * missed, "wmm": weight * missed * missed}


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
    weeks = rows.group_by(*keys, _WEEK).agg(*sums, *(nw.col(name).sum() for name in _OWN))
    names = [name for name in weeks.collect_schema().names() if name not in {*keys, _WEEK}]
    counted = _Counted.of(policy)
    weeks = weeks.with_columns(**counted.squares())
    found = weeks.group_by(*keys).agg(*(nw.col(name).sum() for name in (*names, *counted.squares())))
    # The estimate is made here, before anything is joined: DuckDB writes all that stands between a join and a sum into
    # one expression.
    weight = counted.weight
    rarer = nw.when(counted.gain > RARER * weight)
    share = nw.col("share")
    found = found.with_columns(
        share=rarer.then(counted.miss).otherwise(counted.gain) / above_zero(weight),
        moment=rarer.then(counted.miss_moment).otherwise(counted.moment) / above_zero(weight),
        cross=rarer.then(nw.col("week_wm")).otherwise(nw.col("week_wg")),
        square=rarer.then(nw.col("week_mm")).otherwise(nw.col("week_gg")),
        kish=kish(weight, counted.square),
        weeks=kish(weight, nw.col("week_ww")),
    ).with_columns(
        between=(nw.col("square") - 2 * share * nw.col("cross") + share * share * nw.col("week_ww"))
        / above_zero(weight * weight)
    )
    return _with_estimate(found).select(
        *keys, *(name for name in names if name not in _OWN), "n_effective", "inverse_df"
    )


class _Counted(NamedTuple):
    """Sums over what counts: of w and w^2, and of w x and w x^2, where x is the credit, and what is missing to 1."""

    weight: nw.Expr
    square: nw.Expr
    gain: nw.Expr
    moment: nw.Expr
    miss: nw.Expr
    miss_moment: nw.Expr

    @classmethod
    def of(cls, policy: UnreportedPolicy) -> _Counted:
        """Count what is unreported as missed, or not; some engines have no sum where there is nothing to add."""
        w, square, gain, moment, miss, miss_moment, silent = (
            nw.col(name).fill_null(0.0) for name in ("w", "ww", "wc", "wcc", "wm", "wmm", "silent_w")
        )
        if policy == UnreportedPolicy.NOT_DONE:
            w, miss, miss_moment = w + silent, miss + silent, miss_moment + silent
        return cls(w, square, gain, moment, miss, miss_moment)

    def squares(self) -> dict[str, nw.Expr]:
        """Give the products of a week's sums that are summed over weeks."""
        weight, gain, miss = self.weight, self.gain, self.miss
        return {
            "week_ww": weight * weight,
            "week_wg": weight * gain,
            "week_gg": gain * gain,
            "week_wm": weight * miss,
            "week_mm": miss * miss,
        }


def _with_estimate(table: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """
    Make the estimate of the share of what is rarer, the number of opportunities and of weeks, and the two spreads.

    In steps, so that each divides columns: see `intervals`.
    """
    share, moment, n, weeks, m, k = (nw.col(name) for name in ("share", "moment", "kish", "weeks", "many", "k"))
    clusters = weeks >= MIN_WEEKS
    table = table.with_columns(
        near=(n * share + SMOOTHING) / (n + 2 * SMOOTHING),
        seen=(n * moment + SMOOTHING) / (n + 2 * SMOOTHING),
        variance=moment - share * share,
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
