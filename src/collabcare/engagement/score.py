"""The score: from plan and journal to figures for both sides."""

from __future__ import annotations

import datetime as dt
import functools
import importlib.metadata
from collections import defaultdict
from collections.abc import Collection, Iterable

from collabcare._dates import Window, week_of
from collabcare.engagement.evidence import Evidence, LeftOut
from collabcare.engagement.figures import dimension_score
from collabcare.engagement.frozen import FrozenMapping
from collabcare.engagement.model import DIMENSIONS, ScoringModel
from collabcare.engagement.overall import overall_score, without_overall
from collabcare.engagement.result import EngagementScore, PracticeLoad, SideScore
from collabcare.engagement.tally import UNREPORTED, tally
from collabcare.journal import Journal
from collabcare.plans import SharedPlan
from collabcare.vocabulary import CommitmentKind, Dimension, Side

__all__ = ["score", "side_score"]

_BEYOND = "beyond-capacity"


def side_score(
    side: Side, rows: Iterable[Evidence | LeftOut], agreed: Collection[Dimension], model: ScoringModel
) -> SideScore:
    """
    Figures of one side, before the other is looked at.

    Parameters
    ----------
    side
        Which side.
    rows
        Evidence, of any side and in any order.
    agreed
        The dimensions in which something was agreed.
    model
        The scoring model.

    Returns
    -------
    SideScore
        With each dimension of the model, and the overall.
    """
    of: defaultdict[Dimension, list[Evidence | LeftOut]] = defaultdict(list)
    for row in rows:
        if row.side == side:
            of[row.dimension].append(row)
    measured = []
    for spec in model.dimensions(side):
        found = tally(of[spec.dimension], model.unreported)
        one = dimension_score(side, spec, found, agreed=spec.dimension in agreed, model=model)
        measured.append((one, found))
    return SideScore(
        side=side,
        overall=overall_score(side, measured, model),
        dimensions=FrozenMapping({one.dimension.value: one for one, _ in measured}),
    )


@functools.cache
def library_version() -> str:
    """Give the release of this library; `unknown` where it runs without having been installed."""
    try:
        return importlib.metadata.version("collabcare")
    except importlib.metadata.PackageNotFoundError:
        return "unknown"


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
    minutes = {each.id: each.minutes or 0 for each in plan.assignments}
    asked: defaultdict[tuple[str | None, dt.date], int] = defaultdict(int)
    beyond: set[tuple[str | None, dt.date]] = set()
    for row in rows:
        reason = row.reason if isinstance(row, LeftOut) else None
        if row.dimension == Dimension.HOME_PRACTICE and reason in {None, UNREPORTED, _BEYOND}:
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
        and each.since <= week + dt.timedelta(days=6)
        and (each.until is None or each.until >= week)
    ]
    promises.sort(key=lambda each: (each.household is None, -each.since.toordinal()))
    return promises[0].number if promises else None


def _order(row: Evidence | LeftOut) -> tuple[int, int, str, str, str, str]:
    dimensions = DIMENSIONS[row.side]
    reason = row.reason if isinstance(row, LeftOut) else ""
    return (
        list(DIMENSIONS).index(row.side), dimensions.index(row.dimension), row.on.isoformat(), row.opportunity_id, row.household or "", reason
    )
