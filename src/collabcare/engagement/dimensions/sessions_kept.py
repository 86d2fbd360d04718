"""
Sessions kept: the clinic held the sessions that it had scheduled.

It is the clinic's counterpart of attendance: what the family called off, moved or missed is no opportunity of the
clinic. It does not say how good a session was.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from collabcare.engagement.case import Case
from collabcare.engagement.opportunity import Evidence, LeftOut
from collabcare.engagement.sessions import Meeting, any_session_agreed, is_future, seen_by_clinic
from collabcare.vocabulary import Dimension, SessionStatus, Side, Who

__all__ = ["agreed", "collect"]

_THIS = Dimension.SESSIONS_KEPT


def collect(case: Case) -> Iterator[Evidence | LeftOut]:
    """
    Give each session scheduled in the window that the family did not cancel, move or miss.

    Parameters
    ----------
    case
        The case.

    Yields
    ------
    Evidence or LeftOut
        Held 1; held without the interpreter that was needed, or begun late through the clinic, .5; cancelled or moved
        by the clinic .5 if a make-up was offered soon enough, else 0.
    """
    for meeting in seen_by_clinic(case):
        if _is_the_familys(meeting):
            continue
        session = meeting.session
        reason = meeting.closed
        if reason is None and meeting.status == SessionStatus.CANCELLED and session.cancelled_by == Who.OTHER:
            reason = "excused"
        if reason is None and is_future(case, meeting):
            reason = "not-due"
        if reason is None and meeting.is_unknown:
            reason = "unreported"
        opportunity = case.opportunity(_THIS, meeting.day, session.id, organization=meeting.organization)
        if reason is not None:
            yield opportunity.left_out(reason)
        else:
            key, note = _outcome(case, meeting)
            yield opportunity.taken(case.credit(_THIS, key), note)


def agreed(case: Case) -> bool:
    """Tell whether there are sessions, or a service in force in the window."""
    return any_session_agreed(case)


def _is_the_familys(meeting: Meeting) -> bool:
    session = meeting.session
    if meeting.status == SessionStatus.CANCELLED:
        return session.cancelled_by in {Who.FAMILY, Who.CHILD}
    if meeting.status == SessionStatus.MOVED:
        return session.moved_by == Side.FAMILY
    return meeting.status == SessionStatus.NO_SHOW


def _outcome(case: Case, meeting: Meeting) -> tuple[str, str]:
    if meeting.status != SessionStatus.HELD:
        offered = meeting.session.make_up_offered_on or meeting.moved_to_on
        soon = offered is not None and (offered - meeting.day).days <= case.model.make_up_days
        return ("make-up-offered", "not held, make-up offered") if soon else ("not-held", "not held")
    if _lacked_interpreter(case, meeting):
        return "shortened", "held without the interpreter needed"
    if _began_late(case, meeting):
        return "shortened", "began late through the clinic"
    return "held", "held"


def _lacked_interpreter(case: Case, meeting: Meeting) -> bool:
    session = meeting.session
    if session.interpreter_present is not False:
        return False
    present = [case.people[each] for each in session.attended if each in case.people]
    if not session.expected:
        present += [each for each in case.plan.participants if each.side == Side.FAMILY and each.active_on(meeting.day)]
    return any(each.needs_interpreter for each in (*meeting.expected, *present))


def _began_late(case: Case, meeting: Meeting) -> bool:
    session = meeting.session
    if session.late_through != Who.CLINIC or session.started_at is None:
        return False
    return session.started_at - session.scheduled_start_at > dt.timedelta(minutes=case.model.late_start_minutes)
