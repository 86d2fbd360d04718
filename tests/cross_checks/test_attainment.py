"""
T-scores against numbers that others computed or published.

Sources: the R function `calc_tscore` of gasr (MIT), and the medians of Turner-Stokes and Williams (2010), both in the
shared worked examples; the table of ends in the shared notes on measurement.
"""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabcare.progress import gas_t_score

LEVELS = st.integers(-2, 2)


def examples(shared):
    found = json.loads((shared / "data" / "worked_examples.json").read_text())["examples"]
    return [each for each in found if each["topic"].startswith(("GAS", "COPM"))]


def test_the_shared_examples(shared):
    found = examples(shared)
    assert len(found) == 13
    for each in found:
        asked, expected = each["input"], each["expected"]
        levels = asked["scores"] if isinstance(asked["scores"], list) else [asked["scores"]]
        weights = asked["weights"]
        t = gas_t_score(levels, weights, rho=asked["rho"], zero_weights="equal")
        if "decimals" in expected:
            assert (each["id"], round(t, expected["decimals"])) == (each["id"], expected["T"])
        else:
            assert (each["id"], t) == (each["id"], pytest.approx(expected["T"], abs=1e-9))


def test_the_parts_of_the_example_that_states_them(shared):
    [each] = [each for each in examples(shared) if "denominator" in each["expected"]]
    levels, weights, rho = (each["input"][name] for name in ("scores", "weights", "rho"))
    expected = each["expected"]
    assert sum(weight * level for weight, level in zip(weights, levels, strict=True)) == expected["sum_wx"]
    assert (sum(weight**2 for weight in weights), sum(weights)) == (expected["sum_w2"], expected["sum_w"])
    t = gas_t_score(levels, weights, rho=rho)
    assert (t - 50) * expected["denominator"] == pytest.approx(10 * expected["sum_wx"], abs=1e-9)


@pytest.mark.parametrize(
    ("goals", "low", "high"), [(1, 30, 70), (2, 25.2, 74.8), (3, 22.6, 77.4), (4, 21.0, 79.0), (5, 19.8, 80.2)]
)
def test_the_ends_depend_on_the_number_of_goals(goals, low, high):
    assert round(gas_t_score([-2] * goals), 1) == low
    assert round(gas_t_score([2] * goals), 1) == high


@given(st.lists(st.tuples(LEVELS, st.integers(0, 9)), min_size=1, max_size=9), st.floats(0, 1))
def test_the_formula_as_it_is_printed(goals, rho):
    # Another road: the sums of the printed formula as they stand, with equal weights where all are 0.
    levels = [level for level, _ in goals]
    weights = [weight for _, weight in goals]
    used = weights if any(weights) else [1] * len(goals)
    top = 10 * sum(weight * level for weight, level in zip(used, levels, strict=True))
    below = (1 - rho) * sum(weight**2 for weight in used) + rho * sum(used) ** 2
    assert gas_t_score(levels, weights, rho=rho, zero_weights="equal") == pytest.approx(50 + top / below**0.5, abs=1e-9)
