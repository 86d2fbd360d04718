"""The object road over the evidence of several plans: what tables of many must say."""

from __future__ import annotations

import datetime as dt

import attrs

from collabcare import Window
from collabcare.engagement import ScoringModel
from collabcare.engagement.half_life import aged
from collabcare.engagement.model import DIMENSIONS
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
FIRST = dt.date(2026, 8, 20)
PLANS = ("p1", "p2", "p3")


def agreed_columns(agreed):
    columns = {"plan_id": [], "side": [], "dimension": [], "since": [], "until": []}
    for plan, side, dimension, since, until in agreed:
        for name, value in zip(columns, (plan, side.value, dimension.value, since, until), strict=True):
            columns[name].append(value)
    return columns


def agreed_dimensions(agreed, plan, window):
    if agreed is None:
        return {each for dimensions in DIMENSIONS.values() for each in dimensions}
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
        plans |= {name for name in PLANS if agreed_dimensions(agreed, name, window)}
    found = []
    for plan in plans:
        own = [row for row in inside if row.plan_id == plan]
        for each in windows_of(own, window, every):
            there = [row for row in own if each is None or row.on in each]
            there = there if each is None else aged(there, each, half_life)
            sides = both_sides(there, agreed_dimensions(agreed, plan, each), model)
            days = {"window_start": each and each.start_on, "window_end": each and each.end_on}
            found += expected_rows(sides, plan_id=plan, **days)
    return found
