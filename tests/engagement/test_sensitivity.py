import json
import math

import attrs
import numpy as np
import pytest

from collabcare.engagement import ScoringModel, Window, score, sensitivity
from collabcare.errors import InvalidRecordError
from collabcare.interchange.examples import example

PLAN, HAPPENED = example("late-talker")
WINDOW = Window.weeks(PLAN.starts_on, 12)
SCORE = score(PLAN, HAPPENED, WINDOW)
FOUND = sensitivity(SCORE, n=1000, seed=1)
BOTH = ("family", "clinic")


def present(side):
    return [each for each in side.dimensions.values() if each.present_share and each.weight]


@pytest.mark.parametrize("side", BOTH)
def test_the_value_with_the_weights_of_the_model_is_that_of_the_score(side):
    joined = score(PLAN, HAPPENED, WINDOW, model=attrs.evolve(ScoringModel.default(), aggregation="geometric"))
    found = getattr(FOUND, side)
    assert found.arithmetic.value == pytest.approx(getattr(SCORE, side).overall.value)
    assert found.geometric.value == pytest.approx(getattr(joined, side).overall.value)


@pytest.mark.parametrize("side", BOTH)
def test_without_each_dimension(side):
    parts = present(getattr(SCORE, side))
    found = getattr(FOUND, side)
    assert list(found.arithmetic.without) == [each.dimension.value for each in parts]
    for left in parts:
        kept = [(each.present_share * each.weight, each.rate) for each in parts if each is not left]
        total = sum(weight for weight, _ in kept)
        name = left.dimension.value
        assert found.arithmetic.without[name] == pytest.approx(sum(w * rate for w, rate in kept) / total)
        product = math.prod(rate ** (w / total) for w, rate in kept)
        assert found.geometric.without[name] == pytest.approx(product)


@pytest.mark.parametrize("weight", [1, 3])
def test_random_weights_are_those_of_numpy(weight):
    # The same Dirichlet distribution by another hand: quantiles agree as far as 20,000 draws of each can.
    model = ScoringModel.default()
    heavy = attrs.evolve(model, family=(attrs.evolve(model.family[0], weight=weight), *model.family[1:]))
    made = score(PLAN, HAPPENED, WINDOW, model=heavy)
    parts = present(made.family)
    alpha = np.array([each.weight for each in parts])
    drawn = np.random.default_rng(5).dirichlet(len(parts) * alpha / alpha.sum(), 20_000)
    drawn = drawn * [each.present_share for each in parts]
    over = drawn @ np.array([each.rate for each in parts]) / drawn.sum(1)
    found = sensitivity(made, n=20_000, seed=3).family.arithmetic
    assert (found.low, found.median, found.high) == pytest.approx(
        tuple(np.quantile(over, [0.025, 0.5, 0.975])), abs=4e-3
    )


def test_equal_seeds_give_equal_figures():
    assert sensitivity(SCORE, n=1000, seed=1) == FOUND
    assert sensitivity(SCORE, n=1000, seed=2).family.arithmetic.low != FOUND.family.arithmetic.low
    assert (FOUND.n, FOUND.seed) == (1000, 1)


def test_figures_stay_between_the_dimensions():
    rates = [each.rate for each in present(SCORE.family)]
    for joined in (FOUND.family.arithmetic, FOUND.family.geometric):
        assert min(rates) <= joined.low <= joined.median <= joined.high <= max(rates)


def test_a_dimension_without_credit_makes_the_geometric_mean_nothing():
    part = SCORE.family.dimensions["attendance"]
    none = attrs.evolve(part, rate=0.0)
    dimensions = type(SCORE.family.dimensions)({**SCORE.family.dimensions, "attendance": none})
    found = sensitivity(attrs.evolve(SCORE, family=attrs.evolve(SCORE.family, dimensions=dimensions))).family
    assert (found.geometric.value, found.geometric.high) == (0, 0)
    assert found.geometric.without["attendance"] > 0


def test_one_dimension_alone():
    model = attrs.evolve(
        ScoringModel.default(),
        min_dimensions=1,
        min_weight_share=0,
        require_both_sides=False,
        family=tuple(
            each if each.dimension == "attendance" else attrs.evolve(each, weight=0)
            for each in ScoringModel.default().family
        ),
    )
    made = score(PLAN, HAPPENED, WINDOW, model=model)
    found = sensitivity(made).family.arithmetic
    assert dict(found.without) == {"attendance": None}
    assert found.low == pytest.approx(made.family.overall.value)


def test_a_withheld_overall_stays_withheld():
    plan, happened = example("shift-work")
    made = score(plan, happened, Window.month("2026-10"))
    found = sensitivity(made)
    assert (found.family.arithmetic, found.family.geometric) == (None, None)
    assert found.family.reason == "other-side-not-measured"
    assert found.family.to_dict()["arithmetic"] is None


def test_too_few_draws():
    with pytest.raises(InvalidRecordError):
        sensitivity(SCORE, n=99)


def test_plain_data_and_nothing_of_a_family_in_a_repr():
    told = FOUND.to_dict()
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert repr(FOUND) == "<Sensitivity 1000 weights>"
    assert repr(FOUND.family) == "<SideSensitivity family>"
    assert repr(FOUND.family.arithmetic) == "<JoinedSensitivity 5 dimensions>"
