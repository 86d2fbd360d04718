"""How well things go and how content people are with that, as each of them rates it, goal by goal."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from typing import Literal, NamedTuple

import attrs

from collabcare._dates import local_day
from collabcare.plans import SharedPlan
from collabcare.progress.goals_in_force import check_question, standing
from collabcare.progress.result_part import NotCounted, Plain, not_counted
from collabcare.vocabulary import Side

__all__ = ["MeanRating", "ProblemRating", "SelfRatings", "self_ratings"]

What = Literal["performance", "satisfaction"]


@attrs.frozen(kw_only=True, repr=False)
class ProblemRating(Plain):
    """
    How one person, or one side as a whole, rated one problem.

    Parameters
    ----------
    goal
        The goal that stands for the problem.
    first, latest
        The first and the last rating, 1 to 10.
    first_on, latest_on
        The days of the reviews, in the plan's zone.
    change
        `latest - first`; `None` where it was rated once.
    """

    goal: str
    first: int
    latest: int
    first_on: dt.date
    latest_on: dt.date
    change: int | None


@attrs.frozen(kw_only=True, repr=False)
class MeanRating(Plain):
    """
    The mean rating over problems, of performance or of satisfaction.

    Parameters
    ----------
    latest
        The mean of the last ratings; `None` where nothing was rated.
    problems_rated
        Over how many problems.
    before, after
        The mean of the first and of the last ratings, over the problems rated at least twice.
    change
        `after - before`; `None` with a `reason`.
    problems_compared
        Over how many problems that is.
    problems
        Each problem, in the order of the plan. Look at these first: a mean can stand still while two problems move
        apart.
    reason
        Why there is no change: `nothing-rated` or `rated-once`.
    """

    latest: float | None
    problems_rated: int
    before: float | None
    after: float | None
    change: float | None
    problems_compared: int
    problems: tuple[ProblemRating, ...]
    reason: str | None


@attrs.frozen(kw_only=True, repr=False)
class SelfRatings(Plain):
    """
    What one person, or one side as a whole, rated.

    Parameters
    ----------
    side, participant
        Who; without a participant, the side as a whole.
    performance
        How well it goes, 1 to 10.
    satisfaction
        How content the judge is with that, 1 to 10.
    left_out
        Goals whose ratings do not count, by reason: `declined`, `entered-in-error`, and `ratings-differ` where one
        judge rated one goal twice at one moment, and not alike; such a moment is left out.
    """

    side: Side
    participant: str | None
    performance: MeanRating
    satisfaction: MeanRating
    left_out: tuple[NotCounted, ...]

    def __repr__(self) -> str:
        """Show the side; no figure and no name."""
        return f"<SelfRatings {self.side}>"


class _Rating(NamedTuple):
    at: dt.datetime
    goal: str
    what: What
    value: int


def self_ratings(plan: SharedPlan, on: dt.date, *, participant: str | None = None) -> tuple[SelfRatings, ...]:
    """
    Gather performance and satisfaction, rated 1 to 10 at reviews, for each judge by itself.

    The means are made as those of the Canadian Occupational Performance Measure (COPM). Neither its form nor its
    wording is here, and to use it takes a licence. Its makers warn against summing across problems, so each problem
    stands there with its own change, and judges are never averaged.

    Parameters
    ----------
    plan
        The plan with its reviews.
    on
        A day in the plan's time zone; later reviews are not looked at.
    participant
        Keeps to one person.

    Returns
    -------
    tuple of SelfRatings
        One for each judge who rated anything: the family first, then the clinic; a side as a whole before its members.

    Raises
    ------
    InvalidRecordError
        When `on` is not a day.
    UnknownReferenceError
        When the plan has no such participant.

    Notes
    -----
    mean = sum of ratings/number of problems rated. Its change is made over the problems rated at least twice, the first
    rating against the last. A goal that the family declined is left out, and named.

    How large a change matters is not settled, and is no part of the result: the makers speak of 2 points; 2.20
    (performance) and 2.06 (satisfaction) came out in 97 adults in hospital [1]_, .9 to 1.9 in 152 outpatients [2]_.

    References
    ----------
    .. [1] Ohno, K., Tomori, K., Sawada, T., & Kobayashi, R. (2021). Examining minimal important change of the Canadian
       Occupational Performance Measure for subacute rehabilitation hospital inpatients. Journal of Patient-Reported
       Outcomes 5.
    .. [2] Eyssen, I. C. J. M. et al. (2011). Responsiveness of the Canadian Occupational Performance Measure. Journal
       of Rehabilitation Research & Development 48, 517-528.

    Examples
    --------
    >>> import datetime as dt
    >>> from collabcare import example
    >>> plan, _ = example("late-talker")
    >>> mother = self_ratings(plan, dt.date(2026, 11, 29))[0]
    >>> mother.performance.before, mother.performance.after, mother.performance.change
    (5.0, 7.0, 2.0)
    >>> [(each.goal, each.change) for each in mother.satisfaction.problems]
    [('words', 1)]
    """
    check_question(plan, on, participant)
    refused = {each.id: standing(plan, each, on) for each in plan.goals}
    given: dict[tuple[Side, str | None], list[_Rating]] = {}
    for review in plan.reviews:
        if review.held_at is None or local_day(review.held_at, plan.timezone) > on:
            continue
        for each in review.judgements:
            if participant is not None and each.participant != participant:
                continue
            ratings = given.setdefault((each.side, each.participant), [])
            if each.performance is not None:
                ratings.append(_Rating(review.held_at, each.goal, "performance", each.performance))
            if each.satisfaction is not None:
                ratings.append(_Rating(review.held_at, each.goal, "satisfaction", each.satisfaction))
    order = {side: position for position, side in enumerate((Side.FAMILY, Side.CLINIC))}
    judges = sorted((each for each, rated in given.items() if rated), key=lambda each: (order[each[0]], each[1] or ""))
    return tuple(_of(plan, side, who, given[side, who], refused) for side, who in judges)


def _of(
    plan: SharedPlan, side: Side, who: str | None, ratings: list[_Rating], refused: dict[str, str | None]
) -> SelfRatings:
    left_out = {(reason, each.goal) for each in ratings if (reason := _refused(each.goal, refused))}
    counted = [each for each in ratings if not _refused(each.goal, refused)]
    left_out |= {("ratings-differ", each.goal) for each in counted if _differs(each, counted)}
    counted = [each for each in counted if not _differs(each, counted)]
    return SelfRatings(
        side=side,
        participant=who,
        performance=_mean(plan, [each for each in counted if each.what == "performance"]),
        satisfaction=_mean(plan, [each for each in counted if each.what == "satisfaction"]),
        left_out=not_counted(left_out),
    )


def _refused(goal: str, refused: dict[str, str | None]) -> str | None:
    """Say why a rating does not count: what was rated is worked on, whatever the plan says of its beginning."""
    reason = refused.get(goal)
    return reason if reason in {"declined", "entered-in-error"} else None


def _differs(rating: _Rating, others: list[_Rating]) -> bool:
    return any(each[:3] == rating[:3] and each.value != rating.value for each in others)


def _mean(plan: SharedPlan, ratings: list[_Rating]) -> MeanRating:
    problems = tuple(_problems(plan, ratings))
    compared = [each for each in problems if each.change is not None]
    before, after = (_average([getattr(each, name) for each in compared]) for name in ("first", "latest"))
    reason = None if compared else "rated-once" if problems else "nothing-rated"
    return MeanRating(
        latest=_average([each.latest for each in problems]),
        problems_rated=len(problems),
        before=before,
        after=after,
        change=None if before is None or after is None else after - before,
        problems_compared=len(compared),
        problems=problems,
        reason=reason,
    )


def _problems(plan: SharedPlan, ratings: list[_Rating]) -> Iterator[ProblemRating]:
    for goal in plan.goals:
        own = sorted(each for each in ratings if each.goal == goal.id)
        if not own:
            continue
        first, latest = own[0], own[-1]
        yield ProblemRating(
            goal=goal.id,
            first=first.value,
            latest=latest.value,
            first_on=local_day(first.at, plan.timezone),
            latest_on=local_day(latest.at, plan.timezone),
            change=latest.value - first.value if latest.at > first.at else None,
        )


def _average(numbers: list[int]) -> float | None:
    return math.fsum(numbers) / len(numbers) if numbers else None
