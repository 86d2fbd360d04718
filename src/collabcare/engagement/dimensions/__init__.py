"""
The dimensions of engagement: one module each, from a case to its evidence.

Each has `collect(case)`, which gives every opportunity of the window, and `agreed(case)`, which tells whether anything
was agreed at all. They do not know each other.
"""

from collections.abc import Iterator
from typing import Protocol

from collabcare.engagement.case import Case
from collabcare.engagement.dimensions import (
    attendance,
    barriers_answered,
    communication,
    explanation,
    feedback_sought,
    home_practice,
    joint_review,
    parent_input,
    participation,
    progress_updates,
    responsiveness,
    sessions_kept,
    shared_decisions,
)
from collabcare.engagement.opportunity import Evidence, LeftOut
from collabcare.vocabulary import Dimension

__all__ = ["DIMENSION_MODULES", "DimensionModule"]


class DimensionModule(Protocol):
    """What each module of this package offers."""

    def collect(self, case: Case) -> Iterator[Evidence | LeftOut]:
        """Give every opportunity of the window."""
        ...

    def agreed(self, case: Case) -> bool:
        """Tell whether anything was agreed."""
        ...


DIMENSION_MODULES: dict[Dimension, DimensionModule] = {
    Dimension.ATTENDANCE: attendance,
    Dimension.PARTICIPATION: participation,
    Dimension.HOME_PRACTICE: home_practice,
    Dimension.COMMUNICATION: communication,
    Dimension.SHARED_DECISIONS: shared_decisions,
    Dimension.SESSIONS_KEPT: sessions_kept,
    Dimension.PROGRESS_UPDATES: progress_updates,
    Dimension.RESPONSIVENESS: responsiveness,
    Dimension.PARENT_INPUT: parent_input,
    Dimension.EXPLANATION: explanation,
    Dimension.FEEDBACK_SOUGHT: feedback_sought,
    Dimension.BARRIERS_ANSWERED: barriers_answered,
    Dimension.JOINT_REVIEW: joint_review,
}
"""The module of each dimension, the family's first, in the order in which they are shown."""
