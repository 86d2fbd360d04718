"""Reviews: one that was held as the form that it filled, one that is due as a task."""

from __future__ import annotations

from typing import Any

from collabcare.interchange.fhir.engine.derived import child, plan
from collabcare.interchange.fhir.engine.resources import ResourceMap
from collabcare.interchange.fhir.engine.rows import Constant, Day, Instant
from collabcare.plans import Review

__all__ = ["REVIEW", "REVIEW_DUE"]


def _was_held(doc: dict[str, Any]) -> bool:
    """Tell whether the review was held."""
    return "held_at" in doc


REVIEW = ResourceMap(
    record=Review,
    resource="QuestionnaireResponse",
    name="review",
    tells=("held_at", "attended", "decisions", "next_due_on"),
    when=_was_held,
    form=True,
    identified="one",
    note="Nobody is its `source`: both sides answer, and each judgement says whose it is.",
    rows=(
        Constant("status", "completed"),
        child(),
        plan(),
        Instant("held_at", "authored"),
    ),
)

REVIEW_DUE = ResourceMap(
    record=Review,
    resource="Task",
    name="review-due",
    tells=("due_on", "invited"),
    note="A form that nobody filled says nothing; what is due is to hold the review.",
    rows=(
        Constant("status", "requested"),
        Constant("intent", "plan"),
        Constant("code.coding[]", {"system": "{base}CodeSystem/collabcare-task", "code": "review"}),
        child("for"),
        plan(),
        Day("due_on", "restriction.period.end"),
    ),
)
