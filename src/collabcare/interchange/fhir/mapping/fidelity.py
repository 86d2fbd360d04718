"""How closely a caregiver carried out a strategy, as someone watched it."""

from __future__ import annotations

from typing import Any

from collabcare.interchange.fhir.engine.contexts import In, Out
from collabcare.interchange.fhir.engine.derived import child
from collabcare.interchange.fhir.engine.resources import ResourceMap
from collabcare.interchange.fhir.engine.rows import Hand, Instant, Reference
from collabcare.interchange.fhir.mapping.observation import observed
from collabcare.interchange.fhir.mapping.ratio import take_ratio, written_ratio
from collabcare.journal import FidelityObservation

__all__ = ["FIDELITY"]


def _write_steps(doc: dict[str, Any], resource: dict[str, Any], out: Out) -> None:  # noqa: ARG001 -- a row gets it
    resource["valueRatio"] = written_ratio(doc["steps_correct"], doc["steps_scored"])


def _read_steps(resource: dict[str, Any], doc: dict[str, Any], into: In) -> None:  # noqa: ARG001 -- a row gets it
    steps = take_ratio(resource, "valueRatio")
    if steps is not None:
        doc["steps_correct"], doc["steps_scored"] = steps


FIDELITY = ResourceMap(
    record=FidelityObservation,
    resource="Observation",
    name="fidelity-observation",
    note="The subject is the child; whoever carried the strategy out is the focus.",
    rows=(
        *observed("fidelity"),
        child(),
        Reference("caregiver", "focus[]", "Participant"),
        Instant("observed_at", "effectiveDateTime"),
        Reference("observer", "performer[]", "Participant"),
        Hand(("steps_correct", "steps_scored"), ("valueRatio",), _write_steps, _read_steps, "correct of scored"),
    ),
)
