"""
Ratings of how caregivers took part in a session, as a table, and what they say about participation.

One row is one item that was rated, or could not be seen, for one person in one session.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from collabcare._extras import need
from collabcare.engagement.model import ScoringModel
from collabcare.engagement.tables.check_table import checked, like, opened
from collabcare.engagement.tables.definition import Column, Rule, Table
from collabcare.engagement.tables.evidence_rows import (
    case_of,
    check_kept,
    checked_day,
    evidence_columns,
    is_before,
    without_credit,
)
from collabcare.engagement.tables.shared_columns import HOUSEHOLD, OPEN_BARRIER, PLAN_ID, closed
from collabcare.vocabulary import Dimension

if TYPE_CHECKING:
    from narwhals.typing import IntoFrameT

    from collabcare.engagement.tables.column_types import Frame

__all__ = ["RATINGS", "rating_evidence"]

_SESSION = ("plan_id", "session_id")
_PERSON = (*_SESSION, "participant")

RATINGS = Table(
    name="ratings",
    title="Ratings of participation in sessions",
    row="one item of one session, rated or not seen, for one person who came",
    key=(*_PERSON, "item"),
    columns=(
        PLAN_ID,
        Column(name="session_id", kind="id", meaning="Names the session within the plan."),
        Column(name="on", kind="day", meaning="The day of the session."),
        Column(name="participant", kind="id", meaning="Whose part was rated: a code, never a name."),
        Column(
            name="role",
            kind="code",
            meaning=(
                "Who that is. Only caregivers who were expected and came are scored; the items on which others were "
                "rated count among the items of the session."
            ),
            levels=(("caregiver", "A caregiver who was expected and came."), ("other", "The child, or anyone else.")),
            required=False,
            empty="A caregiver who was expected and came.",
        ),
        Column(name="item", kind="id", meaning="What was rated."),
        Column(name="rating", kind="number", meaning="The rating.", empty="It could not be seen."),
        Column(name="lowest", kind="number", meaning="The lowest rating of the scale."),
        Column(name="highest", kind="number", meaning="The highest rating of the scale."),
        HOUSEHOLD,
        closed("on-hold", "outside-plan", "paused"),
        OPEN_BARRIER,
    ),
    alike=(("on", _SESSION), ("closed", _SESSION), ("household", _PERSON), ("role", _PERSON)),
    rules=(
        Rule(
            "highest",
            ("lowest", "highest"),
            "out-of-range",
            "let highest be more than lowest",
            lambda cell: cell["highest"] <= cell["lowest"],
        ),
        Rule(
            "rating",
            ("rating", "lowest", "highest"),
            "out-of-range",
            "let rating lie from lowest to highest",
            lambda cell: (
                ~cell["rating"].is_null()
                & (cell["lowest"] < cell["highest"])
                & ((cell["rating"] < cell["lowest"]) | (cell["rating"] > cell["highest"]))
            ),
        ),
    ),
    unknown=(
        "a session in which a caregiver came and nothing was rated: give a row with an empty rating to have it seen",
        "who was expected and came: give caregivers who were not expected the role other, or leave their ratings out",
        "pauses, holds and open barriers, unless closed and open_barrier say them",
    ),
)


def rating_evidence(
    ratings: IntoFrameT,
    *,
    as_of: dt.date | None = None,
    model: ScoringModel | None = None,
    keep: Sequence[str] = (),
    check: bool = True,
) -> IntoFrameT:
    """
    Make evidence of participation (family) from a table of ratings.

    It is what could be seen in an hour, not a rating of a person; ratings of the child are not scored.

    Parameters
    ----------
    ratings
        A row for each item, person and session; the columns are those of the codebook's table `ratings`. A table of
        polars (eager or lazy), pandas, pyarrow, DuckDB or PySpark.
    as_of
        The day on which you look: sessions on it or later are not looked at. Without it, all are.
    model
        Says how many items must be rated; without it, the one that comes with this library.
    keep
        Other columns to carry along, such as a site or an arm, to group by later; alike in all rows of a session and
        household.
    check
        `False` leaves the rows unread, and a lazy table lazy; then wrong rows give wrong numbers.

    Returns
    -------
    table
        Of the same kind, lazy where `ratings` was lazy: the columns of the codebook's table `evidence`, then those of
        `keep`; a row for each session and household of which a caregiver came. The order of rows is not promised.

    Raises
    ------
    InvalidTableError
        With every problem of the table, by column and number of rows; nothing is computed then.
    InvalidRecordError
        When `as_of` is no day.

    Notes
    -----
    The credit is the mean of (rating - lowest)/(highest - lowest) over the items seen of the household's caregivers.
    `not-observed` when none of them was rated on at least `min_rated_share` (half) of the items that the session has in
    the table.

    What a table cannot know: a session of which there is no row at all; who was expected and came.

    Examples
    --------
    >>> import datetime as dt
    >>> import polars as pl
    >>> ratings = pl.DataFrame(
    ...     {
    ...         "plan_id": "f01",
    ...         "session_id": ["s1", "s1", "s2", "s2", "s2"],
    ...         "on": [dt.date(2026, 9, 8)] * 2 + [dt.date(2026, 9, 15)] * 3,
    ...         "participant": "parent",
    ...         "item": ["asks", "plans", "asks", "plans", "shares"],
    ...         "rating": [5, 3, 4, None, None],
    ...         "lowest": 1,
    ...         "highest": 5,
    ...     }
    ... )
    >>> for row in rating_evidence(ratings).select("source", "credit", "reason").sort("source").rows():
    ...     print(*row)
    s1 0.75 None
    s2 None not-observed
    """
    need("cohort", "narwhals")
    import narwhals as nw

    check_kept(keep)
    model = ScoringModel.default() if model is None else model
    today = None if as_of is None else checked_day(as_of)
    # What is carried along must not make two opportunities of one.
    table = attrs.evolve(RATINGS, alike=(*RATINGS.alike, *((each, _SESSION) for each in keep)))
    frame = checked(opened(ratings), table, keep=keep, check=check)
    frame = frame.filter(is_before(frame, "on", today)) if today is not None else frame
    frame = _by_household(_seen(frame), model, keep)
    reason = case_of((~nw.col("closed").is_null(), nw.col("closed")), otherwise=nw.lit(None, dtype=nw.String()))
    reason = without_credit(reason, nw.col("r_credit"), nw.col("r_open"))
    reason = case_of(
        (~reason.is_null(), reason),
        (~nw.col("r_enough"), nw.lit("not-observed")),
        otherwise=nw.lit(None, dtype=nw.String()),
    )
    session, home = nw.col("session_id"), nw.col("household")
    name = case_of((home.is_null(), session), otherwise=nw.concat_str(session, home, separator="/"))
    made = evidence_columns(
        frame,
        Dimension.PARTICIPATION,
        on=nw.col("on"),
        credit=nw.col("r_credit"),
        reason=reason,
        source=session,
        opportunity_id=name,
        keep=keep,
    )
    return like(made, ratings)  # type: ignore[no-any-return]


def _seen(frame: Frame) -> Frame:
    """Add to each row the number of items of its session, and to those of caregivers their place on the scale."""
    import narwhals as nw

    items = frame.group_by(*_SESSION).agg(nw.col("item").n_unique().alias("r_items"))
    frame = frame.join(items, on=list(_SESSION), how="left")
    frame = frame.filter(nw.col("role").is_null() | (nw.col("role") == "caregiver"))
    place = (nw.col("rating") - nw.col("lowest")) / (nw.col("highest") - nw.col("lowest"))
    given = case_of((nw.col("rating").is_null(), nw.lit(0)), otherwise=nw.lit(1))
    barred = case_of((nw.col("open_barrier"), nw.lit(1)), otherwise=nw.lit(0))
    # The sums below pass over what was not seen, on each engine alike.
    place = case_of((nw.col("rating").is_null(), nw.lit(0.0)), otherwise=place)
    return frame.with_columns(r_place=place, r_given=given, r_barred=barred)


def _by_household(frame: Frame, model: ScoringModel, keep: Sequence[str]) -> Frame:
    """Sum up each caregiver, then each household: its mean, and whether one of its caregivers was seen enough."""
    import narwhals as nw

    shared = ["plan_id", "session_id", "on", "household", "closed", *keep]
    of_each = frame.group_by(*shared, "participant", "r_items").agg(
        nw.col("r_place").sum().alias("r_sum"),
        nw.col("r_given").sum().alias("r_seen"),
        nw.col("r_barred").max().alias("r_barred"),
    )
    enough = (nw.col("r_seen") > 0) & (nw.col("r_seen") >= model.min_rated_share * nw.col("r_items"))
    of_each = of_each.with_columns(r_enough=case_of((enough, nw.lit(1)), otherwise=nw.lit(0)))
    of_home = of_each.group_by(*shared).agg(
        nw.col("r_sum").sum().alias("r_sum"),
        nw.col("r_seen").sum().alias("r_seen"),
        nw.col("r_enough").max().alias("r_enough"),
        nw.col("r_barred").max().alias("r_barred"),
    )
    return of_home.with_columns(
        r_credit=nw.col("r_sum") / case_of((nw.col("r_seen") > 0, nw.col("r_seen")), otherwise=nw.lit(1)),
        r_enough=nw.col("r_enough") > 0,
        r_open=(nw.col("r_barred") > 0) & (nw.col("r_enough") > 0),
    )
