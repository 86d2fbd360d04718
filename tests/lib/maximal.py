"""
A plan and a journal that use every record class and every field of each, as JSON data.

Two texts can be hidden in them: `mark` in all that is a name, a title or words, and `ident` in all ids. Both documents
are whole and right, so that a test can break them in one place at a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

Json = Any
Path = tuple[str | int, ...]

KINDS = {
    "sessions": "session",
    "practice": "practice",
    "log_statements": "log-statement",
    "fidelity": "fidelity",
    "messages": "message",
    "measurements": "measurement",
    "answers": "answers",
    "check_ins": "check-in",
}
"""What NDJSON calls the events of each list of a journal."""


def plan(mark: str = "words", ident: str = "") -> dict[str, Json]:
    """Make a plan that uses everything a plan can hold."""

    def i(name: str) -> str:
        return f"{name}{ident}"

    def words(text: str) -> dict[str, Json]:
        first = {"language": "en", "words": f"{text} {mark}"}
        second = {"language": "es-MX", "words": f"{mark} {text}", "status": "translated"}
        return {"default": "en", "wordings": [first, second]}

    return {
        "document": "collabcare-plan",
        "version": 1,
        "id": i("plan"),
        "title": words("Our plan"),
        "child": i("c"),
        "participants": [
            {"id": i("c"), "role": "child", "name": f"Ana {mark}", "birth_year": 2021, "household": i("h")},
            {
                "id": i("m"),
                "role": "caregiver",
                "name": f"Maria {mark}",
                "languages": ["es-MX", "en"],
                "needs_interpreter": True,
                "legal_decision_maker": ["all"],
                "contact_preferences": [{"channel": "phone", "from_time": "09:00:00", "to_time": "17:00:00"}],
                "household": i("h"),
                "since": "2026-01-01",
                "until": "2027-01-01",
            },
            {
                "id": i("t"),
                "role": "therapist",
                "name": f"Kim {mark}",
                "disciplines": ["other"],
                "disciplines_other": f"Music {mark}",
                "organization": i("o"),
            },
            {"id": i("x"), "role": "other", "role_other": f"Neighbour {mark}"},
        ],
        "households": [
            {
                "id": i("h"),
                "name": f"Home {mark}",
                "members": [i("c"), i("m")],
                "languages": ["es"],
                "residence_schedule": [
                    {"starts_on": "2026-01-01", "ends_on": "2026-12-31", "weekdays": ["monday", "tuesday"]}
                ],
            },
            {
                "id": i("h2"),
                "residence_schedule": [
                    {
                        "starts_on": "2026-01-01",
                        "weekdays": ["wednesday", "thursday", "friday", "saturday", "sunday"],
                        "every_weeks": 1,
                        "also_on": ["2028-01-01"],
                        "except_on": ["2028-01-05"],
                    }
                ],
            },
        ],
        "child_profile": {
            "preferred_name": f"Anita {mark}",
            "strengths": [words("Laughs")],
            "interests": [words("Trains")],
            "triggers": [words("Loud halls")],
            "what_helps": [words("Counting")],
            "communication_modes": ["speech", "pictures"],
            "sensory_needs": [words("Headphones")],
            "motor_needs": [words("Short walks")],
        },
        "family_profiles": [
            {
                "household": i("h"),
                "resources": [words("A grandmother near by")],
                "priorities": [words("Sleep")],
                "concerns": [words("School")],
                "values": [words("Eating together")],
                "routines": [words("Bath at six")],
            }
        ],
        "goals": [
            {
                "id": i("g1"),
                "statement": words("Asks for help"),
                "why": words("Less crying at meals"),
                "proposed_by": i("m"),
                "outcome_for": "family",
                "discipline": "other",
                "discipline_other": f"Music {mark}",
                "domain": "other",
                "domain_other": f"Joy {mark}",
                "priority_family": 1,
                "priority_clinic": 2,
                "responsible": [i("t")],
                "settings": ["home"],
                "baseline": {"value": "2.5", "unit": "{times}", "on": "2026-01-02", "procedure": "event"},
                "targets": [
                    {
                        "measure": words("times a day"),
                        "comparator": ">=",
                        "value": "5",
                        "unit": "{times}",
                        "due_on": "2026-06-30",
                    }
                ],
                "attainment_scale": {
                    "levels": [{"level": each, "description": words(f"Level {each}")} for each in range(-2, 3)],
                    "baseline_level": -1,
                    "importance": 3,
                    "difficulty": 2,
                },
                "support_scale": {
                    "levels": [
                        {"code": i("none"), "name": words("No help")},
                        {"code": i("full"), "name": words("Full help")},
                    ]
                },
                "mastery": {
                    "threshold": "4",
                    "comparator": ">",
                    "consecutive": 3,
                    "settings": 2,
                    "people": 2,
                    "maintenance_days": 30,
                    "max_support_level": i("none"),
                },
                "lifecycle": "accepted",
                "achievement": "improving",
                "education_plan_ref": f"IFSP 3 {mark}",
                "since": "2026-01-05",
                "until": "2026-12-01",
            }
        ],
        "strategies": [
            {
                "id": i("s1"),
                "what": words("Wait five seconds"),
                "why": words("Time to think"),
                "goals": [i("g1")],
                "used_by": [i("m"), i("t")],
                "settings": ["home", "clinic"],
                "adapted_for": words("At the kitchen table"),
                "resources": [
                    {"kind": "link", "language": "es", "title": f"Film {mark}", "link": f"https://example.org/{mark}"}
                ],
            }
        ],
        "assignments": [
            {
                "id": i("a1"),
                "goals": [i("g1")],
                "strategy": i("s1"),
                "title": words("Waiting game"),
                "instructions": words("Count to five"),
                "why": words("It helps"),
                "settings": ["home"],
                "fixed_days": {
                    "frequency": "weekly",
                    "weekdays": ["monday", "tuesday"],
                    "interval": 2,
                    "times_a_day": 2,
                    "times_of_day": ["08:00:00", "18:00:00"],
                    "starts_on": "2026-01-05",
                    "ends_on": "2026-12-31",
                    "except_on": ["2026-01-06"],
                },
                "minutes": 10,
                "responsible": [i("m")],
                "assigned_by": i("t"),
                "given_on": "2026-01-05",
                "shown": ["demonstrated"],
                "understanding_checked": True,
                "households": [i("h")],
                "embedded_in": ["mealtime"],
                "status": "completed",
                "since": "2026-01-05",
                "until": "2026-12-31",
            },
            {
                "id": i("a2"),
                "goals": [i("g1")],
                "title": words("Book time"),
                "weekly_target": {"times": 4, "max_per_day": 2, "starts_on": "2026-01-05", "ends_on": "2026-12-31"},
                "given_on": "2026-01-05",
            },
        ],
        "commitments": [
            {
                "id": i("k1"),
                "kind": "reply",
                "number": 3,
                "unit": "days",
                "days": "working",
                "side": "clinic",
                "household": i("h"),
                "since": "2026-01-01",
                "until": "2026-12-31",
            }
        ],
        "services": [
            {
                "id": i("v1"),
                "discipline": "other",
                "discipline_other": f"Music {mark}",
                "times": 2,
                "period": "week",
                "minutes": 45,
                "format": "group",
                "method": f"Play {mark}",
                "location": "clinic",
                "source": "ifsp",
                "authorized_units": 40,
                "since": "2026-01-01",
                "until": "2026-12-31",
            }
        ],
        "pauses": [
            {
                "id": i("u1"),
                "starts_on": "2026-08-01",
                "ends_on": "2026-08-15",
                "reason": "holiday",
                "scope": "sessions",
                "household": i("h"),
            }
        ],
        "barriers": [
            {
                "id": i("b1"),
                "kind": "other",
                "kind_other": f"Noise {mark}",
                "description": words("The lift is broken"),
                "raised_by": i("m"),
                "raised_on": "2026-02-01",
                "affects": ["attendance"],
                "responses": [
                    {
                        "kind": "referral",
                        "description": words("Ask the landlord"),
                        "agreed_by": [i("m"), i("t")],
                        "agreed_on": "2026-02-03",
                    }
                ],
                "outcome": "helped",
                "resolved_on": "2026-03-01",
            }
        ],
        "expectations": [
            {"id": i("e1"), "participant": i("m"), "goal": i("g1"), "level": 1, "due_on": "2026-06-30"},
            {
                "id": i("e2"),
                "participant": i("t"),
                "goal": i("g1"),
                "change": words("Asks at school too"),
                "due_on": "2026-06-30",
            },
        ],
        "agreements": [
            {
                "id": i("r1"),
                "participant": i("m"),
                "kind": "consent",
                "subject": i("plan"),
                "requested_on": "2026-01-01",
                "decision": "agreed-with-concerns",
                "decided_at": "2026-01-02T10:00:00Z",
                "method": "spoken",
                "comment": f"Only mornings {mark}",
                "digest": "0a" * 32,
            }
        ],
        "reviews": [
            {
                "id": i("w1"),
                "due_on": "2026-04-01",
                "held_at": "2026-04-02T15:00:00.5Z",
                "invited_on": "2026-03-20",
                "invited": [i("m")],
                "attended": [i("m"), i("t")],
                "sent_word": [i("x")],
                "judgements": [
                    {
                        "goal": i("g1"),
                        "side": "family",
                        "participant": i("m"),
                        "achievement": "improving",
                        "level": 1,
                        "performance": 6,
                        "satisfaction": 8,
                    }
                ],
                "celebrated": ["child"],
                "expectations_revisited": True,
                "decisions": [words("Go on")],
                "next_due_on": "2026-07-01",
            }
        ],
        "safety_plan": {
            "exists": True,
            "reviewed_on": "2026-01-03",
            "link": f"https://example.org/safe/{mark}",
            "hold": True,
        },
        "starts_on": "2026-01-01",
        "ends_on": "2026-02-28",
        "referred_on": "2025-11-01",
        "first_session_on": "2026-01-05",
        "ended_reason": "moved",
        "timezone": "Europe/Madrid",
        "week_start": "sunday",
        "closed_on": ["2026-12-25"],
        "status": "completed",
        "revision": 7,
    }


def journal(mark: str = "words", ident: str = "") -> dict[str, Json]:
    """Make a journal of that plan that uses everything a journal can hold."""

    def i(name: str) -> str:
        return f"{name}{ident}"

    return {
        "document": "collabcare-journal",
        "version": 1,
        "plan": i("plan"),
        "sessions": [
            {
                "id": i("z1"),
                "scheduled_start_at": "2026-01-05T15:00:00Z",
                "scheduled_end_at": "2026-01-05T16:00:00Z",
                "started_at": "2026-01-05T15:10:00Z",
                "late_through": "family",
                "ended_at": "2026-01-05T15:50:00Z",
                "ended_early_by": "child",
                "session_kind": "parent-training",
                "format": "dyad",
                "service_delivery": "in-person",
                "discipline": "other",
                "discipline_other": f"Music {mark}",
                "setting": "clinic",
                "organization": i("o"),
                "status": "held",
                "expected": [i("c"), i("m")],
                "attended": [i("c"), i("m")],
                "caregiver_role": "coached",
                "interpreter_present": True,
                "parent_input_minutes": 12,
                "coaching": ["feedback"],
                "assent": "given",
                "ratings": [
                    {
                        "item": "other",
                        "item_other": f"Sings {mark}",
                        "participant": i("m"),
                        "rating": 3.5,
                        "lowest": 1.0,
                        "highest": 5.0,
                        "rater": i("t"),
                    },
                    {
                        "item": "takes-part",
                        "participant": i("m"),
                        "lowest": 1.0,
                        "highest": 5.0,
                        "not_observed": True,
                    },
                ],
            },
            {
                "id": i("z2"),
                "scheduled_start_at": "2026-01-12T15:00:00Z",
                "scheduled_end_at": "2026-01-12T16:00:00Z",
                "status": "cancelled",
                "cancelled_by": "clinic",
                "cancelled_at": "2026-01-11T15:00:00Z",
                "cancellation_reason": "other",
                "cancellation_reason_other": f"Flood {mark}",
                "make_up_offered_on": "2026-01-14",
            },
            {
                "id": i("z3"),
                "scheduled_start_at": "2026-01-19T15:00:00Z",
                "scheduled_end_at": "2026-01-19T16:00:00Z",
                "status": "moved",
                "moved_to": i("z1"),
                "moved_by": "family",
            },
        ],
        "practice": [
            {
                "id": i("p1"),
                "assignment": i("a1"),
                "due_on": "2026-01-19",
                "practised_on": "2026-01-19",
                "household": i("h"),
                "by": i("m"),
                "reported_at": "2026-01-19T20:00:00Z",
                "reported_by": i("m"),
                "outcome": "partly",
                "done_share": 0.5,
                "minutes": 8,
                "quality": 3,
                "support_level": i("full"),
                "setting": "home",
                "embedded_in": "mealtime",
                "distress_before": 4,
                "distress_after": 2,
                "response": f"Laughed {mark}",
                "note": f"Soup {mark}",
            },
            {
                "id": i("p2"),
                "assignment": i("a2"),
                "practised_at": "2026-01-20T18:00:00Z",
                "outcome": "excused",
                "excused_reason": "child-ill",
            },
        ],
        "log_statements": [{"id": i("l1"), "household": i("h"), "assignment": i("a1"), "complete_until": "2026-01-31"}],
        "fidelity": [
            {
                "id": i("f1"),
                "strategy": i("s1"),
                "caregiver": i("m"),
                "observer": i("t"),
                "steps_correct": 4,
                "steps_scored": 5,
                "setting": "home",
                "observed_at": "2026-01-21T15:00:00Z",
            }
        ],
        "messages": [
            {
                "id": i("q1"),
                "sent_at": "2026-01-22T09:00:00Z",
                "sender": i("m"),
                "recipients": [i("t")],
                "channel": "portal",
                "via_interpreter": True,
                "session": i("z1"),
                "purpose": "question",
                "about": [i("g1")],
                "reply_wanted": True,
                "automated": True,
                "language": "es",
                "body": f"When? {mark}",
                "audience": ["clinic", "family"],
            },
            {
                "id": i("q2"),
                "sent_at": "2026-01-23T09:00:00Z",
                "sender": i("t"),
                "recipients": [i("m")],
                "purpose": "answer",
                "in_reply_to": i("q1"),
                "body": f"On Monday {mark}",
            },
        ],
        "measurements": [
            {
                "id": i("n1"),
                "goal": i("g1"),
                "measured_at": "2026-01-24T15:00:00Z",
                "session": i("z1"),
                "value": "3.25",
                "unit": "{times}",
                "level": 0,
                "trials": [True, False],
                "intervals": [False, True],
                "successes": 3,
                "attempts": 4,
                "observation_minutes": 20,
                "procedure": "event",
                "setting": "clinic",
                "observer": i("t"),
                "with_whom": [i("m")],
                "materials": [f"Blocks {mark}"],
                "phase": "intervention",
                "support_level": i("full"),
            }
        ],
        "answers": [
            {
                "id": i("y1"),
                "instrument": i("made-up"),
                "instrument_version": f"2 {mark}",
                "respondent": i("m"),
                "answered_at": "2026-01-25T15:00:00Z",
                "items": [
                    {"item": i("1"), "answer": 2.5},
                    {"item": i("2"), "not_applicable": True},
                    {"item": i("3"), "skipped": True},
                ],
            }
        ],
        "check_ins": [
            {
                "id": i("j1"),
                "caregiver": i("m"),
                "checked_in_at": "2026-01-26T15:00:00Z",
                "confidence": 6,
                "stress": 7,
                "satisfaction": 8,
                "wellbeing": 5,
                "expects_help": 9,
                "felt_heard": 8,
                "felt_respected": 10,
                "supported": 4,
                "about": [i("plan")],
                "hours_available": 3.5,
                "words": f"Tired {mark}",
                "audience": ["family"],
            }
        ],
    }


def dump(data: Json) -> bytes:
    """Write JSON, also what no document may hold (NaN), with lone surrogates as escapes."""
    return json.dumps(data, separators=(",", ":")).encode()


def as_lines(document: dict[str, Json]) -> bytes:
    """Write a journal as NDJSON; what is not a list of events stays in the header."""
    header = {name: value for name, value in document.items() if name not in KINDS or not isinstance(value, list)}
    found = [dump(header)]
    for name, kind in KINDS.items():
        events = document.get(name)
        if isinstance(events, list):
            found += [dump({"kind": kind, **event} if isinstance(event, dict) else event) for event in events]
    return b"\n".join([*found, b""])


def paths(data: Json, here: Path = ()) -> Iterator[Path]:
    """Go through all places of JSON data, from the outside in; the whole is the first."""
    yield here
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in inner:
        yield from paths(value, (*here, step))


def at(data: Json, path: Path) -> Json:
    """Give what stands at a place."""
    for step in path:
        data = data[step]
    return data


def put(data: Json, path: Path, value: Json) -> Json:
    """Give the data with another value at a place; what is not on the way is shared, nothing is altered."""
    if not path:
        return value
    copy = dict(data) if isinstance(data, dict) else list(data)
    copy[path[0]] = put(data[path[0]], path[1:], value)
    return copy


def pointer(path: Path) -> str:
    """Write a place as a JSON Pointer."""
    return "".join(f"/{step}" for step in path)
