"""
How dimensions become an overall, beside the weighted mean with Wilson's limits; see `engagement.composites`.

What is summed over dimensions has their weights as they are; shares of them are made at the end.
"""

from __future__ import annotations

import narwhals as nw

from collabcare.engagement.cohort.clustering import t_quantile
from collabcare.engagement.cohort.intervals import above_zero, mean_of, smoothed, wilson
from collabcare.engagement.cohort.tally import Frame
from collabcare.engagement.model import Aggregation, IntervalMethod, ScoringModel

__all__ = ["is_plain", "terms", "with_figures"]

_HALF = 0.5


def is_plain(model: ScoringModel) -> bool:
    """Tell whether an overall is the weighted mean with Wilson's limits, which `overall` has itself."""
    return model.aggregation == Aggregation.ARITHMETIC and model.interval == IntervalMethod.WILSON


def terms(model: ScoringModel) -> dict[str, nw.Expr]:
    """
    Give what each dimension adds to the sums of its side.

    Parameters
    ----------
    model
        One that is not plain.

    Returns
    -------
    dict of Expr
        By the name of the sum. They need the columns `here` and `there` (what a dimension weighs in the value and in
        the bounds), `rate`, `worst`, `best` and `n_effective`, and `inverse_df` where the model's limits cluster.
    """
    here, rate, n = nw.col("here"), nw.col("rate"), above_zero(nw.col("n_effective"))
    if model.aggregation == Aggregation.GEOMETRIC:
        near = smoothed(rate, n)
        # V_k without the square of the sum of weights.
        spread = here * here * (1 - near) / (n * near)
        there, worst, best = nw.col("there"), nw.col("worst").fill_null(0.0), nw.col("best").fill_null(0.0)
        found = {"gain_near": here * near.log(), "variance": spread}
        for name, weight, each in (("", here, rate), ("_worst", there, worst), ("_best", there, best)):
            found[f"gain{name}"] = weight * above_zero(each).log()
            found[f"empty{name}"] = ((weight > 0) & (each <= 0)).cast(nw.Int64)
    else:
        near = (rate * n + _HALF) / (n + 1)
        step = here / n * near * (1 - near)
        spread = here * step
        found = {
            "gain_near": here * near,
            "variance": spread,
            "slope": here * here / n * (1 - 2 * near) * step,
            "bend": here * here / n * step * step,
        }
    if model.interval == IntervalMethod.CLUSTERED:
        found["spread_df"] = spread * spread * nw.col("inverse_df")
    return found


def with_figures(sums: Frame, model: ScoringModel) -> Frame:
    """
    Make the figures of a side from its sums.

    Parameters
    ----------
    sums
        Those of `terms`, and of `here`, `there`, `gain`, `gain_worst` and `gain_best`.
    model
        One that is not plain.

    Returns
    -------
    Frame
        With `value`, `low`, `high`, `worst` and `best`; what they are where no dimension takes part is not used.
    """
    here, variance = above_zero(nw.col("here")), above_zero(nw.col("variance"))
    table = sums.with_columns(quantile=nw.lit(model.z))
    if model.interval == IntervalMethod.CLUSTERED:
        inverse_df = nw.col("spread_df") / (variance * variance)
        table = sums.with_columns(inverse_df=inverse_df).with_columns(
            quantile=t_quantile(model.z, nw.col("inverse_df"))
        )
    return _geometric(table, here) if model.aggregation == Aggregation.GEOMETRIC else _score(table, here, variance)


def _geometric(table: Frame, here: nw.Expr) -> Frame:
    table = table.with_columns(
        middle=(nw.col("gain_near") / here).exp(),
        **{
            name: nw.when(nw.col(f"empty{end}") > 0)
            .then(nw.lit(0.0))
            .otherwise(nw.min_horizontal((nw.col(f"gain{end}") / above_zero(nw.col(weight))).exp(), nw.lit(1.0)))
            for name, end, weight in (
                ("value", "", "here"),
                ("worst", "_worst", "there"),
                ("best", "_best", "there"),
            )
        },
    )
    middle = nw.col("middle")
    table = table.with_columns(n_effective=(1 - middle) * here * here / above_zero(middle * nw.col("variance")))
    limits = wilson(nw.col("value"), above_zero(nw.col("n_effective")), nw.col("quantile"))
    return table.with_columns(low=limits.low, high=limits.high)


def _score(table: Frame, here: nw.Expr, variance: nw.Expr) -> Frame:
    quantile, value, beside = nw.col("quantile"), nw.col("value"), nw.col("beside")
    table = table.with_columns(
        value=mean_of(nw.col("gain"), nw.col("here")),
        worst=mean_of(nw.col("gain_worst"), nw.col("there")),
        best=mean_of(nw.col("gain_best"), nw.col("there")),
        slope=nw.col("slope") / (here * variance),
        bend=-nw.col("bend") / (variance * variance),
        square=quantile * quantile,
    )
    table = table.with_columns(beside=value - nw.col("gain_near") / here)
    slope, bend, square = nw.col("slope"), nw.col("bend"), nw.col("square")
    at_value = variance / (here * here) + slope * beside + bend * beside * beside
    table = table.with_columns(
        at_value=nw.max_horizontal(at_value, nw.lit(0.0)),
        tilt=square * (slope + 2 * bend * beside),
        lead=1 - square * bend,
    )
    tilt, lead = nw.col("tilt"), nw.col("lead")
    table = table.with_columns(root=(tilt * tilt + 4 * lead * square * nw.col("at_value")).sqrt())
    low, high = (value + (tilt + each) / (2 * lead) for each in (-nw.col("root"), nw.col("root")))
    return table.with_columns(
        low=nw.max_horizontal(nw.min_horizontal(low, value), nw.lit(0.0)),
        high=nw.min_horizontal(nw.max_horizontal(high, value), nw.lit(1.0)),
    )
