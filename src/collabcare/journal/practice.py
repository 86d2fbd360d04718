"""Practice at home, as the family reports it."""

import datetime as dt
from collections.abc import Iterable, Iterator

from collabcare._record.declare import about, rule
from collabcare._record.kinds import Day, Id, Instant, Minutes, Share, Words, ZeroToFour, ZeroToTen
from collabcare._record.record import record
from collabcare.errors import Problem
from collabcare.vocabulary import EmbeddedIn, ExcusedReason, PracticeOutcome, Setting

__all__ = ["LogStatement", "PracticeRecord", "complete_until"]


@record
class PracticeRecord:
    """
    What became of one time of home practice. "Not done" is as welcome as "done": it is information.

    It is what someone reported, not what was verified.
    """

    id: Id = about("How other records point to this one.")
    assignment: Id = about("What was practised.", refers="HomeAssignment")
    due_on: Day | None = about("The day on which it was due.", default=None)
    practised_on: Day | None = about("The day of practice, in the plan's zone.", default=None)
    practised_at: Instant | None = about("The time of practice, where it is known.", default=None)
    household: Id | None = about("The home in which it took place.", default=None, refers="Household")
    by: Id | None = about("Who practised with the child.", default=None, refers="Participant")
    reported_at: Instant | None = about("When it was reported.", default=None)
    reported_by: Id | None = about("Who reported it.", default=None, refers="Participant")
    outcome: PracticeOutcome = about("What became of it.")
    excused_reason: ExcusedReason | None = about("Why it could not be expected.", default=None)
    done_share: Share | None = about("How much of it was done, 0 to 1.", default=None)
    minutes: Minutes | None = about("How long it took.", default=None)
    quality: ZeroToFour | None = about("How well it went, 0 to 4.", default=None)
    support_level: Id | None = about("The level of help given, on the goal's scale.", default=None)
    setting: Setting | None = about("Where it took place.", default=None)
    embedded_in: EmbeddedIn | None = about("The family routine it was part of.", default=None)
    distress_before: ZeroToTen | None = about("The child's distress before, 0 to 10.", default=None)
    distress_after: ZeroToTen | None = about("The child's distress after, 0 to 10.", default=None)
    response: Words | None = about("How the child responded.", default=None)
    note: Words | None = about("Anything else.", default=None)

    @rule
    def _has_a_day(self) -> Iterator[Problem]:
        if self.due_on is None and self.practised_on is None and self.practised_at is None:
            yield Problem("/due_on", "at-least-one", "give due_on, practised_on or practised_at")

    @rule
    def _one_day_of_practice(self) -> Iterator[Problem]:
        if self.practised_on is not None and self.practised_at is not None:
            yield Problem("/practised_on", "exactly-one", "give practised_on or practised_at, not both")

    @rule
    def _excused_with_reason(self) -> Iterator[Problem]:
        if (self.outcome == PracticeOutcome.EXCUSED) != (self.excused_reason is not None):
            yield Problem("/excused_reason", "needs", "give excused_reason exactly when the outcome is excused")

    @rule
    def _share_fits(self) -> Iterator[Problem]:
        if self.done_share is not None and self.outcome != PracticeOutcome.PARTLY:
            yield Problem("/done_share", "needs", "give done_share only when the outcome is partly")


@record
class LogStatement:
    """
    That a household's practice log is complete up to a day: what it does not mention was not done.

    Without such a statement, silence stays unknown.
    """

    id: Id = about("How other records point to this one.")
    household: Id | None = about("Whose log; without it, the whole family's.", default=None, refers="Household")
    assignment: Id | None = about("For which assignment; without it, all.", default=None, refers="HomeAssignment")
    complete_until: Day = about("The last day for which the log is complete.")


def complete_until(statements: Iterable[LogStatement], homes: Iterable[str | None], assignment: str) -> dt.date:
    """Give the last day for which the logs of all these homes are complete; without one, the first of all days."""
    listed = tuple(statements)
    return min(
        max(
            (
                each.complete_until
                for each in listed
                if each.household in {None, home} and each.assignment in {None, assignment}
            ),
            default=dt.date.min,
        )
        for home in homes
    )
