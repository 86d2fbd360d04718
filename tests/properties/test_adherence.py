"""What holds of adherence whatever was agreed and whatever happened."""

import json
import math

import attrs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collabcare._dates import Window
from collabcare.engagement import AdherenceRate, ScoringModel, adherence, score
from collabcare.engagement.case import Case
from collabcare.engagement.dimensions import home_practice
from collabcare.engagement.model import PracticeWeight, UnreportedPolicy
from collabcare.engagement.opportunity import Evidence
from collabcare.engagement.practised import Practised
from collabcare.testing import strategies
from tests.lib.families import a_week, daily, day, done, family, journal, log_complete, not_done, on_days, practice_of

ALIKE = attrs.evolve(ScoringModel.default(), practice_weight=PracticeWeight.OCCASION)
SILENCE_IS_NO = attrs.evolve(ALIKE, unreported=UnreportedPolicy.NOT_DONE)
START = day("2026-09-07")
FOUR = Window.weeks(START, 4)
DAYS = [str(day("2026-09-07").fromordinal(START.toordinal() + each)) for each in range(28)]

schedules = st.sampled_from(
    [daily(), daily(times_a_day=2), daily(interval=2), on_days("mon wed fri"), a_week(3), a_week(5, max_per_day=1)]
)
events = st.one_of(
    st.builds(
        lambda on, minutes, quality: done("walk", on, minutes=minutes, quality=quality),
        st.sampled_from(DAYS),
        st.none() | st.integers(0, 60),
        st.none() | st.integers(0, 4),
    ),
    st.builds(lambda on: not_done("walk", on), st.sampled_from(DAYS)),
    st.builds(log_complete, st.sampled_from(DAYS)),
)
courses = st.tuples(schedules, st.none() | st.integers(1, 30), st.lists(events, max_size=25))


def made(course, *more):
    schedule, minutes, happened = course
    plan = family(assignments=[practice_of(schedule, minutes=minutes)])
    return plan, journal(plan, *happened, *more)


def rates(found):
    return {
        each.name: value
        for each in attrs.fields(type(found))
        if isinstance(value := getattr(found, each.name), AdherenceRate)
    }


def check(found):
    assert found.due == found.reported + found.unreported
    for name, rate in [*rates(found).items(), *found.exas_of.items()]:
        numbers = [each for each in attrs.astuple(rate) if isinstance(each, float)]
        assert all(map(math.isfinite, numbers)), name
        assert (rate.value is None) == (rate.reason is not None), name
        assert rate.unknown >= 0
        if rate.value is not None:
            assert rate.value >= 0
            assert rate.worst is not None
        if rate.worst is not None:
            assert 0 <= rate.worst <= rate.best + 1e-12, name
            if not name.endswith("_uncapped"):
                assert rate.best <= 1 + 1e-12
                assert rate.value is None or rate.worst - 1e-12 <= rate.value <= rate.best + 1e-12, name
    gap, lasted = found.longest_gap, found.persistence
    if gap.days is not None:
        assert 0 <= gap.at_least <= gap.days <= gap.open_days
        assert (gap.first_on is None) == (gap.days == 0)
    if lasted.until is not None:
        assert lasted.initiated_on <= lasted.until <= lasted.until_at_best
        assert lasted.days >= 1
    json.dumps(found.to_dict(), allow_nan=False)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=40)
@given(strategies.plan_with_journal(), st.sampled_from([None, ALIKE, SILENCE_IS_NO]))
def test_of_any_plan_and_journal(both, model):
    plan, happened = both
    check(adherence(plan, happened, Window.weeks(plan.starts_on, 6), model=model))


@given(courses, st.sampled_from([None, ALIKE, SILENCE_IS_NO]))
def test_of_courses_of_practice(course, model):
    check(adherence(*made(course), FOUR, model=model))


@given(courses)
def test_taking_is_home_practice_with_each_occasion_alike(course):
    plan, happened = made(course)
    for model in (ALIKE, SILENCE_IS_NO):
        taking = adherence(plan, happened, FOUR, model=model).taking
        dimension = score(plan, happened, FOUR, model=model).family.dimensions["home_practice"]
        assert taking.numerator == dimension.credit
        assert taking.denominator == dimension.opportunities
        for ours, theirs in ((taking.worst, dimension.worst), (taking.best, dimension.best)):
            assert (ours is None) == (theirs is None)
            assert ours is None or math.isclose(ours, theirs)
        if taking.value is not None and dimension.value is not None:
            assert math.isclose(taking.value, dimension.value)


@given(courses)
def test_each_report_is_worth_what_home_practice_gives_for_it(course):
    case = Case.of(*made(course), FOUR)
    credits_ = {row.opportunity_id: row.credit for row in home_practice.collect(case) if isinstance(row, Evidence)}
    found = Practised(case, None)
    assert sorted(each.credit for each in found.due if each.credit is not None) == sorted(credits_.values())
    for each in found.due:
        assert each.report is None or each.report.worth[0] == each.credit


@given(courses, st.sampled_from(DAYS))
def test_one_practice_more_never_lowers_what_was_taken(course, on):
    before = adherence(*made(course), FOUR)
    after = adherence(*made(course, done("walk", on, minutes=10)), FOUR)
    assert after.taking.numerator >= before.taking.numerator
    assert after.taking_uncapped.numerator >= before.taking_uncapped.numerator
    assert after.longest_gap.days <= before.longest_gap.days


@given(courses)
def test_order_of_the_journal_does_not_matter(course):
    plan, happened = made(course)
    again = journal(plan, *reversed([*happened.practice, *happened.log_statements]))
    assert adherence(plan, happened, FOUR) == adherence(plan, again, FOUR)
