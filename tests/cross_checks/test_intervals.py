"""
Our intervals against numbers that others computed.

Sources: R 4.2.2 `prop.test(k, n, correct=FALSE)` in the shared vectors and worked examples, and statsmodels 0.15.0
`statsmodels.stats.proportion.proportion_confint(k, n, method="wilson")`.
"""

import json
import math
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats import proportion

from collabcare.engagement.intervals import Part, composite, kish, wilson

Z95 = NormalDist().inv_cdf(0.975)


def test_wilson_gives_the_shared_vectors(shared):
    vectors = json.loads((shared / "data" / "reliability_vectors.json").read_text())["proportion_ci"]
    assert len(vectors) > 5
    for each in vectors:
        assert wilson(each["k"] / each["n"], each["n"], Z95) == pytest.approx(each["wilson"], abs=1e-9)


def test_wilson_gives_the_worked_examples(shared):
    examples = json.loads((shared / "data" / "worked_examples.json").read_text())["examples"]
    intervals = [each for each in examples if each["topic"] == "proportion interval 95%"]
    assert len(intervals) > 3
    for each in intervals:
        k, n = each["input"]["k"], each["input"]["n"]
        assert wilson(k / n, n, Z95) == pytest.approx(each["expected"]["wilson"], abs=1e-9)


@given(st.integers(1, 400), st.floats(0, 1), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_wilson_is_that_of_statsmodels(n, share, level):
    k = share * n
    theirs = proportion.proportion_confint(k, n, alpha=1 - level, method="wilson")
    ours = wilson(k / n, n, NormalDist().inv_cdf((1 + level) / 2))
    assert ours == pytest.approx([float(each) for each in theirs], abs=1e-9)


@given(st.floats(0, 1), st.floats(0.01, 1e6), st.floats(0.5, 4))
def test_wilson_holds_the_rate_and_stays_inside(rate, n, z):
    low, high = wilson(rate, n, z)
    assert 0 <= low <= rate <= high <= 1


@given(st.floats(0, 1), st.floats(0.5, 1000), st.floats(0.01, 1000))
def test_equal_weights_count_as_their_number(rate, weight, scale):
    assert kish([weight] * 7) == pytest.approx(7)
    assert kish([1, 2, 3]) == pytest.approx(kish([scale, 2 * scale, 3 * scale]))


def test_no_weights_tell_nothing():
    assert kish([]) == 0


@given(
    st.lists(
        st.builds(Part, weight=st.floats(0.01, 10), rate=st.floats(0, 1), n=st.floats(1, 500)), min_size=1, max_size=8
    )
)
def test_composite_is_finite_and_in_order(parts):
    found = composite(parts, Z95)
    assert all(map(math.isfinite, (found.value, found.low, found.high, found.n_effective)))
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert min(each.rate for each in parts) - 1e-9 <= found.value <= max(each.rate for each in parts) + 1e-9


def test_composite_of_three_by_hand():
    # Rates 2/2, 1/2, 0/2 with equal weights: W = 1/3; p' = 3/4, 2/4, 1/4; V = (3/16 + 4/16 + 3/16)/2/9 = 10/288;
    # m = 1/2; n_eff = (1/4)/(10/288) = 7.2.
    found = composite([Part(1, 1, 2), Part(1, 0.5, 2), Part(1, 0, 2)], Z95)
    assert found.value == pytest.approx(0.5)
    assert found.n_effective == pytest.approx(7.2)
    assert (found.low, found.high) == pytest.approx(wilson(0.5, 7.2, Z95))


def test_composite_of_one_certain_rate_is_not_certain():
    assert composite([Part(1, 1, 3)], Z95).low < 0.7
