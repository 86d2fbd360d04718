"""The runs of observations that meet a mastery criterion, and the times in which the skill was there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import attrs

from collabcare._dates import local_day
from collabcare.plans import MasteryCriterion
from collabcare.progress.judged_observations import Moment
from collabcare.progress.mastery_result import MasteryEpisode, Status
from collabcare.vocabulary import Setting

__all__ = ["Runs", "beyond_one", "in_one_place", "without_maintenance"]


def without_maintenance(criterion: MasteryCriterion) -> MasteryCriterion:
    """Keep all that a criterion asks for but maintenance."""
    return MasteryCriterion(
        threshold=criterion.threshold,
        comparator=criterion.comparator,
        consecutive=criterion.consecutive,
        settings=criterion.settings,
        people=criterion.people,
        max_support_level=criterion.max_support_level,
    )


def in_one_place(criterion: MasteryCriterion) -> MasteryCriterion:
    """Keep what a criterion asks for wherever the child is: threshold, help and a run."""
    return MasteryCriterion(
        threshold=criterion.threshold,
        comparator=criterion.comparator,
        consecutive=criterion.consecutive,
        max_support_level=criterion.max_support_level,
    )


class Runs:
    """
    The runs of observations that meet a criterion.

    Parameters
    ----------
    criterion
        The criterion.
    moments
        In order of time.
    timezone
        In which days are days.
    """

    def __init__(self, criterion: MasteryCriterion, moments: Sequence[Moment], timezone: str) -> None:
        self.run: list[Moment] = []
        self.episodes: list[MasteryEpisode] = []
        self.acquired_on: dt.date | None = None
        self.last_on: dt.date | None = None
        self._criterion = criterion
        for each in moments:
            self._take(each, local_day(each.at, timezone))

    def _take(self, moment: Moment, day: dt.date) -> None:
        if not moment.meets:
            if self.acquired_on is not None:
                self.episodes[-1] = attrs.evolve(self.episodes[-1], lost_on=day)
            self.run, self.acquired_on = [], None
            return
        self.run.append(moment)
        self.last_on = day
        days = self._criterion.maintenance_days
        if self.acquired_on is None:
            if self._broad_and_long():
                self.acquired_on = day
                self.episodes.append(MasteryEpisode(acquired_on=day, met_on=None if days else day, lost_on=None))
        elif days and self.episodes[-1].met_on is None and (day - self.acquired_on).days >= days:
            self.episodes[-1] = attrs.evolve(self.episodes[-1], met_on=day)

    def _broad_and_long(self) -> bool:
        asked = self._criterion
        return (
            len(self.run) >= asked.consecutive
            and len(self.settings) >= beyond_one(asked.settings)
            and len(self.people) >= beyond_one(asked.people)
        )

    @property
    def settings(self) -> frozenset[Setting]:
        """The settings of the present run."""
        return frozenset[Setting]().union(*(each.settings for each in self.run))

    @property
    def people(self) -> frozenset[str]:
        """The people of the present run."""
        return frozenset[str]().union(*(each.people for each in self.run))

    @property
    def status(self) -> Status:
        """Where the skill stands after the last moment."""
        now = self.episodes[-1] if self.acquired_on is not None else None
        if now is not None and now.met_on is not None:
            return "mastered"
        if any(each.met_on is not None for each in self.episodes):
            return "lost"
        return "not-yet" if now is None else "acquired"


def beyond_one(number: int) -> int:
    """One setting, or one person, needs no telling: every observation was somewhere."""
    return number if number > 1 else 0
