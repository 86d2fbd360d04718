"""Requests for a reply: messages that belong together, when a reply was due, and when it came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from collabcare.engagement.promises import Deadline, deadline, promise_on, standing
from collabcare.journal import Message
from collabcare.vocabulary import CommitmentKind, Dimension, MessagePurpose, Side

if TYPE_CHECKING:
    from collabcare.engagement.case import Case
    from collabcare.engagement.partners import Home

__all__ = ["Ask", "Request", "request_reason", "requests"]


class Ask(msgspec.Struct, frozen=True):
    """
    What makes a message a request: whom it binds.

    Parameters
    ----------
    key
        Messages with the same key, sent while an earlier one is open, are one request.
    homes
        The homes that it concerns.
    asked
        Who is to answer.
    """

    key: frozenset[str | None]
    homes: tuple[Home, ...]
    asked: frozenset[str]


class Request(msgspec.Struct, eq=False):
    """One request: its first message, what is due, and the day of the first answer as far as is known."""

    first: Message
    ask: Ask
    sent_on: dt.date
    due: Deadline
    answered_on: dt.date | None = None


def requests(
    case: Case,
    dimension: Dimension,
    side: Side,
    asks: Callable[[Message, dt.date], Ask | None],
    answerers: frozenset[str],
) -> list[Request]:
    """
    Put the messages known at the moment asked for together into requests.

    Parameters
    ----------
    case
        The case.
    dimension
        What the requests are evidence of.
    side
        Who promised to reply.
    asks
        Says whom a message binds, if it is a request.
    answerers
        Whose answers count.

    Returns
    -------
    list of Request
        Those for which a promise was in force, in order of time.

    Notes
    -----
    A request is open until it is answered or its grace has passed. What answers it says so by `in_reply_to`, or is an
    answer of someone asked to the one who asked. An automated message answers nothing.
    """
    found: list[Request] = []
    member_of: dict[str, Request] = {}
    newest: dict[frozenset[str | None], Request] = {}
    for message, day in case.messages:
        if message.sender in answerers and not message.automated:
            _take_answer(message, day, member_of, newest)
        ask = asks(message, day)
        if ask is None:
            continue
        open_one = newest.get(ask.key)
        if open_one is None or open_one.answered_on is not None or day > open_one.due.grace_on:
            promise = promise_on(case, CommitmentKind.REPLY, day, ask.homes, side)
            if promise is None:
                continue
            open_one = Request(message, ask, day, deadline(case, dimension, day, promise, ask.homes))
            newest[ask.key] = open_one
            found.append(open_one)
        member_of[message.id] = open_one
    return found


def _take_answer(
    message: Message, day: dt.date, member_of: dict[str, Request], newest: dict[frozenset[str | None], Request]
) -> None:
    answered: list[Request] = []
    if message.in_reply_to is not None:
        answered = [member_of[message.in_reply_to]] if message.in_reply_to in member_of else []
    elif message.purpose == MessagePurpose.ANSWER:
        asked = (each for each in newest.values() if message.sender in each.ask.asked)
        answered = [each for each in asked if each.first.sender in message.recipients]
    for each in answered:
        if each.answered_on is None:
            each.answered_on = day


def request_reason(case: Case, request: Request) -> str:
    """Say how a request stands: a reason to leave it out, or `in-time`, `in-grace`, `late`."""
    if case.on_hold:
        return "on-hold"
    if not case.in_plan(request.sent_on) or not case.in_plan(request.due.due_on):
        return "outside-plan"
    return standing(case, request.due, request.answered_on)
