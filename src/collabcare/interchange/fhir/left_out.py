"""
What a resource still holds when everything that we carry was taken out of it, counted by place and reason.

An element is a value: text, a number, a truth value. What holds nothing is none. The name of an element that R4 does
not know is never told, as a key may be a name: it counts where it stands.
"""

# Resources are data of strangers, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from collabcare.interchange.fhir.engine.reasons import LeftOutReason
from collabcare.interchange.fhir.r4.elements import Kind, is_primitive, is_resource_type, kind

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LeftOut", "LeftOutReason", "Tally", "values"]

Doc = dict[str, Any]


@attrs.frozen
class LeftOut:
    """
    An element that was not carried, and why.

    Parameters
    ----------
    path
        FHIRPath without places, such as `Patient.address.city`.
    reason
        Why.
    count
        How many such values there were.
    places
        The first ten, with their places, such as `Bundle.entry[3].resource.address[0].city`.

    Examples
    --------
    >>> LeftOut("Goal.note.text", LeftOutReason.NO_PLACE, 1, ("Goal.note[0].text",)).reason.definition
    'Nothing in a plan or a journal holds it.'
    """

    path: str
    reason: LeftOutReason
    count: int
    places: tuple[str, ...]


_MOST_PLACES = 10
_BY_NAME = {
    "meta": LeftOutReason.KEEPING,
    "text": LeftOutReason.NARRATIVE,
    "extension": LeftOutReason.EXTENSION,
    "modifierExtension": LeftOutReason.MODIFIER,
}
_SAYING = {"Coding": ("code",), "Reference": ("reference", "identifier")}
"""What says what the type is about; when it was carried, the rest goes with it."""
_PEOPLE = frozenset({"Patient", "RelatedPerson", "Practitioner", "PractitionerRole", "Person"})
_IDENTITY = frozenset(
    ["identifier", "telecom", "address", "photo", "contact", "gender", "birthDate", "name", "maritalStatus", "deceasedBoolean", "deceasedDateTime", "multipleBirthBoolean", "multipleBirthInteger", "qualification", "link", "generalPractitioner", "managingOrganization"]
)


def values(value: Any) -> int:
    """Count the values under a place: the elements that an import carries or leaves out."""
    if isinstance(value, dict):
        return sum(map(values, value.values()))
    if isinstance(value, list):
        return sum(map(values, value))
    return value is not None


class Tally:
    """
    Counts what is left in resources.

    Parameters
    ----------
    whole
        Why a resource was left out altogether, by its place.
    refused
        Why something in it was, by the place of the resource and the general path in it.
    read
        The places of the resources that became records, or parts of some.
    """

    def __init__(
        self,
        whole: Mapping[str, LeftOutReason],
        refused: Mapping[tuple[str, str], LeftOutReason],
        read: frozenset[str],
    ) -> None:
        self._whole = whole
        self._read = read
        self._refused: dict[str, dict[str, LeftOutReason]] = {}
        for (place, path), reason in refused.items():
            self._refused.setdefault(place, {})[path.replace("[]", "")] = reason
        self._found: dict[tuple[str, LeftOutReason], tuple[list[int], list[str]]] = {}

    def result(self) -> tuple[LeftOut, ...]:
        """Give what was counted, by path and reason."""
        return tuple(
            LeftOut(path, reason, count[0], tuple(places))
            for (path, reason), (count, places) in sorted(self._found.items())
        )

    def add(self, path: str, reason: LeftOutReason, place: str, count: int = 1) -> None:
        """Count values at one place."""
        counted, places = self._found.setdefault((path, reason), ([0], []))
        counted[0] += count
        if len(places) < _MOST_PLACES:
            places.append(place)

    def resource(self, value: Doc, place: str, within: LeftOutReason | None = None) -> None:
        """
        Count what is left in a resource, and in the resources in it.

        Parameters
        ----------
        value
            The resource, with what was carried taken out. The type of one that was read is not counted.
        place
            Where it stands.
        within
            Why the resource that holds it was left out, when it was.
        """
        name = value.get("resourceType")
        whole = self._whole.get(place, within)
        if not is_resource_type(name):
            count = values(value)
            if count:
                # A word that is no type may be anything, and so is not told.
                self.add(
                    "Resource", whole or LeftOutReason.UNKNOWN_RESOURCE, "Resource" if place == name else place, count
                )
            return
        reason = whole
        if reason is None and name == "Bundle":
            reason = LeftOutReason.KEEPING
        elif reason is None and place not in self._read:
            reason = LeftOutReason.NO_RECORD
        walk = _Walk(self, reason, self._refused.get(place, {}) if place in self._read else {})
        skipped = place in self._read or name == "Bundle"
        walk.object(
            {key: each for key, each in value.items() if not (skipped and key == "resourceType")}, name, name, place
        )
        for inner, where in walk.inner:
            self.resource(inner, where, whole)


class _Walk:
    """
    One resource, gone through from the top down.

    Parameters
    ----------
    tally
        Counts what is found.
    reason
        Why all of it was left out; `None` when it was read, and the reason depends on the element.
    refused
        Why an element was, by its general path in the resource.
    """

    def __init__(self, tally: Tally, reason: LeftOutReason | None, refused: dict[str, LeftOutReason]) -> None:
        self._tally = tally
        self._reason = reason
        self._refused = refused
        self.inner: list[tuple[Doc, str]] = []

    def object(self, value: Doc, type_name: str, path: str, place: str, reason: LeftOutReason | None = None) -> None:
        known = kind(type_name)
        if reason is None and type_name in _SAYING and value.keys().isdisjoint(_SAYING[type_name]):
            reason = LeftOutReason.REPEATS
        for key, each in value.items():
            below = _type_of(known, key)
            if below is None:
                count = values(each)
                if count:
                    self._tally.add(path, self._reason or reason or LeftOutReason.UNKNOWN_ELEMENT, place, count)
            elif below == "Resource":
                self._resources(each, f"{place}.{key}")
            else:
                said = reason or self._said(type_name, key, f"{path}.{key}")
                self.value(each, below, f"{path}.{key}", f"{place}.{key}", said)

    def value(self, value: Any, type_name: str, path: str, place: str, reason: LeftOutReason | None) -> None:
        if isinstance(value, dict):
            self.object(value, type_name, path, place, reason)
        elif isinstance(value, list):
            for position, each in enumerate(value):
                self.value(each, type_name, path, f"{place}[{position}]", reason)
        elif value is not None:
            self._tally.add(path, self._reason or reason or LeftOutReason.NO_PLACE, place)

    def _resources(self, value: Any, place: str) -> None:
        """Put resources aside: each is told of by its own type."""
        if isinstance(value, list):
            for position, each in enumerate(value):
                self._resources(each, f"{place}[{position}]")
        elif isinstance(value, dict):
            self.inner.append((value, place))
        elif value is not None:
            self._tally.add("Resource", self._reason or LeftOutReason.NOT_UNDERSTOOD, place)

    def _said(self, type_name: str, key: str, path: str) -> LeftOutReason | None:
        """Say why an element in particular was left out."""
        if self._reason is not None:
            return None
        found = self._refused.get(path.partition(".")[2]) if self._refused else None
        if found is None and key in _BY_NAME:
            found = _BY_NAME[key] if key != "text" or is_resource_type(type_name) else None
        if found is None and type_name in _PEOPLE and key in _IDENTITY:
            found = LeftOutReason.IDENTITY
        return found


def _type_of(known: Kind | None, key: str) -> str | None:
    """Give the type of an element by its name in JSON; `None` when R4 does not know it."""
    if known is None:
        return None
    element = known.elements.get(key)
    if element is not None:
        return element.type
    if key == "resourceType" and is_resource_type(known.name):
        return "code"
    # Beside a primitive value stands what is said about it.
    beside = known.elements.get(key[1:]) if key[:1] == "_" else None
    return "Element" if beside is not None and is_primitive(beside.type) else None
