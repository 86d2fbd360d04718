"""Generalization. Counts, rates and limits are worked out by hand beside each case."""

import json
import math

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from collabcare.errors import InvalidRecordError
from collabcare.interchange.examples import example
from collabcare.progress import generalization
from collabcare.progress.generalization_result import OUTCOMES
from collabcare.vocabulary import Setting
from tests.lib.families import goal
from tests.lib.goals import FIRST, counts, level, measured, percents, skill

ASKED = skill(consecutive=2, goal_settings=["home", "clinic", "school"])
CLINIC = counts([(4, 10), (8, 10), (9, 10)], prefix="c", setting="clinic", with_whom=["therapist"], materials=["cards"])
HOME = counts(
    [(5, 10), (6, 10)],
    FIRST.replace(day=20),
    prefix="h",
    setting="home",
    with_whom=["mother"],
    materials=["cup", "cards"],
)


def of(asked, *measurements, **options):
    return generalization(asked, [each for group in measurements for each in group], **options)


def status(found):
    return {each.setting.value: each.status for each in found.mastered_in}


def test_the_table_by_hand():
    # Clinic 21 of 30, home 11 of 20. Two clinic observations are at 80 % or more, none at home.
    found = of(ASKED, CLINIC, HOME)
    assert (found.basis, found.unit) == ("trials", "%")
    home, clinic = found.table
    assert (home.setting, home.people, home.materials) == (Setting.HOME, ("mother",), ("cards", "cup"))
    figures = clinic.figures
    assert (figures.observations, figures.meeting, figures.successes, figures.attempts) == (3, 2, 21, 30)
    assert (figures.rate, figures.mean) == (0.7, 70.0)
    theirs = proportion_confint(21, 30, method="wilson")
    assert (figures.low, figures.high) == pytest.approx([float(each) for each in theirs], abs=1e-12)
    assert (home.figures.observations, home.figures.meeting, home.figures.rate) == (2, 0, 0.55)


def test_rows_stand_by_setting_then_people_then_materials():
    kinds = [
        ("clinic", ["therapist"], ["cup"]),
        (None, ["mother"], ["cup"]),
        ("home", ["mother"], ["cup"]),
        ("home", ["mother"], ["cards"]),
        ("home", ["father"], ["spoon"]),
    ]
    given_ = [
        measured(
            f"m{number}", FIRST.replace(day=number + 1), value=1, unit="%", setting=where, with_whom=who, materials=what
        )
        for number, (where, who, what) in enumerate(kinds)
    ]
    found = of(ASKED, given_)
    assert found.goal == "goal"
    assert [(row.setting, row.people, row.materials) for row in found.table] == [
        (Setting.HOME, ("father",), ("spoon",)),
        (Setting.HOME, ("mother",), ("cards",)),
        (Setting.HOME, ("mother",), ("cup",)),
        (Setting.CLINIC, ("therapist",), ("cup",)),
        (None, ("mother",), ("cup",)),
    ]


def test_each_part_over_all_the_rest():
    found = of(ASKED, CLINIC, HOME, counts([(1, 5)], FIRST.replace(day=29), prefix="x"))
    attempts = {
        name: {each.name: each.figures.attempts for each in getattr(found, name)}
        for name in ("settings", "people", "materials")
    }
    # The home observations use two materials, and count for each.
    assert attempts == {
        "settings": {"home": 20, "clinic": 30, None: 5},
        "people": {"mother": 20, "therapist": 30, None: 5},
        "materials": {"cards": 50, "cup": 20, None: 5},
    }
    assert found.table[-1].setting is None


def test_what_was_never_probed():
    found = of(ASKED, CLINIC, HOME)
    assert found.never_probed == (Setting.SCHOOL,)
    assert [(where.value, who) for where, who in found.never_probed_with] == [
        ("home", "therapist"),
        ("clinic", "mother"),
        ("school", "mother"),
        ("school", "therapist"),
    ]
    assert [(where.value, what) for where, what in found.never_probed_using] == [
        ("clinic", "cup"),
        ("school", "cards"),
        ("school", "cup"),
    ]


def test_a_baseline_does_not_test_what_was_taught_later():
    before = counts([(9, 10)], setting="school", phase="baseline")
    found = of(ASKED, before, CLINIC)
    assert found.never_probed == (Setting.HOME, Setting.SCHOOL)
    assert [(each.reason, each.ids) for each in found.left_out] == [("baseline-phase", ("m0",))]
    assert status(found)["school"] == "untested"


def test_mastered_in_the_clinic_and_untested_at_home():
    found = of(ASKED, CLINIC)
    assert (found.outcome, found.reason) == ("mastered-in-clinic-untested-at-home", None)
    assert found.sentence == "The skill is mastered in the clinic. No observation at home is known."
    assert status(found) == {"home": "untested", "clinic": "mastered", "school": "untested"}
    assert (found.gap.value, found.gap.reason) == (None, "untested-at-home")


GOOD, BAD = [(9, 10), (9, 10)], [(1, 10)]


@pytest.mark.parametrize(
    ("clinic", "home", "outcome"),
    [
        (GOOD, [], "mastered-in-clinic-untested-at-home"),
        (GOOD, BAD, "mastered-in-clinic-not-at-home"),
        (GOOD, GOOD, "mastered-in-both"),
        ([], GOOD, "mastered-at-home-untested-in-clinic"),
        (BAD, GOOD, "mastered-at-home-not-in-clinic"),
        ([*GOOD, *BAD], GOOD, "mastered-at-home-not-in-clinic"),
        (BAD, BAD, "not-mastered-in-either"),
        (BAD, [], "not-in-clinic-untested-at-home"),
        ([], BAD, "not-at-home-untested-in-clinic"),
        ([], [], "untested-in-both"),
    ],
)
def test_every_outcome(clinic, home, outcome):
    # A generalization probe at home counts like any other observation there.
    there = counts(home, prefix="h", setting="home", phase="generalization-probe")
    found = of(ASKED, counts(clinic, FIRST.replace(month=10), prefix="c", setting="clinic"), there)
    assert found.outcome == outcome
    assert found.sentence == OUTCOMES[outcome]


def test_every_outcome_has_its_sentence_and_a_test():
    [parameters] = [each for each in test_every_outcome.pytestmark if each.name == "parametrize"]
    assert {each[2] for each in parameters.args[1]} == set(OUTCOMES)


def test_lost_in_one_setting():
    assert status(of(ASKED, counts([*GOOD, *BAD], setting="home")))["home"] == "lost"


def test_a_setting_asks_for_the_whole_run():
    # Two in a row are asked for: one is not enough, in the clinic or at home.
    once = of(ASKED, counts(GOOD[:1], prefix="c", setting="clinic"), counts(GOOD, prefix="h", setting="home"))
    assert (status(once)["clinic"], status(once)["home"]) == ("not-yet", "mastered")


@pytest.mark.parametrize(("minutes", "expected"), [(8, "mastered"), (10, "mastered"), (12, "not-yet")])
def test_a_setting_asks_for_less_where_the_criterion_does(minutes, expected):
    asked = skill(unit="min", threshold=10, comparator="<=", goal_settings=["home"])
    assert status(of(asked, [measured("m", value=minutes, unit="min", setting="home")]))["home"] == expected


def test_what_cannot_be_compared_is_neither_mastered_nor_untested():
    found = of(ASKED, CLINIC, [level("x", "2026-10-01", 2, setting="home")])
    assert (found.outcome, found.sentence, found.reason) == (None, None, "not-comparable")
    assert status(found)["home"] == "not-comparable"
    assert found.gap.reason == "not-comparable"
    assert found.never_probed == (Setting.SCHOOL,)
    assert [(each.reason, each.ids) for each in found.left_out] == [("no-value", ("x",))]


def test_without_a_criterion_there_is_a_table_and_no_outcome():
    found = of(attrs.evolve(ASKED, mastery=None), CLINIC, HOME)
    assert (found.outcome, found.reason, found.table[0].figures.meeting) == (None, "no-criterion", None)
    assert found.gap.value == pytest.approx(-0.15)
    assert status(found) == {"home": None, "clinic": None, "school": "untested"}


def test_the_gap_by_hand():
    # home - clinic = 11/20 - 21/30 = -.15. Wilson: clinic .5212 to .8334 (21/30), home .3421 to .7418 (11/20).
    # low = -.15 - sqrt((.55 - .3421)^2 + (.8334 - .7)^2) = -.3970; high = -.15 + sqrt((.7418 - .55)^2 + (.7 - .5212)^2)
    # = .1122.
    gap = of(ASKED, CLINIC, HOME).gap
    assert (gap.clinic, gap.home, gap.basis, gap.reason) == (0.7, 0.55, "rate", None)
    assert gap.value == pytest.approx(-0.15)
    assert (gap.low, gap.high) == pytest.approx((-0.3970, 0.1122), abs=1e-4)


@given(st.integers(0, 40), st.integers(1, 40), st.integers(0, 40), st.integers(1, 40), st.sampled_from([0.8, 0.95]))
def test_the_gap_is_newcombe_s_of_statsmodels(one, of_one, other, of_other, sure):
    one, other = min(one, of_one), min(other, of_other)
    clinic = counts([(one, of_one)], prefix="c", setting="clinic")
    home = counts([(other, of_other)], FIRST.replace(day=20), prefix="h", setting="home")
    gap = of(ASKED, clinic, home, level=sure).gap
    theirs = confint_proportions_2indep(other, of_other, one, of_one, method="newcomb", alpha=1 - sure)
    assert (gap.low, gap.high) == pytest.approx([float(each) for each in theirs], abs=1e-9)


def test_values_that_are_no_shares_have_means_and_no_limits():
    asked = skill(unit="min", threshold=10, goal_settings=["home"])
    events = [
        measured("c1", "2026-09-07", value=10, unit="min", setting="clinic"),
        measured("c2", "2026-09-08", value=13, unit="min", setting="clinic"),
        measured("h1", "2026-09-09", value=4, unit="min", setting="home"),
        measured("other", "2026-09-10", value=4, unit="h", setting="home"),
        measured("trials", "2026-09-11", successes=9, attempts=10, setting="home"),
    ]
    found = of(asked, events)
    assert (found.basis, found.table[1].figures.mean, found.table[1].figures.rate) == (None, 11.5, None)
    gap = found.gap
    assert (gap.clinic, gap.home, gap.value, gap.low, gap.high) == (11.5, 4.0, -7.5, None, None)
    assert (gap.basis, gap.reason) == ("mean", "no-trials")
    assert {each.reason: each.ids for each in found.left_out} == {"no-value": ("trials",), "other-unit": ("other",)}


def test_percentages_without_trials_have_no_limits_either():
    clinic = percents([80, 90], setting="clinic")
    home = [measured("h", "2026-10-01", value=50, unit="%", setting="home")]
    found = of(ASKED, clinic, home)
    assert (found.gap.value, found.gap.low, found.gap.reason) == (-35.0, None, "no-trials")
    assert found.outcome == "mastered-in-clinic-not-at-home"


def test_intervals_take_the_place_of_trials_only_where_there_are_none():
    intervals = [measured("i", "2026-10-01", intervals=[True, False, False, False], setting="home")]
    alone = of(ASKED, intervals)
    assert (alone.basis, alone.table[0].figures.rate) == ("intervals", 0.25)
    beside = of(ASKED, intervals, CLINIC)
    assert (beside.basis, beside.table[0].figures.rate, beside.table[0].figures.mean) == ("trials", None, 25.0)


def test_trials_one_by_one_and_trials_counted_before_are_added_up():
    one_by_one = measured("t", "2026-10-01", trials=[True, False], setting="home")
    found = of(ASKED, [one_by_one], counts([(3, 4)], setting="home"))
    figures = found.settings[0].figures
    assert (found.basis, figures.successes, figures.attempts) == ("trials", 4, 6)


def test_more_help_than_allowed_and_second_records_are_left_out():
    asked = skill(max_support_level="wait", goal_settings=["home"])
    events = [
        measured("a", "2026-09-07", successes=9, attempts=10, support_level="wait", setting="home"),
        measured("b", "2026-09-07", successes=5, attempts=10, support_level="wait", setting="home", observer="mother"),
        measured("c", "2026-09-08", successes=9, attempts=10, support_level="model", setting="home"),
        measured("d", "2026-09-09", successes=9, attempts=10, setting="home"),
        measured("e", "2026-09-10", successes=9, attempts=10, support_level="shout", setting="home"),
    ]
    found = of(asked, events)
    assert {each.reason: each.ids for each in found.left_out} == {
        "same-moment": ("b",),
        "help-too-much": ("c",),
        "help-not-stated": ("d",),
        "help-not-on-scale": ("e",),
    }
    assert found.settings[0].figures.attempts == 10


def test_nothing_measured():
    found = of(goal())
    assert (found.table, found.gap.reason, found.reason) == ((), "untested-in-both", "no-criterion")


def test_the_shipped_family():
    # Mateo's asking was probed in the clinic alone: 3, 5 and 7 of 10, with the help that the criterion allows.
    plan, journal = example("late-talker")
    [asked] = [each for each in plan.goals if each.id == "asking"]
    found = generalization(asked, journal.measurements)
    assert (found.never_probed, found.gap.reason) == ((Setting.HOME,), "untested-at-home")
    figures = found.table[0].figures
    assert (figures.successes, figures.attempts, figures.meeting, figures.mean) == (15, 30, 0, 50.0)


@pytest.mark.parametrize("sure", [0, 1, -1, 2, math.nan])
def test_refused(sure):
    with pytest.raises(InvalidRecordError, match="/level: out-of-range"):
        of(ASKED, level=sure)


def test_it_becomes_plain_data_and_shows_nothing():
    found = of(ASKED, CLINIC, HOME)
    assert type(found.to_dict()["never_probed"][0]) is str  # text, and no code that only looks like it
    data = json.loads(json.dumps(found.to_dict()))
    assert (data["table"][0]["setting"], data["never_probed_with"][0]) == ("home", ["home", "therapist"])
    assert repr(found) == "<Generalization>"
    assert "mother" not in repr(found.table)


@st.composite
def observations(draw):
    days = draw(st.lists(st.integers(0, 20), max_size=8))
    made = []
    for number, day in enumerate(days):
        of_ = draw(st.integers(1, 10))
        made.append(
            measured(
                f"m{number}",
                FIRST.replace(day=day + 1),
                successes=draw(st.integers(0, of_)),
                attempts=of_,
                setting=draw(st.sampled_from([None, "home", "clinic", "community"])),
                with_whom=draw(st.sets(st.sampled_from(["mother", "father"]))),
                materials=draw(st.sets(st.sampled_from(["cup", "cards"]))),
                phase=draw(st.sampled_from([None, "baseline", "generalization-probe"])),
            )
        )
    return made


@given(observations(), st.randoms(use_true_random=False))
def test_the_order_of_measurements_does_not_matter(found, chance):
    mixed = [*found, *found[:2]]
    chance.shuffle(mixed)
    assert of(ASKED, mixed) == of(ASKED, found)


@given(observations())
def test_the_parts_add_up(found):
    result = of(ASKED, found)
    for name in ("observations", "meeting", "successes", "attempts"):
        rows = sum(getattr(each.figures, name) for each in result.table)
        assert rows == sum(getattr(each.figures, name) for each in result.settings)
    counted = sum(each.figures.observations for each in result.table)
    assert counted + sum(each.count for each in result.left_out) == len(found)
    for each in (*result.table, *result.settings, *result.people, *result.materials):
        figures = each.figures
        assert 0 <= figures.low <= figures.rate <= figures.high <= 1
        assert figures.meeting <= figures.observations
    if result.gap.value is not None:
        assert -1 <= result.gap.low <= result.gap.value <= result.gap.high <= 1
