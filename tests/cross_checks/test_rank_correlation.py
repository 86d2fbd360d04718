"""Spearman's correlation and its limits, against numbers that others computed and against simulation."""

import math
import statistics

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from collabcare.progress.rank_correlation import rank_correlation, spearman_limits


def test_the_example_of_the_authors_package():
    # ci.spear(.05, y, x) of statpsych, by D. G. Bonett: data and numbers as its reference page gives them.
    y = [21, 4, 9, 12, 35, 18, 10, 22, 24, 1, 6, 8, 13, 16, 19]
    x = [67, 28, 30, 28, 52, 40, 25, 37, 44, 10, 14, 20, 28, 40, 51]
    found = rank_correlation(list(zip(x, y, strict=True)), 0.95)
    assert (found.value, found.low, found.high) == pytest.approx((0.8699639, 0.5840951, 0.9638297), abs=5e-8)


def test_worked_by_hand():
    # Doses 3 3 2 4 5 2, ranks 3.5 3.5 1.5 5 6 1.5; progress 0 1 0 2 3 1, ranks 1.5 3.5 1.5 5 6 3.5.
    # About their mean of 3.5: products 0 + 0 + 4 + 2.25 + 6.25 + 0 = 12.5; squares 4 + 4 + 2.25 + 6.25 = 16.5 for the
    # doses, and 4 + 4 + 2.25 + 6.25 = 16.5 for progress: 12.5/16.5.
    found = rank_correlation([(3, 0), (3, 1), (2, 0), (4, 2), (5, 3), (2, 1)], 0.95)
    r = 12.5 / 16.5
    assert found.value == pytest.approx(r, abs=1e-12)
    reach = 1.959963984540054 * math.sqrt((1 + r * r / 2) / 3)
    assert found.low == pytest.approx(math.tanh(math.atanh(r) - reach), abs=1e-12)
    assert found.high == pytest.approx(math.tanh(math.atanh(r) + reach), abs=1e-12)


def ranks(listed):
    """Give the place of each in order; those that tie share the middle of theirs."""
    return [sum(other < each for other in listed) + (listed.count(each) + 1) / 2 for each in listed]


pairs = st.lists(st.tuples(st.integers(0, 7), st.integers(-5, 5)), min_size=6, max_size=30)


@given(pairs)
def test_two_roads_to_the_correlation(rows):
    found = rank_correlation(rows, 0.95)
    assume(found.value is not None)
    first, second = zip(*rows, strict=True)
    assert found.value == pytest.approx(stats.spearmanr(first, second).statistic, abs=1e-9)
    assert found.value == pytest.approx(statistics.correlation(ranks(first), ranks(second)), abs=1e-9)


@given(pairs, st.randoms(use_true_random=False))
def test_what_does_not_change_it(rows, chance):
    found = rank_correlation(rows, 0.95)
    again = rank_correlation(chance.sample(rows, len(rows)), 0.95)
    cubes = rank_correlation([(one**3, 2 * other + 1) for one, other in rows], 0.95)
    turned = rank_correlation([(one, -other) for one, other in rows], 0.95)
    swapped = rank_correlation([(other, one) for one, other in rows], 0.95)
    assert found.reason == again.reason == cubes.reason == turned.reason == swapped.reason
    if found.value is not None:
        for each in (again.value, cubes.value, swapped.value, -turned.value):
            assert each == pytest.approx(found.value, abs=1e-9)
    if found.low is not None:
        assert -1 < found.low < found.value < found.high < 1
        assert (turned.low, turned.high) == pytest.approx((-found.high, -found.low), abs=1e-9)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], "too-few-weeks"),
        ([(each, each % 3) for each in range(5)], "too-few-weeks"),
        ([(3, each) for each in range(6)], "no-variance"),
        ([(each, 0.5) for each in range(6)], "no-variance"),
    ],
)
def test_no_correlation(rows, reason):
    assert rank_correlation(rows, 0.95) == (None, None, None, reason)


@pytest.mark.parametrize("sign", [1, -1])
def test_one_order_has_a_value_and_no_limits(sign):
    assert rank_correlation([(each, sign * each**3) for each in range(8)], 0.95) == (sign, None, None, "no-limits")


@given(st.floats(-0.99, 0.99), st.integers(6, 200))
def test_limits_lie_around_the_value_and_narrow(value, n):
    low, high = spearman_limits(value, n, 0.95)
    assert low < value < high
    wider = spearman_limits(value, n, 0.99)
    assert wider[0] < low < high < wider[1]
    more = spearman_limits(value, 4 * n, 0.95)
    assert low < more[0] < more[1] < high


@pytest.mark.parametrize(("n", "tied"), [(8, False), (8, True), (20, True)])
def test_nominal_95_percent_limits_hold_the_truth(n, tied):
    rng = np.random.default_rng(20261122)
    repetitions = 4000

    def drawn(*shape):
        one, noise = rng.standard_normal((2, *shape))
        other = 0.4 * one + math.sqrt(1 - 0.16) * noise
        # Counts from 0 to 6 a week beside changes in halves, as a diary has them.
        return (np.clip(np.round(3 + 1.5 * one), 0, 6), np.round(2 * other)) if tied else (one, other)

    truth = stats.spearmanr(*drawn(400_000)).statistic
    first, second = (stats.rankdata(each, axis=1) for each in drawn(repetitions, n))
    first, second = (each - each.mean(axis=1, keepdims=True) for each in (first, second))
    spread = np.sqrt((first**2).sum(axis=1) * (second**2).sum(axis=1))
    found = (first * second).sum(axis=1)[spread > 0] / spread[spread > 0]
    limits = [spearman_limits(each, n, 0.95) for each in found if abs(each) < 1 - 1e-12]
    held = sum(low <= truth <= high for low, high in limits) / len(limits)
    assert 0.93 <= held <= 0.98
