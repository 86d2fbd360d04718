"""
From evidence to sums: one row for each group, window and dimension.

The rows of evidence are summed once, by group, window, dimension and reason; everything after that works on the small
table of sums. Nothing is filtered inside an aggregation, and no column is computed there: engines differ in both.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw

from collabcare.engagement.cohort.columns import DIMENSION_NAMES, KEY_OF_REASON
from collabcare.engagement.cohort.windows import START, WindowColumns, day_number
from collabcare.engagement.half_life import MOST_HALVINGS
from collabcare.engagement.model import ScoringModel
from collabcare.engagement.reasons import UNREPORTED

__all__ = ["Frame", "dimensions_of", "sums", "tally"]

Frame = nw.LazyFrame[Any]
"""A table of any engine. Eager ones have the methods that are used here, with the same meaning."""

_SUMS = ("n", "w", "ww", "wc", "c")


def sums(frame: Frame, by: Sequence[str], windows: WindowColumns, half_life_days: float | None) -> Frame:
    """
    Sum the rows of evidence by group, window, dimension and reason.

    Parameters
    ----------
    frame
        Evidence.
    by
        The columns of a group.
    windows
        Which rows lie in which window.
    half_life_days
        Days after which an opportunity weighs half; `None` for weights as they are.

    Returns
    -------
    Frame
        With the number of rows `n`, and the sums of w, w^2, w c and c.
    """
    if windows.window is not None:
        frame = frame.filter(windows.holds(nw.col("on")))
    keys = [*by, "dimension", "reason"]
    if windows.every is not None:
        frame = frame.with_columns(windows.start(nw.col("on")).alias(START))
        keys.append(START)
    weight, credit = nw.col("weight"), nw.col("credit")
    if half_life_days is not None:
        last = windows.last_day(nw.col(START) if windows.every else nw.col("on"))
        age = (day_number(last) - day_number(nw.col("on"))).cast(nw.Float64) / half_life_days
        halvings = nw.min_horizontal(age, nw.lit(MOST_HALVINGS))
        frame = frame.with_columns((weight * (nw.lit(0.5) ** halvings)).alias("weight"))
    rows = frame.select(
        *keys,
        weight.alias("w"),
        (weight * weight).alias("ww"),
        (weight * credit).alias("wc"),
        credit.alias("c"),
    )
    found = rows.group_by(keys).agg(nw.len().alias("n"), *(nw.col(name).sum() for name in _SUMS[1:]))
    schema = found.collect_schema()
    other = [name for name in ("dimension", "reason") if not isinstance(schema[name], nw.String)]
    return found.with_columns(nw.col(name).cast(nw.String) for name in other) if other else found


def dimensions_of(frame: Frame, model: ScoringModel) -> Frame:
    """Make a table of the dimensions of a model with their weights, on the engine of another table."""
    weights = {each.dimension.value: float(each.weight) for each in (*model.family, *model.clinic)}
    one = frame.head(1)
    return nw.concat(
        [one.select(nw.lit(name).alias("dimension"), nw.lit(weights[name]).alias("weight")) for name in DIMENSION_NAMES]
    )


def tally(found: Frame, groups: Frame, agreed: Frame | None, keys: Sequence[str]) -> Frame:
    """
    Bring the sums of each group, window and dimension into one row.

    Parameters
    ----------
    found
        What `sums` gives.
    groups
        Every group and window with every dimension and its `weight`: one without evidence has a row of zeros.
    agreed
        The groups, windows and dimensions in which something was in force; `None` where everything counts as agreed.
    keys
        The columns of a group and its window, and the dimension.

    Returns
    -------
    Frame
        With sums of what is credited and of what is silent, the number left out for each reason, the `weight` of the
        dimension, and `agreed` above 0 where something was.
    """
    reason = nw.col("reason").fill_null("")
    count = nw.col("n").cast(nw.Int64)
    zero, nothing = nw.lit(0, dtype=nw.Int64), nw.lit(0.0)
    credited, silent = reason == "", reason == UNREPORTED

    parts = {name: nw.when(credited).then(nw.col(name)).otherwise(nothing) for name in _SUMS[1:]}
    parts |= {f"silent_{name}": nw.when(silent).then(nw.col(name)).otherwise(nothing) for name in ("w", "ww")}
    counts = {"n": nw.when(credited).then(count).otherwise(zero)}
    counts |= {key: nw.when(reason == name).then(count).otherwise(zero) for name, key in KEY_OF_REASON.items()}
    nought = dict.fromkeys(parts, nothing) | dict.fromkeys(counts, zero)

    rows = [
        found.filter(nw.col("dimension").is_in(DIMENSION_NAMES)).select(
            *keys, **parts, **counts, weight=nothing, agreed=zero
        ),
        groups.select(
            *keys, **nought, weight=nw.col("weight"), agreed=nw.lit(1 if agreed is None else 0, dtype=nw.Int64)
        ),
    ]
    if agreed is not None:
        rows.append(agreed.select(*keys, **nought, weight=nothing, agreed=nw.lit(1, dtype=nw.Int64)))
    return nw.concat(rows).group_by(*keys).agg(nw.col(name).sum() for name in (*parts, *counts, "weight", "agreed"))
