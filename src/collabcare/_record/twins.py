"""
What msgspec is told of a record class: shape and bounds are checked in C.

`shape` reads the fields of a record, and of all records in it, as dictionaries; `shape_as_written` does so where the
text is as we write it; `own_shape` reads those of one record alone.
`fast` writes: it puts fields in declared order and leaves defaults out. None of them has patterns, which cost half as
much as reading itself. `strict` has dates and decimals as patterned strings: it makes the JSON Schema, and checks
documents that were not written by us.
"""

# Records of every class pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import datetime as dt
import functools
from decimal import Decimal
from typing import Annotated, Any, NotRequired, TypedDict

import attrs
import msgspec
from msgspec import Meta

from collabcare._record import forms, kinds
from collabcare._record.declare import FieldSpec, is_record, specs
from collabcare._record.kinds import Bounds

_STRICT_TEXT: dict[Any, Any] = {
    dt.date: Annotated[str, Meta(pattern=kinds.DAY_PATTERN, extra_json_schema={"format": "date"})],
    dt.datetime: Annotated[str, Meta(pattern=kinds.INSTANT_PATTERN, extra_json_schema={"format": "date-time"})],
    dt.time: Annotated[str, Meta(pattern=kinds.TIME_PATTERN)],
    Decimal: Annotated[str, Meta(pattern=kinds.DECIMAL_PATTERN)],
}


def typed_dict(name: str, fields: dict[str, Any]) -> type[dict[str, Any]]:
    """Make the type of dictionaries with these keys; type checkers do not know such a type, msgspec does."""
    make: Any = TypedDict
    made: type[dict[str, Any]] = make(name, fields)
    return made


@functools.cache
def shape(cls: type) -> type[dict[str, Any]]:
    """Make the type of a document's fields, and of the fields of all records in it; instants and decimals are text."""
    return _fields(cls, shape, _text_leaf, header(cls))


@functools.cache
def shape_as_written(cls: type) -> type[dict[str, Any]]:
    """Make the same type, where instants are read at once: right only for fields that encode to the very same bytes."""
    return _fields(cls, shape_as_written, _written_leaf, header(cls))


@functools.cache
def own_shape(cls: type) -> type[dict[str, Any]]:
    """Make the type of a record's own fields; the records in it are passed on as they are."""
    return _fields(cls, _anything, _fast_leaf, ())


def _anything(_leaf: Any) -> Any:
    return Any


def _fields(cls: type, inner: Any, leaf: Any, constants: tuple[tuple[str, Any], ...]) -> type[dict[str, Any]]:
    fields: dict[str, Any] = dict(constants)
    for spec in specs(cls):
        kind = _field_type(spec, inner, leaf)
        fields[spec.name] = kind if spec.required else NotRequired[kind]
    return typed_dict(cls.__name__, fields)


@functools.cache
def fast(cls: type) -> type[msgspec.Struct]:
    """Make the twin that writes: bounds, shape and order, no patterns."""
    return _struct(cls, fast, _fast_leaf)


@functools.cache
def strict(cls: type) -> type[msgspec.Struct]:
    """Make the twin of the JSON Schema: everything that one field's declaration says."""
    return _struct(cls, strict, _strict_leaf)


@functools.cache
def leaf_types(spec: FieldSpec) -> tuple[Any, Any]:
    """Give the strict and the fast type of one value of a field, for looking at it by itself."""
    return _strict_leaf(spec), _fast_leaf(spec)


def header(cls: type) -> tuple[tuple[str, Any], ...]:
    """List the constants that stand first in a document of this class, such as its version."""
    return getattr(cls, "__header__", ())


def _struct(cls: type, twin: Any, leaf: Any) -> type[msgspec.Struct]:
    fields: list[Any] = [(name, constant_type) for name, constant_type in header(cls)]
    for spec in specs(cls):
        kind = _field_type(spec, twin, leaf)
        if twin is strict:
            kind = Annotated[kind, Meta(description=spec.about.meaning)]
        fields.append((spec.name, kind) if spec.default is attrs.NOTHING else (spec.name, kind, spec.default))
    return msgspec.defstruct(
        cls.__name__,
        fields,
        namespace={"__doc__": (cls.__doc__ or "").strip().partition("\n")[0]},
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=True,
        omit_defaults=True,
        gc=False,
    )


def _field_type(spec: FieldSpec, twin: Any, leaf: Any) -> Any:
    one: Any = twin(spec.leaf) if is_record(spec.leaf) else leaf(spec)
    if spec.many is not None:
        one = Annotated[tuple[one, ...], _meta(spec.many)]
    # An explicit null means what an absent field means; the reader takes it away before the fast twin sees it.
    absent = spec.optional or (twin is strict and not spec.required)
    return one | None if absent else one


def _meta(bounds: Bounds) -> Meta:
    # As one mapping: no overload of `Meta` takes bounds of numbers, of text and of instants together.
    limits: dict[str, Any] = {name: getattr(bounds, name) for name in ("ge", "le", "min_length", "max_length", "tz")}
    return Meta(**limits)


def _fast_leaf(spec: FieldSpec) -> Any:
    return Annotated[spec.leaf, _meta(spec.bounds)]


def _text_leaf(spec: FieldSpec) -> Any:
    return str if spec.leaf in forms.WRITTEN else _fast_leaf(spec)


def _written_leaf(spec: FieldSpec) -> Any:
    return _fast_leaf(spec) if spec.leaf in forms.ONE_FORM else _text_leaf(spec)


def _strict_leaf(spec: FieldSpec) -> Any:
    text = _STRICT_TEXT.get(spec.leaf)
    if text is not None:
        return text
    if spec.bounds.pattern is not None:
        return Annotated[spec.leaf, Meta(pattern=spec.bounds.pattern)]
    return _fast_leaf(spec)
