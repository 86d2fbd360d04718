"""
Hypothesis strategies for every record, derived from its declaration.

Whatever a field allows is drawn: all scripts, all zones, codes of every kind. Ids resolve, and rules between fields are
kept by `repair`, so that next to no draw is thrown away.

Examples
--------
>>> from hypothesis import given, settings
>>> from collabcare.testing import strategies
>>> @settings(max_examples=5, database=None)
... @given(strategies.plans())
... def test_my_export(plan):
...     assert plan.participants
>>> test_my_export()
"""

from __future__ import annotations

import datetime as dt
import functools
from typing import TYPE_CHECKING, Any

import attrs
from hypothesis import strategies as st

from collabcare._record import tree
from collabcare._record.declare import is_record, specs
from collabcare._record.kinds import Bounds
from collabcare.journal import KINDS, Journal
from collabcare.people import ResidenceSchedule
from collabcare.plans import SharedPlan
from collabcare.testing.mutations import documents_of
from collabcare.testing.repair import repair
from collabcare.testing.values import ZONES, leaf
from collabcare.vocabulary import Role, Weekday

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Literal

    from hypothesis.strategies import SearchStrategy

    from collabcare._record.declare import FieldSpec

__all__ = ["documents", "journals", "plan_with_journal", "plans", "records"]

Pool = dict[str, list[str]]
"""Ids that a record may point to, by the name of the class that they stand for."""

_MANY = 2
_DAY = dt.timedelta(days=1)
_LAST = dt.date(2199, 12, 31)
_TWO_YEARS = dt.timedelta(days=730)


def records(cls: type, **overrides: Any) -> SearchStrategy[Any]:
    """
    Give records of one class.

    Parameters
    ----------
    cls
        Any record class.
    overrides
        Strategies, or single values, for fields by name; they are kept unless a rule forbids them.

    Returns
    -------
    SearchStrategy
        Of records. Plans and journals are whole: their ids resolve. Elsewhere ids are any ids.
    """
    if cls is SharedPlan:
        return plans(**overrides)
    if cls is Journal:
        return journals(**overrides)
    return _raw(cls, pooled=False, **overrides).map(lambda raw: _built(cls, raw, None))


def _raw(cls: type, *, pooled: bool, **overrides: Any) -> SearchStrategy[dict[str, Any]]:
    """Give the fields of a record, inner records as their fields; with a pool, references are numbers still."""
    if not overrides:
        return _raw_as_declared(cls, pooled)
    given = {name: each if isinstance(each, st.SearchStrategy) else st.just(each) for name, each in overrides.items()}
    return _fields(cls, pooled, given)


@functools.cache
def _raw_as_declared(cls: type, pooled: bool) -> SearchStrategy[dict[str, Any]]:  # noqa: FBT001 -- for the cache
    return _fields(cls, pooled, {})


def _fields(cls: type, pooled: bool, given: dict[str, Any]) -> SearchStrategy[dict[str, Any]]:  # noqa: FBT001 -- as above
    drawn = {spec.name: given.get(spec.name) or _field(spec, pooled) for spec in specs(cls)}
    if pooled and "id" in drawn:
        drawn["id"] = st.just("")
    needed = {spec.name: drawn[spec.name] for spec in specs(cls) if spec.required or spec.name in given}
    return st.fixed_dictionaries(needed, optional={name: each for name, each in drawn.items() if name not in needed})


def _field(spec: FieldSpec, pooled: bool) -> SearchStrategy[Any]:  # noqa: FBT001 -- as above
    if is_record(spec.leaf):
        inner = spec.leaf
        one: SearchStrategy[Any] = st.deferred(lambda: _raw_as_declared(inner, pooled))
    else:
        one = st.integers(0, 7) if pooled and spec.about.refers else leaf(spec)
    if spec.many is not None:
        least = spec.many.min_length or 0
        return st.lists(one, min_size=least, max_size=least + _MANY).map(tuple)
    return st.none() | one if spec.optional and spec.required else one


def _built(cls: type, raw: dict[str, Any], pool: Pool | None) -> Any:
    """Make a record of drawn fields; `None` when it must point to something that is not there."""
    fields: dict[str, Any] = {}
    for spec in specs(cls):
        if spec.name not in raw:
            continue
        value = _resolved(spec, raw[spec.name], pool)
        if value is None or (spec.many is not None and len(value) < (spec.many.min_length or 0)):
            if spec.required:
                return None
            continue
        fields[spec.name] = value
    return cls(**repair(cls, fields))


def _resolved(spec: FieldSpec, value: Any, pool: Pool | None) -> Any:
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


def _built_once(cls: type, pool: Pool | None, raw: Any) -> Any:
    return _built(cls, raw, pool) if isinstance(raw, dict) else raw


def _chosen(targets: list[str], number: Any) -> str | None:
    if not isinstance(number, int):  # given by the caller
        return number  # type: ignore[no-any-return]
    return targets[number % len(targets)] if targets else None


# Plans.

_PREFIXES = st.one_of(st.just(""), st.text("abcXYZ019.-", max_size=40))


@st.composite
def plans(draw: Any, **overrides: Any) -> SharedPlan:
    """
    Draw a plan: one child, a caregiver and a therapist at least; ids resolve, promises and homes do not overlap.

    Parameters
    ----------
    overrides
        Strategies, or single values, for fields by name.

    Returns
    -------
    SearchStrategy
        Of plans.
    """
    participant = SharedPlan_participants()
    given = {"participants": participant, "timezone": st.sampled_from(ZONES)} | overrides
    raw = dict(draw(_raw(SharedPlan, pooled=True, **given)))
    if not raw.get("goals"):
        raw["assignments"] = ()
    pool = _numbered(SharedPlan, raw, draw(_PREFIXES))
    pool["SharedPlan"] = [raw["id"]] if raw["id"] else ["plan"]
    raw["id"] = pool["SharedPlan"][0]
    _roles(raw, pool)
    built = {spec.name: _resolved(spec, raw[spec.name], pool) for spec in specs(SharedPlan) if spec.name in raw}
    fields = repair(SharedPlan, {name: value for name, value in built.items() if value is not None})
    fields["commitments"] = _apart(fields["commitments"])
    if "households" not in overrides:
        fields["households"] = _homes(draw, fields)
    if fields["referred_on"] is not None and fields["first_session_on"] is not None:
        fields["referred_on"], fields["first_session_on"] = sorted((fields["referred_on"], fields["first_session_on"]))
    return SharedPlan(**fields)
