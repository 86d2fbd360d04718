"""Stretches of days, beside the days themselves counted one by one."""

import datetime as dt
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from collabcare.engagement.pauses import Stretches
from collabcare.engagement.promises import counted
from collabcare.vocabulary import DayCount

START = dt.date(2026, 9, 7)
DAYS = st.integers(0, 40).map(lambda each: START + dt.timedelta(days=each))
SOME = st.lists(st.tuples(DAYS, DAYS).map(sorted).map(tuple), max_size=5).map(Stretches.joined)
CASE = SimpleNamespace(plan=SimpleNamespace(closed_on=(START + dt.timedelta(days=9),)))


def days(first, last):
    return [first + dt.timedelta(days=each) for each in range((last - first).days + 1)]


@given(SOME, DAYS, DAYS)
def test_each_day_lies_in_a_stretch_or_in_a_gap(some, one, other):
    first, last = sorted([one, other])
    inside = [day for day in days(first, last) if any(start <= day <= end for start, end in some.parts)]
    gaps = some.gaps(first, last)
    assert list(some.between(first, last)) == inside == [day for day in days(first, last) if day in some]
    assert sorted([*gaps.between(first, last), *inside]) == days(first, last)
    assert gaps == Stretches.joined(gaps.parts)  # in order; they neither overlap nor touch
    assert all(first <= start <= end <= last for start, end in gaps.parts)


@given(SOME, DAYS, st.integers(1, 20), st.sampled_from(DayCount))
def test_a_promise_is_due_on_its_nth_day_that_counts(rest, after, number, kind):
    ahead = [after + dt.timedelta(days=each) for each in range(1, 120)]
    counting = [
        day
        for day in ahead
        if day not in rest and (kind != DayCount.WORKING or (day.weekday() < 5 and day not in CASE.plan.closed_on))
    ]
    assert counted(CASE, after, number, kind, rest) == counting[number - 1]
