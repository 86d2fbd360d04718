"""
The same score over successive windows.

Practice falls in the course of many treatments, with large differences within a person: a single figure hides that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal

import attrs

from collabcare._dates import Window
from collabcare._frozen import FrozenMapping
from collabcare.engagement.comparing import common, common_overall
from collabcare.engagement.model import ScoringModel
from collabcare.engagement.result import EngagementScore, OverallScore
from collabcare.engagement.score import score
from collabcare.journal import Journal
from collabcare.plans import SharedPlan
from collabcare.vocabulary import Side

__all__ = ["Trajectory", "TrajectoryPoint", "trajectory"]

_SIDES = (Side.FAMILY, Side.CLINIC)


@attrs.frozen(kw_only=True, repr=False)
class TrajectoryPoint:
    """
    One window of a trajectory.

    Parameters
    ----------
    window
        Its days; the first and the last may be shorter than the others.
    score
        Its score, with all dimensions.
    family, clinic
        The overall of each side over the compared dimensions alone: these go together from window to window, the
        overalls within `score` do not.
    """

    window: Window
    score: EngagementScore
    family: OverallScore
    clinic: OverallScore

    def __repr__(self) -> str:
        """Show its length; no figure of a family."""
        return f"<TrajectoryPoint {self.window.days} days>"

    def overall(self, side: Side) -> OverallScore:
        """Give the overall of a side over the compared dimensions."""
        return self.family if side == Side.FAMILY else self.clinic


@attrs.frozen(kw_only=True, repr=False)
class Trajectory:
    """
    The same score over successive windows, all known at one moment.

    Parameters
    ----------
    points
        The windows in order of time.
    as_of
        The moment of knowledge of all of them.
    confidence_level
        That of the model's limits.
    compared
        For each side, the dimensions that every window has a rate of, among the windows in which the side has an
        overall.
    not_compared
        For each side, the other dimensions.
    """

    points: tuple[TrajectoryPoint, ...]
    as_of: dt.datetime
    confidence_level: float
    compared: FrozenMapping[tuple[str, ...]]
    not_compared: FrozenMapping[tuple[str, ...]]

    def __repr__(self) -> str:
        """Show how many windows there are; no figure of a family."""
        return f"<Trajectory {len(self.points)} windows>"

    def values(self, side: Side, dimension: str | None = None) -> tuple[tuple[Window, float | None], ...]:
        """
        List one figure over time.

        Parameters
        ----------
        side
            Whose.
        dimension
            Which; without it, the overall over the compared dimensions.

        Returns
        -------
        tuple
            Each window with the value, `None` where it has none.
        """
        return tuple(
            (
                each.window,
                each.overall(side).value if dimension is None else each.score.side(side).dimensions[dimension].value,
            )
            for each in self.points
        )

    def to_dict(self) -> dict[str, object]:
        """Give the figures as plain data for JSON."""
        return {
            "as_of": self.as_of.isoformat().replace("+00:00", "Z"),
            "compared": {side: list(names) for side, names in self.compared.items()},
            "not_compared": {side: list(names) for side, names in self.not_compared.items()},
            "points": [
                {
                    "score": each.score.to_dict(),
                    "family": each.family.to_dict(),
                    "clinic": each.clinic.to_dict(),
                }
                for each in self.points
            ],
        }


def trajectory(  # noqa: PLR0913 -- each is a question of its own
    plan: SharedPlan,
    journal: Journal,
    every: Literal["week", "month"],
    window: Window,
    *,
    as_of: dt.datetime | dt.date | None = None,
    model: ScoringModel | None = None,
    household: str | None = None,
    organization: str | None = None,
    half_life_days: float | None = None,
) -> Trajectory:
    """
    Score each week or month of a window, all as known at one moment.

    A week has few opportunities: many of its figures are withheld, and the limits of the others are wide. Compare
    limits, not values.

    Parameters
    ----------
    plan
        What was agreed.
    journal
        What happened under that plan.
    every
        `"week"`, from the plan's first weekday, or `"month"`.
    window
        Half-open days in the plan's zone; cut at the bounds of weeks or months, its ends may be shorter.
    as_of
        What happened later is not known yet, for all windows; without it, the end of the whole window.
    model
        The scoring model; without it, the one that comes with this library.
    household
        Restricts the family side to one home.
    organization
        Restricts the clinic side to one organization.
    half_life_days
        Days after which an opportunity weighs half, by its age on the last day of its own window, as in `score`.

    Returns
    -------
    Trajectory
        The scores in order of time, with overalls over the dimensions that they have in common.

    Raises
    ------
    InvalidRecordError
        When the journal belongs to another plan, `every` or `as_of` is none, or `half_life_days` is not above 0.
    UnknownReferenceError
        When the plan has no such household or organization.

    Examples
    --------
    >>> from collabcare import Window, engagement, example
    >>> plan, journal = example("late-talker")
    >>> found = engagement.trajectory(plan, journal, "month", Window.weeks(plan.starts_on, 12))
    >>> [str(each.window.start_on) for each in found.points]
    ['2026-09-07', '2026-10-01', '2026-11-01']
    """
    used = ScoringModel.default() if model is None else model
    known = window.end_on if as_of is None else as_of
    scores = [
        score(
            plan,
            journal,
            part,
            as_of=known,
            model=used,
            household=household,
            organization=organization,
            half_life_days=half_life_days,
        )
        for part in window.split(every, first_weekday=plan.week_start.number)
    ]
    compared = {side: _compared(scores, side) for side in _SIDES}
    points = tuple(
        TrajectoryPoint(
            window=each.window,
            score=each,
            family=common_overall(each, Side.FAMILY, compared[Side.FAMILY], used),
            clinic=common_overall(each, Side.CLINIC, compared[Side.CLINIC], used),
        )
        for each in scores
    )
    others = {
        side: tuple(name for name in scores[0].side(side).dimensions if name not in compared[side]) for side in _SIDES
    }
    return Trajectory(
        points=points,
        as_of=scores[0].as_of,
        confidence_level=used.confidence_level,
        compared=FrozenMapping({side.value: compared[side] for side in _SIDES}),
        not_compared=FrozenMapping({side.value: others[side] for side in _SIDES}),
    )


def _compared(scores: Sequence[EngagementScore], side: Side) -> tuple[str, ...]:
    measured = [each for each in scores if each.side(side).overall.value is not None]
    return common(measured, side) if measured else ()
