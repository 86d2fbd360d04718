"""The plan itself."""

from __future__ import annotations

from collabcare.interchange.fhir.engine.resources import ResourceMap
from collabcare.interchange.fhir.engine.rows import Code, Constant, Day, Reference, WordsIn
from collabcare.plans import SharedPlan
from collabcare.vocabulary import PlanStatus

__all__ = ["PLAN"]

PLAN = ResourceMap(
    record=SharedPlan,
    resource="CarePlan",
    name="shared-plan",
    title="title",
    # A safety plan is never exported; the others are resources of their own.
    never=frozenset({"safety_plan", "participants", "goals"}),
    rows=(
        Code("status", "status", PlanStatus, default="active"),
        Constant("intent", "plan"),
        WordsIn("title", "title"),
        Reference("child", "subject", "Participant"),
        Day("starts_on", "period.start"),
        Day("ends_on", "period.end"),
    ),
)
