"""A row for what an Observation says in its components: one each, with a code of ours."""

# Documents of every record pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from collabcare.interchange.fhir.engine.concepts import coded, take_coding
from collabcare.interchange.fhir.engine.names import UCUM, kebab
from collabcare.interchange.fhir.engine.values import as_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from collabcare.interchange.fhir.engine.contexts import In, Out

__all__ = ["OBSERVATION", "Amount", "Choice", "Components", "Grade"]

Doc = dict[str, Any]

_PLAIN = frozenset({"value", "unit", "system", "code"})

OBSERVATION = "observation"
"""Our code system for what is observed, and for its components."""


@attrs.frozen
class Amount:
    """A number with its unit (UCUM): whole, or a share."""

    field: str
    unit: str
    read_as: Callable[[Any], Any] = as_whole

    def write(self, value: Any, out: Out) -> tuple[str, Any]:  # noqa: ARG002 -- each kind gets it
        """Give the element for the value, and what stands in it."""
        return "valueQuantity", {"value": value, "unit": self.unit, "system": UCUM, "code": self.unit}

    def read(self, component: Doc, into: In) -> Any:  # noqa: ARG002 -- each kind gets it
        """Take the value out of a component; `None`, and nothing taken, when it is not understood."""
        quantity = component.get("valueQuantity")
        if type(quantity) is not dict or quantity.get("code") != self.unit or quantity.get("system") != UCUM:
            return None
        if not quantity.keys() <= _PLAIN:
            return None  # less than so many is not so many
        value = self.read_as(quantity.get("value"))
        if value is not None:
            del component["valueQuantity"]
            if quantity.get("unit", self.unit) != self.unit:
                component["valueQuantity"] = {"unit": quantity["unit"]}
        return value


@attrs.frozen
class Grade:
    """A whole number on a scale."""

    field: str

    def write(self, value: Any, out: Out) -> tuple[str, Any]:  # noqa: ARG002 -- each kind gets it
        """Give the element for the value, and what stands in it."""
        return "valueInteger", value

    def read(self, component: Doc, into: In) -> Any:  # noqa: ARG002 -- each kind gets it
        """Take the value out of a component; `None`, and nothing taken, when it is not understood."""
        value = as_whole(component.get("valueInteger"))
        if value is not None:
            del component["valueInteger"]
        return value


@attrs.frozen
class Choice:
    """A code of a system of ours."""

    field: str
    system: str

    def write(self, value: Any, out: Out) -> tuple[str, Any]:
        """Give the element for the value, and what stands in it."""
        return "valueCodeableConcept", coded(out, self.system, value)

    def read(self, component: Doc, into: In) -> Any:
        """Take the value out of a component; `None`, and nothing taken, when it is not understood."""
        concept = component.get("valueCodeableConcept")
        code = take_coding(concept, self.system, into)
        if not concept:
            component.pop("valueCodeableConcept", None)
        return code


@attrs.define(slots=False, eq=False)
class Components:
    """
    Fields as components of an Observation, each under a code named like the field.

    Parameters
    ----------
    *parts
        The fields, and what kind of value each is.
    """

    parts: tuple[Amount | Grade | Choice, ...]
    note: str = attrs.field(default="", kw_only=True)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields."""
        return tuple(part.field for part in self.parts)

    @property
    def paths(self) -> tuple[str, ...]:
        """The components."""
        return ("component[]",)

    @cached_property
    def _by_code(self) -> dict[str, Amount | Grade | Choice]:
        return {kebab(part.field): part for part in self.parts}

    def write(self, doc: Doc, resource: Doc, out: Out) -> None:
        """Write a component for each field that says something."""
        components = []
        for code, part in self._by_code.items():
            value = doc.get(part.field)
            if value is not None:
                key, written = part.write(value, out)
                components.append({"code": coded(out, OBSERVATION, code), key: written})
        if components:
            resource.setdefault("component", []).extend(components)

    def read(self, resource: Doc, doc: Doc, into: In) -> None:
        """Take the components of which nothing but a value that we know would be lost."""
        components = resource.get("component")
        if type(components) is not list:
            return
        left = [each for each in components if not self._taken(each, doc, into)]
        if left:
            resource["component"] = left
        else:
            del resource["component"]

    def _taken(self, component: Any, doc: Doc, into: In) -> bool:
        """Take one component; tell whether nothing of it is left."""
        concept: Any = component.get("code") if type(component) is dict else None
        code = take_coding(concept, OBSERVATION, into, self._by_code)
        if code is None:
            return False
        part = self._by_code[code]
        value = None if part.field in doc else part.read(component, into)
        if value is None:
            # Without its value a code says nothing; it is put back, so that both are left out.
            concept.setdefault("coding", []).insert(0, {"system": into.system(OBSERVATION), "code": code})
            return False
        doc[part.field] = value
        if not concept:
            del component["code"]
        return not component
