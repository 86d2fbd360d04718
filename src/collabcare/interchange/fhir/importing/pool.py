"""All resources of a source, and which of them are not to be read at all."""

# Resources are data of strangers, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import msgspec

from collabcare.interchange.fhir.importing.children import Children
from collabcare.interchange.fhir.importing.homes import homes
from collabcare.interchange.fhir.left_out import LeftOutReason
from collabcare.interchange.fhir.r4.opening import Document, Entry, entries
from collabcare.interchange.fhir.r4.references import References

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Pool"]

Doc = dict[str, Any]

_encode = msgspec.json.Encoder(decimal_format="number").encode

TYPES = (
    "Patient",
    "RelatedPerson",
    "Practitioner",
    "PractitionerRole",
    "CareTeam",
    "CarePlan",
    "Goal",
    "ServiceRequest",
)
"""Types of which resources of others are read, beside those that we write."""


class Pool:
    """
    The resources of a source, contained ones too.

    Parameters
    ----------
    documents
        What the source holds; each is taken apart.
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        held = list(documents)
        self._take_in(held, list(entries(held)))

    @classmethod
    def of(cls, found: Iterable[Entry]) -> Pool:
        """Make a pool of resources that were opened already."""
        pool = cls.__new__(cls)
        outer = list(found)
        pool._take_in([Document(each.place, each.resource, each.line, each.pointer) for each in outer], outer)  # noqa: SLF001 -- its own class
        return pool

    def _take_in(self, documents: list[Document], outer: list[Entry]) -> None:
        self.documents = documents
        self.references = References(outer)
        self.children = Children(self.references)
        self.whole: dict[str, LeftOutReason] = {}
        """Why a resource is left out altogether, by its place."""
        deleted = set(_deleted(self.documents))
        self.entries: list[Entry] = []
        """What may be read."""
        for entry in outer:
            reason = self._reason(entry, deleted)
            if reason is not None:
                self.whole[entry.place] = reason
                continue
            self.entries.append(entry)
            for inner in self.references.contained(entry) if "contained" in entry.resource else ():
                if _is_read(inner.resource) and _may_mean_otherwise(inner.resource):
                    self.whole[inner.place] = LeftOutReason.MODIFIER
                else:
                    self.entries.append(inner)

    def _reason(self, entry: Entry, deleted: set[str]) -> LeftOutReason | None:
        resource = entry.resource
        if deleted and f"{resource.get('resourceType')}/{resource.get('id')}" in deleted:
            return LeftOutReason.DELETED
        if self.children.newest(entry) is not entry:
            return LeftOutReason.OLDER_VERSION
        return LeftOutReason.MODIFIER if _is_read(resource) and _may_mean_otherwise(resource) else None

    @functools.cached_property
    def known_children(self) -> dict[str, Entry | None]:
        """Each child of the source with its Patient, where there is one."""
        found: dict[str, Entry | None] = dict.fromkeys(
            child for entry in self.entries for child in self.children.of(entry)
        )
        found.update({each.place: each for each in self.entries if each.place in found})
        return found

    def keep(self, child: str | None) -> None:
        """Leave out what belongs to other children, and what nobody's resources refer to when there are several."""
        several = len(self.known_children) > 1
        kept, shared = [], []
        for entry in self.entries:
            whose = self.children.of(entry)
            if not whose and several:
                shared.append(entry)
            elif not whose or child in whose:
                kept.append(entry)
            else:
                self.whole[entry.place] = LeftOutReason.OTHER_CHILD
        wanted = {each.place: each for each in shared}
        # What a practitioner is to somebody refers to the practitioner, and nothing refers to it.
        roles: dict[str, list[Entry]] = {}
        for entry in shared:
            person = self.references.resolve(entry.resource.get("practitioner"), entry)
            if person is not None:
                roles.setdefault(person.place, []).append(entry)
        pending = list(kept)
        while pending and wanted:
            entry = pending.pop()
            for reference in _references(entry.resource):
                target = self.references.resolve(reference, entry)
                if target is not None and wanted.pop(target.place, None) is not None:
                    found = [target, *(each for each in roles.get(target.place, ()) if wanted.pop(each.place, None))]
                    kept += found
                    pending += found
        self.whole.update(dict.fromkeys(wanted, LeftOutReason.OTHER_CHILD))
        places = {each.place for each in kept}
        self.entries = [each for each in self.entries if each.place in places]


@functools.cache
def _read_types() -> frozenset[str]:
    return frozenset({*(each.map.resource for each in homes().values()), *TYPES})


def _is_read(resource: Doc) -> bool:
    """Tell whether resources of its type may be read at all."""
    kind = resource.get("resourceType")
    return isinstance(kind, str) and kind in _read_types()


def _may_mean_otherwise(resource: Doc) -> bool:
    """Tell whether something in a resource may turn its meaning round; what it contains is looked at by itself."""
    written = _encode(resource)
    if b"modifierExtension" not in written and b"implicitRules" not in written:
        return False  # as nearly always, and told many times faster than by looking
    waiting: list[Any] = [resource]
    while waiting:
        value = waiting.pop()
        if type(value) is dict:
            if value.get("modifierExtension") or isinstance(value.get("implicitRules"), str):
                return True
            inner: Any = value.values()
            if "contained" in value:
                inner = [each for key, each in value.items() if key != "contained"]
        else:
            inner = value
        waiting += [each for each in inner if type(each) is dict or type(each) is list]
    return False


def _references(value: Any) -> Iterator[Doc]:
    """Go through all references in a resource."""
    if isinstance(value, dict):
        if "reference" in value or "identifier" in value:
            yield value
        for each in value.values():
            if isinstance(each, dict | list):
                yield from _references(each)
    elif isinstance(value, list):
        for each in value:
            yield from _references(each)


def _deleted(documents: Iterable[Document]) -> Iterator[str]:
    """Find the resources of histories that were deleted after all their versions; the newest entry stands first."""
    for document in documents:
        bundle = document.value
        if bundle.get("resourceType") != "Bundle" or bundle.get("type") != "history":
            continue
        seen: set[str] = set()
        for entry in bundle.get("entry") or ():
            request = entry.get("request") if isinstance(entry, dict) else None
            request = request if isinstance(request, dict) else {}
            resource = entry.get("resource") if isinstance(entry, dict) else None
            if isinstance(resource, dict):
                seen.add(f"{resource.get('resourceType')}/{resource.get('id')}")
            elif request.get("method") == "DELETE" and isinstance(request.get("url"), str):
                name = "/".join(request["url"].split("/")[-2:])
                if name not in seen:
                    yield name
