"""References beside what they mean: a target that is missing, of the wrong type, or before itself; doubled URLs."""

# JSON of strangers passes through here, so the types of its values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from collabcare.interchange.fhir.checking.findings import Findings
from collabcare.interchange.fhir.r4.elements import is_resource_type

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collabcare.interchange.fhir.checking.structure import Mention
    from collabcare.interchange.fhir.r4.opening import Entry
    from collabcare.interchange.fhir.r4.references import References

__all__ = ["check_links"]

_TYPED = re.compile(r"(?:https?://.*/)?([A-Z][A-Za-z]{1,63})/[A-Za-z0-9.-]{1,64}(?:/_history/[A-Za-z0-9.-]{1,64})?")
_CONDITIONAL = re.compile(r"([A-Z][A-Za-z]{1,63})\?.+")
_WHOLE = frozenset({"collection", "document", "message"})


def check_links(mentions: Iterable[Mention], references: References, value: dict[str, Any], findings: Findings) -> None:
    """
    Look at every reference of a document.

    Parameters
    ----------
    mentions
        The references, with what each may mean.
    references
        What is in the document.
    value
        The document.
    findings
        Where problems go.
    """
    sources = {each.place: each for entry in references.entries for each in (entry, *references.contained(entry))}
    kind = value.get("type") if value.get("resourceType") == "Bundle" else None
    scope = _Scope(references, findings, kind is not None, isinstance(kind, str) and kind in _WHOLE)
    for mention in mentions:
        source = sources.get(mention.place) or sources.get(mention.place.partition(".contained[")[0])
        if source is not None:
            _check(mention, source, scope)
    if kind != "history":
        for entry in references.duplicates():
            rule = "give each resource of a Bundle a fullUrl of its own, or versions of one a meta.versionId"
            place, pointer = entry.place.removesuffix(".resource"), entry.pointer.removesuffix("/resource")
            findings.note(f"{pointer}/fullUrl", f"{place}.fullUrl", "duplicate", rule)
    for element, circle in references.circles():
        rule = f"let no chain of {element} lead back to where it began: this one goes round {len(circle)}"
        first = circle[0]
        findings.note(f"{first.pointer}/{element}", f"{first.place}.{element}", "circular-reference", rule)


class _Scope(NamedTuple):
    """What references of one document are looked up in."""

    references: References
    findings: Findings
    is_bundle: bool
    is_whole: bool
    """Whether it is meant to hold what it refers to: no search result and no request to a server."""


def _check(mention: Mention, source: Entry, scope: _Scope) -> None:
    reference = mention.value
    name = reference.get("reference")
    target = scope.references.resolve(reference, source)
    if target is not None:
        kind = target.resource.get("resourceType")
    else:
        kind = _kind_of(name)
        if isinstance(name, str):
            _dangling(name, kind, mention, scope)
    claimed = _claimed(reference.get("type"))
    if kind is not None and claimed is not None and kind != claimed:
        rule = "let the type of a reference be that of what it refers to"
        scope.findings.add(mention.node, "wrong-target", rule, "error", "type")
    found = kind if kind is not None else claimed
    if mention.targets is not None and is_resource_type(found) and found not in mention.targets:
        rule = f"refer to one of: {', '.join(sorted(mention.targets))}"
        scope.findings.add(mention.node, "wrong-target", rule, "error", "reference" if name is not None else "type")


def _dangling(name: str, kind: str | None, mention: Mention, scope: _Scope) -> None:
    if name.startswith("#"):
        rule = "contain what is referred to by #"
    elif scope.is_bundle and name.startswith("urn:"):
        rule = "give the Bundle an entry with this fullUrl"
    elif scope.is_whole and kind in scope.references.types and ":" not in name and "?" not in name:
        # Other resources of the type are here. It may be at a server all the same.
        rule = "give the Bundle the resource that is referred to"
        scope.findings.add(mention.node, "unknown-reference", rule, "warning", "reference")
        return
    else:
        return
    scope.findings.add(mention.node, "unknown-reference", rule, "error", "reference")


def _kind_of(name: Any) -> str | None:
    """Read the resource type from how a reference is written."""
    if not isinstance(name, str):
        return None
    found = _TYPED.fullmatch(name) or _CONDITIONAL.fullmatch(name)
    return found[1] if found is not None and is_resource_type(found[1]) else None


def _claimed(value: Any) -> str | None:
    name = value.rpartition("/")[2] if isinstance(value, str) else None
    return name if is_resource_type(name) else None
