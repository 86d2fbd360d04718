"""
Communication: the family answered what wanted a reply, told its news and kept its log, where that was agreed.

It counts answers to what was asked and agreed, not how much anyone writes. Reminders, and messages about times and
places, are never requests.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from collabcare._dates import DAY, WEEK
from collabcare.engagement.barriers import is_open
from collabcare.engagement.case import Case
from collabcare.engagement.opportunity import Evidence, LeftOut
from collabcare.engagement.promises import ANSWERED, Interval, intervals, is_promised, promises_for
from collabcare.engagement.requests import Ask, request_reason, requests
from collabcare.journal import Message
from collabcare.plans import Commitment
from collabcare.vocabulary import CommitmentKind, Dimension, MessagePurpose, Side

__all__ = ["agreed", "collect"]

_THIS = Dimension.COMMUNICATION
_NEWS = frozenset(
    {
        MessagePurpose.OBSERVATION,
        MessagePurpose.CONCERN,
        MessagePurpose.FEEDBACK,
        MessagePurpose.CHANGE_IN_FAMILY,
    }
)


def collect(case: Case) -> Iterator[Evidence | LeftOut]:
    """
    Give each request that fell due, each interval of the family's news and each week of its log.

    Parameters
    ----------
    case
        The case.

    Yields
    ------
    Evidence or LeftOut
        A request answered in time 1, within grace .5, else 0; an interval with news, or a week with any record, 1.
    """
    yield from _requests(case)
    yield from _news(case)
    yield from _logs(case)


def agreed(case: Case) -> bool:
    """Tell whether replies, news or a log were promised by the family."""
    return is_promised(
        case, CommitmentKind.REPLY, CommitmentKind.FAMILY_NEWS, CommitmentKind.PRACTICE_LOG, side=Side.FAMILY
    )


def _requests(case: Case) -> Iterator[Evidence | LeftOut]:
    def asks(message: Message, day: dt.date) -> Ask | None:
        if not message.reply_wanted or message.automated or message.purpose == MessagePurpose.LOGISTICS:
            return None
        sender = case.people.get(message.sender)
        if sender is None or sender.side != Side.CLINIC:
            return None
        asked = [each for each in message.recipients if each in case.family]
        asked = [each for each in asked if case.people[each].active_on(day)]
        homes = tuple(dict.fromkeys(case.home_of[each] for each in asked if each in case.home_of))
        return Ask(frozenset(asked), homes or case.wanted_homes, frozenset(asked)) if asked else None

    for request in requests(case, _THIS, Side.FAMILY, asks, case.family):
        on = request.due.due_on
        if on not in case.window:
            continue
        home = request.ask.homes[0] if len(request.ask.homes) == 1 else None
        standing = request_reason(case, request)
        credit = case.credit(_THIS, standing) if standing in ANSWERED else None
        if credit == 0 and is_open(case, _THIS, on):
            standing, credit = "open-barrier", None
        opportunity = case.opportunity(_THIS, on, request.first.id, home=home)
        yield opportunity.left_out(standing) if credit is None else opportunity.taken(credit, ANSWERED[standing])


def _news(case: Case) -> Iterator[Evidence | LeftOut]:
    told = [(day, each.sender) for each, day in case.messages if _is_news(case, each)]
    told += [
        (case.day_of(each.checked_in_at), each.caregiver)
        for each in case.journal.check_ins
        if each.checked_in_at <= case.as_of and each.caregiver in case.family
    ]
    for promise, homes in promises_for(case, CommitmentKind.FAMILY_NEWS, case.wanted_homes):
        days = [day for day, who in told if (case.home_of.get(who) or homes[0]) in homes]
        for each in intervals(case, _THIS, promise, homes):
            some = any(each.first_on <= day <= each.due_on for day in days)
            outcome = ("told", "told in the interval") if some else ("not-told", "nothing told in the interval")
            yield _counted(case, promise, homes, each, outcome)


def _is_news(case: Case, message: Message) -> bool:
    return (
        message.purpose in _NEWS
        and not message.automated
        and message.sender in case.family
        and any(case.people[each].side == Side.CLINIC for each in message.recipients if each in case.people)
    )


def _logs(case: Case) -> Iterator[Evidence | LeftOut]:
    """Give each whole week with practice due, for which a log was agreed."""
    kept = list(promises_for(case, CommitmentKind.PRACTICE_LOG, case.wanted_homes))
    if not kept:
        return
    week_of = case.week_starts
    standing = {(week_of[each.on], each.homes, each.reason) for each in case.occasions}
    scheduled = {(week, home, reason) for week, homes, reason in standing for home in homes}
    logged = _logged_weeks(case)
    for promise, homes in kept:
        rest = case.rest(Dimension.HOME_PRACTICE, homes)
        for week in case.weeks:
            last = week + WEEK - DAY
            whole = promise.since <= week and (promise.until is None or last <= promise.until)
            due = any((week, home, None) in scheduled for home in homes)
            paused = any((week, home, "paused") in scheduled for home in homes)
            if last not in case.window or not whole or not (due or paused):
                continue
            reason = "on-hold" if case.on_hold else None
            if reason is None and (not due or rest.days_within(week, last) > case.model.max_excused_share * WEEK.days):
                reason = "paused"
            some = any((week, home) in logged for home in (*homes, None))
            outcome = ("logged", "logged in the week") if some else ("not-logged", "nothing logged in the week")
            yield _counted(case, promise, homes, Interval(week, last, reason), outcome)


def _logged_weeks(case: Case) -> set[tuple[dt.date, str | None]]:
    """Find the weeks for which anything was recorded, and in which home; `None` where the record does not say."""
    found: set[tuple[dt.date, str | None]] = set()
    first, end = case.weeks[0], case.weeks[-1] + WEEK
    as_of, last_known = case.as_of, case.last_known_day
    for each in case.journal.practice:
        at, on, reported_at = each.practised_at, each.practised_on, each.reported_at
        if (reported_at is not None and reported_at > as_of) or (at is not None and at > as_of):
            continue
        day = each.due_on or on
        if day is None and at is not None:
            day = case.day_of(at)
        if day is None or not first <= day < end or (on is not None and on > last_known):
            continue
        home = each.household
        if home is None:
            there = case.homes_on(day)
            home = there[0] if len(there) == 1 else None
        found.add((case.week_starts[day], home))
    return found


def _counted(
    case: Case, promise: Commitment, homes: tuple[str | None, ...], interval: Interval, outcome: tuple[str, str]
) -> Evidence | LeftOut:
    """Make the row of an interval or week: nothing before it is over, then its credit."""
    on, reason = interval.due_on, interval.reason
    credit = case.credit(_THIS, outcome[0])
    if reason is None and case.today <= on:
        reason = "not-due"
    if reason is None and credit == 0 and is_open(case, _THIS, on):
        reason = "open-barrier"
    home = homes[0] if len(homes) == 1 else None
    opportunity = case.opportunity(_THIS, on, promise.id, f"{promise.id}/{on.isoformat()}", home=home)
    return opportunity.taken(credit, outcome[1]) if reason is None else opportunity.left_out(reason)
