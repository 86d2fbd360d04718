"""
From fields to records and back, and the last touches that make equal records give equal bytes.

Instants become UTC, decimals lose trailing zeros, -0.0 becomes 0.0, lists become tuples, text becomes codes.
"""

# Records of every class pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownLambdaType=false

from __future__ import annotations

import datetime as dt
import functools
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NoReturn

import attrs
import msgspec

from collabcare._record import bulk, findings, forms, kinds, tree, twins
from collabcare._record.caching import once_per_class
from collabcare._record.declare import FieldSpec, is_record, rules, specs
from collabcare.errors import InvalidRecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from collections.abc import Set as AbstractSet

    from collabcare.errors import Problem

_NATIVE = (dt.date, dt.datetime, dt.time, Decimal)
_UNSAFE_TEXT = re.compile("[\0\ud800-\udfff]")
_decimal_text = re.compile(kinds.DECIMAL_PATTERN).match
_FIRST_DAY, _LAST_DAY = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
_FIRST_INSTANT, _END_OF_INSTANTS = dt.datetime(1900, 1, 1, tzinfo=dt.UTC), dt.datetime(2200, 1, 1, tzinfo=dt.UTC)


def from_fields(cls: type, fields: list[dict[str, Any]], *, as_written: bool = False) -> tuple[list[Any], bulk.Grown]:
    """
    Make records of fields whose shape is known, and all records in them; their rules are not looked at here.

    The fields come from `twins.shape`, or from `twins.shape_as_written` where they encode to what they were read from.

    Raises
    ------
    ValueError
        If a value lies outside what a record can hold (years, digits).
    """
    for name, _ in twins.header(cls):
        for each in fields:
            del each[name]
    records, found = bulk.grow(cls, fields)
    _touch_all(found, forms.WRITTEN.keys() - forms.ONE_FORM if as_written else forms.WRITTEN.keys())
    return records, found


def from_json(data: list[Any], cls: type) -> list[Any]:
    """
    Make records of JSON data; their rules are not looked at here.

    Raises
    ------
    ValueError
        If one of them is not as declared.
    """
    fields: list[dict[str, Any]] = msgspec.convert(data, list[twins.shape(cls)])  # type: ignore[misc]
    # A field that no record has is passed over in silence, and shows in the number of keys.
    records, found = from_fields(cls, fields)
    kept = sum(same.keys for same in found.values()) + len(twins.header(cls)) * len(data)
    if kept != forms.keys(cls, data) or not bulk.patterns_kept(found):
        raise ValueError
    return records


def whole(cls: type, **fields: Any) -> Any:
    """Make a record from fields that are known to be right."""
    return bulk.records(cls, [fields])[0]


def to_twin(record: Any) -> msgspec.Struct:
    """Make the twin of a record; checks every bound, so that writing is strict."""
    cls: Any = type(record)
    return msgspec.convert(record, twins.fast(cls), from_attributes=True, builtin_types=_NATIVE)


def fill(self: Any, given: dict[str, Any]) -> None:
    """Check what a constructor was given, and give it to the record in its lasting types."""
    making = _making(type(self))
    fields = _checked(making, given)
    if fields is None or _filled_breaks_rule(self, fields, making):
        _refuse(self, given)
    if making.sort is not None:
        making.sort(self)


def _filled_breaks_rule(self: Any, fields: dict[str, Any], making: _Making) -> bool:
    bulk.fill(self, fields)
    for method in making.rules:
        for _ in method(self):
            return True
    return False


def _refuse(self: Any, given: dict[str, Any]) -> NoReturn:
    known = specs(type(self))
    if not {each.name for each in known if each.required} <= given.keys() <= {each.name for each in known}:
        self.__attrs_init__(**given)  # Python's own error says which argument is missing or unknown
    bulk.fill(self, given)
    from collabcare._record.examine import examine_record

    raise InvalidRecordError(examine_record(self))


def _checked(making: _Making, given: dict[str, Any]) -> dict[str, Any] | None:
    """Give the fields of a record in their lasting types; `None` when one is not as declared."""
    try:
        for name, leaf, many in making.holds:
            if name in given:
                _hold(given[name], leaf, many=many)
        fields: dict[str, Any] = msgspec.convert(given, making.shape, builtin_types=_NATIVE)
        for name, last in making.lasting:
            value = fields.get(name)
            if value is not None:
                fields[name] = last(value)
    except (ValueError, TypeError, OverflowError):
        return None
    return fields if len(fields) == len(given) else None


def _hold(value: Any, leaf: type, *, many: bool) -> None:
    """See that records, and nothing else, stand where records should."""
    if many:
        if type(value) not in _SEVERAL or not all(isinstance(each, leaf) for each in value):
            raise TypeError
    elif value is not None and not isinstance(value, leaf):
        raise TypeError


_SEVERAL = frozenset({tuple, list})


@attrs.frozen
class _Making:
    """
    How a record of one class is made in Python.

    Parameters
    ----------
    holds
        Fields that hold records, or several values; looked at before msgspec, which would take other objects for them.
    shape
        What msgspec is told of the fields.
    lasting
        What gives a field's value its lasting type, or refuses it.
    rules
        The rules that it must keep.
    sort
        What puts it in order.
    """

    holds: tuple[tuple[str, type, bool], ...]
    shape: Any
    lasting: tuple[tuple[str, Callable[[Any], Any]], ...]
    rules: tuple[Callable[[Any], Any], ...]
    sort: Callable[[Any], None] | None


@once_per_class
def _making(cls: type) -> _Making:
    holds: list[tuple[str, type, bool]] = []
    lasting: list[tuple[str, Callable[[Any], Any]]] = []
    for spec in specs(cls):
        if spec.many is not None or is_record(spec.leaf):
            holds.append((spec.name, spec.leaf if is_record(spec.leaf) else object, spec.many is not None))
        one = _after(spec)
        if one is not None:
            lasting.append((spec.name, one if spec.many is None else functools.partial(_map_tuple, one)))
    own = tuple(_bound(method) for method in rules(cls) if not method.warning and not method.against_plan)
    if hasattr(cls, "__container__"):
        own = (*own, findings.container_check)
    return _Making(tuple(holds), twins.own_shape(cls), tuple(lasting), own, getattr(cls, "__sort__", None))


def _after(spec: FieldSpec) -> Callable[[Any], Any] | None:
    if spec.leaf is str:
        return (
            _safe_text
            if spec.bounds.pattern is None
            else functools.partial(_formed, re.compile(spec.bounds.pattern).match)
        )
    found: Callable[[Any], Any] | None = _touch(spec.leaf)
    return found


def _map_tuple(one: Callable[[Any], Any], values: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(map(one, values)) if values else values


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


def _touch_all(found: bulk.Grown, text: AbstractSet[Any]) -> None:
    """
    Give all values that were read their lasting forms, looking only at those that may lack it; some types are text yet.

    Raises
    ------
    ValueError
        If a value has not its form, or lies outside what a record can hold.
    """
    for cls, same in found.items():
        for name, leaf, many in _touchable(cls):
            if name not in same.present:
                continue
            if leaf in text:
                values = same.values(name, many=many)
                if not forms.match(forms.WRITTEN[leaf], values):
                    raise ValueError
                lasting = dict(zip(values, map(_READ[leaf], values), strict=True)).__getitem__
            elif _lasting(leaf, same.given(name, many=many)):
                continue
            else:
                lasting = _instant_as_written if leaf is dt.datetime else _touch(leaf)
            same.mend(name, functools.partial(_map_tuple, lasting) if many else lasting)


def _read_instant(text: str) -> dt.datetime:
    value = dt.datetime.fromisoformat(text)
    return value if text[-1] == "Z" else instant(value)


def _instant_as_written(value: dt.datetime) -> dt.datetime:
    if not 1900 <= value.year <= 2199:  # noqa: PLR2004 -- as kinds.INSTANT_PATTERN says of the year that is written
        raise ValueError
    return instant(value)


_READ: dict[Any, Callable[[str], Any]] = {
    dt.datetime: _read_instant,
    dt.time: dt.time.fromisoformat,
    Decimal: lambda text: quantity(Decimal(text)),
}


def _lasting(leaf: Any, values: list[Any]) -> bool:
    """Tell at one glance whether all these values have their lasting form."""
    if leaf is dt.date:
        return not values or bool(min(values) >= _FIRST_DAY and max(values) <= _LAST_DAY)
    if leaf is dt.datetime:
        in_utc = {each.tzinfo for each in values} <= {dt.UTC}
        return in_utc and (not values or bool(min(values) >= _FIRST_INSTANT and max(values) < _END_OF_INSTANTS))
    return leaf is float and 0.0 not in values


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
        find = tree.finder(tree.by_class(tree.walk(self)))
        for each in getattr(self, method.each):
            yield from method(self, each, find)

    return each_in_turn
