"""Services that the plan gives the child a right to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collabcare.interchange.fhir.engine.derived import Derived, child, plan
from collabcare.interchange.fhir.engine.resources import ResourceMap
from collabcare.interchange.fhir.engine.rows import Concept, Constant
from collabcare.interchange.fhir.mapping.home_assignment import PLACES
from collabcare.interchange.fhir.mapping.timing import SERVICE_TIMING
from collabcare.plans import Service

if TYPE_CHECKING:
    from collabcare.interchange.fhir.engine.contexts import Out

__all__ = ["SERVICE"]


def _status(doc: dict[str, Any], out: Out) -> str:  # noqa: ARG001 -- each gets it
    # The codes of a plan's status are those of a request's; a service has none of its own.
    return str(out.document.get("status", "active"))


SERVICE = ResourceMap(
    record=Service,
    resource="ServiceRequest",
    name="service",
    title="discipline",
    tells=("times", "period", "minutes", "format", "method", "location", "source", "since", "until"),
    rows=(
        Derived("status", _status, "that of the plan"),
        Constant("intent", "plan"),
        Constant("category[]", {"coding": [{"system": "{base}CodeSystem/collabcare-category", "code": "service"}]}),
        Concept("discipline", "code", "discipline", other="discipline_other"),
        child(),
        plan(),
        SERVICE_TIMING,
        Concept("location", "locationCode[]", "setting", also=PLACES),
    ),
)
