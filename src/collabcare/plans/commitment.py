"""What one side promised to the other, with dates."""

from collections.abc import Iterator

from collabcare._record.declare import about, rule
from collabcare._record.kinds import Day, Id, PositiveCount
from collabcare._record.record import record
from collabcare.errors import Problem
from collabcare.vocabulary import CommitmentKind, CommitmentUnit, DayCount, Side

__all__ = ["Commitment"]

_IN_MINUTES = frozenset({CommitmentKind.PARENT_INPUT, CommitmentKind.PRACTICE_MINUTES})


@record
class Commitment:
    """
    A promise between the sides: how soon, how often, how many minutes.

    Both sides keep a `reply` promise unless `side` says which one does. To alter a promise, close it with `until` and
    open another: what was in force on a day never changes afterwards.
    """

    id: Id = about("How other records point to this promise.")
    kind: CommitmentKind = about("What was promised.")
    number: PositiveCount = about("How many days or minutes.")
    unit: CommitmentUnit = about("Days or minutes.")
    days: DayCount = about("Whether every day counts or working days only.", default=DayCount.CALENDAR)
    side: Side | None = about("Which side promised, for promises that either can make.", default=None)
    household: Id | None = about("The home it is for; without it, all.", default=None, refers="Household")
    since: Day = about("The first day on which it is in force.")
    until: Day | None = about("The last day on which it is in force.", default=None)

    @rule
    def _dates_in_order(self) -> Iterator[Problem]:
        if self.until is not None and self.until < self.since:
            yield Problem("/until", "date-order", "let until not be before since")

    @rule
    def _unit_fits(self) -> Iterator[Problem]:
        if (self.unit == CommitmentUnit.MINUTES) != (self.kind in _IN_MINUTES):
            yield Problem(
                "/unit", "needs", "give minutes for parent-input-minutes and practice-minutes-per-week, else days"
            )
