"""The occasions of home practice, each with what became of it, as the measures of adherence look at them."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from collabcare._dates import DAY, WEEK
from collabcare.engagement.dimensions import home_practice
from collabcare.engagement.matching import Matches, Report, matches, reports
from collabcare.engagement.opportunity import Evidence, LeftOut
from collabcare.engagement.reasons import UNREPORTED
from collabcare.plans.home_assignment import in_force, is_given
from collabcare.vocabulary import Dimension, PracticeOutcome

if TYPE_CHECKING:
    from collabcare.engagement.case import Case
    from collabcare.journal import PracticeRecord
    from collabcare.plans import HomeAssignment

__all__ = ["Due", "Practised"]

_THIS = Dimension.HOME_PRACTICE


@attrs.frozen(eq=False)
class Due:
    """
    One occasion that was due.

    Parameters
    ----------
    assignment
        What was to be practised.
    on
        The day; for a weekly target the last day of its week.
    credit
        How much of it was done, 0 to 1; `None` where nobody reported.
    report
        The report that credits it, if there is one.
    """

    assignment: HomeAssignment
    on: dt.date
    credit: float | None
    report: Report | None


@attrs.frozen(eq=False)
class Practised:
    """
    What was due in a case and what was done; of one assignment or of all.

    Parameters
    ----------
    case
        The case.
    assignment
        Id of the one assignment that is looked at; `None` for all.
    """

    case: Case
    assignment: str | None

    @cached_property
    def assignments(self) -> dict[str, HomeAssignment]:
        """The assignments that are looked at, by id."""
        wanted = self.assignment
        return {each.id: each for each in self.case.plan.assignments if wanted is None or each.id == wanted}

    @cached_property
    def _rows(self) -> tuple[Evidence | LeftOut, ...]:
        return tuple(row for row in home_practice.collect(self.case) if row.source in self.assignments)

    @cached_property
    def _reports(self) -> dict[str, list[Report]]:
        found = reports(self.case, self._worth)
        return {name: listed for name, listed in found.items() if name in self.assignments}

    @cached_property
    def _matches(self) -> Matches:
        return matches(self.case, self._reports)

    def _worth(self, record: PracticeRecord) -> float:
        """Give the credit of a record, as home practice does."""
        if record.outcome is PracticeOutcome.PARTLY and record.done_share is not None:
            return record.done_share
        keys = {PracticeOutcome.DONE: "done", PracticeOutcome.PARTLY: "partly-unknown"}
        return self.case.credit(_THIS, keys.get(record.outcome, "not-done"))

    @cached_property
    def due(self) -> tuple[Due, ...]:
        """What was due in the window and is not left out, in no order."""
        found = self._matches.found
        return tuple(
            Due(self.assignments[row.source], row.on, row.credit, found.get(row.opportunity_id))
            if isinstance(row, Evidence)
            else Due(self.assignments[row.source], row.on, None, None)
            for row in self._rows
            if isinstance(row, Evidence) or row.reason == UNREPORTED
        )

    @cached_property
    def left_out(self) -> dict[str, int]:
        """How much was left out, by reason; what is unreported is not among it."""
        counts = Counter(row.reason for row in self._rows if isinstance(row, LeftOut) and row.reason != UNREPORTED)
        return dict(sorted(counts.items()))

    @cached_property
    def extras(self) -> tuple[Report, ...]:
        """Practice in the window beyond what was due."""
        names = {row.opportunity_id for row in self._rows if isinstance(row, LeftOut) and row.reason == "extra"}
        return tuple(report for report in self._matches.extras if report.record.id in names)

    @cached_property
    def done_on(self) -> dict[tuple[str, dt.date], float]:
        """How much of each assignment was done on each day, the credit of its reports; second reports left out."""
        done: defaultdict[tuple[str, dt.date], float] = defaultdict(float)
        for report in (*self._matches.found.values(), *self._matches.extras):
            if report.practised:
                done[report.record.assignment, report.day] += report.worth[0]
        return done

    # ----------------------------------------------------------------------- days

    @cached_property
    def open_days(self) -> tuple[dt.date, ...]:
        """The past days of the window on which practice was to be expected at all, in order."""
        last = min(self.case.window.end_on, self.case.today)
        count = (last - self.case.window.start_on).days
        days = (self.case.window.start_on + each * DAY for each in range(count))
        return tuple(day for day in days if self._is_open(day))

    def _is_open(self, day: dt.date) -> bool:
        homes = self.case.homes_on(day)
        if self.case.household is not None:
            homes = tuple(each for each in homes if each == self.case.household)
        if not homes or self.case.closed_reason(_THIS, day, homes) is not None:
            return False
        for each in filter(is_given, self.assignments.values()):
            first, last = in_force(each)
            if first <= day <= last and (not each.households or homes == (None,) or {*each.households} & {*homes}):
                return True
        return False

    @cached_property
    def practised_days(self) -> frozenset[dt.date]:
        """The days on which anything was practised, second reports too."""
        return frozenset(
            report.day
            for listed in self._reports.values()
            for report in listed
            if report.practised and report.worth[0] > 0 and self._is_of_household(report)
        )

    def _is_of_household(self, report: Report) -> bool:
        home = self.case.household
        named = report.record.household
        return home is None or named == home or (named is None and home in self.case.homes_on(report.day))

    @cached_property
    def unknown_days(self) -> frozenset[dt.date]:
        """The days on which something was due that nobody reported; for a weekly target all of its week."""
        return frozenset(self._unknown_days())

    def _unknown_days(self) -> Iterator[dt.date]:
        silent = [(each.assignment, each.on) for each in self.due if each.credit is None]
        # A week that ends after the window, and of which nothing was said, may hold practice within the window.
        found = self._matches
        for each in self.case.occasions:
            beyond = each.on >= self.case.window.end_on and each.assignment.id in self.assignments
            known = each.opportunity_id in found.found or each.opportunity_id in found.silent
            if beyond and not known and each.reason is None and each.assignment.weekly_target is not None:
                silent.append((each.assignment, each.on))
        for assignment, on in silent:
            if assignment.weekly_target is None:
                yield on
            else:
                yield from (on - each * DAY for each in range(WEEK.days))
