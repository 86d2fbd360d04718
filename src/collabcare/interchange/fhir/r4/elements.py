"""
What R4 says of each element: its types, how many there may be, which codes it may have, what it may refer to.

The table is HL7's own (`elements.json`, written by `tools/fhir_elements.py`). It is read when it is first asked for.
"""

from __future__ import annotations

import functools
from importlib import resources
from typing import Any, NamedTuple

import msgspec

__all__ = ["Element", "Kind", "is_primitive", "is_resource_type", "kind", "resource_types"]


class Element(NamedTuple):
    """What R4 says of one element."""

    name: str
    """As in JSON: `status`, `valueQuantity`."""
    type: str
    """A data type (`CodeableConcept`), a primitive (`code`), a part (`CarePlan.activity`), or `Resource`."""
    least: int
    most: int | None
    """`None` for any number; more than one is a list in JSON."""
    choice: str | None
    """For one way to give a choice, its name: `value[x]` for `valueQuantity`."""
    codes: dict[str, frozenset[str]] | None
    """The codes it must come from, by system; `None` where R4 requires none or names none; empty for a language."""
    targets: frozenset[str] | None
    """The resource types it may refer to; `None` for any."""

    @property
    def many(self) -> bool:
        """Tell whether it is a list in JSON."""
        return self.most != 1

    @property
    def is_language(self) -> bool:
        """Tell whether it says which language something is in."""
        return self.codes is not None and not self.codes


class Kind(NamedTuple):
    """What R4 says of a resource type, a data type, or a part of one."""

    name: str
    bases: tuple[str, ...]
    """What it is a kind of, nearest first: `("DomainResource", "Resource")`."""
    elements: dict[str, Element]
    """By name in JSON; each way to give a choice stands by itself."""
    required: tuple[tuple[str, tuple[str, ...]], ...]
    """What must be there: its name in R4 (`value[x]` for a choice), and its names in JSON."""


@functools.cache
def _table() -> dict[str, Any]:
    data = resources.files("collabcare.interchange.fhir.r4").joinpath("elements.json").read_bytes()
    table: dict[str, Any] = msgspec.json.decode(data)
    return table


@functools.cache
def resource_types() -> frozenset[str]:
    """
    Name the resource types of R4.

    Returns
    -------
    frozenset of str
        All 147 that can stand by themselves, `Bundle` and `Parameters` too.
    """
    return frozenset(_table()["resources"].split())


def is_resource_type(name: Any) -> bool:
    """
    Tell whether a word is the name of a resource type of R4.

    Parameters
    ----------
    name
        Anything.

    Returns
    -------
    bool
        True for `"Goal"`, False for `"Element"`, `"goal"` and 3.
    """
    return isinstance(name, str) and name in resource_types()


@functools.cache
def _primitives() -> frozenset[str]:
    return frozenset(_table()["primitives"].split())


def is_primitive(name: str) -> bool:
    """
    Tell whether a type is text, a number or a truth value in JSON.

    Parameters
    ----------
    name
        The name of a type.

    Returns
    -------
    bool
        True for `"dateTime"`, False for `"Period"`.
    """
    return name in _primitives()


@functools.cache
def _targets(number: int) -> frozenset[str]:
    return frozenset(_table()["targets"][number].split())


@functools.cache
def _codes(name: str) -> dict[str, frozenset[str]]:
    return {system: frozenset(codes.split()) for system, codes in _table()["codes"][name].items()}


@functools.cache
def kind(name: str) -> Kind | None:
    """
    Look a type up.

    Parameters
    ----------
    name
        A resource type, a data type, or a part of one: `"CarePlan.activity"`.

    Returns
    -------
    Kind or None
        `None` when R4 has no such type, or it is a primitive.

    Examples
    --------
    >>> care_plan = kind("CarePlan")
    >>> care_plan.elements["subject"].targets == {"Patient", "Group"}
    True
    >>> care_plan.elements["status"].least
    1
    >>> kind("Observation").elements["valueQuantity"].choice
    'value[x]'
    """
    row = _table()["types"].get(name)
    if row is None:
        return None
    base, own = row
    above = kind(base) if base else None
    elements: dict[str, Element] = dict(above.elements) if above else {}
    required = dict(above.required) if above else {}
    for element, given in own.items():
        ways = _elements(element, given)
        elements.update({each.name: each for each in ways})
        if ways[0].least:
            required[element] = tuple(each.name for each in ways)
    bases = (base, *above.bases) if above else ()
    return Kind(name, bases, elements, tuple(required.items()))


_NOT_GIVEN: tuple[Any, ...] = ("", 0, 1, None, None)


def _elements(name: str, given: Any) -> list[Element]:
    """Read a row: types, least, most, codes and targets; what is not given says nothing."""
    row: list[Any] = [given] if isinstance(given, str) else given
    types, least, most, codes, targets = (*row, *_NOT_GIVEN[len(row) :])
    choice = name if name.endswith("[x]") else None
    return [
        Element(
            name if choice is None else name[:-3] + each[0].upper() + each[1:],
            each,
            least,
            most or None,
            choice,
            None if codes is None else _codes(codes),
            None if targets is None else _targets(targets),
        )
        for each in types.split()
    ]
