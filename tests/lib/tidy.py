"""
A plan and its journal as the tidy tables that a researcher would bring.

The tables say what happened, and what a table has to be told (pauses, the plan's days, open barriers, which report
belongs to which occasion). They never say a credit, and no reason that the rules of the tables work out themselves.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import polars as pl

from collabcare._dates import Window
from collabcare.engagement.barriers import is_open
from collabcare.engagement.case import Case
from collabcare.engagement.dimensions import communication, home_practice, responsiveness
from collabcare.engagement.matching import matches, reports
from collabcare.engagement.requests import Request, requests
from collabcare.engagement.sessions import Meeting
from collabcare.engagement.tables import TABLES
from collabcare.journal import Journal
from collabcare.plans import SharedPlan
from collabcare.vocabulary import Dimension, Role, Side

_TYPES = {
    "id": pl.String,
    "code": pl.String,
    "text": pl.String,
    "day": pl.Date,
    "number": pl.Float64,
    "whole": pl.Int64,
    "flag": pl.Boolean,
}


def frame(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Make a table of a kind; columns that no row has are left away unless they are required."""
    (table,) = (each for each in TABLES if each.name == name)
    there = {key for row in rows for key in row}
    schema = {each.name: _TYPES[each.kind] for each in table.columns if each.required or each.name in there}
    return pl.DataFrame(rows, schema=schema, orient="row")


def tidy(plan: SharedPlan, journal: Journal, window: Window, as_of: dt.date | None = None) -> dict[str, pl.DataFrame]:
    """Make the four tables of one family."""
    case = Case.of(plan, journal, window, as_of)
    return {
        "sessions": frame("sessions", [_session(case, each) for each in case.meetings]),
        "occasions": frame("occasions", _occasions(case)),
        "ratings": frame("ratings", [row for each in case.meetings for row in _ratings(case, each)]),
        "messages": frame("messages", [*_messages(case, Side.CLINIC), *_messages(case, Side.FAMILY)]),
    }


def _minutes(later: dt.datetime | None, earlier: dt.datetime | None) -> float | None:
    return None if later is None or earlier is None else (later - earlier).total_seconds() / 60


def _session(case: Case, meeting: Meeting) -> dict[str, Any]:
    # The table is written on the day of as_of: what was called off only later is still scheduled in it.
    session = meeting.session
    if meeting.status != session.status:
        session = attrs.evolve(
            session,
            status=meeting.status,
            attended=(),
            **dict.fromkeys(("cancelled_by", "cancelled_at", "moved_by", "moved_to", "make_up_offered_on")),
        )
    family = {each.id for each in meeting.expected if each.role in {Role.CAREGIVER, Role.CHILD}}
    family |= {each.id for each in meeting.expected if each.id in case.family}
    late = _minutes(session.started_at, session.scheduled_start_at)
    needs = [case.people[each] for each in session.attended if each in case.people]
    if not session.expected:
        needs += [each for each in case.plan.participants if each.side == Side.FAMILY and each.active_on(meeting.day)]
    interpreted = any(each.needs_interpreter for each in (*meeting.expected, *needs))
    return {
        "plan_id": case.plan.id,
        "session_id": session.id,
        "on": meeting.day,
        "status": session.status.value,
        "someone_missing": bool(session.attended) and not family <= set(session.attended),
        "scheduled_minutes": _minutes(session.scheduled_end_at, session.scheduled_start_at),
        "late_minutes": None if late is None else max(0.0, late),
        "late_through": session.late_through,
        "early_minutes": _minutes(session.scheduled_end_at, session.ended_at),
        "ended_early_by": session.ended_early_by,
        "assent": session.assent,
        "interpreter_missing": session.interpreter_present is False and interpreted,
        "cancelled_by": session.cancelled_by,
        "cancellation_reason": session.cancellation_reason,
        "make_up_offered_on": session.make_up_offered_on,
        "moved_by": session.moved_by,
        "moved_to": session.moved_to,
        "household": meeting.home,
        "organization": meeting.organization,
        "closed": meeting.closed,
        "open_barrier": is_open(case, Dimension.ATTENDANCE, meeting.day),
    }


def _ratings(case: Case, meeting: Meeting) -> list[dict[str, Any]]:
    """Give a row for each rating, and an empty one for a caregiver who came and was rated on nothing."""
    session = meeting.session
    if session.status != "held":
        return []
    came = {each: home for home, caregivers in meeting.came.items() for each in caregivers}
    common = {
        "plan_id": case.plan.id,
        "session_id": session.id,
        "on": meeting.day,
        "closed": meeting.closed,
        "open_barrier": is_open(case, Dimension.PARTICIPATION, meeting.day),
    }
    rows = [
        {
            **common,
            "participant": each.participant,
            "role": "caregiver" if each.participant in came else "other",
            "household": came.get(each.participant),
            "item": f"{each.item}:{each.item_other}",
            "rating": each.rating,
            "lowest": each.lowest,
            "highest": each.highest,
        }
        for each in session.ratings
    ]
    known = rows[0]["item"] if rows else "any"
    rated = {row["participant"] for row in rows}
    for caregiver, home in came.items():
        if caregiver not in rated:
            nothing = {"participant": caregiver, "household": home, "item": known, "lowest": 0, "highest": 1}
            rows.append({**common, **nothing, "role": "caregiver", "rating": None})
    return rows


def _occasions(case: Case) -> list[dict[str, Any]]:
    matched = matches(case, reports(case, home_practice._worth(case)))
    logs = home_practice._Logs(case)
    beyond = {
        each.opportunity_id
        for each in home_practice.collect(case)
        if getattr(each, "reason", None) == "beyond-capacity"
    }
    rows = []
    for each in case.occasions:
        if each.on not in case.window:
            continue
        report = matched.found.get(each.opportunity_id)
        silent = report is None and (each.opportunity_id in matched.silent or logs.cover(each))
        rows.append(
            {
                "plan_id": case.plan.id,
                "occasion_id": each.opportunity_id,
                "assignment_id": each.assignment.id,
                "on": each.on,
                "outcome": None if report is None else report.record.outcome.value,
                "done_share": None if report is None else report.record.done_share,
                "occasions_a_week": 1 / each.weight,
                "log_complete": silent,
                "minutes": each.assignment.minutes,
                "household": each.home,
                "closed": "beyond-capacity" if each.opportunity_id in beyond else each.reason,
                "open_barrier": is_open(case, Dimension.HOME_PRACTICE, each.on),
            }
        )
    return rows


def _messages(case: Case, asked_by: Side) -> list[dict[str, Any]]:
    """Give a row for each request; its last days are told only where a pause or a closed clinic moves them."""
    module = communication if asked_by == Side.CLINIC else responsiveness
    dimension = module._THIS
    rests = bool(case.plan.pauses or case.plan.closed_on)
    rows = []
    for request in _requests_of(case, module):
        first = request.first
        promise = _promise(case, request, Side.FAMILY if asked_by == Side.CLINIC else Side.CLINIC)
        closed = "on-hold" if case.on_hold else None
        if closed is None and not (case.in_plan(request.sent_on) and case.in_plan(request.due.due_on)):
            closed = "outside-plan"
        homes = request.ask.homes
        rows.append(
            {
                "plan_id": case.plan.id,
                "message_id": first.id,
                "asked_by": asked_by.value,
                "sent_on": request.sent_on,
                "promised_days": promise.number,
                "day_count": promise.days,
                "due_on": request.due.due_on if rests else None,
                "grace_on": request.due.grace_on if rests else None,
                "answered_on": request.answered_on,
                "household": homes[0] if asked_by == Side.CLINIC and len(homes) == 1 else None,
                "organization": case.organization_of(first.recipients) if asked_by == Side.FAMILY else None,
                "closed": closed,
                "open_barrier": is_open(case, dimension, request.due.due_on),
            }
        )
    return rows


def _promise(case: Case, request: Request, side: Side) -> Any:
    from collabcare.engagement.promises import promise_on
    from collabcare.vocabulary import CommitmentKind

    return promise_on(case, CommitmentKind.REPLY, request.sent_on, request.ask.homes, side)


def _requests_of(case: Case, module: Any) -> list[Request]:
    """Listen to the dimension while it puts messages together into requests."""
    heard: list[Request] = []

    def listen(*arguments: Any) -> list[Request]:
        heard.extend(requests(*arguments))
        return heard

    kept, module.requests = module.requests, listen
    try:
        list(module._requests(case) if module is communication else module.collect(case))
    finally:
        module.requests = kept
    return heard
