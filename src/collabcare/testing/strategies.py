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
from typing import TYPE_CHECKING, Any

import attrs
from hypothesis import strategies as st

from collabcare._dates import WEEK, week_of
from collabcare._record.declare import is_record, specs
from collabcare.journal import Journal, Message
from collabcare.people import Participant, ResidenceSchedule
from collabcare.plans import SharedPlan
from collabcare.testing.drawing import Pool, built, is_drawn, numbered, raw, resolved
from collabcare.testing.mutations import documents_of
from collabcare.testing.repair import fit, repair
from collabcare.testing.values import ZONES
from collabcare.vocabulary import Role, Weekday

if TYPE_CHECKING:
    from typing import Literal

    from hypothesis.strategies import SearchStrategy

__all__ = ["documents", "journals", "plan_with_journal", "plans", "records"]

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
    return raw(cls, pooled=False, **overrides).map(lambda drawn: built(cls, drawn, None))


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
    people = st.lists(raw(Participant, pooled=True), min_size=3, max_size=5)
    drawn = draw(
        raw(SharedPlan, pooled=True, **({"participants": people, "timezone": st.sampled_from(ZONES)} | overrides))
    )
    if not drawn.get("goals"):
        drawn["assignments"] = ()
    prefix = draw(_PREFIXES)
    drawn["id"] = drawn["id"] or f"{prefix}plan"
    pool = numbered(SharedPlan, drawn, prefix) | {"SharedPlan": [drawn["id"]]}
    for position, each in enumerate(drawn["participants"]):
        if is_drawn(each):
            each["role"] = _role(position, each["role"])
    fields = {spec.name: resolved(spec, drawn[spec.name], pool) for spec in specs(SharedPlan) if spec.name in drawn}
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
    drawn = draw(raw(Journal, pooled=True, **overrides))
    prefix = draw(_PREFIXES)
    known = _MADE_UP if plan is None else _ids_of(plan)
    pool = known | numbered(Journal, drawn, prefix)
    fields = {spec.name: resolved(spec, drawn[spec.name], pool) for spec in specs(Journal) if spec.name in drawn}
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
