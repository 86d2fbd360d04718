"""What rows need to know beyond one record: where other records stand, in which language and under which base."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from collabcare.interchange.fhir.engine import names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collabcare.interchange.fhir.r4.opening import Entry
    from collabcare.interchange.fhir.r4.references import References

__all__ = ["In", "Out"]


@attrs.define
class Out:
    """
    Where the records of one plan and its journal stand as resources.

    Parameters
    ----------
    base
        Begins the address of each extension, code system and identifier of ours.
    plan
        Id of the plan; a resource's id is made from it, so that it is the same from save to save.
    us_core
        Whether the US Core profiles are to hold.
    """

    base: str
    plan: str
    us_core: bool = False
    _addresses: dict[tuple[str, str], str] = attrs.field(factory=dict)

    def register(self, record: str, record_id: str, name: str) -> None:
        """Say which resource a record becomes: `name` is that of its identifier."""
        self._addresses[record, record_id] = "urn:uuid:" + names.resource_id(self.base, self.plan, name, record_id)

    def reference(self, records: Iterable[str], record_id: str) -> dict[str, str] | None:
        """Refer to a record, given the names of the classes that it may be of; `None` when it is no resource."""
        for record in records:
            address = self._addresses.get((record, record_id))
            if address is not None:
                return {"reference": address}
        return None

    def own(self, name: str) -> str:
        """Give the address of an extension of ours."""
        return names.own(self.base, name)

    def system(self, name: str) -> str:
        """Give the address of a code system of ours."""
        return names.system(self.base, name)


@attrs.define
class In:
    """
    Which record each resource becomes, and why something could not be carried.

    Parameters
    ----------
    references
        Finds what a reference means.
    base
        The base of our addresses in this source.
    language
        The language of words that do not say theirs.
    timezone
        Zone in which days are asked.
    """

    references: References
    base: str
    language: str
    timezone: str
    entry: Entry = attrs.field(init=False)
    """The entry that is being read."""
    ids: dict[str, tuple[str, str]] = attrs.field(factory=dict)
    """Name of the record class and id of the record, by the place of its resource."""
    refused: dict[tuple[str, str], str] = attrs.field(factory=dict)
    """Reasons, by the place of the resource and the path in it."""
    _places: dict[str, str | None] = attrs.field(factory=dict, init=False)

    def record_id(self, reference: Any, records: Iterable[str] = ()) -> str | None:
        """
        Find the id of the record that a reference points to; `None` when it points to none.

        Parameters
        ----------
        reference
            As it stands in the resource that is being read; nothing is taken from it.
        records
            Names of the classes that it may be of; without any, every class.
        """
        name = reference.get("reference") if isinstance(reference, dict) else None
        if isinstance(name, str) and name.startswith("urn:uuid:"):
            # It means the same wherever it stands, so it is looked for once.
            if name not in self._places:
                self._places[name] = self._place(name)
            place = self._places[name]
        else:
            place = self._place(reference)
        found = None if place is None else self.ids.get(place)
        if found is None or (records and found[0] not in records):
            return None
        return found[1]

    def _place(self, reference: Any) -> str | None:
        target = self.references.resolve(reference, self.entry)
        return None if target is None else target.place

    def refuse(self, path: str, reason: str) -> None:
        """Say why what stands at a path was not carried, where it is more than that we have no place for it."""
        self.refused[self.entry.place, path] = reason
