"""Which goals of a plan are to be looked at on a day, and why the others are not: declining a goal is taking part."""

from __future__ import annotations

import datetime as dt

from collabcare._dates import local_day
from collabcare.errors import InvalidRecordError, Problem, UnknownReferenceError
from collabcare.plans import Goal, SharedPlan
from collabcare.vocabulary import Decision, GoalLifecycle, Side

__all__ = ["check_question", "declined_by", "standing"]

_YES = frozenset({Decision.AGREED, Decision.AGREED_WITH_CONCERNS})
_REASONS = {
    GoalLifecycle.REJECTED: "declined",
    GoalLifecycle.PROPOSED: "not-agreed",
    GoalLifecycle.PLANNED: "not-begun",
    GoalLifecycle.ACCEPTED: "not-begun",
    GoalLifecycle.ENTERED_IN_ERROR: "entered-in-error",
}


def check_question(plan: SharedPlan, on: dt.date, participant: str | None) -> None:
    """Refuse what is no day, and a person whom the plan does not know."""
    if type(on) is not dt.date:
        raise InvalidRecordError([Problem("/on", "wrong-type", "give on as a day in the plan's time zone")])
    if participant is not None and all(each.id != participant for each in plan.participants):
        raise UnknownReferenceError("give a participant whom the plan has")


def standing(plan: SharedPlan, goal: Goal, on: dt.date) -> str | None:
    """
    Say why a goal is not looked at on a day.

    A goal given up, on hold or completed still is: to leave it out would make what was reached look like more, or less,
    than it was. One home's no does not end a goal that another home agreed to; `declined_by` names who said no.
    """
    if goal.lifecycle in _REASONS:
        return _REASONS[goal.lifecycle]
    answers = _answers(plan, goal.id, on)
    if Decision.DECLINED in answers.values() and _YES.isdisjoint(answers.values()):
        return "declined"
    return "not-begun" if goal.since is not None and on < goal.since else None


def declined_by(plan: SharedPlan, goal: str, on: dt.date) -> tuple[str, ...]:
    """Name the members of the family whose answer about a goal, as it stands on a day, is no."""
    return tuple(sorted(who for who, each in _answers(plan, goal, on).items() if each == Decision.DECLINED))


def _answers(plan: SharedPlan, goal: str, on: dt.date) -> dict[str, Decision]:
    """Give the last answer of each member of the family."""
    family = {each.id for each in plan.participants if each.side == Side.FAMILY}
    given = [
        (each.decided_at, each.requested_on, each.id, each)
        for each in plan.agreements
        if each.subject == goal and each.participant in family and each.decided_at is not None
    ]
    given.sort(key=lambda each: each[:3])
    return {each.participant: each.decision for at, _, _, each in given if local_day(at, plan.timezone) <= on}
