import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabcare.errors import InvalidRecordError
from collabcare.progress import gas_t_score

GOALS = st.lists(st.tuples(st.integers(-2, 2), st.floats(0.01, 100)), min_size=1, max_size=8)
RHO = st.floats(0, 1)


def parts(goals):
    return [level for level, _ in goals], [weight for _, weight in goals]


@given(GOALS, RHO)
def test_the_other_way_round_is_as_far_on_the_other_side_of_50(goals, rho):
    levels, weights = parts(goals)
    turned = gas_t_score([-each for each in levels], weights, rho=rho)
    assert turned == pytest.approx(100 - gas_t_score(levels, weights, rho=rho))


@given(GOALS, RHO, st.floats(1e-200, 1e200))
def test_only_the_ratios_of_weights_matter(goals, rho, scale):
    levels, weights = parts(goals)
    scaled = gas_t_score(levels, [each * scale for each in weights], rho=rho)
    assert scaled == pytest.approx(gas_t_score(levels, weights, rho=rho))


@given(GOALS, RHO, st.randoms(use_true_random=False))
def test_the_order_of_goals_does_not_matter(goals, rho, chance):
    mixed = list(goals)
    chance.shuffle(mixed)
    assert gas_t_score(*parts(mixed), rho=rho) == gas_t_score(*parts(goals), rho=rho)


@given(GOALS, RHO, st.data())
def test_a_goal_reached_better_never_lowers_it(goals, rho, data):
    levels, weights = parts(goals)
    place = data.draw(st.integers(0, len(goals) - 1))
    better = [min(2, each + (number == place)) for number, each in enumerate(levels)]
    assert gas_t_score(better, weights, rho=rho) >= gas_t_score(levels, weights, rho=rho) - 1e-9


@given(GOALS, RHO)
def test_a_goal_of_weight_0_does_not_move_it(goals, rho):
    levels, weights = parts(goals)
    assert gas_t_score([*levels, 2], [*weights, 0], rho=rho) == gas_t_score(levels, weights, rho=rho)


@given(st.integers(-2, 2), st.integers(1, 9))
def test_rho_1_is_the_weighted_mean(level, number):
    assert gas_t_score([level] * number, rho=1) == pytest.approx(50 + 10 * level)


@given(GOALS)
def test_goals_that_go_together_less_count_for_more(goals):
    levels, weights = parts(goals)
    assert abs(gas_t_score(levels, weights, rho=0.2) - 50) >= abs(gas_t_score(levels, weights, rho=0.4) - 50) - 1e-9


def test_no_weights_are_equal_weights():
    assert gas_t_score([-1, 2, 0]) == gas_t_score([-1, 2, 0], [7, 7, 7])


@pytest.mark.parametrize(
    ("levels", "options", "problems"),
    [
        ([], {}, [("/levels", "at-least-one")]),
        ([0, 3], {}, [("/levels/1", "out-of-range")]),
        ([-0.5], {}, [("/levels/0", "out-of-range")]),
        ([math.nan], {}, [("/levels/0", "out-of-range")]),
        ([0], {"weights": [1, 2]}, [("/weights", "wrong-count")]),
        ([0, 0], {"weights": [1, -2]}, [("/weights/1", "out-of-range")]),
        ([0, 0], {"weights": [math.inf, math.nan]}, [("/weights/0", "out-of-range"), ("/weights/1", "out-of-range")]),
        ([1, 1], {"weights": [0, 0]}, [("/weights", "at-least-one")]),
        ([0], {"rho": 1.1}, [("/rho", "out-of-range")]),
        ([0], {"rho": math.nan}, [("/rho", "out-of-range")]),
        ([0], {"zero_weights": "drop"}, [("/zero_weights", "unknown-code")]),
        (
            [5],
            {"weights": [], "rho": 2},
            [("/levels/0", "out-of-range"), ("/rho", "out-of-range"), ("/weights", "wrong-count")],
        ),
    ],
)
def test_refused(levels, options, problems):
    with pytest.raises(InvalidRecordError) as caught:
        gas_t_score(levels, **options)
    assert [(each.pointer, each.code) for each in caught.value.problems] == problems
