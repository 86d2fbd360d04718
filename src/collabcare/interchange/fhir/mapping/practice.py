"""Practice at home as it was reported, and how far the log of it is complete."""

# Documents of every record pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import Any

from collabcare.interchange.fhir.engine.components import Amount, Choice, Components, Grade
from collabcare.interchange.fhir.engine.concepts import Concept
from collabcare.interchange.fhir.engine.contexts import In, Out
from collabcare.interchange.fhir.engine.derived import child
from collabcare.interchange.fhir.engine.resources import ResourceMap
from collabcare.interchange.fhir.engine.rows import Day, Hand, Instant, Reference, Words, is_day, is_instant
from collabcare.interchange.fhir.engine.values import as_number
from collabcare.interchange.fhir.mapping.observation import observed
from collabcare.journal import LogStatement, PracticeRecord

__all__ = ["LOG_STATEMENT", "PRACTICE"]

_DAYS = ("due_on", "practised_on", "practised_at")


def _write_day(doc: dict[str, Any], resource: dict[str, Any], out: Out) -> tuple[str, ...] | None:  # noqa: ARG001
    """
    Write when it was.

    FHIR has one place for it: the time or the day of practice, or else the day on which it was due. A day by itself is
    the day that was due; where it is that of practice, the own extension says so.
    """
    due = doc.get("due_on")
    if "practised_at" in doc:
        resource["effectiveDateTime"] = doc["practised_at"]
    elif "practised_on" in doc:
        resource["effectiveDateTime"] = doc["practised_on"]
        if due is None:
            return ("practised_on",)
    else:
        resource["effectiveDateTime"] = due
        return None
    return None if due is None else ("due_on",)


def _read_day(resource: dict[str, Any], doc: dict[str, Any], into: In) -> None:
    when = resource.get("effectiveDateTime")
    if when is None:
        return
    if is_day(when):
        # The own extension was read before: with a day that was due in it, this is the day of practice.
        field = "practised_on" if "due_on" in doc else "due_on"
        if doc.get("practised_on", when) != when:
            return
        if "practised_on" not in doc:
            doc[field] = when
        del resource["effectiveDateTime"]
    elif is_instant(when):
        doc["practised_at"] = when
        del resource["effectiveDateTime"]
    else:
        into.refuse("effectiveDateTime", "not-understood")


PRACTICE = ResourceMap(
    record=PracticeRecord,
    resource="Observation",
    name="practice-record",
    note="What was reported of one time of home practice. What nobody reported is no resource.",
    rows=(
        *observed("practice"),
        child(),
        Reference("assignment", "basedOn[]", "HomeAssignment"),
        Hand(
            _DAYS,
            ("effectiveDateTime",),
            _write_day,
            _read_day,
            "the time or day of practice; the day on which it was due where there is neither",
        ),
        Instant("reported_at", "issued"),
        Reference("reported_by", "performer[]", "Participant"),
        Concept("outcome", "valueCodeableConcept", "practice-outcome"),
        Components(
            (
                Choice("excused_reason", "excused-reason"),
                Amount("done_share", "1", as_number),
                Amount("minutes", "min"),
                Grade("quality"),
                Grade("distress_before"),
                Grade("distress_after"),
                Choice("support_level", "support-level"),
            )
        ),
        Words("note", "note[].text"),
    ),
)

LOG_STATEMENT = ResourceMap(
    record=LogStatement,
    resource="Observation",
    name="log-statement",
    note="The value is the last day for which the practice log is complete.",
    rows=(
        *observed("practice-log-complete"),
        child(),
        Reference("assignment", "basedOn[]", "HomeAssignment"),
        Day("complete_until", "valueDateTime"),
    ),
)
