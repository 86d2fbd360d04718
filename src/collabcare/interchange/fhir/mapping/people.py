"""People: the child, those who bring it up, and those who work with it."""

from __future__ import annotations

from typing import Any

from collabcare.interchange.fhir.engine.resources import ResourceMap
from collabcare.interchange.fhir.engine.rows import Words
from collabcare.people import Participant

__all__ = ["CHILD", "PRACTITIONER", "RELATED_PERSON"]

_AT_WORK = frozenset({"therapist", "technician-or-assistant", "supervisor", "coordinator", "physician", "interpreter"})


def _is_child(doc: dict[str, Any]) -> bool:
    return doc["role"] == "child"


def _is_at_work(doc: dict[str, Any]) -> bool:
    return doc["role"] in _AT_WORK


CHILD = ResourceMap(
    record=Participant,
    resource="Patient",
    name="child",
    title="name",
    when=_is_child,
    rows=(Words("name", "name[].text"),),
)

PRACTITIONER = ResourceMap(
    record=Participant,
    resource="Practitioner",
    name="practitioner",
    title="name",
    when=_is_at_work,
    rows=(Words("name", "name[].text"),),
)

RELATED_PERSON = ResourceMap(
    record=Participant,
    resource="RelatedPerson",
    name="related-person",
    title="name",
    rows=(Words("name", "name[].text"),),
)
