"""What a home declined: a goal or an assignment to which its answer, as it stands on a day, is no."""

from __future__ import annotations

import datetime as dt
from functools import reduce
from typing import TYPE_CHECKING

from collabcare._dates import DAY
from collabcare.engagement.pauses import NEVER, Stretches
from collabcare.plans import HomeAssignment
from collabcare.vocabulary import Decision

if TYPE_CHECKING:
    from collabcare.engagement.case import Case
    from collabcare.engagement.partners import Home

__all__ = ["Declined"]


class Declined:
    """
    The answers of each home, in order of time.

    Declining is taking part: what was declined is not due in that home from that day on, and nothing else follows.

    Parameters
    ----------
    case
        The case; answers given after its moment are not known.
    """

    def __init__(self, case: Case) -> None:
        answers: dict[tuple[Home, str], list[tuple[dt.datetime, dt.date, bool]]] = {}
        declined = {each.subject for each in case.plan.agreements if each.decision == Decision.DECLINED}
        for each in case.plan.agreements:
            if each.subject not in declined:
                continue
            if each.decided_at is None or each.decided_at > case.as_of or each.participant not in case.home_of:
                continue
            answer = (each.decided_at, case.day_of(each.decided_at), each.decision == Decision.DECLINED)
            answers.setdefault((case.home_of[each.participant], each.subject), []).append(answer)
        self._declined = {key: _declined(sorted(given), case.days[-1]) for key, given in answers.items()}

    def days(self, assignment: HomeAssignment, home: Home) -> Stretches:
        """Find the days of the case on which a home had declined an assignment itself or every goal that it serves."""
        if not self._declined:
            return NEVER
        goals = reduce(Stretches.meet, [self._declined.get((home, each), NEVER) for each in assignment.goals])
        own = self._declined.get((home, assignment.id), NEVER)
        return Stretches.joined(own.parts + goals.parts) if own.parts else goals


def _declined(answers: list[tuple[dt.datetime, dt.date, bool]], last: dt.date) -> Stretches:
    """Find the days on which answers, in order of time, stand at no: each stands until the next one."""
    ends = [*(on - DAY for _, on, _ in answers[1:]), last]
    stands = zip(answers, ends, strict=True)
    return Stretches.joined([(on, end) for (_, on, declined), end in stands if declined and on <= end])
