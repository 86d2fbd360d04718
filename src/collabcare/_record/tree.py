"""A record and everything inside it: which classes hold and name which, and a walk through all records."""

# Records of every class pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownLambdaType=false

from __future__ import annotations

from collections import defaultdict
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from collabcare._pointer import join
from collabcare._record.caching import once_per_class
from collabcare._record.declare import is_record, specs

if TYPE_CHECKING:
    from collections.abc import Callable


class Unread(Exception):  # noqa: N818 -- a signal between walker and rules, never an error that leaves
    """A rule asked for a field that could not be read."""


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


@once_per_class
def referring(cls: type) -> tuple[tuple[tuple[str, ...], bool, str, Callable[[Any], Any]], ...]:
    """List the fields of a class that point to other records, and to which."""
    return tuple(
        (spec.about.refers, spec.many is not None, spec.name, attrgetter(spec.name))
        for spec in specs(cls)
        if spec.about.refers
    )


@once_per_class
def has_id(cls: type) -> bool:
    """Tell whether records of a class have ids."""
    return any(spec.name == "id" for spec in specs(cls))


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


ByClass = dict[type, Entries]
"""Records with their pointers, by class."""


def by_class(entries: Entries) -> ByClass:
    """Sort records with their pointers by class."""
    found: ByClass = defaultdict(list)
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


def finder(*several: ByClass) -> Finder:
    """Make a function that finds any of these records."""

    def by_kind() -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = defaultdict(list)
        for entries in several:
            for cls, same in entries.items():
                found[cls.__name__] += [entry for _, entry in same]
        return found

    return Finder(by_kind)
