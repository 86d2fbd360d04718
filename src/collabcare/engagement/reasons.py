"""
The closed list of reasons for which an opportunity is left out, and what a score makes of each.

Both roads to a score use it: one family at a time, and tables of many.
"""

from __future__ import annotations

__all__ = ["EXCUSED", "LEFT_OUT", "NEVER_SCHEDULED", "STRICT", "UNREPORTED"]

UNREPORTED = "unreported"
"""Due, and nobody said what became of it."""

LEFT_OUT = (
    "beyond-capacity",
    "cancelled-by-clinic",
    "duplicate",
    "excused",
    "extra",
    "goal-declined",
    "not-due",
    "not-observed",
    "on-hold",
    "open-barrier",
    "outside-plan",
    "paused",
    "rescheduled",
    "still-open",
    "too-few-answered",
    UNREPORTED,
)
"""Every reason, in order of the alphabet; a table of scores has a column for each."""

EXCUSED = ("excused", "paused")
"""What counts as excused where a score asks how much of what was scheduled was."""

STRICT = ("excused", "open-barrier")
"""What the strict rate holds at 0."""

NEVER_SCHEDULED = (
    "duplicate",
    "extra",
    "goal-declined",
    "not-due",
    "on-hold",
    "outside-plan",
    "rescheduled",
    "still-open",
)
"""Left out without having been scheduled: not there to be excused."""
