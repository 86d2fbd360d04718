"""
Putting values into a resource, and taking them out of it again.

Reading is destructive: what the mapping carries is taken out of the resource, and what holds nothing any more goes
with it. What is left at the end was left out, by construction.

A path names keys from the resource down, as in `code.coding[].code`; `[]` stands for the first of several.
"""

# Values of every type pass through here, so they are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "drop_empty",
    "find_url",
    "head",
    "members",
    "parent",
    "peek",
    "prune",
    "put",
    "settle",
    "steps",
    "take",
    "take_constant",
    "take_members",
]

_HEAD = re.compile("[A-Za-z]*")
_Steps = tuple[tuple[str, bool], ...]


@cache
def steps(path: str) -> _Steps:
    """Split a path into its keys, each with whether several stand under it."""
    return tuple((each.removesuffix("[]"), each.endswith("[]")) for each in path.split("."))


@cache
def head(path: str) -> str:
    """Give the first key of a path, which may go on as in `component[]` or `extension(...)`."""
    return _HEAD.match(path)[0]  # type: ignore[index]  # pyright: ignore[reportOptionalSubscript]


# Most paths are one step, and a plan has thousands of them: those are walked without a trail.


def put(resource: dict[str, Any], path: str, value: Any) -> None:
    """Put a value at a path; what lies between is made. Where several may stand, it comes after those already there."""
    route = steps(path)
    last, several = route[-1]
    node = resource if len(route) == 1 else parent(resource, path)[0]
    if not several:
        node[last] = value
    elif last in node:
        node[last].append(value)
    else:
        node[last] = [value]


def parent(resource: dict[str, Any], path: str) -> tuple[dict[str, Any], str]:
    """Make what lies above the last key of a path; give it with that key."""
    *between, (last, _) = steps(path)
    node = resource
    for key, several in between:
        below = node.setdefault(key, [{}] if several else {})
        node = below[0] if several else below
    return node, last


def peek(resource: dict[str, Any], path: str) -> Any:
    """Give what stands at a path, or `None`; nothing is taken."""
    route = steps(path)
    if len(route) == 1:  # as most are
        key, several = route[0]
        found = resource.get(key)
        return found if not several else found[0] if type(found) is list and found else None
    node: Any = resource
    for key, several in route:
        node = node.get(key) if type(node) is dict else None
        if several:
            node = node[0] if type(node) is list and node else None
        if node is None:
            return None
    return node


def take(resource: dict[str, Any], path: str) -> Any:
    """Take what stands at a path out of its place; `None` when there is nothing."""
    route = steps(path)
    if len(route) == 1 and not route[0][1]:
        return resource.pop(path, None)
    trail: list[tuple[dict[str, Any], str, bool]] = []
    node: Any = resource
    for key, several in route:
        if not isinstance(node, dict) or key not in node:
            return None
        trail.append((node, key, several))
        node = node[key]
        if several:
            if not isinstance(node, list) or not node:
                return None
            node = node[0]
    holder, key, several = trail[-1]
    _drop(holder, key, several)
    drop_empty(trail[:-1])
    return node


def drop_empty(trail: list[tuple[dict[str, Any], str, bool]]) -> None:
    """Take away, from below, what holds nothing any more."""
    for holder, key, several in reversed(trail):
        below = holder[key][0] if several and holder[key] else holder[key]
        if below:
            return
        _drop(holder, key, several)


def prune(resource: dict[str, Any], path: str) -> None:
    """Take away what lies on a path, from below, as far as it holds nothing any more."""
    walk = steps(path)
    if len(walk) == 1:
        key, several = walk[0]
        found = resource.get(key)
        if type(found) is list and len(found) == 1 and several and not found[0]:
            found = None
        if not found:
            resource.pop(key, None)
            return
    trail: list[tuple[dict[str, Any], str, bool]] = []
    node: Any = resource
    for key, several in walk:
        if not isinstance(node, dict) or key not in node:
            break
        trail.append((node, key, several))
        node = node[key]
        if several:
            if not isinstance(node, list) or not node:
                break
            node = node[0]
    drop_empty(trail)


def _drop(holder: dict[str, Any], key: str, several: bool) -> None:  # noqa: FBT001 -- a step as it is
    if several and len(holder[key]) > 1:
        del holder[key][0]
    else:
        del holder[key]


def members(resource: dict[str, Any], path: str) -> list[Any]:
    """Give the list of which several may stand at a path, itself; an empty one when there is none."""
    found = peek(resource, path.removesuffix("[]"))
    return found if isinstance(found, list) else []


def take_members(resource: dict[str, Any], path: str, wanted: Callable[[Any], bool]) -> None:
    """Take those out of several that are wanted."""
    found = members(resource, path)
    found[:] = [each for each in found if not wanted(each)]
    prune(resource, path.removesuffix("[]"))


def take_constant(resource: dict[str, Any], path: str, value: Any) -> bool:
    """Take what stands at a path if it is just this value, or the one of several that is; tell whether it was."""
    key, several = steps(path)[-1]
    if resource.get(key) == ([value] if several else value) and "." not in path:
        del resource[key]
        return True
    if several:
        found = members(resource, path)
        if value not in found:
            return False
        found.remove(value)
        prune(resource, path.removesuffix("[]"))
        return True
    if peek(resource, path) != value:
        return False
    take(resource, path)
    return True


def find_url(holder: Any, url: str) -> dict[str, Any] | None:
    """Find the first extension with an address; it stays until `settle` finds nothing more in it."""
    extensions = holder.get("extension") if isinstance(holder, dict) else None
    if not isinstance(extensions, list):
        return None
    return next((each for each in extensions if isinstance(each, dict) and each.get("url") == url), None)


def settle(holder: dict[str, Any]) -> None:
    """Take away the extensions of which nothing is left but their address."""
    extensions = holder.get("extension")
    if not isinstance(extensions, list):
        return
    left = [each for each in extensions if not (isinstance(each, dict) and set(each) <= {"url"})]
    if left:
        holder["extension"] = left
    else:
        del holder["extension"]
