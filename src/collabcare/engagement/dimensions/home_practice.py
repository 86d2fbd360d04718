"""
Home practice: what was due at home was done, as the family reports it.

It says how much practice happened, not how hard the family tried, and not how well it went. Silence is not "not done":
what nobody reported is left out as unreported, and the score says how far it could move the result.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial

import msgspec

from collabcare._dates import DAY, WEEK
from collabcare.engagement.barriers import is_open
from collabcare.engagement.case import Case
from collabcare.engagement.matching import Matches, Report, matches, reports
from collabcare.engagement.occasions import PracticeOccasion
from collabcare.engagement.opportunity import Evidence, LeftOut
from collabcare.engagement.partners import Home
from collabcare.engagement.promises import promise_on
from collabcare.journal import PracticeRecord
from collabcare.plans.home_assignment import in_force, is_given
from collabcare.vocabulary import CommitmentKind, Dimension, PracticeOutcome, Side

__all__ = ["agreed", "collect"]

_SIDE, _THIS = Side.FAMILY, Dimension.HOME_PRACTICE
_PARTLY = PracticeOutcome.PARTLY
_NOTES = {
    PracticeOutcome.DONE: "done",
    PracticeOutcome.PARTLY: "done in part",
    PracticeOutcome.NOT_DONE: "not done",
}


class _Entry(msgspec.Struct, eq=False):
    """One occasion on its way to a row."""

    occasion: PracticeOccasion
    report: Report | None
    credit: float | None
    reason: str | None


def collect(case: Case) -> Iterator[Evidence | LeftOut]:
    """
    Give each occasion of practice that fell due in the window, and each practice beyond them.

    Parameters
    ----------
    case
        The case.

    Yields
    ------
    Evidence or LeftOut
        Done 1, in part its share, not done 0; an occasion weighs 1/(occasions of its assignment in a whole week).
        `extra` and `duplicate` weigh nothing.
    """
    matched = matches(case, reports(case, _worth(case)))
    entries = _entries(case, matched)
    _leave_out_beyond_capacity(case, entries)
    first, end = case.window.start_on, case.window.end_on
    for entry in entries:
        if first <= entry.occasion.on < end:
            yield _row(case, entry)
    for occasion, report in matched.duplicates:
        if occasion.on in case.window and (case.household is None or case.household in occasion.homes):
            yield _surplus(case, report, occasion.on, "duplicate")
    for report in matched.extras:
        if report.day in case.window and _is_of_household(case, report):
            yield _surplus(case, report, report.day, "extra")


def agreed(case: Case) -> bool:
    """Tell whether an assignment was in force on a day of the window."""
    first, last = case.window.start_on, case.window.end_on - DAY
    if case.plan.ends_on is not None:
        last = min(last, case.plan.ends_on)
    for each in filter(is_given, case.plan.assignments):
        start, end = in_force(each)
        wanted = case.household is None or not each.households or case.household in each.households
        if wanted and max(start, first, case.plan.starts_on) <= min(end, last):
            return True
    return False


def _worth(case: Case) -> Callable[[PracticeRecord], float]:
    """Make the function that gives the credit of a record."""
    partly = case.credit(_THIS, "partly-unknown")
    worths = {outcome: case.credit(_THIS, "not-done") for outcome in PracticeOutcome}
    worths[PracticeOutcome.DONE] = case.credit(_THIS, "done")

    def worth(record: PracticeRecord) -> float:
        if record.outcome is _PARTLY:
            return partly if record.done_share is None else record.done_share
        return worths[record.outcome]

    return worth


def _entries(case: Case, matched: Matches) -> list[_Entry]:
    """Say of each occasion what it is worth or why it is left out, as far as its capacity and its day do not matter."""
    logs = _Logs(case)
    not_done = case.credit(_THIS, "not-done")
    entries: list[_Entry] = []
    for occasion in case.occasions:
        if case.household is not None and case.household not in occasion.homes:
            continue
        name, reason = occasion.opportunity_id, occasion.reason
        report, credit = None, None
        if reason is None:
            report = matched.found.get(name)
            if report is not None:
                credit, excused = report.worth
                reason = "excused" if excused else None
            elif name in matched.silent or logs.cover(occasion):
                credit = not_done
            if reason is None and credit == 0 and is_open(case, _THIS, occasion.on):
                reason = "open-barrier"
        entries.append(_Entry(occasion, report, credit, reason))
    return entries


def _is_of_household(case: Case, report: Report) -> bool:
    if case.household is None or report.record.household is not None:
        return case.household is None or report.record.household == case.household
    return case.household in case.homes_on(report.day)


def _leave_out_beyond_capacity(case: Case, entries: list[_Entry]) -> None:
    """Keep, of each week of each home, the occasions with the most credit that fit into the minutes agreed."""
    if all(each.kind != CommitmentKind.PRACTICE_MINUTES for each in case.plan.commitments):
        return
    weeks: dict[tuple[Home, dt.date], list[_Entry]] = defaultdict(list)
    week_of = case.week_starts
    for entry in entries:
        occasion = entry.occasion
        if entry.reason is None and occasion.assignment.minutes:
            weeks[occasion.home, week_of[occasion.on]].append(entry)
    for (home, week), listed in weeks.items():
        promise = promise_on(case, CommitmentKind.PRACTICE_MINUTES, week + WEEK - DAY, (home,))
        if promise is None or sum([each.occasion.assignment.minutes or 0 for each in listed]) <= promise.number:
            continue
        left, full = promise.number, False
        for entry in sorted(listed, key=partial(_rank, case)):
            minutes = entry.occasion.assignment.minutes or 0
            # One that fits into no week at all takes no room from the others.
            if minutes <= promise.number and minutes > left:
                full = True
            if full or minutes > promise.number:
                entry.reason = "beyond-capacity"
            else:
                left -= minutes


def _rank(case: Case, entry: _Entry) -> tuple[int, float, dt.date, str]:
    """Put reported occasions first, the most credit first; then those still to come; those nobody reported last."""
    occasion = entry.occasion
    if entry.credit is not None:
        return 0, -entry.credit, occasion.on, occasion.opportunity_id
    return (1 if case.today <= occasion.on else 2), 0, occasion.on, occasion.opportunity_id


def _row(case: Case, entry: _Entry) -> Evidence | LeftOut:
    occasion, report, reason = entry.occasion, entry.report, entry.reason
    if reason is None and case.today <= occasion.on:
        reason = "not-due"
    # Rows are made at once, without an `Opportunity`: a month may have hundreds of them.
    if reason is not None or entry.credit is None:
        return LeftOut(
            plan_id=case.plan.id,
            side=_SIDE,
            dimension=_THIS,
            on=occasion.on,
            reason=reason or "unreported",
            weight=occasion.weight,
            household=occasion.home,
            source=occasion.assignment.id,
            opportunity_id=occasion.opportunity_id,
        )
    record = None if report is None else report.record
    return Evidence(
        plan_id=case.plan.id,
        side=_SIDE,
        dimension=_THIS,
        on=occasion.on,
        credit=entry.credit,
        weight=occasion.weight,
        household=occasion.home,
        source=occasion.assignment.id,
        opportunity_id=occasion.opportunity_id,
        note=_silence(occasion) if record is None else _NOTES[record.outcome],
        reported_by=None if record is None else case.reporters.get(record.reported_by),
        late_reported=None if report is None else _is_late(case, report),
    )


def _silence(occasion: PracticeOccasion) -> str:
    if occasion.assignment.weekly_target is not None:
        return "not among what was done that week"
    return "not mentioned in a log stated complete"


def _is_late(case: Case, report: Report) -> bool | None:
    if report.record.reported_at is None:
        return None
    return (case.day_of(report.record.reported_at) - report.day).days > case.model.late_reported_days


def _surplus(case: Case, report: Report, on: dt.date, reason: str) -> LeftOut:
    record = report.record
    surplus = case.opportunity(_THIS, on, record.assignment, record.id, home=record.household, weight=0.0)
    return surplus.left_out(reason)


class _Logs:
    """How far practice logs are complete: what they cover and nobody mentioned was not done."""

    def __init__(self, case: Case) -> None:
        self._covered: dict[tuple[tuple[Home, ...], str], dt.date] = {}
        self._until: dict[tuple[str | None, str | None], dt.date] = {}
        for each in case.journal.log_statements:
            if each.complete_until <= case.last_known_day:
                key = (each.household, each.assignment)
                self._until[key] = max(self._until.get(key, dt.date.min), each.complete_until)
        self._last = max(self._until.values(), default=dt.date.min)

    def cover(self, occasion: PracticeOccasion) -> bool:
        """Tell whether the logs of all homes in which an occasion can take place cover it."""
        if not self._until or occasion.on > self._last:
            return False
        key = (occasion.homes, occasion.assignment.id)
        if key not in self._covered:
            self._covered[key] = min(self._covered_until(home, occasion.assignment.id) for home in occasion.homes)
        return occasion.on <= self._covered[key]

    def _covered_until(self, home: Home, assignment: str) -> dt.date:
        keys = ((each, name) for each in (home, None) for name in (assignment, None))
        return max(self._until.get(key, dt.date.min) for key in keys)
