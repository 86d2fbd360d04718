"""What holds of effect sizes whatever the figures are, and a second way to each number."""

import itertools
import math
from fractions import Fraction
from statistics import median, stdev

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from collabcare.progress.single_case import EFFECTS, NON_OVERLAP, effect, tau_u
from collabcare.progress.single_case.effect_figures import SE_REASONS, VALUE_REASONS

ORDERED = {name for name in EFFECTS if name.startswith(("Tau_U", "Tau_BC"))}
SHARES = {"NAP", "NAP_Hanley", "NAP_null", "PND", "PEM", "PEM_ties_0", "PAND"}
# Sources say how each measure turns with the direction that is wanted: PoGO not at all, and for counts LRR by its sign.
ODD = {"Tau", "Tau_BC", "LRM", "LRRi", "LRRi_uncorrected", "LRRd", "LRRd_uncorrected"} | {
    name for name in EFFECTS if name.startswith(("SMD", "Tau_U"))
}

counts = st.lists(st.integers(0, 12), min_size=1, max_size=9)
directions = st.sampled_from(["increase", "decrease"])
anything = st.lists(
    st.integers(-5, 5) | st.floats(-1e100, 1e100, allow_nan=False) | st.floats(-10, 10, allow_subnormal=True),
    max_size=8,
)


def figures(found):
    return [found.value, found.se, found.low, found.high]


def close(found, other):
    return (found.reason, found.se_reason) == (other.reason, other.se_reason) and all(
        one is two is None or one == pytest.approx(two, rel=1e-9, abs=1e-9)
        for one, two in zip(figures(found), figures(other), strict=True)
    )


@given(anything, anything, directions, st.booleans(), st.floats(-1e100, 1e100))
def test_every_measure_of_any_figures_is_a_number_or_has_a_reason(before, after, improvement, exact, goal):
    for name, scale in itertools.product(EFFECTS, [None, "continuous"]):
        found = effect(name, before, after, improvement=improvement, scale=scale, goal=goal, exact_limits=exact)
        assert (found.value is None) == (found.reason is not None)
        assert all(each is None or math.isfinite(each) for each in figures(found))
        assert found.reason is None or found.reason in VALUE_REASONS
        assert found.se_reason is None or found.se_reason in SE_REASONS
        assert (found.se_reason is not None) == (found.value is not None and found.se is None)
        assert found.se is None or (found.se >= 0 and found.low is not None)


@given(counts, counts, st.sampled_from(["count", "rate", "percentage"]), directions, st.none() | st.integers(1, 40))
def test_every_measure_on_a_scale_is_a_number_or_has_a_reason(before, after, scale, improvement, intervals):
    known = {"scale": scale, "improvement": improvement, "intervals": intervals, "observation_length": intervals}
    for name in EFFECTS:
        found = effect(name, before, after, goal=13, **known)
        assert (found.value is None) == (found.reason is not None)
        assert all(each is None or math.isfinite(each) for each in figures(found))
        if found.low is not None and found.value is not None:
            assert found.low <= found.value <= found.high


@given(counts, counts, st.randoms(use_true_random=False))
def test_order_within_a_phase_does_not_matter_without_a_trend(before, after, random):
    mixed = [random.sample(each, len(each)) for each in (before, after)]
    for name in set(EFFECTS) - ORDERED:
        assert close(effect(name, before, after, scale="count", goal=13), effect(name, *mixed, scale="count", goal=13))


@given(counts, counts, st.integers(-100, 100), st.integers(1, 1000), directions)
def test_shift_and_scale_do_not_matter_where_only_distances_do(before, after, shift, scale, improvement):
    moved = [[scale * each + shift for each in phase] for phase in (before, after)]
    for name in (*NON_OVERLAP, *(each for each in EFFECTS if each.startswith("SMD")), "PoGO"):
        one = effect(name, before, after, goal=13, improvement=improvement)
        assert close(one, effect(name, *moved, goal=13 * scale + shift, improvement=improvement)), name


@given(counts, counts)
def test_any_rising_change_of_scale_leaves_overlap_alone(before, after):
    changed = [[math.exp(each) - 3 for each in phase] for phase in (before, after)]
    for name in set(NON_OVERLAP) - {"Tau_BC", "PEM", "PEM_ties_0"}:  # lines and medians of an even number are changed
        assert close(effect(name, before, after), effect(name, *changed)), name


@given(counts, counts, st.integers(1, 50))
def test_units_do_not_matter_to_ratios(before, after, scale):
    scaled = [[scale * each for each in phase] for phase in (before, after)]
    for name in ("LRM", "LRRi", "LRRd", "LRRi_uncorrected"):
        assert close(effect(name, before, after, scale="continuous"), effect(name, *scaled, scale="continuous"))


@given(counts, counts)
def test_the_direction_that_is_wanted_turns_the_sign(before, after):
    for name in EFFECTS:
        up, down = (
            effect(name, before, after, improvement=each, scale="count", goal=13) for each in ("increase", "decrease")
        )
        if name in ODD and up.value is not None:
            assert down.value == pytest.approx(-up.value, abs=1e-12)
            assert down.se == up.se or down.se == pytest.approx(up.se, abs=1e-12)
        if name == "PoGO":
            assert figures(up) == figures(down)
        if name in {"NAP", "NAP_Hanley", "NAP_null", "PEM"}:
            assert down.value == pytest.approx(1 - up.value, abs=1e-12)
        negated = [[-each for each in phase] for phase in (before, after)]
        if name in NON_OVERLAP or name.startswith("SMD"):
            assert close(down, effect(name, *negated)), name


@given(counts, counts, st.integers(1, 50))
def test_odds_turn_their_sign_with_the_scale(before, after, intervals):
    known = {"scale": "percentage", "intervals": intervals}
    up, down = (effect("LOR", before, after, improvement=each, **known) for each in ("increase", "decrease"))
    other = effect(
        "LOR", *([100 - each for each in phase] for phase in (before, after)), improvement="decrease", **known
    )
    assert close(up, other)
    if up.value is not None:
        assert (down.value, down.se) == (-up.value, up.se)
        same = effect(
            "LOR",
            *([each / 100 for each in phase] for phase in (before, after)),
            scale="proportion",
            intervals=intervals,
        )
        assert close(up, same)


@given(counts, counts, directions)
def test_nap_is_half_of_tau_and_a_half(before, after, improvement):
    nap, tau = (effect(name, before, after, improvement=improvement) for name in ("NAP", "Tau"))
    assert nap.value == pytest.approx((tau.value + 1) / 2, abs=1e-12)
    assert tau.se is nap.se is None or tau.se == pytest.approx(2 * nap.se, abs=1e-12)
    assert (nap.low, nap.high) == pytest.approx(((tau.low + 1) / 2, (tau.high + 1) / 2), abs=1e-12)


@given(counts, counts)
def test_turning_the_phases_round_turns_the_pairs(before, after):
    one, other = effect("NAP", before, after), effect("NAP", after, before)
    assert other.value == pytest.approx(1 - one.value, abs=1e-12)
    assert one.se is other.se is None or one.se == pytest.approx(other.se, abs=1e-12)
    assert effect("PAND", before, after).value == pytest.approx(
        effect("PAND", after, before, improvement="decrease").value, abs=1e-12
    )


@given(counts, counts)
def test_overlap_by_a_second_way(before, after):
    m, n = len(before), len(after)
    credits_ = [Fraction((x > y) * 2 + (x == y), 2) for y in before for x in after]
    assert effect("NAP", before, after).value == pytest.approx(float(sum(credits_) / (m * n)), abs=1e-12)
    assert effect("PND", before, after).value == pytest.approx(np.mean([all(x > y for y in before) for x in after]))
    middle = np.median(before)
    assert effect("PEM_ties_0", before, after).value == pytest.approx(np.mean(np.array(after) > middle))
    assert effect("PEM", before, after).value == pytest.approx(
        np.mean(np.array(after) > middle) + np.mean(np.array(after) == middle) / 2
    )
    # As published: i of the baseline from below and j of the treatment from above, all ways.
    low, high = sorted(before), sorted(after, reverse=True)
    kept = max(i + j for i in range(m + 1) for j in range(n + 1) if i == 0 or j == 0 or low[i - 1] < high[j - 1])
    pand = kept / (m + n)
    assert effect("PAND", before, after).value == pytest.approx(pand, abs=1e-12)
    ird = ((m + n) ** 2 * pand - m * m - n * n) / (2 * m * n)
    assert effect("IRD", before, after).value == pytest.approx(ird, abs=1e-12)


@given(st.permutations(range(10)), st.integers(2, 8), st.integers(4, 10))
def test_the_unbiased_variance_is_its_definition(figures, first, last):
    before, after = figures[:first], figures[first : max(first + 2, last)]
    credit = np.array([[x > y for x in after] for y in before], float)
    m, n = credit.shape
    assume(0 < credit.mean() < 1)
    # Without ties: the squared mean less the mean product of pairs that share neither figure.
    apart = [
        credit[i, j] * credit[k, h]
        for i, k in itertools.permutations(range(m), 2)
        for j, h in itertools.permutations(range(n), 2)
    ]
    variance = credit.mean() ** 2 - np.mean(apart)
    assert effect("NAP", before, after).se ** 2 == pytest.approx(max(0, variance), abs=1e-12)


@given(counts, counts, st.sampled_from(["parker", "tarlow", "complete_a", "complete_b"]))
def test_tau_u_by_a_second_way(before, after, variant):
    whole, m = [*before, *after], len(before)

    def s_of(places):
        return sum(int(np.sign(whole[j] - whole[i])) for i, j in places)

    pairs = list(itertools.combinations(range(len(whole)), 2))
    own = [(i, j) for i, j in pairs if j < m]
    later = [(i, j) for i, j in pairs if i >= m]
    cross = [(i, j) for i, j in pairs if i < m <= j]
    found = tau_u(before, after, variant=variant)
    assert found.phases.s == s_of(cross)
    assert found.minus_baseline.s == s_of(cross) - s_of(own)
    assert found.plus_treatment.s == s_of(cross) + s_of(later)
    assert found.full.s == s_of(cross) + s_of(later) - s_of(own)
    for row in (found.phases, found.minus_baseline, found.plus_treatment, found.full):
        assert row.p is None or 0 <= row.p <= 1
        assert row.value is None or variant == "parker" or abs(row.value) <= 1 + 1e-12
    if variant == "parker":
        assert effect("Tau_U_A", before, after).value == found.minus_baseline.value


@given(st.lists(st.integers(0, 9), min_size=2, max_size=8), st.lists(st.integers(0, 9), min_size=1, max_size=8))
def test_tau_bc_in_exact_arithmetic(before, after):
    m = len(before)
    slope = median(Fraction(before[j] - before[i], j - i) for i, j in itertools.combinations(range(m), 2))
    left = [each - slope * t for t, each in enumerate([*before, *after], 1)]
    signs = [int(np.sign(x - y)) for y in left[:m] for x in left[m:]]
    assert effect("Tau_BC", before, after).value == pytest.approx(sum(signs) / len(signs), abs=1e-12)


@given(
    st.lists(st.integers(1, 40), min_size=2, max_size=8),
    st.lists(st.integers(1, 40), min_size=2, max_size=8),
    directions,
)
def test_means_and_ratios_by_a_second_way(before, after, improvement):
    m, n, sign = len(before), len(after), 1 if improvement == "increase" else -1
    mean_a, mean_b, s_a, s_b = np.mean(before), np.mean(after), stdev(before), stdev(after)
    assume(s_a > 0 and m > 2)
    known = {"improvement": improvement, "scale": "continuous", "goal": 50}
    d = sign * (mean_b - mean_a) / s_a
    found = effect("SMD_baseline_uncorrected", before, after, **known)
    assert found.value == pytest.approx(d)
    assert found.se == pytest.approx(math.sqrt(1 / m + s_b**2 / (n * s_a**2) + d * d / (2 * (m - 1))))
    pooled = math.sqrt(((m - 1) * s_a**2 + (n - 1) * s_b**2) / (m + n - 2))
    correction = 1 - 3 / (4 * (m + n) - 9)
    assert effect("SMD_pooled_corrected", before, after, **known).value == pytest.approx(
        correction * sign * (mean_b - mean_a) / pooled, abs=1e-12
    )
    bias = s_b**2 / (2 * n * mean_b**2) - s_a**2 / (2 * m * mean_a**2)
    lrr = effect("LRRi", before, after, **known)
    assert lrr.value == pytest.approx(sign * (math.log(mean_b / mean_a) + bias), abs=1e-12)
    assert lrr.se == pytest.approx(math.sqrt(s_a**2 / (m * mean_a**2) + s_b**2 / (n * mean_b**2)))
    assert effect("LRRd", before, after, **known).value == pytest.approx(-lrr.value)
    pogo = effect("PoGO", before, after, **known)
    assert pogo.value == pytest.approx(100 * (mean_b - mean_a) / (50 - mean_a), abs=1e-9)
    spread = s_a**2 / m + s_b**2 / n + (pogo.value / 100) ** 2 * s_a**2 / m
    assert pogo.se == pytest.approx(100 * math.sqrt(spread / (50 - mean_a) ** 2))
    assert effect("LRM", before, after, **known).value == pytest.approx(
        sign * math.log(median(after) / median(before)), abs=1e-12
    )
