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

__all__ = ["LeftOut", "LeftOutReason", "Tally", "usual_reason", "values"]

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
    [
        "identifier",
        "telecom",
        "address",
        "photo",
        "contact",
        "gender",
        "birthDate",
        "name",
        "maritalStatus",
        "deceasedBoolean",
        "deceasedDateTime",
        "multipleBirthBoolean",
        "multipleBirthInteger",
        "qualification",
        "link",
        "generalPractitioner",
        "managingOrganization",
    ]
)


def values(value: Any) -> int:
    """Count the values under a place: the elements that an import carries or leaves out."""
    if isinstance(value, dict):
        return sum(map(values, value.values()))
    if isinstance(value, list):
        return sum(map(values, value))
    return 0 if value is None else 1


class _Node:
    """
    One general path: what R4 knows below it, and what was counted there.

    Parameters
    ----------
    path
        FHIRPath without places.
    type_name
        Its type in R4.
    """

    __slots__ = ("below", "counts", "known", "path", "places", "saying", "type_name")

    def __init__(self, path: str, type_name: str) -> None:
        self.path = path
        self.type_name = type_name
        self.known = kind(type_name)
        self.saying = _SAYING.get(type_name)
        self.below: dict[str, _Node] = {}
        self.counts: dict[LeftOutReason, int] = {}
        self.places: dict[LeftOutReason, list[str]] = {}

    def child(self, key: str) -> _Node | None:
        """Give the path of an element; `None` when R4 does not know it."""
        below = _type_of(self.known, key)
        return None if below is None else _Node(f"{self.path}.{key}", below)

    def add(self, reason: LeftOutReason, place: _Place, count: int = 1) -> None:
        """Count values; the first places are kept."""
        counted = self.counts.get(reason)
        if counted is None:
            self.counts[reason], self.places[reason] = count, [_shown(place)]
            return
        self.counts[reason] = counted + count
        places = self.places[reason]
        if len(places) < _MOST_PLACES:
            places.append(_shown(place))


_Place = tuple["_Place", str | int] | str
"""Where something stands: the place above it, and a key or a position. It is written out only when it is told."""


def _shown(place: _Place) -> str:
    shown = ""
    while isinstance(place, tuple):
        place, step = place
        shown = f"[{step}]{shown}" if type(step) is int else f".{step}{shown}"
    return place + shown


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
        self._roots: dict[str, _Node] = {}
        self.strange: list[tuple[str, Doc]] = []
        """Resources that R4 does not know, or not in all their elements, with their places."""

    def result(self) -> tuple[LeftOut, ...]:
        """Give what was counted, by path and reason."""
        found: list[LeftOut] = []
        pending = list(self._roots.values())
        while pending:
            node = pending.pop()
            pending += node.below.values()
            found += [
                LeftOut(node.path, reason, count, tuple(node.places[reason])) for reason, count in node.counts.items()
            ]
        return tuple(sorted(found, key=lambda each: (each.path, each.reason)))

    def _root(self, name: str) -> _Node:
        found = self._roots.get(name)
        if found is None:
            found = self._roots[name] = _Node(name, name)
        return found

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
        if not isinstance(name, str) or not is_resource_type(name):
            count = values(value)
            if count:
                # A word that is no type may be anything, and so is not told.
                self._root("Resource").add(whole or LeftOutReason.UNKNOWN_RESOURCE, place, count)
                self.strange.append((place, value))
            return
        is_read = place in self._read
        reason = whole
        if reason is None and name == "Bundle":
            reason = LeftOutReason.KEEPING
        elif reason is None and not is_read:
            reason = LeftOutReason.NO_RECORD
        walk = _Walk(reason, self._refused.get(place, {}) if is_read else {}, len(name) + 1)
        without_type = is_read or name == "Bundle"
        left = {key: each for key, each in value.items() if key != "resourceType"} if without_type else value
        if left:
            walk.object(left, self._root(name), place, None)
        if walk.strange:
            self.strange.append((place, value))
        for inner, where in walk.inner:
            self.resource(inner, _shown(where), whole)


class _Walk:
    """
    One resource, gone through from the top down.

    Parameters
    ----------
    reason
        Why all of it was left out; `None` when it was read, and the reason depends on the element.
    refused
        Why an element was, by its general path in the resource.
    start
        Where that path begins in the general path from the resource's type.
    """

    def __init__(self, reason: LeftOutReason | None, refused: dict[str, LeftOutReason], start: int) -> None:
        self._reason = reason
        self._refused = refused
        self._start = start
        self.inner: list[tuple[Doc, _Place]] = []
        self.strange = False
        """Whether it has an element that R4 does not know."""

    def object(self, value: Doc, node: _Node, place: _Place, reason: LeftOutReason | None) -> None:
        """Go through an object."""
        if reason is None and node.saying is not None and value.keys().isdisjoint(node.saying):
            reason = LeftOutReason.REPEATS
        for key, each in value.items():
            below = node.below.get(key)
            if below is None:
                below = node.child(key)
                # Names that R4 does not know may be endless; they are not kept.
                if below is not None:
                    node.below[key] = below
            if below is None:
                count = values(each)
                if count:
                    self.strange = True
                    node.add(self._reason or reason or LeftOutReason.UNKNOWN_ELEMENT, place, count)
            elif below.type_name == "Resource":
                self._resources(each, below, (place, key))
            elif self._reason is not None:
                self.value(each, below, (place, key), self._reason)
            else:
                self.value(each, below, (place, key), reason or self._said(node.type_name, key, below.path))

    def value(self, value: Any, node: _Node, place: _Place, reason: LeftOutReason | None) -> None:
        """Go through a value, whatever it is."""
        if type(value) is dict:
            self.object(value, node, place, reason)
        elif type(value) is list:
            for position, each in enumerate(value):
                self.value(each, node, (place, position), reason)
        elif value is not None:
            node.add(reason or LeftOutReason.NO_PLACE, place)

    def _resources(self, value: Any, node: _Node, place: _Place) -> None:
        """Put resources aside: each is told of by its own type."""
        if isinstance(value, list):
            for position, each in enumerate(value):
                self._resources(each, node, (place, position))
        elif isinstance(value, dict):
            self.inner.append((value, place))
        elif value is not None:
            node.add(self._reason or LeftOutReason.NOT_UNDERSTOOD, place)

    def _said(self, type_name: str, key: str, path: str) -> LeftOutReason | None:
        """Say why an element in particular was left out."""
        found = self._refused.get(path[self._start :]) if self._refused else None
        return usual_reason(type_name, key) if found is None else found


def usual_reason(type_name: str, key: str) -> LeftOutReason | None:
    """
    Say why an element is left out of a resource that was read, whatever it says.

    Parameters
    ----------
    type_name
        The type of what it stands in.
    key
        Its name in JSON.

    Returns
    -------
    LeftOutReason or None
        `None` where no more can be said than that it has no place, or what was said of what it stands in.
    """
    if key in _BY_NAME:
        return _BY_NAME[key] if key != "text" or is_resource_type(type_name) else None
    return LeftOutReason.IDENTITY if type_name in _PEOPLE and key in _IDENTITY else None


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
