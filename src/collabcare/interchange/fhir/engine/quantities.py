"""Amounts with their units, digit by digit, as FHIR Quantities."""

# Documents of every record pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from collabcare.interchange.fhir.engine import names
from collabcare.interchange.fhir.engine.places import peek, prune, put
from collabcare.interchange.fhir.engine.values import as_decimal, from_decimal

if TYPE_CHECKING:
    from collabcare.interchange.fhir.engine.contexts import In, Out

__all__ = ["Quantity", "taken_quantity", "written_quantity"]

Doc = dict[str, Any]


@attrs.frozen
class Quantity:
    """An amount with its unit (UCUM), digit by digit."""

    value: str
    unit: str
    path: str
    note: str = attrs.field(default="", kw_only=True)

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.value, self.unit)

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.path,)

    def write(self, doc: Doc, resource: Doc, out: Out) -> None:  # noqa: ARG002 -- each row gets it
        if self.value in doc:
            put(resource, self.path, written_quantity(doc[self.value], doc.get(self.unit)))

    def read(self, resource: Doc, doc: Doc, into: In) -> None:  # noqa: ARG002 -- each row gets it
        quantity = peek(resource, self.path)
        value, unit = taken_quantity(quantity)
        if value is not None:
            doc[self.value] = value
        if unit is not None:
            doc[self.unit] = unit
        prune(resource, self.path)


def written_quantity(value: str, unit: str | None) -> Doc:
    """Write an amount; its unit is UCUM."""
    written: Doc = {"value": as_decimal(value)}
    if unit is not None:
        written |= {"unit": unit, "system": names.UCUM, "code": unit}
    return written


def taken_quantity(quantity: Any) -> tuple[str | None, str | None]:
    """Take an amount and its unit out of a Quantity; what is not understood stays in it."""
    if not isinstance(quantity, dict):
        return None, None
    value = from_decimal(quantity.get("value"))
    if value is None:
        return None, None
    del quantity["value"]
    unit = None
    if quantity.get("system") == names.UCUM and isinstance(quantity.get("code"), str):
        unit = quantity.pop("code")
        del quantity["system"]
        if quantity.get("unit") == unit:
            del quantity["unit"]
    return value, unit
