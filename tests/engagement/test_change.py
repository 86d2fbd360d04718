import datetime as dt
import json

import attrs
import pytest

from collabcare._proportions import Interval, difference
from collabcare.engagement import ScoringModel, Window, change, score
from collabcare.engagement.comparing import common_overall
from collabcare.errors import InvalidRecordError
from collabcare.interchange.examples import example
from collabcare.vocabulary import Side
from tests.lib.families import daily, done, family, journal, not_done, practice_of

PLAN, HAPPENED = example("late-talker")
KNOWN = dt.date(2026, 11, 30)
HALVES = [Window.weeks(PLAN.starts_on + dt.timedelta(weeks=each), 6) for each in (0, 6)]
FIRST, SECOND = (score(PLAN, HAPPENED, each, as_of=KNOWN) for each in HALVES)
FOUND = change(FIRST, SECOND)


def of_practice(first, second):
    """Make the change of two weeks of daily practice, with so many done in each."""
    plan = family(assignments=[practice_of(daily("2026-09-07"))])
    days = [dt.date(2026, 9, 7) + dt.timedelta(days=each) for each in range(14)]
    kept = {*days[:first], *days[7 : 7 + second]}
    happened = journal(plan, [(done if each in kept else not_done)("walk", str(each)) for each in days])
    one, other = (score(plan, happened, Window.weeks(each, 1), as_of=KNOWN) for each in (days[0], days[7]))
    return change(one, other).family


@pytest.mark.parametrize("side", ["family", "clinic"])
def test_each_dimension_is_the_difference_of_its_figures(side):
    before, after, found = (getattr(each, side).dimensions for each in (FIRST, SECOND, FOUND))
    assert list(found) == list(before)
    for name, each in found.items():
        one, other = before[name], after[name]
        assert (each.before, each.after) == (one.value, other.value)
        if each.reason is None:
            assert each.value == pytest.approx(other.value - one.value)
            limits = difference(one.value, Interval(one.low, one.high), other.value, Interval(other.low, other.high))
            assert (each.low, each.high) == limits
            assert each.worst <= each.value <= each.best
        else:
            assert {each.value, each.low, each.high, each.worst, each.best} == {None}


def test_the_overall_of_all_dimensions_is_that_of_the_scores():
    assert FOUND.family.not_compared == ()
    assert (FOUND.family.overall.before, FOUND.family.overall.after) == (
        pytest.approx(FIRST.family.overall.value),
        pytest.approx(SECOND.family.overall.value),
    )


def test_the_overall_is_made_of_common_dimensions_alone():
    assert FOUND.clinic.not_compared == ()
    light = attrs.evolve(
        HAPPENED,
        practice=tuple(each for each in HAPPENED.practice if (each.practised_on or each.due_on) < HALVES[1].start_on),
        log_statements=(),
    )
    one, other = (score(PLAN, light, each, as_of=KNOWN) for each in HALVES)
    found = change(one, other).family
    assert found.not_compared == ("home_practice",)
    assert found.dimensions["home_practice"].reason == "not-in-both"
    assert found.dimensions["home_practice"].before is not None
    rates = [one.family.dimensions[name].rate for name in found.compared]
    assert {each.present_share for each in one.family.dimensions.values()} == {1.0}
    assert found.overall.before == pytest.approx(sum(rates) / 4)
    assert found.overall.before != pytest.approx(one.family.overall.value)


def test_by_hand():
    # 2 of 7 and 7 of 7: Wilson .0822 to .6411 and .6457 to 1; 5/7 - sqrt((1 - .6457)^2 + (.6411 - .2857)^2) = .2124;
    # 5/7 + (.2857 - .0822) = .9178.
    found = of_practice(2, 7).dimensions["home_practice"]
    assert (found.value, found.low, found.high) == pytest.approx((5 / 7, 0.2124, 0.9178), abs=1e-4)
    assert found.direction == "up"
    assert (found.worst, found.best) == pytest.approx((5 / 7, 5 / 7))


@pytest.mark.parametrize(("first", "second", "said"), [(7, 1, "down"), (3, 5, None), (5, 3, None), (4, 4, None)])
def test_no_word_without_limits_that_exclude_nothing(first, second, said):
    assert of_practice(first, second).dimensions["home_practice"].direction == said


def test_nothing_in_common():
    plan = family()
    one, other = (score(plan, journal(plan), Window.weeks(dt.date(2026, 9, each), 1)) for each in (7, 14))
    found = change(one, other).family
    assert found.compared == ()
    assert (found.overall.value, found.overall.reason) == (None, one.family.overall.reason)
    nothing = common_overall(FIRST, Side.FAMILY, (), ScoringModel.default())
    assert (nothing.value, nothing.low, nothing.worst, nothing.reason) == (None, None, None, "too-few-dimensions")
    two = common_overall(FIRST, Side.FAMILY, ("attendance", "home_practice"), ScoringModel.default())
    assert (two.value, two.reason) == (None, "too-few-dimensions")


def test_a_withheld_overall_stays_withheld():
    plan, happened = example("shift-work")
    one, other = (score(plan, happened, each, as_of=KNOWN) for each in HALVES)
    assert one.family.overall.reason == "other-side-not-measured"
    found = change(one, other).family.overall
    assert (found.value, found.before, found.reason) == (None, None, "other-side-not-measured")


def test_unknown_practice_widens_the_bounds():
    silent = attrs.evolve(HAPPENED, log_statements=(), practice=HAPPENED.practice[::2])
    found = change(*(score(PLAN, silent, each, as_of=KNOWN) for each in HALVES)).family.overall
    assert found.best - found.worst > FOUND.family.overall.best - FOUND.family.overall.worst


def problems(before, after, **how):
    with pytest.raises(InvalidRecordError) as caught:
        change(before, after, **how)
    return {(each.pointer, each.code) for each in caught.value.problems}


def test_what_cannot_be_compared():
    other = ScoringModel.packaged("partnership-2")
    plan, happened = example("two-households")
    foreign = score(plan, happened, HALVES[0], model=other, household=plan.households[0].id)
    assert problems(SECOND, attrs.evolve(foreign, organization="clinic")) == {
        ("/plan_id", "wrong-plan"),
        ("/model", "needs"),
        ("/household", "needs"),
        ("/organization", "needs"),
        ("/window", "date-order"),
    }
    assert problems(FIRST, score(PLAN, HAPPENED, Window.weeks(PLAN.starts_on, 8))) == {("/window", "overlap")}
    assert problems(FIRST, SECOND, model=other) == {("/model", "needs")}


def test_models_of_the_library_are_found_and_others_are_given():
    second = ScoringModel.packaged("partnership-2")
    made = [score(PLAN, HAPPENED, each, as_of=KNOWN, model=second) for each in HALVES]
    assert change(*made).family.overall.low != FOUND.family.overall.low
    own = attrs.evolve(second, id="ours", min_opportunities=1)
    made = [score(PLAN, HAPPENED, each, as_of=KNOWN, model=own) for each in HALVES]
    assert problems(*made) == {("/model", "needs")}
    assert change(*made, model=own).family.overall.value is not None


def test_plain_data_and_nothing_of_a_family_in_a_repr():
    told = FOUND.to_dict()
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert told["before"] == {"start_on": "2026-09-07", "end_on": "2026-10-19"}
    assert repr(FOUND) == "<Change 42 days to 42 days>"
    assert repr(FOUND.family) == "<SideChange family 5 dimensions compared>"
    assert repr(FOUND.family.overall) == "<Difference>"
    assert hash(FOUND) == hash(change(FIRST, SECOND))


@pytest.mark.parametrize("model", [ScoringModel.default(), ScoringModel.packaged("partnership-2")])
def test_a_half_life_counts_from_the_end_of_each_window(model):
    first, second = (score(PLAN, HAPPENED, each, as_of=KNOWN, model=model, half_life_days=7) for each in HALVES)
    found = change(first, second)
    for side in (Side.FAMILY, Side.CLINIC):
        own = getattr(found, side.value)
        assert own.overall.value is not None
        assert own.not_compared == ()
        # The overall over all dimensions, made anew of rows whose weights have aged once, is that of the score.
        for each, one in ((first, own.overall.before), (second, own.overall.after)):
            assert one == each.side(side).overall.value
            assert common_overall(each, side, own.compared, model) == attrs.evolve(
                each.side(side).overall, left_out=common_overall(each, side, own.compared, model).left_out
            )
    plain = change(*(score(PLAN, HAPPENED, each, as_of=KNOWN, model=model) for each in HALVES))
    assert plain.family.overall.before != found.family.overall.before
    with pytest.raises(InvalidRecordError) as caught:
        change(first, score(PLAN, HAPPENED, HALVES[1], as_of=KNOWN, model=model, half_life_days=8))
    assert [each.pointer for each in caught.value.problems] == ["/model"]
