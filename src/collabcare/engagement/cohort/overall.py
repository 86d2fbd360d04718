"""From the dimensions of a side to its overall (rule R1); the rules are those of `engagement.overall`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import cast

import narwhals as nw

from collabcare.engagement.cohort.columns import KEY_OF_REASON, OVERALL
from collabcare.engagement.cohort.composites import Way, way_of
from collabcare.engagement.cohort.intervals import above_zero
from collabcare.engagement.cohort.tally import Frame, joined
from collabcare.engagement.model import ScoringModel
from collabcare.vocabulary import Side

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
    way = way_of(model)
    summed = _sums(dimensions, keys, model, way)
    measured, whole = nw.col("measured"), nw.col("cover")
    coverage = measured / above_zero(whole * model.min_opportunities)
    few = nw.col("present") < model.min_dimensions
    first, *others = way.steps
    table = summed.with_columns(
        reason=nw.when((whole > 0) & (coverage < model.min_weight_share))
        .then(nw.lit("too-little-coverage"))
        .when(few)
        .then(nw.lit("too-few-dimensions"))
        .otherwise(nw.lit(None, dtype=nw.String)),
        **first,
    )
    for each in others:
        table = table.with_columns(**each)
    reason = nw.col("reason")
    shown = reason.is_null()
    if model.require_both_sides:
        table = _with_sides(table, keys)
        alone = nw.col("sides") < 2  # noqa: PLR2004 -- there are two sides
        reason = nw.when(shown & alone).then(nw.lit("other-side-not-measured")).otherwise(reason)
        shown &= ~alone
    figures = {
        "low": way.limits.low,
        "high": way.limits.high,
        "worst": nw.min_horizontal("worst", "value"),
        "best": nw.max_horizontal("best", "value"),
        "value": nw.col("value"),
    }
    return table.with_columns(
        dimension=nw.lit(OVERALL),
        reason=reason,
        **{name: nw.when(shown).then(each) for name, each in figures.items()},
        # A sum of whole numbers is of a type of its own on some engines.
        **{name: nw.col(name).cast(nw.Int64) for name in ("counted", *KEY_OF_REASON.values())},
    )


def _with_sides(table: Frame, keys: Sequence[str]) -> Frame:
    """Say how many sides of a group and window have an overall."""
    eager = cast("object", table)
    known = nw.col("reason").is_null().cast(nw.Int64)
    if isinstance(eager, nw.DataFrame):
        # Not `over`: pyarrow joins in an order of its own, and what it found for one row stands in another.
        found = table.select(*keys, known.alias("sides")).group_by(*keys).agg(nw.col("sides").sum())
        return joined(table, found, keys)
    return table.with_columns(sides=known.sum().over(*keys))


def _weight(model: ScoringModel) -> nw.Expr:
    """Give what a dimension weighs in the overall of its side."""
    weights = {each.dimension.value: float(each.weight) for side in Side for each in model.dimensions(side)}
    most, *others = [each for each, _ in Counter(weights.values()).most_common()]
    found = nw.lit(most)
    for other in others:
        chosen = [name for name, each in weights.items() if each == other]
        found = nw.when(nw.col("dimension").is_in(chosen)).then(nw.lit(other)).otherwise(found)
    return found


def _sums(dimensions: Frame, keys: Sequence[str], model: ScoringModel, way: Way) -> Frame:
    """Sum over the dimensions of a side what its figures are made of."""
    # Not sooner: what the rows of dimensions and the overall are both made of is alike then, and an engine that sees it
    # makes it once.
    dimensions = dimensions.with_columns(weight=_weight(model))
    weight = nw.col("weight")
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
        **way.parts,
    )
    rows = rows.with_columns(**way.terms)
    names = ["cover", "measured", "here", "there", "present", *way.terms, "c", "counted", *KEY_OF_REASON.values()]
    return rows.group_by(*keys, "side").agg(*(nw.col(name).sum() for name in names))
