"""
Feedback sought: the clinic asked the family how the work together goes, as often as it had promised.

It is about asking. What the family answered, and whether it is content, is not scored.
"""

from __future__ import annotations

from collections.abc import Iterator

from collabcare.engagement.case import Case
from collabcare.engagement.intervals_of_promises import collect_intervals
from collabcare.engagement.opportunity import Evidence, LeftOut
from collabcare.engagement.promises import is_promised
from collabcare.vocabulary import CommitmentKind, Dimension, MessagePurpose

__all__ = ["agreed", "collect"]

_THIS = Dimension.FEEDBACK_SOUGHT
# Client Satisfaction Questionnaire and Measure of Processes of Care, in their versions: CSQ-8, CSQ-3, MPOC-20 ...
_SATISFACTION = ("csq", "mpoc")


def collect(case: Case) -> Iterator[Evidence | LeftOut]:
    """
    Give each agreed interval whose last day lies in the window.

    Parameters
    ----------
    case
        The case.

    Yields
    ------
    Evidence or LeftOut
        A request for feedback, or a satisfaction questionnaire given, in the interval 1, else 0; there is no grace.
    """
    asked = [
        (day, each.recipients)
        for each, day in case.messages
        if each.purpose == MessagePurpose.FEEDBACK_REQUEST and each.sender in case.clinic
    ]
    asked += [
        (case.day_of(each.answered_at), (each.respondent,))
        for each in case.journal.answers
        if each.answered_at <= case.as_of and each.instrument.lower().startswith(_SATISFACTION)
    ]
    yield from collect_intervals(
        case, _THIS, CommitmentKind.FEEDBACK, asked, ("asked", "asked in the interval"), ("not-asked", "nobody asked")
    )


def agreed(case: Case) -> bool:
    """Tell whether it was promised to ask."""
    return is_promised(case, CommitmentKind.FEEDBACK)
