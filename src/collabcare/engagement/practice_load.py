"""The weeks in which more practice was asked than agreed (rule R6)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from collabcare._dates import DAY, WEEK, week_of
from collabcare.engagement.opportunity import Evidence, LeftOut
from collabcare.engagement.reasons import UNREPORTED
from collabcare.engagement.result import PracticeLoad
from collabcare.plans import SharedPlan
from collabcare.vocabulary import CommitmentKind, Dimension

__all__ = ["practice_load"]

_BEYOND = "beyond-capacity"
_ASKED = frozenset({None, UNREPORTED, _BEYOND})


def practice_load(plan: SharedPlan, rows: Iterable[Evidence | LeftOut]) -> tuple[PracticeLoad, ...]:
    """
    Find the weeks in which more practice was asked than the family had agreed to (rule R6).

    Parameters
    ----------
    plan
        What was agreed.
    rows
        The evidence.

    Returns
    -------
    tuple of PracticeLoad
        In order of household and week; only weeks in which something was left out for it.
    """
    if all(each.kind != CommitmentKind.PRACTICE_MINUTES for each in plan.commitments):
        return ()
    practice = [row for row in rows if row.dimension == Dimension.HOME_PRACTICE]
    if not any(isinstance(row, LeftOut) and row.reason == _BEYOND for row in practice):
        return ()
    minutes = {each.id: each.minutes or 0 for each in plan.assignments}
    asked: defaultdict[tuple[str | None, dt.date], int] = defaultdict(int)
    beyond: set[tuple[str | None, dt.date]] = set()
    for row in practice:
        reason = row.reason if isinstance(row, LeftOut) else None
        if reason in _ASKED:
            key = (row.household, week_of(row.on, plan.week_start.number))
            asked[key] += minutes.get(row.source, 0)
            if reason == _BEYOND:
                beyond.add(key)
    return tuple(
        PracticeLoad(household=home, week_of=week, asked_minutes=asked[home, week], agreed_minutes=agreed)
        for home, week in sorted(beyond, key=lambda each: (each[0] or "", each[1]))
        if (agreed := _minutes_agreed(plan, home, week)) is not None
    )


def _minutes_agreed(plan: SharedPlan, household: str | None, week: dt.date) -> int | None:
    """Find the minutes a week that a household agreed to, by its own promise before one for all homes."""
    promises = [
        each
        for each in plan.commitments
        if each.kind == CommitmentKind.PRACTICE_MINUTES
        and each.household in {None, household}
        and each.since <= week + WEEK - DAY
        and (each.until is None or each.until >= week)
    ]
    promises.sort(key=lambda each: (each.household is None, -each.since.toordinal()))
    return promises[0].number if promises else None
