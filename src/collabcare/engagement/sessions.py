"""Sessions of the window: on which day, for which homes, who was expected, and what is known of them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec

from collabcare._dates import start_of_day
from collabcare.journal import Session
from collabcare.people import Participant
from collabcare.vocabulary import Dimension, Role, SessionFormat, SessionKind, SessionStatus

if TYPE_CHECKING:
    from collabcare.engagement.case import Case
    from collabcare.engagement.partners import Home

__all__ = [
    "Meeting",
    "any_session_agreed",
    "is_future",
    "meetings",
    "seen_by_clinic",
    "seen_by_family",
]

_FOR_CAREGIVERS = frozenset(
    {
        SessionKind.PARENT_EDUCATION,
        SessionKind.PARENT_TRAINING,
        SessionKind.PARENT_CONSULTATION,
        SessionKind.GROUP_PARENT_TRAINING,
    }
)


class Meeting(msgspec.Struct, frozen=True, kw_only=True):
    """
    A session with what the plan says about it.

    Parameters
    ----------
    session
        What the journal has of it.
    day
        The day on which it was to begin, in the plan's zone.
    status
        What was known of it at the moment asked for.
    expected
        Who of the family was expected, and takes part in the plan on that day.
    closed
        Why it does not count in any dimension, whatever became of it: what rests for sessions rests for all of these.
    homes
        The homes of the caregivers who were expected; else the child's on that day.
    came
        The caregivers who were expected and came, by their home.
    organization
        Who gave it, where that can be told.
    moved_to_on
        The day of the session that took its place; `None` where there is none in the journal.
    """

    session: Session
    day: dt.date
    status: SessionStatus
    expected: tuple[Participant, ...]
    closed: str | None
    homes: tuple[Home, ...]
    came: dict[Home, list[str]]
    organization: str | None
    moved_to_on: dt.date | None

    @property
    def is_unknown(self) -> bool:
        """Whether nobody recorded what became of it, or through whom."""
        if self.status == SessionStatus.CANCELLED:
            return self.session.cancelled_by is None
        if self.status == SessionStatus.MOVED:
            return self.session.moved_by is None
        return self.status == SessionStatus.SCHEDULED

    @property
    def home(self) -> Home:
        """The one home that it concerns; `None` where there are several."""
        return self.homes[0] if len(self.homes) == 1 else None


def meetings(case: Case) -> tuple[Meeting, ...]:
    """List the sessions scheduled in the window, in order of time."""
    first = start_of_day(case.window.start_on, case.plan.timezone)
    end = start_of_day(case.window.end_on, case.plan.timezone)
    starts: dict[str, dt.datetime] = {}
    found: list[Session] = []
    for each in case.journal.sessions:
        starts[each.id] = each.scheduled_start_at
        if first <= each.scheduled_start_at < end:
            found.append(each)
    return tuple(_meeting(case, each, starts) for each in found)


def _meeting(case: Case, session: Session, starts: dict[str, dt.datetime]) -> Meeting:
    day = case.day_of(session.scheduled_start_at)
    named = [case.relatives[each] for each in session.expected if each in case.relatives] or _usual(case, session)
    expected = tuple([each for each in named if each.active_on(day)])
    home_of = case.home_of
    caregivers = [each.id for each in expected if each.id in home_of]
    came: dict[Home, list[str]] = {}
    for each in caregivers:
        if each in session.attended:
            came.setdefault(home_of[each], []).append(each)
    homes = tuple(dict.fromkeys([home_of[each] for each in caregivers])) or case.homes_on(day)
    # Those named as expected may not take part in the plan yet, or no longer.
    nobody_active = bool(named) and not expected and not case.on_hold
    moved_to = None if session.moved_to is None else starts.get(session.moved_to)
    return Meeting(
        session=session,
        day=day,
        status=_known_status(case, session),
        expected=expected,
        closed="outside-plan" if nobody_active else case.closed_reason(Dimension.ATTENDANCE, day, homes),
        homes=homes,
        came=came,
        organization=session.organization or case.organization_of((*session.expected, *session.attended)),
        moved_to_on=None if moved_to is None else case.day_of(moved_to),
    )


def _usual(case: Case, session: Session) -> list[Participant]:
    """Name who is expected when nobody is named: the child, and the caregivers in kinds that are for them."""
    for_caregivers = session.session_kind in _FOR_CAREGIVERS or session.format == SessionFormat.CAREGIVER_ONLY
    role = Role.CAREGIVER if for_caregivers else Role.CHILD
    return [each for each in case.plan.participants if each.role == role]


def _known_status(case: Case, session: Session) -> SessionStatus:
    """Say what was known of a session: before it begins, only whether it was called off or moved."""
    if session.scheduled_start_at < case.as_of:
        return session.status
    called_off = session.status in {SessionStatus.CANCELLED, SessionStatus.MOVED}
    known = session.cancelled_at is None or session.cancelled_at <= case.as_of
    return session.status if called_off and known else SessionStatus.SCHEDULED


def seen_by_family(case: Case) -> tuple[Meeting, ...]:
    """List the sessions that concern the family side, or the one home that it is restricted to."""
    if case.household is None:
        return case.meetings
    return tuple(each for each in case.meetings if case.household in each.homes)


def seen_by_clinic(case: Case) -> tuple[Meeting, ...]:
    """List the sessions that the clinic side gave, or the one organization that it is restricted to."""
    if case.organization is None:
        return case.meetings
    return tuple(each for each in case.meetings if each.organization == case.organization)


def is_future(case: Case, meeting: Meeting) -> bool:
    """Tell whether a session begins only after the moment asked for."""
    return meeting.session.scheduled_start_at >= case.as_of


def any_session_agreed(case: Case) -> bool:
    """Tell whether there are sessions at all, or a service with a right to them in the window."""
    first, last = case.window.start_on, case.window.end_on
    return bool(case.journal.sessions) or any(
        (each.since is None or each.since < last) and (each.until is None or first <= each.until)
        for each in case.plan.services
    )
