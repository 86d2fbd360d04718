"""
Records made, and looked at, many at a time.

What is wrong, and where, is asked in `findings`, once it is known that something is.
"""

# Records of every class pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownLambdaType=false

from __future__ import annotations

import functools
import inspect
import types
from collections import defaultdict, deque
from itertools import chain, islice, repeat
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from collabcare._record import forms
from collabcare._record.caching import once_per_class
from collabcare._record.declare import rules, specs
from collabcare._record.tree import Finder, children, has_id, held_kinds, referring

if TYPE_CHECKING:
    from collections.abc import Callable

    from collabcare._record.declare import Rule


class Alike:
    """
    Records of one class, and beside them their fields.

    Going through dictionaries, a field at a time, is faster than asking one record after the other.
    """

    def __init__(self, records: list[Any], fields: list[dict[str, Any]]) -> None:
        self.records = records
        self.fields = fields
        self.present: set[str] = set().union(*fields)
        self._columns: dict[str, list[Any]] = {}
        self._values: dict[str, set[Any]] = {}
        self._distinct: dict[frozenset[str], list[Any]] = {}

    @property
    def keys(self) -> int:
        """How many fields were given, of all records together."""
        return sum(map(len, self.fields))

    def column(self, name: str) -> list[Any]:
        """List the values of a field that is present, one for each record; `None` where it is not given."""
        found = self._columns.get(name)
        if found is None:
            found = self._columns[name] = self._listed(name)
        return found

    def _listed(self, name: str) -> list[Any]:
        if self.fields and name in self.fields[-1]:
            try:
                return list(map(itemgetter(name), self.fields))  # twice as fast, where all have it
            except KeyError:
                pass  # slower, where one has not
        return [each.get(name) for each in self.fields]

    def given(self, name: str, *, many: bool) -> list[Any]:
        """List the values of a field that is present; where it holds several, all of them."""
        column = self.column(name)
        return (
            list(chain.from_iterable(filter(None, column))) if many else [each for each in column if each is not None]
        )

    def values(self, name: str, *, many: bool) -> set[Any]:
        """Collect the distinct values of a field that is present; where it holds several, all of them."""
        found = self._values.get(name)
        if found is None:
            column = self.column(name)
            found = self._values[name] = set(chain.from_iterable(filter(None, column)) if many else column)
            found.discard(None)
        return found

    def mend(self, name: str, one: Callable[[Any], Any]) -> None:
        """Put another value in the place of each that is given."""
        for each in self.fields:
            value = each.get(name)
            if value is not None:
                each[name] = one(value)
        self._columns.pop(name, None)
        self._values.pop(name, None)

    def distinct(self, names: frozenset[str]) -> list[Any]:
        """List a record for each combination of values that these fields have; at least one for each."""
        present = names & self.present
        if not present:
            return self.records[:1]
        if len(self.records) < _FEW:
            return self.records
        found = self._distinct.get(present)
        if found is None:
            columns = list(map(self.column, present))
            keys = columns[0] if len(columns) == 1 else zip(*columns, strict=True)
            found = self._distinct[present] = list(dict(zip(keys, self.records, strict=True)).values())
        return found


_FEW = 100


Grown = dict[type, Alike]
"""The records of a document, by class."""


def fill(record: Any, fields: dict[str, Any]) -> None:
    """Give a record its fields; it keeps the very dictionary."""
    object.__setattr__(record, "__dict__", fields)


def records(cls: type, fields: list[dict[str, Any]]) -> list[Any]:
    """Make records of fields that are known to be right; each keeps its dictionary."""
    made: list[Any] = list(map(object.__new__, repeat(cls, len(fields))))
    deque(map(_filler(cls), made, fields), maxlen=0)
    return made


@once_per_class
def _filler(cls: type) -> Callable[[Any, dict[str, Any]], None]:
    found: Callable[[Any, dict[str, Any]], None] = vars(cls)["__dict__"].__set__
    return found


def grow(cls: type, fields: list[dict[str, Any]]) -> tuple[list[Any], Grown]:
    """Make records of fields, and of all fields in them: class by class, a class after those that hold it."""
    found: Grown = {}
    fields_of: dict[type, list[dict[str, Any]]] = {cls: fields}
    holders_of: dict[type, list[_Holders]] = {}
    for kind_of in _outside_in(cls):
        own = fields_of.get(kind_of)
        if own is None:
            continue
        same = found[kind_of] = Alike(records(kind_of, own), own)
        for holders in holders_of.get(kind_of, ()):
            holders.fill(same.records)
        for name, leaf, many, _ in children(kind_of):
            if name in same.present:
                below = fields_of.setdefault(leaf, [])
                given = [each for each in own if each.get(name) is not None]
                holders_of.setdefault(leaf, []).append(_Holders(given, name, len(below), many=many))
                inner = [each[name] for each in given]
                below += chain.from_iterable(inner) if many else inner
    return found[cls].records, found


class _Holders:
    """Fields that hold records of one class, and where these begin among all records of that class."""

    def __init__(self, fields: list[dict[str, Any]], name: str, start: int, *, many: bool) -> None:
        self._fields, self._name, self._start, self._many = fields, name, start, many

    def fill(self, made: list[Any]) -> None:
        """Put records in the place of their fields."""
        name, rest = self._name, islice(made, self._start, None)
        if self._many:
            for each in self._fields:
                each[name] = tuple(islice(rest, len(each[name])))
        else:
            for each, record in zip(self._fields, rest):  # noqa: B905 -- there are more records than holders
                each[name] = record


@once_per_class
def _outside_in(cls: type) -> tuple[type, ...]:
    """List a class and all that stand anywhere in it, each after every class that holds it."""
    found: dict[type, None] = {}
    for _, leaf, _, _ in children(cls):
        for each in reversed(_outside_in(leaf)):
            found.setdefault(each)
    return (cls, *reversed(found))


def sound(root: Any, found: Grown) -> bool:
    """Tell whether everything in a record whose shape is known keeps patterns, rules and references."""
    find = Finder(lambda: {cls.__name__: same.records for cls, same in found.items()})
    return (
        patterns_kept(found)
        and not any(broken(cls, _refusing(cls), same, find) for cls, same in found.items())
        and (not hasattr(type(root), "__container__") or _references_kept(found))
    )


@once_per_class
def _patterned(cls: type) -> tuple[tuple[str, bool, str], ...]:
    return tuple(
        (spec.bounds.pattern, spec.many is not None, spec.name)
        for spec in specs(cls)
        if spec.leaf is str and spec.bounds.pattern is not None
    )


def patterns_kept(found: Grown) -> bool:
    """Tell whether all text in records has its form."""
    texts: dict[str, set[Any]] = defaultdict(set)
    for cls, same in found.items():
        for pattern, many, name in _patterned(cls):
            if name in same.present:
                texts[pattern] |= same.values(name, many=many)
    return all(forms.match(pattern, each) for pattern, each in texts.items())


@once_per_class
def _refusing(cls: type) -> tuple[Rule, ...]:
    return tuple(method for method in rules(cls) if not method.warning and not method.against_plan)


def broken(cls: type, methods: tuple[Rule, ...], same: Alike, find: Finder) -> bool:
    """Tell whether any of these rules of a class is broken in any of these records."""
    for method in methods:
        if method.each is None:
            # A rule sees its fields only: records that are equal in them need one look.
            for entry in same.distinct(read_by(cls, method)):
                for _ in method(entry):
                    return True
        elif method.each in same.present:
            for entry in same.records:
                for each in getattr(entry, method.each):
                    for _ in method(entry, each, find):
                        return True
    return False


@functools.cache
def read_by(cls: type, method: Callable[..., Any]) -> frozenset[str]:
    """Tell what a rule of a class can see of a record: all fields whose names it mentions."""
    names = {spec.name for spec in specs(cls)}
    mentioned: set[str] = set()
    waiting: list[Any] = [method]
    while waiting:
        fresh = _mentioned(waiting.pop().__code__) - mentioned
        mentioned |= fresh
        # What the class's own methods and properties mention, a rule sees through them.
        own = [inspect.getattr_static(cls, name, None) for name in fresh - names]
        waiting += [getattr(each, "fget", each) for each in own if isinstance(each, property | types.FunctionType)]
    return frozenset(names & mentioned or names)


def _mentioned(code: Any) -> set[str]:
    return set(code.co_names).union(*(_mentioned(each) for each in code.co_consts if hasattr(each, "co_names")))


def _references_kept(found: Grown) -> bool:
    known = {cls.__name__: same.values("id", many=False) for cls, same in found.items() if has_id(cls)}
    count = sum(len(same.records) for cls, same in found.items() if has_id(cls))
    if count != len(set().union(*known.values())):
        return False
    held = frozenset().union(*(held_kinds(cls) for cls in found))
    for cls, same in found.items():
        for refers, many, name, _ in referring(cls):
            if name in same.present and not held.isdisjoint(refers):
                targets: set[Any] = set().union(*(known.get(each, ()) for each in refers))
                if not same.values(name, many=many) <= targets:
                    return False
    return True
