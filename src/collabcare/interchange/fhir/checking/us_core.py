"""The US Core profiles of care plans, care teams and goals: rows of `us_core.json`, and what they mean."""

# JSON of strangers passes through here, so the types of its values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import functools
import json
from importlib import resources
from typing import TYPE_CHECKING, Any

from collabcare.interchange.fhir.checking.findings import Findings, Node, at, below, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["check_us_core", "us_core_targets"]

_PROFILES = frozenset({"CarePlan", "CareTeam", "Goal"})


@functools.cache
def _rows() -> dict[str, Any]:
    data = resources.files("collabcare.interchange.fhir.checking").joinpath("us_core.json").read_bytes()
    rows: dict[str, Any] = json.loads(data)
    return rows


def us_core_targets(path: str) -> frozenset[str] | None:
    """
    Say what US Core lets an element refer to.

    Parameters
    ----------
    path
        The element, from the resource type down: `CarePlan.subject`.

    Returns
    -------
    frozenset of str or None
        Resource types; `None` where R4's own hold.

    Examples
    --------
    >>> us_core_targets("Goal.subject")
    frozenset({'Patient'})
    """
    targets = _rows()["elements"].get(path, {}).get("targets")
    return None if targets is None else frozenset(targets)


def check_us_core(value: dict[str, Any], node: Node | None, findings: Findings) -> None:
    """
    Look at one resource.

    Parameters
    ----------
    value
        A resource of any type; those that US Core says nothing of here are passed over.
    node
        Its place.
    findings
        Where problems go.
    """
    name = value.get("resourceType")
    if name not in _PROFILES:
        return
    for path, row in _rows()["elements"].items():
        first, *steps = path.split(".")
        if first == name:
            for each, place in _found(value, node, steps[:-1]):
                if isinstance(each, dict):
                    _check_element(each, steps[-1], row, place, findings)


def _check_element(
    parent: dict[str, Any], name: str, row: dict[str, Any], node: Node | None, findings: Findings
) -> None:
    """Look at one element of an object: whether it is there, how often, and with which code."""
    if name not in parent:
        if row.get("needed"):
            findings.add(node, "missing", f"give {name}: US Core requires it", "error", name)
        return
    value = parent[name]
    if row.get("once") and isinstance(value, list) and len(value) > 1:
        findings.add(node, "wrong-count", "give it once: US Core lets no second stand here", "error", name)
    codes = row.get("codes")
    if codes is not None and isinstance(value, str) and value not in codes:
        rule = f"give one of: {', '.join(codes)}; US Core lets no other stand here"
        findings.add(node, "unknown-code", rule, "error", name)
    coding = row.get("coding")
    if coding is not None:
        count = sum(coding.items() <= each.items() for one in listed(value) for each in listed(one.get("coding")))
        if count != 1:
            rule = f"give one with the code {coding['code']}: US Core requires it"
            findings.add(node, "needs", rule, "error", name)


def _found(value: Any, node: Node | None, steps: list[str]) -> Iterator[tuple[Any, Node | None]]:
    """Go to an element, through each member of lists on the way."""
    if isinstance(value, list):
        for position, each in enumerate(value):
            yield from _found(each, at(node, position), steps)
    elif not steps:
        yield value, node
    elif isinstance(value, dict) and steps[0] in value:
        yield from _found(value[steps[0]], below(node, steps[0]), steps[1:])
