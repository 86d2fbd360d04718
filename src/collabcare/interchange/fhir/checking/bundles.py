"""Rules of Bundles: which of their elements which type of Bundle has."""

# JSON of strangers passes through here, so the types of its values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import Any

from collabcare.interchange.fhir.checking.findings import Findings, Node, at, below

__all__ = ["check_bundle"]

_SEARCHES = frozenset({"searchset", "history"})
_REQUESTS = frozenset({"batch", "transaction", "history"})
_RESPONSES = frozenset({"batch-response", "transaction-response", "history"})
_FIRST = {"document": "Composition", "message": "MessageHeader"}


def check_bundle(value: dict[str, Any], node: Node | None, findings: Findings) -> None:
    """Rules bdl-1 to bdl-5 and bdl-8 to bdl-12; bdl-7 is looked at with all references."""
    kind = value.get("type")
    if not isinstance(kind, str):
        return
    if "total" in value and kind not in _SEARCHES:
        findings.add(node, "needs", "give a total only of a search or a history", "error", "total")
    entries = value.get("entry")
    entries = entries if isinstance(entries, list) else []
    for position, entry in enumerate(entries):
        if isinstance(entry, dict):
            _check_entry(entry, kind, at(below(node, "entry"), position), findings)
    if kind == "document":
        identifier = value.get("identifier")
        if not isinstance(identifier, dict) or not {"system", "value"} <= identifier.keys():
            findings.add(node, "needs", "give a document an identifier with system and value", "error", "identifier")
        if "timestamp" not in value:
            findings.add(node, "needs", "say when a document was made", "error", "timestamp")
    if kind in _FIRST:
        resource = entries[0].get("resource") if entries and isinstance(entries[0], dict) else None
        if not isinstance(resource, dict) or resource.get("resourceType") != _FIRST[kind]:
            findings.add(node, "needs", f"begin a {kind} with a {_FIRST[kind]}", "error", "entry")


def _check_entry(entry: dict[str, Any], kind: str, node: Node, findings: Findings) -> None:
    if "search" in entry and kind != "searchset":
        findings.add(node, "needs", "give search only in the result of a search", "error", "search")
    if ("request" in entry) != (kind in _REQUESTS):
        rule = "give a request in each entry of a batch, a transaction and a history, and nowhere else"
        findings.add(node, "needs", rule, "error", "request")
    if ("response" in entry) != (kind in _RESPONSES):
        rule = "give a response in each entry of a response and a history, and nowhere else"
        findings.add(node, "needs", rule, "error", "response")
    if entry and not {"resource", "request", "response"} & entry.keys():
        findings.add(node, "at-least-one", "give an entry a resource, a request or a response")
    url = entry.get("fullUrl")
    if isinstance(url, str) and "/_history/" in url:
        findings.add(node, "wrong-format", "give the URL of a resource, not of one version of it", "error", "fullUrl")
