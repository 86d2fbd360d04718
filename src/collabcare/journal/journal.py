"""The journal of one plan: everything that happened, by kind."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias

from collabcare._dates import Window, local_day
from collabcare._record.build import whole
from collabcare._record.declare import Find, about, rule
from collabcare._record.kinds import Id
from collabcare._record.record import record
from collabcare.errors import InvalidRecordError, Problem
from collabcare.journal.answers import Answers
from collabcare.journal.check_in import CheckIn
from collabcare.journal.fidelity import FidelityObservation
from collabcare.journal.measurement import Measurement
from collabcare.journal.message import Message
from collabcare.journal.practice import LogStatement, PracticeRecord
from collabcare.journal.session import Session
from collabcare.vocabulary import SessionStatus

if TYPE_CHECKING:
    from collabcare.plans.goal import SupportScale

__all__ = ["KINDS", "Event", "Journal"]

Event: TypeAlias = (
    Session | PracticeRecord | LogStatement | FidelityObservation | Message | Measurement | Answers | CheckIn
)

KINDS: dict[str, tuple[str, type]] = {
    "session": ("sessions", Session),
    "practice": ("practice", PracticeRecord),
    "log-statement": ("log_statements", LogStatement),
    "fidelity": ("fidelity", FidelityObservation),
    "message": ("messages", Message),
    "measurement": ("measurements", Measurement),
    "answers": ("answers", Answers),
    "check-in": ("check_ins", CheckIn),
}
"""Each kind of event: the field of the journal that holds it, and its class."""

# A key for each event, made for all events of a kind at once: reading sorts every time.
_KEYS: dict[str, Callable[[tuple[Any, ...]], list[Any]]] = {
    "sessions": lambda events: [(each.scheduled_start_at, each.id) for each in events],
    "practice": lambda events: [
        (each.practised_on or (each.due_on if each.practised_at is None else each.practised_at.date()), each.id)
        for each in events
    ],
    "log_statements": lambda events: [(each.complete_until, each.id) for each in events],
    "fidelity": lambda events: [(each.observed_at, each.id) for each in events],
    "messages": lambda events: [(each.sent_at, each.id) for each in events],
    "measurements": lambda events: [(each.measured_at, each.id) for each in events],
    "answers": lambda events: [(each.answered_at, each.id) for each in events],
    "check_ins": lambda events: [(each.checked_in_at, each.id) for each in events],
}


@record
class Journal:
    """
    What happened, event by event, under one plan.

    It only grows: events are added, never rewritten. Events of a kind stand in order of time, then of id.
    """

    __container__ = True
    __header__ = (("document", Literal["collabcare-journal"]), ("version", Literal[1]))
    document: ClassVar[str] = "collabcare-journal"
    version: ClassVar[int] = 1

    plan: Id = about("The plan that it belongs to.", refers="SharedPlan")
    sessions: tuple[Session, ...] = about("Sessions scheduled.", default=())
    practice: tuple[PracticeRecord, ...] = about("Practice at home.", default=())
    log_statements: tuple[LogStatement, ...] = about("How far the practice log is complete.", default=())
    fidelity: tuple[FidelityObservation, ...] = about("How closely strategies were carried out.", default=())
    messages: tuple[Message, ...] = about("What was told and asked.", default=())
    measurements: tuple[Measurement, ...] = about("Measurements of goals.", default=())
    answers: tuple[Answers, ...] = about("Answers to questionnaires.", default=())
    check_ins: tuple[CheckIn, ...] = about("How caregivers are doing.", default=())

    def __sort__(self) -> None:
        """Put the events in order; called once, when the journal is made."""
        for name, keys_of in _KEYS.items():
            events = getattr(self, name)
            keys = keys_of(events)
            in_order = sorted(keys)
            if keys != in_order:
                ranked = sorted(range(len(events)), key=keys.__getitem__)
                object.__setattr__(self, name, tuple(events[each] for each in ranked))

    def events(self) -> Iterator[Event]:
        """Go through all events, kind by kind."""
        for name, _ in KINDS.values():
            yield from getattr(self, name)

    def add(self, *events: Event) -> "Journal":
        """
        Add events.

        Parameters
        ----------
        *events
            Of any kind; one that is already there changes nothing.

        Returns
        -------
        Journal
            A new one.

        Raises
        ------
        InvalidRecordError
            When another event has the same id.
        """
        return self._joined(_by_field(events))

    def union(self, other: "Journal") -> "Journal":
        """
        Join two journals of one plan; what is in both is there once, so that joining again changes nothing.

        Parameters
        ----------
        other
            A journal of the same plan.

        Returns
        -------
        Journal
            A new one.

        Raises
        ------
        InvalidRecordError
            When the plans differ, or one id has different content.
        """
        if not isinstance(other, Journal):  # pyright: ignore[reportUnnecessaryIsInstance] -- not all have a type checker
            raise InvalidRecordError([Problem("", "wrong-type", "join a journal with a journal")])
        if other.plan != self.plan:
            raise InvalidRecordError([Problem("/plan", "wrong-plan", "join journals of one plan only")])
        return self._joined({name: getattr(other, name) for name, _ in KINDS.values()})

    def _joined(self, more: dict[str, tuple[Any, ...]]) -> "Journal":
        joined = {name: tuple(dict.fromkeys((*getattr(self, name), *more.get(name, ())))) for name, _ in KINDS.values()}
        return Journal(plan=self.plan, **joined)

    def between(self, window: Window, timezone: str) -> "Journal":
        """
        Keep the events of a window.

        It is for counting, not for keeping: a reply stays though what it answers may lie before the window, so that the
        part is not always a journal that can be written and read again.

        Parameters
        ----------
        window
            Half-open days.
        timezone
            The plan's time zone, in which an instant's day is looked up.

        Returns
        -------
        Journal
            A new one.
        """
        kept: dict[str, Any] = {}
        for name, keys_of in _KEYS.items():
            events = getattr(self, name)
            days = (
                _day(getattr(event, "practised_at", None) or key, timezone)
                for event, (key, _) in zip(events, keys_of(events), strict=True)
            )
            kept[name] = tuple(event for event, day in zip(events, days, strict=True) if day in window)
        # Not by the constructor: a reply may answer a message from before the window.
        part: Journal = whole(Journal, plan=self.plan, **kept)
        return part

    @rule(each="messages")
    def _reply_fits(self, message: Message, find: Find) -> Iterator[Problem]:
        if message.in_reply_to is None:
            return
        asked = find("Message", message.in_reply_to)
        if asked is None:
            return
        if message.sent_at < asked.sent_at:
            yield Problem("/sent_at", "date-order", "let a reply not be before what it answers")
        if asked.sender not in message.recipients:
            yield Problem("/recipients", "wrong-reply", "address a reply to the sender of what it answers")

    @rule(each="sessions", warning=True)
    def _moved_to_exists(self, session: Session, find: Find) -> Iterator[Problem]:
        if session.status == SessionStatus.MOVED and find("Session", session.moved_to) is None:
            yield Problem("/moved_to", "missing-session", "name the session that took the place of this one")

    @rule(each="practice", warning=True, against_plan=True)
    def _due_on_is_an_occasion(self, practice: PracticeRecord, find: Find) -> Iterator[Problem]:
        plan, assignment = find("SharedPlan", self.plan), find("HomeAssignment", practice.assignment)
        if practice.due_on is None or plan is None or assignment is None or assignment.fixed_days is None:
            return
        if not assignment.fixed_days.is_due(practice.due_on, plan.week_start):
            yield Problem("/due_on", "not-an-occasion", "give a day on which the assignment is due")

    @rule(each="practice", warning=True, against_plan=True)
    def _household_has_child(self, practice: PracticeRecord, find: Find) -> Iterator[Problem]:
        plan, home = find("SharedPlan", self.plan), find("Household", practice.household)
        if plan is None or home is None:
            return
        day = practice.due_on or practice.practised_on
        if day is None and practice.practised_at is not None:
            day = local_day(practice.practised_at, plan.timezone)
        if day is not None and not home.has_child_on(day, plan.week_start):
            yield Problem("/household", "other-household", "give the household where the child was that day")

    @rule(each="practice", against_plan=True)
    def _practice_support_on_scale(self, practice: PracticeRecord, find: Find) -> Iterator[Problem]:
        assignment = find("HomeAssignment", practice.assignment)
        if practice.support_level is not None and assignment is not None:
            scales = [find("Goal", each).support_scale for each in assignment.goals if find("Goal", each) is not None]
            if all(practice.support_level not in _codes(scale) for scale in scales):
                yield Problem("/support_level", "not-on-scale", "give a level of the goal's support_scale")

    @rule(each="measurements", against_plan=True)
    def _unit_of_goal(self, measurement: Measurement, find: Find) -> Iterator[Problem]:
        goal = find("Goal", measurement.goal)
        if goal is None or measurement.unit is None:
            return
        units = {each.unit for each in (*goal.targets, goal.baseline) if each is not None}
        if units and measurement.unit not in units:
            yield Problem("/unit", "different-units", "use the goal's unit")

    @rule(each="measurements", against_plan=True)
    def _support_on_scale(self, measurement: Measurement, find: Find) -> Iterator[Problem]:
        goal = find("Goal", measurement.goal)
        if goal is None or measurement.support_level is None:
            return
        if measurement.support_level not in _codes(goal.support_scale):
            yield Problem("/support_level", "not-on-scale", "give a level of the goal's support_scale")


def _day(at: dt.date | dt.datetime, timezone: str) -> dt.date:
    return local_day(at, timezone) if isinstance(at, dt.datetime) else at


def _codes(scale: "SupportScale | None") -> tuple[str, ...]:
    return () if scale is None else tuple(each.code for each in scale.levels)


def _by_field(events: tuple[Event, ...]) -> dict[str, Any]:
    fields = {cls: name for name, cls in KINDS.values()}
    found: dict[str, Any] = {}
    for event in events:
        if type(event) not in fields:
            raise InvalidRecordError(
                [Problem("", "wrong-type", "add sessions, practice records and other events only")]
            )
        found[fields[type(event)]] = (*found.get(fields[type(event)], ()), event)
    return found
