"""
Occasions of home practice: when something is due, in which home, and what takes it out beforehand.

A week is always looked at whole, so that what falls into a window does not depend on where the window begins.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from collabcare._dates import DAY, WEEK, Window
from collabcare.engagement.declined import Declined
from collabcare.engagement.model import PracticeWeight
from collabcare.plans import FixedDays, HomeAssignment, WeeklyTarget
from collabcare.vocabulary import AssignmentStatus, Dimension, Frequency, GoalLifecycle

if TYPE_CHECKING:
    from collabcare.engagement.case import Case
    from collabcare.engagement.partners import Home

__all__ = ["PracticeOccasion", "in_force", "is_given", "practice_occasions"]

_BEFOREHAND = ("on-hold", "outside-plan", "paused", "goal-declined")
_NEVER_GIVEN = frozenset({AssignmentStatus.DRAFT, AssignmentStatus.ENTERED_IN_ERROR})
_OVER = frozenset({AssignmentStatus.REVOKED, AssignmentStatus.COMPLETED})


@attrs.define(eq=False)
class PracticeOccasion:
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
    reason
        Why it is left out whatever was reported; `None` where it is due.
    weight
        What it weighs.
    """

    assignment: HomeAssignment
    on: dt.date
    opportunity_id: str
    homes: tuple[Home, ...]
    reason: str | None
    weight: float

    @property
    def home(self) -> Home:
        """The home whose occasion it is; `None` where it is shared."""
        return self.homes[0] if len(self.homes) == 1 else None


def is_given(assignment: HomeAssignment) -> bool:
    """Tell whether an assignment was ever given, as opposed to drafted."""
    return assignment.status not in _NEVER_GIVEN


def in_force(assignment: HomeAssignment) -> tuple[dt.date, dt.date]:
    """Give the first and the last day on which an assignment can be due; one that is over and has no end never is."""
    schedules = [each for each in (assignment.fixed_days, assignment.weekly_target) if each is not None]
    starts = [day for day in (assignment.since, *(each.starts_on for each in schedules)) if day is not None]
    ends = [day for day in (assignment.until, *(each.ends_on for each in schedules)) if day is not None]
    if not ends and assignment.status in _OVER:
        return dt.date.max, dt.date.min
    return max(starts, default=dt.date.min), min(ends, default=dt.date.max)


def practice_occasions(case: Case) -> tuple[PracticeOccasion, ...]:
    """List the occasions of all weeks that have a day in the window, assignment by assignment, in order of time."""
    return tuple(_Calendar(case).all())


class _Calendar:
    """Walks through the weeks of a case; asks each question about a day only once."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._declined = Declined(case)
        self._closed: dict[tuple[Home, dt.date], str | None] = {}
        self._on_hold = {each.id for each in case.plan.goals if each.lifecycle == GoalLifecycle.ON_HOLD}

    def all(self) -> Iterator[PracticeOccasion]:
        for assignment in filter(is_given, self._case.plan.assignments):
            first, last = in_force(assignment)
            if last < self._case.weeks[0] or first >= self._case.weeks[-1] + WEEK:
                continue
            weight = _weight(assignment, self._case.model.practice_weight)
            if assignment.fixed_days is not None:
                yield from self._fixed(assignment, assignment.fixed_days, weight)
            elif assignment.weekly_target is not None:
                for week in self._case.weeks:
                    yield from self._week(assignment, assignment.weekly_target, week, weight)

    def _fixed(self, assignment: HomeAssignment, schedule: FixedDays, weight: float) -> Iterator[PracticeOccasion]:
        first, last = in_force(assignment)
        reach = Window(self._case.weeks[0], self._case.weeks[-1] + WEEK)
        for day in schedule.days(reach, week_start=self._case.plan.week_start):
            homes = self._homes(assignment, day) if first <= day <= last else ()
            if not homes:
                continue
            reason, homes = self._reason(assignment, day, homes)
            name = f"{assignment.id}/{day.isoformat()}"
            for number in range(schedule.times_a_day):
                yield PracticeOccasion(assignment, day, f"{name}/{number}", homes, reason, weight)

    def _week(
        self, assignment: HomeAssignment, target: WeeklyTarget, week: dt.date, weight: float
    ) -> Iterator[PracticeOccasion]:
        first, last = in_force(assignment)
        days: Counter[str | None] = Counter()
        open_homes: dict[Home, None] = {}
        inside = False
        for day in (week + each * DAY for each in range(WEEK.days)):
            homes = self._homes(assignment, day)
            if self._case.household is not None:
                homes = tuple(each for each in homes if each == self._case.household)
            if not homes:
                continue
            if not first <= day <= last:
                days["outside-plan"] += 1
                continue
            inside = True
            reason, homes = self._reason(assignment, day, homes)
            days[reason] += 1
            open_homes.update(dict.fromkeys(homes))
        if not inside:
            return
        left = sum(days.values())
        due = target.times * left // WEEK.days
        number = due
        on = week + WEEK - DAY
        name = f"{assignment.id}/{on.isoformat()}"
        for reason in _BEFOREHAND:
            left -= days[reason]
            fewer = target.times * left // WEEK.days
            for _ in range(due - fewer):
                number -= 1
                yield PracticeOccasion(assignment, on, f"{name}/{number}", tuple(open_homes), reason, weight)
            due = fewer
        for each in range(due):
            yield PracticeOccasion(assignment, on, f"{name}/{each}", tuple(open_homes), None, weight)

    def _homes(self, assignment: HomeAssignment, day: dt.date) -> tuple[Home, ...]:
        """Find the homes in which an assignment can be practised on a day."""
        there = self._case.homes_on(day)
        if not there:
            return () if assignment.households else (None,)
        if assignment.households and there != (None,):
            there = tuple(each for each in there if each in assignment.households)
        return (self._case.household,) if len(there) > 1 and self._case.household in there else there

    def _reason(
        self, assignment: HomeAssignment, day: dt.date, homes: tuple[Home, ...]
    ) -> tuple[str | None, tuple[Home, ...]]:
        """Say why nothing is due on a day, and in which homes; `None` and the open homes where something is."""
        if assignment.status == AssignmentStatus.ON_HOLD or self._on_hold.issuperset(assignment.goals):
            return "on-hold", homes
        if len(homes) == 1:
            return self._home_reason(assignment, day, homes[0]), homes
        reasons = {home: self._home_reason(assignment, day, home) for home in homes}
        open_homes = tuple(home for home, reason in reasons.items() if reason is None)
        if open_homes:
            return None, open_homes
        return min((each for each in reasons.values() if each is not None), key=_BEFOREHAND.index), homes

    def _home_reason(self, assignment: HomeAssignment, day: dt.date, home: Home) -> str | None:
        key = (home, day)
        if key not in self._closed:
            closed = self._case.closed_reason(Dimension.HOME_PRACTICE, day, (home,))
            absent = not self._case.has_caregiver(home, day)
            self._closed[key] = "outside-plan" if absent and closed != "on-hold" else closed
        closed = self._closed[key]
        return "goal-declined" if closed is None and self._declined.covers(assignment, home, day) else closed


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
