"""
Every problem of a broken record, each with its pointer.

It converts subtree by subtree and descends only where one fails. What can be read is kept, so that the rules beyond one
field run on it too.
"""

# Records of every class pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import datetime as dt
import enum
import functools
from decimal import Decimal
from typing import TYPE_CHECKING, Any, get_args

import attrs
import msgspec

from collabcare._pointer import join
from collabcare._record import build, findings, tree, twins
from collabcare._record.declare import is_record, specs
from collabcare.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from collabcare._record.declare import FieldSpec

_ACCEPTS: dict[Any, tuple[type, ...]] = {
    float: (float, int),
    Decimal: (str,),
    dt.date: (str,),
    dt.datetime: (str,),
    dt.time: (str,),
}
_UNREAD: Any = object()


class _Missing:
    """What the class of a partly read record has for each field: it is found where the record itself has none."""

    def __get__(self, _record: Any, _cls: type | None = None) -> Any:
        raise tree.Unread


@functools.cache
def _partial(cls: type) -> type:
    """Make the class of a partly read record: asking for what is missing raises `Unread`."""
    return type(cls.__name__, (cls,), {spec.name: _Missing() for spec in specs(cls)})


def examine(cls: type, data: Any, pointer: str = "") -> tuple[Any, list[Problem]]:
    """
    Read JSON data as a record as far as it goes.

    Parameters
    ----------
    cls
        The record class.
    data
        Parsed JSON.
    pointer
        Where it stands in its document.

    Returns
    -------
    tuple
        The record, whole or partly read, and the problems of its fields; rules beyond one field are not looked at.
    """
    found: list[Problem] = []
    return _one_record(cls, data, pointer, found), found


def examine_record(record: Any) -> tuple[Problem, ...]:
    """Find every problem of a record made in Python."""
    read, found = examine(type(record), _json_like(record))
    found.extend(each for each in findings.problems(read, own_rules_only=True) if each.severity == "error")
    return tuple(found)


def partly(cls: type, **fields: Any) -> Any:
    """Make a partly read record from what could be read."""
    read: Any = object.__new__(_partial(cls))
    for name, value in fields.items():
        object.__setattr__(read, name, value)
    return read


def _one_record(cls: type, data: Any, pointer: str, found: list[Problem]) -> Any:
    whole = _convert(data, cls)
    if whole is not _UNREAD:
        return whole
    read = partly(cls)
    if not isinstance(data, dict):
        found.append(Problem(pointer, "wrong-type", "give an object"))
        return read
    constants = {name: get_args(kind)[0] for name, kind in twins.header(cls)}
    for name, constant in constants.items():
        if type(data.get(name)) is not type(constant) or data[name] != constant:
            found.append(Problem(join(pointer, name), "unknown-code", f"give {constant}"))
    names = {spec.name for spec in specs(cls)} | constants.keys()
    unknown = sum(key not in names for key in data)
    if unknown:
        found.append(
            Problem(pointer, "unknown-fields", f"take away what this kind of record does not have (fields: {unknown})")
        )
    for spec in specs(cls):
        value = _field(spec, data, pointer, found)
        if value is not _UNREAD:
            object.__setattr__(read, spec.name, value)
    return read


def _field(  # noqa: PLR0911 -- one for each shape
    spec: FieldSpec, data: dict[str, Any], pointer: str, found: list[Problem]
) -> Any:
    place = join(pointer, spec.name)
    value = data.get(spec.name)
    if value is None and (spec.optional or spec.name not in data):
        if spec.required:
            found.append(Problem(place, "missing", "give a value"))
            return _UNREAD
        return spec.default
    if spec.many is None:
        if is_record(spec.leaf):
            return _one_record(spec.leaf, value, place, found)
        return _leaf(spec, value, place, found)
    if not isinstance(value, list):
        found.append(Problem(place, "wrong-type", "give a list"))
        return _UNREAD
    most = spec.many.max_length
    if len(value) < (spec.many.min_length or 0) or (most is not None and len(value) > most):
        found.append(Problem(place, "wrong-count", f"give {spec.many.rule}"))
        return _UNREAD
    if is_record(spec.leaf):
        return tuple(_records(spec.leaf, value, 0, place, found))
    read = tuple(_leaf(spec, each, join(place, at), found) for at, each in enumerate(value))
    return _UNREAD if any(each is _UNREAD for each in read) else read


def _leaf(spec: FieldSpec, value: Any, place: str, found: list[Problem]) -> Any:
    strict, fast = twins.leaf_types(spec)
    try:
        msgspec.convert(value, strict)
        return build.touched(spec.leaf, msgspec.convert(value, fast))
    except (ValueError, OverflowError):
        pass  # what is wrong is said below
    rule = spec.bounds.rule
    accepted = _ACCEPTS.get(spec.leaf, (spec.leaf,))
    if issubclass(spec.leaf, enum.Enum):
        code, accepted = "unknown-code", (str,)
        rule = f"one of: {', '.join(each.value for each in spec.leaf)}"
    elif spec.leaf in {int, float}:
        code = "out-of-range"
    elif spec.leaf is str and spec.bounds.pattern is None:
        code = "wrong-length"
    else:
        code = "wrong-format"
    if isinstance(value, _UnsafeText):
        code, rule = "wrong-format", "text without NUL characters and lone surrogates"
    elif not isinstance(value, accepted) or (isinstance(value, bool) and spec.leaf is not bool):
        code = "wrong-type"
    found.append(Problem(place, code, f"give {rule}"))
    return _UNREAD


def _records(cls: type, data: list[Any], start: int, place: str, found: list[Problem]) -> list[Any]:
    """Read several records: all at once where that works, else by halves, so that few faults cost little."""
    try:
        return build.from_json(data, cls)
    except (ValueError, OverflowError):
        pass  # one of them has a problem
    if len(data) <= 1:
        return [_one_record(cls, each, join(place, start), found) for each in data]
    half = len(data) // 2
    first = _records(cls, data[:half], start, place, found)
    return [*first, *_records(cls, data[half:], start + half, place, found)]


def _convert(data: Any, cls: type) -> Any:
    """Read JSON data as a whole record, or say that it cannot be done."""
    try:
        return build.from_json([data], cls)[0]
    except (ValueError, OverflowError):
        return _UNREAD


class _Foreign:
    """Stands for a Python value that no JSON value stands for; nothing accepts it."""


class _UnsafeText(_Foreign):
    """Stands for text that no document may hold: with a NUL character or a lone surrogate."""


def _json_like(value: Any, spec: FieldSpec | None = None) -> Any:  # noqa: PLR0911 -- one for each kind of value
    """Turn what was given to a constructor into JSON data, so that one examination serves both."""
    leaf = None if spec is None else spec.leaf
    if isinstance(value, list | tuple) and spec is not None and spec.many is not None:
        one = attrs.evolve(spec, many=None)
        return [_json_like(each, one) for each in value]
    if is_record(type(value)):
        if leaf is not None and not isinstance(value, leaf):
            return _Foreign()
        constants = {name: getattr(value, name) for name, _ in twins.header(type(value))}
        return constants | {each.name: _json_like(getattr(value, each.name), each) for each in specs(type(value))}
    if leaf is not None and leaf in _TEXT_OF:
        if value is None:
            return None
        return _TEXT_OF[leaf](value) if isinstance(value, leaf) else _Foreign()
    if leaf is str and isinstance(value, str) and not build.right_text(value):
        return _UnsafeText()
    if isinstance(value, enum.Enum):
        return value.value if leaf is not None and isinstance(value, leaf) else _Foreign()
    return value


def _decimal_text(value: Decimal) -> Any:
    try:
        return format(build.quantity(value), "f")
    except (ValueError, ArithmeticError):
        return "not a number"


_TEXT_OF: dict[Any, Callable[[Any], Any]] = {
    dt.date: lambda value: _Foreign() if isinstance(value, dt.datetime) else value.isoformat(),
    dt.datetime: lambda value: value.isoformat(),
    dt.time: lambda value: value.isoformat(),
    Decimal: _decimal_text,
}
