"""
Joint review: both sides looked at the plan together when it was time to.

It is about holding the review; who came is the family's shared decisions, and what was judged is progress.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import attrs

from collabcare._dates import DAY
from collabcare.engagement.case import Case
from collabcare.engagement.opportunity import Evidence, LeftOut
from collabcare.engagement.promises import Deadline, counted, is_promised, standing
from collabcare.plans import Commitment, Review
from collabcare.vocabulary import CommitmentKind, DayCount, Dimension

__all__ = ["agreed", "collect"]

_THIS = Dimension.JOINT_REVIEW
_NOTES = {"in-time": "held when due", "in-grace": "held within grace", "late": "not held in time"}


@attrs.frozen
class _Due:
    """One review due: by when, under which promise, and when it was held."""

    on: dt.date
    promise: Commitment | None
    held_on: dt.date | None
    source: str


def collect(case: Case) -> Iterator[Evidence | LeftOut]:
    """
    Give each review that fell due in the window.

    Parameters
    ----------
    case
        The case.

    Yields
    ------
    Evidence or LeftOut
        Held by the due day 1, within grace .5, else 0. It is due on the day that a review says, else so many days after
        the last one was held, or was due, if that one was never held.
    """
    for due in _all_due(case):
        if due.on not in case.window:
            continue
        state = _state(case, due)
        name = f"{due.source}/{due.on.isoformat()}"
        opportunity = case.opportunity(_THIS, due.on, due.source, name, organization=case.only_organization)
        if state in _NOTES:
            yield opportunity.taken(case.credit(_THIS, state), _NOTES[state])
        else:
            yield opportunity.left_out(state)


def agreed(case: Case) -> bool:
    """Tell whether reviews were promised, or one is due in the window."""
    return is_promised(case, CommitmentKind.REVIEW) or any(
        day in case.window for each in case.plan.reviews for day in (each.due_on, each.next_due_on) if day is not None
    )


def _state(case: Case, due: _Due) -> str:
    if case.on_hold:
        return "on-hold"
    ended = due.promise is not None and due.promise.until is not None and due.on > due.promise.until
    if ended or not case.in_plan(due.on):
        return "outside-plan"
    rest = case.rest(_THIS, case.homes)
    if due.on in rest:
        return "paused"
    number, days = case.model.grace_days_max, DayCount.CALENDAR
    if due.promise is not None:
        number, days = min(number, due.promise.number), due.promise.days
    return standing(case, Deadline(due.on, counted(case, due.on, number, days, rest)), due.held_on)


def _all_due(case: Case) -> Iterator[_Due]:
    """Go through all reviews due, in order: what each review says, and between them what the promises say."""
    reviews = _Reviews(case)
    promises = [each for each in case.plan.commitments if each.kind == CommitmentKind.REVIEW]
    for promise in sorted(promises, key=lambda each: (each.since, each.id)):
        yield from _under(case, promise, reviews)
    for on in sorted(reviews.said):
        yield reviews.take(on, None, None)


def _under(case: Case, promise: Commitment, reviews: _Reviews) -> Iterator[_Due]:
    """Go through the reviews due under one promise, until it ends or the window does."""
    rest = case.rest(_THIS, case.homes)
    grace = min(promise.number, case.model.grace_days_max)
    last = min(promise.until or dt.date.max, case.plan.ends_on or dt.date.max)
    before = promise.since - DAY
    while before < last:
        due = counted(case, before, promise.number, promise.days, rest)
        said = min((day for day in reviews.said if before < day), default=None)
        # A day that a review says goes before the promise's, unless it is a later review's.
        if said is not None and (
            said <= due or (said <= counted(case, due, grace, promise.days, rest) and not reviews.any_held(before, due))
        ):
            due = said
        if due >= case.window.end_on:
            return
        found = reviews.take(due, promise, counted(case, due, promise.number, promise.days, rest), before)
        yield found
        before = max(due if found.held_on is None else found.held_on, before + DAY)


class _Reviews:
    """The reviews of a plan: the due days that they say, and when they were held as far as is known."""

    def __init__(self, case: Case) -> None:
        self.said: dict[dt.date, str] = {}
        self._held_as_said: dict[dt.date, dt.date] = {}
        self._held: list[tuple[dt.date, str]] = []
        for each in sorted(case.plan.reviews, key=lambda each: each.id):
            held = self._known(case, each)
            if each.due_on is not None:
                self.said[each.due_on] = each.id
                if held is not None:
                    self._held_as_said[each.due_on] = held
            elif held is not None:
                self._held.append((held, each.id))
            if each.next_due_on is not None and held is not None:
                self.said.setdefault(each.next_due_on, each.id)
        self._held.sort()

    def any_held(self, after: dt.date, until: dt.date) -> bool:
        """Tell whether a review that says no day of its own was held in a stretch."""
        return any(after < day <= until for day, _ in self._held)

    @staticmethod
    def _known(case: Case, review: Review) -> dt.date | None:
        if review.held_at is None or review.held_at > case.as_of:
            return None
        return case.day_of(review.held_at)

    def take(
        self, on: dt.date, promise: Commitment | None, next_due: dt.date | None, after_day: dt.date = dt.date.min
    ) -> _Due:
        """
        Find when the review due on a day was held, so that it counts for no other.

        The last one held by the due day, else the first one held before the next is due.
        """
        said = self.said.pop(on, None)
        source = said or (promise.id if promise is not None else "")
        held = self._held_as_said.get(on)
        if held is None:
            usable = [day for day, _ in self._held if after_day < day and (next_due is None or day < next_due)]
            in_time = [day for day in usable if day <= on]
            held = max(in_time) if in_time else min(usable, default=None)
            self._held = [each for each in self._held if held is None or each[0] > held]
        return _Due(on, promise, held, source)
