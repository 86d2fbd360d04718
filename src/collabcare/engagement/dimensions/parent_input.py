"""
Parent input: the clinic left caregivers the agreed minutes of a session to speak.

It is about room, not about what a caregiver made of it; sessions without a caregiver, or without a record of the
minutes, say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from collabcare.engagement.case import Case
from collabcare.engagement.opportunity import Evidence, LeftOut
from collabcare.engagement.promises import is_promised, promise_on
from collabcare.engagement.sessions import seen_by_clinic
from collabcare.vocabulary import CommitmentKind, Dimension, SessionStatus

__all__ = ["agreed", "collect"]

_THIS = Dimension.PARENT_INPUT


def collect(case: Case) -> Iterator[Evidence | LeftOut]:
    """
    Give each session attended by a caregiver who was expected, where minutes were agreed.

    Parameters
    ----------
    case
        The case.

    Yields
    ------
    Evidence or LeftOut
        Minutes over agreed minutes, at most 1; `not-observed` where nobody recorded them.
    """
    for meeting in seen_by_clinic(case):
        if meeting.status != SessionStatus.HELD or not meeting.came:
            continue
        promise = promise_on(case, CommitmentKind.PARENT_INPUT, meeting.day, tuple(meeting.came))
        if promise is None:
            continue
        session = meeting.session
        minutes = session.parent_input_minutes
        reason = meeting.closed or ("not-observed" if minutes is None else None)
        opportunity = case.opportunity(_THIS, meeting.day, session.id, organization=meeting.organization)
        if reason is not None or minutes is None:
            yield opportunity.left_out(reason or "not-observed")
        else:
            yield opportunity.taken(min(1.0, minutes / promise.number), f"{minutes} of {promise.number} minutes")


def agreed(case: Case) -> bool:
    """Tell whether minutes for caregivers were promised."""
    return is_promised(case, CommitmentKind.PARENT_INPUT)
