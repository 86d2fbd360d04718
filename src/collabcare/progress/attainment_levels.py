"""Which attainment level counts for a goal on a day: what was measured, and what each side judged, kept apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from collabcare._dates import local_day
from collabcare.journal import Journal
from collabcare.plans import SharedPlan
from collabcare.vocabulary import Side

__all__ = ["SOURCES", "Level", "Source", "latest_levels"]

Source = Literal["measured", "family", "clinic"]
SOURCES: tuple[Source, ...] = ("measured", "family", "clinic")


class Level(NamedTuple):
    """
    The level that counts for one goal.

    Parameters
    ----------
    level
        -2 to 2; `None` where several of one moment differ.
    on
        Its day in the plan's zone.
    by
        Who measured or judged; empty where the record does not say.
    records
        The measurements or reviews that it comes from.
    """

    level: int | None
    on: dt.date
    by: tuple[str, ...]
    records: tuple[str, ...]


class _Seen(NamedTuple):
    goal: str
    at: dt.datetime
    level: int
    by: str | None
    record: str


def latest_levels(
    plan: SharedPlan, journal: Journal, on: dt.date, source: Source, participant: str | None
) -> dict[str, Level]:
    """
    Find the last level of each goal on or before a day.

    Of one moment, equal levels are one; those that differ give no level, because nothing says whose is right. Where a
    side judges as a whole, its members' own judgements of that review are not looked at.
    """
    seen = _measured(journal) if source == "measured" else _judged(plan, Side(source), whole=participant is None)
    found: dict[str, list[_Seen]] = {}
    for each in seen:
        if local_day(each.at, plan.timezone) > on or (participant is not None and each.by != participant):
            continue
        last = found.get(each.goal)
        if last is None or each.at > last[0].at:
            found[each.goal] = [each]
        elif each.at == last[0].at:
            last.append(each)
    return {goal: _one(each, plan.timezone) for goal, each in found.items()}


def _measured(journal: Journal) -> Iterator[_Seen]:
    for each in journal.measurements:
        if each.level is not None:
            yield _Seen(each.goal, each.measured_at, each.level, each.observer, each.id)


def _judged(plan: SharedPlan, side: Side, *, whole: bool) -> Iterator[_Seen]:
    for review in plan.reviews:
        if review.held_at is None:
            continue
        judged = [each for each in review.judgements if each.side == side and each.level is not None]
        as_a_side = {each.goal for each in judged if whole and each.participant is None}
        for each in judged:
            if each.level is not None and (each.participant is None or each.goal not in as_a_side):
                yield _Seen(each.goal, review.held_at, each.level, each.participant, review.id)


def _one(seen: list[_Seen], timezone: str) -> Level:
    levels = {each.level for each in seen}
    return Level(
        level=levels.pop() if len(levels) == 1 else None,
        on=local_day(seen[0].at, timezone),
        by=_names(each.by for each in seen),
        records=_names(each.record for each in seen),
    )


def _names(found: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({each for each in found if each is not None}))
