"""Judging progress together."""

from collections.abc import Iterator

from collabcare._record.declare import about, rule
from collabcare._record.kinds import AttainmentLevelNumber, Day, Flag, Id, Instant, OneToTen
from collabcare._record.record import record
from collabcare.errors import Problem
from collabcare.text import Text
from collabcare.vocabulary import AchievementStatus, Celebrated, Side

__all__ = ["GoalJudgement", "Review"]


@record
class GoalJudgement:
    """How one side, or one person, judges progress on a goal."""

    goal: Id = about("The goal judged.", refers="Goal")
    side: Side = about("Which side judges.")
    participant: Id | None = about("Who judges.", default=None, refers="Participant")
    achievement: AchievementStatus | None = about("How far it has been reached.", default=None)
    level: AttainmentLevelNumber | None = about("The attainment level reached.", default=None)
    performance: OneToTen | None = about("How well it goes, 1 to 10.", default=None)
    satisfaction: OneToTen | None = about("How content the judge is with that, 1 to 10.", default=None)

    @rule
    def _says_something(self) -> Iterator[Problem]:
        if all(each is None for each in (self.achievement, self.level, self.performance, self.satisfaction)):
            yield Problem("", "at-least-one", "give achievement, level, performance or satisfaction")


@record
class Review:
    """A meeting at which both sides look at the plan and judge progress; due, held or both."""

    id: Id = about("How other records point to this review.")
    due_on: Day | None = about("The day by which it is due.", default=None)
    held_at: Instant | None = about("When it was held.", default=None)
    invited_on: Day | None = about("The day of the invitation.", default=None)
    invited: tuple[Id, ...] = about("Who was invited.", default=(), refers="Participant")
    attended: tuple[Id, ...] = about("Who came.", default=(), refers="Participant")
    sent_word: tuple[Id, ...] = about("Who could not come and said so beforehand.", default=(), refers="Participant")
    judgements: tuple[GoalJudgement, ...] = about("How the goals were judged.", default=())
    celebrated: tuple[Celebrated, ...] = about("Whose effort was celebrated.", default=())
    expectations_revisited: Flag | None = about("Whether expectations were talked over.", default=None)
    decisions: tuple[Text, ...] = about("What was decided.", default=())
    next_due_on: Day | None = about("The day by which the next one is due.", default=None)

    @rule
    def _due_or_held(self) -> Iterator[Problem]:
        if self.due_on is None and self.held_at is None:
            yield Problem("/due_on", "at-least-one", "give due_on or held_at")

    @rule
    def _attended_when_held(self) -> Iterator[Problem]:
        if self.attended and self.held_at is None:
            yield Problem("/held_at", "needs", "give held_at when someone came")

    @rule
    def _invited_with_date(self) -> Iterator[Problem]:
        if bool(self.invited) != (self.invited_on is not None):
            yield Problem("/invited_on", "needs", "give invited_on exactly when someone was invited")

    @rule
    def _due_in_order(self) -> Iterator[Problem]:
        if self.due_on is not None and self.next_due_on is not None and self.next_due_on <= self.due_on:
            yield Problem("/next_due_on", "date-order", "let next_due_on be later than due_on")
