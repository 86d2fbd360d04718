"""Gaps in home practice, and how long it went on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from collabcare.engagement.adherence_result import Persistence, PracticeGap

__all__ = ["longest_gap", "persistence"]


class _Run(NamedTuple):
    """Open days in a row without practice."""

    days: int
    first_on: dt.date
    last_on: dt.date


def longest_gap(
    open_days: Sequence[dt.date], practised: Collection[dt.date], unknown: Collection[dt.date]
) -> PracticeGap:
    """
    Find the longest time without practice.

    Parameters
    ----------
    open_days
        The days that are looked at, in order; a pause between two of them neither counts nor ends a gap.
    practised
        The days of practice.
    unknown
        Days on which there may have been practice that nobody reported.

    Returns
    -------
    PracticeGap
        The longest run of open days that are no days of practice, taking unknown days for none; and, as `at_least`,
        taking them for practice.

    Notes
    -----
    Every open day counts, also one on which nothing is due: practice on Mondays alone has gaps of six days.

    Examples
    --------
    >>> days = [dt.date(2026, 9, day) for day in range(1, 11)]
    >>> gap = longest_gap(days, {days[0], days[5]}, {days[8]})
    >>> gap.days, gap.at_least, gap.first_on.day, gap.last_on.day
    (4, 4, 2, 5)
    """
    runs = list(_runs(open_days, practised))
    longest = max(runs, key=lambda each: each.days, default=None)  # of several, max gives the first
    at_least = max((each.days for each in _runs(open_days, {*practised, *unknown})), default=0)
    return PracticeGap(
        days=(0 if longest is None else longest.days) if open_days else None,
        at_least=at_least if open_days else None,
        first_on=None if longest is None else longest.first_on,
        last_on=None if longest is None else longest.last_on,
        open_days=len(open_days),
    )


def persistence(
    open_days: Sequence[dt.date], practised: Collection[dt.date], unknown: Collection[dt.date], gap_days: int
) -> Persistence:
    """
    Find how long practice went on.

    Parameters
    ----------
    open_days
        As in `longest_gap`.
    practised
        As in `longest_gap`.
    unknown
        As in `longest_gap`.
    gap_days
        How many open days in a row without practice end it.

    Returns
    -------
    Persistence
        From the first day of practice until the last one before the first gap of that length.

    References
    ----------
    .. [1] Vrijens, B. et al. (2012). A new taxonomy for describing and defining adherence to medications. British
       Journal of Clinical Pharmacology 73, 691-705: initiation, implementation, discontinuation, persistence.

    Examples
    --------
    >>> days = [dt.date(2026, 9, day) for day in range(1, 21)]
    >>> found = persistence(days, {days[1], days[4], days[18]}, set(), gap_days=7)
    >>> found.initiated_on.day, found.until.day, found.days, found.discontinued
    (2, 5, 4, True)
    """
    first, until, ended = _until(open_days, practised, gap_days)
    _, best, ended_at_best = _until(open_days, {*practised, *unknown}, gap_days, first)
    return Persistence(
        gap_days=gap_days,
        initiated_on=first,
        until=until,
        days=None if first is None or until is None else (until - first).days + 1,
        discontinued=ended if ended == ended_at_best else None,
        until_at_best=best,
    )


def _until(
    open_days: Sequence[dt.date], practised: Collection[dt.date], gap_days: int, since: dt.date | None = None
) -> tuple[dt.date | None, dt.date | None, bool | None]:
    """Give the first day of practice, the last one before a gap, and whether a gap followed."""
    first = until = None
    without = 0
    for day in open_days:
        if since is not None and day < since:
            continue
        if day in practised:
            first = first or day
            until, without = day, 0
        elif first is not None:
            without += 1
            if without >= gap_days:
                return first, until, True
    return first, until, None if first is None else False


def _runs(open_days: Sequence[dt.date], practised: Collection[dt.date]) -> Iterator[_Run]:
    run: list[dt.date] = []
    for day in open_days:
        if day not in practised:
            run.append(day)
        elif run:
            yield _Run(len(run), run[0], run[-1])
            run = []
    if run:
        yield _Run(len(run), run[0], run[-1])
