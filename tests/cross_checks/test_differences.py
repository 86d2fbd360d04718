"""
Limits of differences against numbers that others computed.

Source: statsmodels 0.15.0 `confint_proportions_2indep(k2, n2, k1, n1, compare="diff", method="newcomb")`, which is
Newcombe's method 10: MOVER with Wilson's limits; and the first example of Newcombe (1998), 56/70 against 48/80.
"""

from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

from collabcare._proportions import difference, wilson

Z95 = NormalDist().inv_cdf(0.975)


def counts():
    return st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def ours(first, second, level=0.95):
    z = NormalDist().inv_cdf((1 + level) / 2)
    shares = [k / n for k, n in (first, second)]
    limits = [wilson(share, n, z) for share, (_, n) in zip(shares, (first, second), strict=True)]
    return difference(shares[0], limits[0], shares[1], limits[1])


@given(counts(), counts(), st.sampled_from([0.8, 0.95, 0.99]))
def test_differences_are_those_of_statsmodels(first, second, level):
    theirs = confint_proportions_2indep(*second, *first, compare="diff", method="newcomb", alpha=1 - level)
    assert ours(first, second, level) == pytest.approx([max(-1, min(1, float(each))) for each in theirs], abs=1e-9)


def test_the_example_of_newcombe():
    assert ours((48, 80), (56, 70)) == pytest.approx((0.0524, 0.3339), abs=5e-5)


@given(counts(), counts())
def test_the_other_way_round_is_the_mirror(first, second):
    low, high = ours(first, second)
    assert ours(second, first) == pytest.approx((-high, -low))
    middle = second[0] / second[1] - first[0] / first[1]
    assert -1 <= low <= middle + 1e-12
    assert middle - 1e-12 <= high <= 1
