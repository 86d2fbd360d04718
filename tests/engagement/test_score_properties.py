"""What holds of every score, whatever the evidence."""

import datetime as dt
import json
import math
import pickle
import random

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabcare.engagement import Evidence, LeftOut, ScoringModel
from collabcare.engagement.model import DIMENSIONS
from collabcare.engagement.score import side_score
from collabcare.vocabulary import Side

MODEL = ScoringModel.default()
REASONS = ("unreported", "excused", "paused", "open-barrier", "outside-plan", "extra", "not-due", "beyond-capacity")
DAY = dt.date(2026, 9, 7)

shared = {
    "plan_id": st.just("plan"),
    "on": st.integers(0, 27).map(lambda each: DAY + dt.timedelta(days=each)),
    "weight": st.sampled_from([1.0, 1 / 3, 1 / 7, 0.2, 15.0]),
    "source": st.just("source"),
    "opportunity_id": st.just("one"),
}
credits_ = st.one_of(st.sampled_from([0.0, 0.5, 1.0]), st.floats(0, 1))
models = st.sampled_from(
    [
        MODEL,
        attrs.evolve(MODEL, unreported="not-done"),
        attrs.evolve(MODEL, min_opportunities=1, min_reported=0.1),
        ScoringModel.packaged("partnership-2"),
        attrs.evolve(ScoringModel.packaged("partnership-2"), unreported="not-done", aggregation="geometric"),
        attrs.evolve(MODEL, aggregation="geometric", min_opportunities=1),
    ]
)


def rows_of(side, dimensions, **kinds):
    fields = {**shared, "side": st.just(side), "dimension": st.sampled_from(dimensions)}
    evidence = st.builds(
        Evidence,
        credit=credits_,
        reported_by=st.sampled_from([None, "family", "clinic"]),
        late_reported=st.sampled_from([None, True, False]),
        **fields,
    )
    left_out = st.builds(LeftOut, reason=st.sampled_from(REASONS), **fields)
    return st.lists(st.one_of(evidence, evidence, left_out), max_size=25)


sides = st.sampled_from(list(DIMENSIONS.items()))
scenes = sides.flatmap(
    lambda each: st.tuples(
        st.just(each[0]), rows_of(*each), st.sets(st.sampled_from(each[1])), st.randoms(use_true_random=False)
    )
)


def every_figure(side):
    return [side.overall, *side.dimensions.values()]


@given(scenes, models)
def test_figures_are_finite_and_in_order(scene, model):
    side, rows, agreed, _ = scene
    for figures in every_figure(side_score(side, rows, agreed, model)):
        numbers = [each for each in attrs.astuple(figures, recurse=False) if isinstance(each, float)]
        assert all(map(math.isfinite, numbers))
        assert (figures.value is None) == (figures.reason is not None)
        assert (figures.value is None) == (figures.low is None) == (figures.high is None)
        if figures.value is not None:
            assert 0 <= figures.low <= figures.value <= figures.high <= 1
            assert figures.worst <= figures.value <= figures.best
        if figures.worst is not None:
            assert 0 <= figures.low_worst <= figures.worst <= figures.best <= figures.high_best <= 1
        for share in (figures.strict, figures.reported_share, figures.late_reported, figures.present_share):
            assert share is None or 0 <= share <= 1
        if figures.strict is not None and figures.value is not None:
            assert figures.strict <= figures.value + 1e-12
        assert not figures.reported_by or math.isclose(sum(figures.reported_by.values()), 1)


@given(scenes, models)
def test_order_of_evidence_does_not_matter(scene, model):
    side, rows, agreed, chance = scene
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert side_score(side, shuffled, agreed, model) == side_score(side, rows, agreed, model)


@given(scenes)
def test_one_more_kept_never_lowers_a_rate(scene):
    side, rows, agreed, _ = scene
    model = attrs.evolve(MODEL, min_opportunities=1)
    before = side_score(side, rows, agreed, model)
    for name, score in before.dimensions.items():
        of = next(each for each in DIMENSIONS[side] if each == name)
        row = Evidence(plan_id="plan", side=side, dimension=of, on=DAY, credit=1, source="s", opportunity_id="new")
        after = side_score(side, [*rows, row], agreed, model).dimensions[name]
        if score.value is not None and after.value is not None:
            assert after.value >= score.value - 1e-12


@given(scenes)
def test_every_row_is_counted_once(scene):
    side, rows, agreed, _ = scene
    found = side_score(side, rows, agreed, MODEL)
    for name, score in found.dimensions.items():
        of = [row for row in rows if row.dimension == name]
        assert score.opportunities + sum(score.left_out.values()) == len(of)
    assert found.overall.opportunities + sum(found.overall.left_out.values()) == len(rows)


@given(scenes)
def test_a_side_without_evidence_has_no_number(scene):
    side, rows, _, _ = scene
    other = Side.CLINIC if side == Side.FAMILY else Side.FAMILY
    nothing = side_score(other, rows, (), MODEL)
    assert nothing.overall.value is None
    assert {each.reason for each in nothing.dimensions.values()} == {"nothing-agreed"}
    assert {each.value for each in nothing.dimensions.values()} == {None}


@given(scenes)
def test_results_are_plain_data_and_can_be_kept(scene):
    side, rows, agreed, _ = scene
    found = side_score(side, rows, agreed, MODEL)
    assert json.loads(json.dumps(found.to_dict(), allow_nan=False)) == found.to_dict()
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 -- our own bytes
    assert hash(found) == hash(side_score(side, rows, agreed, MODEL))
    assert str(found.overall.left_out) == f"FrozenMapping({dict(found.overall.left_out)})"
    with pytest.raises(AttributeError):
        found.dimensions.entries = {}
    with pytest.raises(TypeError):
        found.dimensions["attendance"] = None


def test_shuffling_a_long_list_gives_the_very_same_numbers():
    chance = random.Random(7)
    rows = [
        Evidence(
            plan_id="plan",
            side=Side.FAMILY,
            dimension=chance.choice(DIMENSIONS[Side.FAMILY]),
            on=DAY,
            credit=chance.random(),
            weight=chance.choice([1, 1 / 3, 1 / 7]),
            source="s",
            opportunity_id=str(number),
        )
        for number in range(500)
    ]
    first = side_score(Side.FAMILY, rows, (), MODEL)
    chance.shuffle(rows)
    assert side_score(Side.FAMILY, rows, (), MODEL) == first
