"""
Alpha, omega, intraclass correlations and kappa against numbers that others computed.

Source: R 4.2.2 with psych 2.2.9 (`alpha`, `alpha.ci`, `fa` by maximum likelihood, `ICC`, `cohen.kappa`), in the shared
vectors; and the published table of Shrout and Fleiss (1979). Weighted kappa: computed from its definition.
"""

import itertools
import json

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from collabcare.reliability import alpha, intraclass_correlations, kappa, omega

FORMS = {
    "ICC1": "ICC(1,1)",
    "ICC2": "ICC(2,1)",
    "ICC3": "ICC(3,1)",
    "ICC1k": "ICC(1,k)",
    "ICC2k": "ICC(2,k)",
    "ICC3k": "ICC(3,k)",
}


@pytest.fixture(scope="module")
def vectors(shared):
    return json.loads((shared / "data" / "reliability_vectors.json").read_text())


def test_alpha_and_its_limits_are_those_of_psych(vectors):
    assert len(vectors["alpha_omega"]) >= 3
    for each in vectors["alpha_omega"]:
        found, expected = alpha(each["data"]), each["expected"]
        assert found.value == pytest.approx(expected["alpha_raw"], abs=1e-9)
        assert found.standardized == pytest.approx(expected["alpha_std"], abs=1e-9)
        limits = (expected["alpha_feldt_lower"], expected["alpha_feldt_upper"])
        assert (found.low, found.high) == pytest.approx(limits, abs=1e-9)
        assert found.item_rest == pytest.approx(expected["item_rest"], abs=1e-9)
        assert (found.items, found.persons) == (len(each["data"][0]), len(each["data"]))


def test_omega_of_the_correlations_is_that_of_psych(vectors):
    for each in vectors["alpha_omega"]:
        found = omega(each["data"])
        assert found.standardized == pytest.approx(each["expected"]["omega_total_corr_ml"], abs=2e-6)


def test_omega_does_not_depend_on_units_where_items_are_standardized(vectors):
    for each in vectors["alpha_omega"]:
        data = np.array(each["data"], float)
        scaled = data * np.arange(1, data.shape[1] + 1)
        assert omega(scaled.tolist()).standardized == pytest.approx(omega(each["data"]).standardized, abs=1e-5)
        equal = (data - data.mean(axis=0)) / data.std(axis=0, ddof=1)
        same = omega(equal.tolist())
        assert same.value == pytest.approx(same.standardized, abs=1e-12)


def test_intraclass_correlations_are_those_of_psych(vectors):
    given_ = vectors["icc_shrout_fleiss"]
    found = intraclass_correlations(given_["data"])
    assert len(given_["results"]) == 6
    for each in given_["results"]:
        ours = found[FORMS[each["type"]]]
        theirs = [each[name] for name in ("ICC", "F", "df1", "df2", "p", "lower bound", "upper bound")]
        assert [ours.value, ours.f, ours.df1, ours.df2, ours.p, ours.low, ours.high] == pytest.approx(theirs, abs=1e-9)


def test_intraclass_correlations_are_the_published_ones(shared):
    examples = json.loads((shared / "data" / "worked_examples.json").read_text())["examples"]
    (each,) = (each for each in examples if each["id"] == "icc_shrout_fleiss_1979")
    found = intraclass_correlations(each["input"]["ratings_rows_targets_cols_raters"])
    assert {name: round(found[form].value, 2) for name, form in FORMS.items()} == {
        name: each["expected"][name] for name in FORMS
    }


def coded(table):
    cells = [(i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)]
    return [i for i, _ in cells], [j for _, j in cells]


def test_kappa_and_its_limits_are_those_of_psych(vectors):
    assert len(vectors["kappa"]) >= 3
    for each in vectors["kappa"]:
        found = kappa(*coded(each["table"]), codes=[0, 1])
        expected = [each["kappa"], each["ci_lower"], each["ci_upper"]]
        assert [found.value, found.low, found.high] == pytest.approx(expected, abs=1e-9)


tables = st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=3, max_size=3)


@given(tables, st.sampled_from(["linear", "quadratic"]))
def test_weighted_kappa_is_its_definition(table, weights):
    counts = np.array(table, float)
    assume((counts.sum(axis=0) > 0).sum() > 1 and (counts.sum(axis=1) > 0).sum() > 1)
    shares = counts / counts.sum()
    expected = np.outer(shares.sum(axis=1), shares.sum(axis=0))
    power = 1 if weights == "linear" else 2
    distance = np.array([[abs(i - j) ** power for j in range(3)] for i in range(3)])
    value = 1 - (distance * shares).sum() / (distance * expected).sum()
    found = kappa(*coded(table), codes=[0, 1, 2], weights=weights)
    assert found.value == pytest.approx(value, abs=1e-9)


@given(st.lists(st.tuples(*[st.integers(1, 5)] * 4), min_size=4, max_size=30))
def test_alpha_is_the_third_intraclass_correlation_of_k(rows):
    found, other = alpha(rows), intraclass_correlations(rows)["ICC(3,k)"]
    assume(found.value is not None and other.value is not None)
    assert found.value == pytest.approx(other.value, abs=1e-9)
    assert (found.low, found.high) == pytest.approx((other.low, other.high), abs=1e-9)


@given(st.lists(st.tuples(*[st.integers(1, 5)] * 3), min_size=4, max_size=20), st.permutations(range(3)))
def test_order_of_items_and_of_people_does_not_matter(rows, order):
    shuffled = [[row[place] for place in order] for row in itertools.chain(rows[1:], rows[:1])]
    first, second = alpha(rows), alpha(shuffled)
    assert first.reason == second.reason
    if first.value is not None:
        assert first.value == pytest.approx(second.value, abs=1e-9)
