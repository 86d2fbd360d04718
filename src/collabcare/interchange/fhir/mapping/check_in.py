"""How a caregiver is doing: a form whose questions are the fields of the check-in."""

from __future__ import annotations

from collabcare.interchange.fhir.engine.derived import child
from collabcare.interchange.fhir.engine.resources import ResourceMap
from collabcare.interchange.fhir.engine.rows import Constant, Instant, Reference
from collabcare.interchange.fhir.mapping.answers import QUESTIONNAIRE
from collabcare.journal import CheckIn

__all__ = ["CHECK_IN"]

CHECK_IN = ResourceMap(
    record=CheckIn,
    resource="QuestionnaireResponse",
    name="check-in",
    identified="one",
    form=True,
    rows=(
        Constant("questionnaire", f"{{base}}{QUESTIONNAIRE}check-in"),
        Constant("status", "completed"),
        child(),
        Instant("checked_in_at", "authored"),
        Reference("caregiver", "source", "Participant"),
    ),
)
