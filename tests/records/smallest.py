"""The smallest record of each class that has rules: what a rule's example starts from."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from collabcare import journal, people, plans
from collabcare.text import Text, Wording

ONE, TWO, THREE = (dt.date(2025, 1, number) for number in (1, 2, 3))
NOON, LATER = (dt.datetime(2025, 1, 2, hour, tzinfo=dt.UTC) for hour in (12, 13))
WORDS = Text.of("en", "words")
PEOPLE = tuple(
    people.Participant(id=name, role=role) for name, role in (("c", "child"), ("t", "therapist"), ("m", "caregiver"))
)
LEVELS = tuple(plans.AttainmentLevel(level=level, description=WORDS) for level in range(-2, 3))

SMALLEST: dict[type, dict[str, Any]] = {
    Text: {"default": "en", "wordings": (Wording(language="en", words="words"),)},
    people.ContactPreference: {"channel": "phone"},
    people.Participant: {"id": "p", "role": "teacher"},
    people.ResidenceSchedule: {"starts_on": ONE, "weekdays": ("monday",)},
    plans.Agreement: {"id": "a", "participant": "m", "kind": "consent", "subject": "p", "requested_on": ONE},
    plans.AttainmentScale: {"levels": LEVELS},
    plans.Barrier: {"id": "b", "kind": "time", "description": WORDS, "raised_by": "m", "raised_on": TWO},
    plans.Commitment: {"id": "c", "kind": "reply", "number": 2, "unit": "days", "since": ONE},
    plans.Expectation: {"id": "e", "participant": "m", "goal": "g", "level": 0, "due_on": ONE},
    plans.FixedDays: {"frequency": "daily", "starts_on": ONE},
    plans.Goal: {"id": "g", "statement": WORDS},
    plans.GoalJudgement: {"goal": "g", "side": "family", "level": 0},
    plans.HomeAssignment: {
        "id": "h",
        "goals": ("g",),
        "title": WORDS,
        "given_on": ONE,
        "fixed_days": plans.FixedDays(frequency="daily", starts_on=ONE),
    },
    plans.Pause: {"id": "p", "starts_on": ONE, "ends_on": ONE, "reason": "holiday"},
    plans.Review: {"id": "r", "due_on": TWO},
    plans.Service: {
        "id": "s",
        "discipline": "aba",
        "times": 1,
        "period": "week",
        "minutes": 60,
    },
    plans.SharedPlan: {
        "id": "plan",
        "title": WORDS,
        "child": "c",
        "participants": PEOPLE,
        "starts_on": ONE,
        "timezone": "Europe/Madrid",
    },
    plans.SupportScale: {"levels": (plans.SupportLevel(code="none", name=WORDS),)},
    plans.WeeklyTarget: {"times": 8, "starts_on": ONE},
    journal.Answers: {
        "id": "a",
        "instrument": "i",
        "respondent": "m",
        "answered_at": NOON,
        "items": (journal.ItemAnswer(item="1", answer=1.0),),
    },
    journal.CheckIn: {"id": "c", "caregiver": "m", "checked_in_at": NOON, "stress": 1},
    journal.FidelityObservation: {
        "id": "f",
        "strategy": "s",
        "caregiver": "m",
        "steps_correct": 3,
        "steps_scored": 3,
        "observed_at": NOON,
    },
    journal.ItemAnswer: {"item": "1", "skipped": True},
    journal.Journal: {"plan": "plan"},
    journal.Measurement: {"id": "m", "goal": "g", "measured_at": NOON, "level": 0},
    journal.ParticipationRating: {
        "item": "shares-own-view",
        "participant": "m",
        "lowest": 0.0,
        "highest": 4.0,
        "rating": 4.0,
    },
    journal.PracticeRecord: {"id": "p", "assignment": "h", "outcome": "done", "due_on": ONE},
    journal.Session: {"id": "s", "scheduled_start_at": NOON, "scheduled_end_at": LATER, "status": "held"},
}


def message(name: str, **fields: Any) -> journal.Message:
    """Make a question of the therapist to the mother."""
    usual = {"id": name, "sent_at": NOON, "sender": "t", "recipients": ("m",), "purpose": "question"}
    return journal.Message(**(usual | fields))


def target(unit: str) -> plans.Target:
    """Make a target in a unit."""
    return plans.Target(measure=WORDS, comparator=">=", value=Decimal(3), unit=unit)
