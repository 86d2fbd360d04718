"""
A record and everything inside it: rules, patterns, and ids that must resolve.

`sound` answers in bulk and fast; `problems` says what is wrong and where.
"""

# Records of every class pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownLambdaType=false

from __future__ import annotations

import inspect
import types
from collections import defaultdict
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import msgspec

from collabcare._pointer import join
from collabcare._record import forms
from collabcare._record.caching import once_per_class
from collabcare._record.declare import is_record, rules, specs
from collabcare.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from collabcare._record.declare import Rule


class Unread(Exception):  # noqa: N818 -- a signal between walker and rules, never an error that leaves
    """A rule asked for a field that could not be read."""


def kind(entry: Any) -> str:
    """Name the record class of a record, a partly read one too."""
    return type(entry).__name__


@once_per_class
def children(cls: type) -> tuple[tuple[str, Any, bool, Callable[[Any], Any]], ...]:
    """List the fields of a class that hold records."""
    return tuple(
        (spec.name, spec.leaf, spec.many is not None, attrgetter(spec.name))
        for spec in specs(cls)
        if is_record(spec.leaf)
    )


@once_per_class
def held_kinds(cls: type) -> frozenset[str]:
    """Name the record classes that can stand anywhere inside a class, itself too."""
    return frozenset({cls.__name__}).union(*(held_kinds(leaf) for _, leaf, _, _ in children(cls)))


Entries = list[tuple[str, Any]]
"""Records with their pointers."""


def walk(root: Any, pointer: str = "") -> Entries:
    """List a record and all records in it, with their pointers; fields that could not be read are passed over."""
    found = [(pointer, root)]
    for name, leaf, many, getter in children(type(root)):
        try:
            value = getter(root)
        except Unread:
            continue
        start = join(pointer, name)
        if not many:
            if value is not None:
                found += walk(value, start)
        elif children(leaf):
            for position, each in enumerate(value):
                found += walk(each, f"{start}/{position}")
        else:
            found += [(f"{start}/{position}", each) for position, each in enumerate(value)]
    return found


def _by_class(entries: Entries) -> dict[type, Entries]:
    found: dict[type, Entries] = defaultdict(list)
    for each in entries:
        found[type(each[1])].append(each)
    return found


class Finder:
    """Finds records by class and id; the index of a class is made at the first question about it."""

    def __init__(self, by_kind: Callable[[], dict[str, list[Any]]]) -> None:
        self._by_kind = by_kind
        self._entries: dict[str, list[Any]] | None = None
        self._index: dict[str, dict[str, Any]] = {}

    def __call__(self, kind_name: str, record_id: str | None) -> Any:
        """Give the record of this class and id, or `None`."""
        if record_id is None:
            return None
        index = self._index.get(kind_name)
        if index is None:
            if self._entries is None:
                self._entries = self._by_kind()
            index = self._index[kind_name] = _by_id(self._entries.get(kind_name, []))
        return index.get(record_id)


def _by_id(entries: list[Any]) -> dict[str, Any]:
    found = {}
    for entry in entries:
        try:
            found[entry.id] = entry
        except Unread:
            continue
    return found


def finder(*several: Entries) -> Finder:
    """Make a function that finds any of these records."""

    def by_kind() -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = defaultdict(list)
        for entries in several:
            for _, entry in entries:
                found[kind(entry)].append(entry)
        return found

    return Finder(by_kind)


# In bulk: is everything right?

Columns = dict[type, dict[str, tuple[Any, ...]]]
"""The values of twins, field by field, of each class: C goes through a column faster than Python through records."""


def columns(cls: type, twins: Iterable[Any]) -> Columns:
    """Collect twins of one class, and all twins in them, by class and field."""
    found: Columns = {}
    waiting: list[tuple[type, list[Any]]] = [(cls, list(twins))]
    while waiting:
        kind_of, entries = waiting.pop()
        rows = zip(*map(msgspec.structs.astuple, entries), strict=True)
        fresh = dict(zip(entries[0].__struct_fields__, rows, strict=True))
        before = found.get(kind_of)
        found[kind_of] = fresh if before is None else {name: before[name] + column for name, column in fresh.items()}
        for name, leaf, many, _ in children(kind_of):
            column = fresh[name]
            inner = list(chain.from_iterable(column)) if many else [each for each in column if each is not None]
            if inner:
                waiting.append((leaf, inner))
    return found


def sound(root: Any, found: Columns) -> bool:
    """Tell whether everything in a record whose shape is known keeps patterns, rules and references."""
    entries = groups(root)
    find = Finder(lambda: {cls.__name__: same for cls, same in entries.items()})
    return (
        _patterns_kept(found)
        and not any(_broken(cls, _refusing(cls), same, find, found[cls]) for cls, same in entries.items())
        and (not hasattr(type(root), "__container__") or _references_kept(found))
    )


def groups(*roots: Any) -> dict[type, list[Any]]:
    """Collect records of one class, and all records in them, by class, in the order of `columns`."""
    found: dict[type, list[Any]] = defaultdict(list)
    waiting: list[tuple[type, list[Any]]] = [(type(roots[0]), list(roots))] if roots else []
    while waiting:
        cls, entries = waiting.pop()
        found[cls] += entries
        for _, leaf, many, getter in children(cls):
            values = map(getter, entries)
            inner = list(chain.from_iterable(values)) if many else [each for each in values if each is not None]
            if inner:
                waiting.append((leaf, inner))
    return found


@once_per_class
def _patterned(cls: type) -> tuple[tuple[str, bool, str], ...]:
    return tuple(
        (spec.bounds.pattern, spec.many is not None, spec.name)
        for spec in specs(cls)
        if spec.leaf is str and spec.bounds.pattern is not None
    )


def _patterns_kept(found: Columns) -> bool:
    texts: dict[str, set[Any]] = defaultdict(set)
    for cls, fields in found.items():
        for pattern, many, name in _patterned(cls):
            column = fields[name]
            texts[pattern].update(chain.from_iterable(column) if many else column)
    return all(forms.match(pattern, each) for pattern, each in texts.items())


@once_per_class
def _refusing(cls: type) -> tuple[Rule, ...]:
    return tuple(method for method in rules(cls) if not method.warning and not method.against_plan)


def _broken(cls: type, methods: tuple[Rule, ...], entries: list[Any], find: Finder, fields: Any = None) -> bool:
    """Tell whether any of these rules of a class is broken in any of these records."""
    if not methods:
        return False
    alone = [method for method in methods if method.each is None]
    distinct: Iterable[Any] = entries
    if alone and len(entries) > _FEW:
        # A rule sees its fields only: records that are equal in them need one look.
        names, getter = _read_by_rules(cls)
        keys = map(getter, entries) if fields is None else zip(*(fields[name] for name in names), strict=True)
        distinct = dict(zip(keys, entries, strict=True)).values()
    return any(True for method in alone for entry in distinct for _ in method(entry)) or any(
        True
        for method in methods
        if method.each is not None
        for entry in entries
        for each in getattr(entry, method.each)
        for _ in method(entry, each, find)
    )


_FEW = 100


@once_per_class
def _read_by_rules(cls: type) -> tuple[tuple[str, ...], Callable[[Any], Any]]:
    """Tell what the rules of a class can see of a record: all fields whose names they mention."""
    names = {spec.name for spec in specs(cls)}
    mentioned: set[str] = set()
    waiting: list[Any] = list(rules(cls))
    while waiting:
        fresh = _mentioned(waiting.pop().__code__) - mentioned
        mentioned |= fresh
        # What the class's own methods and properties mention, a rule sees through them.
        own = [inspect.getattr_static(cls, name, None) for name in fresh - names]
        waiting += [getattr(each, "fget", each) for each in own if isinstance(each, property | types.FunctionType)]
    seen = tuple(sorted(names & mentioned or names))
    return seen, attrgetter(*seen)


def _mentioned(code: Any) -> set[str]:
    return set(code.co_names).union(*(_mentioned(each) for each in code.co_consts if hasattr(each, "co_names")))


@once_per_class
def _referring(cls: type) -> tuple[tuple[tuple[str, ...], bool, str, Callable[[Any], Any]], ...]:
    return tuple(
        (spec.about.refers, spec.many is not None, spec.name, attrgetter(spec.name))
        for spec in specs(cls)
        if spec.about.refers
    )


@once_per_class
def _has_id(cls: type) -> bool:
    return any(spec.name == "id" for spec in specs(cls))


def _references_kept(found: Columns) -> bool:
    known = {cls.__name__: set(fields["id"]) for cls, fields in found.items() if _has_id(cls)}
    if sum(len(found[cls]["id"]) for cls in found if _has_id(cls)) != len(set().union(*known.values())):
        return False
    held = frozenset().union(*(held_kinds(cls) for cls in found))
    for cls, fields in found.items():
        for refers, many, name, _ in _referring(cls):
            if held.isdisjoint(refers):
                continue
            asked = set(chain.from_iterable(fields[name]) if many else fields[name])
            asked.discard(None)
            if asked and not asked.issubset(set().union(*(known.get(each, set()) for each in refers))):
                return False
    return True


# One by one: what is wrong, and where?


def problems(root: Any, *, plan: Any = None, own_rules_only: bool = False, complete: bool = True) -> Iterator[Problem]:
    """
    Yield every broken rule in a record that may be partly read.

    A rule is passed over exactly when a field that it reads could not be read.

    Parameters
    ----------
    root
        The record.
    plan
        The plan of a journal, for the rules that need it.
    own_rules_only
        Whether to pass over the records inside it.
    complete
        Whether every record that should be inside is there; else an id may point to one that could not be read.
    """
    everything = walk(root)
    agreed = [] if plan is None else walk(plan)
    find = finder(everything, agreed)
    for cls, same in _by_class([("", root)] if own_rules_only else everything).items():
        methods = tuple(each for each in rules(cls) if plan is not None or not each.against_plan)
        alone = is_record(cls) and all(each.each is None for each in methods)
        if alone and not _broken(cls, methods, [entry for _, entry in same], find):
            continue
        for pointer, entry in same:
            for method in methods:
                yield from _of_rule(method, pointer, entry, find)
    if hasattr(type(root), "__container__"):
        yield from _ids_kept(everything, held_kinds(type(root)) if complete else frozenset())
        if plan is not None:
            yield from _references(everything, _ids_of(agreed), held_kinds(type(plan)))


def _of_rule(method: Rule, pointer: str, entry: Any, find: Finder) -> Iterator[Problem]:
    calls: list[tuple[str, tuple[Any, ...]]] = [(pointer, (entry,))]
    if method.each is not None:
        try:
            inner = getattr(entry, method.each)
        except Unread:
            return
        calls = [(join(pointer, method.each, position), (entry, each, find)) for position, each in enumerate(inner)]
    for start, arguments in calls:
        try:
            found = list(method(*arguments))
        except Unread:
            continue
        for each in found:
            place = start + (each.pointer or "")
            yield Problem(place, each.code, each.rule, "warning" if method.warning else "error")


def container_check(root: Any) -> Iterator[Problem]:
    """Yield ids that stand twice and ids that point to nothing inside this container."""
    return _ids_kept(walk(root), held_kinds(type(root)))


def _ids_kept(entries: Entries, held: frozenset[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for pointer, entry in entries:
        if _has_id(type(entry)):
            try:
                own = entry.id
            except Unread:
                continue
            if own in seen:
                yield Problem(join(pointer, "id"), "duplicate-id", "give each record an id of its own")
            seen.add(own)
    yield from _references(entries, _ids_of(entries), held)


def _ids_of(entries: Entries) -> dict[str, set[str] | None]:
    """Collect ids by class; `None` for a class of which not all could be read."""
    known: dict[str, set[str] | None] = {}
    for cls, same in _by_class(entries).items():
        name = cls.__name__
        for _, entry in same:
            for _, leaf, many, getter in children(cls):
                try:
                    getter(entry)
                except Unread:
                    if many:
                        known.update(dict.fromkeys(held_kinds(leaf)))
        if _has_id(cls):
            ids = known.setdefault(name, set())
            try:
                fresh = {entry.id for _, entry in same}
            except Unread:
                known[name] = None
            else:
                if ids is not None:
                    ids |= fresh
    return known


def _references(entries: Entries, known: dict[str, set[str] | None], held: frozenset[str]) -> Iterator[Problem]:
    """Yield ids that should point to one of the kinds that are held and do not."""
    for cls, same in _by_class(entries).items():
        for refers, many, name, getter in _referring(cls):
            if held.isdisjoint(refers) or any(known.get(each, set()) is None for each in refers):
                continue
            targets: set[Any] = {None}.union(*(known.get(each) or () for each in refers))
            for pointer, entry in same:
                try:
                    value = getter(entry)
                except Unread:
                    continue
                for position, each in enumerate(value if many else (value,)):
                    if each not in targets:
                        yield Problem(
                            join(pointer, name, position) if many else join(pointer, name),
                            "unknown-reference",
                            f"give the id of one of: {', '.join(refers)}",
                        )
