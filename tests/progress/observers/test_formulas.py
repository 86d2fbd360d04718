"""The nine formulas: worked by hand, at their edges, and what holds of all of them."""

import fractions
import math
import subprocess
import sys
from decimal import Decimal

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabcare.errors import InvalidRecordError
from collabcare.progress import observers

FLAGS = ["interval_by_interval", "scored_interval", "unscored_interval", "trial_by_trial"]
AMOUNTS = ["mean_count_per_interval", "exact_count_per_interval", "mean_duration_per_occurrence"]
TOTALS = ["total_count", "total_duration"]
EVERY = [*FLAGS, *AMOUNTS, *TOTALS]


def value(name, first, second):
    found = getattr(observers, name)(first, second)
    assert found.measure == name
    return found.value if found.reason is None else found.reason


def test_counts_by_hand():
    # Totals 3 + 0 + 4 = 7 and 2 + 0 + 8 = 10: 7/10. Intervals: 2/3, 1, 4/8; the mean is (2/3 + 1 + 1/2)/3 = 13/18.
    # Only the second interval is equal: 1/3.
    first, second = [3, 0, 4], [2, 0, 8]
    assert value("total_count", first, second) == 0.7
    assert value("mean_count_per_interval", first, second) == pytest.approx(13 / 18, abs=1e-15)
    assert value("exact_count_per_interval", first, second) == 1 / 3


def test_durations_by_hand():
    # Totals 12.5 + 40 = 52.5 and 10 + 60 = 70: .75. Occurrences: 10/12.5 = .8, 40/60 = 2/3; the mean is 11/15.
    first, second = [Decimal("12.5"), 40], [10, Decimal(60)]
    assert value("total_duration", first, second) == 0.75
    assert value("mean_duration_per_occurrence", first, second) == pytest.approx(11 / 15, abs=1e-15)


def test_intervals_by_hand():
    # Ten intervals: both scored 1 to 6; one scored 7, the other 8; nobody 9 and 10.
    # Alike: 6 + 2 = 8 of 10. Scored by one at least: 8, by both 6. Unscored by one at least: 4, by both 2.
    first, second = [1] * 7 + [0] * 3, [1] * 6 + [0, 1, 0, 0]
    assert value("interval_by_interval", first, second) == 0.8
    assert value("trial_by_trial", first, second) == 0.8
    assert value("scored_interval", first, second) == 0.75
    assert value("unscored_interval", first, second) == 0.5


def test_what_was_divided_is_said():
    found = observers.scored_interval([1, 0, 1], [1, 1, 0])
    assert (
        attrs.asdict(found)
        == found.to_dict()
        == {
            "measure": "scored_interval",
            "value": 1 / 3,
            "numerator": 1,
            "denominator": 3,
            "reason": None,
        }
    )
    assert repr(found) == "<InterobserverAgreement scored_interval>"


@pytest.mark.parametrize("name", EVERY)
def test_nothing_observed_is_no_agreement(name):
    assert value(name, [], []) == "nothing-observed"
    found = getattr(observers, name)([], [])
    assert (found.value, found.numerator, found.denominator) == (None, 0, 0)


@pytest.mark.parametrize("name", TOTALS)
def test_one_who_gave_no_number_did_not_count_0(name):
    assert value(name, [3], []) == value(name, [], [3]) == "nothing-observed"
    assert value(name, [3], [0]) == 0


@pytest.mark.parametrize("name", [*AMOUNTS, *TOTALS])
def test_two_who_count_nothing_agree(name):
    found = getattr(observers, name)([0, 0], [0, 0])
    assert (found.value, found.reason) == (1, None)
    # Totals of 0 leave nothing to divide; parts are two of two.
    assert (found.numerator, found.denominator) == ((0, 0) if name in TOTALS else (2, 2))


def test_where_nothing_was_scored_or_all_was():
    assert value("scored_interval", [0, 0], [0, 0]) == "nothing-scored"
    assert value("unscored_interval", [0, 0], [0, 0]) == 1
    assert value("unscored_interval", [1, 1], [1, 1]) == "nothing-unscored"
    assert value("scored_interval", [1, 1], [1, 1]) == 1


@pytest.mark.parametrize("name", [*FLAGS, *AMOUNTS])
def test_observers_of_unequal_lengths_are_refused(name):
    with pytest.raises(InvalidRecordError) as caught:
        getattr(observers, name)([1, 0, 1], [1, 0])
    assert [(each.pointer, each.code) for each in caught.value.problems] == [("/second", "wrong-count")]


@pytest.mark.parametrize("name", EVERY)
def test_all_problems_come_at_once_without_a_value(name):
    with pytest.raises(InvalidRecordError) as caught:
        getattr(observers, name)([1, "7731", 0], [None, 0, -7731])
    assert [each.pointer for each in caught.value.problems] == ["/first/1", "/second/0", "/second/2"]
    below = "out-of-range" if name in {*AMOUNTS, *TOTALS} else "wrong-type"
    assert [each.code for each in caught.value.problems] == ["wrong-type", "wrong-type", below]
    assert "7731" not in str(caught.value)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -1, 1e16])
@pytest.mark.parametrize("name", [*AMOUNTS, *TOTALS])
def test_an_amount_that_is_none(name, bad):
    with pytest.raises(InvalidRecordError) as caught:
        getattr(observers, name)([bad], [1])
    assert [(each.pointer, each.code) for each in caught.value.problems] == [("/first/0", "out-of-range")]


@pytest.mark.parametrize("name", [*AMOUNTS, *TOTALS])
def test_the_largest_amount_is_that_of_a_measurement(name):
    assert value(name, [1e15], [1e15]) == 1


@pytest.mark.parametrize("bad", [2, 0.5, "1", None, [1], math.nan])
def test_a_score_that_is_neither_yes_nor_no(bad):
    with pytest.raises(InvalidRecordError) as caught:
        observers.interval_by_interval([bad], [1])
    assert [(each.pointer, each.code) for each in caught.value.problems] == [("/first/0", "wrong-type")]


def test_arrays_are_taken():
    first, second = np.array([True, False, True]), np.array([True, True, True])
    assert value("interval_by_interval", first, second) == 2 / 3
    assert value("total_count", np.array([2, 3]), np.array([2.0, 4.0])) == 5 / 6


flags = st.lists(st.tuples(st.booleans(), st.booleans()), max_size=40)
amounts = st.lists(st.tuples(*[st.one_of(st.integers(0, 12), st.floats(0, 1e15))] * 2), max_size=40)
cases = st.one_of(st.tuples(st.sampled_from(FLAGS), flags), st.tuples(st.sampled_from([*AMOUNTS, *TOTALS]), amounts))


@given(cases, st.randoms(use_true_random=False))
def test_neither_the_order_of_the_observers_nor_of_the_intervals_matters(case, chance):
    name, rows = case
    first, second = [one for one, _ in rows], [other for _, other in rows]
    found = getattr(observers, name)(first, second)
    assert getattr(observers, name)(second, first) == found
    shuffled = chance.sample(rows, len(rows))
    again = getattr(observers, name)([one for one, _ in shuffled], [other for _, other in shuffled])
    assert again == found


@given(cases)
def test_a_value_is_a_share_or_has_a_reason(case):
    name, rows = case
    found = getattr(observers, name)([one for one, _ in rows], [other for _, other in rows])
    if found.value is None:
        assert found.reason in {"nothing-observed", "nothing-scored", "nothing-unscored"}
    else:
        assert found.reason is None
        assert 0 <= found.value <= 1
        assert found.numerator <= found.denominator


@given(cases)
def test_observers_who_say_the_same_agree_fully(case):
    name, rows = case
    same = [one for one, _ in rows]
    found = getattr(observers, name)(same, same)
    assert found.value == 1 or (found.value is None and found.reason.startswith("nothing-"))
    if name not in {"scored_interval", "unscored_interval"}:
        assert (found.value == 1) == bool(rows)


@given(flags.filter(bool))
def test_two_roads_to_the_same_shares(rows):
    first, second = [one for one, _ in rows], [other for _, other in rows]
    # Yes and no are counts of 1 and 0, so that all of these are one share.
    alike = value("interval_by_interval", first, second)
    as_counts = [int(each) for each in first], [int(each) for each in second]
    assert alike == value("trial_by_trial", first, second) == value("exact_count_per_interval", *as_counts)
    # Scored intervals are Jaccard's coefficient of two sets; unscored ones that of their complements.
    for name, wanted in (("scored_interval", True), ("unscored_interval", False)):
        sets = [{place for place, each in enumerate(listed) if each is wanted} for listed in (first, second)]
        union = sets[0] | sets[1]
        if union:
            assert value(name, first, second) == float(fractions.Fraction(len(sets[0] & sets[1]), len(union)))
        else:
            assert value(name, first, second).startswith("nothing-")


@given(st.lists(st.tuples(*[st.integers(0, 12)] * 2), min_size=1, max_size=30))
def test_exact_agreement_is_the_strictest(rows):
    first, second = [one for one, _ in rows], [other for _, other in rows]
    assert value("exact_count_per_interval", first, second) <= value("mean_count_per_interval", first, second) + 1e-15


@given(st.lists(st.tuples(*[st.integers(0, 10**6)] * 2), min_size=1, max_size=30), st.integers(1, 60))
def test_the_unit_of_a_duration_does_not_matter(rows, factor):
    first, second = [one for one, _ in rows], [other for _, other in rows]
    for name in ("total_duration", "mean_duration_per_occurrence"):
        scaled = value(name, [each * factor for each in first], [each * factor for each in second])
        assert scaled == pytest.approx(value(name, first, second), abs=1e-12)


def test_importing_it_loads_no_statistics():
    heavy = {"numpy", "scipy", "statsmodels"}
    code = f"import collabcare.progress.observers, sys; print(sorted({heavy} & {{*sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
