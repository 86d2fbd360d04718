"""How closely a strategy was carried out as shown."""

from collections.abc import Iterator

from collabcare._record.declare import about, rule
from collabcare._record.kinds import Count, Id, Instant, PositiveCount
from collabcare._record.record import record
from collabcare.errors import Problem
from collabcare.vocabulary import Setting

__all__ = ["FidelityObservation"]


@record
class FidelityObservation:
    """
    Steps of a strategy that a caregiver carried out as shown, on one occasion.

    A single observation says little: several, in several routines, are needed before anything is said about fidelity.
    """

    id: Id = about("How other records point to this observation.")
    strategy: Id = about("The strategy.", refers="Strategy")
    caregiver: Id = about("Who carried it out.", refers="Participant")
    observer: Id | None = about("Who watched.", default=None, refers="Participant")
    steps_correct: Count = about("Steps carried out as shown.")
    steps_scored: PositiveCount = about("Steps that were looked at.")
    setting: Setting | None = about("Where.", default=None)
    observed_at: Instant = about("When.")

    @rule
    def _correct_within_scored(self) -> Iterator[Problem]:
        if self.steps_correct > self.steps_scored:
            yield Problem("/steps_correct", "out-of-range", "let steps_correct be at most steps_scored")
