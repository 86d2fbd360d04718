"""
Occasions of home practice: when something is due, in which home, and what takes it out beforehand.

A week is always looked at whole, so that what falls into a window does not depend on where the window begins.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from collabcare._dates import DAY, WEEK, Window
from collabcare.engagement.declined import Declined
from collabcare.engagement.model import PracticeWeight
from collabcare.engagement.pauses import Stretches
from collabcare.plans import FixedDays, HomeAssignment, WeeklyTarget
from collabcare.plans.home_assignment import in_force, is_given
from collabcare.vocabulary import AssignmentStatus, Dimension, Frequency, GoalLifecycle

if TYPE_CHECKING:
    from collabcare.engagement.case import Case
    from collabcare.engagement.partners import Home

__all__ = ["PracticeOccasion", "practice_occasions"]

_BEFOREHAND = ("on-hold", "outside-plan", "paused", "goal-declined")
_Standing: TypeAlias = "tuple[dt.date, str | None, tuple[Home, ...]]"
_Force: TypeAlias = tuple[dt.date, dt.date]


class PracticeOccasion(msgspec.Struct, frozen=True, eq=False, gc=False):
    """
    One time at which practice is due.

    Parameters
    ----------
    assignment
        What is to be practised.
    on
        The day; for a weekly target the last day of its week.
    opportunity_id
        Assignment, day and number: occasions of one assignment and day are counted from 0.
    homes
        The homes in which it can take place; several where they share the child's days or the week.
    home
        The home whose occasion it is; `None` where it is shared.
    reason
        Why it is left out whatever was reported; `None` where it is due.
    weight
        What it weighs.
    """

    assignment: HomeAssignment
    on: dt.date
    opportunity_id: str
    homes: tuple[Home, ...]
    home: Home
    reason: str | None
    weight: float


def practice_occasions(case: Case) -> tuple[PracticeOccasion, ...]:
    """List the occasions of all weeks that have a day in the window, assignment by assignment, in order of time."""
    return tuple(_Calendar(case).all())


class _Calendar:
    """Walks through the weeks of a case; what depends on home and day only is found once for all assignments."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._declined = Declined(case)
        self._texts = {day: day.isoformat() for day in case.days}
        self._closed: dict[tuple[Home, tuple[tuple[dt.date, dt.date], ...]], dict[dt.date, str]] = {}
        self._on_hold = {each.id for each in case.plan.goals if each.lifecycle == GoalLifecycle.ON_HOLD}

    def all(self) -> list[PracticeOccasion]:
        found: list[PracticeOccasion] = []
        for assignment in filter(is_given, self._case.plan.assignments):
            force = in_force(assignment)
            if force[1] < self._case.days[0] or force[0] > self._case.days[-1]:
                continue
            weight = _weight(assignment, self._case.model.practice_weight)
            if assignment.fixed_days is not None:
                found += self._fixed(assignment, assignment.fixed_days, force, weight)
            elif assignment.weekly_target is not None:
                found += self._weekly(assignment, assignment.weekly_target, force, weight)
        return found

    def _fixed(
        self, assignment: HomeAssignment, schedule: FixedDays, force: _Force, weight: float
    ) -> list[PracticeOccasion]:
        first, last = force
        reach = Window(self._case.weeks[0], self._case.weeks[-1] + WEEK)
        due = [day for day in schedule.days(reach, week_start=self._case.plan.week_start) if first <= day <= last]
        name, texts = assignment.id, self._texts
        return [
            PracticeOccasion(
                assignment,
                day,
                f"{name}/{texts[day]}/{number}",
                homes,
                homes[0] if len(homes) == 1 else None,
                reason,
                weight,
            )
            for day, reason, homes in self._standing(assignment, due)
            for number in range(schedule.times_a_day)
        ]

    def _weekly(
        self, assignment: HomeAssignment, target: WeeklyTarget, force: _Force, weight: float
    ) -> Iterator[PracticeOccasion]:
        weeks: dict[dt.date, list[_Standing]] = {}
        for standing in self._standing(assignment, self._case.days):
            weeks.setdefault(self._case.week_starts[standing[0]], []).append(standing)
        for week, standings in weeks.items():
            yield from _week(assignment, target, force, week, standings, weight)

    def _standing(self, assignment: HomeAssignment, days: Iterable[dt.date]) -> list[_Standing]:
        """Say for each day on which it can be practised why nothing is due, if that is so, and in which homes."""
        on_hold = assignment.status == AssignmentStatus.ON_HOLD or self._on_hold.issuperset(assignment.goals)
        homes_by_day = self._case.homes_by_day
        homes_of = {there: self._homes(assignment, there) for there in set(homes_by_day.values())}
        closed = {home: self._closed_for(assignment, home) for homes in homes_of.values() for home in homes}
        found: list[_Standing] = []
        for day in days:
            homes = homes_of[homes_by_day[day]]
            if not homes:
                continue
            if on_hold:
                found.append((day, "on-hold", homes))
            elif len(homes) == 1:
                found.append((day, closed[homes[0]].get(day), homes))
            else:
                found.append(_shared(day, homes, closed))
        return found

    def _homes(self, assignment: HomeAssignment, there: tuple[Home, ...]) -> tuple[Home, ...]:
        """Find the homes in which an assignment can be practised on a day on which the child is in these."""
        wanted = self._case.household
        if not there:
            there = () if assignment.households else (None,)
        elif assignment.households and there != (None,):
            there = tuple(each for each in there if each in assignment.households)
        if assignment.fixed_days is None and wanted is not None:
            return tuple(each for each in there if each == wanted)
        return (wanted,) if len(there) > 1 and wanted in there else there

    def _closed_for(self, assignment: HomeAssignment, home: Home) -> dict[dt.date, str]:
        """Say why an assignment is not due in a home, for each day on which that is so."""
        declined = self._declined.days(assignment, home).parts
        found = self._closed.get((home, declined))
        if found is None:
            found = self._closed[home, declined] = self._closed_in(home, Stretches(declined))
        return found

    def _closed_in(self, home: Home, declined: Stretches) -> dict[dt.date, str]:
        """Say why nothing of what a home declined on some days is due there, for each day on which that is so."""
        case = self._case
        if case.on_hold:
            return dict.fromkeys(case.days, "on-hold")
        first, last = case.days[0], case.days[-1]
        inside = case.caregiver_days(
            home, max(first, case.plan.starts_on), last if case.plan.ends_on is None else min(last, case.plan.ends_on)
        )
        return (
            dict.fromkeys(declined.between(first, last), "goal-declined")
            | dict.fromkeys(case.rest(Dimension.HOME_PRACTICE, (home,)).between(first, last), "paused")
            | dict.fromkeys(inside.gaps(first, last).between(first, last), "outside-plan")
        )


def _shared(day: dt.date, homes: tuple[Home, ...], closed: dict[Home, dict[dt.date, str]]) -> _Standing:
    """Say how a day stands that several homes share: it is due in those that are open, if any is."""
    reasons = [reason for home in homes if (reason := closed[home].get(day)) is not None]
    if len(reasons) == len(homes):
        return day, min(reasons, key=_BEFOREHAND.index), homes
    return day, None, tuple([home for home in homes if day not in closed[home]]) if reasons else homes


def _week(  # noqa: PLR0913, PLR0917 -- all that makes one week of an assignment
    assignment: HomeAssignment,
    target: WeeklyTarget,
    force: _Force,
    week: dt.date,
    standings: list[_Standing],
    weight: float,
) -> Iterator[PracticeOccasion]:
    """Go through the occasions of one week: what the open days leave of the target, and what each reason takes away."""
    first, last = force
    inside = [each for each in standings if first <= each[0] <= last]
    if not inside:
        return
    reasons = [reason for _, reason, _ in inside] + ["outside-plan"] * (len(standings) - len(inside))
    homes = tuple(dict.fromkeys([home for _, _, there in inside for home in there]))
    home = homes[0] if len(homes) == 1 else None
    left = len(standings)
    due = target.times * left // WEEK.days
    number = due
    on = week + WEEK - DAY
    name = f"{assignment.id}/{on.isoformat()}"
    for reason in _BEFOREHAND:
        left -= reasons.count(reason)
        fewer = target.times * left // WEEK.days
        for _ in range(due - fewer):
            number -= 1
            yield PracticeOccasion(assignment, on, f"{name}/{number}", homes, home, reason, weight)
        due = fewer
    for each in range(due):
        yield PracticeOccasion(assignment, on, f"{name}/{each}", homes, home, None, weight)


def _weight(assignment: HomeAssignment, policy: PracticeWeight) -> float:
    """Give what an occasion weighs: 1/(occasions in a whole week), 1, or its minutes."""
    if policy == PracticeWeight.OCCASION:
        return 1.0
    if policy == PracticeWeight.MINUTES:
        return float(assignment.minutes or 1)
    fixed = assignment.fixed_days
    if fixed is None:
        return 1.0 if assignment.weekly_target is None else 1 / assignment.weekly_target.times
    if fixed.frequency == Frequency.WEEKLY:
        return 1 / (len(fixed.weekdays) * fixed.times_a_day)
    return 1 / (max(1.0, WEEK.days / fixed.interval) * fixed.times_a_day)
