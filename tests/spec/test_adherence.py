"""Adherence by hand: a trial's measures of small courses of practice, each number worked out beside it."""

import datetime as dt
import json

import attrs
import pytest

from collabcare._dates import Window
from collabcare.engagement import ScoringModel, adherence
from collabcare.engagement.model import UnreportedPolicy
from collabcare.errors import InvalidRecordError, UnknownReferenceError
from tests.lib.families import (
    a_week,
    daily,
    day,
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

WEEK = Window.weeks(day("2026-09-07"), 1)  # Monday 7 to Sunday 13
TWO = Window.weeks(day("2026-09-07"), 2)
FOUR = Window.weeks(day("2026-09-07"), 4)
SILENCE_IS_NO = attrs.evolve(ScoringModel.default(), unreported=UnreportedPolicy.NOT_DONE)


def measured(assignments, *events, window=WEEK, plan=None, **asked):
    plan = plan or family(assignments=assignments)
    return adherence(plan, journal(plan, *events), window, **asked)


def figures(rate):
    return rate.value, rate.numerator, rate.denominator, rate.unknown, rate.worst, rate.best, rate.reason


def test_four_plain_days():
    # Mon done, Tue not done, Wed half, rest nobody said, of seven: 1.5/3, worst 1.5/7, best 5.5/7; 3/7 is too little.
    events = [done("walk", "2026-09-07"), not_done("walk", "2026-09-08"), partly("walk", "2026-09-09", 0.5)]
    found = measured([practice_of(daily())], *events)
    assert figures(found.taking) == (None, 1.5, 3, 4, 1.5 / 7, 5.5 / 7, "too-little-reported")
    # One more not done: 1.5/4 of the four that are known.
    found = measured([practice_of(daily())], *events, not_done("walk", "2026-09-10"))
    assert figures(found.taking) == (1.5 / 4, 1.5, 4, 3, 1.5 / 7, 4.5 / 7, None)
    # Silence is no, by the model's policy or by a log that is stated complete.
    found = measured([practice_of(daily())], *events, model=SILENCE_IS_NO)
    assert figures(found.taking) == (1.5 / 7, 1.5, 7, 0, 1.5 / 7, 5.5 / 7, None)
    found = measured([practice_of(daily())], *events, log_complete("2026-09-13"))
    assert figures(found.taking) == (1.5 / 7, 1.5, 7, 0, 1.5 / 7, 1.5 / 7, None)


def test_just_half_is_enough_to_be_known():
    # Four due, two known: the minimum is half of them.
    events = [done("walk", "2026-09-07"), not_done("walk", "2026-09-08")]
    found = measured([practice_of(on_days("mon tue wed thu"))], *events)
    assert figures(found.taking) == (0.5, 1, 2, 2, 0.25, 0.75, None)


def test_practice_beyond_what_was_due_counts_without_a_cap():
    # Target 2 a week, done four times: 2/2 and 4/2.
    events = [done("walk", f"2026-09-{each:02}", minutes=15) for each in (7, 8, 9, 10)]
    found = measured([practice_of(a_week(2), minutes=20)], *events)
    assert figures(found.taking)[:3] == (1, 2, 2)
    assert figures(found.taking_uncapped)[:3] == (2, 4, 2)
    assert found.left_out == {"extra": 2}
    # Minutes: 15 + 15 of 40, and 4 x 15 of 40.
    assert figures(found.minutes)[:3] == (0.75, 30, 40)
    assert figures(found.minutes_uncapped)[:3] == (1.5, 60, 40)


def test_minutes_beyond_what_was_due_count_where_minutes_were_agreed():
    # Walk: 20 of 20 a week, and 15 more. Sing, without agreed minutes, gives none, however long beyond what was due.
    walk, sing = practice_of(a_week(1), minutes=20), practice_of(a_week(1), "sing")
    events = [done("walk", "2026-09-07", minutes=20), done("walk", "2026-09-08", minutes=15)]
    events += [done("sing", f"2026-09-{each:02}", minutes=60) for each in (7, 8)]
    found = measured([walk, sing], *events)
    assert found.left_out == {"extra": 2}
    assert figures(found.minutes_uncapped)[:3] == (1.75, 35, 20)
    alone = measured([sing], *events[2:]).minutes_uncapped
    assert figures(alone) == (None, 0, 0, 0, None, None, "nothing-prescribed")


def test_an_occasion_has_no_more_minutes_than_its_own_unless_uncapped():
    # 20 due on Mon, Wed, Fri: 45, 10 and not done: (20 + 10)/60 and 55/60.
    events = [
        done("walk", "2026-09-07", minutes=45),
        done("walk", "2026-09-09", minutes=10),
        not_done("walk", "2026-09-11"),
    ]
    found = measured([practice_of(on_days("mon wed fri"), minutes=20)], *events)
    assert figures(found.minutes) == (0.5, 30, 60, 0, 0.5, 0.5, None)
    assert figures(found.minutes_uncapped)[:3] == (55 / 60, 55, 60)


def test_practice_without_minutes_is_unknown_not_none():
    # Mon 20 of 20, Wed done without minutes, Fri nobody said: 20/20, worst 20/60, best 60/60; a third known: no value.
    events = [done("walk", "2026-09-07", minutes=20), done("walk", "2026-09-09")]
    assignment = practice_of(on_days("mon wed fri"), minutes=20)
    found = measured([assignment], *events)
    assert figures(found.minutes) == (None, 20, 20, 40, 20 / 60, 1, "too-little-reported")
    # Where silence is no, Friday is known; Wednesday still is not: 20/40.
    found = measured([assignment], *events, model=SILENCE_IS_NO)
    assert figures(found.minutes) == (0.5, 20, 40, 20, 20 / 60, 1, None)


def test_no_minutes_were_prescribed():
    found = measured([practice_of(daily())], done("walk", "2026-09-07", minutes=5))
    assert figures(found.minutes) == (None, 0, 0, 0, None, None, "nothing-prescribed")


def test_correct_days_ask_for_the_number_of_that_very_day():
    # Twice a day, Mon to Sun. Mon 2 of 2; Tue 1; Wed 3; Thu none (log complete to Fri); Fri 2; Sat, Sun nobody said.
    counts = {7: 2, 8: 1, 9: 3, 11: 2}
    events = [done("walk", f"2026-09-{each:02}T{hour:02}:00") for each, n in counts.items() for hour in range(8, 8 + n)]
    found = measured([practice_of(daily(times_a_day=2))], *events, log_complete("2026-09-11"))
    # Wednesday's third is near Tuesday's and Thursday's open ones: it credits Tuesday's (R5), and makes no day correct.
    assert figures(found.correct_days) == (2 / 5, 2, 5, 2, 2 / 7, 4 / 7, None)
    assert found.taking.numerator == 8


def test_tuesday_for_monday_is_practice_but_no_correct_day():
    events = [done("walk", f"2026-09-{each:02}") for each in (8, 9, 11)]  # due Mon, Wed, Fri
    found = measured([practice_of(on_days("mon wed fri"))], *events)
    assert found.taking.value == found.days_practised.value == 1
    assert figures(found.correct_days)[:3] == (2 / 3, 2, 3)


def test_a_day_of_practice_in_part_is_no_correct_day():
    found = measured([practice_of(on_days("mon tue"))], done("walk", "2026-09-07"), partly("walk", "2026-09-08", 0.5))
    assert figures(found.correct_days)[:3] == (0.5, 1, 2)
    assert found.days_practised.value == 1


def test_days_practised_of_a_weekly_target_are_different_days():
    # Three a week. Week 1: three times on one day: 1 of 3. Week 2: on three days: 3 of 3.
    events = [done("walk", f"2026-09-07T{hour}:00") for hour in (10, 12, 14)]
    events += [done("walk", f"2026-09-{each}") for each in (14, 16, 18)]
    found = measured([practice_of(a_week(3))], *events, window=TWO)
    assert figures(found.days_practised) == (4 / 6, 4, 6, 0, 4 / 6, 4 / 6, None)
    assert found.taking.value == 1
    assert found.correct_days.reason == "nothing-due"


def test_days_practised_twice_a_day():
    # Mon both, Tue one of two (the other not said): practised; Wed one not done, one not said: not known; log to none.
    events = [
        done("walk", "2026-09-07T08:00"),
        done("walk", "2026-09-07T18:00"),
        done("walk", "2026-09-08"),
        not_done("walk", "2026-09-09"),
    ]
    found = measured([practice_of(on_days("mon tue wed", times_a_day=2))], *events)
    assert figures(found.days_practised) == (1, 2, 2, 1, 2 / 3, 1, None)


# --------------------------------------------------------------------------- EXAS


def test_exas_of_the_worked_example(shared):
    """Two exercises, 14 of 21 in good quality and 8 of 8 in excellent: 53.33, 100, mean 76.67."""
    examples = json.loads((shared / "data" / "worked_examples.json").read_text())["examples"]
    (example,) = (each for each in examples if each["id"] == "exas")
    first, second = example["input"]["exercises"]
    assert (first["prescribed"], first["done"], second["prescribed"], second["done"]) == (21, 14, 8, 8)
    window = Window.weeks(day("2026-09-07"), 3)
    plan = family(assignments=[practice_of(daily(), "a"), practice_of(a_week(8, ends_on="2026-09-13"), "b")])
    events = [done("a", str(day("2026-09-07") + dt.timedelta(each)), quality=3) for each in range(14)]
    events += [not_done("a", str(day("2026-09-21") + dt.timedelta(each))) for each in range(7)]
    events += [done("b", f"2026-09-07T{hour:02}:00", quality=4) for hour in range(8, 16)]
    found = measured((), *events, window=window, plan=plan)
    expected = [each / 100 for each in example["expected"]["exercise_scores"]]
    assert [each.value for each in found.exas_of.values()] == pytest.approx(expected, abs=1e-6)
    assert found.exas.value == pytest.approx(example["expected"]["EXAS"] / 100, abs=1e-6)
    assert (found.exas.denominator, found.exas.unknown) == (2, 0)


def test_exas_without_quality_has_bounds_only():
    # Mon done, rated 2 (.6); Tue done, not rated; Wed not done; Thu nobody said.
    # Value: 2/3 x .6. Worst: 2/4 x (.6 + .2)/2. Best: 3/4 x (.6 + 1 + 1)/3.
    events = [done("walk", "2026-09-07", quality=2), done("walk", "2026-09-08"), not_done("walk", "2026-09-09")]
    found = measured([practice_of(on_days("mon tue wed thu"))], *events)
    assert found.exas.value == pytest.approx(2 / 3 * 0.6)
    assert (found.exas.worst, found.exas.best) == pytest.approx((0.5 * 0.4, 0.75 * 2.6 / 3))
    unrated = measured([practice_of(on_days("mon tue"))], done("walk", "2026-09-07"), not_done("walk", "2026-09-08"))
    assert (unrated.exas.value, unrated.exas.reason) == (None, "no-quality")
    assert (unrated.exas.worst, unrated.exas.best) == pytest.approx((0.5 * 0.2, 0.5))
    nothing_done = measured([practice_of(on_days("mon"))], not_done("walk", "2026-09-07"))
    assert (nothing_done.exas.value, nothing_done.exas.reason) == (0, None)


# --------------------------------------------------------------------------- gaps and persistence


def test_longest_gap_and_persistence():
    # Daily for four weeks, 7 Sep to 4 Oct. Practised 8, 9, 12 Sep, then 1 Oct; log complete. Gap: 13 to 30 Sep.
    events = [done("walk", each) for each in ("2026-09-08", "2026-09-09", "2026-09-12", "2026-10-01")]
    found = measured([practice_of(daily())], *events, log_complete("2026-10-04"), window=FOUR)
    gap = found.longest_gap
    assert (gap.days, gap.at_least, gap.open_days) == (18, 18, 28)
    assert (gap.first_on, gap.last_on) == (dt.date(2026, 9, 13), dt.date(2026, 9, 30))
    lasted = found.persistence
    assert (lasted.initiated_on, lasted.until, lasted.days) == (dt.date(2026, 9, 8), dt.date(2026, 9, 12), 5)
    assert lasted.discontinued is True
    just = measured([practice_of(daily())], *events, log_complete("2026-10-04"), window=FOUR, gap_days=18)
    assert (just.persistence.until, just.persistence.discontinued) == (dt.date(2026, 9, 12), True)
    longer = measured([practice_of(daily())], *events, log_complete("2026-10-04"), window=FOUR, gap_days=19)
    assert (longer.persistence.until, longer.persistence.discontinued) == (dt.date(2026, 10, 1), False)


def test_silence_leaves_open_whether_practice_ended():
    events = [done("walk", each) for each in ("2026-09-08", "2026-09-09", "2026-09-12", "2026-10-01")]
    found = measured([practice_of(daily())], *events, window=FOUR)
    # 27 days later something may have been practised on every day that nobody mentioned.
    assert (found.longest_gap.days, found.longest_gap.at_least) == (18, 0)
    assert found.persistence.discontinued is None
    assert found.persistence.until_at_best == dt.date(2026, 10, 4)


def test_a_pause_neither_counts_nor_ends_a_gap():
    # Practised 7 and 20 Sep; paused 10 to 16 Sep; the log says that there was no more. Open: 8, 9, 17, 18, 19 Sep.
    plan = family(assignments=[practice_of(daily())], pauses=[pause("2026-09-10", "2026-09-16")])
    events = [done("walk", "2026-09-07"), done("walk", "2026-09-20"), log_complete("2026-09-20")]
    found = measured((), *events, plan=plan, window=TWO, gap_days=6)
    gap = found.longest_gap
    assert (gap.days, gap.first_on, gap.last_on, gap.open_days) == (5, dt.date(2026, 9, 8), dt.date(2026, 9, 19), 7)
    assert found.persistence.discontinued is False


def test_no_day_of_practice_began_nothing():
    found = measured([practice_of(daily())], not_done("walk", "2026-09-07"), log_complete("2026-09-13"))
    lasted = found.persistence
    assert (lasted.initiated_on, lasted.until, lasted.days, lasted.discontinued) == (None, None, None, None)
    assert found.longest_gap.days == 7


def test_what_is_still_to_come_is_no_gap():
    found = measured([practice_of(daily())], done("walk", "2026-09-07"), window=FOUR, as_of=day("2026-09-10"))
    assert (found.due, found.longest_gap.open_days) == (3, 3)
    assert found.left_out == {"not-due": 25}


def test_a_week_that_ends_after_the_window_may_hold_practice():
    # Three a week; the window ends on a Wednesday, and nothing was said of that week yet.
    window = Window(day("2026-09-07"), day("2026-09-17"))
    events = [done("walk", each) for each in ("2026-09-08", "2026-09-10", "2026-09-12")]
    found = measured([practice_of(a_week(3))], *events, window=window)
    assert (found.longest_gap.days, found.longest_gap.at_least) == (4, 1)


# --------------------------------------------------------------------------- what is looked at


def test_nothing_was_due():
    found = measured([])
    assert {each.reason for each in (found.taking, found.correct_days, found.days_practised, found.exas)} == {
        "nothing-due"
    }
    assert (found.longest_gap.days, found.longest_gap.at_least) == (None, None)


def test_excused_occasions_are_in_no_denominator():
    found = measured([practice_of(on_days("mon tue"))], done("walk", "2026-09-07"), excused("walk", "2026-09-08"))
    assert figures(found.taking)[:3] == (1, 1, 1)
    assert found.left_out == {"excused": 1}


def test_one_assignment_of_two():
    plan = family(assignments=[practice_of(on_days("mon"), "a"), practice_of(on_days("mon tue"), "b")])
    events = [done("a", "2026-09-07"), done("b", "2026-09-07"), not_done("b", "2026-09-08")]
    assert measured((), *events, plan=plan).taking.value == pytest.approx(2 / 3)
    assert measured((), *events, plan=plan, assignment="a").taking.value == 1
    assert measured((), *events, plan=plan, assignment="b").taking.value == 0.5
    assert list(measured((), *events, plan=plan, assignment="b").exas_of) == ["b"]


def test_one_home_of_two():
    homes = [home("a", "mother", days="mon tue wed thu"), home("b", "father", days="fri sat sun")]
    plan = family(starts_on="2026-09-07", households=homes, assignments=[practice_of(daily())])
    events = [done("walk", f"2026-09-{each:02}") for each in (7, 8, 9, 10)]
    found = measured((), *events, plan=plan, household="a")
    assert (found.due, found.taking.value, found.longest_gap.open_days) == (4, 1, 4)
    other = measured((), *events, plan=plan, household="b")
    assert (other.due, other.unreported, other.persistence.initiated_on) == (3, 3, None)


def test_refusals():
    with pytest.raises(UnknownReferenceError):
        measured([], assignment="none")
    with pytest.raises(UnknownReferenceError):
        measured([], household="none")
    with pytest.raises(InvalidRecordError) as caught:
        measured([], gap_days=0)
    assert [each.pointer for each in caught.value.problems] == ["/gap_days"]
