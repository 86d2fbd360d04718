"""A measurement of a goal."""

from collections.abc import Iterator

from collabcare._record.declare import about, rule
from collabcare._record.kinds import (
    AttainmentLevelNumber,
    Count,
    Flag,
    Id,
    Instant,
    Label,
    Minutes,
    PositiveCount,
    Quantity,
    Unit,
)
from collabcare._record.record import record
from collabcare.errors import Problem
from collabcare.vocabulary import MeasurementProcedure, Phase, Setting

__all__ = ["Measurement"]


@record
class Measurement:
    """One observation of a goal: a value, a level, or trials or intervals in order."""

    id: Id = about("How other records point to this measurement.")
    goal: Id = about("The goal measured.", refers="Goal")
    measured_at: Instant = about("When.")
    session: Id | None = about("The session in which it was measured.", default=None, refers="Session")
    value: Quantity | None = about("How much.", default=None)
    unit: Unit | None = about("The unit (UCUM).", default=None)
    level: AttainmentLevelNumber | None = about("The attainment level.", default=None)
    trials: tuple[Flag, ...] = about("Trials in order: whether each succeeded.", default=())
    intervals: tuple[Flag, ...] = about("Intervals in order: whether the behavior was scored in each.", default=())
    successes: Count | None = about("How many trials succeeded.", default=None)
    attempts: PositiveCount | None = about("How many trials there were.", default=None)
    observation_minutes: Minutes | None = about("How long was observed.", default=None)
    procedure: MeasurementProcedure | None = about("How it was measured.", default=None)
    setting: Setting | None = about("Where.", default=None)
    observer: Id | None = about("Who measured.", default=None, refers="Participant")
    with_whom: tuple[Id, ...] = about("Who was with the child.", default=(), refers="Participant")
    materials: tuple[Label, ...] = about("What was used.", default=())
    phase: Phase | None = about("The phase of a single-case design.", default=None)
    support_level: Id | None = about("The level of help given, on the goal's scale.", default=None)

    @rule
    def _says_something(self) -> Iterator[Problem]:
        one = self.value is not None or self.level is not None or self.successes is not None
        if not one and not self.trials and not self.intervals:
            yield Problem("/value", "at-least-one", "give value, level, trials, intervals or successes")

    @rule
    def _value_with_unit(self) -> Iterator[Problem]:
        if (self.value is None) != (self.unit is None):
            yield Problem("/unit", "needs", "give unit exactly when there is a value")

    @rule
    def _successes_of_attempts(self) -> Iterator[Problem]:
        if (self.successes is None) != (self.attempts is None):
            yield Problem("/attempts", "needs", "give successes and attempts together")
        elif self.successes is not None and self.attempts is not None and self.successes > self.attempts:
            yield Problem("/successes", "out-of-range", "let successes be at most attempts")
