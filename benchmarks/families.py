"""
From documents to evidence: how many families a second, on one core, and where the time goes.

A family is 80 KB of plan and journal over 12 weeks: the plan of the shipped story of two homes, with more practice and
more promises, and a journal made by chance from a seed. Run it with `make bench-families`; the figures also go to
`build/bench-families.json`. Times are of the processor, medians over families and rounds.

Beside it, in the same rounds, `json.loads` of the standard library parses the same bytes and does nothing else. How
many times as long a family takes hardly depends on the machine and on who else works on it; how long does, twofold.

The three steps are what the target is about. `evidence_batches` takes them too, and puts the rows into Arrow tables:
what a user of Spark, or of a pool of processes, has on each core.
"""

import datetime as dt
import json
import random
import statistics
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs
import pyarrow as pa

from collabcare import engagement, example, read_journal, read_plan, write_journal, write_plan
from collabcare._dates import Window
from collabcare.engagement import cohort
from collabcare.journal import (
    Answers,
    CheckIn,
    Event,
    ItemAnswer,
    Journal,
    LogStatement,
    Measurement,
    Message,
    ParticipationRating,
    PracticeRecord,
    Session,
)
from collabcare.plans import Commitment, FixedDays, HomeAssignment, Pause, SharedPlan, WeeklyTarget
from collabcare.text import Text

FAMILIES = 12
ROUNDS = 9
TARGET = 150  # families a second, on one core
START = dt.date(2026, 9, 7)
ZONE = ZoneInfo("America/Chicago")
WINDOW = Window.weeks(START, 12)
DAY = dt.timedelta(days=1)


def plan() -> SharedPlan:
    """Make the plan: two homes, five goals, five assignments, twelve promises, two pauses; 15 KB."""
    story, _ = example("two-households")
    words = Text.of("en", "Two pages of the book, and wait for her to point")
    common = {"goals": ["mornings"], "title": words, "why": words, "instructions": words, "assigned_by": "sam"}
    more = [
        HomeAssignment(
            id="book", weekly_target=WeeklyTarget(times=4, starts_on=START), minutes=10, given_on=START, **common
        ),
        HomeAssignment(
            id="squeeze",
            fixed_days=FixedDays(frequency="daily", times_a_day=2, starts_on=START + 14 * DAY),
            minutes=5,
            given_on=START + 12 * DAY,
            shown=["practised-together"],
            **common,
        ),
    ]
    promises = [("family-news", 14, "days"), ("practice-minutes-per-week", 120, "minutes")]
    return attrs.evolve(
        story,
        assignments=(*story.assignments, *more),
        commitments=(
            *story.commitments,
            *(Commitment(id=f"own-{kind}", kind=kind, number=n, unit=u, since=START) for kind, n, u in promises),
        ),
        pauses=(
            *story.pauses,
            Pause(id="cold", starts_on=START + 30 * DAY, ends_on=START + 34 * DAY, reason="illness", household="oak"),
        ),
    )


def journal(agreed: SharedPlan, seed: int) -> Journal:
    """Make 12 weeks of a family: 24 sessions, 60 messages, about 150 practices; 65 KB."""
    chance = random.Random(seed)
    events = [*_sessions(chance), *_practice(agreed, chance), *_messages(chance), *_the_rest(chance)]
    return Journal(plan=agreed.id).add(*events)


def _when(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE).astimezone(dt.UTC)


def _sessions(chance: random.Random) -> Iterator[Event]:
    """Two sessions a week, in either home's days; one in six is called off, some begin late."""
    for each in range(24):
        day = START + (each // 2 * 7 + (1 if each % 2 else 4)) * DAY
        parent, therapist = ("naomi", "grace") if each % 2 else ("paul", "sam")
        fields: dict[str, object] = {
            "id": f"session-{day}",
            "scheduled_start_at": _when(day, 15),
            "scheduled_end_at": _when(day, 15, 45),
            "session_kind": "parent-training" if each % 2 else "treatment",
            "format": "dyad",
            "service_delivery": "in-person",
            "discipline": "aba" if each % 2 else "occupational-therapy",
            "setting": "clinic",
            "organization": "bright-steps" if each % 2 else "river-ot",
            "expected": ["ada", parent],
        }
        fate = chance.random()
        if fate < 1 / 6:
            by, reason = chance.choice([("family", "child-ill"), ("family", "work"), ("clinic", "staff-ill")])
            yield Session(
                status="cancelled", cancelled_by=by, cancelled_at=_when(day, 8), cancellation_reason=reason, **fields
            )
            continue
        if fate < 1 / 3:
            fields |= {"started_at": _when(day, 15, 15), "late_through": chance.choice(["family", "clinic"])}
        ratings = [
            ParticipationRating(
                item=item, participant=parent, rating=chance.randint(1, 5), lowest=1, highest=5, rater=therapist
            )
            for item in ("takes-part", "plans-home-practice", "reports-on-home-practice", "asks-questions")
        ]
        yield Session(
            status="held",
            attended=["ada", parent],
            caregiver_role="coached",
            parent_input_minutes=chance.randint(3, 20),
            coaching=["joint-planning", "feedback"],
            assent="given",
            ratings=ratings,
            **fields,
        )


def _practice(agreed: SharedPlan, chance: random.Random) -> Iterator[Event]:
    """Less than half of what is due is reported, most on the day, some late; a log statement for one home."""
    for each in agreed.assignments:
        days = [each.given_on + n * 2 * DAY for n in range(42)] if each.fixed_days is None else []
        times = 1
        if each.fixed_days is not None:
            days, times = list(each.fixed_days.days(WINDOW)), each.fixed_days.times_a_day
        for day in days:
            home = agreed.households[day.weekday() > 3]
            if each.households and home.id not in each.households:
                continue
            for number in range(times):
                if chance.random() < 0.58:
                    continue
                outcome = chance.choice(["done", "done", "done", "done", "partly", "not-done", "excused"])
                yield PracticeRecord(
                    id=f"{each.id}-{day}-{number}",
                    assignment=each.id,
                    **{"due_on" if each.id == "ask-break" else "practised_on": day},
                    household=home.id,
                    by=home.members[0],
                    reported_at=_when(day + chance.choice([0, 0, 0, 0, 1, 5]) * DAY, 21),
                    reported_by=home.members[0],
                    outcome=outcome,
                    excused_reason="child-ill" if outcome == "excused" else None,
                    done_share=0.5 if outcome == "partly" else None,
                    minutes=each.minutes,
                    setting="home",
                    note="She liked it" if chance.random() < 0.2 else None,
                )
    yield LogStatement(id="log-1", household="elm", complete_until=START + 41 * DAY)


def _messages(chance: random.Random) -> Iterator[Event]:
    """Five messages a week: questions of both sides, mostly answered, and what was promised to be told."""
    body = "How did the mornings go this week, and does she still sleep through?"
    for week in range(12):
        monday = START + week * 7 * DAY
        parent, therapist = chance.choice([("naomi", "grace"), ("paul", "sam")])
        for name, sender, asked in (("ask", therapist, parent), ("question", parent, therapist)):
            common = {"channel": "portal", "language": "en", "body": body}
            sent = _when(monday + chance.randint(0, 3) * DAY, 10)
            yield Message(
                id=f"{name}-{week}",
                sent_at=sent,
                sender=sender,
                recipients=[asked],
                purpose="question",
                reply_wanted=True,
                **common,
            )
            if chance.random() < 0.85:
                yield Message(
                    id=f"{name}-{week}-answer",
                    sent_at=sent + chance.choice([1, 1, 2, 4]) * DAY,
                    sender=asked,
                    recipients=[sender],
                    purpose="answer",
                    in_reply_to=f"{name}-{week}",
                    **common,
                )
        told = ("progress-update", "feedback-request", "observation", "logistics")[week % 4]
        sender, to = (parent, "grace") if told == "observation" else ("grace", "naomi")
        yield Message(
            id=f"told-{week}",
            sent_at=_when(monday + 4 * DAY, 12),
            sender=sender,
            recipients=[to],
            purpose=told,
            **common,
        )


def _the_rest(chance: random.Random) -> Iterator[Event]:
    """A measurement each week and a half, check-ins, a questionnaire each month."""
    for each in range(20):
        yield Measurement(
            id=f"measured-{each}",
            goal="break",
            measured_at=_when(START + each * 4 * DAY, 15, 30),
            trials=[chance.random() < each / 20 for _ in range(10)],
            procedure="event",
            setting="clinic",
            observer="grace",
            with_whom=["naomi"],
            phase="intervention",
        )
    for each in range(6):
        at = _when(START + (each * 14 + 3) * DAY, 20)
        yield CheckIn(
            id=f"check-in-{each}", caregiver="naomi", checked_in_at=at, confidence=7, stress=chance.randint(2, 8)
        )
    for each in range(3):
        items = [ItemAnswer(item=str(item), answer=chance.randint(1, 4)) for item in range(1, 21)]
        at = _when(START + (each * 28 + 10) * DAY, 20)
        yield Answers(id=f"answers-{each}", instrument="mpoc-20", respondent="naomi", answered_at=at, items=items)


def measure() -> dict[str, float]:
    """Measure each step on each family, round after round; seconds a family."""
    agreed = plan()
    plan_bytes = write_plan(agreed)
    documents = [(plan_bytes, write_journal(journal(agreed, seed))) for seed in range(FAMILIES)]
    sizes = [(len(first), len(second)) for first, second in documents]
    times: dict[str, list[float]] = {"read_plan": [], "read_journal": [], "evidence": []}
    parsing: list[float] = []
    rows: list[int] = []
    clock = time.process_time
    for _ in range(ROUNDS + 1):
        for first, second in documents:
            at = [clock()]
            read = read_plan(first)
            at.append(clock())
            happened = read_journal(second)
            at.append(clock())
            found = engagement.evidence(read, happened, WINDOW)
            at.append(clock())
            rows.append(len(found))
            for name, begin, end in zip(times, at, at[1:], strict=False):
                times[name].append(end - begin)
            start = clock()
            json.loads(first)
            json.loads(second)
            parsing.append(clock() - start)
    # The first round makes what is made once in a process.
    result = {name: statistics.median(each[FAMILIES:]) for name, each in times.items()}
    whole = statistics.median(sum(each) for each in list(zip(*times.values(), strict=True))[FAMILIES:])
    return {
        "plan_bytes": statistics.median(each for each, _ in sizes),
        "journal_bytes": statistics.median(each for _, each in sizes),
        "rows": statistics.median(rows),
        **result,
        "family": whole,
        "json_loads": statistics.median(parsing[FAMILIES:]),
        "in_batches": _in_batches(documents),
    }


def _in_batches(documents: list[tuple[bytes, bytes]]) -> float:
    """Measure the road that tables take, documents of all families in one batch; seconds a family."""
    plans, journals = zip(*documents, strict=True)
    batch = pa.table({"plan": plans, "journal": journals})
    times: list[float] = []
    for _ in range(ROUNDS + 1):
        start = time.process_time()
        deque(cohort.evidence_batches(batch, window=WINDOW), maxlen=0)
        times.append((time.process_time() - start) / len(documents))
    return statistics.median(times[1:])


def main() -> None:
    found = measure()
    Path("build").mkdir(exist_ok=True)
    Path("build/bench-families.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(
        f"a family: {found['plan_bytes'] / 1e3:.0f} KB of plan, {found['journal_bytes'] / 1e3:.0f} KB of journal, "
        f"{found['rows']:.0f} rows of evidence"
    )
    for name in ("read_plan", "read_journal", "evidence"):
        print(f"{name:14} {found[name] * 1e3:7.3f} ms {found[name] / found['family']:6.0%}")
    print(f"{'family':14} {found['family'] * 1e3:7.3f} ms  {1 / found['family']:.0f} a second (target {TARGET})")
    print(f"{'json.loads':14} {found['json_loads'] * 1e3:7.3f} ms  x {found['family'] / found['json_loads']:.1f}")
    in_batches = found["in_batches"]
    print(f"{'in batches':14} {in_batches * 1e3:7.3f} ms  {1 / in_batches:.0f} a second, as Arrow tables")
    print(f"evidence costs {found['evidence'] / found['rows'] * 1e6:.1f} microseconds a row")


if __name__ == "__main__":
    main()
