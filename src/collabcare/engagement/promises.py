"""
Promises: which one is in force, when it falls due, and whether it was kept in time.

A promise falls due at the end of its n-th day in the plan's zone; paused days never count, and for working days
neither do weekends nor the days on which the clinic is closed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from collabcare._dates import DAY
from collabcare.engagement.pauses import NEVER, Stretches
from collabcare.plans import Commitment
from collabcare.vocabulary import CommitmentKind, DayCount, Dimension, Side

if TYPE_CHECKING:
    from collabcare.engagement.case import Case
    from collabcare.engagement.partners import Home

__all__ = [
    "ANSWERED",
    "Deadline",
    "Interval",
    "counted",
    "deadline",
    "intervals",
    "is_promised",
    "promise_on",
    "promises_for",
    "standing",
]

_SATURDAY = 5

ANSWERED = {"in-time": "answered in time", "in-grace": "answered within grace", "late": "not answered in time"}
"""How a promise to answer can end for good, with the words for it."""


class Deadline(msgspec.Struct, frozen=True):
    """
    When a promise falls due, and until when it can still be kept late.

    Parameters
    ----------
    due_on
        Its last day.
    grace_on
        The last day of grace.
    """

    due_on: dt.date
    grace_on: dt.date


class Interval(msgspec.Struct, frozen=True):
    """
    One interval of a promise that returns.

    Parameters
    ----------
    first_on, due_on
        Its first and its last day.
    reason
        Why it is left out, if it is.
    """

    first_on: dt.date
    due_on: dt.date
    reason: str | None


def _made(case: Case, kind: CommitmentKind, side: Side | None) -> list[Commitment]:
    """List the promises of a kind; one that names no side is of both."""
    made = case.promises.get(kind, [])
    return made if side is None else [each for each in made if each.side is None or each.side == side]


def promise_on(
    case: Case, kind: CommitmentKind, day: dt.date, homes: tuple[Home, ...], side: Side | None = None
) -> Commitment | None:
    """
    Find the promise in force on a day.

    Parameters
    ----------
    case
        The case.
    kind
        What was promised.
    day
        The day.
    homes
        Whom it concerns. One made to a single home goes before one made to all; where several homes are concerned, one
        made to all goes first, then the longest.
    side
        Who promised, for promises that either side can make.

    Returns
    -------
    Commitment or None
        `None` where nothing was promised.
    """
    found = [
        each
        for each in _made(case, kind, side)
        if each.since <= day
        and (each.until is None or day <= each.until)
        and (each.household is None or each.household in homes)
    ]
    if len(found) <= 1:
        return found[0] if found else None
    own_first = len(homes) == 1
    return max(
        found,
        key=lambda each: ((each.household is not None) == own_first, each.side is not None, each.number, each.id),
        default=None,
    )


def is_promised(case: Case, *kinds: CommitmentKind, side: Side | None = None) -> bool:
    """Tell whether anything of these kinds is promised on a day of the window and of the plan."""
    first = max(case.window.start_on, case.plan.starts_on)
    last = case.window.end_on - DAY
    if case.plan.ends_on is not None:
        last = min(last, case.plan.ends_on)
    return any(
        each.since <= last and first <= (each.until or last) and first <= last
        for kind in kinds
        for each in _made(case, kind, side)
        if side != Side.FAMILY or each.household is None or each.household in case.wanted_homes
    )


def promises_for(
    case: Case, kind: CommitmentKind, homes: tuple[Home, ...]
) -> Iterator[tuple[Commitment, tuple[Home, ...]]]:
    """
    Go through the promises of a kind, each with the homes that it is for.

    Parameters
    ----------
    case
        The case.
    kind
        What was promised.
    homes
        The homes of interest.

    Yields
    ------
    tuple of Commitment and homes
        A promise to all leaves out the homes that have one of their own at the same time.
    """
    made = _made(case, kind, None)
    for each in made:
        if each.household is not None:
            if each.household in homes:
                yield each, (each.household,)
            continue
        own = {other.household for other in made if other.household is not None and _overlap(each, other)}
        left = tuple(home for home in homes if home not in own)
        if left:
            yield each, left


def _overlap(one: Commitment, other: Commitment) -> bool:
    return one.since <= (other.until or dt.date.max) and other.since <= (one.until or dt.date.max)


def counted(case: Case, after: dt.date, number: int, days: DayCount, rest: Stretches) -> dt.date:
    """
    Find the n-th day after a day, among the days that count.

    Parameters
    ----------
    case
        The case, for the days on which the clinic is closed.
    after
        The day before the first that can count.
    number
        Which day, from 1.
    days
        Every day or working days.
    rest
        Paused days, which never count.

    Returns
    -------
    date
        The last day for keeping a promise.
    """
    if days == DayCount.WORKING:
        closed = frozenset(case.plan.closed_on)
        day = after
        while number:
            day += DAY
            number -= day.weekday() < _SATURDAY and day not in closed and day not in rest
        return day
    due = after + number * DAY
    for first, last in rest.parts:
        if first > due:
            break
        if last > after:
            due += last + DAY - max(first, after + DAY)
    return due


def deadline(
    case: Case, dimension: Dimension, after: dt.date, promise: Commitment, homes: tuple[Home, ...]
) -> Deadline:
    """Find when a promise about something that happened on a day falls due; that day itself does not count."""
    rest = case.rest(dimension, homes)
    due = counted(case, after, promise.number, promise.days, rest)
    return Deadline(due, counted(case, due, min(promise.number, case.model.grace_days_max), promise.days, rest))


def standing(case: Case, due: Deadline, kept_on: dt.date | None) -> str:
    """
    Say how a promise stands.

    Parameters
    ----------
    case
        The case.
    due
        When it falls due.
    kept_on
        The day on which it was kept, as far as is known.

    Returns
    -------
    str
        `not-due`, `still-open`, `in-time`, `in-grace` or `late`; the last three never change again.
    """
    if case.today <= due.due_on:
        return "not-due"
    if kept_on is not None and kept_on <= due.due_on:
        return "in-time"
    if kept_on is not None and kept_on <= due.grace_on:
        return "in-grace"
    return "still-open" if case.today <= due.grace_on else "late"


def intervals(case: Case, dimension: Dimension, promise: Commitment, homes: tuple[Home, ...]) -> Iterator[Interval]:
    """
    Go through the intervals of a promise whose last day lies in the window.

    Parameters
    ----------
    case
        The case.
    dimension
        What rests, and what the promise is about.
    promise
        It returns every so many days, counted from its first.
    homes
        The homes that it is for.

    Yields
    ------
    Interval
        One that a change or the end of the plan cut short is `outside-plan`, one more than half paused is `paused`.

    Notes
    -----
    Intervals follow one another without a gap from the first day of the promise, through pauses too: a pause takes an
    interval out or leaves it as it is, and moves none.
    """
    rest = case.rest(dimension, homes)
    end = min(promise.until or dt.date.max, case.plan.ends_on or dt.date.max)
    before = promise.since - DAY
    while before < end:
        due = counted(case, before, promise.number, promise.days, NEVER)
        if due >= case.window.end_on:
            return
        if due in case.window:
            first = before + DAY
            paused = rest.days_within(first, due)
            reason = "on-hold" if case.on_hold else None
            if reason is None and (due > end or due < case.plan.starts_on):
                reason = "outside-plan"
            if reason is None and paused > case.model.max_excused_share * ((due - first).days + 1):
                reason = "paused"
            yield Interval(first, due, reason)
        before = due
