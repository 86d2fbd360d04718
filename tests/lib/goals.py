"""
Goals and measurements for tests, written tersely. Days and times as in `families`.

    asking = skill(consecutive=3, settings=2)
    mastery(asking, percents([80, 90, 100]), timezone=ZONE)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from collabcare.journal import Measurement
from collabcare.plans import (
    AttainmentLevel,
    AttainmentScale,
    Goal,
    GoalJudgement,
    MasteryCriterion,
    Measure,
    SupportLevel,
    SupportScale,
)
from tests.lib.families import ZONE, at, goal, words

FIRST = dt.date(2026, 9, 7)


def scale(baseline: int | None = -1, importance: int | None = None, difficulty: int | None = None) -> AttainmentScale:
    """Make an attainment scale."""
    levels = tuple(AttainmentLevel(level=each, description=words()) for each in range(-2, 3))
    return AttainmentScale(levels=levels, baseline_level=baseline, importance=importance, difficulty=difficulty)


def aim(name: str, baseline: int | None = -1, weights: tuple[int | None, int | None] = (1, 1), **fields: Any) -> Goal:
    """Make a goal with an attainment scale; weights are importance and difficulty."""
    return goal(name, attainment_scale=scale(baseline, *weights), **fields)


HELP = SupportScale(levels=tuple(SupportLevel(code=each, name=words()) for each in ("alone", "wait", "model")))


def skill(name: str = "goal", unit: str | None = "%", threshold: float = 80, **asked: Any) -> Goal:
    """Make a goal with a mastery criterion: `skill(consecutive=3, settings=2, max_support_level="wait")`."""
    fields = {each: asked.pop(each) for each in ("goal_settings",) if each in asked}
    criterion = MasteryCriterion(threshold=Decimal(str(threshold)), **asked)
    start = None if unit is None else Measure(value=Decimal(0), unit=unit)
    where = tuple(fields.get("goal_settings", ()))
    return goal(name, mastery=criterion, baseline=start, support_scale=HELP, settings=where)


def measured(name: str, on: str | dt.date | dt.datetime = FIRST, goal: str = "goal", **fields: Any) -> Measurement:
    """Make a measurement, at noon where a day is given: `measured("m1", "2026-09-08", successes=4, attempts=5)`."""
    text = on.isoformat() if isinstance(on, dt.date) else on
    moment = at(text if "T" in text else f"{text}T12:00", ZONE)
    for each in ("trials", "intervals", "with_whom", "materials"):
        if each in fields:
            fields[each] = tuple(fields[each])
    if "value" in fields:
        fields["value"] = Decimal(str(fields["value"]))
    return Measurement(id=name, goal=goal, measured_at=moment, **fields)


def percents(values: Iterable[float], first: dt.date = FIRST, **fields: Any) -> list[Measurement]:
    """Measure a percentage on one day after another."""
    return [
        measured(f"m{number}", first + dt.timedelta(days=number), value=value, unit="%", **fields)
        for number, value in enumerate(values)
    ]


def level(name: str, on: str, number: int, goal: str = "goal", **fields: Any) -> Measurement:
    """Measure an attainment level."""
    return measured(name, on, goal, level=number, **fields)


def judged(goal: str, side: str, participant: str | None = None, **fields: Any) -> GoalJudgement:
    """Make a judgement: `judged("words", "family", "mother", level=0)`."""
    return GoalJudgement(goal=goal, side=side, participant=participant, **fields)


def counts(
    pairs: Sequence[tuple[int, int]], first: dt.date = FIRST, prefix: str = "m", **fields: Any
) -> list[Measurement]:
    """Count successes of attempts on one day after another."""
    return [
        measured(f"{prefix}{number}", first + dt.timedelta(days=number), successes=one, attempts=of, **fields)
        for number, (one, of) in enumerate(pairs)
    ]
