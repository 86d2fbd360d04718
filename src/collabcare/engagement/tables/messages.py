"""
Requests for a reply as a table, and what they say about communication and responsiveness.

One row is one request of either side: when it was sent, what was promised, and when it was answered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from collabcare._extras import need
from collabcare.engagement.model import ScoringModel
from collabcare.engagement.tables.check_table import checked, like, opened
from collabcare.engagement.tables.definition import Column, Rule, Table, levels_of
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
from collabcare.engagement.tables.shared_columns import HOUSEHOLD, OPEN_BARRIER, ORGANIZATION, PLAN_ID, closed
from collabcare.vocabulary import DayCount, Dimension, Side

if TYPE_CHECKING:
    from narwhals.typing import IntoFrameT

    from collabcare.engagement.tables.column_types import Frame

__all__ = ["MESSAGES", "message_evidence"]

_MOST_DAYS = 366
# Days are added digit by digit: engines agree on adding a fixed number of days to a column, not a column of numbers.
# Three digits of base 9 reach 728; the longest promise in working days is 514.
_BASE, _POWERS = 9, (1, 9, 81)
_FRIDAY = 4

MESSAGES = Table(
    name="messages",
    title="Messages that want a reply: what was promised, and when it was answered",
    row="one request of either side; messages sent to the same people while an earlier one is open belong to that one",
    key=("plan_id", "message_id"),
    columns=(
        PLAN_ID,
        Column(name="message_id", kind="id", meaning="Names the request within the plan: its first message."),
        Column(
            name="asked_by",
            kind="code",
            meaning="Who asked: the clinic wants a reply of the family, or the family has a question or concern.",
            levels=levels_of(Side),
        ),
        Column(name="sent_on", kind="day", meaning="The day on which it was sent or told."),
        Column(
            name="promised_days",
            kind="whole",
            meaning="Within how many days the other side had promised to reply; the day of sending does not count.",
            empty="No reply was promised: then it is no opportunity, unless due_on is given.",
            unit="days",
            least=1,
            most=_MOST_DAYS,
        ),
        Column(
            name="day_count",
            kind="code",
            meaning="Whether every day counts or working days, Monday to Friday, only.",
            required=False,
            empty="Every day counts.",
            levels=levels_of(DayCount),
        ),
        Column(
            name="due_on",
            kind="day",
            meaning=(
                "The last day for a reply in time, where promised_days does not say it: because of a pause, or of days "
                "on which the clinic is closed."
            ),
            required=False,
            empty="As promised_days says.",
        ),
        Column(
            name="grace_on",
            kind="day",
            meaning="The last day for a late reply that still counts in part, where promised_days does not say it.",
            required=False,
            empty="As many days after the due day as were promised, at most those that the model allows.",
        ),
        Column(
            name="answered_on",
            kind="day",
            meaning="The day of the first answer.",
            empty="Not answered by as_of.",
        ),
        HOUSEHOLD,
        ORGANIZATION,
        closed("on-hold", "outside-plan"),
        OPEN_BARRIER,
    ),
    rules=(
        Rule(
            "answered_on",
            ("answered_on", "sent_on"),
            "date-order",
            "let answered_on not be before sent_on",
            lambda cell: cell["answered_on"] < cell["sent_on"],
        ),
        Rule(
            "due_on",
            ("due_on", "sent_on"),
            "date-order",
            "let due_on not be before sent_on",
            lambda cell: cell["due_on"] < cell["sent_on"],
        ),
        Rule(
            "due_on",
            ("due_on", "promised_days", "grace_on"),
            "needs",
            "give promised_days or grace_on too, so that it is known how long grace lasts",
            lambda cell: ~cell["due_on"].is_null() & cell["promised_days"].is_null() & cell["grace_on"].is_null(),
        ),
        Rule(
            "grace_on",
            ("grace_on", "due_on"),
            "date-order",
            "let grace_on not be before due_on",
            lambda cell: cell["grace_on"] < cell["due_on"],
        ),
    ),
    unknown=(
        "which messages belong to one request, and which are none (reminders, times and places): sort that out before",
        "pauses and the days on which the clinic is closed, unless due_on and grace_on say them",
        "the intervals of a family's own news and of its practice log, which also are evidence of communication",
        "holds, the plan's first and last day and open barriers, unless closed and open_barrier say them",
    ),
)


def message_evidence(
    messages: IntoFrameT,
    *,
    as_of: dt.date,
    model: ScoringModel | None = None,
    keep: Sequence[str] = (),
    check: bool = True,
) -> IntoFrameT:
    """
    Make evidence of communication (family) and responsiveness (clinic) from a table of requests.

    It counts answers to what was asked and promised, on both sides alike; not how much anyone writes.

    Parameters
    ----------
    messages
        A row for each request; the columns are those of the codebook's table `messages`. A table of polars (eager or
        lazy), pandas, pyarrow, DuckDB or PySpark.
    as_of
        The day on which you look, such as the day after the last of the study. Requests sent and answers that came on
        it or later are not known. It has no default: without it, nobody could tell an answer that never came from one
        that may still come.
    model
        Gives the credits; without it, the one that comes with this library.
    keep
        Other columns to carry along, such as a site or an arm, to group by later.
    check
        `False` leaves the rows unread, and a lazy table lazy; then wrong rows give wrong numbers.

    Returns
    -------
    table
        Of the same kind, lazy where `messages` was lazy: the columns of the codebook's table `evidence`, then those of
        `keep`; a row for each request to which a reply was promised, dated on the day on which that fell due. The order
        of rows is not promised.

    Raises
    ------
    InvalidTableError
        With every problem of the table, by column and number of rows; nothing is computed then.
    InvalidRecordError
        When `as_of` is no day.

    Notes
    -----
    A reply is due by the end of the n-th day after the day of the request. Grace is as long as the promise, at most 14
    days (`grace_days_max` of the model), counted alike. In time 1, within grace .5, later or never 0; `not-due` until
    the due day is over, `still-open` until grace is over.

    What a table cannot know: which messages belong to one request, and which are none; pauses and days on which the
    clinic is closed, unless `due_on` and `grace_on` say them; the family's own news and its log, which are also
    evidence of communication where they were agreed.

    Examples
    --------
    >>> import datetime as dt
    >>> import polars as pl
    >>> messages = pl.DataFrame(
    ...     {
    ...         "plan_id": "f01",
    ...         "message_id": ["m1", "m2", "m3"],
    ...         "asked_by": ["clinic", "family", "family"],
    ...         "sent_on": [dt.date(2026, 9, 8), dt.date(2026, 9, 10), dt.date(2026, 9, 29)],
    ...         "promised_days": [3, 2, 2],
    ...         "answered_on": [dt.date(2026, 9, 9), dt.date(2026, 9, 13), None],
    ...     }
    ... )
    >>> evidence = message_evidence(messages, as_of=dt.date(2026, 10, 1))
    >>> for row in evidence.select("source", "dimension", "on", "credit", "reason").sort("source").rows():
    ...     print(*row)
    m1 communication 2026-09-11 1.0 None
    m2 responsiveness 2026-09-12 0.5 None
    m3 responsiveness 2026-10-01 None not-due
    """
    need("cohort", "narwhals")
    import narwhals as nw

    check_kept(keep)
    model = ScoringModel.default() if model is None else model
    today = checked_day(as_of)
    frame = checked(opened(messages), MESSAGES, keep=keep, check=check)
    frame = frame.filter(is_before(frame, "sent_on", today))
    frame = frame.filter(~nw.col("promised_days").is_null() | ~nw.col("due_on").is_null())
    frame = _with_deadlines(frame, model)
    known = nw.when(is_before(frame, "answered_on", today)).then(nw.col("answered_on"))
    frame = frame.with_columns(answered_on=known)
    answered, due, grace = nw.col("answered_on"), nw.col("m_due"), nw.col("m_grace")
    frame = frame.with_columns(
        m_standing=case_of(
            (~nw.col("closed").is_null(), nw.col("closed")),
            (~is_before(frame, "m_due", today), nw.lit("not-due")),
            (answered <= due, nw.lit("in-time")),
            (answered <= grace, nw.lit("in-grace")),
            (~is_before(frame, "m_grace", today), nw.lit("still-open")),
            otherwise=nw.lit("late"),
        )
    )
    sides = (
        _of_side(frame, Side.CLINIC, Dimension.COMMUNICATION, model, keep),
        _of_side(frame, Side.FAMILY, Dimension.RESPONSIVENESS, model, keep),
    )
    return like(joined(*sides), messages)  # type: ignore[no-any-return]


def _of_side(frame: Frame, asked_by: Side, dimension: Dimension, model: ScoringModel, keep: Sequence[str]) -> Frame:
    """Make the evidence of the side that was asked."""
    import narwhals as nw

    standing, name = nw.col("m_standing"), nw.col("message_id")
    ends = ("in-time", "in-grace", "late")
    nothing = nw.lit(None, dtype=nw.Float64())
    credit = case_of(*((standing == end, nw.lit(model.credit(dimension, end))) for end in ends), otherwise=nothing)
    ended = is_one_of(standing, ends)
    reason = case_of((ended, nw.lit(None, dtype=nw.String())), otherwise=standing)
    if asked_by == Side.CLINIC:
        reason = without_credit(reason, credit, nw.col("open_barrier"))
    return evidence_columns(
        frame.filter(nw.col("asked_by") == asked_by.value),
        dimension,
        on=nw.col("m_due"),
        credit=credit,
        reason=reason,
        source=name,
        opportunity_id=name,
        keep=keep,
    )


# --------------------------------------------------------------------------- counting days


def _with_deadlines(frame: Frame, model: ScoringModel) -> Frame:
    """Add the last day of the promise and the last day of grace."""
    import narwhals as nw

    promised = case_of((nw.col("promised_days").is_null(), nw.lit(0.0)), otherwise=nw.col("promised_days"))
    frame = frame.with_columns(m_days=promised.cast(nw.Int64))
    limit = nw.lit(model.grace_days_max)
    frame = frame.with_columns(m_more=case_of((nw.col("m_days") > limit, limit), otherwise=nw.col("m_days")))
    frame = _later(frame, "sent_on", "m_days", "m_due")
    frame = frame.with_columns(m_due=nw.coalesce(nw.col("due_on"), nw.col("m_due")))
    frame = _later(frame, "m_due", "m_more", "m_grace")
    return frame.with_columns(m_grace=nw.coalesce(nw.col("grace_on"), nw.col("m_grace")))


def _later(frame: Frame, day: str, number: str, result: str) -> Frame:
    """Add the n-th day after a day as a column, among every day or working days."""
    import narwhals as nw

    dtype = frame.collect_schema()[day]
    count = nw.col(number).cast(nw.Int64)
    weekday = nw.col(day).dt.weekday().cast(nw.Int64) - 1
    # A promise made on a weekend begins to count after it, as if made on the Friday before.
    back = case_of((weekday > _FRIDAY, weekday - _FRIDAY), otherwise=nw.lit(0))
    from_day = case_of((weekday > _FRIDAY, nw.lit(_FRIDAY)), otherwise=weekday)
    working = count + 2 * ((from_day + count) // 5) - back
    working_days = (nw.col("day_count") == DayCount.WORKING.value) & (count > 0)
    frame = frame.with_columns(
        nw.col(day).alias(result), m_left=case_of((working_days, working), otherwise=count).cast(nw.Int64)
    )
    for power in _POWERS:
        # The rest of a division, in words that every engine has.
        digit = nw.col("m_left") // power - nw.col("m_left") // (power * _BASE) * _BASE
        steps = [
            (digit == each, nw.col(result).dt.offset_by(f"{each * power}d").cast(dtype)) for each in range(1, _BASE)
        ]
        frame = frame.with_columns(case_of(*steps, otherwise=nw.col(result)).alias(result))
    return frame
