"""What someone was asked to agree to, and the answer."""

from collections.abc import Iterator

from collabcare._record.declare import about, rule
from collabcare._record.kinds import Day, Digest, Id, Instant, Words
from collabcare._record.record import record
from collabcare.errors import Problem
from collabcare.vocabulary import AgreementKind, AgreementMethod, Decision

__all__ = ["Agreement"]


@record
class Agreement:
    """
    A question put to a participant about the plan, a goal or an assignment, and the answer.

    A refusal is an answer. Agreeing is not the same as consent in law; `kind` says which of them it is.
    """

    id: Id = about("How other records point to this agreement.")
    participant: Id = about("Who was asked.", refers="Participant")
    kind: AgreementKind = about("What the answer means.")
    subject: Id = about(
        "What it is about: the plan, a goal or an assignment.", refers=("SharedPlan", "Goal", "HomeAssignment")
    )
    requested_on: Day = about("The day of the question.")
    decision: Decision = about("The answer.", default=Decision.PENDING)
    decided_at: Instant | None = about("When the answer was given.", default=None)
    method: AgreementMethod | None = about("How the answer was given.", default=None)
    comment: Words | None = about("What was said with it.", default=None)
    digest: Digest | None = about("SHA-256 of the document that was agreed to.", default=None)

    @rule
    def _decided_with_date(self) -> Iterator[Problem]:
        if (self.decision == Decision.PENDING) != (self.decided_at is None):
            yield Problem("/decided_at", "needs", "give decided_at exactly when the decision is not pending")
