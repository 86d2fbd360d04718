"""
From twins to records and back, and the last touches that make equal records give equal bytes.

Instants become UTC, decimals lose trailing zeros, -0.0 becomes 0.0, lists become tuples, text becomes codes.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import re
from decimal import Decimal
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import msgspec

from collabcare._record import forms, kinds, tree, twins
from collabcare._record.declare import is_record, rules, specs
from collabcare.errors import InvalidRecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from collabcare.errors import Problem

_NATIVE = (dt.date, dt.datetime, dt.time, Decimal)
_UNSAFE_TEXT = re.compile("[\0\ud800-\udfff]")
_decimal_text = re.compile(kinds.DECIMAL_PATTERN).match
_set = object.__setattr__
_FIRST_DAY, _LAST_DAY = dt.date(1900, 1, 1), dt.date(2199, 12, 31)


def from_twin(twin: msgspec.Struct, cls: type) -> Any:
    """
    Make the record of a twin; its rules are not looked at here.

    Raises
    ------
    ValueError
        If a value lies outside what a record can hold (years, digits).
    """
    record = msgspec.convert(twin, cls, from_attributes=True)
    touch(tree.groups(record))
    return record


def from_json(data: list[Any], cls: type) -> list[Any]:
    """
    Make records of JSON data; their rules are not looked at here.

    Raises
    ------
    ValueError
        If one of them is not as declared.
    """
    found = msgspec.convert(data, list[twins.fast(cls)])  # type: ignore[misc]
    if not forms.kept(cls, data):
        raise ValueError
    records: list[Any] = msgspec.convert(found, list[cls], from_attributes=True)  # type: ignore[valid-type]
    touch(tree.groups(*records))
    return records


def whole(cls: type, **fields: Any) -> Any:
    """Make a record from fields that are known to be right."""
    record: Any = object.__new__(cls)
    record.__attrs_init__(**fields)
    return record


def to_twin(record: Any) -> msgspec.Struct:
    """Make the twin of a record; checks every bound, so that writing is strict."""
    return msgspec.convert(record, twins.fast(type(record)), from_attributes=True, builtin_types=_NATIVE)


def finish(self: Any) -> None:
    """Check a record that was made in Python, and give its fields their lasting types."""
    cls = type(self)
    if not _check(self, cls):
        from collabcare._record.examine import examine_record  # noqa: PLC0415 -- only a broken record needs it

        raise InvalidRecordError(examine_record(self))
    sort = getattr(cls, "__sort__", None)
    if sort is not None:
        sort(self)


def _check(self: Any, cls: type) -> bool:
    """Check a record made in Python, and give its fields their lasting types."""
    for name, leaf in _tuples(cls):
        values = getattr(self, name)
        if type(values) is list:
            values = tuple(values)
            _set(self, name, values)
        if type(values) is not tuple or (leaf is not None and not all(isinstance(each, leaf) for each in values)):
            return False
    for name, leaf in _parts(cls):
        value = getattr(self, name)
        if value is not None and not isinstance(value, leaf):
            return False
    try:
        twin = to_twin(self)
        for name in _coded(cls):
            _set(self, name, getattr(twin, name))
        for name, touch in _touches(cls):
            value = getattr(self, name)
            if value is not None:
                _set(self, name, touch(value))
    except (ValueError, TypeError, OverflowError):
        return False
    return all(right(getattr(self, name)) for name, right in _texts(cls)) and not any(
        problem.severity == "error" for method in _own_rules(cls) for problem in method(self)
    )


def _touch(leaf: Any) -> Any:
    found: dict[Any, Callable[[Any], Any]] = {
        dt.datetime: instant, dt.date: _day, dt.time: _time, Decimal: quantity, float: _number
    }
    return found.get(leaf)


def touch(groups: dict[type, list[Any]]) -> None:
    """
    Give all values of records that were read their lasting forms, looking only at those that may lack it.

    Raises
    ------
    ValueError
        If a value lies outside what a record can hold.
    """
    for cls, entries in groups.items():
        for name, leaf, many, getter in _touchable(cls):
            values = map(getter, entries)
            if not _lasting(leaf, chain.from_iterable(values) if many else values):
                one = written_quantity if leaf is Decimal else _touch(leaf)
                for entry in entries:
                    value = getter(entry)
                    if value is not None:
                        _set(entry, name, tuple(map(one, value)) if many else one(value))


def _lasting(leaf: Any, values: Iterable[Any]) -> bool:
    """Tell at one glance whether all these values have their lasting form."""
    if leaf is dt.datetime:  # no set: it would keep one of two that are equal in different zones
        return all(
            value is None or (value.tzinfo is dt.UTC and 1900 <= value.year <= 2199)  # noqa: PLR2004 -- as kinds.Instant says
            for value in values
        )
    distinct = set(values)
    distinct.discard(None)
    if not distinct:
        return True
    if leaf is dt.date:
        return bool(_FIRST_DAY <= min(distinct) and max(distinct) <= _LAST_DAY)
    if leaf is float:
        return 0.0 not in distinct
    return False


def touched(leaf: Any, value: Any) -> Any:
    """Give one value its lasting form."""
    touch = _touch(leaf)
    return value if touch is None else touch(value)


def instant(value: dt.datetime) -> dt.datetime:
    """Give the same instant in UTC, as a plain datetime; pickling keeps it, over a DST fold too."""
    if value.tzinfo is not dt.UTC or type(value) is not dt.datetime or value.fold:
        utc = value.astimezone(dt.UTC)
        value = dt.datetime(
            utc.year, utc.month, utc.day, utc.hour, utc.minute, utc.second, utc.microsecond, tzinfo=dt.UTC
        )
    if not 1900 <= value.year <= 2199:  # noqa: PLR2004 -- as kinds.Instant says
        raise ValueError
    return value


def written_quantity(value: Decimal) -> Decimal:
    """Give a number that was read its lasting form; refuse one that was written with an exponent or too many digits."""
    if _decimal_text(str(value)) is None:
        raise ValueError
    return quantity(value)


def quantity(value: Decimal) -> Decimal:
    """Give the same number without trailing zeros or exponent."""
    if not isinstance(value, Decimal) or not value.is_finite():
        raise ValueError
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text in {"-0", ""}:
        text = "0"
    if _decimal_text(text) is None:
        raise ValueError
    return Decimal(text)


def _day(value: dt.date) -> dt.date:
    if type(value) is not dt.date or not 1900 <= value.year <= 2199:  # noqa: PLR2004 -- as kinds.Day says
        raise ValueError
    return value


def _time(value: dt.time) -> dt.time:
    if value.microsecond or value.fold:
        raise ValueError
    return value


def _number(value: float) -> float:
    return float(value) + 0.0  # -0.0 + 0.0 is 0.0: equal records give equal bytes


def right_text(value: str | None) -> bool:
    """Tell whether text can be written as JSON that everyone reads: no NUL, no lone surrogate."""
    return value is None or _UNSAFE_TEXT.search(value) is None


def _each(right: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda values: all(map(right, values))


def _maybe(pattern: str) -> Callable[[Any], bool]:
    match = re.compile(pattern).match
    return lambda value: value is None or match(value) is not None


@functools.cache
def _touchable(cls: type) -> tuple[tuple[str, Any, bool, Callable[[Any], Any]], ...]:
    return tuple(
        (s.name, s.leaf, s.many is not None, attrgetter(s.name)) for s in specs(cls) if _touch(s.leaf) is not None
    )


@functools.cache
def _touches(cls: type) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    found = []
    for spec in specs(cls):
        touch = _touch(spec.leaf)
        if touch is not None:
            found.append((spec.name, touch if spec.many is None else functools.partial(_touch_all, touch)))
    return tuple(found)


def _touch_all(touch: Callable[[Any], Any], values: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(map(touch, values))


@functools.cache
def _tuples(cls: type) -> tuple[tuple[str, Any], ...]:
    return tuple((s.name, s.leaf if is_record(s.leaf) else None) for s in specs(cls) if s.many is not None)


@functools.cache
def _parts(cls: type) -> tuple[tuple[str, Any], ...]:
    return tuple((s.name, s.leaf) for s in specs(cls) if s.many is None and is_record(s.leaf))


@functools.cache
def _coded(cls: type) -> tuple[str, ...]:
    return tuple(s.name for s in specs(cls) if issubclass(s.leaf, enum.Enum))


@functools.cache
def _texts(cls: type) -> tuple[tuple[str, Callable[[Any], bool]], ...]:
    found = []
    for spec in specs(cls):
        if spec.leaf is str:
            right = right_text if spec.bounds.pattern is None else _maybe(spec.bounds.pattern)
            found.append((spec.name, right if spec.many is None else _each(right)))
    return tuple(found)


@functools.cache
def _own_rules(cls: type) -> tuple[Any, ...]:
    """List the rules of the record itself and of what it holds together, errors only."""
    own = tuple(_bound(method) for method in rules(cls) if not method.warning and not method.against_plan)
    return (*own, tree.container_check) if hasattr(cls, "__container__") else own


def _bound(method: Any) -> Callable[[Any], Any]:
    if method.each is None:
        return method  # type: ignore[no-any-return]

    def each_in_turn(self: Any) -> Iterator[Problem]:
        find = tree.finder(self)
        for each in getattr(self, method.each):
            yield from method(self, each, find)

    return each_in_turn

