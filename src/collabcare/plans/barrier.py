"""What stands in the way of working together, and what was done about it."""

from collections.abc import Iterator

from collabcare._record.declare import about, rule
from collabcare._record.kinds import Day, Id, Label
from collabcare._record.record import record
from collabcare.errors import Problem
from collabcare.text import Text
from collabcare.vocabulary import BarrierKind, BarrierOutcome, BarrierResponseKind, Dimension

__all__ = ["Barrier", "BarrierResponse"]


@record
class BarrierResponse:
    """What was agreed to do about a barrier."""

    kind: BarrierResponseKind = about("A solution or a referral.")
    description: Text = about("What was agreed.")
    agreed_by: tuple[Id, ...] = about("Who agreed.", default=(), refers="Participant")
    agreed_on: Day = about("The day of the agreement.")


@record
class Barrier:
    """
    Something that stands in the way, raised by either side.

    It is not a fault of anyone: while a barrier that the family raised is unanswered, what it hinders is not held
    against the family.
    """

    id: Id = about("How other records point to this barrier.")
    kind: BarrierKind = about("What kind of barrier.")
    kind_other: Label | None = about("The kind, when no code fits.", default=None)
    description: Text = about("What stands in the way.")
    raised_by: Id = about("Who raised it.", refers="Participant")
    raised_on: Day = about("The day it was raised.")
    affects: tuple[Dimension, ...] = about("What it hinders.", default=())
    responses: tuple[BarrierResponse, ...] = about("What was agreed about it.", default=())
    outcome: BarrierOutcome | None = about("Whether that helped.", default=None)
    resolved_on: Day | None = about("The day it was gone.", default=None)

    @rule
    def _other_has_text(self) -> Iterator[Problem]:
        if (self.kind == BarrierKind.OTHER) != (self.kind_other is not None):
            yield Problem("/kind_other", "needs", "give kind_other exactly when kind is other")

    @rule
    def _resolved_after_raised(self) -> Iterator[Problem]:
        if self.resolved_on is not None and self.resolved_on < self.raised_on:
            yield Problem("/resolved_on", "date-order", "let resolved_on not be before raised_on")

    @rule
    def _answered_after_raised(self) -> Iterator[Problem]:
        for position, response in enumerate(self.responses):
            if response.agreed_on < self.raised_on:
                yield Problem(f"/responses/{position}/agreed_on", "date-order", "let agreed_on not be before raised_on")
