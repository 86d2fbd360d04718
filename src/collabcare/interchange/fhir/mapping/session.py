"""Sessions: an Appointment for what was scheduled and who came, beside it an Encounter where one took place."""

# Documents of every record pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import Any

from collabcare.interchange.fhir.engine.concepts import Concept
from collabcare.interchange.fhir.engine.contexts import In, Out
from collabcare.interchange.fhir.engine.resources import Part, ResourceMap
from collabcare.interchange.fhir.engine.rows import Hand, Instant
from collabcare.interchange.fhir.mapping.attendance import ATTENDANCE
from collabcare.interchange.fhir.mapping.cancellation import CANCELLATION_REASON
from collabcare.interchange.fhir.mapping.encounter import ENCOUNTER
from collabcare.journal import Session
from collabcare.vocabulary import SessionKind

__all__ = ["SESSION"]

_STATUSES = {
    "scheduled": "booked",
    "held": "fulfilled",
    "cancelled": "cancelled",
    "no-show": "noshow",
    # To the calendar it is off; that it was moved, and where to, stands in the own extension.
    "moved": "cancelled",
}


def _write_status(doc: dict[str, Any], resource: dict[str, Any], out: Out) -> tuple[str, ...] | None:  # noqa: ARG001
    resource["status"] = _STATUSES[doc["status"]]
    return ("status",) if doc["status"] == "moved" else None


def _read_status(resource: dict[str, Any], doc: dict[str, Any], into: In) -> None:
    status = resource.get("status")
    said = doc.get("status")
    if said is None:
        said = next((ours for ours, theirs in _STATUSES.items() if theirs == status), None)
    if said is None or _STATUSES.get(said) != status:
        into.refuse("status", "not-understood")
        return
    doc["status"] = said
    del resource["status"]


def _described(doc: dict[str, Any]) -> str:
    kind: str = doc.get("session_kind", SessionKind.TREATMENT.value)
    return f"Session: {kind.replace('-', ' ')}"


def _write_description(doc: dict[str, Any], resource: dict[str, Any], out: Out) -> None:  # noqa: ARG001
    resource["description"] = _described(doc)


def _read_description(resource: dict[str, Any], doc: dict[str, Any], into: In) -> None:  # noqa: ARG001
    if resource.get("description") == _described(doc):
        del resource["description"]


SESSION = ResourceMap(
    record=Session,
    resource="Appointment",
    name="session",
    parts=(Part(None, ENCOUNTER),),
    note="A session that took place has an Encounter too.",
    rows=(
        Hand(("status",), ("status",), _write_status, _read_status, "moved is cancelled, and says so"),
        CANCELLATION_REASON,
        Concept("session_kind", "serviceType[]", "session-kind", default=SessionKind.TREATMENT.value),
        Concept("discipline", "specialty[]", "discipline", other="discipline_other"),
        Hand((), ("description",), _write_description, _read_description, "the kind of session, in words"),
        Instant("scheduled_start_at", "start"),
        Instant("scheduled_end_at", "end"),
        ATTENDANCE,
    ),
)
