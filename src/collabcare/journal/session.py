"""A session: what was scheduled, and what became of it."""

from collections.abc import Iterator

from collabcare._record.declare import about, rule
from collabcare._record.kinds import Day, Flag, Id, Instant, Label, Minutes, Rating
from collabcare._record.record import record
from collabcare.errors import Problem
from collabcare.vocabulary import (
    Assent,
    CancellationReason,
    CaregiverRole,
    CoachingComponent,
    Discipline,
    ParticipationItem,
    ServiceDelivery,
    SessionFormat,
    SessionKind,
    SessionStatus,
    Setting,
    Side,
    Who,
)

__all__ = ["ParticipationRating", "Session"]


@record
class ParticipationRating:
    """
    How someone rated one thing about a person's part in a session, or that it could not be seen.

    It rates what was seen in one hour. It is not a rating of a person.
    """

    item: ParticipationItem = about("What was rated.")
    item_other: Label | None = about("The clinic's own item.", default=None)
    participant: Id = about("Whose part.", refers="Participant")
    rating: Rating | None = about("The rating; absent when it could not be seen.", default=None)
    lowest: Rating = about("The lowest rating of the scale.")
    highest: Rating = about("The highest rating of the scale.")
    rater: Id | None = about("Who rated.", default=None, refers="Participant")
    not_observed: Flag = about("Whether it could not be seen.", default=False)

    @rule
    def _rated_or_not_observed(self) -> Iterator[Problem]:
        if (self.rating is None) != self.not_observed:
            yield Problem("/rating", "exactly-one", "give either rating or not_observed")

    @rule
    def _scale_in_order(self) -> Iterator[Problem]:
        if self.highest <= self.lowest:
            yield Problem("/highest", "out-of-range", "let highest be more than lowest")

    @rule
    def _within_bounds(self) -> Iterator[Problem]:
        if self.rating is not None and self.lowest < self.highest and not self.lowest <= self.rating <= self.highest:
            yield Problem("/rating", "out-of-range", "let rating lie from lowest to highest")

    @rule
    def _other_has_text(self) -> Iterator[Problem]:
        if (self.item == ParticipationItem.OTHER) != (self.item_other is not None):
            yield Problem("/item_other", "needs", "give item_other exactly when item is other")


@record
class Session:
    """A session that was scheduled, whatever became of it."""

    id: Id = about("How other records point to this session.")
    scheduled_start_at: Instant = about("When it was to begin.")
    scheduled_end_at: Instant = about("When it was to end.")
    started_at: Instant | None = about("When it began.", default=None)
    late_through: Who | None = about("Through whom it began late.", default=None)
    ended_at: Instant | None = about("When it ended.", default=None)
    ended_early_by: Who | None = about("Through whom it ended early.", default=None)
    session_kind: SessionKind = about("What it is for.", default=SessionKind.TREATMENT)
    format: SessionFormat | None = about("Who is in the room.", default=None)
    service_delivery: ServiceDelivery | None = about("How it is given.", default=None)
    discipline: Discipline | None = about("The field of work.", default=None)
    discipline_other: Label | None = about("The field of work, when no code fits.", default=None)
    setting: Setting | None = about("Where it takes place.", default=None)
    organization: Id | None = about("Who gives it, where the plan has several organizations.", default=None)
    status: SessionStatus = about("What became of it.")
    cancelled_by: Who | None = about("Who called it off.", default=None)
    cancelled_at: Instant | None = about("When it was called off.", default=None)
    cancellation_reason: CancellationReason | None = about("Why it was called off.", default=None)
    cancellation_reason_other: Label | None = about("Why, when no code fits.", default=None)
    make_up_offered_on: Day | None = about("The day for which another session was offered instead.", default=None)
    moved_to: Id | None = about("The session that took its place.", default=None)
    moved_by: Side | None = about("Which side moved it.", default=None)
    expected: tuple[Id, ...] = about("Who was expected.", default=(), refers="Participant")
    attended: tuple[Id, ...] = about("Who came.", default=(), refers="Participant")
    caregiver_role: CaregiverRole | None = about("What caregivers did in it.", default=None)
    interpreter_present: Flag | None = about("Whether the interpreter was there.", default=None)
    parent_input_minutes: Minutes | None = about("Minutes that were the caregivers' to speak.", default=None)
    coaching: tuple[CoachingComponent, ...] = about("Parts of coaching that took place.", default=())
    assent: Assent | None = about("Whether the child agreed to take part.", default=None)
    ratings: tuple[ParticipationRating, ...] = about("How people took part.", default=())

    @rule
    def _schedule_in_order(self) -> Iterator[Problem]:
        if self.scheduled_end_at <= self.scheduled_start_at:
            yield Problem("/scheduled_end_at", "date-order", "let scheduled_end_at be later than scheduled_start_at")

    @rule
    def _times_in_order(self) -> Iterator[Problem]:
        if self.started_at is not None and self.ended_at is not None and self.ended_at < self.started_at:
            yield Problem("/ended_at", "date-order", "let ended_at not be before started_at")

    @rule
    def _attended_when_held(self) -> Iterator[Problem]:
        if self.attended and self.status != SessionStatus.HELD:
            yield Problem("/attended", "needs", "name who came only when the status is held")

    @rule
    def _cancelled_by_when_cancelled(self) -> Iterator[Problem]:
        if self.status != SessionStatus.CANCELLED and self.cancelled_by is not None:
            yield Problem("/cancelled_by", "needs", "say who called it off only when the status is cancelled")

    @rule
    def _moved_to_when_moved(self) -> Iterator[Problem]:
        if self.status != SessionStatus.MOVED and (self.moved_to is not None or self.moved_by is not None):
            yield Problem("/moved_to", "needs", "say where and by whom it was moved only when the status is moved")

    @rule
    def _other_discipline_has_text(self) -> Iterator[Problem]:
        if (self.discipline == Discipline.OTHER) != (self.discipline_other is not None):
            yield Problem("/discipline_other", "needs", "give discipline_other exactly when discipline is other")

    @rule
    def _other_reason_has_text(self) -> Iterator[Problem]:
        other = self.cancellation_reason == CancellationReason.OTHER
        if other != (self.cancellation_reason_other is not None):
            yield Problem(
                "/cancellation_reason_other", "needs", "give cancellation_reason_other exactly when the reason is other"
            )
