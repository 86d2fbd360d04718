"""Which measurements of a journal make a pair, which measures fit them, and what is said of the rest."""

import datetime as dt
import itertools
from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabcare.errors import InvalidRecordError
from collabcare.journal import Journal, Measurement, Session
from collabcare.plans import Goal
from collabcare.progress.observers import observer_agreement
from collabcare.reliability import intraclass_correlations, kappa
from collabcare.text import Text

NINE = dt.datetime(2026, 9, 7, 9, tzinfo=dt.UTC)
SESSIONS = tuple(
    Session(
        id=f"s{day}",
        scheduled_start_at=NINE + dt.timedelta(days=day),
        scheduled_end_at=NINE + dt.timedelta(days=day, minutes=45),
        session_kind="treatment",
        status="held",
    )
    for day in range(10)
)
numbers = itertools.count()


def seen(by, day=0, *, minute=0, session=True, goal="g", name=None, **what):
    """Give a measurement by one observer on a day, in that day's session unless told otherwise."""
    if "value" in what:
        what = {"unit": "{count}", "procedure": "event", **what, "value": Decimal(str(what["value"]))}
    return Measurement(
        id=name or f"m{next(numbers)}",
        goal=goal,
        measured_at=NINE + dt.timedelta(days=day, minutes=minute),
        session=f"s{day}" if session else None,
        observer=by,
        **what,
    )


def agreement(*measurements, goal="g", **options):
    return observer_agreement(Journal(plan="p", sessions=SESSIONS, measurements=measurements), goal, **options)


def values(found):
    (pair,) = found.pairs
    return pair.kind, {name: each.value for name, each in pair.measures.items()}


def reasons(found):
    return [each.reason for each in found.not_compared]


# --------------------------------------------------------------------------- measures that fit


def test_intervals():
    # Alike in 1, 3 and 4 of 4; scored by one at least in 1, 2, 4, by both in 1 and 4; unscored 2, 3, by both 3.
    found = agreement(
        seen("ann", intervals=(True, True, False, True), procedure="partial-interval"),
        seen("ben", intervals=(True, False, False, True), procedure="partial-interval"),
    )
    expected = {"interval_by_interval": 0.75, "scored_interval": 2 / 3, "unscored_interval": 0.5}
    assert values(found) == ("intervals", expected)
    assert found.pairs[0].ratings == (0.75, 0.5)


def test_trials():
    found = agreement(seen("ann", trials=(True, True, False)), seen("ben", trials=(True, False, False)))
    assert values(found) == ("trials", {"trial_by_trial": 2 / 3})


def test_successes_where_one_of_them_gives_no_more():
    found = agreement(seen("ann", trials=(True, True, False, False)), seen("ben", successes=3, attempts=4))
    assert values(found) == ("successes", {"total_count": 2 / 3})
    assert found.pairs[0].ratings == (0.5, 0.75)


def test_no_success_at_all_is_a_number():
    found = agreement(seen("ann", successes=0, attempts=4), seen("ben", successes=3, attempts=4))
    assert (found.pairs[0].first, found.pairs[0].ratings) == ((0,), (0, 0.75))
    assert values(found) == ("successes", {"total_count": 0})


@pytest.mark.parametrize("procedure", ["event", "permanent-product"])
def test_counts(procedure):
    found = agreement(seen("ann", value=8, procedure=procedure), seen("ben", value=10, procedure=procedure))
    assert values(found) == ("counts", {"total_count": 0.8})


def test_counts_of_several_stretches_of_a_session():
    # Stretches 2/4, 3/3, 0/1: total 5/8, mean (.5 + 1 + 0)/3, exact 1 of 3; minutes 0, 5 and 10, given in disorder.
    found = agreement(
        *(seen("ann", minute=minute, value=value) for minute, value in ((10, 0), (0, 2), (5, 3))),
        *(seen("ben", minute=minute, value=value) for minute, value in ((5, 3), (10, 1), (0, 4))),
    )
    assert values(found) == (
        "counts",
        {"total_count": 5 / 8, "mean_count_per_interval": 0.5, "exact_count_per_interval": 1 / 3},
    )
    assert (found.pairs[0].first, found.pairs[0].second) == ((2, 3, 0), (4, 3, 1))
    assert found.pairs[0].ratings == (5, 8)  # the whole session, not the mean of its stretches


@pytest.mark.parametrize("procedure", ["duration", "latency"])
def test_durations(procedure):
    what = {"procedure": procedure, "unit": "s"}
    found = agreement(
        *(seen("ann", minute=minute, value=value, **what) for minute, value in ((0, 30), (7, 60))),
        *(seen("ben", minute=minute, value=value, **what) for minute, value in ((0, 60), (7, 40))),
    )
    # Totals 90/100; occurrences 30/60 and 40/60, mean 7/12.
    kind, measures = values(found)
    assert (kind, measures["total_duration"], found.pairs[0].ratings) == ("durations", 0.9, (90, 100))
    assert measures["mean_duration_per_occurrence"] == pytest.approx(7 / 12, abs=1e-15)


def test_one_duration_has_no_mean_of_several():
    what = {"procedure": "duration", "unit": "min"}
    assert values(agreement(seen("ann", value=3, **what), seen("ben", value=4, **what))) == (
        "durations",
        {"total_duration": 0.75},
    )


@pytest.mark.parametrize("procedure", ["probe", "report", "momentary-time-sampling", None])
def test_other_values_have_no_measure_but_go_into_correlations(procedure):
    pairs = [(40, 50), (60, 60), (80, 70)]
    what = {"procedure": procedure, "unit": "%"}
    found = agreement(
        *(seen("ann", day, value=one, **what) for day, (one, _) in enumerate(pairs)),
        *(seen("ben", day, value=other, **what) for day, (_, other) in enumerate(pairs)),
    )
    assert [(each.kind, len(each.measures)) for each in found.pairs] == [("values", 0)] * 3
    assert (found.compared, dict(found.measures), dict(found.kappa())) == (3, {}, {})
    assert dict(found.intraclass_correlations()) == {"values": intraclass_correlations(pairs)}


def test_levels_have_weighted_kappa():
    levels = [(-2, -1), (0, 0), (1, 2), (0, 1), (-1, -1)]
    found = agreement(
        *(seen("ann", day, level=one) for day, (one, _) in enumerate(levels)),
        *(seen("ben", day, level=other) for day, (_, other) in enumerate(levels)),
    )
    first, second = zip(*levels, strict=True)
    assert found.kappa()["levels"] == kappa(first, second, codes=range(-2, 3), weights="quadratic")
    assert found.intraclass_correlations()["levels"] == intraclass_correlations(levels)
    narrow = intraclass_correlations(levels, level=0.8)
    assert found.intraclass_correlations(level=0.8)["levels"] == narrow != intraclass_correlations(levels)


def test_a_level_is_compared_with_a_level_whatever_else_one_of_them_says():
    found = agreement(seen("ann", level=1, trials=(True, True, False)), seen("ben", level=0))
    assert [(each.kind, each.first, each.second) for each in found.pairs] == [("levels", (1,), (0,))]


def test_kappa_takes_the_trials_of_all_pairs():
    found = agreement(
        seen("ann", 0, trials=(True, True, False)),
        seen("ben", 0, trials=(True, False, False)),
        seen("ben", 1, trials=(False, True)),
        seen("ann", 1, trials=(False, True)),
    )
    first, second = [1, 1, 0, 0, 1], [1, 0, 0, 0, 1]
    assert dict(found.kappa(level=0.9)) == {"trials": kappa(first, second, codes=[0, 1], level=0.9)}
    assert dict(found.intraclass_correlations()) == {"trials": intraclass_correlations([(2 / 3, 1 / 3), (0.5, 0.5)])}


# --------------------------------------------------------------------------- pairs, and how many


def test_a_summary_over_pairs_and_how_much_was_watched_by_two():
    found = agreement(
        *(seen("ann", day, value=10) for day in range(5)),
        seen("ben", 1, value=8),
        seen("ben", 3, value=10),
        seen("cleo", 4, goal="other", value=1),
    )
    assert (found.occasions, found.double_observed, found.compared, found.share) == (5, 2, 2, 0.4)
    summary = found.measures["total_count"]
    assert (summary.mean, summary.lowest, summary.highest, summary.pairs) == (0.9, 0.8, 1, 2)
    assert [each.session for each in found.pairs] == ["s1", "s3"]
    assert (found.reason, reasons(found)) == (None, [])


def test_a_measure_without_a_value_in_a_pair_is_counted():
    nothing, something = (False, False), (True, False)
    found = agreement(
        *(
            seen(by, day, intervals=intervals)
            for by in ("ann", "ben")
            for day, intervals in enumerate((nothing, something))
        )
    )
    scored = found.measures["scored_interval"]
    assert (scored.mean, scored.pairs, scored.without_value, scored.reason) == (1, 1, 1, None)
    found = agreement(*(seen(by, intervals=nothing) for by in ("ann", "ben")))
    scored = found.measures["scored_interval"]
    assert (scored.mean, scored.lowest, scored.highest, scored.without_value) == (None, None, None, 1)
    assert scored.reason == "no-value"


def test_without_a_session_the_instant_is_what_they_share():
    together = [seen("ann", session=False, value=4), seen("ben", session=False, value=5)]
    apart = [seen("ann", 1, session=False, value=4), seen("ben", 1, minute=1, session=False, value=5)]
    found = agreement(*together, *apart)
    assert (found.occasions, found.double_observed, found.share) == (3, 1, 1 / 3)
    assert [each.session for each in found.pairs] == [None]


def test_who_names_no_session_belongs_to_the_one_of_the_instant():
    found = agreement(seen("ann", value=4), seen("ben", session=False, value=5))
    assert (found.occasions, found.pairs[0].session) == (1, "s0")


@pytest.mark.parametrize(("ann", "ben"), [(0, 20), (20, 0)])
def test_within_a_session_one_each_belong_together_at_any_time(ann, ben):
    found = agreement(seen("ann", minute=ann, value=4, name="a"), seen("ben", minute=ben, value=4, name="b"))
    (pair,) = found.pairs
    assert (pair.measured_at, pair.measurements, pair.procedure) == (NINE, (("a", "b"),), "event")


def test_two_sessions_of_one_instant_are_two_occasions():
    found = agreement(seen("ann", value=4), attrs.evolve(seen("ben", value=4), session="s1"))
    assert (found.occasions, found.double_observed) == (2, 0)


def test_three_people_make_three_pairs_and_two_may_be_asked_for():
    measurements = [seen("ann", value=4), seen("ben", value=5), seen("cleo", value=10)]
    found = agreement(*measurements)
    assert [each.observers for each in found.pairs] == [("ann", "ben"), ("ann", "cleo"), ("ben", "cleo")]
    assert (found.occasions, found.double_observed) == (1, 1)
    two = agreement(*measurements, observers=["cleo", "ann"])
    assert [each.observers for each in two.pairs] == [("ann", "cleo")]
    assert agreement(*measurements, observers=["ann", "dora"]).reason == "no-second-observer"


def test_one_person_twice_is_no_pair():
    found = agreement(seen("ann", value=4), seen("ann", value=5))
    assert (found.double_observed, found.pairs, found.reason) == (0, (), "no-second-observer")


def test_a_phase_by_itself():
    measurements = [
        seen("ann", 0, value=4, phase="baseline"),
        seen("ben", 0, value=5),
        seen("ann", 1, value=4, phase="intervention"),
        seen("ben", 1, value=4, phase="intervention"),
        seen("ann", 2, value=4),
    ]
    found = agreement(*measurements, phase="baseline")
    assert (found.occasions, found.pairs[0].phase, found.measures["total_count"].mean) == (1, "baseline", 0.8)
    everything = agreement(*measurements)
    assert (found.phase, everything.phase, everything.occasions) == ("baseline", None, 3)
    with pytest.raises(InvalidRecordError) as caught:
        agreement(phase="7731", observers=["ann"])
    assert [(each.pointer, each.code) for each in caught.value.problems] == [
        ("/phase", "unknown-code"),
        ("/observers", "wrong-count"),
    ]
    assert "7731" not in str(caught.value)


def test_the_goal_itself_will_do():
    goal = Goal(id="g", statement=Text.of("en", "Asks for a break"))
    assert agreement(seen("ann", value=4), seen("ben", value=5), goal=goal).goal == "g"


def test_nothing_measured():
    found = agreement()
    assert (found.occasions, found.share, found.reason) == (0, None, "nothing-measured")
    assert (dict(found.measures), dict(found.kappa()), dict(found.intraclass_correlations())) == ({}, {}, {})


# --------------------------------------------------------------------------- what is not compared


TIMES = [{"procedure": each, "unit": "s"} for each in ("duration", "latency")]


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ({"value": 4}, {"value": 4, "procedure": "duration"}, "different-procedures"),
        ({"value": 4}, {"value": 4, "procedure": None}, "different-procedures"),
        ({"value": 4}, {"trials": (True,), "procedure": "event"}, "different-data"),
        ({"value": 4}, {"value": 4, "unit": "{word}"}, "different-units"),
        ({"value": 4, "setting": "home"}, {"value": 4, "setting": "clinic"}, "different-conditions"),
        ({"value": 4, "phase": "baseline"}, {"value": 4, "phase": "intervention"}, "different-conditions"),
        ({"value": 4, "observation_minutes": 10}, {"value": 4, "observation_minutes": 15}, "different-lengths"),
        ({"trials": (True,)}, {"trials": (True, False)}, "different-lengths"),
        ({"intervals": (True,)}, {"intervals": (True, False)}, "different-lengths"),
        ({"successes": 3, "attempts": 4}, {"trials": (True, False, True)}, "different-lengths"),
        ({"value": -1}, {"value": 2}, "below-zero"),
        *(({"value": 2, **each}, {"value": -1, **each}, "below-zero") for each in TIMES),
    ],
)
def test_what_is_not_of_the_same_is_not_compared(one, other, reason):
    found = agreement(seen("ann", name="a", **one), seen("ben", name="b", **other))
    (left,) = found.not_compared
    assert (left.reason, left.measurements, left.observers, left.session) == (reason, ("a", "b"), ("ann", "ben"), "s0")
    assert left.measured_at == NINE
    assert (found.pairs, found.double_observed, found.compared) == ((), 1, 0)
    assert found.reason == "nothing-comparable"


def test_a_value_that_is_neither_count_nor_time_may_lie_below_zero():
    what = {"procedure": "probe", "unit": "{score}"}
    assert agreement(seen("ann", value=-1, **what), seen("ben", value=2, **what)).pairs[0].ratings == (-1, 2)


def test_what_only_one_of_them_says_is_no_difference():
    one = seen("ann", value=4, setting="home", phase="baseline", observation_minutes=10)
    assert agreement(one, seen("ben", value=4)).compared == 1


def test_several_of_one_person_belong_together_by_their_instants():
    found = agreement(
        *(seen("ann", minute=minute, value=2) for minute in (0, 5, 10)),
        *(seen("ben", minute=minute, value=2) for minute in (0, 5, 12)),
    )
    assert found.pairs[0].first == (2, 2)
    assert reasons(found) == ["no-counterpart"]
    assert len(found.not_compared[0].measurements) == 2
    found = agreement(seen("ann", value=2), seen("ann", value=3), seen("ben", value=2))
    assert (reasons(found), found.reason) == (["several-at-once"], "nothing-comparable")


def test_procedures_are_compared_each_by_itself():
    found = agreement(
        seen("ann", value=2),
        seen("ann", value=2, procedure="duration", unit="s"),
        seen("ben", value=4),
    )
    assert ([each.kind for each in found.pairs], reasons(found)) == (["counts"], [])


def test_who_is_not_named_is_no_second_observer():
    found = agreement(seen("ann", value=2), seen(None, value=2, name="x"))
    assert (found.occasions, found.double_observed, reasons(found)) == (1, 0, ["no-observer"])
    assert (found.not_compared[0].measurements, found.not_compared[0].observers) == (("x",), ())


def test_nothing_of_a_child_is_shown():
    found = agreement(seen("ann", value=7731), seen("ben", value=7731), seen("ann", 1, value=1), seen(None, 1, value=2))
    shown = [found, *found.pairs, *found.not_compared, *found.measures.values()]
    assert [repr(each) for each in shown] == [
        "<ObserverAgreement 1 of 2 occasions compared>",
        "<ObservedPair counts>",
        "<NotCompared no-observer>",
        "<AgreementSummary total_count 1 pairs>",
    ]


# --------------------------------------------------------------------------- what holds of all

PEOPLE = ["ann", "ben", "cleo", None]
WHAT = [
    {"value": 4},
    {"value": 6},
    {"value": 30, "procedure": "duration", "unit": "s"},
    {"trials": (True, False)},
    {"trials": (False, False)},
    {"intervals": (True, False, True)},
    {"successes": 1, "attempts": 2},
    {"level": -1},
]
events = st.tuples(
    st.sampled_from(PEOPLE), st.integers(0, 2), st.sampled_from([0, 5]), st.booleans(), st.sampled_from(WHAT)
)


def made(drawn, people):
    return [
        seen(people.get(by), day, minute=minute, session=session, name=f"n{place}", **what)
        for place, (by, day, minute, session, what) in enumerate(drawn)
    ]


@given(st.lists(events, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_measurements_does_not_matter(drawn, chance):
    measurements = made(drawn, {each: each for each in PEOPLE})
    assert agreement(*measurements) == agreement(*chance.sample(measurements, len(measurements)))


@given(st.lists(events, max_size=12))
def test_who_is_called_what_does_not_matter(drawn):
    names = {"ann": "zoe", "ben": "mia", "cleo": "ada"}
    one, other = agreement(*made(drawn, {each: each for each in PEOPLE})), agreement(*made(drawn, names))
    assert one.measures.keys() == other.measures.keys()
    for name, each in one.measures.items():
        there = other.measures[name]
        assert (each.lowest, each.highest, each.pairs) == (there.lowest, there.highest, there.pairs)
        assert each.mean == pytest.approx(there.mean, abs=1e-12)
    assert sorted(reasons(one)) == sorted(reasons(other))


@given(st.lists(events, max_size=12))
def test_each_measurement_that_two_could_have_made_is_accounted_for(drawn):
    found = agreement(*made(drawn, {each: each for each in PEOPLE}))
    assert 0 <= found.compared <= found.double_observed <= found.occasions
    assert (found.reason is None) == bool(found.pairs)
    unnamed = {f"n{place}" for place, (by, *_) in enumerate(drawn) if by is None}
    said = {name for each in found.not_compared if each.reason == "no-observer" for name in each.measurements}
    assert said == unnamed
    for pair in found.pairs:
        assert pair.observers[0] < pair.observers[1]
        for measure in pair.measures.values():
            assert measure.value is None or 0 <= measure.value <= 1
