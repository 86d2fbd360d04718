"""The score of many families at once: from a table of evidence to a table of figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar, cast

import narwhals as nw

from collabcare._dates import Window
from collabcare.engagement.cohort.checks import check_rows, readable
from collabcare.engagement.cohort.columns import KEY_OF_REASON
from collabcare.engagement.cohort.figures import figures
from collabcare.engagement.cohort.groups import agreed_in, groups_of
from collabcare.engagement.cohort.overall import overall
from collabcare.engagement.cohort.tally import Frame, dimensions_of, sums, tally
from collabcare.engagement.cohort.windows import START, Every, WindowColumns
from collabcare.engagement.half_life import checked_half_life, digest_with
from collabcare.engagement.model import ScoringModel
from collabcare.engagement.score import library_version

__all__ = ["score_evidence"]

_Table = TypeVar("_Table")


def score_evidence(  # noqa: PLR0913 -- each is a question of its own
    frame: _Table,
    *,
    agreed: Any = None,
    by: Sequence[str] = ("plan_id",),
    window: Window | None = None,
    every: Every | None = None,
    model: ScoringModel | None = None,
    half_life_days: float | None = None,
    check: bool = True,
) -> _Table:
    used = ScoringModel.default() if model is None else model
    half_life = checked_half_life(half_life_days)
    given = nw.from_native(cast("Any", frame))
    table: Frame = given.lazy() if given.implementation.is_polars() else given
    table = readable(table, by)
    windows = WindowColumns(window, every, table.collect_schema()["on"])
    if check:
        check_rows(table)
    force: Frame | None = None
    if agreed is not None:
        force = nw.from_native(cast("Any", agreed))
        force = readable(force.lazy() if given.implementation.is_polars() else force, by, agreed=True)
    keys = [*by, START] if every is not None else [*by]
    found = sums(table, by, windows, half_life)
    groups = groups_of(found, force, by, windows)
    places = groups.join(dimensions_of(table, used), how="cross")
    tallied = tally(
        found, places, None if force is None else agreed_in(groups, force, by, windows), [*keys, "dimension"]
    )
    dimensions = figures(tallied, used)
    sides = overall(dimensions, keys, used)
    start = nw.col(START) if every is not None else windows.start(nw.col("on"))
    columns = {
        START: start,
        "window_end": windows.end(start),
        **{name: nw.col(name) for name in ("side", "dimension", "value", "low", "high", "worst", "best")},
        "credit": nw.col("c"),
        "opportunities": nw.col("counted").cast(nw.Int64),
        **{key: nw.col(key).cast(nw.Int64) for key in KEY_OF_REASON.values()},
        "reason": nw.col("reason"),
        "model_id": nw.lit(used.id),
        "model_version": nw.lit(used.model_version, dtype=nw.Int64),
        "library_version": nw.lit(library_version()),
        "parameters_digest": nw.lit(digest_with(used, half_life)),
    }
    result = nw.concat([each.select(*by, **columns) for each in (dimensions, sides)])
    if isinstance(given, nw.DataFrame) and given.implementation.is_polars():
        return result.collect().to_native()
    return result.to_native()
