"""The same numbers on every road: one family at a time, and tables of many on every engine."""

import datetime as dt

import attrs
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from collabcare import Window
from collabcare.engagement import Evidence, LeftOut, ScoringModel, cohort
from collabcare.engagement.half_life import aged
from collabcare.engagement.model import DIMENSIONS
from collabcare.engagement.reasons import LEFT_OUT
from collabcare.engagement.score import both_sides
from tests.lib.cohorts import assert_same, expected_rows
from tests.lib.engines import ENGINES, rows_of

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
# Making an example smaller runs an engine hundreds of times.
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
PLANS = ("p1", "p2", "p3")


@st.composite
def rows_of_plans(draw):
    """Draw evidence of a few plans: some full enough for every rule to let a value through, some nearly empty."""
    rows = []
    for plan in PLANS:
        for side, dimensions in DIMENSIONS.items():
            for dimension in draw(st.sets(st.sampled_from(dimensions))):
                reasons = draw(st.lists(st.sampled_from(LEFT_OUT), min_size=1, max_size=2))
                count = draw(st.integers(1, 9))
                for number in range(count):
                    left = draw(st.integers(0, 3)) == 0
                    fields = {
                        "plan_id": plan,
                        "side": side,
                        "dimension": dimension,
                        "on": FIRST + dt.timedelta(days=draw(st.integers(0, 130))),
                        "weight": draw(st.sampled_from([1.0, 1.0, 1 / 3, 1 / 7, 15.0])),
                        "source": "source",
                        "household": draw(st.sampled_from([None, "a", "b"])),
                        "opportunity_id": str(number),
                    }
                    if left:
                        rows.append(LeftOut(reason=draw(st.sampled_from(reasons)), **fields))
                    else:
                        credit = draw(st.one_of(st.sampled_from([0.0, 0.5, 1.0]), st.floats(0, 1)))
                        rows.append(Evidence(credit=credit, **fields))
    return rows


@st.composite
def agreements(draw):
    """Draw what was in force: plan, dimension, first and last day, open at the end or not."""
    found = []
    for side, dimensions in DIMENSIONS.items():
        for dimension in dimensions:
            for plan in draw(st.sets(st.sampled_from(PLANS))):
                since = FIRST + dt.timedelta(days=draw(st.integers(-20, 130)))
                until = draw(st.one_of(st.none(), st.integers(0, 60).map(lambda each: since + dt.timedelta(days=each))))  # noqa: B023
                found.append((plan, side, dimension, since, until))
    return found


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


def one_by_one(rows, agreed, window, every, model, half_life):
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


windows = st.sampled_from([None, Window(dt.date(2026, 9, 3), dt.date(2026, 12, 2))])


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=12, phases=NO_SHRINKING)
@given(
    rows=rows_of_plans(),
    agreed=st.one_of(st.none(), agreements()),
    window=windows,
    every=st.sampled_from([None, "week", "month", "quarter"]),
    model=st.sampled_from(MODELS),
    half_life=st.sampled_from([None, 10, 0.25]),
)
def test_every_engine_gives_the_numbers_of_one_family_at_a_time(engine, rows, agreed, window, every, model, half_life):
    if every is None and window is None:
        half_life = None
    make = ENGINES[engine]
    found = cohort.score_evidence(
        make(cohort.evidence_table(rows)),
        agreed=None if agreed is None else make(agreed_columns(agreed)),
        window=window,
        every=every,
        model=model,
        half_life_days=half_life,
        check=False,
    )
    assert_same(rows_of(found), one_by_one(rows, agreed, window, every, model, half_life))
