"""Windows as expressions over a column of days: the week, month or quarter of a day, and what lies in a window."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import narwhals as nw

from collabcare._dates import DAY, Window

__all__ = ["START", "Every", "WindowColumns", "day_number"]

START = "window_start"

Every = Literal["week", "month", "quarter"]

_UNIT = {"month": "1mo", "quarter": "1q"}
# From the first day of a month or quarter, so many days reach into the next one, and not beyond it.
_REACH = {"month": 31, "quarter": 92}
_WEEK, _QUARTER = 7, 3


class WindowColumns:
    """
    The windows of a table: which rows lie in one, where it starts, where it ends.

    Parameters
    ----------
    window
        The days that are looked at; `None` for all.
    every
        Cuts them at the bounds of weeks (from Monday), months or quarters; `None` for a single window.
    day
        The type of the column of days: a day, or in pandas a point in time at midnight.
    """

    def __init__(self, window: Window | None, every: Every | None, day: nw.dtypes.DType) -> None:
        self.window, self.every, self._day = window, every, day

    def literal(self, day: dt.date) -> nw.Expr:
        """Make a day a value that compares with the column of days."""
        if isinstance(self._day, nw.Date):
            return nw.lit(day, dtype=nw.Date)
        return nw.lit(dt.datetime(day.year, day.month, day.day), dtype=self._day)  # noqa: DTZ001 -- a day, without a zone

    def read(self, text: nw.Expr) -> nw.Expr:
        """Make days of texts such as 2026-09-01, to compare with the column of days."""
        return text.str.to_datetime(format="%Y-%m-%d").cast(self._day)

    @property
    def none(self) -> nw.Expr:
        """No day."""
        return nw.lit(None, dtype=self._day)

    def holds(self, on: nw.Expr) -> nw.Expr:
        """Tell whether a day lies in the window."""
        if self.window is None:
            return ~on.is_null()
        return (on >= self.literal(self.window.start_on)) & (on < self.literal(self.window.end_on))

    def start(self, on: nw.Expr) -> nw.Expr:
        """Find the first day of the window that a day lies in."""
        if self.every is None:
            return self.none if self.window is None else self.literal(self.window.start_on)
        found = self._floor(on)
        if self.window is None:
            return found
        return nw.max_horizontal(found, self.literal(self.window.start_on))

    def end(self, start: nw.Expr) -> nw.Expr:
        """Find the day after the last of a window, from its first."""
        if self.every is None:
            return self.none if self.window is None else self.literal(self.window.end_on)
        # The first window of several may begin within its week, month or quarter.
        found = self._shifted(self._floor(start), _WEEK) if self.every == "week" else self._next(start)
        if self.window is None:
            return found
        return nw.min_horizontal(found, self.literal(self.window.end_on))

    def starts(self) -> tuple[dt.date, ...]:
        """List the first days of all windows, where they are known without looking at the rows."""
        if self.window is None:
            return ()
        if self.every is None:
            return (self.window.start_on,)
        if self.every == "week":
            return tuple(each.start_on for each in self.window.split("week"))
        months = self.window.split("month")
        return tuple(
            each.start_on
            for each in months
            if self.every == "month" or each is months[0] or each.start_on.month % _QUARTER == 1
        )

    def last_day(self, start: nw.Expr) -> nw.Expr:
        """Find the last day of a window, from its first."""
        return self._shifted(self.end(start), -1)

    def _floor(self, on: nw.Expr) -> nw.Expr:
        if self.every != "week":
            return on.dt.truncate(_UNIT[self.every or ""]).cast(self._day)
        # Sunday is 7 on some engines and 0 on others, so it is what is left.
        weekday = on.dt.weekday()
        found = on.dt.truncate("1d").cast(self._day)
        chosen = nw.when(weekday == 1).then(found)
        for number in range(2, _WEEK):
            chosen = chosen.when(weekday == number).then(self._shifted(found, 1 - number))
        return chosen.otherwise(self._shifted(found, 1 - _WEEK))

    def _next(self, start: nw.Expr) -> nw.Expr:
        every = self.every or ""
        return self._shifted(self._floor(start), _REACH[every]).dt.truncate(_UNIT[every]).cast(self._day)

    def _shifted(self, day: nw.Expr, days: int) -> nw.Expr:
        # Not `offset_by`, which fails in pandas where Arrow holds the days and there are none.
        return (day + days * DAY).cast(self._day)  # some engines make a point in time of it


def day_number(day: nw.Expr) -> nw.Expr:
    """Count days, from the year 0 on, so that two of them can be subtracted on every engine."""
    before = day.dt.year().cast(nw.Int64) - 1
    leaps = before // 4 - before // 100 + before // 400
    return before * 365 + leaps + day.dt.ordinal_day().cast(nw.Int64)
