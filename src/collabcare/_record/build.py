"""
From twins to records and back, and the last touches that make equal records give equal bytes.

Instants become UTC, decimals lose trailing zeros, -0.0 becomes 0.0, lists become tuples, text becomes codes.
"""

# Records of every class pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownLambdaType=false

from __future__ import annotations

import datetime as dt
import enum
import functools
import re
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, Any

import msgspec

from collabcare._record import forms, kinds, tree, twins
from collabcare._record.caching import once_per_class
from collabcare._record.declare import FieldSpec, is_record, rules, specs
from collabcare.errors import InvalidRecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from collabcare.errors import Problem

_NATIVE = (dt.date, dt.datetime, dt.time, Decimal)
_UNSAFE_TEXT = re.compile("[\0\ud800-\udfff]")
_decimal_text = re.compile(kinds.DECIMAL_PATTERN).match
_set = object.__setattr__
_UTC_ONLY = {dt.UTC}
_YEARS = set(range(1900, 2200))
_FIRST_DAY, _LAST_DAY = dt.date(1900, 1, 1), dt.date(2199, 12, 31)


def from_twins(twins_of_one: list[Any], cls: type, found: tree.Columns) -> list[Any]:
    """
    Make the records of twins; their rules are not looked at here.

    Raises
    ------
    ValueError
        If a value lies outside what a record can hold (years, digits).
    """
    records: list[Any] = msgspec.convert(twins_of_one, list[cls], from_attributes=True)  # type: ignore[valid-type]
    touch(found, lambda: tree.groups(*records))
    return records


def from_json(data: list[Any], cls: type) -> list[Any]:
    """
    Make records of JSON data; their rules are not looked at here.

    Raises
    ------
    ValueError
        If one of them is not as declared.
    """
    found = msgspec.convert(data, list[twins.fast(cls)])  # type: ignore[misc]
    if forms.kept(cls, data) is None:
        raise ValueError
    return from_twins(found, cls, tree.columns(cls, found)) if found else []


def whole(cls: type, **fields: Any) -> Any:
    """Make a record from fields that are known to be right."""
    record: Any = object.__new__(cls)
    record.__attrs_init__(**fields)
    return record


def to_twin(record: Any) -> msgspec.Struct:
    """Make the twin of a record; checks every bound, so that writing is strict."""
    cls: Any = type(record)
    return msgspec.convert(record, twins.fast(cls), from_attributes=True, builtin_types=_NATIVE)


def finish(self: Any, given: dict[str, Any]) -> None:
    """Check a record that was made in Python, and give its fields their lasting types."""
    cls = type(self)
    if not _check(self, cls, given):
        from collabcare._record.examine import examine_record

        raise InvalidRecordError(examine_record(self))
    sort = getattr(cls, "__sort__", None)
    if sort is not None:
        sort(self)


def _check(self: Any, cls: type, given: dict[str, Any]) -> bool:
    """Check what a constructor was given, and give it its lasting types; defaults are right by declaration."""
    before, after, own_rules = _steps(cls)
    try:
        for name, value in given.items():
            if value is not None and (step := before.get(name)) is not None:
                _set(self, name, step(value))
        if hasattr(cls, "__header__"):
            to_twin(self)
        else:
            msgspec.convert(given, twins.fast(cls), from_attributes=True, builtin_types=_NATIVE)
        for name in given:
            step = after.get(name)
            if step is not None and (value := getattr(self, name)) is not None:
                _set(self, name, step(value))
    except (ValueError, TypeError, OverflowError):
        return False
    for method in own_rules:
        for _ in method(self):
            return False
    return True


Steps = dict[str, Any]


@once_per_class
def _steps(cls: type) -> tuple[Steps, Steps, tuple[Any, ...]]:
    """List what the constructor does to each field before and after the twin has checked it, and the rules it asks."""
    before, after = [], []
    for spec in specs(cls):
        if spec.many is not None:
            before.append((spec.name, functools.partial(_as_tuple, spec.leaf if is_record(spec.leaf) else object)))
        elif is_record(spec.leaf):
            before.append((spec.name, functools.partial(_instance, spec.leaf)))
        one = _after(spec)
        if one is not None:
            after.append((spec.name, one if spec.many is None else functools.partial(_map_tuple, one)))
    own = tuple(_bound(method) for method in rules(cls) if not method.warning and not method.against_plan)
    return dict(before), dict(after), (*own, tree.container_check) if hasattr(cls, "__container__") else own


def _after(spec: FieldSpec) -> Callable[[Any], Any] | None:
    if issubclass(spec.leaf, enum.Enum):
        return functools.partial(_code, spec.leaf)
    if spec.leaf is str:
        return (
            _safe_text
            if spec.bounds.pattern is None
            else functools.partial(_formed, re.compile(spec.bounds.pattern).match)
        )
    found: Callable[[Any], Any] | None = _touch(spec.leaf)
    return found


def _as_tuple(leaf: type, values: Any) -> tuple[Any, ...]:
    if type(values) not in _SEVERAL or not all(isinstance(each, leaf) for each in values):
        raise TypeError
    return tuple(values)


_SEVERAL = frozenset({tuple, list})


def _map_tuple(one: Callable[[Any], Any], values: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(map(one, values)) if values else values


def _instance(leaf: type, value: Any) -> Any:
    if not isinstance(value, leaf):
        raise TypeError
    return value


def _code(codes: Any, value: Any) -> Any:
    return value if type(value) is codes else codes(value)


def _safe_text(value: str) -> str:
    if not right_text(value):
        raise ValueError
    return value


def _formed(match: Callable[[str], Any], value: str) -> str:
    if match(value) is None:
        raise ValueError
    return value


def _touch(leaf: Any) -> Any:
    found: dict[Any, Callable[[Any], Any]] = {
        dt.datetime: instant,
        dt.date: _day,
        dt.time: _time,
        Decimal: quantity,
        float: _number,
    }
    return found.get(leaf)


def touch(found: tree.Columns, groups: Callable[[], dict[type, list[Any]]]) -> None:
    """
    Give all values of records that were read their lasting forms, looking only at those that may lack it.

    Raises
    ------
    ValueError
        If a value lies outside what a record can hold.
    """
    for cls, fields in found.items():
        for name, leaf, many in _touchable(cls):
            column = fields[name]
            if not _lasting(leaf, chain.from_iterable(column) if many else column):
                one = written_quantity if leaf is Decimal else _touch(leaf)
                for entry in groups()[cls]:
                    value = getattr(entry, name)
                    if value is not None:
                        _set(entry, name, tuple(map(one, value)) if many else one(value))


def _lasting(leaf: Any, values: Iterable[Any]) -> bool:
    """Tell at one glance whether all these values have their lasting form."""
    if leaf is dt.datetime:  # no set of instants: it would keep one of two that are equal in different zones
        given = [value for value in values if value is not None]
        return {value.tzinfo for value in given} <= _UTC_ONLY and {value.year for value in given} <= _YEARS
    distinct = set(values)
    distinct.discard(None)
    if not distinct:
        return True
    if leaf is dt.date:
        return bool(min(distinct) >= _FIRST_DAY and max(distinct) <= _LAST_DAY)
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


def quantity(value: Any) -> Decimal:
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


@once_per_class
def _touchable(cls: type) -> tuple[tuple[str, Any, bool], ...]:
    return tuple((s.name, s.leaf, s.many is not None) for s in specs(cls) if _touch(s.leaf) is not None)


def _bound(method: Any) -> Callable[[Any], Any]:
    if method.each is None:
        return method  # type: ignore[no-any-return]

    def each_in_turn(self: Any) -> Iterator[Problem]:
        find = tree.finder(tree.walk(self))
        for each in getattr(self, method.each):
            yield from method(self, each, find)

    return each_in_turn
