"""
How much practice that serves a goal was done in each week, and how far anyone knows.

Silence is not "not done": a week of which nobody said anything has an unknown dose, not 0.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

import attrs

from collabcare._dates import DAY, WEEK, Window, local_day, week_of
from collabcare.journal import Journal, PracticeRecord
from collabcare.journal.practice import complete_until
from collabcare.plans import HomeAssignment, SharedPlan
from collabcare.plans.home_assignment import in_force, is_given
from collabcare.vocabulary import PauseScope, PracticeOutcome

__all__ = ["Dose", "Doses"]

_PRACTISED = frozenset({PracticeOutcome.DONE, PracticeOutcome.PARTLY})
_RESTS = frozenset({PauseScope.ALL, PauseScope.PRACTICE})


@attrs.frozen(kw_only=True)
class Dose:
    """
    The practice of one week.

    Parameters
    ----------
    occasions
        How often something was practised, wholly or in part; `None` with a `reason`.
    minutes
        How long, where each of these says so; `None` otherwise.
    due, reported
        How many occasions were due in the week, and of how many anyone said what became of them.
    reason
        Why it is not known: `nothing-assigned`, `nothing-due`, `unreported`, `too-little-reported`.
    """

    occasions: int | None
    minutes: int | None
    due: int
    reported: int
    reason: str | None


class Doses:
    """
    The practice of a goal, week by week.

    Parameters
    ----------
    plan
        What was agreed.
    journal
        What happened under that plan.
    goal
        Id of the goal.
    min_reported
        The least share of what was due that must be reported for a dose to be known.
    """

    def __init__(self, plan: SharedPlan, journal: Journal, goal: str, min_reported: float) -> None:
        self._plan = plan
        self._journal = journal
        self._min_reported = min_reported
        self.assignments = tuple(each for each in plan.assignments if goal in each.goals and is_given(each))
        names = {each.id for each in self.assignments}
        self._records: dict[dt.date, dict[str, list[PracticeRecord]]] = defaultdict(lambda: defaultdict(list))
        for each in self._once(each for each in journal.practice if each.assignment in names):
            self._records[self.week_of(self._day(each))][each.assignment].append(each)

    @property
    def weeks(self) -> set[dt.date]:
        """The first days of the weeks in which anything was reported."""
        return set(self._records)

    def week_of(self, day: dt.date) -> dt.date:
        """Find the first day of the week of a day; weeks begin as the plan says."""
        return week_of(day, self._plan.week_start.number)

    def of(self, week: dt.date) -> Dose:
        """
        Sum up one week.

        Parameters
        ----------
        week
            Its first day.

        Returns
        -------
        Dose
            What was practised in it, or why nobody knows.
        """
        records = self._records.get(week, {})
        given = [each for each in self.assignments if self._is_given_in(each, week)]
        figures = [self._figures(each, week, records.get(each.id, [])) for each in given]
        due, reported = (sum(each[place] for each in figures) for place in (0, 1))
        practised = [each for listed in records.values() for each in listed if each.outcome in _PRACTISED]
        reason = None
        if not given and not practised:
            reason = "nothing-assigned"
        elif not due and not practised:
            reason = "nothing-due"
        elif not reported and not practised:
            reason = "unreported"
        elif reported < self._min_reported * due:
            reason = "too-little-reported"
        minutes = [each.minutes for each in practised if each.minutes is not None]
        known = reason is None and len(minutes) == len(practised)
        return Dose(
            occasions=len(practised) if reason is None else None,
            minutes=sum(minutes) if known else None,
            due=due,
            reported=reported,
            reason=reason,
        )

    # ----------------------------------------------------------------------- records

    def _day(self, record: PracticeRecord) -> dt.date:
        """Find the day on which a record counts: that of practice, else the one on which it was due."""
        if record.practised_at is not None:
            return local_day(record.practised_at, self._plan.timezone)
        day = record.practised_on or record.due_on
        return dt.date.min if day is None else day

    def _once(self, records: Iterable[PracticeRecord]) -> Iterable[PracticeRecord]:
        """Leave out second reports: those that name an occasion beyond the number of its day; the fuller ones stay."""
        times = {each.id: each.fixed_days.times_a_day for each in self.assignments if each.fixed_days is not None}
        seen: dict[tuple[str, dt.date], int] = defaultdict(int)
        for each in sorted(records, key=_fuller):
            if each.due_on is not None and each.assignment in times:
                seen[each.assignment, each.due_on] += 1
                if seen[each.assignment, each.due_on] > times[each.assignment]:
                    continue
            yield each

    # ----------------------------------------------------------------------- what was due

    def _is_given_in(self, assignment: HomeAssignment, week: dt.date) -> bool:
        """Tell whether an assignment is in force on a day of a week."""
        first, last = self._span(assignment, week)
        return first <= last and bool(self._homes(assignment, week))

    def _span(self, assignment: HomeAssignment, week: dt.date) -> tuple[dt.date, dt.date]:
        first, last = in_force(assignment)
        end = dt.date.max if self._plan.ends_on is None else self._plan.ends_on
        return max(first, week, self._plan.starts_on), min(last, week + WEEK - DAY, end)

    def _homes(self, assignment: HomeAssignment, week: dt.date) -> tuple[str | None, ...]:
        """Find the homes in which an assignment can be practised in a week; `(None,)` where the plan names none."""
        if not self._plan.households:
            return (None,)
        last, start = week + WEEK - DAY, self._plan.week_start
        return tuple(
            each.id
            for each in self._plan.households
            if (not assignment.households or each.id in assignment.households)
            and each.days_with_child(week, last, start)
        )

    def _figures(self, assignment: HomeAssignment, week: dt.date, records: list[PracticeRecord]) -> tuple[int, int]:
        """Count what was due of an assignment in a week, and of how much of it anyone said what became of it."""
        first, last = self._span(assignment, week)
        covered = complete_until(self._journal.log_statements, self._homes(assignment, week), assignment.id)
        window, start = Window(week, week + WEEK), self._plan.week_start

        def is_open(day: dt.date) -> bool:
            return first <= day <= last and not self._rests(day)

        if assignment.weekly_target is not None:
            due = len(assignment.weekly_target.occasions(window, week_start=start, is_open=is_open))
            return due, due if records or covered >= last else 0
        fixed = assignment.fixed_days
        due_on = () if fixed is None else fixed.occasions(window, week_start=start)
        open_days = [each.on for each in due_on if is_open(each.on)]
        logged = sum(day <= covered for day in open_days)
        told = sum(self._day(each) > covered for each in records)
        return len(open_days), min(len(open_days), logged + told)

    def _rests(self, day: dt.date) -> bool:
        """Tell whether practice rests for the whole family on a day."""
        return any(each.household is None and each.scope in _RESTS and each.covers(day) for each in self._plan.pauses)


def _fuller(record: PracticeRecord) -> tuple[bool, bool, int, str]:
    """Put first what says that more was practised, then what says how long; ids settle the rest."""
    return (
        record.outcome is not PracticeOutcome.DONE,
        record.outcome is not PracticeOutcome.PARTLY,
        1 if record.minutes is None else -record.minutes,
        record.id,
    )
