"""
Progress updates: the clinic told how things go, as often as it had promised.

It does not say whether things go well, nor how good the update was.
"""

from __future__ import annotations

from collections.abc import Iterator

from collabcare.engagement.case import Case
from collabcare.engagement.intervals_of_promises import collect_intervals
from collabcare.engagement.opportunity import Evidence, LeftOut
from collabcare.engagement.promises import is_promised
from collabcare.vocabulary import CommitmentKind, Dimension, MessagePurpose

__all__ = ["agreed", "collect"]

_THIS = Dimension.PROGRESS_UPDATES


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
        An update sent or told to a caregiver in the interval 1, else 0; there is no grace.
    """
    told = [
        (day, each.recipients)
        for each, day in case.messages
        if each.purpose == MessagePurpose.PROGRESS_UPDATE and each.sender in case.clinic
    ]
    yield from collect_intervals(
        case,
        _THIS,
        CommitmentKind.PROGRESS_UPDATE,
        told,
        ("told", "told in the interval"),
        ("not-told", "nothing told"),
    )


def agreed(case: Case) -> bool:
    """Tell whether updates were promised."""
    return is_promised(case, CommitmentKind.PROGRESS_UPDATE)
