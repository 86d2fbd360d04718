"""Whose a resource is: the children of a source, and the one that is asked for."""

# Resources are data of strangers, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collabcare.errors import InvalidRecordError, Problem, UnknownReferenceError
from collabcare.interchange.fhir.engine import names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collabcare.interchange.fhir.r4.opening import Entry
    from collabcare.interchange.fhir.r4.references import References

__all__ = ["WHO", "Children", "chosen", "listed"]

WHO = ("subject", "patient", "for", "beneficiary")
"""The elements that say whose a resource is, in the types that have one."""


class Children:
    """
    Finds the children whose resources are.

    A child is known by the place of its Patient; when that is not in the source, by how others refer to it.
    """

    def __init__(self, references: References) -> None:
        self._references = references
        self._found: dict[str, tuple[str, ...]] = {}
        self._meant: dict[str, str | None] = {}

    def of(self, entry: Entry) -> tuple[str, ...]:
        """Give the children of a resource; none of what belongs to nobody in particular, such as a practitioner."""
        found = self._found.get(entry.place)
        if found is None:
            found = self._found[entry.place] = tuple(sorted(self._of(entry)))
        return found

    def _of(self, entry: Entry) -> set[str]:
        resource = entry.resource
        kind = resource.get("resourceType")
        if kind == "Patient":
            return {self.newest(entry).place}
        references: list[Any] = []
        for element in WHO:
            if element in resource:
                references += listed(resource[element])
        found: set[str] = set()
        if kind == "Appointment":
            references += [each.get("actor") for each in listed(resource.get("participant"))]
        elif kind == "Provenance":
            for reference in listed(resource.get("target")):
                target = self._references.resolve(reference, entry)
                if target is not None and target.resource.get("resourceType") != "Provenance":
                    found.update(self.of(target))
        for each in references:
            child = self.named(each, entry)
            if child is not None:
                found.add(child)
        return found

    def named(self, reference: Any, entry: Entry) -> str | None:
        """Give the child that a reference in a resource means, if it means one."""
        name = reference.get("reference") if isinstance(reference, dict) else None
        if not isinstance(name, str) or not self._references.is_alike(name):
            return self._named(reference, name, entry)
        if name not in self._meant:
            self._meant[name] = self._named(reference, name, entry)
        return self._meant[name]

    def _named(self, reference: Any, name: Any, entry: Entry) -> str | None:
        target = self._references.resolve(reference, entry)
        if target is not None:
            return self.newest(target).place if target.resource.get("resourceType") == "Patient" else None
        if isinstance(name, str) and (name.startswith("Patient/") or "/Patient/" in name):
            return "Patient/" + name.rpartition("Patient/")[2].partition("/")[0]
        return None

    def newest(self, entry: Entry) -> Entry:
        """Give the version of a resource that counts."""
        name = entry.full_url
        if name is None:
            own_id, kind = entry.resource.get("id"), entry.resource.get("resourceType")
            name = f"{kind}/{own_id}" if isinstance(own_id, str) and isinstance(kind, str) else None
        if name is None or ".contained[" in entry.place:
            return entry
        found = self._references.resolve({"reference": name}, entry)
        alike = found is not None and found.resource.get("resourceType") == entry.resource.get("resourceType")
        return found if found is not None and alike else entry


def listed(value: Any) -> list[dict[str, Any]]:
    """Give objects one by one, whether there is one or a list."""
    if isinstance(value, dict):
        return [value]
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def chosen(children: Mapping[str, Entry | None], child: str | None) -> str | None:
    """
    Choose the child that is asked for.

    Parameters
    ----------
    children
        The Patient of each, where there is one.
    child
        Our id, the id of a Patient, or a reference to it; `None` for the only one.

    Returns
    -------
    str or None
        The child; `None` when the source has none.

    Raises
    ------
    InvalidRecordError
        When there are several and none is named.
    UnknownReferenceError
        When there is none of that name.
    """
    if child is None:
        if len(children) > 1:
            rule = f"name one of the {len(children)} children of this source, or read them one by one: from_fhir_bulk"
            raise InvalidRecordError([Problem(None, "several-children", rule)])
        return next(iter(children), None)
    for key, patient in children.items():
        if child in _names(key, patient):
            return key
    raise UnknownReferenceError(f"child: name one of the {len(children)} children of this source")


def _names(key: str, patient: Entry | None) -> set[str]:
    if patient is None:
        return {key, key.removeprefix("Patient/")}
    resource = patient.resource
    # One that has neither an id nor a URL is still known by its place.
    found = {key, patient.full_url} if patient.full_url else {key}
    own_id = resource.get("id")
    if isinstance(own_id, str):
        found |= {own_id, f"Patient/{own_id}", f"urn:uuid:{own_id}"}
    for each in listed(resource.get("identifier")):
        if names.identified(each.get("system")) and isinstance(each.get("value"), str):
            found.add(each["value"])
    return found
