"""
From evidence to sums: one row for each group, window and dimension.

The rows of evidence are summed once; everything after that works on the small table of sums. Nothing is filtered inside
an aggregation, and no column is computed there: engines differ in both.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, cast

import narwhals as nw

from collabcare.engagement.cohort.clustering import by_weeks, week_columns
from collabcare.engagement.cohort.columns import KEY_OF_REASON
from collabcare.engagement.cohort.windows import START, WindowColumns, day_number
from collabcare.engagement.half_life import MOST_HALVINGS
from collabcare.engagement.model import IntervalMethod, ScoringModel, UnreportedPolicy
from collabcare.engagement.reasons import EXCUSED, NEVER_SCHEDULED, UNREPORTED
from collabcare.vocabulary import Side

__all__ = ["Frame", "crossed", "joined", "places", "sums", "tally"]

Frame = nw.LazyFrame[Any]
"""A table of any engine. Eager ones have the methods that are used here, with the same meaning."""

_BETWEEN = ","  # no dimension and no day has one
_FLOATS = ("c", "wc", "w", "ww", "silent_w")
_COUNTS = ("n", *KEY_OF_REASON.values())


def sums(
    frame: Frame, by: Sequence[str], windows: WindowColumns, half_life_days: float | None, model: ScoringModel
) -> Frame:
    """
    Sum the rows of evidence by group, window and dimension.

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
    model
        Whether its limits cluster by weeks.

    Returns
    -------
    Frame
        Of what counts, the number `n` and the sums of c, w c, w and w^2 (`ww`, with what is unreported where that
        counts); of what is unreported, the sum of w; the number left out for each reason. Where the model's limits
        cluster, also what `by_weeks` adds.
    """
    if windows.window is not None:
        frame = frame.filter(windows.holds(nw.col("on")))
    keys = [*by, "dimension"]
    if windows.every is not None:
        frame = frame.with_columns(windows.start(nw.col("on")).alias(START))
        keys.append(START)
    weight, credit = nw.col("weight"), nw.col("credit")
    if half_life_days is not None:
        last = windows.last_day(nw.col(START) if windows.every else nw.col("on"))
        age = (day_number(last) - day_number(nw.col("on"))).cast(nw.Float64) / half_life_days
        halvings = nw.min_horizontal(age, nw.lit(MOST_HALVINGS))
        frame = frame.with_columns((weight * (nw.lit(0.5) ** halvings)).alias("weight"))
    counted, silent = ~credit.is_null(), nw.col("reason") == UNREPORTED
    weighs = counted | silent if model.unreported == UnreportedPolicy.NOT_DONE else counted
    clusters = model.interval == IntervalMethod.CLUSTERED
    rows = frame.select(
        *keys,
        credit.alias("c"),
        (weight * credit).alias("wc"),
        nw.when(counted).then(weight).alias("w"),
        nw.when(weighs).then(weight * weight).alias("ww"),
        nw.when(silent).then(weight).alias("silent_w"),
        *(
            nw.when(nw.col("reason") == name).then(nw.lit(1, dtype=nw.Int8)).alias(key)
            for name, key in KEY_OF_REASON.items()
        ),
        **(week_columns() if clusters else {}),
    )
    summed = [
        nw.col("c").count().alias("n"),
        *(nw.col(name).sum() for name in _FLOATS),
        *(nw.col(name).count() for name in KEY_OF_REASON.values()),
    ]
    found = by_weeks(rows, keys, summed, model.unreported) if clusters else rows.group_by(keys).agg(*summed)
    dtype = found.collect_schema()["dimension"]
    return found if isinstance(dtype, nw.String) else found.with_columns(nw.col("dimension").cast(nw.String))


def places(groups: Frame, model: ScoringModel) -> Frame:
    """Give every group and window each dimension of a model, with its side."""
    names = {side: [each.dimension.value for each in model.dimensions(side)] for side in Side}
    table = crossed(groups, "dimension", [name for side in Side for name in names[side]])
    family = nw.col("dimension").is_in(names[Side.FAMILY])
    side = nw.when(family).then(nw.lit(Side.FAMILY.value)).otherwise(nw.lit(Side.CLINIC.value))
    return table.with_columns(side=side)


def crossed(table: Frame, name: str, values: Sequence[str]) -> Frame:
    """Give every row each of some texts in a new column."""
    any_table = cast("nw.LazyFrame[Any] | nw.DataFrame[Any]", table)
    if isinstance(any_table, nw.LazyFrame):
        # A list that is unfolded needs neither a second table nor a join. Eager engines know no such lists.
        return any_table.with_columns(nw.lit(_BETWEEN.join(values)).str.split(_BETWEEN).alias(name)).explode(name)
    one = table.select(nw.len().alias("rows"))
    small = nw.concat([one.select(nw.lit(value).alias(name)) for value in values])
    return table.join(small, how="cross")


def tally(found: Frame, groups: Frame, agreed: Frame | None, keys: Sequence[str]) -> Frame:
    """
    Give every group, window and dimension its sums.

    Parameters
    ----------
    found
        What `sums` gives.
    groups
        Every group and window with every dimension and its `side`.
    agreed
        The groups, windows and dimensions in which something was in force; `None` where everything counts as agreed.
    keys
        The columns of a group and its window, and the dimension.

    Returns
    -------
    Frame
        The rows of `groups`: with zeros where there is no evidence; `agreed`, 1 where something was in force; and how
        many opportunities were `scheduled` and how many of them `excused`.
    """
    one = nw.lit(1, dtype=nw.Int64)
    table = joined(groups, found, keys)
    if agreed is not None:
        table = joined(table, agreed.with_columns(one.alias("agreed")), keys)
    unseen = [key for name, key in KEY_OF_REASON.items() if name not in {*NEVER_SCHEDULED, UNREPORTED}]
    excused = nw.sum_horizontal(*(KEY_OF_REASON[each] for each in EXCUSED))
    scheduled = nw.sum_horizontal("n", KEY_OF_REASON[UNREPORTED], *unseen)
    return table.with_columns(
        *(nw.col(name).fill_null(0.0) for name in _FLOATS),
        *(nw.col(name).fill_null(0).cast(nw.Int64) for name in _COUNTS),
        agreed=one if agreed is None else nw.col("agreed").fill_null(0).cast(nw.Int64),
        excused=excused.cast(nw.Float64),
        scheduled=scheduled.cast(nw.Float64),
    )


def joined(left: Frame, right: Frame, keys: Sequence[str], *, how: Literal["left", "inner"] = "left") -> Frame:
    """
    Join two tables in whose keys something may be missing, as the home of what concerns a clinic is.

    Parameters
    ----------
    left
        The table whose rows come first.
    right
        The table whose columns are added.
    keys
        Columns of both.
    how
        Whether rows of the left table that find none stay.

    Returns
    -------
    Frame
        The columns of both, each key once.
    """
    # A join pairs no missing key with another: such keys are joined as text, beside whether they are there.
    sure = [name for name in keys if name in {"plan_id", "dimension", START}]
    unsure = [name for name in keys if name not in sure]
    if not unsure:
        return left.join(right, on=sure, how=how)
    text = {f"text of {name}": nw.col(name).cast(nw.String).fill_null("") for name in unsure}
    text |= {f"is {name} missing": nw.col(name).is_null().cast(nw.Int64) for name in unsure}
    paired = left.with_columns(**text).join(right.with_columns(**text).drop(unsure), on=[*sure, *text], how=how)
    return paired.drop(list(text))
