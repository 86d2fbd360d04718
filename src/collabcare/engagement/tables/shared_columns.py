"""Columns that several tables share."""

from __future__ import annotations

from collabcare.engagement.tables.definition import Column

__all__ = ["CLOSED", "HOUSEHOLD", "OPEN_BARRIER", "ORGANIZATION", "PLAN_ID", "closed"]

PLAN_ID = Column(name="plan_id", kind="id", meaning="The family's plan: a code of the study, never a name.")
HOUSEHOLD = Column(
    name="household",
    kind="id",
    meaning="The home that it concerns.",
    required=False,
    empty="No home can be named, or it concerns several.",
)
ORGANIZATION = Column(
    name="organization",
    kind="id",
    meaning="The organization that gives the service.",
    required=False,
    empty="There is only one, or none is named.",
)
OPEN_BARRIER = Column(
    name="open_barrier",
    kind="flag",
    meaning=(
        "Whether on that day a barrier that the family had raised, and that hinders just this, stood unanswered past "
        "the clinic's promise: nothing is held against the family then."
    ),
    required=False,
    empty="There was none.",
)
CLOSED = {
    "on-hold": "The plan was on hold.",
    "outside-plan": "Before the start or after the end of the plan, the promise or the person's part in it.",
    "paused": "A pause was agreed for that day.",
    "goal-declined": "It serves only goals that this home declined.",
    "beyond-capacity": "It is more than the minutes a week that the family agreed to.",
}
"""Why something does not count whatever became of it, with the meaning of each."""


def closed(*reasons: str) -> Column:
    """Make the column that says why a row does not count, for the reasons that a table can have."""
    return Column(
        name="closed",
        kind="code",
        meaning="Why it does not count, whatever became of it.",
        required=False,
        empty="It counts.",
        levels=tuple((reason, CLOSED[reason]) for reason in reasons),
    )
