"""From the dimensions of a side to its overall (rule R1); the rules are those of `engagement.overall`."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from collabcare.engagement.cohort.columns import KEY_OF_REASON, OVERALL
from collabcare.engagement.cohort.intervals import above_zero, mean_of, smoothed, variance_part, wilson
from collabcare.engagement.cohort.tally import Frame
from collabcare.engagement.model import ScoringModel

__all__ = ["overall"]


def overall(dimensions: Frame, keys: Sequence[str], model: ScoringModel) -> Frame:
    """
    Figures of each side, over its dimensions.

    Parameters
    ----------
    dimensions
        What `figures` gives.
    keys
        The columns of a group and its window.
    model
        Minima and confidence.

    Returns
    -------
    Frame
        One row for each group, window and side.
    """
    summed = _sums(dimensions, keys, model)
    weight = above_zero(nw.col("here"))
    measured, whole = nw.col("measured"), nw.col("cover")
    coverage = measured / above_zero(whole * model.min_opportunities)
    few = nw.col("present") < model.min_dimensions
    mean = nw.col("gain_smoothed") / weight
    table = summed.with_columns(
        reason=nw.when((whole > 0) & (coverage < model.min_weight_share))
        .then(nw.lit("too-little-coverage"))
        .when(few)
        .then(nw.lit("too-few-dimensions"))
        .otherwise(nw.lit(None, dtype=nw.String)),
        value=mean_of(nw.col("gain"), nw.col("here")),
        n_effective=above_zero(mean * (1 - mean) / above_zero(nw.col("variance")) * weight * weight),
        worst=mean_of(nw.col("gain_worst"), nw.col("there")),
        best=mean_of(nw.col("gain_best"), nw.col("there")),
    )
    if model.require_both_sides:
        known = nw.col("reason").is_null().cast(nw.Int64)
        table = table.with_columns(known=known).with_columns(sides=nw.col("known").sum().over(*keys))
        alone = nw.col("reason").is_null() & (nw.col("sides") < 2)  # noqa: PLR2004 -- there are two sides
        table = table.with_columns(
            reason=nw.when(alone).then(nw.lit("other-side-not-measured")).otherwise(nw.col("reason"))
        )
    shown = nw.col("reason").is_null()
    limits = wilson(nw.col("value"), nw.col("n_effective"), model.z)
    figures = {
        "low": limits.low,
        "high": limits.high,
        "worst": nw.min_horizontal("worst", "value"),
        "best": nw.max_horizontal("best", "value"),
        "value": nw.col("value"),
    }
    return table.with_columns(
        dimension=nw.lit(OVERALL), **{name: nw.when(shown).then(each) for name, each in figures.items()}
    )


def _sums(dimensions: Frame, keys: Sequence[str], model: ScoringModel) -> Frame:
    """Sum over the dimensions of a side what its figures are made of."""
    weight, rate, n = nw.col("weight"), nw.col("rate"), nw.col("n_effective")
    counted, due = nw.col("counted"), nw.col("due")
    present = nw.col("present") & (weight > 0)
    # In the bounds, all that was due is there: a dimension without a value takes part when some of it is unreported.
    possible = (weight > 0) & (nw.col("present") | (nw.col("silent") > 0))
    least = model.min_opportunities

    def up_to(number: nw.Expr) -> nw.Expr:
        return nw.min_horizontal(number, nw.lit(least)).cast(nw.Float64)

    nothing = nw.lit(0.0)
    arose = (due > 0) | (nw.col("reason") == "nothing-agreed")
    rows = dimensions.with_columns(
        cover=nw.when(arose).then(weight).otherwise(nothing),
        measured=nw.when(present).then(weight * up_to(counted)).otherwise(nothing),
        here=nw.when(present).then(weight * (up_to(counted) / least)).otherwise(nothing),
        there=nw.when(possible).then(weight * (up_to(due) / least)).otherwise(nothing),
        present=present.cast(nw.Int64),
        smoothed=smoothed(rate, n),
    )
    here, there = nw.col("here"), nw.col("there")
    rows = rows.with_columns(
        gain=here * rate,
        gain_smoothed=here * nw.col("smoothed"),
        variance=variance_part(here, nw.col("smoothed"), n),
        gain_worst=there * nw.col("worst").fill_null(0.0),
        gain_best=there * nw.col("best").fill_null(0.0),
    )
    names = ["cover", "measured", "here", "there", "present", "gain", "gain_smoothed", "variance", "gain_worst"]
    names += ["gain_best", "c", "counted", *KEY_OF_REASON.values()]
    return rows.group_by(*keys, "side").agg(*(nw.col(name).sum() for name in names))
