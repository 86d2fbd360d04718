"""Stretches of days in which something rests, joined so that no day is counted twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import attrs

from collabcare._dates import DAY, every
from collabcare.plans import Pause
from collabcare.vocabulary import Dimension, PauseScope

__all__ = ["NEVER", "REST", "Stretches", "resting"]

_ALL = PauseScope.ALL
_SESSIONS = frozenset({_ALL, PauseScope.SESSIONS})
_PRACTICE = frozenset({_ALL, PauseScope.PRACTICE})
_MESSAGES = frozenset({_ALL, PauseScope.MESSAGES})

REST: dict[Dimension, frozenset[PauseScope]] = {
    Dimension.ATTENDANCE: _SESSIONS,
    Dimension.PARTICIPATION: _SESSIONS,
    Dimension.HOME_PRACTICE: _PRACTICE,
    Dimension.COMMUNICATION: _MESSAGES,
    Dimension.SHARED_DECISIONS: frozenset({_ALL}),
    Dimension.SESSIONS_KEPT: _SESSIONS,
    Dimension.PROGRESS_UPDATES: _MESSAGES,
    Dimension.RESPONSIVENESS: _MESSAGES,
    Dimension.PARENT_INPUT: _SESSIONS,
    Dimension.EXPLANATION: _PRACTICE,
    Dimension.FEEDBACK_SOUGHT: _MESSAGES,
    Dimension.BARRIERS_ANSWERED: frozenset({_ALL}),
    Dimension.JOINT_REVIEW: frozenset({_ALL}),
}
"""Which pauses let a dimension rest: decisions, barriers and reviews rest only when everything does."""


@attrs.frozen
class Stretches:
    """
    Days in stretches, in order, that neither overlap nor touch.

    Parameters
    ----------
    parts
        First and last day of each.
    """

    parts: tuple[tuple[dt.date, dt.date], ...] = ()

    @classmethod
    def joined(cls, parts: Iterable[tuple[dt.date, dt.date]]) -> Stretches:
        """Join stretches that overlap or touch."""
        found: list[tuple[dt.date, dt.date]] = []
        for first, last in sorted(parts):
            if found and first <= found[-1][1] + DAY:
                found[-1] = (found[-1][0], max(found[-1][1], last))
            else:
                found.append((first, last))
        return cls(tuple(found))

    def __contains__(self, day: dt.date) -> bool:
        """Tell whether a day lies in one of them."""
        for first, last in self.parts:
            if day <= last:
                return first <= day
        return False

    def days_within(self, first: dt.date, last: dt.date) -> int:
        """Count the days that lie between two days, both included."""
        found = 0
        for start, end in self.parts:
            if start <= last and first <= end:
                found += (min(last, end) - max(first, start)).days + 1
        return found

    def between(self, first: dt.date, last: dt.date) -> Iterator[dt.date]:
        """Go through the days that lie between two days, both included."""
        for start, end in self.parts:
            yield from every(1, first, max(first, start), min(last, end))

    def gaps(self, first: dt.date, last: dt.date) -> Stretches:
        """Keep the days between two days, both included, that lie in none of them."""
        found: list[tuple[dt.date, dt.date]] = []
        for start, end in self.parts:
            if start > last:
                break
            if first < start:
                found.append((first, start - DAY))
            if end >= last:
                return Stretches(tuple(found))
            first = max(first, end + DAY)
        return Stretches((*found, (first, last)))

    def meet(self, other: Stretches) -> Stretches:
        """Keep the days that both have."""
        parts = ((max(first, start), min(last, end)) for first, last in self.parts for start, end in other.parts)
        return Stretches.joined(each for each in parts if each[0] <= each[1])


NEVER = Stretches()


def resting(pauses: Iterable[Pause], scopes: frozenset[PauseScope], homes: Iterable[str | None]) -> Stretches:
    """
    Find the days on which something rests for all of several homes.

    Parameters
    ----------
    pauses
        Those of the plan.
    scopes
        The scopes that let it rest.
    homes
        The homes that it concerns; without any, only pauses of everyone count.

    Returns
    -------
    Stretches
        A day on which one of the homes goes on is not among them.
    """
    found = [(each.household, (each.starts_on, each.ends_on)) for each in pauses if each.scope in scopes]
    if not found:
        return NEVER
    everyone = [stretch for home, stretch in found if home is None]
    together: Stretches | None = None
    for home in set(homes):
        own = Stretches.joined([*everyone, *(stretch for each, stretch in found if each is not None and each == home)])
        together = own if together is None else together.meet(own)
    return Stretches.joined(everyone) if together is None else together
