"""When practice is due: on fixed days, or so many times a week."""

import datetime as dt
from collections.abc import Callable, Iterator

import attrs

from collabcare._dates import DAY, WEEK, Window, every, every_week, week_of
from collabcare._record.declare import EVERYONE, about, rule
from collabcare._record.kinds import Day, Days, Few, TimeOfDay
from collabcare._record.record import record
from collabcare.errors import Problem
from collabcare.vocabulary import Frequency, Weekday

__all__ = ["FixedDays", "Occasion", "WeeklyTarget"]


@attrs.frozen(order=True)
class Occasion:
    """
    One time at which practice is due.

    Parameters
    ----------
    on
        The day; for a weekly target the last day of its week.
    number
        Counts the occasions of one day, from 0.
    at
        The agreed time of day, on the clock of the plan's zone; `None` where none was agreed.
    """

    on: dt.date
    number: int = 0
    at: dt.time | None = attrs.field(default=None, order=False)


@record
class FixedDays:
    """
    Practice due on known days: every so many days, or on weekdays.

    Days are days in the plan's zone, so that a change of the clocks neither adds nor loses an occasion.
    """

    frequency: Frequency = about("Whether it repeats by days or by weeks.", audience=EVERYONE)
    weekdays: tuple[Weekday, ...] = about("The days of the week, for a weekly schedule.", default=(), audience=EVERYONE)
    interval: Few = about("1 for each day or week, 2 for every other ...", default=1, audience=EVERYONE)
    times_a_day: Few = about("How often on each of these days.", default=1, audience=EVERYONE)
    times_of_day: tuple[TimeOfDay, ...] = about("At which times of day.", default=(), audience=EVERYONE)
    starts_on: Day = about("The first day; intervals are counted from it.", audience=EVERYONE)
    ends_on: Day | None = about("The last day.", default=None, audience=EVERYONE)
    except_on: Days = about("Days that fall out.", default=(), audience=EVERYONE)

    @rule
    def _weekdays_fit(self) -> Iterator[Problem]:
        if (self.frequency == Frequency.WEEKLY) != bool(self.weekdays):
            yield Problem("/weekdays", "needs", "give weekdays exactly when frequency is weekly")
        elif len(set(self.weekdays)) != len(self.weekdays):
            yield Problem("/weekdays", "duplicate", "give each weekday once")

    @rule
    def _times_fit(self) -> Iterator[Problem]:
        if self.times_of_day and len(self.times_of_day) != self.times_a_day:
            yield Problem("/times_of_day", "wrong-count", "give as many times of day as times_a_day says, or none")

    @rule
    def _dates_in_order(self) -> Iterator[Problem]:
        if self.ends_on is not None and self.ends_on < self.starts_on:
            yield Problem("/ends_on", "date-order", "let ends_on not be before starts_on")

    @rule
    def _not_empty(self) -> Iterator[Problem]:
        if self.ends_on is None or self.ends_on < self.starts_on:
            return
        if (self.frequency == Frequency.WEEKLY) != bool(self.weekdays):
            return
        out = frozenset(self.except_on)
        starts = (Weekday.MONDAY, Weekday.SUNDAY)
        if all(day in out for each in starts for day in self._scheduled(self.starts_on, self.ends_on, each)):
            yield Problem("", "empty-schedule", "leave at least one day on which practice is due")

    def is_due(self, day: dt.date, week_start: Weekday) -> bool:
        """Tell whether practice is due on a day; weeks begin as the plan says."""
        return day not in self.except_on and day in self._scheduled(day, day, week_start)

    def _scheduled(self, first: dt.date, last: dt.date, week_start: Weekday) -> Iterator[dt.date]:
        """Go through the days from one to another, both included, as if none fell out; in no order."""
        start = max(first, self.starts_on)
        end = last if self.ends_on is None else min(last, self.ends_on)
        if self.frequency == Frequency.DAILY:
            return every(self.interval, self.starts_on, start, end)
        weekdays = [each.number for each in self.weekdays]
        return every_week(weekdays, self.interval, self.starts_on, start, end, week_start.number)

    def occasions(self, window: Window, *, week_start: Weekday = Weekday.MONDAY) -> tuple[Occasion, ...]:
        """
        List when practice is due.

        Parameters
        ----------
        window
            Half-open days in the plan's zone.
        week_start
            The day on which the plan's weeks begin; it matters for every other week.

        Returns
        -------
        tuple of Occasion
            In order of time.
        """
        times = tuple(sorted(self.times_of_day)) or (None,) * self.times_a_day
        return tuple(
            Occasion(day, number, at)
            for day in self.days(window, week_start=week_start)
            for number, at in enumerate(times)
        )

    def days(self, window: Window, *, week_start: Weekday = Weekday.MONDAY) -> list[dt.date]:
        """
        List the days on which practice is due, each once.

        Parameters
        ----------
        window
            Half-open days in the plan's zone.
        week_start
            The day on which the plan's weeks begin.

        Returns
        -------
        list of date
            In order of time.
        """
        days, out = self._scheduled(window.start_on, window.end_on - DAY, week_start), frozenset(self.except_on)
        return sorted([day for day in days if day not in out])


@record
class WeeklyTarget:
    """Practice due so many times a week, on any day."""

    times: Few = about("How often a week.", audience=EVERYONE)
    max_per_day: Few | None = about("How many of them may fall on one day.", default=None, audience=EVERYONE)
    starts_on: Day = about("The first day.", audience=EVERYONE)
    ends_on: Day | None = about("The last day.", default=None, audience=EVERYONE)

    @rule
    def _dates_in_order(self) -> Iterator[Problem]:
        if self.ends_on is not None and self.ends_on < self.starts_on:
            yield Problem("/ends_on", "date-order", "let ends_on not be before starts_on")

    @rule
    def _reachable(self) -> Iterator[Problem]:
        if self.max_per_day is not None and self.max_per_day * 7 < self.times:
            yield Problem("/max_per_day", "empty-schedule", "let the target be reachable: max_per_day x 7 >= times")

    def occasions(
        self,
        window: Window,
        *,
        week_start: Weekday = Weekday.MONDAY,
        is_open: Callable[[dt.date], bool] = lambda _day: True,
    ) -> tuple[Occasion, ...]:
        """
        List what is due: for each week `floor(times x open days / 7)`, dated on the last day of the week.

        Parameters
        ----------
        window
            Half-open days in the plan's zone; a week belongs to the window that holds its last day.
        week_start
            The day on which the plan's weeks begin.
        is_open
            Tells whether a day counts, for pauses; days before `starts_on` or after `ends_on` never do.

        Returns
        -------
        tuple of Occasion
            In order of time.
        """
        found: list[Occasion] = []
        week = week_of(window.start_on, week_start.number)
        while week + WEEK - DAY < window.end_on:
            last = week + WEEK - DAY
            if last in window:
                days = (week + each * DAY for each in range(7))
                open_days = sum(
                    self.starts_on <= day and (self.ends_on is None or day <= self.ends_on) and is_open(day)
                    for day in days
                )
                found += [Occasion(last, number) for number in range(self.times * open_days // 7)]
            week += WEEK
        return tuple(found)
