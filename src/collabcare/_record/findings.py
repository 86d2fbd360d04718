"""Every broken rule and dangling id of a record, one by one, each with its place."""

# Records of every class pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownLambdaType=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collabcare._pointer import join
from collabcare._record.bulk import Alike, broken
from collabcare._record.declare import is_record, rules
from collabcare._record.tree import (
    ByClass,
    Entries,
    Finder,
    Unread,
    by_class,
    children,
    finder,
    has_id,
    held_kinds,
    referring,
    walk,
)
from collabcare.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collabcare._record.declare import Rule


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
    sorted_, agreed = by_class(everything), by_class([] if plan is None else walk(plan))
    find = finder(sorted_, agreed)
    for cls, same in (by_class([("", root)]) if own_rules_only else sorted_).items():
        methods = tuple(each for each in rules(cls) if plan is not None or not each.against_plan)
        alone = is_record(cls) and all(each.each is None for each in methods)
        if alone and not broken(cls, methods, _alike(same), find):
            continue
        for pointer, entry in same:
            for method in methods:
                yield from _of_rule(method, pointer, entry, find)
    if hasattr(type(root), "__container__"):
        yield from _ids_kept(everything, sorted_, held_kinds(type(root)) if complete else frozenset())
        if plan is not None:
            yield from _references(sorted_, _ids_of(agreed), held_kinds(type(plan)))


def _alike(same: Entries) -> Alike:
    return Alike([entry for _, entry in same], [entry.__dict__ for _, entry in same])


def _of_rule(method: Rule, pointer: str, entry: Any, find: Finder) -> Iterator[Problem]:
    calls: list[tuple[tuple[str | int, ...], tuple[Any, ...]]] = [((), (entry,))]
    if method.each is not None:
        try:
            inner = getattr(entry, method.each)
        except Unread:
            return
        calls = [((method.each, position), (entry, each, find)) for position, each in enumerate(inner)]
    for steps, arguments in calls:
        try:
            found = list(method(*arguments))
        except Unread:
            continue
        for each in found:
            place = join(pointer, *steps) + (each.pointer or "")
            yield Problem(place, each.code, each.rule, "warning" if method.warning else "error")


def container_check(root: Any) -> Iterator[Problem]:
    """Yield ids that stand twice and ids that point to nothing inside this container."""
    everything = walk(root)
    return _ids_kept(everything, by_class(everything), held_kinds(type(root)))


def _ids_kept(everything: Entries, sorted_: ByClass, held: frozenset[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    named = {cls for cls in sorted_ if has_id(cls)}
    for pointer, entry in everything:
        if type(entry) in named:
            try:
                own = entry.id
            except Unread:
                continue
            if own in seen:
                yield Problem(join(pointer, "id"), "duplicate-id", "give each record an id of its own")
            seen.add(own)
    yield from _references(sorted_, _ids_of(sorted_), held)


def _ids_of(sorted_: ByClass) -> dict[str, set[str] | None]:
    """Collect ids by class; `None` for a class of which not all could be read."""
    known: dict[str, set[str] | None] = {}
    for cls, same in sorted_.items():
        name, inside = cls.__name__, children(cls)
        for _, entry in same if inside else ():
            for _, leaf, many, getter in inside:
                try:
                    getter(entry)
                except Unread:
                    if many:
                        known.update(dict.fromkeys(held_kinds(leaf)))
        if has_id(cls):
            ids = known.setdefault(name, set())
            try:
                fresh = {entry.id for _, entry in same}
            except Unread:
                known[name] = None
            else:
                if ids is not None:
                    ids |= fresh
    return known


def _references(sorted_: ByClass, known: dict[str, set[str] | None], held: frozenset[str]) -> Iterator[Problem]:
    """Yield ids that should point to one of the kinds that are held and do not."""
    for cls, same in sorted_.items():
        for refers, many, name, getter in referring(cls):
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
