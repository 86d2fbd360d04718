"""The session that took place, as an Encounter beside its Appointment; and how other records point to it."""

# Documents of every record pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import Any

from collabcare.interchange.fhir.engine.concepts import coded
from collabcare.interchange.fhir.engine.contexts import In, Out
from collabcare.interchange.fhir.engine.derived import Derived, child
from collabcare.interchange.fhir.engine.resources import ResourceMap
from collabcare.interchange.fhir.engine.rows import Constant, Hand, Instant, take_reference
from collabcare.interchange.fhir.mapping.systems import ACT_CODE
from collabcare.journal import Session
from collabcare.vocabulary import SessionKind

__all__ = ["DURING", "ENCOUNTER"]

Doc = dict[str, Any]

_NAME = "encounter"


def _is_held(doc: dict[str, Any]) -> bool:
    """Tell whether the session was held."""
    return bool(doc["status"] == "held")


_AT_A_DISTANCE = frozenset({"telepractice-synchronous", "telepractice-asynchronous", "phone"})
_CLASSES = {"home": "HH", "school": "FLD", "childcare": "FLD", "community": "FLD"}


def _class(doc: dict[str, Any]) -> str:
    """Say in HL7's codes where it took place: at a distance, at home, out in the field, or at the clinic."""
    return "VR" if doc.get("service_delivery") in _AT_A_DISTANCE else _CLASSES.get(doc.get("setting", ""), "AMB")


def _encounter_class(doc: Doc, out: Out) -> Doc:  # noqa: ARG001 -- each gets it
    return {"system": ACT_CODE, "code": _class(doc)}


def _kind(doc: Doc, out: Out) -> list[Doc]:
    return [coded(out, "session-kind", doc.get("session_kind", SessionKind.TREATMENT.value))]


def _appointment(doc: Doc, out: Out) -> list[Doc]:
    appointment = out.reference(("Session",), doc.get("id", ""))
    return [] if appointment is None else [appointment]


def _taking_part(doc: Doc, out: Out) -> list[Doc]:
    """Name who came, but the child: it is the subject, and R4 has no place for it among those who take part."""
    people = dict.fromkeys(each for each in doc.get("attended", ()) if each != out.child)
    references = [out.reference(("Participant",), each) for each in people]
    return [{"individual": each} for each in references if each is not None]


ENCOUNTER = ResourceMap(
    record=Session,
    resource="Encounter",
    name=_NAME,
    when=_is_held,
    carries=frozenset(),
    note="That a session took place, from when to when; who came stands in its Appointment.",
    rows=(
        Constant("status", "finished"),
        Derived("class", _encounter_class, "from how the session was given, and where"),
        Derived("type[]", _kind, "the kind of session"),
        Derived("appointment[]", _appointment, "what was scheduled"),
        Derived("participant[]", _taking_part, "who came, but the child"),
        child(),
        Instant("started_at", "period.start"),
        Instant("ended_at", "period.end"),
    ),
)


def _write_during(doc: dict[str, Any], resource: dict[str, Any], out: Out) -> tuple[str, ...] | None:
    session = doc.get("session")
    if session is None:
        return None
    encounter = out.reference((_NAME,), session)
    if encounter is None:
        return ("session",)
    resource["encounter"] = encounter
    return None


def _read_during(resource: dict[str, Any], doc: dict[str, Any], into: In) -> None:
    found = resource.get("encounter")
    if found is None:
        return
    session = into.record_id(found, (_NAME, "Session"))
    if session is None:
        into.refuse("encounter", "unresolved")
        return
    doc["session"] = session
    take_reference(found)
    if not found:
        del resource["encounter"]


DURING = Hand(("session",), ("encounter",), _write_during, _read_during, "where the session took place")
"""The row for the session in which something was told or measured."""
