"""A time in which everything, or a part of it, rests."""

import datetime as dt
from collections.abc import Iterator

from collabcare._record.declare import about, rule
from collabcare._record.kinds import Day, Id
from collabcare._record.record import record
from collabcare.errors import Problem
from collabcare.vocabulary import PauseReason, PauseScope

__all__ = ["Pause"]


@record
class Pause:
    """A time in which nothing is expected; it works on both sides alike."""

    id: Id = about("How other records point to this pause.")
    starts_on: Day = about("The first day.")
    ends_on: Day = about("The last day.")
    reason: PauseReason = about("Why.")
    scope: PauseScope = about("What rests.", default=PauseScope.ALL)
    household: Id | None = about("The home it is for; without it, all.", default=None, refers="Household")

    @rule
    def _dates_in_order(self) -> Iterator[Problem]:
        if self.ends_on < self.starts_on:
            yield Problem("/ends_on", "date-order", "let ends_on not be before starts_on")

    def covers(self, day: dt.date) -> bool:
        """Tell whether a day lies in the pause."""
        return self.starts_on <= day <= self.ends_on
