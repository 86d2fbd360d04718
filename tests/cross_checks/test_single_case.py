"""
Effect sizes of single-case designs against numbers that others computed.

Sources: R 4.2.2 with SingleCaseES 0.7.4 and scan 0.67.1 in the shared vectors (18 series), published examples in the
shared worked examples; SciPy for NAP (Mann-Whitney), Theil-Sen's line and Kendall's tau-b.
"""

import json

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from collabcare.progress.single_case import EFFECTS, effect, tau_u
from collabcare.progress.single_case.tau_u import VARIANTS
from collabcare.progress.single_case.trend import residuals, theil_sen

FIGURES = {"Est": "value", "SE": "se", "CI_lower": "low", "CI_upper": "high"}
ROWS = {
    "A vs. B": "phases",
    "Trend A": "baseline",
    "Trend B": "treatment",
    "A vs. B - Trend A": "minus_baseline",
    "A vs. B + Trend B": "plus_treatment",
    "A vs. B + Trend B - Trend A": "full",
}
NOT_EFFECTS = {"Tau_BC_detail", "base_R", "scan_tau_u"}
CELLS = {"S": "s", "D": "pairs", "tau": "value", "p": "p"}


@pytest.fixture(scope="module")
def vectors(shared):
    return json.loads((shared / "data" / "progress" / "single_case_vectors.json").read_text())["vectors"]


@pytest.fixture(scope="module")
def examples(shared):
    found = json.loads((shared / "data" / "worked_examples.json").read_text())["examples"]
    return {each["id"]: each for each in found}


def same(ours, theirs):
    return ours is theirs is None or (
        ours is not None and theirs is not None and ours == pytest.approx(theirs, rel=1e-9, abs=1e-9)
    )


def known(vector):
    return {name: vector.get(name) for name in ("improvement", "scale", "goal", "intervals")}


def test_every_effect_size_of_every_vector(vectors):
    assert len(vectors) == 18
    compared = 0
    for vector in vectors:
        expected = vector["expected"]
        assert expected.keys() - set(EFFECTS) <= NOT_EFFECTS
        # Where R takes two residuals for different that rounding alone keeps apart, its ties are not ties (see below).
        names = set(expected) & set(EFFECTS)
        if "Tau_BC" in names and not same(expected["Tau_BC"]["Est"], expected["Tau_BC_detail"]["tau_a_rounded"]):
            names -= {"Tau_BC"}
        for name in names:
            found = effect(name, vector["A"], vector["B"], **known(vector))
            assert expected[name].keys() <= FIGURES.keys()
            for key, number in expected[name].items():
                assert same(getattr(found, FIGURES[key]), number), (vector["id"], name, key)
                compared += 1
            assert (found.reason is None) == (found.value is not None)
    assert compared == 1182


def test_tau_bc_is_that_of_rounded_residuals(vectors):
    compared = 0
    for vector in vectors:
        detail = vector["expected"].get("Tau_BC_detail")
        found = effect("Tau_BC", vector["A"], vector["B"], improvement=vector["improvement"])
        if detail is None:
            assert (len(vector["A"]), found.reason) == (1, "too-few-points")
            continue
        sign = 1 if vector["improvement"] == "increase" else -1
        assert abs(found.value) == pytest.approx(abs(detail["tau_a_rounded"]), abs=1e-9)
        line = theil_sen(vector["A"])
        assert line == pytest.approx((detail["slope"], detail["intercept"]), abs=1e-9)
        left = residuals(line, vector["A"] + vector["B"])
        assert left == pytest.approx(detail["residuals"], abs=1e-9)
        before, after = np.round(left[: len(vector["A"])], 10), np.round(left[len(vector["A"]) :], 10)
        assert found.value == pytest.approx(sign * np.sign(after[:, None] - before[None, :]).mean(), abs=1e-12)
        if detail["tau_b_base_R"] is not None:
            phase = [0] * len(before) + [1] * len(after)
            theirs = sign * stats.kendalltau(np.round(left, 10), phase).statistic
            assert theirs == pytest.approx(detail["tau_b_base_R"], abs=1e-9)
        compared += 1
    assert compared == 17


def test_what_base_r_says_of_the_phases(vectors):
    for vector in vectors:
        before, after, base = vector["A"], vector["B"], vector["expected"]["base_R"]
        # wilcox.test counts the pairs; its W is NAP times their number.
        nap = effect("NAP", before, after).value
        assert nap * len(before) * len(after) == pytest.approx(base["wilcox_W_B"], abs=1e-9)
        s = tau_u(before, after, variant="complete_b").phases.s
        whole, phase = before + after, [0] * len(before) + [1] * len(after)
        if base["tau_b_phase"] is None:
            assert s == 0
            continue
        assert stats.kendalltau(whole, phase).statistic == pytest.approx(base["tau_b_phase"], abs=1e-9)
        pairs = len(whole) * (len(whole) - 1) / 2
        ties = sum(each * (each - 1) / 2 for each in np.unique(whole, return_counts=True)[1])
        assert s / np.sqrt((pairs - ties) * len(before) * len(after)) == pytest.approx(base["tau_b_phase"], abs=1e-9)


def test_every_variant_of_tau_u_is_that_of_scan(vectors):
    compared = 0
    for vector in vectors:
        table = vector["expected"]["scan_tau_u"]
        assert set(table) == set(VARIANTS)
        for variant, rows in table.items():
            found = tau_u(vector["A"], vector["B"], variant=variant)
            assert rows.keys() == ROWS.keys()
            for name, cells in rows.items():
                ours = getattr(found, ROWS[name])
                for key, number in cells.items():
                    assert same(getattr(ours, CELLS[key]), number), (vector["id"], variant, name, key)
                    compared += 1
            for suffix, name in (("A", "minus_baseline"), ("B", "plus_treatment"), ("AB", "full")):
                one = effect(f"Tau_U_{variant}_{suffix}", vector["A"], vector["B"])
                assert one.value == getattr(found, name).value
                assert one.reason == getattr(found, name).reason
    assert compared == 18 * 4 * 6 * 4


def test_the_published_examples_of_overlap(examples):
    names = {"Tau_U_AB_full(A vs B + trend B - trend A)": "Tau_U_parker_AB"}
    for each in (examples[name] for name in ("sc_pvd2011_6", "sc_pvd2011_4", "sc_tarlow2017")):
        for name, number in each["expected"].items():
            found = effect(names.get(name, name), each["input"]["A"], each["input"]["B"])
            assert found.value == pytest.approx(number, abs=1e-9), (each["id"], name)


def test_the_published_percents_of_a_goal(examples):
    given_, expected = (examples["pogo_crozier2005"][part] for part in ("input", "expected"))
    found = [effect("PoGO", given_[one], given_[other], goal=goal).value for one, other, goal in given_["comparisons"]]
    assert found == pytest.approx(expected["PoGO_R"], abs=5.1e-6)
    assert found == pytest.approx(expected["PoGO_article"], abs=0.08)


def test_no_single_case_example_is_left_out(examples):
    used = {"sc_pvd2011_6", "sc_pvd2011_4", "sc_tarlow2017", "pogo_crozier2005"}
    topics = ("single case", "PoGO")
    assert {name for name, each in examples.items() if each["topic"].startswith(topics)} == used


figures = st.lists(st.integers(-20, 20) | st.floats(-50, 50, allow_subnormal=False), min_size=2, max_size=12)


@given(figures, figures)
def test_nap_is_the_mann_whitney_statistic(before, after):
    theirs = stats.mannwhitneyu(after, before, method="asymptotic").statistic
    assert effect("NAP", before, after).value == pytest.approx(theirs / len(before) / len(after), abs=1e-12)


@given(st.lists(st.integers(-20, 20), min_size=2, max_size=12))
def test_the_line_of_the_baseline_is_that_of_scipy(before):
    theirs = stats.theilslopes(before, range(1, len(before) + 1), method="joint")
    assert theil_sen(before) == pytest.approx((theirs.slope, theirs.intercept), abs=1e-12)


@given(st.lists(st.integers(0, 9), min_size=2, max_size=12))
def test_trends_divided_without_ties_are_kendalls_tau_b(figures):
    assume(len(figures) > 2 and len(set(figures)) > 1)
    found = tau_u(figures, [1], variant="complete_b").baseline
    theirs = stats.kendalltau(figures, range(len(figures)), method="asymptotic")
    assert (found.value, found.p) == pytest.approx((theirs.statistic, theirs.pvalue), abs=1e-12)
