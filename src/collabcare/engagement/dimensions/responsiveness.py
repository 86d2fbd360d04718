"""
Responsiveness: the clinic answered the family's questions and concerns as soon as it had promised.

Several questions of one home while an earlier one is open are one: what counts is how long a family waits, not how much
it asks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from collabcare.engagement.case import Case
from collabcare.engagement.opportunity import Evidence, LeftOut
from collabcare.engagement.promises import ANSWERED, is_promised
from collabcare.engagement.requests import Ask, request_reason, requests
from collabcare.journal import Message
from collabcare.vocabulary import CommitmentKind, Dimension, MessagePurpose, Side

__all__ = ["agreed", "collect"]

_THIS = Dimension.RESPONSIVENESS
_QUESTIONS = frozenset({MessagePurpose.QUESTION, MessagePurpose.CONCERN})


def collect(case: Case) -> Iterator[Evidence | LeftOut]:
    """
    Give each question or concern of the family whose answer fell due in the window.

    Parameters
    ----------
    case
        The case.

    Yields
    ------
    Evidence or LeftOut
        Answered in time 1, within grace .5, else 0; dated on the day on which the answer was due.
    """

    def asks(message: Message, day: dt.date) -> Ask | None:
        sender = case.relatives.get(message.sender)
        if message.purpose not in _QUESTIONS or message.automated or sender is None:
            return None
        asked = frozenset(case.clinic.intersection(message.recipients))
        homes = (case.home_of[sender.id],) if sender.id in case.home_of else case.homes_on(day)
        return Ask(frozenset(homes), homes, asked) if asked else None

    for request in requests(case, _THIS, Side.CLINIC, asks, case.clinic):
        on = request.due.due_on
        if on not in case.window:
            continue
        standing = request_reason(case, request)
        by = case.organization_of(request.first.recipients)
        opportunity = case.opportunity(_THIS, on, request.first.id, organization=by)
        if standing in ANSWERED:
            yield opportunity.taken(case.credit(_THIS, standing), ANSWERED[standing])
        else:
            yield opportunity.left_out(standing)


def agreed(case: Case) -> bool:
    """Tell whether the clinic promised to reply."""
    return is_promised(case, CommitmentKind.REPLY, side=Side.CLINIC)
