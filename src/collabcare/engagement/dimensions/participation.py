"""
Participation: caregivers took part in the sessions that they came to, as someone rated it.

It is what could be seen in an hour, not a rating of a person; ratings of the child are not scored. It overlaps with
attendance, and correlates little with practice at home.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from collabcare.engagement.barriers import is_open
from collabcare.engagement.case import Case
from collabcare.engagement.opportunity import Evidence, LeftOut
from collabcare.engagement.sessions import Meeting, any_session_agreed, seen_by_family
from collabcare.journal import ParticipationRating
from collabcare.vocabulary import Dimension, SessionStatus

__all__ = ["agreed", "collect"]

_THIS = Dimension.PARTICIPATION


def collect(case: Case) -> Iterator[Evidence | LeftOut]:
    """
    Give each attended session and home of which a caregiver was expected and came.

    Parameters
    ----------
    case
        The case.

    Yields
    ------
    Evidence or LeftOut
        Mean of (rating - lowest)/(highest - lowest) over the items seen; `not-observed` when no caregiver of the home
        was rated on at least half of the session's items.
    """
    for meeting in seen_by_family(case):
        if meeting.status != SessionStatus.HELD:
            continue
        for home, came in meeting.came.items():
            if case.household is None or home == case.household:
                yield _row(case, meeting, home, came)


def agreed(case: Case) -> bool:
    """Tell whether there are sessions, or a service in force in the window."""
    return any_session_agreed(case)


def _row(case: Case, meeting: Meeting, home: str | None, came: list[str]) -> Evidence | LeftOut:
    session = meeting.session
    name = session.id if home is None else f"{session.id}/{home}"
    seen = _seen(case, session.ratings, came)
    credit = sum(
        [(each.rating - each.lowest) / (each.highest - each.lowest) for each in seen if each.rating is not None]
    )
    credit = credit / len(seen) if seen else 0.0
    reason = meeting.closed
    if reason is None and seen and credit == 0 and is_open(case, _THIS, meeting.day):
        reason = "open-barrier"
    if reason is None and not seen:
        reason = "not-observed"
    opportunity = case.opportunity(_THIS, meeting.day, session.id, name, home=home)
    if reason is not None:
        return opportunity.left_out(reason)
    raters = {case.reporters.get(each.rater) for each in seen}
    return opportunity.taken(
        credit, f"{len(seen)} ratings", reported_by=next(iter(raters)) if len(raters) == 1 else None
    )


def _seen(case: Case, ratings: tuple[ParticipationRating, ...], came: list[str]) -> list[ParticipationRating]:
    """List the ratings that count: none, unless a caregiver was rated on enough of the session's items."""
    items = {(each.item, each.item_other) for each in ratings}
    of: dict[str, set[tuple[str, str | None]]] = defaultdict(set)
    seen = [each for each in ratings if each.participant in came and each.rating is not None]
    for each in seen:
        of[each.participant].add((each.item, each.item_other))
    enough = any(len(rated) >= case.model.min_rated_share * len(items) for rated in of.values())
    return seen if enough else []
