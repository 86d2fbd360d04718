"""What stands in the way, as an observation of whoever raised it, and what was agreed about it, as tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collabcare.interchange.fhir.engine.derived import Derived, child, owner, plan
from collabcare.interchange.fhir.engine.resources import Part, ResourceMap
from collabcare.interchange.fhir.engine.rows import Concept, Constant, Day, Reference, WordsIn
from collabcare.interchange.fhir.mapping.systems import CATEGORY, SNOMED
from collabcare.plans import Barrier, BarrierResponse

if TYPE_CHECKING:
    from collabcare.interchange.fhir.engine.contexts import Out

__all__ = ["BARRIER", "BARRIER_RESPONSE"]

_IDENTIFYING = {
    "system": SNOMED,
    "code": "811791000000103",
    "display": "Identifying barriers to goal achievement",
}


def _status(doc: dict[str, Any], out: Out) -> str:
    """Say that it is done where the barrier is gone, or it is known whether it helped; before that, it was agreed."""
    for each in out.document.get("barriers", ()):
        if each.get("id") == doc.get("@owner"):
            return "completed" if "resolved_on" in each or "outcome" in each else "accepted"
    return "accepted"


BARRIER_RESPONSE = ResourceMap(
    record=BarrierResponse,
    resource="Task",
    name="barrier-response",
    title="description",
    tells=("kind", "agreed_by", "agreed_on"),
    rows=(
        Derived("status", _status, "completed when the barrier has an outcome or is gone, else accepted"),
        Constant("intent", "plan"),
        Concept("kind", "code", "barrier-response-kind"),
        WordsIn("description", "description"),
        child("for"),
        plan(),
        owner("reasonReference", "Barrier"),
        Day("agreed_on", "authoredOn"),
    ),
)

BARRIER = ResourceMap(
    record=Barrier,
    resource="Observation",
    name="barrier",
    title="description",
    tells=("kind", "kind_other", "raised_by", "raised_on", "outcome", "resolved_on"),
    parts=(Part("responses", BARRIER_RESPONSE),),
    note="Not a DetectedIssue: its mitigation cannot be a parent's.",
    rows=(
        Constant("status", "final"),
        Constant("category[]", {"coding": [{"system": CATEGORY, "code": "survey"}]}),
        Constant("code.coding[]", _IDENTIFYING),
        child(),
        plan(),
        Day("raised_on", "effectiveDateTime"),
        Reference("raised_by", "performer[]", "Participant"),
        Concept("kind", "valueCodeableConcept", "barrier-kind"),
        WordsIn("description", "valueCodeableConcept.text"),
    ),
)
