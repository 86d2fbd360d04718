"""What reliability says when there is too little, or something else than numbers."""

import math
import subprocess
import sys

import pytest

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
