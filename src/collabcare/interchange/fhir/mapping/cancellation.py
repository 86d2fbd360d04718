"""Why a session was called off: our reason, beside it the nearest that HL7 lists."""

# Documents of every record pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import Any

from collabcare.interchange.fhir.engine.concepts import take_coding
from collabcare.interchange.fhir.engine.contexts import In, Out
from collabcare.interchange.fhir.engine.rows import Hand
from collabcare.interchange.fhir.engine.strings import put_string, take_string
from collabcare.interchange.fhir.mapping.systems import CANCELLATION

__all__ = ["CANCELLATION_REASON"]

_FIELDS = ("cancellation_reason", "cancellation_reason_other")
_OWN = "cancellation-reason"
_LIKE = {"interpreter-missing": "oth-int", "transport": "pat-lt", "funding": "oth-fin"}
# HL7's list says above all on whose side it was.
_SIDES = {"family": "pat", "child": "pat", "clinic": "prov", "other": "other"}


def _like(doc: dict[str, Any]) -> dict[str, str] | None:
    code = _LIKE.get(doc.get("cancellation_reason", "")) or _SIDES.get(doc.get("cancelled_by", ""))
    return None if code is None else {"system": CANCELLATION, "code": code}


def _write(doc: dict[str, Any], resource: dict[str, Any], out: Out) -> tuple[str, ...] | None:
    if resource["status"] != "cancelled":
        return _FIELDS  # FHIR allows a reason only where the appointment is off (app-4)
    reason, like = doc.get("cancellation_reason"), _like(doc)
    concept: dict[str, Any] = {}
    if reason is not None:
        concept["coding"] = [{"system": out.system(_OWN), "code": reason}]
    if like is not None:
        concept.setdefault("coding", []).append(like)
    if "cancellation_reason_other" in doc:
        put_string(concept, "text", doc["cancellation_reason_other"], out.base)
    if concept:
        resource["cancelationReason"] = concept
    return None


def _read(resource: dict[str, Any], doc: dict[str, Any], into: In) -> None:
    concept = resource.get("cancelationReason")
    if not isinstance(concept, dict):
        return
    reason = take_coding(concept, _OWN, into)
    if reason is not None:
        doc["cancellation_reason"] = reason
        words = take_string(concept, "text")
        if words is not None:
            doc["cancellation_reason_other"] = words
    # Who called it off was read before, out of the own extension.
    codings = concept.get("coding")
    if isinstance(codings, list) and _like(doc) in codings:
        codings.remove(_like(doc))
        if not codings:
            del concept["coding"]
    if not concept:
        del resource["cancelationReason"]


CANCELLATION_REASON = Hand(
    _FIELDS,
    ("cancelationReason",),
    _write,
    _read,
    "where the appointment is off, which is when FHIR allows it; beside it HL7's nearest reason",
)
"""The row for the reason, and for its words where no code fits."""
