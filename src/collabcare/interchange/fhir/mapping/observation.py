"""What all our Observations have in common."""

from __future__ import annotations

from collabcare.interchange.fhir.engine.components import OBSERVATION
from collabcare.interchange.fhir.engine.rows import Constant
from collabcare.interchange.fhir.mapping.systems import CATEGORY

__all__ = ["SURVEY", "observed"]

SURVEY = (
    Constant("status", "final"),
    Constant("category[]", {"coding": [{"system": CATEGORY, "code": "survey"}]}),
)
"""Final, and reported by people rather than measured by a device."""


def observed(code: str) -> tuple[Constant, ...]:
    """Give the rows of an Observation that always has the same code."""
    return (
        *SURVEY,
        Constant("code", {"coding": [{"system": f"{{base}}CodeSystem/collabcare-{OBSERVATION}", "code": code}]}),
    )
