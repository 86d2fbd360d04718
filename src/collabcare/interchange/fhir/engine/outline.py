"""
What an extension of ours, or a form, consists of.

It follows from how a record is declared, as what is written does (`values`); extensions that a row writes by itself are
outlined by hand, in the mapping.
"""

# Records of every class pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

import attrs

from collabcare._record.declare import FieldSpec, is_record, specs
from collabcare.interchange.fhir.engine.values import EXTENSION, Dialect, value_types

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["Item", "OwnExtension", "outlined"]


@attrs.frozen
class Item:
    """
    A part of an extension, or a question of a form.

    Parameters
    ----------
    name
        Its `url`, or its `linkId`.
    types
        The FHIR types that its value may have; empty for one that only holds others.
    meaning
        What it says.
    items
        The items in it.
    least
        How many there must be.
    many
        Whether there may be any number.
    codes
        The code set that a code is of.
    """

    name: str
    types: tuple[str, ...]
    meaning: str
    items: tuple[Item, ...] = ()
    least: int = 0
    many: bool = False
    codes: type[enum.Enum] | None = None


@attrs.frozen
class OwnExtension:
    """
    An extension of ours.

    Parameters
    ----------
    name
        What comes after `StructureDefinition/collabcare-` in its address.
    meaning
        What it is for, in a sentence.
    on
        The elements that it may stand on.
    items
        Its parts; empty for one that has a value.
    types
        The types of its value; empty for one that has parts.
    """

    name: str
    meaning: str
    on: tuple[str, ...]
    items: tuple[Item, ...] = ()
    types: tuple[str, ...] = ()


def outlined(cls: type, dialect: Dialect = EXTENSION, without: Collection[str] = ()) -> tuple[Item, ...]:
    """
    Outline the items that the fields of a record become.

    Parameters
    ----------
    cls
        The record class.
    dialect
        How items are spelt.
    without
        Fields that do not stand here.

    Returns
    -------
    tuple of Item
        In declared order.
    """
    return tuple(_item(spec, dialect) for spec in specs(cls) if spec.name not in without)


def _item(spec: FieldSpec, dialect: Dialect) -> Item:
    codes = spec.leaf if isinstance(spec.leaf, type) and issubclass(spec.leaf, enum.Enum) else None
    return Item(
        name=spec.name,
        types=value_types(spec, dialect),
        meaning=spec.about.meaning,
        items=outlined(spec.leaf, dialect) if is_record(spec.leaf) else (),
        least=int(spec.required and (spec.many is None or bool(spec.many.min_length))),
        many=spec.many is not None,
        codes=codes,
    )
