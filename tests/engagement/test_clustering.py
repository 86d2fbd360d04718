import math

import pytest
import statsmodels.api as sm
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from collabcare.engagement.clustering import Estimate, Occasion, clustered, t_quantile
from collabcare.engagement.intervals import kish

occasions = st.lists(
    st.builds(
        Occasion,
        weight=st.sampled_from([1.0, 1 / 3, 1 / 7, 15.0]),
        credit=st.one_of(st.sampled_from([0.0, 0.5, 1.0]), st.floats(0, 1)),
        week=st.integers(0, 9),
    ),
    min_size=1,
    max_size=60,
)


def daily(*weeks: str) -> list[Occasion]:
    """Make occasions of weeks written as `11010`; h stands for a half."""
    worth = {"1": 1.0, "0": 0.0, "h": 0.5}
    return [Occasion(1, worth[each], number) for number, week in enumerate(weeks) for each in week]


def test_nothing_tells_nothing():
    assert clustered([]) is None
    assert clustered([Occasion(0, 1, 0)]) is None


def test_by_hand():
    # 12 of 16, weeks of 4, 4, 3, 1: e = ((1 + 1 + 0 + 4)/256) = 6/256, K = 4, m = 4, n = 16, v = 3/16;
    # d = 6/256/(3/4)/(3/16/15) = 2.5; u = 12/48 = 1/4; D = (2.5 + .5)/1.5 = 2;
    # D' = 4 - sqrt(9 - 8) = 3; r = 1; n' = 16/3; inverse_df = (1/4)/1.5 = 1/6.
    found = clustered(daily("1111", "1111", "1110", "0100"))
    assert found.rate == 0.75
    assert found.n == pytest.approx(16 / 3)
    assert found.inverse_df == pytest.approx(1 / 6)


def test_half_credits_by_hand():
    # Eight occasions of one week, two full and six half: rate 5/8, mean square 3.5/8; q = (5.5)/9, s = 4/9;
    # r = (4/9 - 30.25/81)/(5.5/9 - 30.25/81) = (36 - 30.25)/(49.5 - 30.25) = 5.75/19.25.
    found = clustered(daily("11hhhhhh"))
    assert (found.rate, found.inverse_df) == (0.625, 0)
    assert found.n == pytest.approx(8 * 19.25 / 5.75)


@pytest.mark.parametrize("weeks", [("110", "101"), ("1100111", "1101")])
def test_two_weeks_say_nothing_of_weeks(weeks):
    listed = daily(*weeks)
    assert clustered(listed) == Estimate(pytest.approx(sum(each.credit for each in listed) / len(listed)), len(listed))


@given(st.lists(st.sampled_from([0.0, 1.0]), min_size=3, max_size=40))
def test_one_yes_or_no_a_week_counts_as_one(credits_):
    found = clustered([Occasion(1, each, week) for week, each in enumerate(credits_)])
    assert found.n == pytest.approx(len(credits_))
    assert found.inverse_df == pytest.approx(0)


def test_weeks_of_all_or_nothing_count_as_weeks():
    assert clustered(daily(*["1111111"] * 6, *["0000000"] * 6)).n == pytest.approx(12, rel=0.15)


@given(st.lists(st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=5, max_size=5), min_size=3, max_size=20))
def test_the_variance_between_weeks_is_that_of_statsmodels(weeks):
    # An ordinary regression on a constant, with errors clustered by week: n' = p(1 - p)/variance where nothing is
    # drawn towards 1. So take our D, and undo the drawing.
    credits_ = [each for week in weeks for each in week]
    assume(len(set(credits_)) > 1)
    n, k = len(credits_), len(weeks)
    groups = [number for number, week in enumerate(weeks) for _ in week]
    theirs = sm.OLS(credits_, [1.0] * n).fit(cov_type="cluster", cov_kwds={"groups": groups}).cov_params()[0, 0]
    rate = sum(credits_) / n
    spread = sum((each - rate) ** 2 for each in credits_) / n / (n - 1)
    u = (n - k) / ((k - 1) * n)
    drawn = (theirs / spread + 2 * u) / (1 + 2 * u)
    neighbours = 5 - math.sqrt(max(0, 16 - 10 * (drawn - 1)))
    alone = clustered([Occasion(1, each, 0) for each in credits_])  # the credits' part, without weeks
    assert clustered([Occasion(1, *each) for each in zip(credits_, groups, strict=True)]).n == pytest.approx(
        alone.n / max(drawn, neighbours), rel=1e-6
    )


@pytest.mark.parametrize(("tie", "a_week"), [(0.1, 5), (0.3, 5), (0.5, 5), (0.1, 7), (0.3, 7), (0.6, 7)])
def test_neighbouring_weeks_give_what_a_fading_tie_gives(tie, a_week):
    # The design effect of week means of a series whose tie fades by `tie` from each to the next, and of the series.
    # With stronger ties in shorter weeks the step goes too far.
    weeks = 1 + 2 * sum((1 - k / a_week) * tie**k for k in range(1, a_week))
    whole = (1 + tie) / (1 - tie)
    ours = a_week - math.sqrt(max(0, (a_week - 1) ** 2 - 2 * a_week * (weeks - 1)))
    assert ours == pytest.approx(whole, rel=0.08)
    assert abs(ours - whole) < abs(weeks - whole) or abs(ours - whole) < 0.02


@given(occasions, st.randoms(use_true_random=False), st.floats(0.01, 100))
def test_order_and_unit_of_weights_do_not_matter(listed, chance, unit):
    found = clustered(listed)
    assert math.isfinite(found.n)
    assert found.n > 0
    assert 0 <= found.rate <= 1
    assert 0 <= found.inverse_df <= 0.5
    shuffled = list(listed)
    chance.shuffle(shuffled)
    again = clustered(shuffled)
    assert (again.rate, again.n, again.inverse_df) == pytest.approx((found.rate, found.n, found.inverse_df), rel=1e-6)
    scaled = clustered([each._replace(weight=each.weight * unit) for each in listed])
    assert scaled.rate == pytest.approx(found.rate)


@given(st.lists(st.tuples(st.sampled_from([1.0, 0.2]), st.sampled_from([0.0, 1.0])), min_size=1, max_size=30))
def test_yes_and_no_of_one_week_are_counted_as_kish_does(rows):
    found = clustered([Occasion(*each, week=0) for each in rows])
    assert found.n == pytest.approx(kish([weight for weight, _ in rows]))


@pytest.mark.parametrize("df", [4, 5, 8, 11, 30, 1000])
@pytest.mark.parametrize("level", [0.8, 0.9, 0.95])
def test_quantiles_are_those_of_scipy(df, level):
    tail = (1 + level) / 2
    assert t_quantile(stats.norm.ppf(tail), 1 / df) == pytest.approx(stats.t.ppf(tail, df), abs=1e-3)


def test_known_degrees_of_freedom_without_end_are_normal():
    assert t_quantile(1.96, 0) == 1.96
