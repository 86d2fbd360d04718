"""What adherence says: rates with their denominators and bounds, the longest gap, and how long practice went on."""

from __future__ import annotations

import datetime as dt
from typing import cast

import attrs

from collabcare._dates import Window
from collabcare._frozen import FrozenMapping

__all__ = ["Adherence", "AdherenceRate", "Persistence", "PracticeGap"]


@attrs.frozen(kw_only=True, repr=False)
class _Plain:
    """What all parts of the result have in common."""

    def to_dict(self) -> dict[str, object]:
        """Give it as plain data for JSON: days as text, `None` where something is not known."""
        return {field.name: _plain(getattr(self, field.name)) for field in attrs.fields(type(self))}

    def __repr__(self) -> str:
        """Name the kind; no figure of a family."""
        return f"<{type(self).__name__}>"


def _plain(value: object) -> object:
    if isinstance(value, _Plain):
        return value.to_dict()
    if isinstance(value, FrozenMapping):
        return {name: _plain(each) for name, each in cast("FrozenMapping[object]", value).items()}
    if isinstance(value, Window):
        return {"start_on": value.start_on.isoformat(), "end_on": value.end_on.isoformat()}
    if isinstance(value, dt.datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, dt.date) else value


@attrs.frozen(kw_only=True, repr=False)
class AdherenceRate(_Plain):
    """
    One rate of adherence, with all that it was made of.

    Parameters
    ----------
    value
        numerator/denominator; `None` with a `reason`.
    numerator, denominator
        Over what is known: what was reported, or what a log stated complete covers.
    unknown
        How much of the same unit is not known, and not in the denominator.
    worst, best
        The rate over known and unknown together, had none of the unknown been done, or all of it as prescribed; `None`
        where nothing was due.
    reason
        Why there is no value: `nothing-due`, `too-little-reported`, `nothing-prescribed` (no minutes were agreed),
        `no-quality` (nobody said how well it went).
    """

    value: float | None
    numerator: float
    denominator: float
    unknown: float
    worst: float | None
    best: float | None
    reason: str | None


@attrs.frozen(kw_only=True, repr=False)
class PracticeGap(_Plain):
    """
    The longest time without practice.

    Parameters
    ----------
    days
        The most open days in a row without practice, taking silence for no practice; `None` without an open day.
    at_least
        The same, taking each day on which something unreported was due for a day of practice.
    first_on, last_on
        First and last day of the longest gap, the earliest where several are as long; `None` where `days` is 0.
    open_days
        How many days were looked at: within plan and window, past, not paused, with an assignment in force.
    """

    days: int | None
    at_least: int | None
    first_on: dt.date | None
    last_on: dt.date | None
    open_days: int


@attrs.frozen(kw_only=True, repr=False)
class Persistence(_Plain):
    """
    How long practice went on, from its first day in the window until a gap.

    Initiation, implementation and persistence are facts of their own: rates of adherence say nothing of them.

    Parameters
    ----------
    gap_days
        How many open days in a row without practice end it.
    initiated_on
        The first day of practice in the window; `None` where there is none.
    until
        The last day of practice before the first such gap, else the last one of all; as reported.
    days
        Days from the first to that one, both counted.
    discontinued
        Whether such a gap followed. `False` says that practice was still going on when the window, or knowledge,
        ended: the time is censored. `None` where it depends on what nobody reported, or nothing began.
    until_at_best
        The same as `until`, had everything unreported been done.
    """

    gap_days: int
    initiated_on: dt.date | None
    until: dt.date | None
    days: int | None
    discontinued: bool | None
    until_at_best: dt.date | None


@attrs.frozen(kw_only=True, repr=False)
class Adherence(_Plain):
    """
    How much of the agreed home practice was done, in the measures that trials report.

    It is what the family reports, not what was verified, and not how hard anyone tried. The partnership score does not
    use it.

    Parameters
    ----------
    plan_id, window, as_of, household, assignment
        What was looked at: plan, days, moment of knowledge, one home or all, one assignment or all.
    due, reported, unreported
        Occasions that were due, and how many of them are known and not known.
    left_out
        What was not counted, by reason; `extra` is practice beyond what was due, `duplicate` a second report.
    taking, taking_uncapped
        Practice done over occasions due; without and with practice beyond them.
    correct_days
        Days on which exactly the prescribed number was done, over days on which any was due.
    days_practised
        Days practised over days due.
    minutes, minutes_uncapped
        Minutes practised over minutes prescribed; each occasion at most its own, and without that limit.
    exas
        The mean over exercises of rate times quality.
    exas_of
        The same for each exercise, by the id of its assignment.
    longest_gap
        The longest time without practice.
    persistence
        How long practice went on.
    model_id, model_version, parameters_digest, library_version
        What the occasions, credits and policies come from.
    """

    plan_id: str
    window: Window
    as_of: dt.datetime
    household: str | None
    assignment: str | None
    due: int
    reported: int
    unreported: int
    left_out: FrozenMapping[int]
    taking: AdherenceRate
    taking_uncapped: AdherenceRate
    correct_days: AdherenceRate
    days_practised: AdherenceRate
    minutes: AdherenceRate
    minutes_uncapped: AdherenceRate
    exas: AdherenceRate
    exas_of: FrozenMapping[AdherenceRate]
    longest_gap: PracticeGap
    persistence: Persistence
    model_id: str
    model_version: int
    parameters_digest: str
    library_version: str
