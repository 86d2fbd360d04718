"""The object road over the evidence of several plans: what tables of many must say."""

from __future__ import annotations

import datetime as dt
import random

import attrs

from collabcare import Window
from collabcare.engagement import Evidence, LeftOut, OwnDimension, ScoringModel
from collabcare.engagement.half_life import aged
from collabcare.engagement.model import DIMENSIONS, QuestionnaireDimension
from collabcare.engagement.reasons import LEFT_OUT
from collabcare.engagement.score import both_sides
from tests.lib.cohorts import expected_rows

MODEL = ScoringModel.default()
MODELS = [
    MODEL,
    attrs.evolve(MODEL, unreported="not-done"),
    attrs.evolve(MODEL, min_opportunities=1, min_reported=0.1, min_dimensions=1, require_both_sides=False),
    attrs.evolve(
        MODEL,
        require_both_sides=False,
        min_reported=0.0,
        confidence_level=0.8,
        max_excused_share=0.9,
        family=tuple(attrs.evolve(each, weight=number * 0.7) for number, each in enumerate(MODEL.family)),
    ),
]
PARTNERSHIP_2 = ScoringModel.packaged("partnership-2")
QUESTIONNAIRES = tuple(
    QuestionnaireDimension(
        name=name, side=side, weight=weight, meaning="How it goes.", instrument="wai-sr", scale=scale
    )
    for name, side, weight, scale in (("alliance", "clinic", 1, "total"), ("bond", "family", 0.5, "bond"))
)
LOOSE = {"min_opportunities": 2, "min_reported": 0.0, "min_weight_share": 0.2, "require_both_sides": False}
METHODS = {
    "partnership-2": PARTNERSHIP_2,
    "clustered": attrs.evolve(PARTNERSHIP_2, **LOOSE),
    "clustered, not done": attrs.evolve(PARTNERSHIP_2, unreported="not-done", **LOOSE),
    "geometric": attrs.evolve(MODEL, aggregation="geometric", **LOOSE),
    "geometric, clustered": attrs.evolve(PARTNERSHIP_2, aggregation="geometric", **LOOSE),
    "geometric, clustered, not done": attrs.evolve(
        PARTNERSHIP_2, aggregation="geometric", unreported="not-done", **LOOSE
    ),
    "questionnaires": attrs.evolve(MODEL, questionnaires=QUESTIONNAIRES, **LOOSE),
    "questionnaires, clustered": attrs.evolve(PARTNERSHIP_2, questionnaires=QUESTIONNAIRES),
}
"""What a model may say beside Wilson's limits and weighted means."""

FIRST = dt.date(2026, 8, 20)
PLANS = ("p1", "p2", "p3")


def dimensions_of(model):
    """Give each dimension of a model, those by questionnaires too, with its side."""
    return [(side, each.dimension) for side in DIMENSIONS for each in model.dimensions(side)]


def made_up(seed, model):
    """
    Make evidence and agreements of a few plans: some full enough for every rule to let a value through, some empty.

    Credits are fractions of small numbers, as a model and a count of items give them. Where they were nearly but not
    quite the same, their variance, a difference of two sums, would have fewer digits than 1e-12 asks for.
    """
    draw = random.Random(seed)
    rows, agreed = [], []
    for plan in PLANS:
        for side, dimension in dimensions_of(model):
            if draw.random() < 0.5:
                since = FIRST + dt.timedelta(days=draw.randint(-20, 130))
                until = draw.choice([None, since + dt.timedelta(days=draw.randint(0, 60))])
                agreed.append((plan, side, dimension, since, until))
            for number in range(draw.choice([0, 2, 5, 20, 60])):
                fields = {
                    "plan_id": plan,
                    "side": side,
                    "dimension": dimension,
                    "on": FIRST + dt.timedelta(days=draw.randint(0, 130)),
                    "weight": draw.choice([1.0, 1.0, 1 / 3, 15.0]),
                    "source": "source",
                    "opportunity_id": str(number),
                }
                if draw.random() < 0.25:
                    rows.append(LeftOut(reason=draw.choice(["unreported", *LEFT_OUT]), **fields))
                else:
                    rows.append(Evidence(credit=draw.choice([0.0, 0.5, 1.0, 1.0, 1 / 3, 0.9]), **fields))
    return rows, agreed


def agreed_columns(agreed):
    columns = {"plan_id": [], "side": [], "dimension": [], "since": [], "until": []}
    for plan, side, dimension, since, until in agreed:
        for name, value in zip(columns, (plan, side.value, dimension.value, since, until), strict=True):
            columns[name].append(value)
    return columns


def agreed_dimensions(agreed, plan, window, model):
    if agreed is None:
        return {each for _, each in dimensions_of(model)}
    # What a questionnaire measures is always agreed: one that nobody was given counts against nobody.
    always = {each for _, each in dimensions_of(model) if isinstance(each, OwnDimension)}
    return always | in_force(agreed, plan, window)


def in_force(agreed, plan, window):
    return {
        dimension
        for name, _, dimension, since, until in agreed
        if name == plan and (window is None or (since < window.end_on and (until is None or until >= window.start_on)))
    }


def calendar(day, every):
    """Find the week, month or quarter of a day."""
    if every == "week":
        return Window.weeks(day - dt.timedelta(days=day.weekday()), 1)
    first = day.replace(day=1)
    months = 1
    if every == "quarter":
        first, months = first.replace(month=(day.month - 1) // 3 * 3 + 1), 3
    end = first
    for _ in range(months):
        end = (end + dt.timedelta(days=32)).replace(day=1)
    return Window(first, end)


def cut(window, whole):
    return Window(max(window.start_on, whole.start_on), min(window.end_on, whole.end_on))


def windows_of(rows, window, every):
    """List the windows of one plan, by another way than the library's."""
    if every is None:
        return [window]
    if window is None:
        return sorted({calendar(row.on, every) for row in rows}, key=lambda each: each.start_on)
    return sorted({cut(calendar(day, every), window) for day in window}, key=lambda each: each.start_on)


def one_by_one(rows, agreed, window, every, model, half_life):  # noqa: PLR0917 -- as score_evidence is asked
    """Score each plan and window by itself, and give the rows of a table of scores."""
    inside = [row for row in rows if window is None or row.on in window]
    plans = {row.plan_id for row in inside}
    if agreed is not None and (every is None or window is not None):
        plans |= {name for name in PLANS if in_force(agreed, name, window)}
    found = []
    for plan in plans:
        own = [row for row in inside if row.plan_id == plan]
        for each in windows_of(own, window, every):
            there = [row for row in own if each is None or row.on in each]
            there = there if each is None else aged(there, each, half_life)
            sides = both_sides(there, agreed_dimensions(agreed, plan, each, model), model)
            days = {"window_start": each and each.start_on, "window_end": each and each.end_on}
            found += expected_rows(sides, plan_id=plan, **days)
    return found
