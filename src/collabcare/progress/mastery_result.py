"""What mastery says: whether a skill meets its criterion, since when, and what is missing."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import attrs

from collabcare.progress.result_part import NotCounted, Plain

__all__ = ["Mastery", "MasteryEpisode", "MissingCode", "MissingForMastery", "Status"]

Status = Literal["not-yet", "acquired", "mastered", "lost"]
MissingCode = Literal["threshold", "support", "consecutive", "settings", "people", "maintenance"]


@attrs.frozen(kw_only=True, repr=False)
class MissingForMastery(Plain):
    """
    One thing that is still missing for mastery.

    Parameters
    ----------
    code
        `threshold`, `support` (more help than allowed), `consecutive`, `settings`, `people` or `maintenance`.
    needed, have
        How much is needed, and how much there is: observations, settings, people or days. For `threshold` and `support`
        there are no numbers.
    unstated
        Observations of the present run that do not say where, or with whom; they may hold what is missing.
    sentence
        The same in plain words, in English, with numbers of observations and days only.
    """

    code: MissingCode
    needed: int | None
    have: int | None
    unstated: int
    sentence: str


@attrs.frozen(kw_only=True, repr=False)
class MasteryEpisode(Plain):
    """
    One stretch of time in which the skill was there.

    Parameters
    ----------
    acquired_on
        The day on which a run of observations met everything but maintenance.
    met_on
        The day on which the whole criterion was met; the same where it asks for no maintenance, `None` where the skill
        was not seen to last.
    lost_on
        The day of the first observation that did not meet; `None` where there is none.
    """

    acquired_on: dt.date
    met_on: dt.date | None
    lost_on: dt.date | None


@attrs.frozen(kw_only=True, repr=False)
class Mastery(Plain):
    """
    Whether a skill meets the mastery criterion of its goal. It is what was observed, not what the child can do.

    Parameters
    ----------
    goal
        Its id.
    status
        `not-yet`; `acquired`: all but maintenance; `mastered`; `lost`: it was mastered and is not now. `None` with a
        `reason`.
    met_on
        The day on which the whole criterion was met for the first time; it stays when the skill is lost.
    acquired_on
        The day on which all but maintenance was met for the first time.
    lost_on
        With the status `lost`, the day on which the mastered skill was lost, the last time that it was.
    episodes
        Each time that it was there, in order.
    missing
        What is missing now; empty when mastered.
    observations, meeting
        How many observations count, and how many of them meet what is asked of one.
    run
        How many of the last ones in a row meet.
    met_in_baseline
        Whether the baseline alone meets the criterion, maintenance aside: then the skill was there before.
    unit
        The unit in which values were compared.
    left_out
        Measurements that do not count, by reason: `baseline-phase`, `generalization-probe`, `other-unit`, `no-value` (a
        level, or trials where the unit is not %), `no-unit`, `help-not-stated`, `help-not-on-scale`.
    reason
        Why there is no status: `no-criterion`, `nothing-measured`, or `nothing-counted`.
    """

    goal: str
    status: Status | None
    met_on: dt.date | None
    acquired_on: dt.date | None
    lost_on: dt.date | None
    episodes: tuple[MasteryEpisode, ...]
    missing: tuple[MissingForMastery, ...]
    observations: int
    meeting: int
    run: int
    met_in_baseline: bool
    unit: str | None
    left_out: tuple[NotCounted, ...]
    reason: str | None
