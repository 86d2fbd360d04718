"""Practice of a week beside progress to the next: the weeks, and what is said where something is not known."""

import datetime as dt
import subprocess
import sys
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabcare.errors import InvalidRecordError, UnknownReferenceError
from collabcare.journal import Measurement
from collabcare.plans import Measure, Target
from collabcare.progress import dose_response
from tests.lib import families as given_
from tests.lib.families import (
    a_week,
    daily,
    done,
    excused,
    family,
    home,
    journal,
    log_complete,
    not_done,
    on_days,
    partly,
    pause,
    practice_of,
)

MONDAY = dt.date(2026, 9, 7)
MORE = Target(measure=given_.words(), comparator=">=", value=Decimal(10), unit="{word}")
FEWER = Target(measure=given_.words(), comparator="<", value=Decimal(2), unit="{word}")


def day(week, weekday=0):
    return (MONDAY + dt.timedelta(weeks=week, days=weekday)).isoformat()


def measured(week, value=None, weekday=4, **what):
    """Measure the goal in a week, on Friday at nine unless told otherwise."""
    given = {"unit": "{word}", "value": Decimal(str(value))} if value is not None else {}
    at = what.pop("at", given_.at(f"{day(week, weekday)}T09:00"))
    name = what.pop("name", f"measured-{week}-{weekday}-{value}")
    return Measurement(id=name, goal="goal", measured_at=at, **{**given, **what})


def plan_of(*assignments, target=MORE, **fields):
    goal = given_.goal("goal", targets=() if target is None else (target,), **fields.pop("goal_fields", {}))
    return family(assignments=assignments, goals=[goal, given_.goal("other")], **fields)


def weeks(plan, *events, **options):
    """Give occasions, minutes, reported of due, and the reason, for each week."""
    found = dose_response(plan, journal(plan, *events), "goal", **options)
    return [(each.occasions, each.minutes, f"{each.reported}/{each.due}", each.dose_reason) for each in found.rows]


# --------------------------------------------------------------------------- the table


def test_a_study_by_hand():
    # Three a week. Practised in weeks 0 to 6: 1, 2, 3, 0 (said so), nobody said, 2, 3. Measured 10 11 13 16 16 20 21.
    plan = plan_of(practice_of(a_week(3)))
    practice = [
        done("walk", day(week, each))
        for week, count in ((0, 1), (1, 2), (2, 3), (5, 2), (6, 3))
        for each in range(count)
    ]
    levels = [10, 11, 13, 16, 16, 20, 21]
    happened = journal(plan, practice, not_done("walk", day(3)), [measured(*each) for each in enumerate(levels)])
    found = dose_response(plan, happened, "goal")
    assert [each.week_of for each in found.rows] == [MONDAY + dt.timedelta(weeks=week) for week in range(7)]
    assert [each.occasions for each in found.rows] == [1, 2, 3, 0, None, 2, 3]
    assert [each.level for each in found.rows] == levels
    # What is set beside practice of a week is how much more the next one has.
    assert [each.change for each in found.rows] == [1, 2, 3, 0, 4, 1, None]
    assert [each.change_reason for each in found.rows] == [None] * 6 + ["not-measured-next"]
    assert [each.next_level for each in found.rows] == [*levels[1:], None]
    assert [each.progress for each in found.rows] == [each.change for each in found.rows]  # more is better here
    # Weeks 0 to 3 and 5 have both; that is one too few.
    assert (found.n, found.value, found.reason) == (5, None, "too-few-weeks")
    more = happened.add(log_complete(day(4, 6)))
    found = dose_response(plan, more, "goal")
    # Now week 4 is known to have none: pairs (1, 1) (2, 2) (3, 3) (0, 0) (0, 4) (2, 1).
    # Ranks of doses 3, 4.5, 6, 1.5, 1.5, 4.5, of changes 2.5, 4, 5, 1, 6, 2.5; about 3.5 their products are
    # .5 + .5 + 3.75 + 5 - 5 - 1 = 3.75, their squares 16.5 and 17: r = 3.75/sqrt(16.5 x 17) = .2239.
    assert [each.occasions for each in found.rows] == [1, 2, 3, 0, 0, 2, 3]
    assert (found.n, found.reason, found.improvement, found.unit) == (6, None, "increase", "{word}")
    assert found.value == pytest.approx(3.75 / (16.5 * 17) ** 0.5, abs=1e-12)
    assert found.low < found.value < found.high
    assert (found.goal, found.dose, found.confidence_level) == ("goal", "occasions", 0.95)


def test_fewer_is_better_where_the_goal_says_so():
    practice = [done("walk", day(week, each)) for week in range(7) for each in range(week % 4)]
    events = [*practice, log_complete(day(8)), *(measured(week, 30 - week * week) for week in range(8))]
    more, fewer = (plan_of(practice_of(a_week(3)), target=each) for each in (MORE, FEWER))
    up, down = (dose_response(each, journal(each, events), "goal") for each in (more, fewer))
    assert (up.improvement, down.improvement) == ("increase", "decrease")
    assert [each.change for each in up.rows] == [each.change for each in down.rows]
    assert [each.progress for each in down.rows][:7] == [2 * week + 1 for week in range(7)]
    assert (up.value, up.low, up.high) == pytest.approx((-down.value, -down.high, -down.low), abs=1e-12)
    asked = dose_response(more, journal(more, events), "goal", improvement="decrease")
    assert asked.value == down.value


def test_levels_are_means_of_the_week_in_the_zone_of_the_plan():
    plan = plan_of(practice_of(a_week(3)))
    # Monday 00:30 in Madrid is Sunday evening in UTC.
    late = measured(0, 9, at=dt.datetime(2026, 9, 13, 22, 30, tzinfo=dt.UTC), name="late")
    found = dose_response(plan, journal(plan, measured(0, 4), measured(0, 5, weekday=1), late), "goal")
    assert [(each.level, each.measurements) for each in found.rows] == [(4.5, 2), (9, 1)]
    assert [(each.change, each.next_measurements) for each in found.rows] == [(4.5, 1), (None, 0)]


def test_weeks_begin_as_the_plan_says():
    sunday = MONDAY - dt.timedelta(days=1)
    plan = plan_of(practice_of(a_week(3)), week_start="sunday")
    found = dose_response(plan, journal(plan, done("walk", day(0, 6)), done("walk", day(0, 5))), "goal")
    assert [(each.week_of, each.occasions) for each in found.rows] == [
        (sunday, 1),
        (sunday + dt.timedelta(weeks=1), 1),
    ]


# --------------------------------------------------------------------------- what is practice


def test_only_assignments_that_serve_the_goal_count():
    other = practice_of(a_week(3), "other-walk", goals=("other",))
    both = practice_of(a_week(2), "both", goals=("other", "goal"))
    plan = plan_of(practice_of(a_week(3)), both, other)
    assert weeks(plan, done("walk", day(0)), done("both", day(0)), done("other-walk", day(0))) == [
        (2, None, "5/5", None)
    ]


def test_in_part_is_practised_and_not_done_or_excused_is_not():
    plan = plan_of(practice_of(a_week(4)))
    events = [
        done("walk", day(0)),
        partly("walk", day(0, 1), 0.5),
        not_done("walk", day(0, 2)),
        excused("walk", day(0, 3)),
    ]
    assert weeks(plan, events) == [(2, None, "4/4", None)]
    assert weeks(plan, events[2:]) == [(0, 0, "4/4", None)]


def test_minutes_are_known_where_every_occasion_says_them():
    plan = plan_of(practice_of(a_week(2)))
    events = [done("walk", day(0), minutes=10), partly("walk", day(0, 1), minutes=5), done("walk", day(1), minutes=20)]
    assert weeks(plan, events, done("walk", day(1, 1))) == [(2, 15, "2/2", None), (2, None, "2/2", None)]


def test_minutes_as_the_dose():
    plan = plan_of(practice_of(a_week(2)))
    minutes = [10, 40, 20, 60, 30, 50, None]
    events = [
        *(done("walk", day(week), minutes=each) for week, each in enumerate(minutes)),
        *(measured(week, (0, 1, 5, 7, 13, 16, 21, 22)[week]) for week in range(8)),
    ]
    # Changes 1, 4, 2, 6, 3, 5 stand in the order of the minutes; week 6 has no minutes, and a change of 1.
    found = dose_response(plan, journal(plan, events), "goal", dose="minutes")
    assert (found.n, found.value, found.low, found.high, found.reason) == (6, 1, None, None, "no-limits")
    same = dose_response(plan, journal(plan, events), "goal")
    assert (same.n, same.value, same.reason) == (7, None, "no-variance")


def test_a_second_report_of_one_occasion_does_not_count():
    plan = plan_of(practice_of(on_days("mon wed fri")))
    events = [
        partly("walk", due_on=day(0), minutes=99),
        done("walk", due_on=day(0), minutes=10),
        done("walk", due_on=day(0), minutes=15),
        done("walk", day(0, 3), due_on=day(0, 2), minutes=20),
    ]
    assert weeks(plan, events) == [(2, 35, "2/3", None)]
    twice = plan_of(practice_of(daily(times_a_day=2)))
    assert weeks(twice, events, min_reported=0)[0][:2] == (3, 45)


def test_second_reports_do_not_hide_those_of_other_days():
    plan = plan_of(practice_of(on_days("mon wed fri")))
    monday = [done("walk", due_on=day(0), minutes=each) for each in (15, 10)]
    assert weeks(plan, monday, done("walk", due_on=day(0, 4), minutes=5)) == [(2, 20, "2/3", None)]


def test_of_two_reports_of_one_occasion_the_one_that_says_more_was_practised_counts():
    plan = plan_of(practice_of(on_days("mon")))
    in_part, nothing = partly("walk", due_on=day(0), minutes=5), not_done("walk", due_on=day(0))
    assert weeks(plan, in_part, nothing) == weeks(plan, in_part) == [(1, 5, "1/1", None)]


def test_practice_counts_in_the_week_it_took_place():
    plan = plan_of(practice_of(on_days("sun")))
    assert weeks(plan, done("walk", day(1), due_on=day(0, 6))) == [(1, None, "1/1", None)]
    # Monday 00:30 in Madrid is Sunday evening in UTC, and Sunday 23:30 is Sunday in both.
    found = dose_response(plan, journal(plan, done("walk", f"{day(1)}T00:30")), "goal")
    assert [(each.week_of.isoformat(), each.occasions) for each in found.rows] == [(day(1), 1)]
    found = dose_response(plan, journal(plan, done("walk", f"{day(0, 6)}T23:30")), "goal")
    assert [(each.week_of.isoformat(), each.occasions) for each in found.rows] == [(day(0), 1)]


def test_what_has_ended_is_not_assigned_any_more():
    ended = plan_of(practice_of(daily(ends_on=day(0, 6))))
    assert weeks(ended, done("walk", day(0)), log_complete(day(2)), measured(1, 1))[1][3] == "nothing-assigned"


def test_every_other_week_is_counted_from_the_first_day_of_the_plans_week():
    # From Wednesday on, every other Sunday: where weeks begin on Sunday, the first one is not the next one.
    schedule = on_days("sun", interval=2, starts_on=day(0, 2))
    for start, due in (("monday", [1, 0, 1, 0]), ("sunday", [0, 0, 1, 0])):
        found = weeks(plan_of(practice_of(schedule), week_start=start), measured(0, 1), measured(3, 1))
        assert (start, [int(each[2][-1]) for each in found]) == (start, due)


def test_a_record_of_a_day_that_the_log_speaks_for_is_told_once():
    plan = plan_of(practice_of(daily()))
    assert weeks(plan, done("walk", day(0, 2)), log_complete(day(0, 2)), min_reported=0) == [(1, None, "3/7", None)]


def test_a_week_without_a_measurement_says_so():
    plan = plan_of(practice_of(a_week(3)))
    found = dose_response(plan, journal(plan, measured(0, 1), measured(2, 2)), "goal")
    assert [each.change_reason for each in found.rows] == ["not-measured-next", "not-measured", "not-measured-next"]


def test_an_assignment_of_one_day_of_a_week_is_due_on_it():
    plan = plan_of(practice_of(daily(starts_on=day(0, 6))))
    assert weeks(plan, not_done("walk", day(0, 6))) == [(0, 0, "1/1", None)]


# --------------------------------------------------------------------------- what is not known


def test_silence_is_not_zero():
    plan = plan_of(practice_of(a_week(3)))
    events = [done("walk", day(0)), done("walk", day(3))]
    unknown = (None, None, "0/3", "unreported")
    assert weeks(plan, events)[1:3] == [unknown, unknown]
    # Up to the Sunday of week 1 the log is complete, and for a part of week 2.
    assert weeks(plan, events, log_complete(day(1, 6)))[1:3] == [(0, 0, "3/3", None), unknown]
    assert weeks(plan, events, log_complete(day(2, 5)))[1:3] == [(0, 0, "3/3", None), unknown]


def test_a_log_of_another_assignment_says_nothing():
    plan = plan_of(practice_of(a_week(3)), practice_of(a_week(1), "talk", goals=("other",)))
    events = [done("walk", day(0)), done("walk", day(2))]
    assert weeks(plan, events, log_complete(day(3), assignment="talk"))[1][3] == "unreported"
    assert weeks(plan, events, log_complete(day(3), assignment="walk"))[1][0] == 0


def test_the_log_of_one_home_is_not_that_of_both():
    homes = [home("a", "mother", days="mon tue wed thu"), home("b", "father", days="fri sat sun")]
    for_both, for_a = practice_of(a_week(3)), practice_of(a_week(3), households=("a",))
    events = [done("walk", day(0)), done("walk", day(2)), log_complete(day(3), household="a")]
    assert weeks(plan_of(for_both, households=homes, starts_on=day(0)), events)[1][3] == "unreported"
    assert weeks(plan_of(for_a, households=homes, starts_on=day(0)), events)[1][0] == 0
    assert (
        weeks(plan_of(for_both, households=homes, starts_on=day(0)), events, log_complete(day(3), household="b"))[1][0]
        == 0
    )


def test_a_home_where_the_child_is_not_in_a_week_has_nothing_to_log():
    # Week by week in turn: the child is at b in weeks 0 and 2, at a in weeks 1 and 3.
    all_days = "mon tue wed thu fri sat sun"
    homes = [
        home("a", "mother", days=all_days, every_weeks=2, starts_on=day(1)),
        home("b", "father", days=all_days, every_weeks=2, starts_on=day(0)),
    ]
    plan = plan_of(practice_of(a_week(3)), households=homes, starts_on=day(0))
    found = weeks(plan, log_complete(day(3), household="a"), measured(0, 1), measured(2, 1))
    assert [each[3] for each in found] == ["unreported", None, "unreported"]


def test_one_report_does_not_speak_for_days_of_their_own():
    plan = plan_of(practice_of(daily()))
    three = [done("walk", day(0, each)) for each in range(3)]
    assert weeks(plan, three) == [(None, None, "3/7", "too-little-reported")]
    assert weeks(plan, three, not_done("walk", day(0, 3))) == [(3, None, "4/7", None)]
    assert weeks(plan, three, min_reported=0.4) == [(3, None, "3/7", None)]
    # A statement up to Thursday speaks for Monday to Thursday, a record for Saturday.
    assert weeks(plan, three[:1], log_complete(day(0, 3)), done("walk", day(0, 5))) == [(2, None, "5/7", None)]


def test_two_assignments_are_reported_each_by_itself():
    plan = plan_of(practice_of(a_week(1)), practice_of(a_week(4), "talk"))
    assert weeks(plan, done("walk", day(0))) == [(None, None, "1/5", "too-little-reported")]
    assert weeks(plan, done("talk", day(0))) == [(1, None, "4/5", None)]


def test_weeks_without_anything_to_do_are_no_zero():
    late = practice_of(a_week(3, starts_on=day(1)))
    assert weeks(plan_of(late), measured(0, 1), done("walk", day(1))) == [
        (None, None, "0/0", "nothing-assigned"),
        (1, None, "3/3", None),
    ]
    drafted = practice_of(a_week(3), status="draft")
    assert weeks(plan_of(drafted), measured(0, 1)) == [(None, None, "0/0", "nothing-assigned")]


@pytest.mark.parametrize("schedule", [a_week(3), daily()])
def test_a_pause_takes_out_what_was_due(schedule):
    rest = pause(day(1), day(1, 6))
    events = [done("walk", day(week, each)) for week in (0, 2) for each in range(7)]
    found = weeks(plan_of(practice_of(schedule), pauses=[rest]), events)
    assert found[1] == (None, None, "0/0", "nothing-due")
    other = pause(day(1), day(1, 6), scope="sessions")
    assert weeks(plan_of(practice_of(schedule), pauses=[other]), events)[1][3] == "unreported"
    # What is practised in a pause all the same is practised.
    assert weeks(plan_of(practice_of(schedule), pauses=[rest]), events, done("walk", day(1)))[1][0] == 1


def test_a_week_is_due_as_far_as_plan_and_assignment_reach():
    plan = plan_of(practice_of(daily()), starts_on=day(0, 5), ends_on=day(1, 1))
    assert [each[2] for each in weeks(plan, measured(0, 1), measured(1, 1))] == ["0/2", "0/2"]


# --------------------------------------------------------------------------- what was measured


def test_shares_in_percent():
    plan = plan_of(practice_of(a_week(3)), target=None)
    events = [
        measured(0, trials=(True, False, False, False)),
        measured(1, successes=3, attempts=4),
        measured(2, intervals=(True, True), procedure="partial-interval"),
    ]
    found = dose_response(plan, journal(plan, events), "goal", improvement="increase")
    assert (found.unit, [each.level for each in found.rows]) == ("%", [25, 75, 100])


def test_levels_of_attainment_where_there_is_nothing_else():
    plan = plan_of(practice_of(a_week(3)), target=None)
    found = dose_response(plan, journal(plan, [measured(0, level=-1), measured(1, level=0)]), "goal")
    assert (found.unit, found.improvement, found.rows[0].change) == ("level", "increase", 1)


def test_what_is_not_in_the_unit_of_the_goal_is_left_out():
    plan = plan_of(practice_of(a_week(3)))
    found = dose_response(plan, journal(plan, measured(0, 4), measured(0, trials=(True,), weekday=1)), "goal")
    assert (found.rows[0].level, found.rows[0].measurements) == (4, 1)
    baseline = Measure(value=Decimal(1), unit="min")
    plan = plan_of(practice_of(a_week(3)), target=None, goal_fields={"baseline": baseline})
    found = dose_response(plan, journal(plan, measured(0, trials=(True,))), "goal")
    assert (found.unit, found.rows, found.reason) == ("min", (), "nothing-measured")


# --------------------------------------------------------------------------- reasons and refusals


def test_reasons():
    serving, not_serving = practice_of(a_week(3)), practice_of(a_week(3), goals=("other",))

    def reason(plan, *events):
        return dose_response(plan, journal(plan, *events), "goal").reason

    assert reason(plan_of(not_serving), measured(0, 1)) == "no-assignment"
    assert reason(plan_of(serving)) == "nothing-measured"
    without = plan_of(serving, target=None)
    assert dose_response(without, journal(without, done("walk", day(0))), "goal").unit is None
    assert reason(plan_of(serving, target=None), measured(0, 1), measured(1, 1, unit="min")) == "no-unit"
    assert reason(plan_of(serving, target=None), measured(0, 1)) == "no-direction"
    assert reason(plan_of(serving), measured(0, 1)) == "too-few-weeks"


def test_targets_that_contradict_each_other_give_no_direction():
    goal = given_.goal("goal", targets=(MORE, FEWER))
    plan = family(assignments=[practice_of(a_week(3))], goals=[goal])
    found = dose_response(plan, journal(plan, measured(0, 1), measured(1, 2)), goal)
    assert (found.reason, found.rows[0].change, found.rows[0].progress) == ("no-direction", 1, None)


def test_all_problems_come_at_once():
    plan = plan_of(practice_of(a_week(3)))
    elsewhere = journal(plan).__class__(plan="7731")
    with pytest.raises(InvalidRecordError) as caught:
        dose_response(plan, elsewhere, "goal", dose="7731", improvement="7731", min_reported=2, level=1)
    assert [(each.pointer, each.code) for each in caught.value.problems] == [
        ("/plan", "wrong-plan"),
        ("/dose", "unknown-code"),
        ("/improvement", "unknown-code"),
        ("/min_reported", "out-of-range"),
        ("/level", "out-of-range"),
    ]
    assert "7731" not in str(caught.value)
    with pytest.raises(UnknownReferenceError) as unknown:
        dose_response(plan, journal(plan), "7731")
    assert "7731" not in str(unknown.value)


@pytest.mark.parametrize("level", [0, 1, -0.1])
def test_a_confidence_lies_between_0_and_1(level):
    plan = plan_of(practice_of(a_week(3)))
    with pytest.raises(InvalidRecordError, match="/level: out-of-range"):
        dose_response(plan, journal(plan), "goal", level=level)


def test_all_that_was_due_may_be_asked_for():
    plan = plan_of(practice_of(daily()))
    six = [done("walk", day(0, each)) for each in range(6)]
    assert weeks(plan, six, min_reported=1) == [(None, None, "6/7", "too-little-reported")]
    assert weeks(plan, six, done("walk", day(0, 6)), min_reported=1) == [(7, None, "7/7", None)]


def test_nothing_of_a_family_is_shown_and_all_of_it_is_data():
    plan = plan_of(practice_of(a_week(3)))
    found = dose_response(plan, journal(plan, done("walk", day(0)), measured(0, 77), measured(1, 78)), "goal")
    assert (repr(found), repr(found.rows[0])) == ("<DoseResponse 1 of 2 weeks>", "<DoseResponseWeek>")
    given = found.to_dict()
    assert given["rows"][0] == found.rows[0].to_dict()
    assert (given["rows"][0]["week_of"], given["rows"][0]["change"], given["n"]) == ("2026-09-07", 1, 1)


def test_importing_it_loads_no_statistics():
    heavy = {"numpy", "scipy", "statsmodels"}
    code = f"import collabcare.progress, sys; print(sorted({heavy} & {{*sys.modules}}))"
    done_ = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done_.stdout.strip() == "[]"


reports = st.tuples(
    st.sampled_from([done, partly, not_done, excused]), st.sampled_from(["walk", "talk"]), st.integers(0, 69)
)


@given(
    st.lists(reports, max_size=30),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 20)), unique=True, max_size=12),
    st.integers(-1, 80),
    st.randoms(use_true_random=False),
)
def test_order_does_not_matter_and_nothing_is_invented(drawn, levels, until, chance):
    plan = plan_of(practice_of(a_week(2)), practice_of(on_days("mon thu"), "talk"))
    events = [make(name, day(0, each), id=f"r{place}") for place, (make, name, each) in enumerate(drawn)]
    events += [measured(week, value) for week, value in levels]
    events += [log_complete(day(0, until), id="log")] if until >= 0 else []
    found = dose_response(plan, journal(plan, events), "goal")
    assert dose_response(plan, journal(plan, chance.sample(events, len(events))), "goal") == found
    practised = {done: True, partly: True, not_done: False, excused: False}
    for row in found.rows:
        start = (row.week_of - MONDAY).days
        counted = sum(practised[make] for make, _, each in drawn if start <= each < start + 7)
        assert row.occasions in {counted, None}
        assert (row.occasions is None) == (row.dose_reason is not None)
        assert 0 <= row.reported <= row.due
        if row.occasions == 0:
            # A nought was said: by a report of this week, or by the log.
            assert until >= start or any(start <= each < start + 7 for *_, each in drawn)
    assert found.n <= sum(row.occasions is not None and row.change is not None for row in found.rows)
    assert found.value is None or -1 <= found.value <= 1
