"""What a table of sessions says about attendance, and about sessions kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from collabcare._extras import need
from collabcare.engagement.model import ScoringModel
from collabcare.engagement.tables.check_table import checked, like, opened
from collabcare.engagement.tables.evidence_rows import (
    case_of,
    check_kept,
    checked_day,
    evidence_columns,
    is_before,
    is_one_of,
    joined,
    without_credit,
)
from collabcare.engagement.tables.sessions import SESSIONS
from collabcare.vocabulary import Dimension, SessionStatus

if TYPE_CHECKING:
    import narwhals as nw
    from narwhals.typing import IntoFrameT

    from collabcare.engagement.tables.column_types import Frame

__all__ = ["attendance_evidence"]


def attendance_evidence(
    sessions: IntoFrameT,
    *,
    as_of: dt.date | None = None,
    model: ScoringModel | None = None,
    keep: Sequence[str] = (),
    check: bool = True,
) -> IntoFrameT:
    """
    Make evidence of attendance (family) and of sessions kept (clinic) from a table of sessions.

    It counts kept agreements on both sides. It is not a measure of a parent: what the clinic called off, what was moved
    to a day that exists, and what was called off for a reason that anyone would accept, is left out with its reason.

    Parameters
    ----------
    sessions
        A row for each session that was scheduled; the columns are those of the codebook's table `sessions`. A table of
        polars (eager or lazy), pandas, pyarrow, DuckDB or PySpark.
    as_of
        The day on which you look: sessions on it or later are not due. Without it, everything in the table is past.
    model
        Gives the credits; without it, the one that comes with this library.
    keep
        Other columns to carry along, such as a site or an arm, to group by later.
    check
        `False` leaves the rows unread, and a lazy table lazy; then wrong rows give wrong numbers.

    Returns
    -------
    table
        Of the same kind, lazy where `sessions` was lazy: the columns of the codebook's table `evidence`, then those of
        `keep`. A row for each session on the family side, and one on the clinic side unless the family cancelled, moved
        or missed it. The order of rows is not promised.

    Raises
    ------
    InvalidTableError
        With every problem of the table, by column and number of rows; nothing is computed then.
    InvalidRecordError
        When `as_of` is no day.

    Notes
    -----
    The rules are those of a score from plan and journal. What a table cannot know: whether a session after `as_of` had
    been called off by then (it counts as called off); pauses, holds, the plan's first and last day and open barriers,
    unless `closed` and `open_barrier` say them; who was expected, which `someone_missing` sums up.

    Minutes attended over scheduled, where the family was late or left early:
    (scheduled_minutes - late_minutes - early_minutes) / scheduled_minutes, from 0 to 1.

    Examples
    --------
    >>> import datetime as dt
    >>> import polars as pl
    >>> sessions = pl.DataFrame(
    ...     {
    ...         "plan_id": "f01",
    ...         "session_id": ["s1", "s2", "s3"],
    ...         "on": [dt.date(2026, 9, 8), dt.date(2026, 9, 15), dt.date(2026, 9, 22)],
    ...         "status": ["held", "cancelled", "no-show"],
    ...         "cancelled_by": [None, "clinic", None],
    ...     }
    ... )
    >>> for row in (
    ...     attendance_evidence(sessions)
    ...     .select("source", "dimension", "credit", "reason")
    ...     .sort("source", "dimension")
    ...     .rows()
    ... ):
    ...     print(*row)
    s1 attendance 1.0 None
    s1 sessions_kept 1.0 None
    s2 attendance None cancelled-by-clinic
    s2 sessions_kept 0.0 None
    s3 attendance 0.0 None
    """
    need("cohort", "narwhals")
    import narwhals as nw

    check_kept(keep)
    model = ScoringModel.default() if model is None else model
    today = None if as_of is None else checked_day(as_of)
    frame = checked(opened(sessions), SESSIONS, keep=keep, check=check)
    there = frame.select("plan_id", nw.col("session_id").alias("moved_to"), nw.col("on").alias("moved_to_on"))
    frame = frame.join(there, on=["plan_id", "moved_to"], how="left")
    future = ~is_before(frame, "on", today)
    called_off = is_one_of(nw.col("status"), [SessionStatus.CANCELLED.value, SessionStatus.MOVED.value])
    frame = frame.with_columns(
        is_future=future,
        status=case_of((future & ~called_off, nw.lit(SessionStatus.SCHEDULED.value)), otherwise=nw.col("status")),
    )
    status = nw.col("status")
    frame = frame.with_columns(
        is_held=status == SessionStatus.HELD.value,
        is_cancelled=status == SessionStatus.CANCELLED.value,
        is_moved=status == SessionStatus.MOVED.value,
        is_unknown=case_of(
            (status == SessionStatus.CANCELLED.value, nw.col("cancelled_by").is_null()),
            (status == SessionStatus.MOVED.value, nw.col("moved_by").is_null()),
            otherwise=status == SessionStatus.SCHEDULED.value,
        ),
    )
    return like(joined(_attendance(frame, model, keep), _sessions_kept(frame, model, keep)), sessions)  # type: ignore[no-any-return]


# --------------------------------------------------------------------------- the family side


def _attendance(frame: Frame, model: ScoringModel, keep: Sequence[str]) -> Frame:
    import narwhals as nw

    frame = frame.with_columns(
        a_credit=_attended(model),
        a_reason=case_of((~nw.col("closed").is_null(), nw.col("closed")), otherwise=_called_off(model)),
    )
    reason = without_credit(nw.col("a_reason"), nw.col("a_credit"), nw.col("open_barrier"))
    reason = case_of(
        (~reason.is_null(), reason),
        (nw.col("is_future"), nw.lit("not-due")),
        (nw.col("is_unknown"), nw.lit("unreported")),
        otherwise=nw.lit(None, dtype=nw.String()),
    )
    name = nw.col("session_id")
    return evidence_columns(
        frame,
        Dimension.ATTENDANCE,
        on=nw.col("on"),
        credit=nw.col("a_credit"),
        reason=reason,
        source=name,
        opportunity_id=name,
        keep=keep,
    )


def _called_off(model: ScoringModel) -> nw.Expr:
    """Say why a session that did not take place is not held against the family."""
    import narwhals as nw

    excused = is_one_of(nw.col("cancellation_reason"), [each.value for each in model.excused_session_reasons])
    moved, cancelled = nw.col("is_moved"), nw.col("is_cancelled")
    by, mover = nw.col("cancelled_by"), nw.col("moved_by")
    return case_of(
        (moved & ~nw.col("moved_to_on").is_null(), nw.lit("rescheduled")),
        (moved & is_one_of(mover, ["clinic"]), nw.lit("cancelled-by-clinic")),
        (moved & is_one_of(mover, ["family"]) & excused, nw.lit("excused")),
        (cancelled & is_one_of(by, ["clinic"]), nw.lit("cancelled-by-clinic")),
        (cancelled & is_one_of(by, ["child", "other"]), nw.lit("excused")),
        (cancelled & is_one_of(by, ["family"]) & excused, nw.lit("excused")),
        otherwise=nw.lit(None, dtype=nw.String()),
    )


def _attended(model: ScoringModel) -> nw.Expr:
    """Give the credit of a session: whole, less for someone missing or for time lost through the family."""
    import narwhals as nw

    def credit(key: str) -> nw.Expr:
        return nw.lit(model.credit(Dimension.ATTENDANCE, key))

    came = case_of((nw.col("someone_missing"), credit("someone-missing")), otherwise=credit("came"))
    late = is_one_of(nw.col("late_through"), ["family"])
    early = is_one_of(nw.col("ended_early_by"), ["family"]) & ~is_one_of(nw.col("assent"), ["withdrawn"])
    unknown = (
        nw.col("scheduled_minutes").is_null()
        | (late & nw.col("late_minutes").is_null())
        | (early & nw.col("early_minutes").is_null())
    )
    begun, ended, whole = nw.col("late_minutes"), nw.col("early_minutes"), nw.col("scheduled_minutes")
    lost = case_of((late, begun), otherwise=nw.lit(0.0)) + case_of((early | (ended < 0), ended), otherwise=nw.lit(0.0))
    share = (whole - lost) / whole
    share = case_of((share > 1, nw.lit(1.0)), (share < 0, nw.lit(0.0)), otherwise=share)
    share = case_of((unknown, credit("late-unknown")), otherwise=share)
    held = case_of(((late | early) & (share < came), share), otherwise=came)
    # What is unknown or still to come is no zero.
    waiting = nw.col("is_unknown") | nw.col("is_future")
    return case_of((nw.col("is_held"), held), (waiting, nw.lit(1.0)), otherwise=credit("missed"))


# --------------------------------------------------------------------------- the clinic side


def _sessions_kept(frame: Frame, model: ScoringModel, keep: Sequence[str]) -> Frame:
    import narwhals as nw

    familys = case_of(
        (nw.col("is_cancelled"), is_one_of(nw.col("cancelled_by"), ["family", "child"])),
        (nw.col("is_moved"), is_one_of(nw.col("moved_by"), ["family"])),
        otherwise=nw.col("status") == SessionStatus.NO_SHOW.value,
    )
    by_nobody = nw.col("is_cancelled") & is_one_of(nw.col("cancelled_by"), ["other"])
    reason = case_of(
        (~nw.col("closed").is_null(), nw.col("closed")),
        (by_nobody, nw.lit("excused")),
        (nw.col("is_future"), nw.lit("not-due")),
        (nw.col("is_unknown"), nw.lit("unreported")),
        otherwise=nw.lit(None, dtype=nw.String()),
    )
    name = nw.col("session_id")
    return evidence_columns(
        frame.filter(~familys),
        Dimension.SESSIONS_KEPT,
        on=nw.col("on"),
        credit=_kept(model),
        reason=reason,
        source=name,
        opportunity_id=name,
        keep=keep,
    )


def _kept(model: ScoringModel) -> nw.Expr:
    import narwhals as nw

    def credit(key: str) -> nw.Expr:
        return nw.lit(model.credit(Dimension.SESSIONS_KEPT, key))

    limit = nw.col("on").dt.offset_by(f"{model.make_up_days}d")
    # One offered goes before one that took its place, as in a score from plan and journal.
    offered = nw.col("make_up_offered_on")
    offered = case_of((~offered.is_null(), offered), otherwise=nw.col("moved_to_on"))
    began_late = is_one_of(nw.col("late_through"), ["clinic"]) & (nw.col("late_minutes") > model.late_start_minutes)
    return case_of(
        (nw.col("is_held") & (nw.col("interpreter_missing") | began_late), credit("shortened")),
        (nw.col("is_held"), credit("held")),
        (offered <= limit, credit("make-up-offered")),
        otherwise=credit("not-held"),
    )
