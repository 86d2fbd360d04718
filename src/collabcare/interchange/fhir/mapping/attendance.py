"""Who was expected at a session and who came: the participants of its Appointment."""

# Documents of every record pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import Any

from collabcare.interchange.fhir.engine.contexts import In, Out
from collabcare.interchange.fhir.engine.places import members, settle
from collabcare.interchange.fhir.engine.rows import Hand, take_reference
from collabcare.interchange.fhir.engine.strings import own_extension
from collabcare.interchange.fhir.engine.values import as_whole

__all__ = ["ATTENDANCE", "EXTENSION"]

EXTENSION = "attendance"
"""The own extension of a participant: at which place of the list of those expected, and of those who came."""

_LISTS = ("expected", "attended")
_AFTER_ALL = 1_000_000


def _write(doc: dict[str, Any], resource: dict[str, Any], out: Out) -> None:
    people: list[tuple[str, dict[str, int]]] = []
    for name in _LISTS:
        for place, each in enumerate(doc.get(name, ()), 1):
            known = next((places for person, places in people if person == each and name not in places), None)
            if known is None:
                people.append((each, {name: place}))
            else:
                known[name] = place
    participants = []
    for person, places in people:
        parts = [{"url": name, "valuePositiveInt": place} for name, place in places.items()]
        participants.append(
            {
                "extension": [{"url": out.own(EXTENSION), "extension": parts}],
                "actor": out.mention(("Participant",), person),
                "required": "required" if "expected" in places else "optional",
                "status": "accepted",
            }
        )
    if all(person != out.child for person, _ in people):
        # An Appointment has no subject: without the child nobody would find whom it is for.
        child = out.mention(("Participant",), out.child)
        participants.append({"actor": child, "required": "information-only", "status": "accepted"})
    resource["participant"] = participants


def _read(resource: dict[str, Any], doc: dict[str, Any], into: In) -> None:
    participants = resource.get("participant")
    if not isinstance(participants, list):
        return
    found: dict[str, list[tuple[int, str]]] = {name: [] for name in _LISTS}
    for each in participants:
        person = into.record_id(each.get("actor"), ("Participant",)) if isinstance(each, dict) else None
        if person is not None and _is_taken(each, person, found, into):
            _clear(each)
    for name, people in found.items():
        if people:
            doc[name] = [person for _, person in sorted(people, key=lambda each: each[0])]
    left = [each for each in participants if each]
    if left:
        resource["participant"] = left
    else:
        del resource["participant"]


def _is_taken(participant: dict[str, Any], person: str, found: dict[str, list[tuple[int, str]]], into: In) -> bool:
    """Take what one participant says; tell whether it was understood."""
    own = own_extension(participant, EXTENSION)
    if own is None:
        required = participant.get("required")
        if required == "information-only" and person == into.child:
            return True
        if required != "required":
            return False
        found["expected"].append((_AFTER_ALL + len(found["expected"]), person))
        return True
    for part in members(own, "extension"):
        place = as_whole(part.get("valuePositiveInt")) if isinstance(part, dict) else None
        name = part.get("url") if isinstance(part, dict) else None
        if place is not None and isinstance(name, str) and name in found:
            found[name].append((place, person))
            del part["valuePositiveInt"]
    settle(own)
    settle(participant)
    return True


def _clear(participant: dict[str, Any]) -> None:
    actor = participant["actor"]
    take_reference(actor)
    if not actor:
        del participant["actor"]
    if participant.get("required") in ("required", "optional", "information-only"):  # noqa: PLR6201 -- it may be anything
        del participant["required"]
    if participant.get("status") == "accepted":
        del participant["status"]


ATTENDANCE = Hand(
    _LISTS,
    ("participant[]",),
    _write,
    _read,
    "with an own extension that says who was expected and who came; the child always takes part",
)
"""The row for who was expected, and for who came."""
