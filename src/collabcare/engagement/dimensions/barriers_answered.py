"""
Barriers answered: the clinic found solutions to what stands in the family's way, as soon as it had promised.

Only barriers that the family raised count. Whether a solution helped is another question.
"""

from __future__ import annotations

from collections.abc import Iterator

from collabcare.engagement.case import Case
from collabcare.engagement.opportunity import Evidence, LeftOut
from collabcare.engagement.promises import ANSWERED, is_promised, standing
from collabcare.vocabulary import CommitmentKind, Dimension

__all__ = ["agreed", "collect"]

_THIS = Dimension.BARRIERS_ANSWERED


def collect(case: Case) -> Iterator[Evidence | LeftOut]:
    """
    Give each barrier raised by the family whose answer fell due in the window.

    Parameters
    ----------
    case
        The case.

    Yields
    ------
    Evidence or LeftOut
        A solution or referral agreed in time 1, within grace .5, else 0; dated on the day on which it was due.
    """
    for each in case.raised_barriers:
        on = each.due.due_on
        if on not in case.window:
            continue
        state = standing(case, each.due, each.answered_on)
        if case.on_hold:
            state = "on-hold"
        elif not case.in_plan(each.barrier.raised_on) or not case.in_plan(on):
            state = "outside-plan"
        opportunity = case.opportunity(_THIS, on, each.barrier.id, organization=case.only_organization)
        if state in ANSWERED:
            yield opportunity.taken(case.credit(_THIS, state), ANSWERED[state])
        else:
            yield opportunity.left_out(state)


def agreed(case: Case) -> bool:
    """Tell whether the clinic promised to find solutions."""
    return is_promised(case, CommitmentKind.BARRIER_RESPONSE)
