"""
Shared decisions: the family decided on what it was asked, and came to the reviews that it was invited to.

A no is an answer as good as a yes: declining is taking part, staying silent is not. It does not say that a decision was
wise, and a child's own assent is never counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from collabcare.engagement.barriers import is_open
from collabcare.engagement.case import Case
from collabcare.engagement.opportunity import Evidence, LeftOut
from collabcare.engagement.partners import Home
from collabcare.engagement.promises import ANSWERED, counted, deadline, is_promised, promise_on, standing
from collabcare.plans import Review
from collabcare.vocabulary import CommitmentKind, Dimension, Side

__all__ = ["agreed", "collect"]

_THIS = Dimension.SHARED_DECISIONS


def collect(case: Case) -> Iterator[Evidence | LeftOut]:
    """
    Give each occasion on which a home was asked to decide, and each review to which it was invited.

    Parameters
    ----------
    case
        The case.

    Yields
    ------
    Evidence or LeftOut
        Mean over all that was asked on one day: answered in time 1, within grace .5, else 0; a review attended 1, word
        sent beforehand .5, else 0.
    """
    yield from _proposals(case)
    for review in case.plan.reviews:
        yield from _review(case, review)


def agreed(case: Case) -> bool:
    """Tell whether answers to proposals were promised, or reviews agreed or held with an invitation in the window."""
    kinds = (CommitmentKind.ANSWER_TO_PROPOSAL, CommitmentKind.REVIEW, CommitmentKind.REVIEW_NOTICE)
    return is_promised(case, *kinds, side=Side.FAMILY) or any(
        each.invited and each.held_at is not None and case.day_of(each.held_at) in case.window
        for each in case.plan.reviews
    )


def _proposals(case: Case) -> Iterator[Evidence | LeftOut]:
    for (home, day), subjects in _asked(case).items():
        promise = promise_on(case, CommitmentKind.ANSWER_TO_PROPOSAL, day, (home,))
        if promise is None:
            continue
        due = deadline(case, _THIS, day, promise, (home,))
        if due.due_on not in case.window:
            continue
        states = [standing(case, due, min(answers, default=None)) for answers in subjects.values()]
        still_open = [each for each in states if each not in ANSWERED]
        credits_ = [case.credit(_THIS, each) for each in states if each in ANSWERED]
        reason = _closed(case, home, (day, due.due_on))
        if reason is None and not still_open and not any(credits_) and is_open(case, _THIS, due.due_on):
            reason = "open-barrier"
        reason = reason or next(iter(still_open), None)
        name = "/".join(("proposals", *filter(None, (home,)), day.isoformat()))
        opportunity = case.opportunity(_THIS, due.due_on, promise.id, name, home=home)
        if reason is not None:
            yield opportunity.left_out(reason)
        else:
            note = f"{len(states) - states.count('late')} of {len(states)} answered in time or within grace"
            yield opportunity.taken(sum(credits_) / len(states), note)


def _asked(case: Case) -> dict[tuple[Home, dt.date], dict[str, list[dt.date]]]:
    """Find what each home was asked to decide on each day, and the days of the answers that are known."""
    asked: dict[tuple[Home, dt.date], dict[str, list[dt.date]]] = {}
    for each in case.plan.agreements:
        home = case.home_of.get(each.participant)
        if each.participant not in case.home_of or each.requested_on > case.last_known_day:
            continue
        if case.household is not None and home != case.household:
            continue
        answers = asked.setdefault((home, each.requested_on), {}).setdefault(each.subject, [])
        if each.decided_at is not None and each.decided_at <= case.as_of:
            answers.append(case.day_of(each.decided_at))
    return asked


def _closed(case: Case, home: Home, days: tuple[dt.date, ...]) -> str | None:
    if case.on_hold:
        return "on-hold"
    return "outside-plan" if any(not case.in_plan(day) or not case.has_caregiver(home, day) for day in days) else None


def _review(case: Case, review: Review) -> Iterator[Evidence | LeftOut]:
    if review.held_at is None or review.invited_on is None or review.held_at > case.as_of:
        return
    day = case.day_of(review.held_at)
    if day not in case.window:
        return
    invited = dict.fromkeys(case.home_of[each] for each in review.invited if each in case.home_of)
    for home in invited:
        if (case.household is not None and home != case.household) or not _had_notice(case, review, home, day):
            continue
        members = {each for each, own in case.home_of.items() if own == home}
        key, note = "absent", "did not come"
        if members.intersection(review.attended):
            key, note = "attended", "came"
        elif members.intersection(review.sent_word):
            key, note = "sent-word", "sent word beforehand"
        reason = _closed(case, home, (day,))
        if reason is None and day in case.rest(_THIS, (home,)):
            reason = "paused"
        credit = case.credit(_THIS, key)
        if reason is None and credit == 0 and is_open(case, _THIS, day):
            reason = "open-barrier"
        name = "/".join(("review", review.id, *filter(None, (home,))))
        opportunity = case.opportunity(_THIS, day, review.id, name, home=home)
        yield opportunity.taken(credit, note) if reason is None else opportunity.left_out(reason)


def _had_notice(case: Case, review: Review, home: Home, day: dt.date) -> bool:
    """Tell whether the invitation came as long ahead as agreed; where nothing was agreed, at all ahead."""
    if review.invited_on is None:
        return False
    promise = promise_on(case, CommitmentKind.REVIEW_NOTICE, review.invited_on, (home,))
    if promise is None:
        return review.invited_on <= day
    return counted(case, review.invited_on, promise.number, promise.days, case.rest(_THIS, (home,))) <= day
