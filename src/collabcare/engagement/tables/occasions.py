"""
Occasions of home practice as a table, and what they say about practice at home.

One row is one time at which practice was due, with what was reported about it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from collabcare._extras import need
from collabcare.engagement.model import PracticeWeight, ScoringModel
from collabcare.engagement.tables.check_table import checked, like, opened
from collabcare.engagement.tables.definition import PERCENT, Column, Mistaken, Rule, Table, levels_of
from collabcare.engagement.tables.evidence_rows import (
    case_of,
    check_kept,
    checked_day,
    evidence_columns,
    is_before,
    without_credit,
)
from collabcare.engagement.tables.shared_columns import HOUSEHOLD, OPEN_BARRIER, PLAN_ID, closed
from collabcare.vocabulary import Dimension, PracticeOutcome

if TYPE_CHECKING:
    import narwhals as nw
    from narwhals.typing import IntoFrameT

__all__ = ["OCCASIONS", "practice_evidence"]

OCCASIONS = Table(
    name="occasions",
    title="Occasions of home practice: what was due, and what was reported",
    row="one time at which practice was due at home, reported or not",
    key=("plan_id", "occasion_id"),
    columns=(
        PLAN_ID,
        Column(name="occasion_id", kind="id", meaning="Names the occasion within the plan."),
        Column(name="assignment_id", kind="id", meaning="What was to be practised."),
        Column(
            name="on",
            kind="day",
            meaning="The day on which it was due; for a number of times a week, the last day of that week.",
        ),
        Column(
            name="outcome",
            kind="code",
            meaning="What became of it.",
            empty="Nobody reported it: unknown, not a no, unless log_complete says otherwise.",
            levels=levels_of(PracticeOutcome),
        ),
        Column(
            name="done_share",
            kind="number",
            meaning="How much of it was done, where the outcome is partly.",
            required=False,
            empty="Not partly done, or how much is not known.",
            unit="share",
            least=0,
            most=1,
            mistaken=(PERCENT,),
        ),
        Column(
            name="occasions_a_week",
            kind="number",
            meaning="How many occasions the assignment has in a whole week; an occasion weighs 1 over it.",
            above=0,
            most=168,
        ),
        Column(
            name="log_complete",
            kind="flag",
            meaning=(
                "Whether silence means not done: the family had stated that its log is complete for that day, or, for "
                "a number of times a week, another time of that week was reported."
            ),
            required=False,
            empty="Silence stays unknown.",
        ),
        Column(
            name="minutes",
            kind="number",
            meaning="How long one practice was to take; used when the model weighs practice by minutes.",
            required=False,
            empty="Not agreed.",
            unit="minutes",
            least=1,
            most=480,
            mistaken=(Mistaken("hours", 0, 1), Mistaken("seconds", 480, 86_401)),
        ),
        HOUSEHOLD,
        closed("on-hold", "outside-plan", "paused", "goal-declined", "beyond-capacity"),
        OPEN_BARRIER,
    ),
    rules=(
        Rule(
            "done_share",
            ("done_share", "outcome"),
            "needs",
            "give a share only where the outcome is partly",
            lambda cell: (
                ~cell["done_share"].is_null()
                & (cell["outcome"].is_null() | (cell["outcome"] != PracticeOutcome.PARTLY.value))
            ),
        ),
    ),
    unknown=(
        "which report belongs to which occasion: match them before, by the day, else to one a day off in the same week",
        "what was done beyond what was due: it earns nothing, so leave it out",
        "when more was asked than the family had agreed to: say beyond-capacity in closed",
        "in which home the child was, pauses, declined goals and open barriers, unless the table says them",
    ),
)


def practice_evidence(
    occasions: IntoFrameT,
    *,
    as_of: dt.date | None = None,
    model: ScoringModel | None = None,
    keep: Sequence[str] = (),
    check: bool = True,
) -> IntoFrameT:
    """
    Make evidence of practice at home (family) from a table of occasions.

    It says how much practice happened, as the family reports it; not how hard the family tried. Silence is not "not
    done": an occasion without an outcome is left out as unreported, with its weight, and the score says how far it
    could move the result.

    Parameters
    ----------
    occasions
        A row for each time at which practice was due; the columns are those of the codebook's table `occasions`. A
        table of polars (eager or lazy), pandas, pyarrow, DuckDB or PySpark.
    as_of
        The day on which you look: occasions on it or later are not due. Without it, everything in the table is past.
    model
        Gives credits and weights; without it, the one that comes with this library.
    keep
        Other columns to carry along, such as a site or an arm, to group by later.
    check
        `False` leaves the rows unread, and a lazy table lazy; then wrong rows give wrong numbers.

    Returns
    -------
    table
        Of the same kind, lazy where `occasions` was lazy: the columns of the codebook's table `evidence`, then those of
        `keep`; a row for each occasion. The order of rows is not promised.

    Raises
    ------
    InvalidTableError
        With every problem of the table, by column and number of rows; nothing is computed then.
    InvalidRecordError
        When `as_of` is no day.

    Notes
    -----
    The rules are those of a score from plan and journal, after its matching: done 1, partly its share (.5 where that is
    not known), not done 0. An occasion weighs 1/occasions_a_week, so that each week of each assignment counts alike; a
    model may weigh each occasion or each minute alike instead.

    What a table cannot know: which report belongs to which occasion, and what was done beyond what was due (match them
    before, and leave out the rest: it earns nothing); when more was asked than the family had agreed to, in which home
    the child was, pauses, declined goals and open barriers, unless the table says them.

    Examples
    --------
    >>> import datetime as dt
    >>> import polars as pl
    >>> occasions = pl.DataFrame(
    ...     {
    ...         "plan_id": "f01",
    ...         "occasion_id": ["o1", "o2", "o3"],
    ...         "assignment_id": "reading",
    ...         "on": [dt.date(2026, 9, 7), dt.date(2026, 9, 9), dt.date(2026, 9, 11)],
    ...         "outcome": ["done", "partly", None],
    ...         "occasions_a_week": 3,
    ...     }
    ... )
    >>> for row in (
    ...     practice_evidence(occasions).select("opportunity_id", "credit", "reason").sort("opportunity_id").rows()
    ... ):
    ...     print(*row)
    o1 1.0 None
    o2 0.5 None
    o3 None unreported
    """
    need("cohort", "narwhals")
    import narwhals as nw

    check_kept(keep)
    model = ScoringModel.default() if model is None else model
    today = None if as_of is None else checked_day(as_of)
    frame = checked(opened(occasions), OCCASIONS, keep=keep, check=check)
    frame = frame.with_columns(o_credit=_credit(model), o_excused=_is(PracticeOutcome.EXCUSED))
    barred = nw.col("closed") == "beyond-capacity"
    beforehand = case_of(
        (~nw.col("closed").is_null() & ~barred, nw.col("closed")),
        (nw.col("o_excused"), nw.lit("excused")),
        otherwise=nw.lit(None, dtype=nw.String()),
    )
    reason = without_credit(beforehand, nw.col("o_credit"), nw.col("open_barrier"))
    reason = case_of(
        (~reason.is_null(), reason),
        (barred, nw.col("closed")),
        (~is_before(frame, "on", today), nw.lit("not-due")),
        (nw.col("o_credit").is_null(), nw.lit("unreported")),
        otherwise=nw.lit(None, dtype=nw.String()),
    )
    made = evidence_columns(
        frame,
        Dimension.HOME_PRACTICE,
        on=nw.col("on"),
        credit=nw.col("o_credit"),
        reason=reason,
        source=nw.col("assignment_id"),
        opportunity_id=nw.col("occasion_id"),
        weight=_weight(model),
        keep=keep,
    )
    return like(made, occasions)  # type: ignore[no-any-return]


def _is(outcome: PracticeOutcome) -> nw.Expr:
    import narwhals as nw

    return case_of((nw.col("outcome") == outcome.value, nw.lit(value=True)), otherwise=nw.lit(value=False))


def _credit(model: ScoringModel) -> nw.Expr:
    import narwhals as nw

    def credit(key: str) -> nw.Expr:
        return nw.lit(model.credit(Dimension.HOME_PRACTICE, key))

    share = nw.col("done_share")
    silent = nw.col("outcome").is_null() & nw.col("log_complete")
    return case_of(
        (_is(PracticeOutcome.DONE), credit("done")),
        (_is(PracticeOutcome.PARTLY) & share.is_null(), credit("partly-unknown")),
        (_is(PracticeOutcome.PARTLY), share),
        (_is(PracticeOutcome.NOT_DONE) | silent, credit("not-done")),
        otherwise=nw.lit(None, dtype=nw.Float64()),
    )


def _weight(model: ScoringModel) -> nw.Expr:
    """Give what an occasion weighs: 1/(occasions in a whole week), 1, or its minutes."""
    import narwhals as nw

    if model.practice_weight == PracticeWeight.OCCASION:
        return nw.lit(1.0)
    if model.practice_weight == PracticeWeight.MINUTES:
        return nw.coalesce(nw.col("minutes"), nw.lit(1.0))
    return 1.0 / nw.col("occasions_a_week")
