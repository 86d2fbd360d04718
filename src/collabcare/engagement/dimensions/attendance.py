"""
Attendance: the family came to the sessions that were scheduled.

It is not punctuality for its own sake, and not a judgement of why someone could not come: what the clinic called off,
what was moved to another day, and what was called off for a reason that anyone would accept, is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from collabcare.engagement.barriers import is_open
from collabcare.engagement.case import Case
from collabcare.engagement.opportunity import Evidence, LeftOut
from collabcare.engagement.sessions import Meeting, any_session_agreed, is_future, seen_by_family
from collabcare.vocabulary import Assent, Dimension, Role, SessionStatus, Side, Who

__all__ = ["agreed", "collect"]

_THIS = Dimension.ATTENDANCE


def collect(case: Case) -> Iterator[Evidence | LeftOut]:
    """
    Give each session scheduled in the window, with the share of it that the family attended.

    Parameters
    ----------
    case
        The case.

    Yields
    ------
    Evidence or LeftOut
        1 when everyone expected came, .5 when someone was missing; late or cut short through the family: minutes
        attended over scheduled; not cancelled in time or for no excused reason: 0.
    """
    for meeting in seen_by_family(case):
        reason = meeting.closed or _called_off(case, meeting)
        credit, note = (0.0, "") if reason is not None else _credit(case, meeting)
        if reason is None and credit == 0 and is_open(case, _THIS, meeting.day):
            reason = "open-barrier"
        if reason is None and is_future(case, meeting):
            reason = "not-due"
        if reason is None and meeting.is_unknown:
            reason = "unreported"
        opportunity = case.opportunity(_THIS, meeting.day, meeting.session.id, home=meeting.home)
        yield opportunity.taken(credit, note) if reason is None else opportunity.left_out(reason)


def agreed(case: Case) -> bool:
    """Tell whether there are sessions, or a service in force in the window."""
    return any_session_agreed(case)


def _called_off(case: Case, meeting: Meeting) -> str | None:
    """Say why a session that did not take place is not held against the family."""
    session = meeting.session
    excused = session.cancellation_reason in case.model.excused_session_reasons
    if meeting.status == SessionStatus.MOVED:
        if meeting.moved_to_on is not None:
            return "rescheduled"
        if session.moved_by == Side.CLINIC:
            return "cancelled-by-clinic"
        return "excused" if session.moved_by == Side.FAMILY and excused else None
    if meeting.status != SessionStatus.CANCELLED or session.cancelled_by is None:
        return None
    if session.cancelled_by == Who.CLINIC:
        return "cancelled-by-clinic"
    return "excused" if excused or session.cancelled_by != Who.FAMILY else None


def _credit(case: Case, meeting: Meeting) -> tuple[float, str]:
    session = meeting.session
    if meeting.status != SessionStatus.HELD:
        # What is unknown or still to come is no zero.
        unknown = meeting.is_unknown or is_future(case, meeting)
        return (1.0, "") if unknown else (case.credit(_THIS, "missed"), "not attended")
    came = _everyone(case, meeting)
    credit = case.credit(_THIS, "came" if came else "someone-missing")
    share = _share(case, meeting)
    note = "everyone expected came" if came else "someone expected did not come"
    if share is not None and share < credit:
        return share, "late or cut short through the family"
    return (credit, "took place without a list of who came") if not session.attended else (credit, note)


def _everyone(case: Case, meeting: Meeting) -> bool:
    """Tell whether everyone expected came; a session that was held without a list of who came counts as attended."""
    wanted = [
        each.id
        for each in meeting.expected
        if each.id in case.family or (each.role == Role.CHILD and case.household in case.homes_on(meeting.day))
    ]
    attended = meeting.session.attended
    return not attended or set(attended).issuperset(wanted)


def _share(case: Case, meeting: Meeting) -> float | None:
    """Give the share of the time that was attended, where the family lost some of it."""
    session = meeting.session
    late = session.late_through == Who.FAMILY
    early = session.ended_early_by == Who.FAMILY and session.assent != Assent.WITHDRAWN
    if not late and not early:
        return None
    if (late and session.started_at is None) or (early and session.ended_at is None):
        return case.credit(_THIS, "late-unknown")
    start, end = session.scheduled_start_at, session.scheduled_end_at
    scheduled = end - start
    if late and session.started_at is not None:
        start = max(start, session.started_at)
    if session.ended_at is not None and (early or session.ended_at > end):
        end = session.ended_at
    return min(1.0, max(0.0, (end - start) / scheduled))
