"""What a home declined: a goal or an assignment to which its answer, as it stands on a day, is no."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

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
        self._answers: dict[tuple[Home, str], list[tuple[dt.datetime, dt.date, bool]]] = {}
        for each in case.plan.agreements:
            if each.decided_at is None or each.decided_at > case.as_of or each.participant not in case.home_of:
                continue
            answer = (each.decided_at, case.day_of(each.decided_at), each.decision == Decision.DECLINED)
            self._answers.setdefault((case.home_of[each.participant], each.subject), []).append(answer)
        for answers in self._answers.values():
            answers.sort()

    def ever(self, assignment: HomeAssignment, home: Home) -> bool:
        """Tell whether a home ever declined an assignment or a goal that it serves."""
        subjects = (assignment.id, *assignment.goals)
        return any(answer[2] for subject in subjects for answer in self._answers.get((home, subject), ()))

    def covers(self, assignment: HomeAssignment, home: Home, day: dt.date) -> bool:
        """Tell whether a home had, by a day, declined an assignment itself or every goal that it serves."""
        return self._stands(assignment.id, home, day) or all(self._stands(goal, home, day) for goal in assignment.goals)

    def _stands(self, subject: str, home: Home, day: dt.date) -> bool:
        latest = False
        for _, on, declined in self._answers.get((home, subject), ()):
            if on <= day:
                latest = declined
        return latest
