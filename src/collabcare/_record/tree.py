"""
A record and everything inside it: rules, patterns, and ids that must resolve.

`sound` answers in bulk and fast; `problems` says what is wrong and where.
"""

from __future__ import annotations

import contextlib
import functools
import re
from collections import defaultdict
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from collabcare._pointer import join
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


@functools.cache
def children(cls: type) -> tuple[tuple[str, Any, bool, Callable[[Any], Any]], ...]:
    """List the fields of a class that hold records."""
    return tuple(
        (spec.name, spec.leaf, spec.many is not None, attrgetter(spec.name)) for spec in specs(cls) if is_record(spec.leaf)
    )


@functools.cache
def held_kinds(cls: type) -> frozenset[str]:
    """Name the record classes that can stand anywhere inside a class, itself too."""
    return frozenset({cls.__name__}).union(*(held_kinds(leaf) for _, leaf, _, _ in children(cls)))


def walk(root: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Go through a record and all records in it, with their pointers; fields that could not be read are passed over."""
    yield pointer, root
    for name, _, many, getter in children(type(root)):
        try:
            value = getter(root)
        except Unread:
            continue
        if many:
            for position, each in enumerate(value):
                yield from walk(each, join(pointer, name, position))
        elif value is not None:
            yield from walk(value, join(pointer, name))


class Finder:
    """Finds records by class and id; the index is made at the first question."""

    def __init__(self, entries: Callable[[], Iterable[Any]]) -> None:
        self._entries = entries
        self._index: dict[tuple[str, str], Any] | None = None

    def __call__(self, kind_name: str, record_id: str | None) -> Any:
        """Give the record of this class and id, or `None`."""
        if self._index is None:
            self._index = {}
            for entry in self._entries():
                if _has_id(type(entry)):
                    with contextlib.suppress(Unread):
                        self._index[kind(entry), entry.id] = entry
        return self._index.get((kind_name, record_id or ""))


def finder(*roots: Any) -> Finder:
    """Make a function that finds any record inside these."""
    return Finder(lambda: (entry for root in roots for _, entry in walk(root)))


# In bulk: is everything right?


def sound(root: Any) -> bool:
    """Tell whether everything in a record whose shape is known keeps patterns, rules and references."""
    groups = _groups(root)
    find = Finder(lambda: chain.from_iterable(groups.values()))
    return (
        _patterns_kept(groups)
        and not any(
            _broken(method, entries, find) for cls, entries in groups.items() for method in _refusing(cls)
        )
        and (not hasattr(type(root), "__container__") or _references_kept(groups))
    )


def _groups(root: Any) -> dict[type, list[Any]]:
    found: dict[type, list[Any]] = defaultdict(list)
    waiting: list[tuple[type, list[Any]]] = [(type(root), [root])]
    while waiting:
        cls, entries = waiting.pop()
        found[cls] += entries
        for _, leaf, many, getter in children(cls):
            values = map(getter, entries)
            inner = list(chain.from_iterable(values)) if many else [each for each in values if each is not None]
            if inner:
                waiting.append((leaf, inner))
    return found


@functools.cache
def _patterned(cls: type) -> tuple[tuple[str, bool, Callable[[Any], Any]], ...]:
    return tuple(
        (spec.bounds.pattern, spec.many is not None, attrgetter(spec.name))
        for spec in specs(cls)
        if spec.leaf is str and spec.bounds.pattern is not None
    )


def _patterns_kept(groups: dict[type, list[Any]]) -> bool:
    seen: dict[str, set[str | None]] = defaultdict(set)
    for cls, entries in groups.items():
        for pattern, many, getter in _patterned(cls):
            values = map(getter, entries)
            seen[pattern].update(chain.from_iterable(values) if many else values)
    for pattern, texts in seen.items():
        texts.discard(None)
        match = re.compile(pattern).match
        if not all(map(match, texts)):  # type: ignore[arg-type]
            return False
    return True


@functools.cache
def _refusing(cls: type) -> tuple[Rule, ...]:
    return tuple(method for method in rules(cls) if not method.warning and not method.against_plan)


def _broken(method: Rule, entries: list[Any], find: Finder) -> bool:
    if method.each is None:
        return any(True for entry in entries for _ in method(entry))
    return any(True for entry in entries for each in getattr(entry, method.each) for _ in method(entry, each, find))


@functools.cache
def _referring(cls: type) -> tuple[tuple[tuple[str, ...], bool, str, Callable[[Any], Any]], ...]:
    return tuple(
        (spec.about.refers, spec.many is not None, spec.name, attrgetter(spec.name))
        for spec in specs(cls)
        if spec.about.refers
    )


@functools.cache
def _has_id(cls: type) -> bool:
    return any(spec.name == "id" for spec in specs(cls))


def _references_kept(groups: dict[type, list[Any]]) -> bool:
    known: dict[str, set[str]] = {}
    count = 0
    for cls, entries in groups.items():
        if _has_id(cls):
            known[cls.__name__] = {entry.id for entry in entries}
            count += len(entries)
    if count != len(set().union(*known.values())):
        return False
    held = frozenset().union(*(held_kinds(cls) for cls in groups))
    for cls, entries in groups.items():
        for refers, many, _, getter in _referring(cls):
            if held.isdisjoint(refers):
                continue
            values = map(getter, entries)
            asked = set(chain.from_iterable(values) if many else values)
            asked.discard(None)
            if not asked.issubset(set().union(*(known.get(each, set()) for each in refers))):
                return False
    return True


# One by one: what is wrong, and where?


def problems(root: Any, *, plan: Any = None, own_rules_only: bool = False) -> Iterator[Problem]:
    """
    Yield every broken rule in a record that may be partly read.

    A rule is passed over exactly when a field that it reads could not be read.
    """
    find = finder(root) if plan is None else finder(root, plan)
    for pointer, entry in [("", root)] if own_rules_only else walk(root):
        for method in rules(type(entry)):
            if plan is not None or not method.against_plan:
                yield from _of_rule(method, pointer, entry, find)
    if hasattr(type(root), "__container__"):
        yield from container_check(root)
        if plan is not None:
            yield from references(root, ids_of(plan), held_kinds(type(plan)) - {"SharedPlan"})


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
            severity = "warning" if method.warning else "error"
            yield Problem(start + (each.pointer or ""), each.code, each.rule, severity)


def ids_of(root: Any) -> dict[str, set[str] | None]:
    """Collect the ids in a record by class; `None` for a class of which not all could be read."""
    known: dict[str, set[str] | None] = {}
    for _, entry in walk(root):
        name = kind(entry)
        for field, leaf, many, getter in children(type(entry)):
            try:
                getter(entry)
            except Unread:
                if many:
                    known.update(dict.fromkeys(held_kinds(leaf)))
        if _has_id(type(entry)):
            try:
                ids = known.setdefault(name, set())
                if ids is not None:
                    ids.add(entry.id)
            except Unread:
                known[name] = None
    return known


def container_check(root: Any) -> Iterator[Problem]:
    """Yield ids that stand twice and ids that point to nothing inside this container."""
    seen: set[str] = set()
    for pointer, entry in walk(root):
        if _has_id(type(entry)):
            try:
                own = entry.id
            except Unread:
                continue
            if own in seen:
                yield Problem(join(pointer, "id"), "duplicate-id", "give each record an id of its own")
            seen.add(own)
    yield from references(root, ids_of(root), held_kinds(type(root)))


def references(root: Any, known: dict[str, set[str] | None], kinds: frozenset[str]) -> Iterator[Problem]:
    """Yield ids that should point to one of these kinds of record and do not."""
    for pointer, entry in walk(root):
        for refers, many, name, getter in _referring(type(entry)):
            if kinds.isdisjoint(refers) or any(known.get(each, set()) is None for each in refers):
                continue
            try:
                value = getter(entry)
            except Unread:
                continue
            targets = set().union(*(known.get(each) or set() for each in refers))
            for position, each in enumerate(value if many else (value,)):
                if each is not None and each not in targets:
                    yield Problem(
                        join(pointer, name, position) if many else join(pointer, name),
                        "unknown-reference",
                        f"give the id of one of: {', '.join(refers)}",
                    )
