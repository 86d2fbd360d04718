"""Sessions as a table: one row is one session that was scheduled, whatever became of it."""

from __future__ import annotations

from collabcare.engagement.tables.definition import HOURS, SECONDS, Column, Mistaken, Rule, Table, levels_of
from collabcare.engagement.tables.shared_columns import HOUSEHOLD, OPEN_BARRIER, ORGANIZATION, PLAN_ID, closed
from collabcare.vocabulary import Assent, CancellationReason, SessionStatus, Side, Who

__all__ = ["SESSIONS"]

_QUARTER_HOURS = Mistaken("hours", 0, 1)

SESSIONS = Table(
    name="sessions",
    title="Sessions: what was scheduled, and what became of it",
    row="one session that was scheduled, whatever became of it",
    key=("plan_id", "session_id"),
    columns=(
        PLAN_ID,
        Column(name="session_id", kind="id", meaning="Names the session within the plan."),
        Column(name="on", kind="day", meaning="The day for which it was scheduled, on the family's calendar."),
        Column(
            name="status",
            kind="code",
            meaning="What became of it; scheduled where that is not known or it is still to come.",
            levels=levels_of(SessionStatus),
        ),
        Column(
            name="someone_missing",
            kind="flag",
            meaning="Whether someone who was expected did not come to a session that was held.",
            required=False,
            empty="Everyone expected came, or who came was not written down.",
        ),
        Column(
            name="scheduled_minutes",
            kind="number",
            meaning="How long it was to last.",
            required=False,
            empty="Not known.",
            unit="minutes",
            least=5,
            most=480,
            mistaken=(HOURS, SECONDS),
        ),
        Column(
            name="late_minutes",
            kind="number",
            meaning="Minutes by which it began late.",
            required=False,
            empty="It began on time, or by how much it was late is not known.",
            unit="minutes",
            least=0,
            most=480,
            mistaken=(_QUARTER_HOURS, SECONDS),
        ),
        Column(
            name="late_through",
            kind="code",
            meaning="Through whom it began late.",
            required=False,
            empty="It did not begin late.",
            levels=levels_of(Who),
        ),
        Column(
            name="early_minutes",
            kind="number",
            meaning="Minutes by which it ended early; less than 0 when it ran over.",
            required=False,
            empty="It ended on time, or by how much it was early is not known.",
            unit="minutes",
            least=-480,
            most=480,
            mistaken=(_QUARTER_HOURS, SECONDS),
        ),
        Column(
            name="ended_early_by",
            kind="code",
            meaning="Through whom it ended early.",
            required=False,
            empty="It did not end early.",
            levels=levels_of(Who),
        ),
        Column(
            name="assent",
            kind="code",
            meaning="Whether the child agreed to take part: a session that ends because it withdrew is whole.",
            required=False,
            empty="Not written down.",
            levels=levels_of(Assent),
        ),
        Column(
            name="interpreter_missing",
            kind="flag",
            meaning="Whether it was held without the interpreter who was needed.",
            required=False,
            empty="None was needed, or the interpreter was there.",
        ),
        Column(
            name="cancelled_by",
            kind="code",
            meaning="Who called it off; a cancelled session without it is unreported.",
            required=False,
            empty="Not cancelled, or not known by whom.",
            levels=levels_of(Who),
        ),
        Column(
            name="cancellation_reason",
            kind="code",
            meaning="Why it was called off or moved; the model says which reasons excuse the family.",
            required=False,
            empty="Not written down.",
            levels=levels_of(CancellationReason),
        ),
        Column(
            name="make_up_offered_on",
            kind="day",
            meaning="The day for which another session was offered instead.",
            required=False,
            empty="None was offered.",
        ),
        Column(
            name="moved_by",
            kind="code",
            meaning="Which side moved it; a moved session without it is unreported.",
            required=False,
            empty="Not moved, or not known by whom.",
            levels=levels_of(Side),
        ),
        Column(
            name="moved_to",
            kind="id",
            meaning="The session_id of the session that took its place, if the table has it.",
            required=False,
            empty="Not moved, or to no session that exists.",
        ),
        HOUSEHOLD,
        ORGANIZATION,
        closed("on-hold", "outside-plan", "paused"),
        OPEN_BARRIER,
    ),
    rules=(
        Rule(
            "cancelled_by",
            ("cancelled_by", "status"),
            "needs",
            "say who called it off only where the status is cancelled",
            lambda cell: ~cell["cancelled_by"].is_null() & (cell["status"] != SessionStatus.CANCELLED.value),
        ),
        Rule(
            "moved_to",
            ("moved_to", "status"),
            "needs",
            "say where it was moved only where the status is moved",
            lambda cell: ~cell["moved_to"].is_null() & (cell["status"] != SessionStatus.MOVED.value),
        ),
        Rule(
            "moved_by",
            ("moved_by", "status"),
            "needs",
            "say who moved it only where the status is moved",
            lambda cell: ~cell["moved_by"].is_null() & (cell["status"] != SessionStatus.MOVED.value),
        ),
        Rule(
            "someone_missing",
            ("someone_missing", "status"),
            "needs",
            "say who was missing only where the status is held",
            lambda cell: cell["someone_missing"] & (cell["status"] != SessionStatus.HELD.value),
        ),
    ),
    unknown=(
        "whether a session after as_of that is cancelled or moved was called off by then: it counts as called off",
        "who was expected: someone_missing is yours to say, for the children and caregivers whose part was agreed",
        "pauses, holds and open barriers, unless closed and open_barrier say them",
    ),
)
