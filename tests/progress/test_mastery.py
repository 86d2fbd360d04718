"""Mastery. Each story gives its observations in order and says by hand what follows."""

import datetime as dt

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabcare.errors import InvalidRecordError
from collabcare.interchange.examples import example
from collabcare.progress import mastery
from tests.lib.families import ZONE, goal
from tests.lib.goals import FIRST, counts, level, measured, percents, skill

DAY = dt.timedelta(days=1)


def of(asked, *measurements):
    return mastery(asked, [each for group in measurements for each in group], timezone=ZONE)


def missing(found):
    return [(each.code, each.needed, each.have) for each in found.missing]


# --------------------------------------------------------------------------- the run


@pytest.mark.parametrize(
    ("values", "met", "status", "run"),
    [
        # Three in a row at 80 or more: the third of them is the day.
        ([70, 80, 80, 90], 3, "mastered", 3),
        # 79 breaks the run: 80, 80 | 79 | 80, 80, 80.
        ([80, 80, 79, 80, 80, 80], 5, "mastered", 3),
        ([80, 80], None, "not-yet", 2),
        ([80, 80, 70], None, "not-yet", 0),
        # Mastered on the third day, lost on the fifth; two good days after it are not three.
        ([80, 80, 80, 90, 10, 80, 80], 2, "lost", 2),
        # Mastered again: the day stays the first.
        ([80, 80, 80, 10, 80, 80, 80], 2, "mastered", 3),
    ],
)
def test_three_in_a_row(values, met, status, run):
    found = of(skill(consecutive=3), percents(values))
    assert (found.met_on, found.status, found.run) == (None if met is None else FIRST + met * DAY, status, run)
    assert found.observations == len(values)
    assert found.meeting == sum(each >= 80 for each in values)


def test_lost_says_so_and_keeps_the_times():
    found = of(skill(consecutive=2), percents([80, 80, 60, 80, 80, 50]))
    assert (found.status, found.met_on, found.lost_on) == ("lost", FIRST + DAY, FIRST + 5 * DAY)
    assert [(each.acquired_on, each.met_on, each.lost_on) for each in found.episodes] == [
        (FIRST + DAY, FIRST + DAY, FIRST + 2 * DAY),
        (FIRST + 4 * DAY, FIRST + 4 * DAY, FIRST + 5 * DAY),
    ]
    assert missing(found) == [("threshold", None, None), ("consecutive", 2, 0)]


def test_mastered_misses_nothing_and_is_not_lost():
    found = of(skill(), percents([10, 80]))
    assert (found.status, found.missing, found.lost_on, found.reason) == ("mastered", (), None, None)
    assert found.goal == "goal"


@pytest.mark.parametrize(
    ("comparator", "meets"), [("<", [9]), ("<=", [9, 10]), ("=", [10]), (">=", [10, 11]), (">", [11])]
)
def test_every_comparator(comparator, meets):
    asked = skill(unit="min", threshold=10, comparator=comparator)
    for value in (9, 10, 11):
        found = of(asked, [measured("m", value=value, unit="min")])
        assert (value, found.status) == (value, "mastered" if value in meets else "not-yet")


def test_a_share_is_exact():
    # 29 of 36 is 80.5555... %: at least 80.5555, and not 80.5556. 8 of 10 is 80 to the last digit.
    one = [measured("m", successes=29, attempts=36)]
    assert of(skill(threshold=80.5555), one).status == "mastered"
    assert of(skill(threshold=80.5556), one).status == "not-yet"
    assert of(skill(comparator="="), counts([(8, 10)])).status == "mastered"


# --------------------------------------------------------------------------- what counts


def test_trials_counts_and_intervals_are_shares_where_the_unit_is_percent():
    yes, no = (True,) * 4, (False,)
    for fields in (
        {"trials": [*yes, *no]},
        {"successes": 4, "attempts": 5},
        {"intervals": [*yes, *no]},
        {"value": 80, "unit": "%"},
        {"value": 80, "unit": "%", "trials": no},  # the value comes first
        {"trials": [*yes, *no], "successes": 0, "attempts": 9},  # then trials one by one
    ):
        assert (fields, of(skill(), [measured("m", **fields)]).status) == (fields, "mastered")


def test_what_is_in_no_unit_of_the_goal_is_left_out_with_a_reason():
    others = [
        measured("word", value=90, unit="{word}"),
        level("level", "2026-09-08", 2),
        measured("count", "2026-09-09", successes=9, attempts=10),
    ]
    found = of(skill(unit="min"), others)
    assert {each.reason: each.ids for each in found.left_out} == {
        "other-unit": ("word",),
        "no-value": ("count", "level"),
    }
    assert (found.status, found.reason, found.unit) == (None, "nothing-counted", "min")
    assert missing(found) == [("consecutive", 1, 0)]
    assert [each.reason for each in of(skill(), others).left_out] == ["no-value", "other-unit"]


def test_a_goal_without_a_unit_has_that_of_its_values_if_there_is_one():
    assert of(skill(unit=None), percents([80])).unit == "%"
    mixed = [*percents([80]), measured("x", "2026-10-01", value=90, unit="min")]
    found = of(skill(unit=None), mixed)
    assert (found.status, found.unit, [each.reason for each in found.left_out]) == (None, None, ["no-unit"])


def test_other_goals_are_passed_over_and_nothing_gives_reasons():
    other = [measured("x", goal="another", value=90, unit="%")]
    assert of(skill(), other).reason == "nothing-measured"
    assert of(skill(), other, percents([80])).observations == 1
    assert of(goal(), percents([80])).reason == "no-criterion"


@pytest.mark.parametrize(
    ("asked", "given", "reason"),
    [(skill(), [], "nothing-measured"), (goal("bare"), percents([80], goal="bare"), "no-criterion")],
)
def test_what_cannot_be_judged_counts_nothing(asked, given, reason):
    nothing = dict.fromkeys(("status", "met_on", "acquired_on", "lost_on", "unit"))
    nothing |= {name: [] for name in ("episodes", "missing", "left_out")}
    nothing |= dict.fromkeys(("observations", "meeting", "run"), 0)
    assert of(asked, given).to_dict() == {**nothing, "goal": asked.id, "met_in_baseline": False, "reason": reason}


def test_baseline_does_not_count_and_says_whether_it_was_there_before():
    before = percents([90, 90], phase="baseline")
    after = percents([90], FIRST + 5 * DAY)
    found = of(skill(consecutive=2), before, [attrs.evolve(each, id=f"{each.id}b") for each in after])
    assert (found.status, found.observations, found.met_in_baseline) == ("not-yet", 1, True)
    assert [(each.reason, each.ids) for each in found.left_out] == [("baseline-phase", ("m0", "m1"))]
    assert not of(skill(consecutive=3), before, after[:0]).met_in_baseline


@pytest.mark.parametrize("breadth", ["settings", "people"])
def test_a_baseline_meets_only_with_the_breadth_that_is_asked_for(breadth):
    part = {"settings": ("setting", "home", "clinic"), "people": ("with_whom", ["mother"], ["father"])}[breadth]
    name, here, there = part
    asked = skill(consecutive=2, maintenance_days=7, **{breadth: 2})
    one = percents([90, 90], phase="baseline", **{name: here})
    both = [*one, measured("other", "2026-09-10", value=90, unit="%", phase="baseline", **{name: there})]
    # Nobody can say of a baseline whether it lasts: maintenance is not asked of it.
    assert [of(asked, each).met_in_baseline for each in (one, both)] == [False, True]


def test_generalization_probes_count_where_breadth_is_asked_for():
    events = [
        measured("m1", "2026-09-07", value=90, unit="%", setting="clinic"),
        measured("m2", "2026-09-08", value=20, unit="%", setting="home", phase="generalization-probe"),
        measured("m3", "2026-09-09", value=90, unit="%", setting="clinic"),
    ]
    # One setting: the probe at home is left out, and the two others are a run of two.
    found = of(skill(consecutive=2), events)
    assert (found.status, [each.reason for each in found.left_out]) == ("mastered", ["generalization-probe"])
    # Two settings: it counts, and breaks the run.
    found = of(skill(consecutive=2, settings=2), events)
    assert (found.status, found.observations) == ("not-yet", 3)
    assert missing(found) == [("consecutive", 2, 1), ("settings", 2, 1)]
    assert of(skill(consecutive=2, people=2), events).observations == 3


def test_help():
    asked = skill(consecutive=2, max_support_level="wait")
    for code, status in [("alone", "mastered"), ("wait", "mastered"), ("model", "not-yet")]:
        assert (code, of(asked, percents([90, 90], support_level=code)).status) == (code, status)
    helped = of(asked, percents([90, 90], support_level="model"))
    assert (helped.observations, helped.meeting) == (2, 0)
    assert missing(helped) == [("support", None, None), ("consecutive", 2, 0)]
    # Nobody says how much help there was: 90 cannot count, 70 does not meet in any case.
    unsaid = of(asked, percents([90, 70]))
    assert (unsaid.observations, [(each.reason, each.ids) for each in unsaid.left_out]) == (
        1,
        [("help-not-stated", ("m0",))],
    )
    assert [each.reason for each in of(asked, percents([90], support_level="other")).left_out] == ["help-not-on-scale"]


def test_records_of_one_moment_are_one_observation():
    # Two observers of the same two days are two observations, not four.
    twice = [
        *percents([90, 90], observer="mother"),
        *(attrs.evolve(each, id=f"{each.id}b") for each in percents([90, 70])),
    ]
    found = of(skill(consecutive=3), twice)
    assert (found.observations, found.meeting, found.run) == (2, 1, 0)
    assert missing(found) == [("threshold", None, None), ("consecutive", 3, 0)]


# --------------------------------------------------------------------------- breadth and time


def test_settings_and_people_are_those_of_the_run():
    asked = skill(consecutive=2, settings=2, people=2)
    events = [
        measured("m1", "2026-09-07", value=90, unit="%", setting="home", with_whom=["mother"]),
        measured("m2", "2026-09-08", value=10, unit="%", setting="clinic", with_whom=["therapist"]),
        measured("m3", "2026-09-09", value=90, unit="%", setting="clinic", with_whom=["therapist"]),
        measured("m4", "2026-09-10", value=90, unit="%", observer="father"),
    ]
    # The run is m3, m4: one setting, one person; m4 says neither where nor with whom, and its observer is not counted.
    found = of(asked, events)
    assert [(each.code, each.needed, each.have, each.unstated) for each in found.missing] == [
        ("settings", 2, 1, 1),
        ("people", 2, 1, 1),
    ]
    more = measured("m5", "2026-09-11", value=90, unit="%", setting="school", with_whom=["mother"])
    assert of(asked, [*events, more]).met_on == dt.date(2026, 9, 11)


def test_each_thing_that_is_missing_has_its_sentence():
    broad = skill(consecutive=3, settings=2, people=2, maintenance_days=1, max_support_level="wait")
    below = of(broad, percents([10], support_level="wait"))
    helped = of(broad, percents([90], support_level="model"))
    lasting = of(skill(maintenance_days=14), percents([90, 90]))
    said = {each.code: each for found in (below, helped) for each in found.missing}
    assert {code: each.sentence for code, each in said.items()} == {
        "threshold": "The last observation did not reach the threshold.",
        "support": "The last observation had more help than the criterion allows.",
        "consecutive": "3 more observations in a row must meet the criterion.",
        "settings": "It must be seen in 2 settings.",
        "people": "It must be seen with 2 people.",
        "maintenance": "Once reached, it must be seen again after 1 day or more.",
    }
    assert {code: (each.needed, each.have) for code, each in said.items()} == {
        "threshold": (None, None),
        "support": (None, None),
        "consecutive": (3, 0),
        "settings": (2, 0),
        "people": (2, 0),
        "maintenance": (1, 0),
    }
    (lasts,) = lasting.missing
    assert lasts.sentence == "It must be seen again 14 days or more after it was first reached; so far it held for 1."
    # Nothing was seen in the present run, so nothing in it is unstated.
    assert {each.unstated for each in (*said.values(), lasts)} == {0}
    assert of(skill(consecutive=2), percents([90])).missing[0].sentence == (
        "1 more observation in a row must meet the criterion."
    )


def test_one_setting_needs_no_telling():
    assert of(skill(), percents([90])).status == "mastered"


def test_maintenance():
    asked = skill(consecutive=2, maintenance_days=14)
    start = percents([90, 90])  # acquired on 8 September
    found = of(asked, start)
    assert (found.status, found.acquired_on, found.met_on) == ("acquired", dt.date(2026, 9, 8), None)
    assert missing(found) == [("maintenance", 14, 0)]

    def later(day, value, name="late"):
        return [measured(name, f"2026-09-{day}", value=value, unit="%", phase="maintenance")]

    # 13 days are not enough, 14 are.
    found = of(asked, start, later("21", 90))
    assert (found.status, missing(found)) == ("acquired", [("maintenance", 14, 13)])
    found = of(asked, start, later("22", 90))
    assert (found.status, found.met_on, found.acquired_on) == ("mastered", dt.date(2026, 9, 22), dt.date(2026, 9, 8))
    assert found.missing == ()
    # Lost before it was seen to last: never mastered.
    found = of(asked, start, later("15", 50), later("22", 90, "last"))
    assert (found.status, found.met_on, found.episodes[0].lost_on) == ("not-yet", None, dt.date(2026, 9, 15))
    assert found.lost_on is None
    # Seen once more: the day stays.
    assert of(asked, start, later("22", 90), later("29", 90, "last")).met_on == dt.date(2026, 9, 22)
    # Lost after it: mastered on the 22nd, lost on the 25th.
    found = of(asked, start, later("22", 90), later("25", 50, "last"))
    assert (found.status, found.met_on, found.lost_on) == ("lost", dt.date(2026, 9, 22), dt.date(2026, 9, 25))

    # And acquired anew, not yet seen to last: it was mastered and is not now, and was lost on the 25th.
    anew = [measured(f"n{day}", f"2026-09-{day}", value=90, unit="%") for day in (26, 27)]
    found = of(asked, start, later("22", 90), later("25", 50, "last"), anew)
    assert (found.status, found.lost_on, found.run) == ("lost", dt.date(2026, 9, 25), 2)
    assert missing(found) == [("maintenance", 14, 0)]


def test_days_are_days_of_the_zone():
    # Half past eleven at night in Madrid on the 7th, and half past midnight on the 9th: two days there, one in UTC.
    asked = skill(maintenance_days=2)
    events = [
        measured("m1", "2026-09-07T23:30", value=90, unit="%"),
        measured("m2", "2026-09-09T00:30", value=90, unit="%"),
    ]
    assert mastery(asked, events, timezone="Europe/Madrid").met_on == dt.date(2026, 9, 9)
    assert mastery(asked, events, timezone="UTC").status == "acquired"
    assert mastery(asked, events) == mastery(asked, events, timezone="UTC")
    with pytest.raises(InvalidRecordError, match="/timezone: wrong-format"):
        mastery(asked, events, timezone="Madrid")


def test_the_words_have_no_value_and_no_name():
    plan, journal = example("two-households")
    [asked] = [each for each in plan.goals if each.id == "break"]
    found = mastery(asked, journal.measurements, timezone=plan.timezone)
    # 30, 60 and 80 %: only the last meets; three people, two settings.
    assert (found.status, found.run, found.left_out[0].reason) == ("not-yet", 1, "baseline-phase")
    assert [each.sentence for each in found.missing] == [
        "2 more observations in a row must meet the criterion.",
        "It must be seen in 2 settings.",
        "It must be seen with 3 people.",
        "Once reached, it must be seen again after 21 days or more.",
    ]
    assert repr(found) == "<Mastery>"
    assert found.to_dict()["missing"][0] == {
        "code": "consecutive",
        "needed": 3,
        "have": 1,
        "unstated": 0,
        "sentence": "2 more observations in a row must meet the criterion.",
    }


# --------------------------------------------------------------------------- properties

CRITERIA = st.builds(
    skill,
    threshold=st.sampled_from([50, 80]),
    consecutive=st.integers(1, 3),
    settings=st.integers(1, 3),
    people=st.integers(1, 2),
    maintenance_days=st.one_of(st.none(), st.integers(1, 20)),
    max_support_level=st.sampled_from([None, "alone", "wait"]),
)


@st.composite
def observations(draw):
    days = draw(st.lists(st.integers(0, 40), min_size=1, max_size=9))
    return [
        measured(
            f"m{number}",
            FIRST + each * DAY,
            value=draw(st.sampled_from([40, 80, 90])),
            unit="%",
            setting=draw(st.sampled_from([None, "home", "clinic", "school"])),
            with_whom=draw(st.sets(st.sampled_from(["mother", "father"]))),
            support_level=draw(st.sampled_from([None, "alone", "wait", "model"])),
            phase=draw(st.sampled_from([None, "baseline", "intervention", "maintenance", "generalization-probe"])),
        )
        for number, each in enumerate(days)
    ]


@given(CRITERIA, observations(), st.randoms(use_true_random=False))
def test_the_order_of_measurements_does_not_matter(asked, found, chance):
    mixed = [*found, *found[:2]]  # one given twice is one
    chance.shuffle(mixed)
    assert of(asked, mixed) == of(asked, found)


@given(CRITERIA, observations(), st.integers(0, 41), st.sampled_from(["home", "clinic", None]))
def test_a_failing_observation_never_makes_mastery_earlier(asked, found, day, setting):
    failing = measured("fails", FIRST + day * DAY, value=0, unit="%", setting=setting, with_whom=["mother"])
    before, after = of(asked, found), of(asked, [*found, failing])
    for name in ("acquired_on", "met_on"):
        one, other = getattr(before, name), getattr(after, name)
        assert other is None or (one is not None and other >= one)


@given(CRITERIA, observations())
def test_a_stricter_criterion_is_never_met_earlier(asked, found):
    stricter = attrs.evolve(asked, mastery=attrs.evolve(asked.mastery, consecutive=asked.mastery.consecutive + 1))
    one, other = of(asked, found), of(stricter, found)
    assert other.met_on is None or (one.met_on is not None and other.met_on >= one.met_on)


@given(CRITERIA, observations())
def test_what_it_says_hangs_together(asked, found):
    given_back = of(asked, found)
    counted = given_back.observations > 0
    assert (given_back.status is None) == (not counted) == (given_back.reason is not None)
    assert (given_back.status == "mastered") == (counted and given_back.missing == ())
    assert (given_back.lost_on is not None) == (given_back.status == "lost")
    if given_back.status in {"mastered", "lost"}:
        assert given_back.acquired_on <= given_back.met_on
    assert len({each for one in given_back.left_out for each in one.ids}) == sum(
        each.count for each in given_back.left_out
    )
    for each in given_back.missing:
        assert each.needed is None or each.have < each.needed


@given(st.lists(st.booleans(), max_size=12), st.integers(1, 4))
def test_another_road_to_the_first_run(meets, length):
    found = of(skill(consecutive=length), percents([90 if each else 10 for each in meets]))
    text = "".join("x" if each else "." for each in meets)
    place = text.find("x" * length)
    assert found.met_on == (None if place < 0 else FIRST + (place + length - 1) * DAY)
