"""Resources of ours: how they are recognised, and where what is read of them goes."""

# Resources are data of strangers, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, NamedTuple

import attrs

from collabcare.interchange.fhir.engine import names
from collabcare.interchange.fhir.engine.strings import own_extension
from collabcare.interchange.fhir.importing.children import listed
from collabcare.interchange.fhir.mapping.families import FAMILIES, PLAN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collabcare.interchange.fhir.engine.resources import Part, ResourceMap
    from collabcare.interchange.fhir.mapping.family import Family

__all__ = ["Home", "Identity", "homes", "identity", "take_frame"]

Doc = dict[str, Any]

_GENERATED = frozenset({"status", "div"})
_IDENTIFIER = frozenset({"system", "value"})


@attrs.frozen(slots=False)
class Home:
    """
    Where what is read of a resource goes.

    Parameters
    ----------
    map
        Reads it.
    family
        The field of the plan or the journal; `None` for the plan itself.
    part
        For a part of a record, or for more of the same record: which.
    """

    map: ResourceMap
    family: Family | None
    part: Part | None = None

    @functools.cached_property
    def record(self) -> str:
        """Name of the record class that it, or what it is a part of, becomes."""
        return self.owner.__name__

    @property
    def owner(self) -> type:
        """The record class that it, or what it is a part of, becomes."""
        return PLAN.record if self.family is None else self.family.maps[0].record


@functools.cache
def homes() -> Mapping[str, Home]:
    """Give the home of each kind of resource that we write, by the name in its identifier."""
    found = {PLAN.name: Home(PLAN, None)}
    found.update({part.map.name: Home(part.map, None, part) for part in PLAN.parts})
    for family in FAMILIES:
        for made in family.maps:
            found[made.name] = Home(made, family)
            found.update({part.map.name: Home(part.map, family, part) for part in made.parts})
    return found


class Identity(NamedTuple):
    """Which record of ours a resource is."""

    home: Home
    """Where it goes."""
    value: str
    """Its id among those of its kind; for a part the id of its record, a slash and its place."""
    base: str
    """What our addresses begin with in it."""

    @property
    def name(self) -> str:
        """Its kind."""
        return self.home.map.name

    @property
    def owner(self) -> str:
        """Id of the record that it, or what it is a part of, belongs to."""
        return self.value.partition("/")[0] if self.home.part is not None else self.value


def identity(resource: Doc) -> Identity | None:
    """Tell which record of ours a resource is; `None` for a resource of others."""
    found = resource.get("identifier")
    kind = resource.get("resourceType")
    for each in listed(found):
        name = names.identified(each.get("system"))
        home = homes().get(name) if name is not None else None
        if home is not None and home.map.resource == kind and isinstance(each.get("value"), str):
            return Identity(home, each["value"], names.base_of(each["system"]))
    for home in _nameless(kind if isinstance(kind, str) else ""):
        own = own_extension(resource, home.map.extension)
        parts = own.get("extension") if own is not None else None
        url = "" if own is None else own["url"]
        for each in parts if isinstance(parts, list) else ():
            if isinstance(each, dict) and each.get("url") == "id" and isinstance(each.get("valueId"), str):
                return Identity(home, each["valueId"], names.base_of(url))
    return None


@functools.cache
def _nameless(kind: str) -> tuple[Home, ...]:
    """List the homes of a type of resource that has no identifier."""
    return tuple(home for home in homes().values() if home.map.identified is None and home.map.resource == kind)


def take_frame(resource: Doc, made: ResourceMap | None = None) -> None:
    """Take what every resource has and no record holds: id, generated narrative, and our identifier."""
    resource.pop("id", None)
    text = resource.get("text")
    if isinstance(text, dict) and text.get("status") == "generated" and text.keys() <= _GENERATED:
        del resource["text"]
    identifier = resource.get("identifier")
    if made is None or identifier is None:
        return
    if isinstance(identifier, list):
        identifier[:] = [each for each in identifier if not _is_ours(each, made)]
        if not identifier:
            del resource["identifier"]
    elif not identifier or _is_ours(identifier, made):
        del resource["identifier"]


def _is_ours(identifier: Any, made: ResourceMap) -> bool:
    return (
        isinstance(identifier, dict)
        and names.identified(identifier.get("system")) == made.name
        and identifier.keys() <= _IDENTIFIER
    )
