"""
Make drawn fields keep the rules that tie them together.

Fields are drawn one by one, each within its declared bounds; `repair` then changes as little as it can. Who adds a
`@rule` to a record adds its line here.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING, Any

import attrs

from collabcare import journal, people, plans, text
from collabcare._record.declare import specs
from collabcare.text import Text
from collabcare.vocabulary import (
    CancellationReason,
    CommitmentKind,
    CommitmentUnit,
    Decision,
    Frequency,
    PracticeOutcome,
    Role,
    SessionStatus,
    Weekday,
)

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["fit", "repair"]

Fields = dict[str, Any]

_LEVELS = (-2, -1, 0, 1, 2)
_DAY = dt.timedelta(days=1)
_FIRST = dt.date(1900, 1, 1)


def repair(cls: type, fields: Fields) -> Fields:
    """
    Give fields that the constructor of a record accepts.

    Parameters
    ----------
    cls
        The class of the record.
    fields
        Values by name, each within its bounds; it is not changed.

    Returns
    -------
    dict
        The same fields, those that broke a rule changed or left out.
    """
    mended = {spec.name: spec.default for spec in specs(cls) if not spec.required} | fields
    for name in [each for each in mended if each.endswith("_other")]:
        _other(mended, name)
    _ordered(mended, "since", "until")
    _ordered(mended, "starts_on", "ends_on")
    mend = _MENDERS.get(cls)
    if mend is not None:
        mend(mended)
    return mended


def _other(fields: Fields, name: str) -> None:
    """Keep the text beside a code exactly when the code is `other`."""
    code = fields[name.removesuffix("_other")]
    if (isinstance(code, enum.Enum) and code.value == "other") or (isinstance(code, tuple) and "other" in code):
        fields[name] = fields[name] or "something else"
    else:
        fields[name] = None


def _ordered(fields: Fields, first: str, second: str) -> None:
    """Let one date or time not be later than another."""
    if fields.get(first) is not None and fields.get(second) is not None:
        fields[first], fields[second] = sorted((fields[first], fields[second]), key=_moment)


def _moment(value: Any) -> Any:
    """Give what tells before from after: within one zone, Python compares the clock and overlooks the fold."""
    return value.astimezone(dt.UTC) if isinstance(value, dt.datetime) else value


def _unique(records: tuple[Any, ...], key: Callable[[Any], Any]) -> tuple[Any, ...]:
    """Keep the first record of each key."""
    return tuple({key(each): each for each in reversed(records)}.values())[::-1]


def _contact(fields: Fields) -> None:
    _ordered(fields, "from_time", "to_time")
    if fields["from_time"] == fields["to_time"]:
        fields["to_time"] = None


def _participant(fields: Fields) -> None:
    if fields["role"] != Role.CHILD:
        fields["birth_year"] = None


def _residence(fields: Fields) -> None:
    fields["except_on"] = tuple(day for day in fields["except_on"] if day not in fields["also_on"])


def _text(fields: Fields) -> None:
    fields["wordings"] = _unique(fields["wordings"], lambda each: each.language.lower())
    if all(each.language != fields["default"] for each in fields["wordings"]):
        fields["default"] = fields["wordings"][0].language


def _fixed_days(fields: Fields) -> None:
    start, end = fields["starts_on"], fields["ends_on"]
    if fields["frequency"] == Frequency.WEEKLY:
        weekdays = dict.fromkeys(fields["weekdays"]) or {_weekday_of(start): None}
        fields["weekdays"] = tuple(weekdays)
    else:
        fields["weekdays"] = ()
    if fields["times_of_day"]:
        fields["times_a_day"] = len(fields["times_of_day"])
    if end is not None:  # one day of practice is enough: the first
        if fields["frequency"] == Frequency.WEEKLY and _weekday_of(start) not in fields["weekdays"]:
            fields["weekdays"] = (_weekday_of(start), *fields["weekdays"])
        fields["except_on"] = tuple(day for day in fields["except_on"] if day != start)


def _weekday_of(day: dt.date) -> Any:
    return next(each for each in Weekday if each.number == day.weekday())


def _weekly_target(fields: Fields) -> None:
    if fields["max_per_day"] is not None:
        fields["max_per_day"] = max(fields["max_per_day"], -(-fields["times"] // 7))


def _scale(fields: Fields) -> None:
    drawn = {each.level: each for each in fields["levels"]}
    made = {level: plans.AttainmentLevel(level=level, description=Text.of("en", "level")) for level in _LEVELS}
    fields["levels"] = tuple((made | drawn).values())


def _support_scale(fields: Fields) -> None:
    fields["levels"] = _unique(fields["levels"], lambda each: each.code)


def _goal(fields: Fields) -> None:
    if fields["targets"]:
        unit = fields["targets"][0].unit
        fields["targets"] = tuple(attrs.evolve(each, unit=unit) for each in fields["targets"])
        if fields["baseline"] is not None:
            fields["baseline"] = attrs.evolve(fields["baseline"], unit=unit)
    mastery = fields["mastery"]
    if mastery is not None and mastery.max_support_level is not None:
        scale = fields["support_scale"]
        level = None if scale is None else scale.levels[-1].code
        fields["mastery"] = attrs.evolve(mastery, max_support_level=level)


def _assignment(fields: Fields) -> None:
    if fields["fixed_days"] is not None:
        fields["weekly_target"] = None
    elif fields["weekly_target"] is None:
        fields["weekly_target"] = plans.WeeklyTarget(times=3, starts_on=fields["given_on"])


def _commitment(fields: Fields) -> None:
    minutes = fields["kind"] in {CommitmentKind.PARENT_INPUT, CommitmentKind.PRACTICE_MINUTES}
    if (fields["unit"] == CommitmentUnit.MINUTES) != minutes:
        fields["unit"] = CommitmentUnit.MINUTES if minutes else CommitmentUnit.DAYS


def _barrier(fields: Fields) -> None:
    days = [each.agreed_on for each in fields["responses"]]
    if fields["resolved_on"] is not None:
        days.append(fields["resolved_on"])
    fields["raised_on"] = min([fields["raised_on"], *days])


def _expectation(fields: Fields) -> None:
    if fields["level"] is None and fields["change"] is None:
        fields["level"] = 0
    elif fields["level"] is not None:
        fields["change"] = None


def _agreement(fields: Fields) -> None:
    if fields["decided_at"] is None:
        fields["decision"] = Decision.PENDING
    elif fields["decision"] == Decision.PENDING:
        fields["decision"] = Decision.AGREED
    _before(fields, "requested_on", "decided_at")


def _before(fields: Fields, name: str, instant: str) -> None:
    """Let a day not be later than an instant, in whatever zone."""
    if fields[instant] is None or fields[name] is None:
        return
    if _moment(fields[instant]).date() <= _FIRST + _DAY:
        fields[instant] = _moment(fields[instant]) + 2 * _DAY
    fields[name] = min(fields[name], _moment(fields[instant]).date() - _DAY)


def _judgement(fields: Fields) -> None:
    if all(fields[name] is None for name in ("achievement", "level", "performance", "satisfaction")):
        fields["performance"] = 5


def _review(fields: Fields) -> None:
    if fields["held_at"] is None:
        fields["attended"] = ()
        fields["due_on"] = fields["due_on"] or dt.date(2025, 1, 1)
    if fields["invited_on"] is None or not fields["invited"]:
        fields["invited_on"], fields["invited"] = None, ()
    _before(fields, "invited_on", "held_at")
    _ordered(fields, "due_on", "next_due_on")
    if fields["next_due_on"] == fields["due_on"]:
        fields["next_due_on"] = None


def _rating(fields: Fields) -> None:
    low, high = sorted((fields["lowest"], fields["highest"]))
    fields["lowest"], fields["highest"] = (low, high) if low < high else (-1.0, 1.0)
    fields["not_observed"] = fields["rating"] is None
    if fields["rating"] is not None:
        fields["rating"] = min(max(fields["rating"], fields["lowest"]), fields["highest"])


def _session(fields: Fields) -> None:
    _ordered(fields, "scheduled_start_at", "scheduled_end_at")
    if _moment(fields["scheduled_start_at"]) == _moment(fields["scheduled_end_at"]):
        late = fields["scheduled_end_at"].year > _FIRST.year
        fields["scheduled_start_at" if late else "scheduled_end_at"] += -_DAY if late else _DAY
    _ordered(fields, "started_at", "ended_at")
    if fields["status"] != SessionStatus.HELD:
        fields["attended"] = ()
    if fields["status"] != SessionStatus.CANCELLED:
        fields["cancelled_by"] = None
    if fields["status"] != SessionStatus.MOVED:
        fields["moved_to"] = fields["moved_by"] = None
    if fields["cancellation_reason"] != CancellationReason.OTHER:
        fields["cancellation_reason_other"] = None


def _practice(fields: Fields) -> None:
    if fields["practised_at"] is not None:
        fields["practised_on"] = None
    elif fields["practised_on"] is None and fields["due_on"] is None:
        fields["due_on"] = dt.date(2025, 1, 1)
    if fields["outcome"] != PracticeOutcome.EXCUSED:
        fields["excused_reason"] = None
    elif fields["excused_reason"] is None:
        fields["outcome"] = PracticeOutcome.NOT_DONE
    if fields["outcome"] != PracticeOutcome.PARTLY:
        fields["done_share"] = None


def _fidelity(fields: Fields) -> None:
    fields["steps_correct"] = min(fields["steps_correct"], fields["steps_scored"])


def _measurement(fields: Fields) -> None:
    if fields["value"] is None or fields["unit"] is None:
        fields["value"] = fields["unit"] = None
    if fields["successes"] is None or fields["attempts"] is None:
        fields["successes"] = fields["attempts"] = None
    else:
        fields["successes"] = min(fields["successes"], fields["attempts"])
    if fields["value"] is None and fields["successes"] is None and not fields["trials"] and not fields["intervals"]:
        fields["level"] = fields["level"] or 0


def _item(fields: Fields) -> None:
    fields["not_applicable"] = fields["not_applicable"] and fields["answer"] is None
    fields["skipped"] = fields["answer"] is None and not fields["not_applicable"]


def _answers(fields: Fields) -> None:
    fields["items"] = _unique(fields["items"], lambda each: each.item)


def _check_in(fields: Fields) -> None:
    says = ("confidence", "stress", "satisfaction", "wellbeing", "expects_help", "felt_heard", "felt_respected")
    if all(fields[name] is None for name in (*says, "supported", "hours_available", "words")):
        fields["stress"] = 5


def _plan(fields: Fields) -> None:
    _ordered(fields, "referred_on", "first_session_on")
    fields["commitments"] = _unique(fields["commitments"], lambda each: (each.kind, each.household, each.side))
    members = {each.id: each.household for each in fields["participants"] if each.household is not None}
    fields["households"] = tuple(
        attrs.evolve(home, members=tuple(dict.fromkeys((*home.members, *_living_in(home.id, members)))))
        if home.members
        else home
        for home in fields["households"]
    )


def _living_in(home: str, members: dict[str, str]) -> tuple[str, ...]:
    return tuple(name for name, lives_in in members.items() if lives_in == home)


_MENDERS: dict[type, Callable[[Fields], None]] = {
    people.ContactPreference: _contact,
    people.Participant: _participant,
    people.ResidenceSchedule: _residence,
    text.Text: _text,
    plans.Agreement: _agreement,
    plans.AttainmentScale: _scale,
    plans.Barrier: _barrier,
    plans.Commitment: _commitment,
    plans.Expectation: _expectation,
    plans.FixedDays: _fixed_days,
    plans.Goal: _goal,
    plans.GoalJudgement: _judgement,
    plans.HomeAssignment: _assignment,
    plans.Review: _review,
    plans.SharedPlan: _plan,
    plans.SupportScale: _support_scale,
    plans.WeeklyTarget: _weekly_target,
    journal.Answers: _answers,
    journal.CheckIn: _check_in,
    journal.FidelityObservation: _fidelity,
    journal.ItemAnswer: _item,
    journal.Measurement: _measurement,
    journal.ParticipationRating: _rating,
    journal.PracticeRecord: _practice,
    journal.Session: _session,
}


def fit(plan: plans.SharedPlan, fields: Fields) -> None:
    """
    Make the events of a journal keep the rules that tie them to its plan.

    Parameters
    ----------
    plan
        The plan.
    fields
        The journal's fields by name; they are changed.
    """
    goals = {each.id: each for each in plan.goals}
    assignments = {each.id: each for each in plan.assignments}
    fields["practice"] = tuple(
        _on_scale(each, [goals[name] for name in assignments[each.assignment].goals])
        for each in fields.get("practice", ())
    )
    fields["measurements"] = tuple(
        _in_unit(_on_scale(each, [goals[each.goal]]), goals[each.goal]) for each in fields.get("measurements", ())
    )


def _on_scale(event: Any, goals: list[plans.Goal]) -> Any:
    scales = [each.support_scale for each in goals if each.support_scale is not None]
    level = scales[0].levels[0].code if scales and event.support_level is not None else None
    return attrs.evolve(event, support_level=level)


def _in_unit(event: Any, goal: plans.Goal) -> Any:
    units = [each.unit for each in (goal.baseline, *goal.targets) if each is not None]
    return attrs.evolve(event, unit=units[0]) if units and event.unit is not None else event
