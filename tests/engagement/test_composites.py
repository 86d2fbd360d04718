import math

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabcare import Window, engagement, example
from collabcare._proportions import wilson
from collabcare.engagement import ScoringModel
from collabcare.engagement.clustering import t_quantile
from collabcare.engagement.composites import geometric_composite, join, score_composite
from collabcare.engagement.intervals import Part, composite
from collabcare.engagement.tally import tally

Z = 1.959963984540054
parts_ = st.lists(
    st.builds(
        Part,
        weight=st.floats(0.01, 10),
        rate=st.one_of(st.sampled_from([0.0, 1.0]), st.floats(0, 1)),
        n=st.floats(1, 500),
        inverse_df=st.floats(0, 0.25),
    ),
    min_size=1,
    max_size=8,
)


@given(parts_)
@pytest.mark.parametrize("way", [score_composite, geometric_composite])
def test_figures_are_finite_and_in_order(way, parts):
    found = way(parts, Z)
    assert all(map(math.isfinite, (found.value, found.low, found.high, found.n_effective)))
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.low < found.high


@given(st.floats(0, 1), st.floats(1, 500), st.floats(0, 0.25))
def test_one_dimension_has_the_limits_of_wilson(rate, n, inverse_df):
    found = score_composite([Part(2, rate, n, inverse_df)], Z)
    expected = wilson(rate, n, t_quantile(Z, inverse_df))
    assert (found.low, found.high) == pytest.approx(expected, abs=1e-9)


def test_equal_dimensions_have_nearly_the_limits_of_all_opportunities_together():
    found = score_composite([Part(1, 0.7, 30)] * 4, Z)
    assert (found.low, found.high) == pytest.approx(wilson(0.7, 120, Z), abs=2e-3)


@given(st.lists(st.tuples(st.floats(0.2, 3), st.floats(0.2, 0.8), st.floats(8, 100)), min_size=2, max_size=6))
def test_each_limit_is_where_the_score_test_just_accepts(drawn):
    # The defining equation, written anew: the dimensions at the overall t, and the variance there.
    parts = [Part(*each) for each in drawn]
    total = sum(part.weight for part in parts)
    shares = [part.weight / total for part in parts]
    near = [(part.rate * part.n + 0.5) / (part.n + 1) for part in parts]
    spread = [w * w * p * (1 - p) / part.n for w, p, part in zip(shares, near, parts, strict=True)]
    middle = sum(w * p for w, p in zip(shares, near, strict=True))
    found = score_composite(parts, Z)
    for limit in (found.low, found.high):
        at = [p + v / (w * sum(spread)) * (limit - middle) for p, v, w in zip(near, spread, shares, strict=True)]
        assert sum(w * p for w, p in zip(shares, at, strict=True)) == pytest.approx(limit)
        variance = sum(w * w * p * (1 - p) / part.n for w, p, part in zip(shares, at, parts, strict=True))
        if 0 < limit < 1:
            assert abs(found.value - limit) == pytest.approx(Z * math.sqrt(variance), rel=1e-6)


def test_degrees_of_freedom_by_satterthwaite():
    # Equal variances V: inverse_df = (V^2/6 + V^2/6)/(2 V)^2 = 1/12.
    found = score_composite([Part(1, 0.5, 20, 1 / 6)] * 2, Z)
    wider = score_composite([Part(1, 0.5, 20, 1 / 12)] * 1, Z)
    assert found.high - found.low < wider.high - wider.low
    q = t_quantile(Z, 1 / 12)
    reach = found.high - 0.5
    # at rates of one half, the way of both dimensions is the same: Wilson's limits at 40.
    assert reach == pytest.approx(wilson(0.5, 40, q).high - 0.5, rel=1e-9)


def test_geometric_mean_by_hand():
    # sqrt(.9 x .4) = .6; p' = (9 + 1)/12, (4 + 1)/12; m = sqrt(50)/12;
    # V/m^2 = (1/4)(1/6)/(10 x 5/6) + (1/4)(7/12)/(10 x 5/12) = .005 + .035 = .04; n_eff = (1 - m)/(m x .04).
    found = geometric_composite([Part(1, 0.9, 10), Part(1, 0.4, 10)], Z)
    middle = math.sqrt(50) / 12
    assert found.value == pytest.approx(0.6)
    assert found.n_effective == pytest.approx((1 - middle) / (middle * 0.04))
    assert (found.low, found.high) == pytest.approx(wilson(0.6, found.n_effective, Z))


def test_a_dimension_without_credit_makes_the_geometric_mean_nothing():
    found = geometric_composite([Part(1, 0.0, 10), Part(1, 1.0, 10)], Z)
    assert (found.value, found.low) == (0, 0)
    assert found.high > 0


@given(parts_)
def test_a_weak_dimension_weighs_more_in_the_geometric_mean(parts):
    assert geometric_composite(parts, Z).value <= composite(parts, Z).value + 1e-12


@pytest.mark.parametrize(
    ("interval", "aggregation", "way"),
    [
        ("wilson", "arithmetic", composite),
        ("clustered", "arithmetic", score_composite),
        ("wilson", "geometric", geometric_composite),
        ("clustered", "geometric", geometric_composite),
    ],
)
def test_the_model_says_which(interval, aggregation, way):
    parts = [Part(1, 0.9, 10), Part(2, 0.4, 10)]
    assert join(parts, Z, interval, aggregation) == way(parts, Z)


def test_the_overall_of_the_second_model_knows_how_well_its_parts_are_known():
    plan, journal = example("late-talker")
    model = ScoringModel.packaged("partnership-2")
    found = engagement.score(plan, journal, Window.weeks(plan.starts_on, 12), model=model)
    parts = []
    for name, each in found.family.dimensions.items():
        rows = [row for row in found.rows if row.dimension == name]
        own = tally(rows, model.unreported, model.interval).estimate
        parts.append(Part(each.weight * each.present_share, own.rate, own.n, own.inverse_df))
    joined = join(parts, model.z, model.interval, model.aggregation)
    assert (found.family.overall.low, found.family.overall.high) == pytest.approx((joined.low, joined.high), abs=1e-12)
    certain = [attrs.evolve(each, inverse_df=0.0) for each in parts]
    assert join(certain, model.z, model.interval, model.aggregation).low > joined.low
