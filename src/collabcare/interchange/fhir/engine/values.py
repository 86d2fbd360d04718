"""
Fields that FHIR R4 has no element for, derived from how the record declares them.

A record becomes items: parts of an extension of our own, or questions of a form (QuestionnaireResponse). Each item is
named like its field and carries its value in the FHIR type that fits. Nothing is said here about single fields, so that
a new field of a record is carried without a line of code.
"""

# Records of every class pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import datetime as dt
import enum
import sys
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import attrs

from collabcare._record.declare import FieldSpec, is_record, specs
from collabcare.interchange.fhir.engine.strings import from_base64, is_string, to_base64

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from collabcare.interchange.fhir.engine.contexts import In, Out

__all__ = [
    "ANSWERS",
    "EXTENSION",
    "Dialect",
    "as_decimal",
    "as_number",
    "as_whole",
    "from_decimal",
    "read_items",
    "value_types",
    "write_items",
]


@attrs.frozen(eq=False)
class Dialect:
    """
    How items are spelt: as parts of an extension, or as items of a form.

    Parameters
    ----------
    name
        Key that names an item.
    nested
        Key under which an item holds items.
    answer
        Key under which its values stand; `None` where they stand in the item itself.
    types
        The FHIR type of each kind of value.
    """

    name: str
    nested: str
    answer: str | None
    types: dict[str, str]


EXTENSION = Dialect(
    "url",
    "extension",
    None,
    {"string": "String", "id": "Id", "code": "Code", "instant": "Instant"},
)
ANSWERS = Dialect(
    "linkId",
    "item",
    "answer",
    # A form has no types of its own for these.
    {"string": "String", "id": "String", "code": "String", "instant": "DateTime"},
)


def write_items(
    cls: type, doc: dict[str, Any], out: Out, dialect: Dialect, fields: Collection[str]
) -> list[dict[str, Any]]:
    """Write some fields of a record as items, in the order of its document; what is not given makes none."""
    items: list[dict[str, Any]] = []
    known = _questions(cls, dialect)
    for name, value in doc.items():
        if name not in fields:
            continue
        asked = known[name]
        values = value if asked.many else (value,)
        if asked.nested:
            items += [_nested(asked, each, out, dialect) for each in values]
        elif dialect.answer is None:
            for each in values:
                key, written = _written(asked, each, out, dialect)
                items.append({dialect.name: name, key: written})
        elif values:
            answers = [dict([_written(asked, each, out, dialect)]) for each in values]
            items.append({dialect.name: name, dialect.answer: answers})
    return items


def read_items(cls: type, holder: dict[str, Any], into: In, dialect: Dialect) -> dict[str, Any]:
    """Take the fields of a record out of the items that hold them; what is not understood stays."""
    doc: dict[str, Any] = {}
    items = holder.get(dialect.nested)
    if not isinstance(items, list):
        return doc
    known = _questions(cls, dialect)
    name = dialect.name
    left = []
    for item in items:
        named = item.get(name) if type(item) is dict else None
        asked = known.get(named) if type(named) is str else None
        if asked is not None:
            for value in _read(asked, item, into, dialect):
                if not asked.many:
                    doc[asked.name] = value
                else:
                    doc.setdefault(asked.name, []).append(value)
            if len(item) == 1:
                continue
        left.append(item)
    if left:
        holder[dialect.nested] = left
    else:
        del holder[dialect.nested]
    return doc


class _Asked(NamedTuple):
    """A field that items may say, and where its value stands in one."""

    name: str
    many: bool
    leaf: type
    nested: bool
    refers: tuple[str, ...]
    is_string: bool
    key: str
    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


@cache
def _questions(cls: type, dialect: Dialect) -> dict[str, _Asked]:
    """List the fields of a record by name."""
    found: dict[str, _Asked] = {}
    for spec in specs(cls):
        nested = _is_nested(spec.leaf)
        kind, write, read = ("", _same, _same) if nested else _kind(spec.leaf, spec.bounds.pattern)
        key = "value" + dialect.types.get(kind, kind)
        refers = tuple(spec.about.refers)
        found[spec.name] = _Asked(
            spec.name, spec.many is not None, spec.leaf, nested, refers, kind == "string", key, write, read
        )
    return found


@cache
def _is_nested(leaf: type) -> bool:
    """Tell whether a value is a record with items of its own."""
    return is_record(leaf)


def _nested(asked: _Asked, doc: dict[str, Any], out: Out, dialect: Dialect) -> dict[str, Any]:
    items = write_items(asked.leaf, doc, out, dialect, doc)
    if items:
        return {dialect.name: asked.name, dialect.nested: items}
    # A record of which nothing is said still is one; FHIR wants a value.
    there = {"valueBoolean": True}
    return {dialect.name: asked.name, **(there if dialect.answer is None else {dialect.answer: [there]})}


def _read(asked: _Asked, item: dict[str, Any], into: In, dialect: Dialect) -> list[Any]:
    if asked.nested:
        if dialect.nested in item:
            return [read_items(asked.leaf, item, into, dialect)]
        there: Any = {"valueBoolean": True}
        key = "valueBoolean" if dialect.answer is None else dialect.answer
        if item.get(key) == (True if dialect.answer is None else [there]):
            del item[key]
            return [{}]
        return []
    if dialect.answer is None:
        value = _value(asked, item, into, dialect)
        return [] if value is None else [value]
    answers = item.get(dialect.answer)
    if not isinstance(answers, list):
        return []
    values = [_value(asked, each, into, dialect) if isinstance(each, dict) else None for each in answers]
    item[dialect.answer] = [each for each in answers if each]
    if not item[dialect.answer]:
        del item[dialect.answer]
    return [each for each in values if each is not None]


def _written(asked: _Asked, value: Any, out: Out, dialect: Dialect) -> tuple[str, Any]:
    """Give the element for a value, and what stands in it."""
    if asked.refers:
        reference = out.reference(asked.refers, value)
        if reference is not None:
            return "valueReference", reference
    if asked.is_string and not is_string(value):
        return _exact(value, dialect)
    return asked.key, asked.write(value)


def _value(asked: _Asked, item: dict[str, Any], into: In, dialect: Dialect) -> Any:
    if asked.refers and "valueReference" in item:
        found = into.record_id(item["valueReference"], asked.refers)
        if found is not None:
            _take_reference(item, "valueReference")
        return found
    if asked.key not in item:
        return _take_exact(item, dialect) if asked.is_string else None
    value = asked.read(item[asked.key])
    if value is not None:
        del item[asked.key]
    return value


def _exact(words: str, dialect: Dialect) -> tuple[str, Any]:
    """Write words that no FHIR string can hold, byte for byte."""
    data = to_base64(words)
    if dialect.answer is None:
        return "valueBase64Binary", data
    return "valueAttachment", {"contentType": "text/plain;charset=utf-8", "data": data}


def _take_exact(item: dict[str, Any], dialect: Dialect) -> str | None:
    key = "valueBase64Binary" if dialect.answer is None else "valueAttachment"
    attached = item.get(key)
    words = from_base64(attached.get("data") if isinstance(attached, dict) else attached)
    if words is not None and (key, attached) == _exact(words, dialect):
        del item[key]
        return words
    return None


def _take_reference(item: dict[str, Any], key: str) -> None:
    reference = item[key]
    del reference["reference" if "reference" in reference else "identifier"]
    reference.pop("type", None)
    if not reference:
        del item[key]


def _same(value: Any) -> Any:
    return value


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def as_whole(value: Any) -> int | None:
    """Take a whole number as it is; `None` for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def as_decimal(value: str) -> Decimal:
    """Turn a decimal of our documents, a string, into a FHIR decimal: the same digits."""
    return Decimal(value)


def from_decimal(value: Any) -> str | None:
    """Turn a FHIR decimal into one of our documents, digit by digit; `None` for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def as_number(value: Any) -> float | None:
    """Take any number as a float, which is what our documents hold; `None` for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    return float(value) if -sys.float_info.max <= value <= sys.float_info.max else None


_KINDS: dict[Any, tuple[str, Callable[[Any], Any], Callable[[Any], Any]]] = {
    dt.date: ("Date", _same, _text),
    dt.datetime: ("instant", _same, _text),
    dt.time: ("Time", _same, _text),
    bool: ("Boolean", _same, _flag),
    int: ("Integer", _same, as_whole),
    float: ("Decimal", _same, as_number),
    Decimal: ("Decimal", as_decimal, from_decimal),
}


@cache
def _kind(leaf: Any, pattern: str | None) -> tuple[str, Callable[[Any], Any], Callable[[Any], Any]]:
    found = _KINDS.get(leaf)
    if found is not None:
        return found
    if issubclass(leaf, enum.Enum):
        return "code", _same, _text
    # Words may hold what a FHIR string cannot; names of things have a pattern, and cannot.
    return (
        ("string" if pattern is None else "id" if pattern.startswith("^[A-Za-z0-9.-]{1,64}") else "code"),
        _same,
        _text,
    )


def value_types(spec: FieldSpec, dialect: Dialect) -> tuple[str, ...]:
    """Say which FHIR types a value of a field may have; a record of which nothing is said is `true`."""
    if is_record(spec.leaf):
        return ("boolean",)
    kind = _kind(spec.leaf, spec.bounds.pattern)[0]
    name = dialect.types.get(kind, kind)
    types = [name[:1].lower() + name[1:]]
    if kind == "string":
        types.append("base64Binary" if dialect.answer is None else "Attachment")
    if spec.about.refers:
        types.insert(0, "Reference")
    return tuple(types)
