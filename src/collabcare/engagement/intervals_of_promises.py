"""Intervals in which the clinic owes the family something, credited when it came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from collabcare.engagement.opportunity import Evidence, LeftOut
from collabcare.engagement.promises import intervals, promises_for
from collabcare.vocabulary import CommitmentKind, Dimension

if TYPE_CHECKING:
    from collabcare.engagement.case import Case

__all__ = ["collect_intervals"]


def collect_intervals(  # noqa: PLR0913, PLR0917 -- two dimensions call it, with all that sets them apart
    case: Case,
    dimension: Dimension,
    kind: CommitmentKind,
    events: Sequence[tuple[dt.date, tuple[str, ...]]],
    kept: tuple[str, str],
    missed: tuple[str, str],
) -> Iterator[Evidence | LeftOut]:
    """
    Give each interval of the clinic's promises of a kind whose last day lies in the window.

    Parameters
    ----------
    case
        The case.
    dimension
        What they are evidence of.
    kind
        What was promised.
    events
        Days on which it came, and to whom.
    kept
        Key of the credit and note, for an interval in which it came.
    missed
        The same for an interval in which it did not.

    Yields
    ------
    Evidence or LeftOut
        It is `not-due` until its last day has passed; then its credit stands.
    """
    for promise, homes in promises_for(case, kind, case.homes):
        caregivers = {each.id for home in homes for each in case.caregivers[home]}
        if len(homes) == len(case.homes):
            caregivers.update(case.home_of)
        days = [day for day, whom in events if not caregivers.isdisjoint(whom)]
        for each in intervals(case, dimension, promise, homes):
            reason = each.reason or ("not-due" if case.today <= each.due_on else None)
            name = f"{promise.id}/{each.due_on.isoformat()}"
            by = case.organization or case.only_organization
            opportunity = case.opportunity(dimension, each.due_on, promise.id, name, organization=by)
            if reason is not None:
                yield opportunity.left_out(reason)
                continue
            came = any(each.first_on <= day <= each.due_on for day in days)
            key, note = kept if came else missed
            yield opportunity.taken(case.credit(dimension, key), note)
