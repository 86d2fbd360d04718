"""The session that took place, as an Encounter beside its Appointment; and how other records point to it."""

# Documents of every record pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import Any

from collabcare.interchange.fhir.engine.codings import coded
from collabcare.interchange.fhir.engine.contexts import In, Out
from collabcare.interchange.fhir.engine.resources import ResourceMap
from collabcare.interchange.fhir.engine.rows import Constant, Hand, Instant, Subject, take_reference
from collabcare.interchange.fhir.mapping.systems import ACT_CODE
from collabcare.journal import Session
from collabcare.vocabulary import SessionKind

__all__ = ["DURING", "ENCOUNTER"]

_NAME = "encounter"


def _is_held(doc: dict[str, Any]) -> bool:
    return doc["status"] == "held"


_AT_A_DISTANCE = frozenset({"telepractice-synchronous", "telepractice-asynchronous", "phone"})
_CLASSES = {"home": "HH", "school": "FLD", "childcare": "FLD", "community": "FLD"}


def _class(doc: dict[str, Any]) -> str:
    """Say in HL7's codes where it took place: at a distance, at home, out in the field, or at the clinic."""
    return "VR" if doc.get("service_delivery") in _AT_A_DISTANCE else _CLASSES.get(doc.get("setting", ""), "AMB")


def _write_copies(doc: dict[str, Any], resource: dict[str, Any], out: Out) -> None:
    resource["class"] = {"system": ACT_CODE, "code": _class(doc)}
    resource["type"] = [coded(out, "session-kind", doc.get("session_kind", SessionKind.TREATMENT.value))]
    appointment = out.reference(("Session",), doc["id"])
    if appointment is not None:
        resource["appointment"] = [appointment]
    # The child is the subject; R4 has no place for it among those who take part.
    people = dict.fromkeys(each for each in doc.get("attended", ()) if out.roles.get(each) != "child")
    references = [out.reference(("Participant",), each) for each in people]
    taking_part = [{"individual": each} for each in references if each is not None]
    if taking_part:
        resource["participant"] = taking_part


def _read_copies(resource: dict[str, Any], doc: dict[str, Any], into: In) -> None:  # noqa: ARG001 -- a row gets it
    found = resource.get("class")
    if isinstance(found, dict) and set(found) == {"system", "code"} and found["system"] == ACT_CODE:
        del resource["class"]
    kinds = resource.get("type")
    if isinstance(kinds, list) and len(kinds) == 1 and any(kinds[0] == coded_kind(each, into) for each in SessionKind):
        del resource["type"]
    for key, inner, record in (("appointment", None, "Session"), ("participant", "individual", "Participant")):
        _take_known(resource, key, inner, record, into)


def coded_kind(kind: str, into: In) -> dict[str, Any]:
    """Give the kind of a session as it stands in its Encounter."""
    return {"coding": [{"system": into.system("session-kind"), "code": kind}]}


def _take_known(resource: dict[str, Any], key: str, inner: str | None, record: str, into: In) -> None:
    """Take references to records of ours; the Appointment says the same."""
    listed = resource.get(key)
    if not isinstance(listed, list):
        return
    for each in listed:
        reference = each.get(inner) if inner is not None and isinstance(each, dict) else each
        if isinstance(reference, dict) and into.record_id(reference, (record,)) is not None:
            take_reference(reference)
            if inner is not None and not reference:
                del each[inner]
    left = [each for each in listed if each]
    if left:
        resource[key] = left
    else:
        del resource[key]


ENCOUNTER = ResourceMap(
    record=Session,
    resource="Encounter",
    name=_NAME,
    when=_is_held,
    carries=frozenset(),
    note="That a session took place, from when to when; who came stands in its Appointment.",
    rows=(
        Constant("status", "finished"),
        Hand(
            (), ("class", "type", "participant", "appointment"), _write_copies, _read_copies, "as the Appointment says"
        ),
        Subject(),
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
