"""Whatever a plan and a journal may hold: progress answers, hangs together, becomes JSON, and blames nobody."""

import datetime as dt
import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collabcare._dates import local_day
from collabcare.progress import attainment, attainment_change, generalization, mastery, self_ratings
from collabcare.testing.strategies import plan_with_journal
from tests.lib.goals import FIRST

SLOW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], max_examples=40)
EQUAL = {"missing_weights": "equal", "zero_weights": "equal", "mixed_baselines": "allow"}


@SLOW
@given(plan_with_journal(), st.dates(FIRST.replace(year=1900), FIRST.replace(year=2199)), st.sampled_from([{}, EQUAL]))
def test_attainment_of_any_family(family, on, options):
    plan, journal = family
    found = attainment(plan, journal, on, **options)
    left_out = [each for one in found.left_out for each in one.ids]
    assert len(left_out) + found.measured.goals_set == len(plan.goals)
    for score in (found.measured, found.family, found.clinic):
        assert (score.t is None) == (score.reason is not None)
        assert (score.change is None) == (score.change_reason is not None)
        assert score.goals_scored == sum(each.level is not None for each in score.goals) <= score.goals_set
        assert [each.goal for each in score.goals] == [each.id for each in plan.goals if each.id not in left_out]
        assert score.t is None or 0 < score.t < 100
        if options:
            assert (score.t is None) == (score.goals_scored == 0)
        assert all(each.on is None or each.on <= on for each in score.goals)
    json.dumps(found.to_dict(), allow_nan=False)
    later = attainment(plan, journal, dt.date(2200, 1, 1), **options)
    json.dumps(attainment_change(found, later).to_dict(), allow_nan=False)
    for each in self_ratings(plan, on):
        json.dumps(each.to_dict(), allow_nan=False)
        for mean in (each.performance, each.satisfaction):
            assert (mean.change is None) == (mean.reason is not None) == (mean.problems_compared == 0)


@SLOW
@given(plan_with_journal())
def test_mastery_and_generalization_of_any_family(family):
    plan, journal = family
    for goal in plan.goals:
        own = [each for each in journal.measurements if each.goal == goal.id]
        found = mastery(goal, journal.measurements, timezone=plan.timezone)
        assert (found.status is None) == (found.reason is not None)
        days = {local_day(each.measured_at, plan.timezone) for each in own}
        assert {each for one in found.episodes for each in (one.acquired_on, one.met_on, one.lost_on) if each} <= days
        json.dumps(found.to_dict(), allow_nan=False)
        seen = generalization(goal, journal.measurements)
        assert (seen.outcome is None) == (seen.reason is not None)
        assert sum(each.figures.observations for each in seen.table) + sum(each.count for each in seen.left_out) == len(
            own
        )
        json.dumps(seen.to_dict(), allow_nan=False)
