"""
Draw the fields of a record by its declaration, and make the record of them.

Fields are drawn first, with numbers where ids of other records will stand; records are made of them when it is known
which ids there are. So one strategy a class serves all draws, and ids resolve.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import attrs
from hypothesis import strategies as st

from collabcare._record.declare import is_record, specs
from collabcare.testing.repair import repair
from collabcare.testing.values import leaf

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from collabcare._record.declare import FieldSpec

__all__ = ["Pool", "built", "is_drawn", "numbered", "raw", "resolved"]

Pool = dict[str, list[str]]
"""Ids that a record may point to, by the name of the class that they stand for."""


def raw(cls: type, *, pooled: bool, **overrides: Any) -> SearchStrategy[dict[str, Any]]:
    """Give the fields of a record, inner records as their fields; with a pool, references are numbers still."""
    if not overrides:
        return _raw_as_declared(cls, pooled)
    given: dict[str, Any] = {name: _strategy(each) for name, each in overrides.items()}
    return _fields(cls, pooled, given)


def _strategy(given: Any) -> Any:
    return given if isinstance(given, st.SearchStrategy) else st.just(given)  # pyright: ignore[reportUnknownVariableType]


def is_drawn(value: Any) -> bool:
    """Tell drawn fields from a record that the caller gave."""
    return isinstance(value, dict)


@functools.cache
def _raw_as_declared(cls: type, pooled: bool) -> SearchStrategy[dict[str, Any]]:  # noqa: FBT001 -- for the cache
    return _fields(cls, pooled, {})


def _fields(cls: type, pooled: bool, given: dict[str, Any]) -> SearchStrategy[dict[str, Any]]:  # noqa: FBT001 -- as above
    small = pooled and not hasattr(cls, "__container__")
    drawn = {
        spec.name: given[spec.name] if spec.name in given else _field(spec, pooled, 1 if small else 2)
        for spec in specs(cls)
    }
    if pooled and "id" in drawn and "id" not in given:
        drawn["id"] = st.just("")
    needed = {spec.name: drawn[spec.name] for spec in specs(cls) if spec.required or spec.name in given}
    return _some(needed, {name: each for name, each in drawn.items() if name not in needed}, small)


@st.composite
def _some(draw: st.DrawFn, /, needed: dict[str, Any], optional: dict[str, Any], few: bool) -> dict[str, Any]:  # noqa: FBT001 -- as above
    """Draw what is needed, and half or a quarter of what is optional; cheaper than `fixed_dictionaries`."""
    found = {name: draw(each) for name, each in needed.items()}
    names = list(optional)
    masks = st.binary(min_size=(len(names) + 7) // 8, max_size=(len(names) + 7) // 8)  # bytes are drawn evenly
    mask = int.from_bytes(draw(masks)) & (int.from_bytes(draw(masks)) if few else -1)
    for position, name in enumerate(names):
        if mask >> position & 1:
            found[name] = draw(optional[name])
    return found


def _field(spec: FieldSpec, pooled: bool, most: int) -> SearchStrategy[Any]:  # noqa: FBT001 -- as above
    if is_record(spec.leaf):
        inner = spec.leaf
        one: SearchStrategy[Any] = st.deferred(lambda: _raw_as_declared(inner, pooled))
    else:
        one = st.integers(0, 7) if pooled and spec.about.refers else leaf(spec, quick=pooled)
    if spec.many is not None:
        least = spec.many.min_length or 0
        return st.lists(one, min_size=least, max_size=least + most).map(tuple)
    return st.none() | one if spec.optional and spec.required else one


def built(cls: type, drawn: dict[str, Any], pool: Pool | None) -> Any:
    """Make a record of drawn fields; `None` when it must point to something that is not there."""
    fields: dict[str, Any] = {}
    for spec in specs(cls):
        if spec.name not in drawn:
            continue
        value = resolved(spec, drawn[spec.name], pool)
        if value is None or (spec.many is not None and len(value) < (spec.many.min_length or 0)):
            if spec.required:
                return None
            continue
        fields[spec.name] = value
    return cls(**repair(cls, fields))


def resolved(spec: FieldSpec, value: Any, pool: Pool | None) -> Any:
    """Make a field's records, and put ids of the pool where numbers were drawn."""
    one: Callable[[Any], Any]
    if is_record(spec.leaf):
        one = functools.partial(_built_once, spec.leaf, pool)
    elif pool is not None and spec.about.refers:
        targets = [each for name in spec.about.refers for each in pool.get(name, ())]
        one = functools.partial(_chosen, targets)
    else:
        return value
    if spec.many is None:
        return one(value)
    found = [each for each in map(one, value) if each is not None]
    return tuple(dict.fromkeys(found))


def _built_once(cls: type, pool: Pool | None, drawn: Any) -> Any:
    return built(cls, drawn, pool) if is_drawn(drawn) else drawn


def _chosen(targets: list[str], number: Any) -> str | None:
    if not isinstance(number, int):  # given by the caller
        return number  # type: ignore[no-any-return]
    return targets[number % len(targets)] if targets else None


def numbered(cls: type, drawn: dict[str, Any], prefix: str) -> Pool:
    """Give the records of a container ids, and list them."""
    pool: Pool = {}
    for spec in specs(cls):
        if is_record(spec.leaf) and "id" in attrs.fields_dict(spec.leaf):
            ids = pool.setdefault(spec.leaf.__name__, [])
            for position, each in enumerate(drawn.get(spec.name, ())):
                if is_drawn(each):
                    each["id"] = f"{prefix}{spec.name.replace('_', '-')}.{position}"
                ids.append(each["id"] if is_drawn(each) else each.id)
    return pool
