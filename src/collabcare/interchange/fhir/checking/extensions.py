"""What stands inside of extensions: the rule that all have, and the content of those that care plans use, as data."""

# JSON of strangers passes through here, so the types of its values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import functools
import json
from importlib import resources
from typing import Any

from collabcare.interchange.fhir.checking.findings import Findings, Node, at, below, listed
from collabcare.interchange.fhir.checking.formats import fault
from collabcare.interchange.fhir.r4 import elements

__all__ = ["check_extension", "check_extensions", "targets_of"]


@functools.cache
def _definitions() -> dict[str, dict[str, Any]]:
    data = resources.files("collabcare.interchange.fhir.checking").joinpath("extensions.json").read_bytes()
    found: dict[str, dict[str, Any]] = json.loads(data)["extensions"]
    return found


def check_extension(value: dict[str, Any], node: Node | None, findings: Findings) -> None:
    """Rule ext-1, and the content of an extension that is known."""
    name = _value_name(value)
    if (name is not None) == ("extension" in value):
        findings.add(node, "exactly-one", "give an extension a value, or extensions of its own")
        return
    url = value.get("url")
    definition = _definitions().get(url) if isinstance(url, str) else None
    if definition is None:
        return
    if "parts" not in definition:
        _check_value(value, definition, node, findings)
    elif "extension" not in value:
        findings.add(node, "missing", "give this extension its parts", "error", "extension")
    else:
        _check_parts(value, definition["parts"], node, findings)


def _value_name(value: dict[str, Any]) -> str | None:
    return next((name for name in value if name.startswith(("value", "_value"))), None)


def _check_parts(value: dict[str, Any], parts: dict[str, Any], node: Node | None, findings: Findings) -> None:
    given = value["extension"] if isinstance(value["extension"], list) else []
    for url, part in parts.items():
        places = [position for position, each in enumerate(given) if isinstance(each, dict) and each.get("url") == url]
        if len(places) < part["least"]:
            findings.add(node, "missing", f"give the part {url} of this extension", "error", "extension")
        if len(places) > part["most"]:
            place = at(below(node, "extension"), places[-1])
            findings.add(place, "wrong-count", f"give the part {url} of this extension once")
        for position in places:
            _check_value(given[position], part, at(below(node, "extension"), position), findings)


def _check_value(value: dict[str, Any], wanted: dict[str, Any], node: Node | None, findings: Findings) -> None:
    """Look at the value of an extension: its type, and its code."""
    names = {f"value{each[0].upper()}{each[1:]}": each for each in wanted["type"]}
    name = next((each for each in names if each in value or f"_{each}" in value), None)
    if name is None:
        findings.add(Node(node, next(iter(names)), "value"), "wrong-type", f"give {' or '.join(names)}")
        return
    inner, place = value.get(name), Node(node, name, "value")
    if isinstance(inner, str) and wanted.get("is_language") and fault("language", inner) is not None:
        findings.add(place, "wrong-format", "give a language as a BCP 47 tag: es, pt-BR")
    if inner is None or "codes" not in wanted:
        return
    known = inner.get("system") == wanted["system"] if isinstance(inner, dict) else True
    code = inner.get("code") if isinstance(inner, dict) else inner
    if not known or not isinstance(code, str) or code not in wanted["codes"]:
        findings.add(place, "unknown-code", f"give one of: {', '.join(wanted['codes'])}")


def check_extensions(value: dict[str, Any], node: Node | None, findings: Findings) -> None:
    """Look at the extensions of one element together: a level of a scale is described once."""
    if "extension" not in value:
        return
    seen: set[tuple[str, str]] = set()
    given = value["extension"] if isinstance(value["extension"], list) else []
    for position, each in enumerate(given):
        url = each.get("url") if isinstance(each, dict) else None
        part = _definitions().get(url, {}).get("once") if isinstance(url, str) else None
        for inner in listed(each.get("extension")) if part is not None else ():
            coding = inner.get("valueCoding")
            code = coding.get("code") if isinstance(coding, dict) and inner.get("url") == part else None
            if isinstance(code, str):
                if (str(url), code) in seen:
                    findings.add(at(below(node, "extension"), position), "duplicate", "describe each level once")
                seen.add((str(url), code))


def targets_of(url: Any, outer_url: Any) -> frozenset[str] | None:
    """
    Say what an extension may refer to.

    Parameters
    ----------
    url
        The URL of the extension.
    outer_url
        The URL of the one it is a part of, where it is a part.

    Returns
    -------
    frozenset of str or None
        Resource types; `None` where nothing is said.

    Examples
    --------
    >>> sorted(targets_of("individual", "http://hl7.org/fhir/StructureDefinition/goal-acceptance"))
    ['Patient', 'Practitioner', 'RelatedPerson']
    """
    if not isinstance(url, str):
        return None
    outer = _definitions().get(outer_url, {}) if isinstance(outer_url, str) else {}
    found = outer.get("parts", {}).get(url) or _definitions().get(url, {})
    targets = frozenset(found.get("targets", ())) & elements.resource_types()
    return targets or None
