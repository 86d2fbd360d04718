"""Two phases of a goal's measurements: what the goal says is taken, what it does not say is asked for."""

import datetime as dt
from decimal import Decimal

import attrs
import pytest

from collabcare import example
from collabcare.errors import InvalidRecordError
from collabcare.journal import Measurement
from collabcare.plans import Goal, Measure, Target
from collabcare.progress.single_case import EFFECTS, effect, phases
from collabcare.progress.single_case.units import rate_minutes
from collabcare.text import Text

WORDS = Text.of("en", "Asks for help")
START = dt.datetime(2026, 9, 7, 10, tzinfo=dt.UTC)


def target(comparator, value, unit="{request}"):
    return Target(measure=WORDS, comparator=comparator, value=Decimal(value), unit=unit)


def goal(*targets, **more):
    return Goal(id="g", statement=WORDS, targets=targets, **more)


def measured(figures, first=0, phase="baseline", **more):
    """Give measurements, one a day; a figure is a value, or what `more` makes of it."""
    for day, each in enumerate(figures, first):
        told = {name: make(each) for name, make in more.items() if callable(make)}
        plain = {name: value for name, value in more.items() if not callable(value)}
        value = {} if told else {"value": Decimal(each), "unit": plain.pop("unit", "{request}")}
        at = START + dt.timedelta(days=day)
        yield Measurement(id=f"m{day}", goal="g", measured_at=at, phase=phase, **value, **told, **plain)


def both(before, after, **more):
    return [*measured(before, **more), *measured(after, len(before), "intervention", **more)]


@pytest.mark.parametrize(
    ("targets", "baseline", "direction"),
    [
        ([target(">=", 8)], None, "increase"),
        ([target(">", 8), target(">=", 9)], None, "increase"),
        ([target("<=", 2)], None, "decrease"),
        ([target("<", 2)], None, "decrease"),
        ([target("=", 8)], 2, "increase"),
        ([target("=", 0)], 2, "decrease"),
        ([target("=", 2)], 2, None),
        ([target("=", 2)], None, None),
        ([target(">=", 8), target("<=", 9)], None, None),
        ([], 2, None),
    ],
)
def test_the_targets_say_which_direction_is_wanted(targets, baseline, direction):
    first = None if baseline is None else Measure(value=Decimal(baseline), unit="{request}")
    given = goal(*targets, baseline=first), both([1, 2], [3])
    if direction is not None:
        assert phases(*given).improvement == direction
        other = "decrease" if direction == "increase" else "increase"
        assert phases(*given, improvement=other).improvement == other
        return
    with pytest.raises(InvalidRecordError) as caught:
        phases(*given)
    assert [(each.pointer, each.code) for each in caught.value.problems] == [("/improvement", "needs")]
    assert phases(*given, improvement="decrease").improvement == "decrease"


@pytest.mark.parametrize(
    ("unit", "procedure", "scale"),
    [
        ("{request}", "event", "count"),
        ("{page}", "permanent-product", "count"),
        ("{request}", "report", None),
        ("{request}", None, None),
        ("{request}/min", "event", "rate"),
        ("/h", None, "rate"),
        ("{morning}/wk", "report", "rate"),
        ("%", "partial-interval", "percentage"),
        ("min", "duration", "continuous"),
        ("s", "latency", "continuous"),
        ("1", "event", None),
        ("m", None, None),
    ],
)
def test_unit_and_procedure_say_what_the_figures_are(unit, procedure, scale):
    found = phases(goal(target(">=", 8, unit)), both([1, 2], [3, 4], unit=unit, procedure=procedure))
    assert found.scale == scale
    assert found.goal == 8.0
    said = phases(goal(target(">=", 8, unit)), both([1, 2], [3], unit=unit, procedure=procedure), scale="continuous")
    assert said.scale == "continuous"
    assert (found.effect("LRRi").reason == "scale-not-given") == (scale is None)


def test_what_counts_events_here_and_products_there_is_a_count():
    rows = [*measured([1, 2], procedure="event"), *measured([3], 2, "intervention", procedure="permanent-product")]
    assert phases(goal(target(">=", 8)), rows).scale == "count"


def test_the_procedure_may_stand_at_the_goals_baseline():
    first = Measure(value=Decimal(1), unit="{request}", procedure="event")
    assert phases(goal(target(">=", 8), baseline=first), both([1], [3])).scale == "count"


def trials(successes):
    return (True,) * successes + (False,) * (10 - successes)


@pytest.mark.parametrize("kind", ["trials", "intervals"])
def test_trials_and_intervals_are_shares(kind):
    rows = both([1, 2, 3], [7, 8], **{kind: trials})
    percent = phases(goal(target(">=", 80, "%")), rows)
    assert (percent.scale, percent.baseline, percent.goal) == ("percentage", (10.0, 20.0, 30.0), 80.0)
    assert percent.intervals == 10.0
    assert percent.effect("LOR").value > 0
    share = phases(goal(target(">=", "0.8", "1")), rows)
    assert (share.scale, share.baseline, share.goal) == ("proportion", (0.1, 0.2, 0.3), 0.8)
    assert share.effect("PoGO").value == pytest.approx(percent.effect("PoGO").value)
    other = phases(goal(target(">=", 8, "{request}")), rows)
    assert (other.scale, other.goal) == ("proportion", None)


def test_the_goals_baseline_alone_can_say_that_shares_are_percentages():
    first = Measure(value=Decimal(10), unit="%")
    found = phases(goal(baseline=first), both([1], [7], trials=trials), improvement="increase")
    assert (found.scale, found.baseline, found.treatment) == ("percentage", (10.0,), (70.0,))


@pytest.mark.parametrize("what", [{}, {"trials": trials}])
def test_one_measurement_is_enough_to_know_what_is_measured(what):
    found = phases(goal(target(">=", 8)), measured([3], **what))
    assert (found.goal_id, found.baseline, found.treatment) == ("g", (0.3,) if what else (3.0,), ())


def test_successes_of_attempts_are_shares_of_several_lengths():
    rows = [
        *measured([1], phase="baseline", successes=int, attempts=lambda _: 10),
        *measured([3], 1, "intervention", successes=int, attempts=lambda _: 4),
    ]
    found = phases(goal(target(">=", 80, "%")), rows)
    assert (found.baseline, found.treatment, found.intervals) == ((10.0,), (75.0,), 7.0)


def test_rates_are_counted_by_their_own_time():
    rows = both([1, 2], [3, 4], unit="/h", observation_minutes=30)
    assert phases(goal(target(">=", 8, "/h")), rows).observation_length == 0.5
    rows = both([1, 2], [3, 4], unit="/min", observation_minutes=30)
    assert phases(goal(target(">=", 8, "/min")), rows).observation_length == 30.0
    assert (
        phases(
            goal(target(">=", 8, "/min")), [*rows[:-1], *measured([4], 3, "intervention", unit="/min")]
        ).observation_length
        is None
    )


def test_figures_stand_in_the_order_of_time_and_others_are_counted():
    rows = both([1, 2, 3], [5, 6])
    more = [
        *measured([9], 9, "maintenance"),
        *measured([9], 10, None),
        Measurement(id="level", goal="g", measured_at=START, level=0, phase="baseline"),
        Measurement(id="other", goal="h", measured_at=START, level=0, phase="baseline"),
    ]
    found = phases(goal(target(">=", 8)), [*reversed(rows), *more])
    assert (found.baseline, found.treatment, found.left_out) == ((1.0, 2.0, 3.0), (5.0, 6.0), 3)
    assert repr(found) == "<Phases 3 and 2 figures>"


def test_nothing_measured_is_a_reason():
    found = phases(goal(target(">=", 8)), [])
    assert found.effect("NAP").reason == "no-baseline"
    assert found.scale is None


def test_several_targets_have_no_one_goal():
    two = goal(target(">=", 8), target(">=", 12))
    assert phases(two, both([1], [2])).effect("PoGO").reason == "goal-not-given"
    assert phases(two, both([1], [2]), target=12.0).goal == 12.0


def test_what_cannot_be_compared_is_refused():
    def codes(rows):
        with pytest.raises(InvalidRecordError) as caught:
            phases(goal(target(">=", 8)), rows)
        assert {each.pointer for each in caught.value.problems} == {"/measurements"}
        return [each.code for each in caught.value.problems]

    assert codes([*measured([1]), *measured([1], 1, "intervention", unit="%")]) == ["different-units"]
    assert codes([*measured([1]), *measured([1], 1, "intervention", trials=trials)]) == ["different-units"]
    again = [*both([1, 2], [5, 6]), *measured([1], 9)]
    assert codes(again) == ["date-order"]
    # Of the moment itself nobody can say that the intervention came before it.
    together = [*both([1, 2], [5, 6]), attrs.evolve(next(measured([3], 2)), id="together")]
    assert phases(goal(target(">=", 8)), together).baseline == (1.0, 2.0, 3.0)


@pytest.mark.parametrize("name", ["late-talker", "shift-work", "two-households"])
def test_the_examples_can_be_read(name):
    plan, journal = example(name)
    for each in plan.goals:
        direction = None if each.targets else "increase"
        found = phases(each, journal.measurements, improvement=direction)
        nap = found.effect("NAP")
        assert (nap.value is None) == (nap.reason in {"no-baseline", "no-treatment"})


@pytest.mark.parametrize(
    ("unit", "minutes"), [("{request}", 1), ("/min", 1), ("/h", 60), ("{request}/h", 60), ("%", 1)]
)
def test_the_time_that_a_rate_is_counted_by(unit, minutes):
    assert rate_minutes(unit) == minutes


@pytest.mark.parametrize("name", EFFECTS)
@pytest.mark.parametrize("comparator", [">=", "<="])
def test_an_effect_of_phases_is_that_of_their_figures_with_all_that_the_goal_says(name, comparator):
    given = goal(target(comparator, 70, "%"))
    trials = {"attempts": 8, "observation_minutes": 20, "successes": lambda each: each}
    found = phases(given, both([2, 3, 0, 4], [5, 8, 6, 7, 8], **trials))
    assert (found.scale, found.goal, found.intervals) == ("percentage", 70, 8)
    wanted = {
        "improvement": "increase" if comparator == ">=" else "decrease",
        "scale": "percentage",
        "goal": 70,
        "intervals": 8,
        "observation_length": found.observation_length,
    }
    figures = [25, 37.5, 0, 50], [62.5, 100, 75, 87.5, 100]
    assert found.effect(name) == effect(name, *figures, **wanted)
    assert found.effect(name, level=0.8) == effect(name, *figures, **wanted, level=0.8)
    exact = found.effect(name, exact_limits=True)
    assert exact == effect(name, *figures, **wanted, exact_limits=True)
    if name in {"LRRi", "LOR"}:  # a mean of 0 is kept off its end by the number of intervals
        nothing = phases(given, both([0, 0, 0], [5, 8, 6], **trials))
        figures = [0, 0, 0], [62.5, 100, 75]
        assert nothing.effect(name) == effect(name, *figures, **wanted)
        assert nothing.effect(name) != effect(name, *figures, **{**wanted, "intervals": 20})
    if name == "NAP":
        assert exact != found.effect(name)


def test_how_long_was_observed_is_used_for_rates():
    given = goal(target(">=", 2, "/min"))
    figures = both([0, 0, 0], [2, 1, 3], unit="/min", observation_minutes=20)
    found = phases(given, figures)
    assert (found.scale, found.observation_length) == ("rate", 20)
    wanted = {"scale": "rate", "goal": 2.0}
    assert found.effect("LRRi") == effect("LRRi", [0, 0, 0], [2, 1, 3], **wanted, observation_length=20)
    assert found.effect("LRRi") != effect("LRRi", [0, 0, 0], [2, 1, 3], **wanted, observation_length=5)
