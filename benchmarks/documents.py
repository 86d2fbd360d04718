"""The document of the benchmarks: 80 KB of plan and journal, 600 practice records, 80 messages; seeded."""

import datetime as dt
import random
from decimal import Decimal

from collabcare.journal import Journal, Message, PracticeRecord
from collabcare.people import Household, Participant
from collabcare.plans import Commitment, FixedDays, Goal, HomeAssignment, SharedPlan, Target
from collabcare.text import Text

START = dt.date(2026, 9, 1)


def plan() -> SharedPlan:
    """Four participants, six goals, six assignments."""
    goals = [
        Goal(
            id=f"g{each}",
            statement=Text.of("en", f"Reach goal number {each} in everyday life"),
            targets=[
                Target(measure=Text.of("en", "times a day"), comparator=">=", value=Decimal(each + 3), unit="{times}")
            ],
        )
        for each in range(6)
    ]
    assignments = [
        HomeAssignment(
            id=f"a{each}",
            goals=[f"g{each}"],
            title=Text.of("en", f"Practice number {each}"),
            why=Text.of("en", "Little and often helps most"),
            fixed_days=FixedDays(frequency="daily", times_a_day=4, starts_on=START),
            minutes=5,
            given_on=START,
            shown=["demonstrated"],
        )
        for each in range(6)
    ]
    promises = [("progress-update", 14), ("reply", 3), ("feedback", 28), ("review", 30), ("family-news", 14)]
    return SharedPlan(
        id="plan-1",
        title=Text.of("en", "A plan to measure with"),
        child="c",
        participants=[
            Participant(id="c", role="child", name="Ana"),
            Participant(id="m", role="caregiver", name="Maria", household="h", languages=["es", "en"]),
            Participant(id="f", role="caregiver", name="Jose", household="h", languages=["es"]),
            Participant(id="t", role="therapist", name="Kim", disciplines=["speech-language"], organization="o"),
        ],
        households=[Household(id="h", members=["c", "m", "f"])],
        goals=goals,
        assignments=assignments,
        commitments=[
            Commitment(id=f"p{each}", kind=kind, number=number, unit="days", since=START)
            for each, (kind, number) in enumerate(promises)
        ],
        starts_on=START,
        timezone="Europe/Madrid",
    )


def journal() -> Journal:
    """600 practice records in one month, and 80 messages."""
    chance = random.Random(7)
    practice = []
    for each in range(600):
        day = START + dt.timedelta(days=each // 20)
        outcome = chance.choice(["done", "done", "done", "partly", "not-done"])
        practice.append(
            PracticeRecord(
                id=f"r{each}",
                assignment=f"a{each % 6}",
                practised_on=day,
                by="m",
                outcome=outcome,
                done_share=0.5 if outcome == "partly" else None,
                minutes=5,
            )
        )
    messages = []
    for each in range(80):
        at = dt.datetime(2026, 9, 1, 8, tzinfo=dt.UTC) + dt.timedelta(hours=9 * each)
        question = each % 2 == 0
        messages.append(
            Message(
                id=f"m{each}",
                sent_at=at,
                sender="m" if question else "t",
                recipients=["t" if question else "m"],
                purpose="question" if question else "answer",
                in_reply_to=None if question else f"m{each - 1}",
                body="How did it go this morning, and what should we try next?",
            )
        )
    return Journal(plan="plan-1", practice=practice, messages=messages)
