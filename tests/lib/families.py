"""
Plans and journals for tests, written tersely.

Every plan has the child `child`, the therapist `therapist` (organization `clinic`), and either one caregiver `mother`
without a household, or the caregivers of its households: `households={"a": "mother", "b": "father"}`.

Times are text on the clock of a zone: `at("2026-09-08T10:00")` is ten o'clock in Madrid. A time that carries an offset
(`2026-10-25T02:30+01:00`) is taken as it stands. Days are text too, and so is everything that a record wants as a day.

    plan = family(commitments=[promise("reply", 3)])
    happened = journal(plan, ask("q1", "2026-09-29T10:00"), answer("q1", "2026-10-04T10:00"))
    evidence(plan, happened, Window.month("2026-10"))
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from collabcare.journal import (
    Answers,
    CheckIn,
    Event,
    ItemAnswer,
    Journal,
    LogStatement,
    Message,
    ParticipationRating,
    PracticeRecord,
    Session,
)
from collabcare.people import Household, Participant, ResidenceSchedule
from collabcare.plans import (
    Agreement,
    Barrier,
    BarrierResponse,
    Commitment,
    FixedDays,
    Goal,
    HomeAssignment,
    Pause,
    Review,
    SharedPlan,
    WeeklyTarget,
)
from collabcare.text import Text
from collabcare.vocabulary import Role, Weekday

ZONE = "Europe/Madrid"
DAYS = {each.value[:3]: each for each in Weekday}
_numbers = itertools.count(1)


# --------------------------------------------------------------------------- days and times


def day(text: str | dt.date | None) -> dt.date | None:
    """Make a day of `"2026-09-08"`; a day or None stays."""
    return dt.date.fromisoformat(text) if isinstance(text, str) else text


def at(text: str | dt.datetime | None, timezone: str = ZONE) -> dt.datetime | None:
    """Make an instant of `"2026-09-08T10:00"` on the clock of a zone, or of text with an offset of its own."""
    if not isinstance(text, str):
        return text
    found = dt.datetime.fromisoformat(text)
    return found if found.tzinfo is not None else found.replace(tzinfo=ZoneInfo(timezone))


def words(text: str = "Text", language: str = "en") -> Text:
    """Make a text in one language."""
    return Text.of(language, text)


def _typed(fields: Mapping[str, Any], timezone: str = ZONE) -> dict[str, Any]:
    """Turn text into days and instants, going by how the field is called."""
    found: dict[str, Any] = {}
    for name, value in fields.items():
        if name.endswith("_at"):
            found[name] = at(value, timezone)
        elif name.endswith("_on") or name in {"since", "until", "complete_until"}:
            found[name] = tuple(map(day, value)) if isinstance(value, (list, tuple)) else day(value)
        else:
            found[name] = tuple(value) if isinstance(value, list) else value
    return found


def _id(prefix: str) -> str:
    return f"{prefix}-{next(_numbers)}"


# --------------------------------------------------------------------------- the plan


def person(name: str, role: str = "caregiver", **fields: Any) -> Participant:
    """Make a participant whose id is its name: `person("father", household="b", since="2026-09-21")`."""
    return Participant(id=name, role=Role(role), **_typed(fields))


def home(name: str, *members: str, days: str | None = None, starts_on: str = "2026-09-07", **fields: Any) -> Household:
    """
    Make a household: `home("a", "mother", days="mon tue wed thu")`.

    Without `days` the child is always there; `every_weeks`, `also_on` and `except_on` are those of its schedule.
    """
    names = ("ends_on", "every_weeks", "also_on", "except_on")
    schedule = _typed({each: fields.pop(each) for each in names if each in fields})
    there = ()
    if days is not None:
        weekdays = tuple(DAYS[each] for each in days.split())
        there = (ResidenceSchedule(starts_on=day(starts_on), weekdays=weekdays, **schedule),)
    return Household(id=name, members=members, residence_schedule=there, **fields)


def goal(name: str = "goal", **fields: Any) -> Goal:
    """Make a goal."""
    return Goal(id=name, statement=words(), **_typed(fields))


def daily(starts_on: str = "2026-09-07", times_a_day: int = 1, **fields: Any) -> FixedDays:
    """Make a schedule: every day, so many times."""
    return FixedDays(frequency="daily", times_a_day=times_a_day, **_typed({"starts_on": starts_on, **fields}))


def on_days(days: str, starts_on: str = "2026-09-07", **fields: Any) -> FixedDays:
    """Make a schedule on days of the week: `on_days("mon wed fri")`."""
    weekdays = tuple(DAYS[each] for each in days.split())
    return FixedDays(frequency="weekly", weekdays=weekdays, **_typed({"starts_on": starts_on, **fields}))


def a_week(times: int, starts_on: str = "2026-09-07", **fields: Any) -> WeeklyTarget:
    """Make a weekly target: `a_week(3)`."""
    return WeeklyTarget(times=times, **_typed({"starts_on": starts_on, **fields}))


def practice_of(schedule: FixedDays | WeeklyTarget, name: str = "walk", **fields: Any) -> HomeAssignment:
    """Make a home assignment with its schedule; it serves `goal` unless told otherwise, given on its first day."""
    kind = "fixed_days" if isinstance(schedule, FixedDays) else "weekly_target"
    settled = {"goals": ("goal",), "title": words(), "given_on": schedule.starts_on, kind: schedule}
    return HomeAssignment(id=name, **{**settled, **_typed(fields)})


def promise(kind: str, number: int, since: str = "2026-09-01", **fields: Any) -> Commitment:
    """Make a promise: `promise("reply", 2, days="working", side="clinic")`."""
    unit = "minutes" if "minutes" in kind else "days"
    settled = {"id": _id("promise"), "kind": kind, "number": number, "unit": unit, "since": since}
    return Commitment(**_typed({**settled, **fields}))


def pause(starts_on: str, ends_on: str, reason: str = "illness", **fields: Any) -> Pause:
    """Make a pause; both days belong to it."""
    return Pause(**_typed({"id": _id("pause"), "starts_on": starts_on, "ends_on": ends_on, "reason": reason, **fields}))


def barrier(raised_on: str, *, answered_on: str | None = None, by: str = "mother", **fields: Any) -> Barrier:
    """Make a barrier, and the solution agreed on a day: `barrier("2026-09-01", affects=("attendance",))`."""
    agreed = (
        ()
        if answered_on is None
        else (BarrierResponse(kind="solution", description=words(), agreed_on=day(answered_on)),)
    )
    settled = {
        "id": _id("barrier"),
        "kind": "transport",
        "description": words(),
        "raised_by": by,
        "raised_on": raised_on,
    }
    return Barrier(**_typed({**settled, "responses": agreed, **fields}))


def proposal(
    subject: str, asked_on: str, decided_at: str | None = None, decision: str = "agreed", **fields: Any
) -> Agreement:
    """Put a question to a caregiver, with the answer: `proposal("goal", "2026-09-08", "2026-09-10", "declined")`."""
    if decided_at is not None and "T" not in decided_at:
        decided_at += "T12:00"
    settled = {"id": _id("agreement"), "participant": "mother", "kind": "acknowledgement", "subject": subject}
    given = {
        "decision": "pending" if decided_at is None else decision,
        "decided_at": decided_at,
        "requested_on": asked_on,
    }
    return Agreement(**_typed({**settled, **given, **fields}))


def review(name: str = "review", **fields: Any) -> Review:
    """Make a review: `review(due_on="2026-09-30", held_at="2026-10-08T10:00", invited_on=..., invited=["mother"])`."""
    return Review(id=name, **_typed(fields))


def family(
    *,
    timezone: str = ZONE,
    starts_on: str = "2026-09-01",
    households: Mapping[str, str] | Sequence[Household] = (),
    people: Iterable[Participant] = (),
    **fields: Any,
) -> SharedPlan:
    """
    Make a plan.

    Parameters
    ----------
    timezone, starts_on
        As in the plan.
    households
        `{"a": "mother", "b": "father"}`: a home each with one caregiver, where the child always is; or `home(...)`s.
    people
        Further participants; one of the same id takes the place of the child, the mother or the therapist.
    fields
        Any other field of the plan: commitments, assignments, pauses, barriers, agreements, reviews ... Goals that
        nobody gave are made.
    """
    if isinstance(households, Mapping):
        households = [home(each, member) for each, member in households.items()]
    settled = {"child": person("child", "child"), "therapist": person("therapist", "therapist", organization="clinic")}
    members = [(member, each.id) for each in households for member in each.members if member != "child"]
    for member, each in members or [("mother", None)]:
        settled[member] = person(member, household=each)
    settled.update({each.id: each for each in people})
    assignments, agreements = fields.get("assignments", ()), fields.get("agreements", ())
    named = [each for assignment in assignments for each in assignment.goals] + [each.subject for each in agreements]
    known = {"plan", *(each.id for each in assignments)}
    goals = fields.pop("goals", None) or [goal(each) for each in dict.fromkeys(named) if each not in known]
    return SharedPlan(
        id="plan",
        title=words(),
        child="child",
        participants=tuple(settled.values()),
        households=tuple(households),
        goals=tuple(goals),
        **_typed({"timezone": timezone, "starts_on": starts_on, **fields}, timezone),
    )


# --------------------------------------------------------------------------- the journal


def journal(plan: SharedPlan, *events: Event | Iterable[Event]) -> Journal:
    """Make a journal of events; lists of them are opened: `journal(plan, done("walk", ...), [done(...), ...])`."""
    flat: list[Event] = []
    for each in events:
        if isinstance(each, Iterable):
            flat += each
        else:
            flat.append(each)
    return Journal(plan=plan.id).add(*flat)


def session(start: str, minutes: int = 45, *, timezone: str = ZONE, **fields: Any) -> Session:
    """
    Make a session on a day at a time: `session("2026-09-10T10:00", 45, expected=["child", "mother"])`.

    It was held and everyone in `expected` came, unless told otherwise. `ended_after=30` ends it after 30 minutes,
    `started_after=12` begins it 12 minutes late.
    """
    begin = at(start, timezone)
    assert begin is not None
    begin = begin.astimezone(dt.UTC)
    settled: dict[str, Any] = {
        "id": _id("session"),
        "scheduled_start_at": begin,
        "scheduled_end_at": begin + dt.timedelta(minutes=minutes),
        "status": "held",
        "expected": ("child",),
    }
    if (after := fields.pop("ended_after", None)) is not None:
        settled["ended_at"] = begin + dt.timedelta(minutes=after)
    if (after := fields.pop("started_after", None)) is not None:
        settled["started_at"] = begin + dt.timedelta(minutes=after)
    settled.update(_typed(fields, timezone))
    if settled["status"] == "held":
        settled.setdefault("attended", settled["expected"])
    return Session(**settled)


def cancelled(start: str, by: str | None, reason: str | None = None, **fields: Any) -> Session:
    """Make a session that was called off: `cancelled("2026-09-10T10:00", "family", "child-ill")`."""
    return session(start, status="cancelled", cancelled_by=by, cancellation_reason=reason, **fields)


def moved(start: str, by: str | None, to: str | None = None, **fields: Any) -> Session:
    """Make a session that was moved to another one, or to none: `moved("2026-09-15T10:00", "family", to="s4")`."""
    return session(start, status="moved", moved_by=by, moved_to=to, **fields)


def no_show(start: str, **fields: Any) -> Session:
    """Make a session to which the family did not come."""
    return session(start, status="no-show", **fields)


def rated(
    ratings: Sequence[int | None], participant: str = "mother", lowest: int = 1, highest: int = 5
) -> tuple[ParticipationRating, ...]:
    """Rate someone on as many items as there are numbers, None where it could not be seen: `rated([5, 4, None])`."""
    return tuple(
        ParticipationRating(
            item="other",
            item_other=f"item {number}",
            participant=participant,
            rating=rating,
            lowest=lowest,
            highest=highest,
            rater="therapist",
            not_observed=rating is None,
        )
        for number, rating in enumerate(ratings)
    )


def done(assignment: str = "walk", on: str | None = None, outcome: str = "done", **fields: Any) -> PracticeRecord:
    """
    Report practice on a day or at an instant: `done("walk", "2026-09-08")`, `done("walk", "2026-10-24T23:30")`.

    `done("walk", due_on="2026-09-07")` says only for which day it was.
    """
    timezone = fields.pop("timezone", ZONE)
    settled: dict[str, Any] = {"id": _id("practice"), "assignment": assignment, "outcome": outcome}
    if on is not None:
        settled["practised_at" if "T" in on else "practised_on"] = on
    return PracticeRecord(**_typed({**settled, **fields}, timezone))


def partly(
    assignment: str = "walk", on: str | None = None, share: float | None = None, **fields: Any
) -> PracticeRecord:
    """Report practice done in part; without a share it is not known how much of it."""
    return done(assignment, on, "partly", done_share=share, **fields)


def not_done(assignment: str = "walk", on: str | None = None, **fields: Any) -> PracticeRecord:
    """Report that practice was not done."""
    return done(assignment, on, "not-done", **fields)


def excused(
    assignment: str = "walk", on: str | None = None, reason: str = "child-ill", **fields: Any
) -> PracticeRecord:
    """Report that practice could not be expected."""
    return done(assignment, on, "excused", excused_reason=reason, **fields)


def log_complete(until: str, **fields: Any) -> LogStatement:
    """State that the practice log is complete up to a day."""
    return LogStatement(**_typed({"id": _id("log"), "complete_until": until, **fields}))


def message(
    sent_at: str, sender: str, to: str | Sequence[str], purpose: str, *, timezone: str = ZONE, **fields: Any
) -> Message:
    """Make a message: `message("2026-09-03T10:00", "therapist", "mother", "progress-update")`."""
    recipients = (to,) if isinstance(to, str) else tuple(to)
    settled = {"id": _id("message"), "sent_at": sent_at, "sender": sender, "recipients": recipients, "purpose": purpose}
    return Message(**_typed({**settled, **fields}, timezone))


def ask(
    name: str, sent_at: str, to: str | Sequence[str] = "mother", sender: str = "therapist", **fields: Any
) -> Message:
    """Let the clinic ask for a reply."""
    return message(sent_at, sender, to, **{"id": name, "purpose": "question", "reply_wanted": True, **fields})


def question(
    name: str, sent_at: str, sender: str = "mother", to: str | Sequence[str] = "therapist", **fields: Any
) -> Message:
    """Let the family ask."""
    return message(sent_at, sender, to, **{"id": name, "purpose": "question", "reply_wanted": True, **fields})


def answer(
    to_message: str, sent_at: str, sender: str = "mother", to: str | Sequence[str] = "therapist", **fields: Any
) -> Message:
    """Answer a message; by the mother to the therapist unless told otherwise."""
    return message(sent_at, sender, to, **{"purpose": "answer", "in_reply_to": to_message, **fields})


def update(sent_at: str, to: str | Sequence[str] = "mother", sender: str = "therapist", **fields: Any) -> Message:
    """Let the clinic tell how things go."""
    return message(sent_at, sender, to, "progress-update", **fields)


def check_in(checked_in_at: str, caregiver: str = "mother", **fields: Any) -> CheckIn:
    """Let a caregiver say how it goes."""
    return CheckIn(
        **_typed({"id": _id("check-in"), "caregiver": caregiver, "checked_in_at": checked_in_at, "stress": 5, **fields})
    )


def questionnaire(answered_at: str, instrument: str = "csq-8", respondent: str = "mother", **fields: Any) -> Answers:
    """Let someone fill in a questionnaire; one item is enough here."""
    settled = {"id": _id("answers"), "instrument": instrument, "respondent": respondent, "answered_at": answered_at}
    return Answers(**_typed({**settled, "items": (ItemAnswer(item="1", answer=3),), **fields}))


# --------------------------------------------------------------------------- looking at evidence


def of(rows: Iterable[Any], dimension: str) -> list[Any]:
    """Keep the rows of one dimension."""
    return [each for each in rows if each.dimension == dimension]


def credits_of(rows: Iterable[Any], dimension: str) -> list[float]:
    """List the credits of one dimension, in the order of its rows, to four digits."""
    return [round(each.credit, 4) for each in of(rows, dimension) if hasattr(each, "credit")]


def left_out_of(rows: Iterable[Any], dimension: str) -> dict[str, int]:
    """Count what was left out of one dimension, by reason."""
    reasons = sorted(each.reason for each in of(rows, dimension) if hasattr(each, "reason"))
    return {reason: len(list(found)) for reason, found in itertools.groupby(reasons)}
