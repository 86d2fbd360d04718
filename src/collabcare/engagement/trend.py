"""How the figures of a trajectory go, week by week: a hint, no forecast."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any

import attrs

from collabcare._dates import Window
from collabcare._extras import need
from collabcare._frozen import FrozenMapping
from collabcare.engagement.comparing import direction
from collabcare.engagement.result import plain
from collabcare.engagement.trajectory import Trajectory
from collabcare.vocabulary import Side

__all__ = ["SideTrend", "Trend", "trend"]

_MIN_WINDOWS = 5
_OUTSIDE = 2
_ROUNDING = 1 + 1e-9  # 1 - level is not exact


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
        `too-few-windows` when fewer than five have a value, or so few that no limits of Sen's reach the confidence:
        six are needed for .99.
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
    normal approximation of Kendall's statistic, at the model's confidence. p-value: Kendall's, exact without
    ties up to 33 windows.
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
            for side in (Side.FAMILY, Side.CLINIC)
        }
    )


def _trend(values: Sequence[tuple[Window, float | None]], level: float) -> Trend:
    known = [(_middle(window), value) for window, value in values if value is not None]
    if len(known) < max(_MIN_WINDOWS, _needed(level)):
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
    """Load scipy when a trend is asked for."""
    need("stats", "scipy")
    import scipy.stats  # type: ignore[import-untyped] # pyright: ignore[reportMissingTypeStubs]

    return scipy.stats


def _needed(level: float) -> int:
    """Say how many windows the widest limits need: of n! orders those all up and all down lie outside."""
    return next(n for n in itertools.count(2) if (1 - level) * math.factorial(n) * _ROUNDING >= _OUTSIDE)


def _middle(window: Window) -> float:
    """Give the middle of a window, in weeks; where they are counted from does not matter."""
    return (window.start_on.toordinal() + window.end_on.toordinal()) / 14
