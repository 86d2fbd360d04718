"""Effect sizes where phases are short, tied, at zero or apart; and what is refused."""

import math
import pickle
from decimal import Decimal

import pytest

from collabcare.errors import InvalidRecordError
from collabcare.progress.single_case import EFFECTS, NON_OVERLAP, effect, tau_u
from collabcare.progress.single_case.effect_figures import SE_REASONS, VALUE_REASONS
from collabcare.progress.single_case.tau_u import VARIANTS

KNOWN = {"scale": "count", "goal": 20}
SHARES = {"scale": "percentage", "goal": 90}


def reasons(before, after, **known):
    found = {name: effect(name, before, after, **known) for name in EFFECTS}
    return {name: each.reason for name, each in found.items() if each.reason is not None}


def test_an_empty_phase_is_a_reason_for_every_measure():
    assert reasons([], [1, 2], **KNOWN) == dict.fromkeys(EFFECTS, "no-baseline")
    assert reasons([1, 2], [], **KNOWN) == dict.fromkeys(EFFECTS, "no-treatment")
    assert reasons([], [], **KNOWN) == dict.fromkeys(EFFECTS, "no-baseline")


def test_one_figure_of_baseline():
    found = reasons([4], [6, 7, 8], **KNOWN)
    assert found.pop("LOR") == "scale-not-suitable"
    few = ("Tau_BC", "SMD_baseline_corrected", "SMD_baseline_uncorrected", "LRRi", "LRRd")
    assert found == dict.fromkeys(few, "too-few-points")
    nap = effect("NAP", [4], [6, 7, 8])
    assert (nap.value, nap.se, nap.se_reason) == (1.0, None, "too-few-points")
    assert effect("NAP_Hanley", [4], [6, 7, 8]).se > 0
    # Limits need no standard error: exact ones have a width here too.
    exact = effect("NAP", [4], [6, 7, 8], exact_limits=True)
    assert (exact.se_reason, exact.high) == ("too-few-points", 1.0)
    assert exact.low < nap.low == 1.0


def test_one_figure_in_each_phase():
    found = reasons([4], [6], **KNOWN)
    differences = {name for name in EFFECTS if name.startswith("SMD")}
    assert {name: found.get(name) for name in differences} == dict.fromkeys(differences, "too-few-points")
    assert effect("LOR", [40], [60], scale="percentage").reason == "too-few-points"
    assert effect("NAP", [4], [6]).value == 1.0
    assert effect("PoGO", [4], [6], goal=20).se_reason == "too-few-points"
    assert effect("LRM", [4], [6]).value == pytest.approx(math.log(1.5))


def test_a_treatment_of_one_figure_has_a_value_and_a_reason_for_what_it_lacks():
    # (9 - 6)/2; ln(9/6); two figures are enough for a standard error.
    found = effect("SMD_baseline_uncorrected", [4, 6, 8], [9])
    assert (found.value, found.se, found.low, found.se_reason) == (1.5, None, None, "too-few-points")
    found = effect("LRM", [4, 6, 8], [9])
    assert (found.value, found.se, found.se_reason) == (pytest.approx(math.log(1.5)), None, "too-few-points")
    for name in ("Tau", "LRRi_uncorrected"):
        found = effect(name, [4, 6, 8], [9], scale="count")
        assert (name, found.se, found.se_reason) == (name, None, "too-few-points")
        assert found.value > 0
    for name in ("SMD_baseline_uncorrected", "LRM", "LRRi", "LRRi_uncorrected", "Tau"):
        found = effect(name, [4, 6], [8, 9], scale="count")
        assert (name, found.reason, found.se_reason) == (name, None, None)


def test_a_line_of_two_figures_is_taken_off():
    # The line goes on to 3 and 4, and both figures of the treatment lie above it.
    assert effect("Tau_BC", [1, 2], [4, 5]).value == 1.0


@pytest.mark.parametrize(
    ("level", "above", "tau"), [(0, 0.8e-10, 0.0), (0, 1.2e-10, 1.0), (1000, 0.8e-7, 0.0), (1000, 1.2e-7, 1.0)]
)
def test_residuals_are_tied_within_a_tolerance_that_grows_with_the_figures(level, above, tau):
    # 1e-10, times the largest figure where that is above 1.
    assert effect("Tau_BC", [level] * 3, [level + above]).value == tau


@pytest.mark.parametrize(
    ("known", "step"),
    [
        ({"scale": "count"}, 1),
        ({"scale": "rate", "observation_length": 20}, 1 / 20),
        ({"scale": "percentage", "intervals": 20}, 5),
        ({"scale": "proportion", "intervals": 20}, 1 / 20),
    ],
)
def test_a_mean_of_zero_is_kept_off_it_by_half_a_step_shared_by_all_figures(known, step):
    # Three figures: the mean is taken for step/6, and the other one is half of the scale.
    half = {"count": 6, "rate": 6, "percentage": 50, "proportion": 0.5}[known["scale"]]
    found = effect("LRRi_uncorrected", [0, 0, 0], [half] * 3, **known)
    assert found.value == pytest.approx(math.log(half) - math.log(step / 6))
    # And no variance for step squared/27, of which a mean of three has a third.
    own, later = ((step * step / 27 / 3) / mean**2 for mean in (step / 6, half))
    assert found.se == pytest.approx(math.sqrt(own + later))


def test_those_at_the_median_count_by_half_or_not_at_all():
    # The median is 2: two ties, one above.
    assert effect("PEM", [1, 2, 3], [2, 2, 3]).value == pytest.approx(2 / 3)
    assert effect("PEM_ties_0", [1, 2, 3], [2, 2, 3]).value == pytest.approx(1 / 3)


def test_phases_that_do_not_vary_have_a_ratio_without_spread():
    found = effect("LRRi", [4, 4, 4], [8, 8, 8], scale="continuous")
    assert (found.value, found.se, found.low) == (pytest.approx(math.log(2)), 0.0, pytest.approx(math.log(2)))


@pytest.mark.parametrize(
    ("before", "after"), [([40, 50], [100, 100]), ([0, 0], [40, 50]), ([100, 100], [40, 50]), ([40, 50], [0, 0])]
)
def test_odds_need_means_within_the_scale_or_its_step(before, after):
    assert effect("LOR", before, after, scale="percentage").reason == "mean-at-limit"
    assert effect("LOR", before, after, scale="percentage", intervals=20).reason is None
    assert effect("LOR", before, after).reason == "scale-not-given"


def test_two_figures_of_baseline_have_no_corrected_difference():
    # The factor of the correction is 0 there: 0 with a standard error of 0 would outweigh every other study.
    assert effect("SMD_baseline_corrected", [4, 6], [7, 9, 8]).reason == "correction-is-zero"
    assert effect("SMD_pooled_corrected", [4, 6], [9]).reason == "correction-is-zero"
    assert effect("SMD_baseline_uncorrected", [4, 6], [7, 9, 8]).value == pytest.approx(3 / math.sqrt(2))


def test_where_all_figures_are_the_same():
    found = reasons([5] * 4, [5] * 4, **KNOWN)
    assert found.pop("LOR") == "scale-not-suitable"
    assert {each for name, each in found.items() if name.startswith("SMD")} == {"no-variance"}
    assert {name for name, each in found.items() if each == "all-tied"} == {
        f"Tau_U_complete_b_{each}" for each in ("A", "B", "AB")
    }
    assert effect("NAP", [5] * 4, [5] * 4).value == 0.5
    assert effect("Tau_BC", [5] * 4, [5] * 4).value == 0.0
    # Ten times a tenth does not add up to one; equal figures still have no variance.
    assert effect("SMD_baseline_uncorrected", [0.1] * 10, [0.3] * 3).reason == "no-variance"


def test_a_baseline_of_zeros():
    before, after = [0, 0, 0, 0], [1, 2, 0, 3, 4]
    assert effect("LRRi", before, after, scale="count").value > 0
    assert effect("LRRi", before, after, scale="continuous").reason == "mean-at-limit"
    assert effect("LRRi", before, after, scale="rate").reason == "mean-at-limit"
    assert effect("LRRi", before, after, scale="rate", observation_length=20).reason is None
    assert effect("LRRi", before, after, scale="percentage").reason == "mean-at-limit"
    assert effect("LOR", before, after, scale="percentage").reason == "mean-at-limit"
    assert effect("LOR", before, after, scale="percentage", intervals=20).value > 0
    assert effect("LRM", before, after).reason == "median-not-positive"
    assert effect("LRM", [0, 3, 4], [5, 6, 7]).se_reason == "value-not-positive"
    assert effect("SMD_baseline_corrected", before, after).reason == "no-variance"
    assert effect("SMD_pooled_corrected", before, after).value > 0


def test_phases_wholly_apart():
    before, after = [0, 1, 1, 0, 2], [6, 7, 8, 9, 9]
    for name in ("NAP", "PND", "PEM", "PAND", "IRD", "Tau"):
        assert effect(name, before, after).value == 1.0
        assert effect(name, before, after, improvement="decrease").value == {"Tau": -1.0, "PAND": 0.5, "IRD": 0.0}.get(
            name, 0.0
        )
    assert effect("NAP", before, after).se > 0
    # The reference software's search ends at once there; the equation has another solution.
    assert (effect("NAP", before, after).low, effect("NAP", before, after).high) == (1.0, 1.0)
    honest = effect("NAP", before, after, exact_limits=True)
    assert 0.5 < honest.low < 0.75
    assert honest.high == 1.0
    worse = effect("NAP", before, after, improvement="decrease", exact_limits=True)
    assert (worse.low, worse.high) == (0.0, pytest.approx(1 - honest.low, abs=1e-12))


def test_a_goal_that_the_baseline_has_reached():
    assert effect("PoGO", [4, 6], [7, 8], goal=5).reason == "goal-at-baseline"
    assert effect("PoGO", [4, 6], [7, 8]).reason == "goal-not-given"
    down = effect("PoGO", [14, 16], [7, 8], goal=5)
    assert (down.value, down.se > 0) == (75.0, True)


def test_exact_limits_solve_newcombes_equation():
    m, n, z = 6, 7, 1.959963984540054
    found = effect("NAP", [20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29], exact_limits=True)
    h = (m + n) / 2 - 1
    for limit in (found.low, found.high):
        spread = z * z * limit * (1 - limit) / (m * n) * (1 + h * (1 - limit) / (2 - limit) + h * limit / (1 + limit))
        assert (found.value - limit) ** 2 == pytest.approx(spread, rel=1e-10)
    assert found.low == pytest.approx(
        effect("NAP", [20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29]).low, abs=1e-4
    )


def test_a_higher_level_gives_wider_limits():
    before, after = [3, 5, 4, 6, 5, 4], [6, 7, 5, 8, 9, 7]
    for name in EFFECTS:
        narrow, wide = (effect(name, before, after, level=level, **SHARES, intervals=20) for level in (0.8, 0.99))
        if narrow.low is not None:
            assert wide.low < narrow.low < narrow.value < narrow.high < wide.high


def test_ties_that_rounding_takes_apart_are_ties():
    # In exact arithmetic the line leaves 0 of each baseline figure, and of the last.
    before, after = [0.1, 0.2, 0.3, 0.4], [0.5, 0.6, 0.7]
    assert effect("Tau_BC", before, after).value == 0.0
    assert effect("Tau_BC", [each * 1e9 for each in before], [each * 1e9 for each in after]).value == 0.0


def test_names_of_reasons_are_known():
    text = (effect.__doc__ or "") + (type(effect("NAP", [1], [2])).__doc__ or "")
    for code in (*VALUE_REASONS, *SE_REASONS):
        assert f"`{code}`" in text


def refused(*arguments, **known):
    with pytest.raises(InvalidRecordError) as caught:
        effect(*arguments, **known)
    return [(each.pointer, each.code) for each in caught.value.problems]


@pytest.mark.parametrize(
    "bad", [math.nan, math.inf, -math.inf, None, "3", True, Decimal("NaN"), Decimal("sNaN"), 10**400]
)
def test_what_is_no_finite_number_is_refused(bad):
    assert refused("NAP", [1, bad], [bad, 2]) == [("/baseline/1", "wrong-type"), ("/treatment/0", "wrong-type")]


def test_all_problems_come_at_once_and_hold_no_figure():
    with pytest.raises(InvalidRecordError) as caught:
        effect("LOR", [1, 73403], [-1], scale="percentage", goal=101, intervals=0, observation_length=-2, level=95)
    found = [(each.pointer, each.code) for each in caught.value.problems]
    assert found == [
        ("/baseline/1", "out-of-range"),
        ("/treatment/0", "out-of-range"),
        ("/goal", "out-of-range"),
        ("/intervals", "out-of-range"),
        ("/observation_length", "out-of-range"),
        ("/level", "out-of-range"),
    ]
    assert "73403" not in str(caught.value)
    assert refused("NAP", [1], [2], improvement="up", scale="counts") == [
        ("/improvement", "unknown-code"),
        ("/scale", "unknown-code"),
    ]
    assert refused("Tau-U", [1], [2]) == [("/name", "unknown-code")]
    assert refused("NAP", [1e101], [2]) == [("/baseline/0", "out-of-range")]


def test_a_scale_that_is_none_refuses_no_figure():
    assert refused("NAP", [-1], [2], scale="counts") == [("/scale", "unknown-code")]


@pytest.mark.parametrize("level", [0, 1, 1.5, -0.5])
def test_a_confidence_lies_between_0_and_1(level):
    assert refused("NAP", [1], [2], level=level) == [("/level", "out-of-range")]


def test_a_goal_may_be_the_end_of_the_scale():
    assert effect("PoGO", [40, 60], [75, 75], scale="percentage", goal=100).value == 50.0
    assert effect("PoGO", [4, 6], [2, 3], scale="count", goal=0).value == 50.0


@pytest.mark.parametrize("length", [0.5, 1e100])
def test_an_observation_may_last_less_than_one_unit_of_time_or_as_long_as_any_figure(length):
    assert effect("LRRi", [2, 3], [4, 5], scale="rate", observation_length=length).value > 0


def test_tau_u_refuses_what_it_cannot_use():
    def problems(*phases, variant):
        with pytest.raises(InvalidRecordError) as caught:
            tau_u(*phases, variant=variant)
        return [(each.pointer, each.code) for each in caught.value.problems]

    assert problems([], [], variant="parker") == [("/baseline", "wrong-count"), ("/treatment", "wrong-count")]
    assert problems([1], [2], variant="u") == [("/variant", "unknown-code")]


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_trend_needs_two_figures(variant):
    found = tau_u([1], [3, 4], variant=variant)
    assert (found.baseline.value, found.baseline.reason) == (None, "too-few-points")
    assert (found.treatment.value, found.treatment.reason) == (1.0, None)
    fewer = tau_u([1], [3, 4], variant=variant, improvement="decrease")
    assert (fewer.treatment.value, fewer.phases.value) == (-1.0, -1.0)


def test_phases_all_tied_have_no_pair_that_improves_in_tau_u_either():
    # A tie takes off half a pair there, so that something is left to divide by.
    found = tau_u([5, 5], [5, 5], variant="complete_b").phases
    assert (found.pairs, found.value, found.reason) == (2.0, 0.0, None)


@pytest.mark.parametrize("name", sorted(set(NON_OVERLAP) - {"NAP", "NAP_Hanley", "NAP_null", "Tau", "Tau_BC"}))
def test_what_has_no_standard_error_in_any_source_says_so(name):
    assert effect(name, [1, 3, 2], [4, 6, 5]).se_reason == "not-defined"


def test_results_show_nothing_of_a_child_and_can_be_kept():
    found = effect("NAP", [Decimal("12.5"), 14], [99, 98])
    assert repr(found) == "<Effect NAP>"
    assert repr(tau_u([12], [99], variant="parker")) == "<TauU parker>"
    assert repr(tau_u([12], [99], variant="parker").phases) == "<TauURow>"
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 -- written a moment ago
    assert found.to_dict()["value"] == 1.0


def test_huge_figures_give_a_reason_not_an_infinity():
    before, after = [1e-90, 2e-90, 1e-90], [1e100, -1e100, 1e100]
    for name in EFFECTS:
        found = effect(name, before, after, scale="continuous", goal=1e-90)
        for each in (found.value, found.se, found.low, found.high):
            assert each is None or math.isfinite(each)


def test_a_result_beyond_all_numbers_says_so():
    # A way of 1e-300 to the goal, and 1e100 gone.
    assert effect("PoGO", [0, 0], [1e100, 1e100], goal=1e-300).reason == "too-large"
    # The mean is where it was, and its spread beyond all numbers.
    found = effect("PoGO", [0, 0], [1e100, -1e100], goal=1e-208)
    assert (found.value, found.se, found.se_reason) == (0.0, None, "too-large")
    # 1.6e308 with a standard error of 0.4e308: only the limit further out is beyond 1.8e308.
    for goal in (5e-207, -5e-207):
        found = effect("PoGO", [0, 0], [1e100, 0.6e100], goal=goal)
        assert found.value == pytest.approx(math.copysign(1.6e308, goal))
        assert (found.low, found.high, found.se_reason) == (None, None, "too-large")


def test_the_family_is_named():
    assert set(NON_OVERLAP) < set(EFFECTS)
    assert len(set(EFFECTS)) == len(EFFECTS)
