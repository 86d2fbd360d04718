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
from collabcare.engagement.cohort.tally import Frame, places, sums, tally
from collabcare.engagement.cohort.windows import START, Every, WindowColumns
from collabcare.engagement.half_life import checked_half_life, digest_with
from collabcare.engagement.model import ScoringModel
from collabcare.engagement.score import library_version
from collabcare.errors import InvalidRecordError, Problem

__all__ = ["score_evidence"]

_Table = TypeVar("_Table")
_GROUP = "group by "  # no column that is made on the way begins so
_FIGURES = ("side", "dimension", "value", "low", "high", "worst", "best")


def score_evidence(  # noqa: PLR0913 -- each is a question of its own
    frame: _Table,
    *,
    agreed: Any = None,  # noqa: ANN401 -- a table of whatever engine
    by: Sequence[str] = ("plan_id",),
    window: Window | None = None,
    every: Every | None = None,
    model: ScoringModel | None = None,
    half_life_days: float | None = None,
    check: bool = True,
) -> _Table:
    """
    Score a table of evidence: the rules and the numbers of `engagement.score`, for as many families as there are.

    It counts kept agreements: never subtract the sides, never rank families or clinics. It is not a measure of a
    parent, not a diagnosis and not a validated instrument.

    Parameters
    ----------
    frame
        Evidence, as `evidence_table` gives it: a polars, pandas or pyarrow table, a lazy polars table, a DuckDB
        relation or a PySpark table. `on` is a day (in pandas `datetime64`), `credit` is missing where there is a
        `reason`.
    agreed
        What was in force: a table of the same engine with the columns of `by`, `dimension`, `since` and `until` (its
        last day, missing where it has no end), as `agreed_table` gives it. Without it a dimension that never appears
        counts as one in which nothing fell due; with it, one in which nothing was in force has the reason
        `nothing-agreed` and weighs in the coverage of the overall.
    by
        The columns of a group, of any name that is not one of the result's own. Each group is scored as if it were
        one family.
    window
        The days that are looked at; without it, all.
    every
        Cuts them at calendar weeks (from Monday), months or quarters, as `Window.split` does. With a `window`, each
        group has all of its parts; without, the whole weeks, months or quarters in which it has evidence.
    model
        The scoring model; without it, the one that comes with this library.
    half_life_days
        Days after which an opportunity weighs half: w .5^(age/half-life), with its age in days on the last day of its
        window. It needs a `window` or `every`.
    check
        Whether all rows are looked at first, in one pass. `False` trusts them, and reads nothing before the result is
        asked for; the side then goes by the dimension, and a dimension that the model does not have is left out.

    Returns
    -------
    table
        Of the same kind, lazy where the table was, in no particular order. One row for each group, window, side and
        dimension of the model, and one for each side with the dimension `overall`. After the columns of `by`:
        `window_start` and `window_end` (the day after its last; both missing with neither `window` nor `every`),
        `side`, `dimension`, `value`, `low`, `high`, `worst`, `best`, `credit`, `opportunities`, a `left_out_` column
        for each reason, `reason` (why there is no value), `model_id`, `model_version`, `library_version` and
        `parameters_digest`.

    Raises
    ------
    InvalidTableError
        When a column is missing or of the wrong type, or, with `check`, when a row breaks a rule: all at once, by
        column and number of rows.
    InvalidRecordError
        When `every` is none of the three, or a half-life is not above 0 or has no window that it could be counted from.

    Notes
    -----
    See `engagement.score` for the formulas. Sums are plain sums of floats, so figures can differ from it, and from one
    engine to another, in the last digits; not by more than 1e-12. The exception are limits that cluster, of a dimension
    whose credits are nearly but not quite the same: their variance is a small difference of two sums.

    Where `require_both_sides` of the model is on, a group needs evidence of both sides for an overall. Grouped by
    `household`, what concerns the clinic stands in a group of its own.

    Examples
    --------
    >>> import polars as pl
    >>> from collabcare import Window, engagement, example
    >>> plan, journal = example("shift-work")
    >>> rows = engagement.evidence(plan, journal, Window.month("2026-10"))
    >>> scores = score_evidence(pl.DataFrame(engagement.cohort.evidence_table(rows)), every="month")
    >>> practice = scores.row(by_predicate=pl.col("dimension") == "home_practice", named=True)
    >>> practice["opportunities"], practice["left_out_unreported"], practice["reason"]
    (...)
    """
    used = ScoringModel.default() if model is None else model
    half_life = checked_half_life(half_life_days)
    if every not in {None, "week", "month", "quarter"}:
        raise InvalidRecordError([Problem("/every", "unknown-code", "split by week, month or quarter")])
    if half_life is not None and window is None and every is None:
        raise InvalidRecordError([Problem("/half_life_days", "needs", "give a window, or every, to count ages from")])
    given = nw.from_native(cast("Any", frame))
    table = readable(_lazy(given), by)
    if check:
        check_rows(table, used)
    force = None if agreed is None else readable(_lazy(nw.from_native(agreed)), by, agreed=True)
    windows = WindowColumns(window, every, table.collect_schema()["on"])
    group = {_inner(name): nw.col(name) for name in by}
    # What else the tables hold goes no further, so that its names meet none of those that are made on the way.
    table = table.select("dimension", "on", "credit", "weight", "reason", **group)
    force = None if force is None else force.select("dimension", "since", "until", **group)
    keys = [*group] if every is None else [*group, START]

    found = sums(table, [*group], windows, half_life, used)
    groups = groups_of(table, found, force, [*group], windows)
    in_force = None if force is None else agreed_in(groups, force, [*group], windows)
    dimensions = figures(tally(found, places(groups, used), in_force, [*keys, "dimension"]), used)

    start = nw.col(START) if every is not None else windows.start(nw.col("on"))
    columns = {
        **{name: nw.col(_inner(name)) for name in by},
        START: start,
        "window_end": windows.end(start),
        **{name: nw.col(name) for name in _FIGURES},
        "credit": nw.col("c"),
        "opportunities": nw.col("counted"),
        **{key: nw.col(key) for key in KEY_OF_REASON.values()},
        "reason": nw.col("reason"),
        "model_id": nw.lit(used.id),
        "model_version": nw.lit(used.model_version, dtype=nw.Int64),
        "library_version": nw.lit(library_version()),
        "parameters_digest": nw.lit(digest_with(used, half_life)),
    }
    parts = (dimensions, overall(dimensions, keys, used))
    result = nw.concat([each.select(**columns) for each in parts])
    # Eager polars went through its lazy engine, in half the time.
    return cast("_Table", (result.collect() if _is_eager_polars(given) else result).to_native())


def _inner(name: str) -> str:
    """Name a column of a group so that it is none of those that are made on the way, whatever its own name is."""
    return name if name == "plan_id" else f"{_GROUP}{name}"  # joins rely on the first


def _is_eager_polars(table: Any) -> bool:  # noqa: ANN401 -- a table of whatever engine
    return isinstance(table, nw.DataFrame) and table.implementation.is_polars()


def _lazy(table: Any) -> Frame:  # noqa: ANN401 -- the same
    if table.implementation.is_pyarrow():
        # Arrow has two kinds of text, and joins neither with the other.
        texts = [name for name, dtype in table.collect_schema().items() if isinstance(dtype, nw.String)]
        table = table.with_columns(nw.col(name).cast(nw.String) for name in texts) if texts else table
    return cast("Frame", table.lazy() if _is_eager_polars(table) else table)
