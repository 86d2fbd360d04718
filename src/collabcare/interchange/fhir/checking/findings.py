"""Where in a FHIR document one looks, and what was found there."""

# JSON of strangers passes through here, so the types of its values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from collabcare._pointer import join
from collabcare.errors import Problem
from collabcare.interchange.fhir.r4.opening import Document

__all__ = ["MAX_PROBLEMS", "EnoughError", "Findings", "Node", "at", "below", "listed"]

MAX_PROBLEMS = 10_000
"""How many problems of one document are listed."""


class EnoughError(Exception):
    """A document has more problems than are listed: looking further helps nobody."""


class Node(NamedTuple):
    """A place, as a chain from the inside out; it is written down only when something is wrong there."""

    above: Node | None
    step: str | int
    """A name or a position in JSON."""
    element: str
    """The name in FHIRPath: `value` for `valueQuantity`, `birthDate` for `_birthDate`. Not used for a position."""


class Findings:
    """The problems of one document."""

    def __init__(self, document: Document) -> None:
        self._place = document.place
        self._pointer = document.pointer
        self._line = document.line
        self.problems: list[Problem] = []

    def add(
        self, node: Node | None, code: str, rule: str, severity: Literal["error", "warning"] = "error", *names: str
    ) -> None:
        """Note a problem at a place, or at one of its elements."""
        for name in names:
            node = below(node, name)
        pointer = join(self._pointer, *(each.step for each in _steps(node)))
        self.note(pointer, self.path(node), code, rule, severity)

    def note(
        self, pointer: str, path: str, code: str, rule: str, severity: Literal["error", "warning"] = "error"
    ) -> None:
        """Note a problem at a place that is written down already; stop when there are too many."""
        if len(self.problems) == MAX_PROBLEMS:
            rule = f"mend the {MAX_PROBLEMS:,} problems that are listed: there are more"
            self.problems.append(Problem(self._pointer, "too-large", rule, "error", self._line, fhirpath=self._place))
            raise EnoughError
        self.problems.append(Problem(pointer, code, rule, severity, self._line, fhirpath=path))

    def path(self, node: Node | None) -> str:
        """Write a place as FHIRPath."""
        return self._place + "".join(
            f"[{each.step}]" if isinstance(each.step, int) else f".{each.element}" for each in _steps(node)
        )


def below(node: Node | None, name: str) -> Node:
    """Give the place of an element that is no choice."""
    return Node(node, name, name)


def at(node: Node | None, position: int) -> Node:
    """Give the place of a member of a list."""
    return Node(node, position, "")


def _steps(node: Node | None) -> list[Node]:
    found = []
    while node is not None:
        found.append(node)
        node = node.above
    return found[::-1]


def listed(value: Any) -> list[dict[str, Any]]:
    """Give the objects of a list; what has another shape is a problem elsewhere."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
