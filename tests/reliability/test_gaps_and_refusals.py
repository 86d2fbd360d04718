"""What reliability says when there is too little, or something else than numbers."""

import math
import subprocess
import sys
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabcare.errors import InvalidRecordError
from collabcare.reliability import alpha, intraclass_correlations, kappa, omega

PEOPLE = [[3, 4, 4], [2, 2, 3], [5, 4, 5], [4, 3, 3], [1, 2, 2], [4, 5, 4]]


def problems(call, *arguments, **options):
    with pytest.raises(InvalidRecordError) as caught:
        call(*arguments, **options)
    return [(each.pointer, each.code) for each in caught.value.problems]


def test_people_with_a_gap_are_left_out_and_counted():
    found = alpha([*PEOPLE, [None, 1, 1], [5, math.nan, 1]])
    assert (found.persons, found.left_out) == (6, 2)
    assert found.value == alpha(PEOPLE).value


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], "too-few-items"),
        ([[1], [2], [3]], "too-few-items"),
        ([[1, 2, 3], [2, 3, 1]], "too-few-persons"),
        ([[1, 2, 3], [1, 3, 2], [1, 2, 2]], "no-variance"),
        ([[1, None, 3]] * 4, "too-few-persons"),
    ],
)
@pytest.mark.parametrize("coefficient", [alpha, omega])
def test_too_little_for_a_coefficient(coefficient, rows, reason):
    found = coefficient(rows)
    assert (found.value, found.standardized, found.low, found.reason) == (None, None, None, reason)


@pytest.mark.parametrize(
    "rows",
    [
        [[0.1, 1, 2], [0.1, 2, 1], [0.1, 3, 3]],
        [[0.1, 0.2], [0.2, 0.1], [0.15, 0.15], [0.05, 0.25]],
        [[0.7, 0.1], [0.7, 0.2], [0.7, 0.4]],
    ],
)
def test_traces_of_decimals_are_no_variance(rows):
    found = alpha(rows)
    assert (found.value, found.reason) == (None, "no-variance")


def test_an_item_has_no_correlation_with_a_rest_that_does_not_vary():
    found = alpha([[1, 0.1, 0.2], [2, 0.2, 0.1], [3, 0.05, 0.25], [5, 0.15, 0.15]])
    assert found.item_rest[0] is None
    assert None not in found.item_rest[1:]


def test_a_warning_that_says_nothing_of_the_numbers_changes_none(monkeypatch):
    from statsmodels.multivariate import factor

    usual = factor.Factor.fit

    def fit(*arguments, **options):
        warnings.warn("something will change one day", DeprecationWarning, stacklevel=2)
        return usual(*arguments, **options)

    before = omega(PEOPLE)
    assert omega(PEOPLE) == before, "equal answers give equal figures"
    monkeypatch.setattr(factor.Factor, "fit", fit)
    with pytest.warns(DeprecationWarning, match="one day"):
        assert omega(PEOPLE) == before


def test_what_the_search_warns_of_is_no_solution(monkeypatch):
    from statsmodels.multivariate import factor
    from statsmodels.tools.sm_exceptions import ConvergenceWarning

    def fit(*_, **__):
        warnings.warn("it did not end", ConvergenceWarning, stacklevel=2)

    monkeypatch.setattr(factor.Factor, "fit", fit)
    assert omega(PEOPLE).reason == "no-solution"


def test_two_items_do_not_determine_a_factor():
    assert omega([row[:2] for row in PEOPLE]).reason == "too-few-items"
    assert alpha([row[:2] for row in PEOPLE]).reason is None


def test_a_heywood_case_is_no_solution():
    assert omega([[1, 1, 2], [2, 2, 1], [3, 3, 3], [4, 4, 4], [5, 5, 3], [2, 2, 4]]).reason == "no-solution"


def test_an_item_that_runs_the_other_way_shows():
    turned = [[a, b, 6 - c] for a, b, c in PEOPLE]
    assert alpha(turned).item_rest[2] < 0 < min(alpha(PEOPLE).item_rest)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([[1], [2]], "too-few-raters"),
        ([[1, 2]], "too-few-targets"),
        ([[2, 2], [2, 2], [2, 2]], "no-variance"),
        ([[1, 3], [3, 1]], "no-variance"),
        ([[0.1, 0.1], [0.2, 0.2], [0.3, 0.3]], "no-disagreement"),
        ([[1, 2], [2, 3], [5, 6]], "no-disagreement"),
    ],
)
def test_too_little_for_an_intraclass_correlation(rows, reason):
    found = intraclass_correlations(rows)
    assert len(found) == 6
    assert {(each.value, each.low, each.p, each.reason) for each in found.values()} == {(None, None, None, reason)}


@given(st.integers(2, 4).flatmap(lambda k: st.lists(st.lists(st.integers(0, 9), min_size=k, max_size=k), min_size=2)))
def test_limits_hold_the_value_and_none_is_above_one(rows):
    for each in intraclass_correlations(rows).values():
        assert (each.value is None) == (each.reason is not None)
        if each.value is not None:
            assert each.low is None or each.low <= each.value + 1e-9
            assert each.value <= each.high + 1e-9
            assert each.high <= 1
            assert each.low is not None or each.form == "ICC(2,k)"


def test_the_mean_of_raters_who_disagree_has_no_lower_limit_or_no_value():
    # B = 8/3, J = 0, E = 20/3: (B - E)/(B + E + 2(J - E)/4) = -2/3, and of two 2(-2/3)/(1 - 2/3) = -4.
    found = intraclass_correlations([[1, 5], [5, 1], [6, 4], [4, 6]])
    one, mean = found["ICC(2,1)"], found["ICC(2,k)"]
    assert (one.value, mean.value) == (pytest.approx(-2 / 3), pytest.approx(-4))
    assert one.low < -1
    assert mean.low is None
    assert mean.high == pytest.approx(2 * one.high / (1 + one.high))
    # Where that of one is at or below -1, the formula would give the mean of two a correlation above 1.
    found = intraclass_correlations([[1, 4], [4, 2]])
    assert found["ICC(2,1)"].value < -1
    mean = found["ICC(2,k)"]
    assert (mean.value, mean.low, mean.high, mean.reason) == (None, None, None, "far-below-chance")


def test_limits_of_kappa_stay_where_kappa_can_be():
    found = kappa("yyyn", "nnny", codes="yn")
    assert found.low == -1
    assert -1 < found.value < 0


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ([], [], "too-few-cases"),
        ([None], ["yes"], "too-few-cases"),
        (["yes", "yes"], ["yes", "yes"], "no-variance"),
        (["yes", "yes"], ["yes", "no"], "no-variance"),
    ],
)
def test_too_little_for_kappa(first, second, reason):
    found = kappa(first, second, codes=["yes", "no"])
    assert (found.value, found.low, found.high, found.reason) == (None, None, None, reason)


def test_cases_without_a_code_are_left_out_and_counted():
    first, second = ["yes", "no", "yes", None], ["yes", "no", None, "no"]
    found = kappa(first, second, codes=["yes", "no"])
    assert (found.value, found.agreement, found.cases, found.left_out) == (1, 1, 2, 2)


@pytest.mark.parametrize("call", [alpha, omega, intraclass_correlations])
def test_all_problems_of_a_rectangle_come_at_once_without_a_value(call):
    rows = [[1, 2], [1], [True, "7731"], [math.inf, 2]]
    assert problems(call, rows) == [
        ("/1", "wrong-count"),
        ("/2/0", "wrong-type"),
        ("/2/1", "wrong-type"),
        ("/3/0", "wrong-type"),
    ]
    with pytest.raises(InvalidRecordError) as caught:
        call(rows)
    assert "7731" not in str(caught.value)


def test_all_problems_of_codes_come_at_once_without_a_value():
    found = problems(kappa, ["x", "y"], ["x"], codes=["x", "x"], weights="cubic")
    assert found == [
        ("/codes", "duplicate"),
        ("/weights", "unknown-code"),
        ("/second", "wrong-count"),
        ("/first", "unknown-code"),
    ]


@pytest.mark.parametrize("level", [0, 1, 1.5, math.nan])
def test_a_level_that_is_none(level):
    for call in (alpha, intraclass_correlations):
        assert problems(call, PEOPLE, level=level) == [("/level", "out-of-range")]
    assert problems(kappa, [1], [1], codes=[1], level=level) == [("/level", "out-of-range")]


def test_importing_it_loads_no_statistics():
    heavy = {"numpy", "scipy", "statsmodels"}
    code = f"import collabcare.reliability, sys; print(sorted({heavy} & {{*sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
