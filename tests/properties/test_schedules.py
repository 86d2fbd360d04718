"""When practice is due, compared with dateutil's recurrence rules, which know nothing of our code."""

import datetime as dt

import pytest
from dateutil import rrule
from hypothesis import given
from hypothesis import strategies as st

from collabcare._dates import Window
from collabcare.people import Household, ResidenceSchedule
from collabcare.plans import FixedDays, WeeklyTarget
from collabcare.testing import strategies
from collabcare.vocabulary import Frequency, Weekday

DAY = dt.timedelta(days=1)
NEAR = st.dates(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
WINDOWS = st.builds(lambda start, length: Window(start, start + length * DAY), NEAR, st.integers(1, 120))
WEEK_STARTS = st.sampled_from(list(Weekday))


def by_oracle(fixed, window, week_start):
    """List the due days by dateutil."""
    rule = rrule.rrule(
        rrule.WEEKLY if fixed.frequency == Frequency.WEEKLY else rrule.DAILY,
        dtstart=dt.datetime.combine(fixed.starts_on, dt.time()),
        interval=fixed.interval,
        wkst=week_start.number,
        byweekday=[each.number for each in fixed.weekdays] or None,
        until=dt.datetime.combine(fixed.ends_on or window.end_on, dt.time()),
    )
    days = (each.date() for each in rule)
    return [day for day in days if day in window and day not in fixed.except_on]


@given(
    strategies.records(
        FixedDays,
        starts_on=NEAR,
        ends_on=st.none() | NEAR,
        interval=st.integers(1, 4),
        except_on=st.lists(NEAR, max_size=3).map(tuple),
        weekdays=st.lists(st.sampled_from(list(Weekday)), max_size=4).map(tuple),
        times_a_day=st.integers(1, 3),
    ),
    WINDOWS,
    WEEK_STARTS,
)
def test_fixed_days_are_those_of_dateutil(fixed, window, week_start):
    found = fixed.occasions(window, week_start=week_start)
    days = by_oracle(fixed, window, week_start)
    assert [each.on for each in found] == [day for day in days for _ in range(fixed.times_a_day)]
    assert [each.number for each in found] == list(range(fixed.times_a_day)) * len(days)
    assert [day for day in window if fixed.is_due(day, week_start)] == days
    times = sorted(fixed.times_of_day) or [None] * fixed.times_a_day
    assert [each.at for each in found] == times * len(days)


@given(
    strategies.records(
        ResidenceSchedule,
        starts_on=NEAR,
        ends_on=st.none() | NEAR,
        every_weeks=st.integers(1, 4),
        also_on=st.lists(NEAR, max_size=3).map(tuple),
        except_on=st.lists(NEAR, max_size=3).map(tuple),
        weekdays=st.lists(st.sampled_from(list(Weekday)), min_size=1, max_size=4).map(tuple),
    ),
    WINDOWS,
    WEEK_STARTS,
)
def test_days_in_a_home_are_those_of_dateutil(residence, window, week_start):
    last = window.end_on - DAY
    weeks = FixedDays(
        frequency="weekly",
        weekdays=tuple(dict.fromkeys(residence.weekdays)),
        interval=residence.every_weeks,
        starts_on=residence.starts_on,
    )
    ended = window.end_on if residence.ends_on is None else residence.ends_on
    regular = {day for day in by_oracle(weeks, window, week_start) if day <= ended}
    days = (regular - set(residence.except_on)) | {day for day in residence.also_on if day in window}
    assert residence.ordinals(window.start_on, last, week_start) == {day.toordinal() for day in days}
    home = Household(id="home", residence_schedule=(residence,))
    assert home.days_with_child(window.start_on, last, week_start) == days
    assert {day for day in window if home.has_child_on(day, week_start)} == days
    assert Household(id="home").days_with_child(window.start_on, last, week_start) == set(window)


@given(strategies.records(FixedDays, starts_on=NEAR, ends_on=None), WINDOWS, st.integers(1, 119), WEEK_STARTS)
def test_occasions_of_two_windows_are_those_of_both(fixed, window, cut, week_start):
    middle = min(window.start_on + cut * DAY, window.end_on)
    parts = [Window(window.start_on, middle)] + ([Window(middle, window.end_on)] if middle < window.end_on else [])
    found = [each for part in parts for each in fixed.occasions(part, week_start=week_start)]
    assert tuple(found) == fixed.occasions(window, week_start=week_start)


@pytest.mark.parametrize(
    ("week_start", "expected"),
    [("monday", ["2025-01-05", "2025-01-13", "2025-01-19"]), ("sunday", ["2025-01-06", "2025-01-19", "2025-01-20"])],
)
def test_every_other_week_depends_on_where_weeks_begin(week_start, expected):
    starts_on = dt.date(2025, 1, 5 if week_start == "monday" else 6)  # a Sunday, a Monday
    fixed = FixedDays(frequency="weekly", weekdays=("monday", "sunday"), interval=2, starts_on=starts_on)
    found = fixed.occasions(Window(dt.date(2025, 1, 1), dt.date(2025, 1, 21)), week_start=Weekday(week_start))
    assert [each.on.isoformat() for each in found] == expected


@pytest.mark.parametrize("change", [dt.date(2025, 3, 30), dt.date(2025, 10, 26)])
def test_a_change_of_the_clocks_neither_adds_nor_loses_an_occasion(change):
    daily = FixedDays(frequency="daily", starts_on=dt.date(2025, 1, 1), times_of_day=(dt.time(2, 30),))
    found = daily.occasions(Window(change - DAY, change + 2 * DAY))
    assert [(each.on, each.at) for each in found] == [(change + n * DAY, dt.time(2, 30)) for n in (-1, 0, 1)]


# Weekly targets.


@given(
    strategies.records(WeeklyTarget, starts_on=NEAR, ends_on=st.none() | NEAR, times=st.integers(1, 20)),
    WINDOWS,
    WEEK_STARTS,
    st.sets(NEAR, max_size=20),
)
def test_weekly_target_counts_open_days(target, window, week_start, closed):
    found = target.occasions(window, week_start=week_start, is_open=lambda day: day not in closed)
    expected = []
    for last in window:
        if (last + DAY).weekday() != week_start.number:
            continue
        week = [last - each * DAY for each in range(7)]
        in_force = [day for day in week if target.starts_on <= day <= (target.ends_on or dt.date.max)]
        count = target.times * len([day for day in in_force if day not in closed]) // 7
        expected += [(last, number) for number in range(count)]
    assert [(each.on, each.number) for each in found] == expected


def test_whole_weeks_have_the_whole_target():
    target = WeeklyTarget(times=5, starts_on=dt.date(2025, 1, 1))
    found = target.occasions(Window.weeks(dt.date(2025, 1, 6), 4))
    assert [each.on.isoformat() for each in found[::5]] == ["2025-01-12", "2025-01-19", "2025-01-26", "2025-02-02"]
    assert len(found) == 20
