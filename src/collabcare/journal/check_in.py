"""How a caregiver is doing, in the caregiver's own words and numbers."""

from collections.abc import Iterator

from collabcare._record.declare import about as field
from collabcare._record.declare import rule
from collabcare._record.kinds import Audience, Hours, Id, Instant, Words, ZeroToTen
from collabcare._record.record import record
from collabcare.errors import Problem

__all__ = ["CheckIn"]


@record
class CheckIn:
    """How a caregiver is doing. It is not a test, and no number of it enters a score."""

    id: Id = field("How other records point to this check-in.")
    caregiver: Id = field("Whose it is.", refers="Participant")
    checked_in_at: Instant = field("When.")
    confidence: ZeroToTen | None = field("How sure of being able to help the child, 0 to 10.", default=None)
    stress: ZeroToTen | None = field("How stressed, 0 to 10.", default=None)
    satisfaction: ZeroToTen | None = field("How content with the work together, 0 to 10.", default=None)
    wellbeing: ZeroToTen | None = field("How well, 0 to 10.", default=None)
    expects_help: ZeroToTen | None = field("How much help is expected of the therapy, 0 to 10.", default=None)
    felt_heard: ZeroToTen | None = field("How much heard, 0 to 10.", default=None)
    felt_respected: ZeroToTen | None = field("How much respected, 0 to 10.", default=None)
    supported: ZeroToTen | None = field("How much supported, 0 to 10.", default=None)
    about: tuple[Id, ...] = field(
        "What it is about.", default=(), refers=("SharedPlan", "Goal", "Strategy", "HomeAssignment")
    )
    hours_available: Hours | None = field("Hours free for practice this week.", default=None)
    words: Words | None = field("In the caregiver's own words.", default=None)
    audience: tuple[Audience, ...] = field("Who may see it; without any, the clinic.", default=())

    @rule
    def _says_something(self) -> Iterator[Problem]:
        numbers = (self.confidence, self.stress, self.satisfaction, self.wellbeing, self.expects_help)
        more = (self.felt_heard, self.felt_respected, self.supported, self.hours_available, self.words)
        if all(each is None for each in (*numbers, *more)):
            yield Problem("", "at-least-one", "give at least one number or some words")
