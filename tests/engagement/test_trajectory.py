import datetime as dt
import itertools
import json
import math
import statistics

import attrs
import pytest

from collabcare.engagement import Evidence, ScoringModel, Window, evidence, score, trajectory, trend
from collabcare.errors import InvalidRecordError
from collabcare.interchange.examples import example
from collabcare.vocabulary import Side
from tests.lib.families import daily, done, family, journal, not_done, practice_of

PLAN, HAPPENED = example("two-households")
WINDOW = Window.weeks(PLAN.starts_on, 12)
MONTHS = trajectory(PLAN, HAPPENED, "month", WINDOW)


def practice(counts, **changes):
    """Make the weekly trajectory of daily practice with so many done in each week."""
    plan = family(assignments=[practice_of(daily("2026-09-07"))], **changes)
    start = dt.date(2026, 9, 7)
    records = [
        (done if number < count else not_done)("walk", str(start + dt.timedelta(weeks=week, days=number)))
        for week, count in enumerate(counts)
        if count is not None
        for number in range(7)
    ]
    return trajectory(plan, journal(plan, records), "week", Window.weeks(start, len(counts)))


def trend_of(counts):
    return trend(practice(counts))["family"].dimensions["home_practice"]


def test_each_window_is_scored_as_known_at_one_moment():
    for point, part in zip(MONTHS.points, WINDOW.split("month"), strict=True):
        assert point.score == score(PLAN, HAPPENED, part, as_of=WINDOW.end_on)
        assert point.window == part
    assert {each.score.as_of for each in MONTHS.points} == {MONTHS.as_of}
    earlier = trajectory(PLAN, HAPPENED, "month", WINDOW, as_of=dt.date(2026, 10, 15))
    assert earlier.points[2].score.family.overall.opportunities == 0
    assert earlier.points[0].score.family.overall.opportunities > 0


def test_opportunities_of_the_windows_are_those_of_the_whole():
    whole = score(PLAN, HAPPENED, WINDOW)
    for side in (Side.FAMILY, Side.CLINIC):
        for name, each in whole.side(side).dimensions.items():
            parts = [point.score.side(side).dimensions[name].opportunities for point in MONTHS.points]
            assert sum(parts) == each.opportunities


def test_overalls_are_over_the_dimensions_of_all_windows():
    assert MONTHS.not_compared["clinic"] == ("explanation", "feedback_sought", "barriers_answered", "joint_review")
    for point in MONTHS.points:
        assert set(point.clinic.present) == set(MONTHS.compared["clinic"])
        assert point.overall(Side.CLINIC) is point.clinic
    point = MONTHS.points[0]
    parts = [point.score.clinic.dimensions[name] for name in MONTHS.compared["clinic"]]
    assert point.clinic.value == pytest.approx(
        sum(each.present_share * each.rate for each in parts) / sum(each.present_share for each in parts)
    )
    assert point.overall(Side.FAMILY).value == pytest.approx(point.score.family.overall.value)


def test_windows_without_an_overall_do_not_decide_what_is_compared():
    plan, happened = example("shift-work")
    found = trajectory(plan, happened, "month", Window.weeks(plan.starts_on, 12))
    reasons = [each.family.reason for each in found.points]
    assert reasons == ["other-side-not-measured", "other-side-not-measured", None]
    assert set(found.compared["family"]) == set(found.points[2].family.present)


def test_weeks_begin_as_the_plan_says():
    sunday = attrs.evolve(PLAN, week_start="sunday")
    found = trajectory(sunday, HAPPENED, "week", WINDOW)
    assert len(found.points) == 13
    assert {each.window.start_on.weekday() for each in found.points[1:]} == {6}


def test_restrictions_and_models_are_passed_on():
    model = attrs.evolve(ScoringModel.packaged("partnership-2"), min_opportunities=1, id="ours")
    home = PLAN.households[0].id
    found = trajectory(PLAN, HAPPENED, "month", WINDOW, model=model, household=home, organization=None)
    assert {(each.score.household, each.score.model_id) for each in found.points} == {(home, "ours")}
    assert found.points[0].score == score(
        PLAN, HAPPENED, MONTHS.points[0].window, as_of=WINDOW.end_on, model=model, household=home
    )


def test_only_weeks_and_months():
    with pytest.raises(InvalidRecordError):
        trajectory(PLAN, HAPPENED, "day", WINDOW)


def test_values_of_one_figure():
    assert [value for _, value in MONTHS.values(Side.CLINIC)] == [each.clinic.value for each in MONTHS.points]
    assert MONTHS.values(Side.FAMILY, "attendance")[0] == (
        MONTHS.points[0].window,
        MONTHS.points[0].score.family.dimensions["attendance"].value,
    )


def test_a_slope_is_the_median_of_all_slopes():
    counts = [2, 5, 3, 7, 4, 6, 7, 6]
    found = trend_of(counts)
    pairs = list(itertools.combinations(enumerate(counts), 2))
    slopes = [(later - one) / 7 / (j - i) for (i, one), (j, later) in pairs]
    assert found.slope == pytest.approx(statistics.median(slopes))
    agree = [((later > one) - (later < one)) for (_, one), (_, later) in pairs]
    ties = sum(each == 0 for each in agree)
    assert found.tau == pytest.approx(sum(agree) / (len(pairs) * (len(pairs) - ties)) ** 0.5)
    assert (found.windows, found.reason) == (8, None)
    assert found.low <= found.slope <= found.high


def test_a_rise_without_exception():
    # Of 7! orders one rises throughout and one falls: p = 2/5040.
    found = trend_of([0, 1, 2, 3, 4, 5, 6])
    assert (found.slope, found.tau, found.direction) == (pytest.approx(1 / 7), 1, "up")
    assert found.p_value == pytest.approx(2 / 5040)
    assert trend_of([6, 5, 4, 3, 2, 1, 0]).direction == "down"


def test_no_word_without_limits_that_exclude_nothing():
    found = trend_of([3, 5, 2, 6, 3, 5])
    assert found.low < 0 < found.high
    assert found.direction is None


def test_a_steady_figure_has_no_rank():
    found = trend_of([7, 7, 7, 7, 7])
    assert (found.slope, found.low, found.high, found.tau, found.p_value) == (0, 0, 0, None, None)
    assert found.direction is None


@pytest.mark.parametrize("counts", [[1, 2, 3, 4], [1, 2, None, None, 3, 4]])
def test_too_few_windows(counts):
    found = trend_of(counts)
    assert (found.windows, found.slope, found.reason) == (4, None, "too-few-windows")


@pytest.mark.parametrize(("level", "needed"), [(0.5, 5), (0.95, 5), (0.98, 5), (0.99, 6), (0.999, 7)])
def test_limits_need_as_many_windows_as_orders_that_make_the_confidence(level, needed):
    # Of n windows the widest limits, the least and the greatest slope, hold the truth in all orders but two of n!.
    rising = practice(range(needed))
    found = trend(attrs.evolve(rising, confidence_level=level))["family"].dimensions["home_practice"]
    assert 1 - 2 / math.factorial(found.windows) >= level
    assert found.reason is None
    fewer = attrs.evolve(rising, points=rising.points[1:], confidence_level=level)
    assert trend(fewer)["family"].dimensions["home_practice"].reason == "too-few-windows"


def test_a_window_without_a_value_leaves_time_as_it_is():
    assert trend_of([0, None, 2, 3, 4, 5]).slope == pytest.approx(1 / 7)


def test_the_model_says_how_wide_limits_are():
    weeks = practice([2, 5, 3, 7, 4, 6, 7, 6, 5, 7])
    assert weeks.confidence_level == 0.95
    narrow = trend(attrs.evolve(weeks, confidence_level=0.5))["family"].dimensions["home_practice"]
    wide = trend(weeks)["family"].dimensions["home_practice"]
    assert narrow.high - narrow.low < wide.high - wide.low


def test_plain_data_and_nothing_of_a_family_in_a_repr():
    told = MONTHS.to_dict()
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert repr(MONTHS) == "<Trajectory 3 windows>"
    assert repr(MONTHS.points[0]) == "<TrajectoryPoint 24 days>"
    weeks = trend(practice([1, 2, 3, 4, 5]))["family"]
    assert json.loads(json.dumps(weeks.to_dict(), allow_nan=False)) == weeks.to_dict()
    assert repr(weeks) == "<SideTrend family 5 dimensions>"
    assert repr(weeks.overall) == "<Trend 0 windows>"


def test_a_half_life_counts_from_the_end_of_each_window():
    found = trajectory(PLAN, HAPPENED, "month", WINDOW, half_life_days=7)
    for point, part in zip(found.points, WINDOW.split("month"), strict=True):
        assert point.score == score(PLAN, HAPPENED, part, as_of=WINDOW.end_on, half_life_days=7)
        last = part.end_on - dt.timedelta(days=1)
        for side in (Side.FAMILY, Side.CLINIC):
            gains, weights = {}, {}
            for row in evidence(PLAN, HAPPENED, part, WINDOW.end_on):
                if isinstance(row, Evidence) and row.dimension in found.compared[side.value]:
                    weight = row.weight * 0.5 ** ((last - row.on).days / 7)
                    gains[row.dimension] = gains.get(row.dimension, 0) + weight * row.credit
                    weights[row.dimension] = weights.get(row.dimension, 0) + weight
            shares = {name: point.score.side(side).dimensions[name].present_share for name in weights}
            value = sum(shares[name] * gains[name] / weights[name] for name in weights) / sum(shares.values())
            assert point.overall(side).value == pytest.approx(value)
    assert found.points[0].family.value != MONTHS.points[0].family.value
    with pytest.raises(InvalidRecordError):
        trajectory(PLAN, HAPPENED, "month", WINDOW, half_life_days=0)
