"""Barriers that the family raised: how the clinic's promise about each stands, and when it is held against nobody."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import attrs

from collabcare.engagement.promises import Deadline, deadline, promise_on
from collabcare.plans import Barrier
from collabcare.vocabulary import CommitmentKind, Dimension, Side

if TYPE_CHECKING:
    from collabcare.engagement.case import Case

__all__ = ["RaisedBarrier", "is_open", "raised_barriers"]


@attrs.frozen
class RaisedBarrier:
    """
    A barrier raised by the family, for which an answer was promised.

    Parameters
    ----------
    barrier
        The barrier.
    due
        When an answer is due.
    answered_on
        The day of the first solution or referral, or on which the barrier was gone, as far as is known.
    """

    barrier: Barrier
    due: Deadline
    answered_on: dt.date | None

    def is_open_on(self, day: dt.date) -> bool:
        """Tell whether a day lies after the promise and before the answer."""
        return self.due.due_on < day and (self.answered_on is None or day < self.answered_on)


def raised_barriers(case: Case) -> tuple[RaisedBarrier, ...]:
    """List the barriers that the family had raised by the moment asked for."""
    found: list[RaisedBarrier] = []
    known = case.last_known_day
    for each in case.plan.barriers:
        raiser = case.people.get(each.raised_by)
        if raiser is None or raiser.side != Side.FAMILY or each.raised_on > known:
            continue
        homes = (case.home_of[raiser.id],) if raiser.id in case.home_of else case.homes
        promise = promise_on(case, CommitmentKind.BARRIER_RESPONSE, each.raised_on, homes)
        if promise is None:
            continue
        days = [response.agreed_on for response in each.responses]
        days += [] if each.resolved_on is None else [each.resolved_on]
        answered = min((day for day in days if day <= known), default=None)
        due = deadline(case, Dimension.BARRIERS_ANSWERED, each.raised_on, promise, homes)
        found.append(RaisedBarrier(each, due, answered))
    return tuple(found)


def is_open(case: Case, dimension: Dimension, day: dt.date) -> bool:
    """Tell whether, on a day, a barrier that hinders a dimension of the family stood unanswered past its promise."""
    return any(each.is_open_on(day) for each in case.hindrances.get(dimension, ()))
