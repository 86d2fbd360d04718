"""
Days, zones and windows: everything that asks "which day is it there?".

There is no clock here: whoever needs "now" passes it in.
"""

from __future__ import annotations

import datetime as dt
import functools
import zoneinfo
from itertools import chain
from typing import TYPE_CHECKING, Literal

import attrs

from collabcare.errors import InvalidRecordError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "Window",
    "end_of_day",
    "every",
    "every_week",
    "is_zone",
    "local_day",
    "ordinals_of_weeks",
    "week_of",
    "zone",
]

DAY = dt.timedelta(days=1)
WEEK = dt.timedelta(days=7)


@functools.cache
def zone(name: str) -> zoneinfo.ZoneInfo:
    """
    Find a time zone by its IANA name.

    Parameters
    ----------
    name
        Such as `"Europe/Madrid"`.

    Returns
    -------
    zoneinfo.ZoneInfo
        The same one each time.

    Raises
    ------
    KeyError
        When there is none of that name.
    """
    return zoneinfo.ZoneInfo(name)


def is_zone(name: str) -> bool:
    """Tell whether there is a time zone of this IANA name."""
    try:
        zone(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def local_day(instant: dt.datetime, name: str) -> dt.date:
    """Find the calendar day of an instant in a zone."""
    return instant.astimezone(zone(name)).date()


def end_of_day(day: dt.date, name: str) -> dt.datetime:
    """Find the instant at which a day ends in a zone: the first moment of the next day, in UTC."""
    return start_of_day(day + DAY, name)


def start_of_day(day: dt.date, name: str) -> dt.datetime:
    """Find the instant at which a day begins in a zone, in UTC, right over both DST changes."""
    return dt.datetime(day.year, day.month, day.day, tzinfo=zone(name)).astimezone(dt.UTC)


def week_of(day: dt.date, first_weekday: int = 0) -> dt.date:
    """Find the first day of a day's week; `first_weekday` counts from Monday, 0."""
    return day - dt.timedelta(days=(day.weekday() - first_weekday) % 7)


def every(number: int, origin: dt.date, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Go through every so many-th day from one day to another, both included, counted from an origin on either side."""
    return map(dt.date.fromordinal, _every(number, origin.toordinal(), first, last))


def every_week(  # noqa: PLR0913, PLR0917 -- each is a question of its own
    weekdays: Iterable[int], number: int, origin: dt.date, first: dt.date, last: dt.date, first_weekday: int
) -> Iterator[dt.date]:
    """Go through the weekdays of every so many-th week, counted from the week of an origin, weekday by weekday."""
    return map(dt.date.fromordinal, ordinals_of_weeks(weekdays, number, origin, first, last, first_weekday))


def ordinals_of_weeks(  # noqa: PLR0913, PLR0917 -- each is a question of its own
    weekdays: Iterable[int], number: int, origin: dt.date, first: dt.date, last: dt.date, first_weekday: int
) -> Iterator[int]:
    """Give the days of `every_week` as ordinals, of which thousands are made and compared in the time of a few days."""
    week = week_of(origin, first_weekday).toordinal()
    days = WEEK.days
    return chain.from_iterable(
        [_every(number * days, week + (each - first_weekday) % days, first, last) for each in weekdays]
    )


def _every(number: int, origin: int, first: dt.date, last: dt.date) -> range:
    start = first.toordinal()
    return range(start + (origin - start) % number, last.toordinal() + 1, number)


@attrs.frozen
class Window:
    """
    A stretch of whole days that is looked at, half-open: `start_on` belongs to it, `end_on` does not.

    It has no time zone of its own: its days are days in the plan's zone.

    Parameters
    ----------
    start_on
        The first day.
    end_on
        The day after the last.

    Raises
    ------
    InvalidRecordError
        When it holds no day.

    Examples
    --------
    >>> import datetime as dt
    >>> window = Window.month("2026-09")
    >>> window.days
    30
    >>> dt.date(2026, 10, 1) in window
    False
    >>> [str(part.start_on) for part in window.split("week")]
    ['2026-09-01', '2026-09-07', '2026-09-14', '2026-09-21', '2026-09-28']
    """

    start_on: dt.date
    end_on: dt.date

    def __attrs_post_init__(self) -> None:
        """Refuse what is not a stretch of days."""
        problems = [
            Problem(f"/{name}", "wrong-type", "give a date")
            for name, value in (("start_on", self.start_on), ("end_on", self.end_on))
            if type(value) is not dt.date
        ]
        if not problems and self.end_on <= self.start_on:
            problems.append(Problem("/end_on", "date-order", "let end_on be later than start_on"))
        if problems:
            raise InvalidRecordError(problems)

    @classmethod
    def month(cls, month: str) -> Window:
        """
        Make the window of one calendar month.

        Parameters
        ----------
        month
            Year and month, as `"2026-09"`.

        Returns
        -------
        Window
            From the first of the month to the first of the next.

        Raises
        ------
        InvalidRecordError
            When the text is not a month.
        """
        start = _parsed(f"{month}-01")
        if start is None or not 1900 <= start.year < 2200 or len(month) != len("2026-09"):  # noqa: PLR2004 -- the years of all days
            raise InvalidRecordError([Problem("", "wrong-format", "give a month as YYYY-MM")])
        return cls(start, (start + dt.timedelta(days=32)).replace(day=1))

    @classmethod
    def weeks(cls, start_on: dt.date, n: int) -> Window:
        """
        Make a window of whole weeks.

        Parameters
        ----------
        start_on
            The first day.
        n
            How many weeks, from 1.

        Returns
        -------
        Window
            `7 * n` days long.

        Raises
        ------
        InvalidRecordError
            When there are fewer than one.
        """
        if n < 1:
            raise InvalidRecordError([Problem("", "out-of-range", "give at least one week")])
        return cls(start_on, start_on + n * WEEK)

    @property
    def days(self) -> int:
        """How many days it holds."""
        return (self.end_on - self.start_on).days

    def __contains__(self, day: dt.date) -> bool:
        """Tell whether a day lies in the window."""
        return self.start_on <= day < self.end_on

    def __iter__(self) -> Iterator[dt.date]:
        """Go through its days."""
        return (self.start_on + each * DAY for each in range(self.days))

    def split(self, every: Literal["week", "month"], *, first_weekday: int = 0) -> tuple[Window, ...]:
        """
        Cut the window at the bounds of weeks or months.

        Parameters
        ----------
        every
            `"week"` or `"month"`.
        first_weekday
            The day on which weeks begin, from Monday, 0.

        Returns
        -------
        tuple of Window
            They adjoin and together make the window; the first and the last may be shorter than a week or month.

        Raises
        ------
        InvalidRecordError
            When it is cut by anything else.
        """
        if every not in {"week", "month"}:
            raise InvalidRecordError([Problem("", "unknown-code", "split a window by week or month")])
        parts: list[Window] = []
        start = self.start_on
        while start < self.end_on:
            if every == "week":
                end = week_of(start, first_weekday) + WEEK
            else:
                end = (start.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
            parts.append(Window(start, min(end, self.end_on)))
            start = end
        return tuple(parts)


def _parsed(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
