"""
Which report belongs to which occasion of home practice.

A report credits the occasion that it names, else that of its day, else the nearest one near by that has no credit yet.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

import attrs
import msgspec

from collabcare._dates import DAY, WEEK, start_of_day
from collabcare.engagement.occasions import PracticeOccasion
from collabcare.journal import PracticeRecord
from collabcare.plans import HomeAssignment
from collabcare.plans.home_assignment import in_force
from collabcare.vocabulary import PracticeOutcome

if TYPE_CHECKING:
    from collabcare.engagement.case import Case

__all__ = ["Matches", "Report", "matches", "reports"]

Worth = tuple[float, bool]

_EXCUSED = PracticeOutcome.EXCUSED
_PRACTISED = frozenset({PracticeOutcome.DONE, PracticeOutcome.PARTLY})


class Report(msgspec.Struct, frozen=True, eq=False):
    """
    A practice record, with the day on which it counts and what it is worth.

    Parameters
    ----------
    record
        What was reported.
    day
        The day of practice, else the day for which it was due.
    worth
        Its credit and whether it excuses: more credit goes first, then what excuses.
    """

    record: PracticeRecord
    day: dt.date
    worth: Worth

    @property
    def practised(self) -> bool:
        """Whether anything was practised, as opposed to not done or excused."""
        return self.record.outcome in _PRACTISED


@attrs.frozen(eq=False)
class Matches:
    """
    Reports and the occasions that they belong to.

    Parameters
    ----------
    found
        The report of each occasion, by its opportunity id.
    silent
        Opportunity ids of occasions that nobody mentioned, though others of the same week were: not done.
    duplicates
        Reports of an occasion that another report credits.
    extras
        Practice that no occasion is left for.
    """

    found: dict[str, Report]
    silent: set[str]
    duplicates: list[tuple[PracticeOccasion, Report]]
    extras: list[Report]


def reports(case: Case, worth: Callable[[PracticeRecord], float]) -> dict[str, list[Report]]:
    """
    List what was reported by the moment asked for, by assignment, the most credit first.

    Parameters
    ----------
    case
        The case.
    worth
        Gives the credit of a record.

    Returns
    -------
    dict of list of Report
        Those whose day, or the day they were due, lies in a week of the window.
    """
    first, end = case.weeks[0], case.weeks[-1] + WEEK
    first_at, end_at = (start_of_day(day, case.plan.timezone) for day in (first, end))
    as_of, last_known = case.as_of, case.last_known_day
    found: dict[str, list[Report]] = defaultdict(list)
    for each in case.journal.practice:
        day, at, due = each.practised_on, each.practised_at, each.due_on
        near = due is not None and first <= due < end
        if at is not None:
            if at > as_of or not (near or first_at <= at < end_at):
                continue
            day = case.day_of(at)
        elif day is not None:
            if day > last_known or not (near or first <= day < end):
                continue
        elif near:
            day = due
        if day is None or (each.reported_at is not None and each.reported_at > as_of):
            continue
        found[each.assignment].append(Report(each, day, (worth(each), each.outcome is _EXCUSED)))
    for listed in found.values():
        listed.sort(key=lambda each: (-each.worth[0], not each.worth[1], each.day, each.record.id))
    return found


def matches(case: Case, by_assignment: dict[str, list[Report]]) -> Matches:
    """
    Match reports with occasions.

    Parameters
    ----------
    case
        The case.
    by_assignment
        The reports, as `reports` gives them.

    Returns
    -------
    Matches
        Each occasion has one report at most, each report one occasion at most.
    """
    result = Matches({}, set(), [], [])
    # The occasions of one assignment stand together.
    due = {name: list(listed) for name, listed in groupby(case.occasions, attrgetter("assignment.id"))}
    for assignment in case.plan.assignments:
        listed = by_assignment.get(assignment.id, [])
        if case.household is not None:
            listed = [each for each in listed if _is_wanted(case, each, assignment, case.household)]
        if not listed:
            continue
        if assignment.fixed_days is not None:
            _Days(case, assignment, due.get(assignment.id, []), result).match(listed)
        else:
            _match_weeks(case, assignment, due.get(assignment.id, []), listed, result)
    return result


def _is_wanted(case: Case, report: Report, assignment: HomeAssignment, home: str) -> bool:
    """Tell whether a report may count for the home asked for; days that one home has alone are sorted out later."""
    there = case.homes_on(report.day)
    if report.record.household is not None:
        return report.record.household == home or (assignment.fixed_days is not None and len(there) == 1)
    return assignment.fixed_days is not None or not there or home in there


# --------------------------------------------------------------------------- practice on fixed days


class _Days:
    """The occasions of one assignment, by day, and the reports that found one."""

    def __init__(self, case: Case, assignment: HomeAssignment, due: list[PracticeOccasion], result: Matches) -> None:
        self._case, self._assignment, self._result = case, assignment, result
        # Each day on which it was scheduled, with what of that is due.
        self._slots: dict[dt.date, list[PracticeOccasion]] = {each.on: [] for each in due}
        for each in due:
            if each.reason is None:
                self._slots[each.on].append(each)
        self._taken: dict[dt.date, int] = {}

    def match(self, listed: list[Report]) -> None:
        """Match what names its occasion, then what was practised on a day of one, then what was practised near one."""
        unnamed = [each for each in listed if not self._match_named(each)]
        wandering = [each for each in unnamed if not self._match_own_day(each)]
        for report in wandering:
            self._match_near(report)

    def _match_named(self, report: Report) -> bool:
        named = report.record.due_on
        if named is None or named not in self._slots:
            # An occasion of a week that is not looked at is that week's affair.
            return named is not None and self._is_elsewhere(named)
        if not self._take(named, report):
            if self._slots[named]:
                self._result.duplicates.append((self._slots[named][-1], report))
            elif report.practised:
                self._result.extras.append(msgspec.structs.replace(report, day=named))
        return True

    def _match_own_day(self, report: Report) -> bool:
        if self._take(report.day, report):
            return True
        if report.practised and report.worth[0] > 0:
            return False
        if self._slots.get(report.day):
            self._result.duplicates.append((self._slots[report.day][-1], report))
        elif report.practised:
            self._result.extras.append(report)
        return True

    def _match_near(self, report: Report) -> None:
        """Credit the nearest occasion of the same week that has no credit yet, the earlier one first."""
        weeks = self._case.week_starts
        for distance in range(1, self._case.model.shift_days + 1):
            for day in (report.day - distance * DAY, report.day + distance * DAY):
                if day in self._slots and weeks[day] == weeks.get(report.day) and self._replace(day, report):
                    return
        self._result.extras.append(report)

    def _take(self, day: dt.date, report: Report) -> bool:
        slots, taken = self._slots.get(day, ()), self._taken.get(day, 0)
        if taken == len(slots):
            return False
        self._result.found[slots[taken].opportunity_id] = report
        self._taken[day] = taken + 1
        return True

    def _replace(self, day: dt.date, report: Report) -> bool:
        """Take an occasion that nobody mentioned, or one that was reported as not done."""
        for occasion in self._slots[day]:
            held = self._result.found.get(occasion.opportunity_id)
            if held is None or not (held.worth[0] > 0 or held.worth[1]):
                if held is not None:
                    self._result.duplicates.append((occasion, held))
                self._result.found[occasion.opportunity_id] = report
                return True
        return False

    def _is_elsewhere(self, day: dt.date) -> bool:
        inside = self._case.weeks[0] <= day < self._case.weeks[-1] + WEEK
        fixed = self._assignment.fixed_days
        return not inside and fixed is not None and fixed.is_due(day, self._case.plan.week_start)


# --------------------------------------------------------------------------- a number a week


def _match_weeks(
    case: Case, assignment: HomeAssignment, due: list[PracticeOccasion], listed: list[Report], result: Matches
) -> None:
    slots: dict[dt.date, list[PracticeOccasion]] = defaultdict(list)
    for each in due:
        if each.reason is None:
            slots[case.week_starts[each.on]].append(each)
    weeks: dict[dt.date, list[Report]] = defaultdict(list)
    for report in listed:
        week = case.week_starts.get(report.record.due_on or report.day)
        if week is not None:
            weeks[week].append(report)
    first, last = in_force(assignment)
    most = None if assignment.weekly_target is None else assignment.weekly_target.max_per_day
    for week, reported in weeks.items():
        free = list(slots.get(week, ()))
        per_day: dict[dt.date, int] = defaultdict(int)
        for report in reported:
            fits = first <= report.day <= last and case.in_plan(report.day)
            fits = fits and (most is None or per_day[report.day] < most)
            if report.practised and not (free and fits):
                day = report.day if week <= report.day < week + WEEK else report.record.due_on
                result.extras.append(report if day is None else msgspec.structs.replace(report, day=day))
            elif free and (report.practised or report.worth[1]):
                per_day[report.day] += report.practised
                result.found[free.pop(0).opportunity_id] = report
        result.silent.update(each.opportunity_id for each in free)
