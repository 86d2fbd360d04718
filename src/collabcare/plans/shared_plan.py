"""The plan that a family and its therapists share: all that was agreed, in one record."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from collabcare._dates import DAY, is_zone, local_day
from collabcare._record.declare import CLINIC_ONLY, EVERYONE, Find, about, rule
from collabcare._record.kinds import Count, Day, Days, Id, Several, Timezone
from collabcare._record.record import record
from collabcare.errors import Problem
from collabcare.people import ChildProfile, FamilyProfile, Household, Participant
from collabcare.plans.agreement import Agreement
from collabcare.plans.barrier import Barrier
from collabcare.plans.commitment import Commitment
from collabcare.plans.expectation import Expectation
from collabcare.plans.goal import Goal
from collabcare.plans.home_assignment import HomeAssignment
from collabcare.plans.pause import Pause
from collabcare.plans.review import Review
from collabcare.plans.safety_plan import SafetyPlan
from collabcare.plans.service import Service
from collabcare.plans.strategy import Strategy
from collabcare.text import Text
from collabcare.vocabulary import EndedReason, PlanStatus, Role, Weekday

__all__ = ["SharedPlan"]

_YEAR_OF_DAYS = 366
_LOOKED_AT = 5 * _YEAR_OF_DAYS


@record
class SharedPlan:
    """
    What a family and its therapists agreed on: who, what for, what to do, who promised what.

    It is small and revised now and then; what happened stands in the `Journal`. It is not a medical record and holds no
    diagnosis.
    """

    __container__ = True
    __header__ = (("document", Literal["collabcare-plan"]), ("version", Literal[1]))
    document: ClassVar[str] = "collabcare-plan"
    version: ClassVar[int] = 1

    id: Id = about("How journals and agreements point to this plan.", audience=EVERYONE)
    title: Text = about("What the plan is called.", audience=EVERYONE)
    child: Id = about("The child whom it is for.", refers="Participant", audience=EVERYONE)
    participants: tuple[Participant, ...] = about("Everyone who takes part.", audience=EVERYONE)
    households: Several[Household] = about("The homes of the child.", default=())
    child_profile: ChildProfile | None = about("What helps to understand the child.", default=None, audience=EVERYONE)
    family_profiles: tuple[FamilyProfile, ...] = about("What matters to the family.", default=())
    goals: tuple[Goal, ...] = about("What is to be reached.", default=(), audience=EVERYONE)
    strategies: tuple[Strategy, ...] = about("How goals are worked on.", default=(), audience=EVERYONE)
    assignments: tuple[HomeAssignment, ...] = about("Practice agreed on for home.", default=())
    commitments: tuple[Commitment, ...] = about("What the sides promised each other.", default=())
    services: tuple[Service, ...] = about("Services that the child has a right to.", default=())
    pauses: tuple[Pause, ...] = about("Times in which something rests.", default=())
    barriers: tuple[Barrier, ...] = about("What stands in the way, and what was done about it.", default=())
    expectations: tuple[Expectation, ...] = about("Who expects what by when.", default=())
    agreements: tuple[Agreement, ...] = about("Who was asked to agree, and the answers.", default=())
    reviews: tuple[Review, ...] = about("Reviews due and held.", default=())
    safety_plan: SafetyPlan | None = about("That a safety plan exists.", default=None, audience=CLINIC_ONLY)
    starts_on: Day = about("The first day of the plan.", audience=EVERYONE)
    ends_on: Day | None = about("The last day of the plan.", default=None, audience=EVERYONE)
    referred_on: Day | None = about("The day the child was referred.", default=None)
    first_session_on: Day | None = about("The day of the first session.", default=None)
    ended_reason: EndedReason | None = about("Why it ended.", default=None)
    timezone: Timezone = about("The time zone (IANA) in which its days are days.", audience=EVERYONE)
    week_start: Weekday = about("The day on which weeks begin.", default=Weekday.MONDAY)
    closed_on: Days = about("Days on which the clinic is closed.", default=())
    status: PlanStatus = about("Where it stands in its life.", default=PlanStatus.ACTIVE)
    revision: Count = about("Counts its revisions.", default=0)

    @rule
    def _timezone_exists(self) -> Iterator[Problem]:
        if not is_zone(self.timezone):
            yield Problem("/timezone", "wrong-format", "give a time zone (IANA) that exists, such as Europe/Madrid")

    @rule
    def _ends_after_start(self) -> Iterator[Problem]:
        if self.ends_on is not None and self.ends_on < self.starts_on:
            yield Problem("/ends_on", "date-order", "let ends_on not be before starts_on")

    @rule
    def _seen_after_referral(self) -> Iterator[Problem]:
        if self.referred_on and self.first_session_on and self.first_session_on < self.referred_on:
            yield Problem("/first_session_on", "date-order", "let first_session_on not be before referred_on")

    @rule
    def _one_child(self) -> Iterator[Problem]:
        if sum(each.role == Role.CHILD for each in self.participants) != 1:
            yield Problem("/participants", "wrong-role", "give exactly one participant with the role child")

    @rule
    def _child_is_a_child(self) -> Iterator[Problem]:
        for each in self.participants:
            if each.id == self.child and each.role != Role.CHILD:
                yield Problem("/child", "wrong-role", "give the id of the participant with the role child")

    @rule
    def _caregiver_in_active_plan(self) -> Iterator[Problem]:
        if self.status == PlanStatus.ACTIVE and all(each.role != Role.CAREGIVER for each in self.participants):
            yield Problem("/participants", "wrong-role", "give at least one caregiver in an active plan")

    @rule
    def _therapist_in_active_plan(self) -> Iterator[Problem]:
        if self.status == PlanStatus.ACTIVE and all(each.role != Role.THERAPIST for each in self.participants):
            yield Problem("/participants", "wrong-role", "give at least one therapist in an active plan")

    @rule(each="participants")
    def _household_lists_member(self, participant: Participant, find: Find) -> Iterator[Problem]:
        if participant.household is None:
            return
        home = find("Household", participant.household)
        if home is not None and home.members and participant.id not in home.members:
            yield Problem("/household", "needs", "let the household list this participant among its members")

    @rule
    def _commitments_do_not_overlap(self) -> Iterator[Problem]:
        groups: dict[Any, list[tuple[dt.date, dt.date, int]]] = {}
        for position, each in enumerate(self.commitments):
            key = (each.kind, each.household, each.side)
            groups.setdefault(key, []).append((each.since, each.until or dt.date.max, position))
        for stretches in groups.values():
            latest = dt.date.min
            for since, until, position in sorted(stretches):
                if since <= latest:
                    yield Problem(
                        f"/commitments/{position}/since",
                        "overlap",
                        "close one promise before another of the same kind and household begins",
                    )
                latest = max(latest, until)

    @rule
    def _household_days_fit(self) -> Iterator[Problem]:
        if all(not each.residence_schedule for each in self.households):
            return
        end = self.starts_on + _YEAR_OF_DAYS * DAY if self.ends_on is None else self.ends_on
        length = min(_LOOKED_AT, (end - self.starts_on).days + 1)
        last = self.starts_on + (length - 1) * DAY
        there = [each.ordinals_with_child(self.starts_on, last, self.week_start) for each in self.households]
        covered = len(set[int]().union(*there))
        if sum(map(len, there)) > covered:
            yield Problem("/households", "overlap", "let the child be in one household a day")
        if covered < length:
            yield Problem("/households", "not-covered", "let the child be in a household on each day of the plan")

    @rule(each="agreements")
    def _decided_after_request(self, agreement: Agreement, find: Find) -> Iterator[Problem]:  # noqa: ARG002 -- each rule gets it
        if agreement.decided_at is None or not is_zone(self.timezone):
            return
        if local_day(agreement.decided_at, self.timezone) < agreement.requested_on:
            yield Problem("/decided_at", "date-order", "let decided_at not be before requested_on")

    @rule(each="reviews")
    def _held_after_invitation(self, review: Review, find: Find) -> Iterator[Problem]:  # noqa: ARG002 -- each rule gets it
        if review.held_at is None or review.invited_on is None or not is_zone(self.timezone):
            return
        if local_day(review.held_at, self.timezone) < review.invited_on:
            yield Problem("/held_at", "date-order", "let held_at not be before invited_on")
