"""
The same score over successive windows, and how it goes.

Practice falls in the course of many treatments, with large differences within a person: a single figure hides that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Literal

import attrs

from collabcare._dates import Window
from collabcare._frozen import FrozenMapping
from collabcare.engagement.comparing import common, common_overall, direction
from collabcare.engagement.model import ScoringModel
from collabcare.engagement.result import EngagementScore, OverallScore, plain
from collabcare.engagement.score import score
from collabcare.journal import Journal
from collabcare.plans import SharedPlan
from collabcare.vocabulary import Side

__all__ = ["SideTrend", "Trajectory", "TrajectoryPoint", "Trend", "trajectory", "trend"]

_MIN_WINDOWS = 5  # with four, no interval of Sen's reaches 95 %
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


@attrs.frozen(kw_only=True, repr=False)
class Trend:
    """
    How one figure goes over successive windows. It is no forecast, and says nothing of why.

    Parameters
    ----------
    windows
        How many windows have a value.
    slope
        The median rise a week (Theil and Sen), in the unit of the figure; `None` with a `reason`.
    low, high
        Sen's limits of the slope.
    tau, p_value
        Kendall's tau-b of figure and time, and its p-value; `None` where all values are the same.
    reason
        `too-few-windows` when fewer than five have a value.
    """

    windows: int
    slope: float | None
    low: float | None
    high: float | None
    tau: float | None
    p_value: float | None
    reason: str | None

    @property
    def direction(self) -> str | None:
        """`"up"` or `"down"` where the limits exclude 0; `None` otherwise, whatever the slope is."""
        return direction(self.low, self.high)

    def __repr__(self) -> str:
        """Show how many windows there are; no figure of a family."""
        return f"<Trend {self.windows} windows>"

    def to_dict(self) -> dict[str, object]:
        """Give the figures as plain data for JSON."""
        return {**plain(self), "direction": self.direction}


@attrs.frozen(kw_only=True, repr=False)
class SideTrend:
    """
    How the figures of one side go.

    Parameters
    ----------
    side
        Which.
    overall
        Over the compared dimensions alone.
    dimensions
        Each by its name.
    """

    side: Side
    overall: Trend
    dimensions: FrozenMapping[Trend]

    def __repr__(self) -> str:
        """Show which; no figure of a family."""
        return f"<SideTrend {self.side} {len(self.dimensions)} dimensions>"

    def to_dict(self) -> dict[str, object]:
        """Give the figures as plain data for JSON."""
        return {
            "overall": self.overall.to_dict(),
            "dimensions": {name: each.to_dict() for name, each in self.dimensions.items()},
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


def trend(found: Trajectory) -> FrozenMapping[SideTrend]:
    """
    Say how the figures of a trajectory go, week by week. It needs the extra `stats`.

    Each window counts alike, however few opportunities it has, and windows count as independent; so take it for a
    hint. A figure that is near 1 throughout cannot rise.

    Parameters
    ----------
    found
        A trajectory; windows without a value are passed over.

    Returns
    -------
    FrozenMapping of SideTrend
        By side: `"family"` and `"clinic"`.

    Raises
    ------
    ModuleNotFoundError
        When scipy is not installed.

    Notes
    -----
    Time is the middle of a window, in weeks. Slope: median of all slopes between two windows. Limits: Sen's, from the
    normal approximation of Kendall's statistic, at the model's confidence. p-value: Kendall's, exact without ties.
    Several figures are several chances that some limits exclude 0 by accident.

    References
    ----------
    .. [1] Sen, P. K. (1968). Estimates of the regression coefficient based on Kendall's tau. Journal of the American
       Statistical Association 63, 1379-1389.
    .. [2] Gaynor, S. T., et al. (2006): homework falls over treatment, within-person variation is large (abstract).

    Examples
    --------
    >>> from collabcare import Window, engagement, example
    >>> plan, journal = example("late-talker")
    >>> weeks = engagement.trajectory(plan, journal, "week", Window.weeks(plan.starts_on, 12))
    >>> practice = engagement.trend(weeks)["family"].dimensions["home_practice"]
    >>> practice.low <= practice.slope <= practice.high
    True
    """
    return FrozenMapping(
        {
            side.value: SideTrend(
                side=side,
                overall=_trend(found.values(side), found.confidence_level),
                dimensions=FrozenMapping(
                    {
                        name: _trend(found.values(side, name), found.confidence_level)
                        for name in found.points[0].score.side(side).dimensions
                    }
                ),
            )
            for side in _SIDES
        }
    )


def _trend(values: Sequence[tuple[Window, float | None]], level: float) -> Trend:
    known = [(_middle(window), value) for window, value in values if value is not None]
    if len(known) < _MIN_WINDOWS:
        return Trend(
            windows=len(known), slope=None, low=None, high=None, tau=None, p_value=None, reason="too-few-windows"
        )
    stats = _statistics()
    weeks, figures = zip(*known, strict=True)
    line = stats.theilslopes(figures, weeks, alpha=level)
    same = len(set(figures)) == 1
    rank = None if same else stats.kendalltau(weeks, figures)
    return Trend(
        windows=len(known),
        slope=float(line.slope),
        low=float(line.low_slope),
        high=float(line.high_slope),
        tau=None if rank is None else float(rank.statistic),
        p_value=None if rank is None else float(rank.pvalue),
        reason=None,
    )


def _statistics() -> Any:  # noqa: ANN401 -- scipy has no types
    """Load scipy when a trend is asked for, and say where it comes from when it is not there."""
    try:
        import scipy.stats  # type: ignore[import-untyped] # pyright: ignore[reportMissingTypeStubs]
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError("trends need scipy: pip install 'collabcare[stats]'", name=error.name) from None
    return scipy.stats


def _middle(window: Window) -> float:
    """Give the middle of a window, in weeks; where they are counted from does not matter."""
    return (window.start_on.toordinal() + window.end_on.toordinal()) / 14
