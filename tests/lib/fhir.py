"""Looking into FHIR Bundles, as tests of the mapping do: the resource of a record, and what stands at a path of it."""

from __future__ import annotations

from typing import Any

from collabcare.interchange.fhir.exporting import to_fhir

BASE = "https://clinic.example/fhir/"


class Written:
    """
    What a plan became.

    `written("ServiceRequest", "walk")` is the resource of a type that carries the id of a record, and
    `written.at("ServiceRequest", "walk", "performer.reference")` all that stands at a path of it; references to what is
    in the Bundle are given as `Type/record`.
    """

    def __init__(self, plan, **options):
        self.bundle = to_fhir(plan, base_url=BASE, **options)
        self.resources = [each["resource"] for each in self.bundle["entry"]]
        self._known = {"urn:uuid:" + each["id"]: f"{each['resourceType']}/{_id(each)}" for each in self.resources}

    def __call__(self, kind: str, record: str) -> dict[str, Any]:
        """Give the resource of a type that a record became."""
        (found,) = [each for each in self.resources if each["resourceType"] == kind and _id(each) == record]
        return found

    def has(self, kind: str, record: str) -> bool:
        """Tell whether a record became a resource of a type."""
        return any(each["resourceType"] == kind and _id(each) == record for each in self.resources)

    def at(self, kind: str, record: str, path: str) -> list[Any]:
        """Give all that stands at a path (FHIRPath of names alone), in order."""
        found = [self(kind, record)]
        for name in path.split("."):
            found = [each.get(name) for each in found if isinstance(each, dict) and name in each]
            found = [each for several in found for each in (several if isinstance(several, list) else [several])]
        return [self._known.get(each, each) if isinstance(each, str) else each for each in found]


def _id(resource: dict[str, Any]) -> str | None:
    identifier = resource.get("identifier")
    if isinstance(identifier, list):
        identifier = identifier[0]
    if identifier is not None:
        return identifier["value"]
    parts = [part for each in resource.get("extension", ()) for part in each.get("extension", ())]
    return next((part["valueId"] for part in parts if part["url"] == "id"), None)
