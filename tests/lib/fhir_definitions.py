"""
What a resource says in extensions of ours, held against the definitions that come with the library.

No validator at hand looks inside complex extensions, so this walks through them by itself: which parts there may be,
how many of each, the type of each value, and the codes of value sets that are ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from collabcare.interchange.fhir.definitions import definitions

OURS = "StructureDefinition/collabcare-"


class Part(NamedTuple):
    """What a definition says of an extension, or of a part of one."""

    url: str
    least: int
    most: float
    values: frozenset[str]
    value_needed: bool
    value_set: str | None
    parts: dict[str, Part]


def parsed(elements: list[dict[str, Any]]) -> Part:
    """Read the elements of a snapshot or a differential."""
    by_id = {each["id"]: each for each in elements}
    children: dict[str, list[str]] = {}
    for each in elements:
        if "sliceName" in each:
            children.setdefault(each["id"].rpartition(".extension:")[0], []).append(each["id"])

    def part(at: str) -> Part:
        value, element = by_id[f"{at}.value[x]"], by_id[at]
        inner = [part(each) for each in children.get(at, ())]
        assert bool(inner) != (by_id[f"{at}.extension"]["max"] == "0"), at
        return Part(
            by_id[f"{at}.url"]["fixedUri"],
            element["min"],
            float("inf") if element["max"] == "*" else int(element["max"]),
            frozenset("value" + each["code"][:1].upper() + each["code"][1:] for each in value.get("type", ())),
            value["min"] == 1,
            value.get("binding", {}).get("valueSet"),
            {each.url: each for each in inner},
        )

    return part("Extension")


class Definitions:
    """The packaged definitions under one base."""

    def __init__(self, base: str) -> None:
        self.by_url = {each["url"]: each for each in definitions(base_url=base)}
        found = [each for each in self.by_url.values() if each["resourceType"] == "StructureDefinition"]
        self.extensions = {each["url"]: parsed(each["differential"]["element"]) for each in found}
        self.places = {each["url"]: {on["expression"] for on in each["context"]} for each in found}
        self.codes = {
            each["url"]: {code["code"] for code in each["concept"]} if each["content"] == "complete" else None
            for each in self.by_url.values()
            if each["resourceType"] == "CodeSystem"
        }

    def wrong(self, resource: dict[str, Any]) -> Iterator[str]:
        """Go through what in a resource does not keep to the definitions."""
        yield from self._within(resource, resource["resourceType"])

    def _within(self, value: Any, at: str) -> Iterator[str]:
        if isinstance(value, dict):
            for each in value.get("extension", ()):
                if OURS in each["url"]:
                    yield from self._extension(each, at)
            system = value.get("system")
            if isinstance(system, str) and "CodeSystem/collabcare-" in system:
                codes = self.codes.get(system, set())
                if codes is not None and value.get("code") not in codes:
                    yield f"{at}: not a code of {system}"
            for key, inner in value.items():
                yield from self._within(inner, f"{at}.{key.removeprefix('_')}")
        elif isinstance(value, list):
            for inner in value:
                yield from self._within(inner, at)

    def _extension(self, extension: dict[str, Any], at: str) -> Iterator[str]:
        url = extension["url"]
        if url not in self.extensions:
            yield f"{at}: no definition of {url}"
            return
        on = self.places[url]
        if not on & {at, "Element"} and not (at.endswith("Timing") and "Timing" in on):
            yield f"{at}: {url} stands here, and not on {sorted(on)}"
        yield from self._part(extension, self.extensions[url], url.rpartition("/")[2])

    def _part(self, extension: dict[str, Any], known: Part, at: str) -> Iterator[str]:
        found = [key for key in extension if key.startswith("value")]
        if len(found) > 1 or (known.value_needed and not found) or not known.values.issuperset(found):
            yield f"{at}: {found} where one of {sorted(known.values)} is allowed"
        elif found and known.value_set is not None:
            codes = self.codes[self.by_url[known.value_set]["compose"]["include"][0]["system"]]
            if codes is not None and extension[found[0]] not in codes:
                yield f"{at}: not a code of {known.value_set}"
        parts = extension.get("extension", [])
        if bool(parts) == bool(found):
            yield f"{at}: gives both a value and parts, or neither"
        counts = Counter(each["url"] for each in parts)
        for name, each in known.parts.items():
            if parts and not each.least <= counts[name] <= each.most:
                yield f"{at}: {counts[name]} of {name}"
        for each in parts:
            if each["url"] in known.parts:
                yield from self._part(each, known.parts[each["url"]], f"{at}.{each['url']}")
            else:
                yield f"{at}: has no part {each['url']}"
