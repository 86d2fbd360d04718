"""Attainment of a plan. Levels and T are worked out by hand beside each case."""

import datetime as dt
import json

import attrs
import pytest

from collabcare.errors import InvalidRecordError, UnknownReferenceError
from collabcare.interchange.examples import example
from collabcare.progress import attainment, attainment_change
from tests.lib.families import family, goal, journal, proposal, review
from tests.lib.goals import aim, judged, level

ON = dt.date(2026, 11, 30)


def three(*events, reviews=(), agreements=(), **fields):
    """Make a plan of three goals that weigh 6, 2 and 1, and start at -1."""
    goals = [aim("eat", weights=(3, 2)), aim("play", weights=(2, 1)), aim("sleep", weights=(1, 1))]
    plan = family(goals=goals, reviews=reviews, agreements=agreements, **fields)
    return plan, journal(plan, *events)


MEASURED = (
    level("m1", "2026-09-10", -1, "eat"),
    level("m2", "2026-10-10", 1, "eat", observer="therapist"),
    level("m3", "2026-10-11", 0, "play"),
)


def test_by_hand():
    # Scored: eat at +1 with weight 6, play at 0 with weight 2; sleep was never measured and is left out with its
    # weight. T = 50 + 10 (6*1 + 2*0)/sqrt(.7 (36 + 4) + .3 (6 + 2)^2) = 50 + 60/sqrt(28 + 19.2) = 58.7333.
    # At the start: 50 + 10 (6*-1 + 2*-1)/sqrt(47.2) = 50 - 80/6.8702 = 38.3556.
    plan, happened = three(*MEASURED)
    found = attainment(plan, happened, ON).measured
    assert found.t == pytest.approx(50 + 60 / 47.2**0.5, abs=1e-12)
    assert found.baseline_t == pytest.approx(50 - 80 / 47.2**0.5, abs=1e-12)
    assert (round(found.t, 2), round(found.baseline_t, 2)) == (58.73, 38.36)
    assert found.change == pytest.approx(140 / 47.2**0.5, abs=1e-12)
    assert (found.goals_scored, found.goals_set, found.median) == (2, 3, 0.5)
    assert (found.at_or_above, found.share_at_or_above, found.baseline_levels) == (2, 1.0, (-1,))
    assert (found.weighting, found.reason, found.change_reason) == ("importance-difficulty", None, None)
    eat, play, sleep = found.goals
    assert (eat.level, eat.change, eat.weight, eat.on, eat.by) == (1, 2, 6.0, dt.date(2026, 10, 10), ("therapist",))
    assert (play.by, play.records) == ((), ("m3",))
    assert (sleep.level, sleep.reason) == (None, "not-scored")


@pytest.mark.parametrize(("on", "expected"), [("2026-09-09", None), ("2026-09-10", -1), ("2026-10-10", 1)])
def test_the_last_level_on_or_before_the_day_counts(on, expected):
    plan, happened = three(*MEASURED)
    assert attainment(plan, happened, dt.date.fromisoformat(on)).measured.goals[0].level == expected


def test_the_day_is_that_of_the_plan_s_zone():
    # Half past midnight on the 11th in Madrid is still the 10th in UTC, and in Los Angeles.
    late = level("m", "2026-10-11T00:30", 2, "eat")
    for zone, expected in [("Europe/Madrid", None), ("UTC", 2), ("America/Los_Angeles", 2)]:
        plan, happened = three(late, timezone=zone)
        assert (zone, attainment(plan, happened, dt.date(2026, 10, 10)).measured.goals[0].level) == (zone, expected)


def test_the_sides_are_kept_apart():
    held = review(
        held_at="2026-10-15T10:00",
        judgements=[
            judged("eat", "family", "mother", level=-1),
            judged("eat", "clinic", "therapist", level=2),
            judged("play", "clinic", level=0),
        ],
    )
    plan, happened = three(*MEASURED, reviews=[held])
    found = attainment(plan, happened, ON)
    levels = {each: [one.level for one in found.source(each).goals] for each in ("measured", "family", "clinic")}
    assert levels == {"measured": [1, 0, None], "family": [-1, None, None], "clinic": [2, 0, None]}
    # One goal: T = 50 + 10 x, whatever its weight.
    assert (found.family.t, found.family.change) == (40.0, 0.0)
    assert found.clinic.goals[1].by == ()
    assert found.clinic.goals[0].records == ("review",)


def test_a_result_says_of_what_it_is_and_how_it_was_made():
    plan, happened = three(*MEASURED)
    found = attainment(plan, happened, ON)
    assert (found.plan_id, found.on, found.participant) == (plan.id, ON, None)
    assert [found.source(each).source for each in ("measured", "family", "clinic")] == ["measured", "family", "clinic"]
    choices = {"rho": 0.2, "weights": "equal", **dict.fromkeys(("missing_weights", "zero_weights"), "equal")}
    chosen = attainment(plan, happened, ON, participant="mother", mixed_baselines="allow", **choices)
    assert {name: getattr(chosen, name) for name in choices} == choices
    assert (chosen.participant, chosen.mixed_baselines) == ("mother", "allow")


def test_rho_is_the_caller_s():
    # 50 + 10 (6 + 0)/sqrt(.5 (36 + 4) + .5 (6 + 2)^2); at the start 50 - 80/sqrt(52).
    plan, happened = three(*MEASURED)
    found = attainment(plan, happened, ON, rho=0.5).measured
    assert (found.t, found.baseline_t) == (pytest.approx(50 + 60 / 52**0.5), pytest.approx(50 - 80 / 52**0.5))


def test_a_level_has_no_reason_and_a_score_without_t_no_weighting():
    plan, happened = three(*MEASURED)
    found = attainment(plan, happened, ON)
    assert [each.reason for each in found.measured.goals] == [None, None, "not-scored"]
    assert (found.family.t, found.family.weighting) == (None, None)


def test_those_of_one_moment_that_differ_give_no_level():
    held = review(
        held_at="2026-10-15T10:00",
        judgements=[judged("eat", "family", "mother", level=-1), judged("eat", "family", "father", level=1)],
    )
    plan, happened = three(reviews=[held], households={"a": "mother", "b": "father"})
    found = attainment(plan, happened, ON).family
    assert (found.t, found.reason, found.goals[0].reason) == (None, "nothing-scored", "levels-differ")
    assert found.goals[0].by == ("father", "mother")
    assert attainment(plan, happened, ON, participant="father").family.goals[0].level == 1


def test_a_side_as_a_whole_counts_before_its_members():
    held = review(
        held_at="2026-10-15T10:00",
        judgements=[judged("eat", "family", "mother", level=-1), judged("eat", "family", level=0)],
    )
    plan, happened = three(reviews=[held])
    assert attainment(plan, happened, ON).family.goals[0].level == 0
    assert attainment(plan, happened, ON, participant="mother").family.goals[0].level == -1


def test_a_review_that_was_not_held_judges_nothing():
    planned = review("planned", due_on="2026-10-15", judgements=[judged("eat", "family", level=0)])
    plan, happened = three(reviews=[planned])
    assert attainment(plan, happened, ON).family.goals_scored == 0
    held = review("held", held_at="2026-10-16T10:00", judgements=[judged("eat", "family", level=1)])
    plan, happened = three(reviews=[planned, held])
    assert attainment(plan, happened, ON).family.goals[0].level == 1


def test_two_observers_of_one_moment():
    same = [level(name, "2026-10-10", 1, "eat", observer=who) for name, who in (("a", "mother"), ("b", "therapist"))]
    plan, happened = three(*same)
    found = attainment(plan, happened, ON).measured.goals[0]
    assert (found.level, found.by, found.records) == (1, ("mother", "therapist"), ("a", "b"))


def test_declined_goals_are_left_out_and_named():
    answers = [proposal("eat", "2026-09-02", "2026-10-05", "declined")]
    plan, happened = three(*MEASURED, agreements=answers)
    assert attainment(plan, happened, dt.date(2026, 10, 4)).left_out == ()
    assert attainment(plan, happened, dt.date(2026, 10, 5)).measured.goals_set == 2  # the day of the answer counts
    found = attainment(plan, happened, ON)
    assert [(each.reason, each.ids, each.count) for each in found.left_out] == [("declined", ("eat",), 1)]
    assert found.measured.goals_set == 2


def test_a_goal_that_one_home_declined_stays_with_the_name():
    answers = [
        proposal("eat", "2026-09-02", "2026-09-05", "declined"),
        proposal("eat", "2026-09-02", "2026-09-06", participant="father"),
    ]
    plan, happened = three(*MEASURED, agreements=answers, households={"a": "mother", "b": "father"})
    found = attainment(plan, happened, ON)
    assert found.left_out == ()
    assert found.measured.goals[0].declined_by == ("mother",)


def test_a_later_yes_brings_a_goal_back_and_a_clinician_s_no_ends_none():
    answers = [
        proposal("eat", "2026-09-02", "2026-09-05", "declined"),
        proposal("eat", "2026-09-20", "2026-09-21", "agreed-with-concerns"),
        proposal("play", "2026-09-02", "2026-09-05", "declined", participant="therapist"),
    ]
    plan, happened = three(agreements=answers)
    assert attainment(plan, happened, dt.date(2026, 9, 20)).measured.goals_set == 2
    assert attainment(plan, happened, ON).measured.goals_set == 3


def test_why_goals_are_left_out():
    goals = [
        aim("rejected", lifecycle="rejected"),
        aim("proposed", lifecycle="proposed"),
        aim("planned", lifecycle="planned"),
        aim("accepted", lifecycle="accepted"),
        aim("wrong", lifecycle="entered-in-error"),
        aim("later", since="2026-12-01"),
        aim("today", since="2026-11-30"),
        goal("bare"),
        *(aim(each, lifecycle=each) for each in ("active", "on-hold", "completed", "cancelled")),
    ]
    plan = family(goals=goals)
    found = attainment(plan, journal(plan), ON)
    assert {each.reason: each.ids for each in found.left_out} == {
        "declined": ("rejected",),
        "not-agreed": ("proposed",),
        "not-begun": ("accepted", "later", "planned"),
        "entered-in-error": ("wrong",),
        "no-scale": ("bare",),
    }
    assert [each.goal for each in found.measured.goals] == ["today", "active", "on-hold", "completed", "cancelled"]


def one_of(*goals, **options):
    plan = family(goals=goals)
    return attainment(plan, journal(plan, [level(each.id, "2026-10-10", 1, each.id) for each in goals]), ON, **options)


def test_weights_that_are_missing():
    goals = [aim("a", weights=(3, 3)), aim("b", weights=(2, None))]
    found = one_of(*goals).measured
    assert (found.t, found.reason, found.change, found.change_reason) == (
        None,
        "weight-missing",
        None,
        "weight-missing",
    )
    assert (found.median, found.goals_scored) == (1.0, 2)
    alike = one_of(*goals, missing_weights="equal").measured
    assert (round(alike.t, 6), alike.weighting) == (62.403473, "equal")  # 50 + 20/sqrt(.7*2 + .3*4)
    assert one_of(*goals, weights="equal").measured.t == alike.t
    assert [each.weight for each in alike.goals] == [1.0, 1.0]


def test_weights_that_are_all_zero():
    goals = [aim("a", weights=(0, 3)), aim("b", weights=(2, 0))]
    assert one_of(*goals).measured.reason == "all-weights-zero"
    found = one_of(*goals, zero_weights="equal").measured
    assert (round(found.t, 6), found.weighting) == (62.403473, "equal")


def test_a_goal_of_weight_0_counts_among_the_levels_only():
    plan = family(goals=[aim("a", weights=(0, 3)), aim("b", weights=(1, 1))])
    found = attainment(plan, journal(plan, level("1", "2026-10-10", -2, "a"), level("2", "2026-10-10", 1, "b")), ON)
    assert (found.measured.t, found.measured.median, found.measured.goals_scored) == (60.0, -0.5, 2)


def test_change_across_two_conventions_is_refused_unless_allowed():
    goals = [aim("a", baseline=-1), aim("b", baseline=-2)]
    found = one_of(*goals).measured
    assert (found.baseline_levels, found.change, found.change_reason) == ((-2, -1), None, "two-conventions")
    assert found.t is not None
    allowed = one_of(*goals, mixed_baselines="allow").measured
    # 50 + 20/sqrt(2.6) less 50 - 30/sqrt(2.6).
    assert (allowed.change, allowed.change_reason) == (pytest.approx(50 / 2.6**0.5), None)
    assert one_of(aim("a", baseline=-2)).measured.change == 30.0
    assert one_of(aim("a", baseline=None)).measured.change_reason == "baseline-missing"


def test_no_goals():
    plan = family(goals=[goal("bare")])
    found = attainment(plan, journal(plan), ON).family
    assert (found.t, found.reason, found.median, found.share_at_or_above) == (None, "no-goals", None, None)


def test_it_becomes_plain_data_and_shows_nothing():
    plan, happened = three(*MEASURED)
    found = attainment(plan, happened, ON)
    data = json.loads(json.dumps(found.to_dict()))
    assert data["measured"]["goals"][0]["on"] == "2026-10-10"
    assert (data["on"], data["left_out"], data["weights"]) == ("2026-11-30", [], "importance-difficulty")
    later = attainment_change(found, attainment(plan, happened, ON.replace(year=2027)))
    shown = f"{found!r} {found.measured!r} {found.measured.goals!r} {later!r} {later.measured!r}"
    assert not any(each in shown for each in ("eat", "therapist", "58", "m2"))


def test_refused():
    plan, happened = three()
    other = journal(family(goals=[goal()]))
    with pytest.raises(InvalidRecordError) as caught:
        attainment(plan, happened, ON, rho=2, weights="w", missing_weights="m", zero_weights="z", mixed_baselines="b")
    assert [(each.pointer, each.code) for each in caught.value.problems] == [
        ("/rho", "out-of-range"),
        *((f"/{name}", "unknown-code") for name in ("weights", "missing_weights", "zero_weights", "mixed_baselines")),
    ]
    with pytest.raises(InvalidRecordError, match="/on: wrong-type"):
        attainment(plan, other, dt.datetime(2026, 11, 30, tzinfo=dt.UTC))
    with pytest.raises(UnknownReferenceError):
        attainment(plan, happened, ON, participant="nobody")
    with pytest.raises(InvalidRecordError, match="/plan: wrong-plan"):
        attainment(example("late-talker")[0], happened, ON)


# --------------------------------------------------------------------------- change


def test_change_by_hand():
    # Both days know eat and play (weights 6 and 2): eat -1 to 1, play 0 to 0; sleep is scored on the second day only.
    # T before = 50 - 60/sqrt(47.2), after = 50 + 60/sqrt(47.2).
    events = [*MEASURED, level("m0", "2026-09-11", 0, "play"), level("m4", "2026-11-01", 2, "sleep")]
    plan, happened = three(*events)
    first, last = (attainment(plan, happened, each) for each in (dt.date(2026, 9, 30), ON))
    found = attainment_change(first, last).measured
    assert (found.before, found.after) == (pytest.approx(50 - 60 / 47.2**0.5), pytest.approx(50 + 60 / 47.2**0.5))
    assert (found.value, found.goals_compared) == (pytest.approx(120 / 47.2**0.5), 2)
    assert [(each.goal, each.value, each.reason) for each in found.goals] == [
        ("eat", 2, None),
        ("play", 0, None),
        ("sleep", None, "not-in-both"),
    ]


def test_a_change_says_of_what_it_is_source_by_source():
    plan, happened = three(*MEASURED)
    days = dt.date(2026, 9, 30), ON
    found = attainment_change(*(attainment(plan, happened, each) for each in days))
    assert (found.plan_id, found.before, found.after) == (plan.id, *days)
    assert [each.source for each in (found.measured, found.family, found.clinic)] == ["measured", "family", "clinic"]
    # Nobody judged: neither side has a goal that both days know.
    assert [(each.value, each.reason) for each in (found.family, found.clinic)] == [(None, "nothing-in-both")] * 2


def test_a_goal_that_one_of_the_two_does_not_have():
    events = [level("m1", "2026-09-10", -1, "eat"), level("m2", "2026-09-10", 1, "play")]
    plans = [family(goals=[aim(each)]) for each in ("eat", "play")]
    days = dt.date(2026, 9, 30), ON
    first, last = (attainment(plan, journal(plan, *events), day) for plan, day in zip(plans, days, strict=True))
    found = attainment_change(first, last).measured
    assert [(each.goal, each.before, each.after, each.value, each.reason) for each in found.goals] == [
        ("eat", -1, None, None, "not-in-both"),
        ("play", None, 1, None, "not-in-both"),
    ]
    assert (found.value, found.goals_compared) == (None, 0)


def rescaled(baseline, weights=(1, 1)):
    plan = family(goals=[aim("a", baseline=baseline, weights=weights)])
    happened = journal(plan, level("1", "2026-09-10", -1, "a"), level("2", "2026-10-10", 1, "a"))
    return attainment(plan, happened, dt.date(2026, 9, 30)), attainment(plan, happened, ON)


def test_change_is_refused_where_a_revision_moved_the_start():
    found = attainment_change(rescaled(-1)[0], rescaled(-2)[1]).measured
    assert (found.value, found.reason) == (None, "two-conventions")
    assert [(each.value, each.reason) for each in found.goals] == [(None, "two-conventions")]


def test_change_is_refused_where_the_goals_mix_conventions():
    plan = family(goals=[aim("a", baseline=-1), aim("b", baseline=-2)])
    events = [level(f"{day}{each}", f"2026-{day}-10", 0, each) for day in ("09", "10") for each in ("a", "b")]
    days = dt.date(2026, 9, 30), ON
    refused = attainment_change(*(attainment(plan, journal(plan, events), each) for each in days))
    assert (refused.measured.value, refused.measured.reason) == (None, "two-conventions")
    assert [each.value for each in refused.measured.goals] == [0, 0]
    found = attainment_change(
        *(attainment(plan, journal(plan, events), each, mixed_baselines="allow") for each in days)
    )
    assert found.measured.value == 0.0


def test_change_is_refused_where_a_goal_weighs_otherwise():
    found = attainment_change(rescaled(-1)[0], rescaled(-1, (3, 3))[1]).measured
    assert (found.value, found.reason, found.goals[0].value) == (None, "weights-differ", 2)
    missing = attainment_change(*rescaled(-1, (3, None))).measured
    assert (missing.value, missing.reason) == (None, "weight-missing")


def test_what_cannot_be_compared():
    first, last = rescaled(-1)
    for one, other in ((last, first), (first, first)):
        with pytest.raises(InvalidRecordError, match="/on: date-order"):
            attainment_change(one, other)
    plan, happened = three()
    with pytest.raises(InvalidRecordError, match="/rho: needs"):
        attainment_change(first, attainment(plan, happened, ON, rho=0.5))
    other = attrs.evolve(plan, id="other")
    with pytest.raises(InvalidRecordError) as caught:
        attainment_change(first, attainment(other, journal(other), ON))
    assert [(each.pointer, each.code) for each in caught.value.problems] == [("/plan_id", "wrong-plan")]
