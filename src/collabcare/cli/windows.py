"""Days, months and moments as they are typed, and the window that they choose."""

from __future__ import annotations

import datetime as dt
import re

import attrs
import click

from collabcare._dates import DAY, Window, is_zone, local_day
from collabcare.cli.failures import Failure, note, shown_name
from collabcare.errors import InvalidRecordError
from collabcare.journal import Journal
from collabcare.plans import SharedPlan
from collabcare.vocabulary import SessionStatus

__all__ = ["DayType", "MomentType", "MonthType", "WindowOptions", "ZoneType", "last_day"]

_YEARS = range(1900, 2200)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_INSTANT = re.compile(r"[0-9-]{10}T[0-9:]{8}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-9]{2})", re.ASCII)
_LONG_SILENCE = 14 * DAY


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
    return day if day is not None and day.year in _YEARS else None


class DayType(click.ParamType[dt.date]):
    """A calendar day."""

    name = "day"

    def convert(self, value: str | dt.date, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Read `2026-09-07`."""
        day = _day(value) if isinstance(value, str) else value
        if day is None:
            self.fail("give a day as YYYY-MM-DD.", param, ctx)
        return day


class MonthType(click.ParamType[Window]):
    """A calendar month."""

    name = "month"

    def convert(self, value: str | Window, param: click.Parameter | None, ctx: click.Context | None) -> Window:
        """Read `2026-09`."""
        first = _day(f"{value}-01") if isinstance(value, str) else value.start_on
        if first is None:
            self.fail("give a month as YYYY-MM.", param, ctx)
        return Window.month(f"{first:%Y-%m}")


class MomentType(click.ParamType[dt.date | dt.datetime]):
    """A day, or an instant that says its offset from UTC."""

    name = "day or instant"

    def convert(
        self, value: str | dt.date, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date | dt.datetime:
        """Read `2026-09-07` or `2026-09-07T12:00:00+02:00`."""
        found: dt.date | None = value if isinstance(value, dt.date) else _day(value) or _instant(value)
        if found is None:
            self.fail("give a day as YYYY-MM-DD, or an instant as YYYY-MM-DDTHH:MM:SS+HH:MM.", param, ctx)
        return found


def _instant(text: str) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(text) if _INSTANT.fullmatch(text) else None
        return None if found is None else found.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None


class ZoneType(click.ParamType[str]):
    """A time zone."""

    name = "zone"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Take `Europe/Madrid`."""
        if not is_zone(value):
            self.fail("give a time zone (IANA) that exists, such as Europe/Madrid.", param, ctx)
        return value


@attrs.frozen
class WindowOptions:
    """
    What the options say about the window.

    Parameters
    ----------
    start_on
        `--from`: the first day.
    end_on
        `--to`: the day after the last.
    month
        `--month`: a calendar month, instead of the two.
    """

    start_on: dt.date | None
    end_on: dt.date | None
    month: Window | None

    def window(self, plan: SharedPlan, journal: Journal, journal_path: str) -> Window:
        """
        Choose the window: from the plan's start to its end, or to the last event of a plan without an end.

        Parameters
        ----------
        plan
            The plan.
        journal
            Its journal.
        journal_path
            The journal's file, for what is said about it.

        Returns
        -------
        Window
            Half-open.

        Raises
        ------
        Failure
            When the options contradict each other, or no end can be found.
        """
        if self.month is not None:
            if self.start_on is not None or self.end_on is not None:
                raise Failure("collabcare: give --month, or --from and --to, not both")
            return self.month
        start = self.start_on or plan.starts_on
        end = self.end_on or self._end(plan, journal, journal_path)
        try:
            return Window(start, end)
        except InvalidRecordError:
            pass
        raise Failure(f"collabcare: the window holds no day: let --to, the day after the last, be later than {start}")

    def _end(self, plan: SharedPlan, journal: Journal, journal_path: str) -> dt.date:
        last = last_day(plan, journal)
        if plan.ends_on is None and last is None:
            raise Failure(
                f"collabcare: {shown_name(journal_path)} has no event and the plan no end: give --to or --month"
            )
        if plan.ends_on is None:
            return (last or plan.starts_on) + DAY
        if last is not None and plan.ends_on - last > _LONG_SILENCE:
            note(
                f"the last event is of {last}, the plan ends on {plan.ends_on}: what fell due in between counts as not "
                "kept; choose another end with --to"
            )
        return plan.ends_on + DAY


def last_day(plan: SharedPlan, journal: Journal) -> dt.date | None:
    """Find the day of the last event; a session still to come is none."""
    instants = (
        *(each.scheduled_start_at for each in journal.sessions if each.status != SessionStatus.SCHEDULED),
        *(each.practised_at for each in journal.practice if each.practised_at is not None),
        *(each.observed_at for each in journal.fidelity),
        *(each.sent_at for each in journal.messages),
        *(each.measured_at for each in journal.measurements),
        *(each.answered_at for each in journal.answers),
        *(each.checked_in_at for each in journal.check_ins),
    )
    days = (
        *(day for each in journal.practice if (day := each.practised_on or each.due_on) is not None),
        *(each.complete_until for each in journal.log_statements),
    )
    last = [local_day(max(instants), plan.timezone)] if instants else []
    return max((*days, *last), default=None)
