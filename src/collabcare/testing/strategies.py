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

from collabcare._dates import WEEK, week_of
from collabcare._record.declare import is_record, specs
from collabcare.journal import Journal, Message
from collabcare.people import Participant, ResidenceSchedule
from collabcare.plans import SharedPlan
from collabcare.testing.mutations import documents_of
from collabcare.testing.repair import fit, repair
from collabcare.testing.values import ZONES, leaf
from collabcare.vocabulary import Role, Weekday

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal

    from hypothesis.strategies import SearchStrategy

    from collabcare._record.declare import FieldSpec

__all__ = ["documents", "journals", "plan_with_journal", "plans", "records"]

Pool = dict[str, list[str]]
"""Ids that a record may point to, by the name of the class that they stand for."""

_FIRST, _LAST = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
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
    given: dict[str, Any] = {name: _strategy(each) for name, each in overrides.items()}
    return _fields(cls, pooled, given)


def _strategy(given: Any) -> Any:
    return given if isinstance(given, st.SearchStrategy) else st.just(given)  # pyright: ignore[reportUnknownVariableType]


def _is_drawn(value: Any) -> bool:
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
    return _built(cls, raw, pool) if _is_drawn(raw) else raw


def _chosen(targets: list[str], number: Any) -> str | None:
    if not isinstance(number, int):  # given by the caller
        return number  # type: ignore[no-any-return]
    return targets[number % len(targets)] if targets else None


# Plans.

# Ids are numbered; what stands before the number is any text that ids allow.
_PREFIXES = st.one_of(st.just(""), st.text("abcXYZ019.-", max_size=40))
_PARTS = st.sampled_from([(), ("weekdays",), ("weeks",)])


@st.composite
def plans(draw: st.DrawFn, /, **overrides: Any) -> SharedPlan:
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
    people = st.lists(_raw(Participant, pooled=True), min_size=3, max_size=5)
    raw = draw(
        _raw(SharedPlan, pooled=True, **({"participants": people, "timezone": st.sampled_from(ZONES)} | overrides))
    )
    if not raw.get("goals"):
        raw["assignments"] = ()
    prefix = draw(_PREFIXES)
    raw["id"] = raw["id"] or f"{prefix}plan"
    pool = _numbered(SharedPlan, raw, prefix) | {"SharedPlan": [raw["id"]]}
    for position, each in enumerate(raw["participants"]):
        if _is_drawn(each):
            each["role"] = _role(position, each["role"])
    fields = {spec.name: _resolved(spec, raw[spec.name], pool) for spec in specs(SharedPlan) if spec.name in raw}
    fields = repair(SharedPlan, fields)
    if "child" not in overrides:
        fields["child"] = fields["participants"][0].id
    if "households" not in overrides and fields["households"]:
        _share_days(fields, draw(_PARTS))
    return SharedPlan(**fields)


def _role(position: int, drawn: Role) -> Role:
    first = (Role.CHILD, Role.CAREGIVER, Role.THERAPIST)
    if position < len(first):
        return first[position]
    return Role.SIBLING if drawn == Role.CHILD else drawn


def _numbered(cls: type, raw: dict[str, Any], prefix: str) -> Pool:
    """Give the records of a container ids, and list them."""
    pool: Pool = {}
    for spec in specs(cls):
        if is_record(spec.leaf) and "id" in attrs.fields_dict(spec.leaf):
            ids = pool.setdefault(spec.leaf.__name__, [])
            for position, each in enumerate(raw.get(spec.name, ())):
                if _is_drawn(each):
                    each["id"] = f"{prefix}{spec.name.replace('_', '-')}.{position}"
                ids.append(each["id"] if _is_drawn(each) else each.id)
    return pool


def _share_days(fields: dict[str, Any], by: tuple[str, ...]) -> None:
    """Let the homes share the child's days: by weekdays, by weeks in turn, or one home only has any."""
    start = fields["starts_on"]
    if fields["ends_on"] is not None:
        fields["ends_on"] = min(fields["ends_on"], start + _TWO_YEARS)
    homes = fields["households"]
    shares: list[tuple[ResidenceSchedule, ...]] = [() for _ in homes]
    if by and len(homes) == 1:
        shares = [(ResidenceSchedule(starts_on=start, weekdays=tuple(Weekday)),)]
    elif "weekdays" in by:
        parts = (tuple(Weekday)[:3], tuple(Weekday)[3:])
        shares = [(ResidenceSchedule(starts_on=start, weekdays=part),) for part in parts]
    elif "weeks" in by:
        week = week_of(start, fields["week_start"].number)
        starts = (max(week, _FIRST), min(week + WEEK, _LAST))
        shares = [(ResidenceSchedule(starts_on=each, weekdays=tuple(Weekday), every_weeks=2),) for each in starts]
    fields["households"] = tuple(
        attrs.evolve(home, residence_schedule=share) for home, share in zip(homes, shares, strict=True)
    )


# Journals.


@st.composite
def journals(draw: st.DrawFn, /, plan: SharedPlan | None = None, **overrides: Any) -> Journal:
    """
    Draw a journal: ids resolve within it, and in its plan when there is one; replies go to who asked, and not before.

    Parameters
    ----------
    plan
        Its plan; without one, its events point to a plan that is not there.
    overrides
        Strategies, or single values, for fields by name.

    Returns
    -------
    SearchStrategy
        Of journals.
    """
    raw = draw(_raw(Journal, pooled=True, **overrides))
    prefix = draw(_PREFIXES)
    known = _MADE_UP if plan is None else _ids_of(plan)
    pool = known | _numbered(Journal, raw, prefix)
    fields = {spec.name: _resolved(spec, raw[spec.name], pool) for spec in specs(Journal) if spec.name in raw}
    if "messages" in fields:
        fields["messages"] = _answering(fields["messages"])
    if plan is not None:
        fit(plan, fields)
    return Journal(**fields)


def _ids_of(plan: SharedPlan) -> Pool:
    parts = (spec for spec in specs(SharedPlan) if is_record(spec.leaf) and "id" in attrs.fields_dict(spec.leaf))
    return {spec.leaf.__name__: [each.id for each in getattr(plan, spec.name)] for spec in parts} | {
        "SharedPlan": [plan.id]
    }


_MADE_UP: Pool = {
    "SharedPlan": ["plan"],
    "Participant": ["child", "caregiver", "therapist"],
    "Household": ["home"],
    "Goal": ["goal-1", "goal-2"],
    "Strategy": ["strategy"],
    "HomeAssignment": ["assignment"],
}


def _answering(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    """Let replies answer earlier messages, and address their senders."""
    found: dict[str, Message] = {}
    for each in sorted(messages, key=lambda each: each.sent_at):
        asked = found.get(each.in_reply_to or "")
        recipients = each.recipients if asked is None else tuple(dict.fromkeys((asked.sender, *each.recipients)))
        answered = None if asked is None else asked.id
        found[each.id] = _evolved(each, in_reply_to=answered, recipients=recipients)
    return tuple(found.values())


def _evolved(record: Any, **changes: Any) -> Any:
    return attrs.evolve(record, **changes)  # mypy does not see that a record is an attrs class


@st.composite
def plan_with_journal(draw: st.DrawFn, /) -> tuple[SharedPlan, Journal]:
    """
    Draw a plan and a journal that belongs to it, without an error in either or between them.

    Returns
    -------
    SearchStrategy
        Of pairs.
    """
    plan = draw(plans())
    return plan, draw(journals(plan))


def documents(kind: Literal["plan", "journal"], *, valid: bool | None = None) -> SearchStrategy[dict[str, Any]]:
    """
    Give JSON documents, as parsed: valid ones in any order of keys, and broken ones.

    Parameters
    ----------
    kind
        A plan or a journal.
    valid
        Whether the reader accepts them; `None` for both sorts, about half of each.

    Returns
    -------
    SearchStrategy
        Of dictionaries. Broken ones were valid before one or two changes, so that most of them nearly are.
    """
    return documents_of(plans() if kind == "plan" else journals(), valid=valid)
