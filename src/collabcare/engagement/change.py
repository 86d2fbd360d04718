"""
The difference of two windows, with its limits.

It says how far two figures lie apart, not why. A difference whose limits hold 0 is no change.
"""

from __future__ import annotations

import attrs

from collabcare._dates import Window
from collabcare._frozen import FrozenMapping
from collabcare._proportions import Interval, difference
from collabcare.engagement.comparing import common, common_overall, direction, model_of
from collabcare.engagement.model import ScoringModel
from collabcare.engagement.result import DimensionScore, EngagementScore, OverallScore, plain
from collabcare.errors import InvalidRecordError, Problem
from collabcare.vocabulary import Side

__all__ = ["Change", "Difference", "SideChange", "change"]


@attrs.frozen(kw_only=True, repr=False)
class Difference:
    """
    How far one figure of two windows lies apart.

    Parameters
    ----------
    before, after
        The figure in each window; `None` where it has none.
    value
        `after - before`, from -1 to 1; `None` with a `reason`.
    low, high
        Its limits (MOVER).
    worst, best
        The least and the most it could be if what nobody reported were known; `None` where nothing was due.
    reason
        Why there is no value: `not-in-both` when a window has no rate of the dimension, or the reason of the window
        that has no value.
    """

    before: float | None
    after: float | None
    value: float | None
    low: float | None
    high: float | None
    worst: float | None
    best: float | None
    reason: str | None

    @property
    def direction(self) -> str | None:
        """`"up"` or `"down"` where the limits exclude 0; `None` otherwise, whatever the value is."""
        return direction(self.low, self.high)

    def __repr__(self) -> str:
        """Show nothing of a family."""
        return "<Difference>"

    def to_dict(self) -> dict[str, object]:
        """Give the figures as plain data for JSON."""
        return {**plain(self), "direction": self.direction}


@attrs.frozen(kw_only=True, repr=False)
class SideChange:
    """
    The differences of one side.

    Parameters
    ----------
    side
        Which.
    overall
        Over the dimensions that both windows have, and no other.
    dimensions
        Each by its name, in the order of the model.
    compared, not_compared
        The dimensions that both windows have a rate of, and the others.
    """

    side: Side
    overall: Difference
    dimensions: FrozenMapping[Difference]
    compared: tuple[str, ...]
    not_compared: tuple[str, ...]

    def __repr__(self) -> str:
        """Show how much there is; no figure of a family."""
        return f"<SideChange {self.side} {len(self.compared)} dimensions compared>"

    def to_dict(self) -> dict[str, object]:
        """Give the figures as plain data for JSON."""
        return {
            "overall": self.overall.to_dict(),
            "dimensions": {name: each.to_dict() for name, each in self.dimensions.items()},
            "compared": list(self.compared),
            "not_compared": list(self.not_compared),
        }


@attrs.frozen(kw_only=True, repr=False)
class Change:
    """
    The differences of two windows, for both sides. It says nothing of why.

    Parameters
    ----------
    plan_id
        The plan that was scored.
    before, after
        The two windows.
    family, clinic
        The two sides. Never subtract them from each other.
    """

    plan_id: str
    before: Window
    after: Window
    family: SideChange
    clinic: SideChange

    def __repr__(self) -> str:
        """Show the windows' lengths; no figure of a family."""
        return f"<Change {self.before.days} days to {self.after.days} days>"

    def to_dict(self) -> dict[str, object]:
        """Give the figures as plain data for JSON."""
        return {**plain(self), "family": self.family.to_dict(), "clinic": self.clinic.to_dict()}


def change(before: EngagementScore, after: EngagementScore, *, model: ScoringModel | None = None) -> Change:
    """
    Compare two windows of one plan.

    Only dimensions that both windows have a rate of are compared, and the overall is made anew of them alone; the
    others are named. It says how far two figures lie apart, not why: a child starts school, a therapist leaves.

    Parameters
    ----------
    before
        A score; make both with one `as_of`, or what was still open counts in one of them only.
    after
        A score of a later window of the same plan that shares no day with the first, made with the same model,
        half-life and restrictions.
    model
        The model of both, where it does not come with the library.

    Returns
    -------
    Change
        For each side, the difference of its overall and of each dimension, with limits.

    Raises
    ------
    InvalidRecordError
        When the two cannot be compared, with every reason.

    Notes
    -----
    Limits by MOVER, see `collabcare._proportions.difference`. The two windows count as independent of each
    other. Several dimensions are several chances that some limits exclude 0 by accident.

    Examples
    --------
    >>> import datetime as dt
    >>> from collabcare import Window, engagement, example
    >>> plan, journal = example("late-talker")
    >>> known = dt.date(2026, 11, 30)
    >>> first, second = (
    ...     engagement.score(plan, journal, Window.weeks(start, 6), as_of=known)
    ...     for start in (plan.starts_on, plan.starts_on + dt.timedelta(weeks=6))
    ... )
    >>> found = engagement.change(first, second).family
    >>> found.not_compared
    ()
    >>> found.overall.low < found.overall.value < found.overall.high
    True
    """
    problems = _problems(before, after)
    if problems:
        raise InvalidRecordError(problems)
    used = model_of((before, after), model)
    family, clinic = (_side(side, before, after, used) for side in (Side.FAMILY, Side.CLINIC))
    return Change(plan_id=before.plan_id, before=before.window, after=after.window, family=family, clinic=clinic)


def _problems(before: EngagementScore, after: EngagementScore) -> list[Problem]:
    found: list[Problem] = []
    if before.plan_id != after.plan_id:
        found.append(Problem("/plan_id", "wrong-plan", "compare two scores of one plan"))
    if before.parameters_digest != after.parameters_digest:
        found.append(Problem("/model", "needs", "score both windows with the same model and half-life"))
    found += [
        Problem(f"/{name}", "needs", "restrict both scores alike")
        for name in ("household", "organization")
        if getattr(before, name) != getattr(after, name)
    ]
    if after.window.start_on < before.window.start_on:
        found.append(Problem("/window", "date-order", "give the earlier window first"))
    elif after.window.start_on < before.window.end_on:
        found.append(Problem("/window", "overlap", "give two windows that share no day"))
    return found


def _side(side: Side, before: EngagementScore, after: EngagementScore, model: ScoringModel) -> SideChange:
    names = common((before, after), side)
    dimensions = {
        name: _difference(one, after.side(side).dimensions[name], compared=name in names)
        for name, one in before.side(side).dimensions.items()
    }
    first, second = (common_overall(each, side, names, model) for each in (before, after))
    return SideChange(
        side=side,
        overall=_difference(first, second, compared=True),
        dimensions=FrozenMapping(dimensions),
        compared=names,
        not_compared=tuple(name for name in dimensions if name not in names),
    )


_Figures = DimensionScore | OverallScore


def _difference(before: _Figures, after: _Figures, *, compared: bool) -> Difference:
    one, other = _figure(before), _figure(after)
    limits = None
    if compared and one is not None and other is not None:
        limits = difference(one[0], one[1], other[0], other[1])
    bounds = None
    if limits is not None and None not in {before.worst, before.best, after.worst, after.best}:
        bounds = ((after.worst or 0.0) - (before.best or 0.0), (after.best or 0.0) - (before.worst or 0.0))
    reason = before.reason or after.reason if compared else "not-in-both"
    return Difference(
        before=before.value,
        after=after.value,
        value=None if limits is None or one is None or other is None else other[0] - one[0],
        low=None if limits is None else limits.low,
        high=None if limits is None else limits.high,
        worst=None if bounds is None else bounds[0],
        best=None if bounds is None else bounds[1],
        reason=reason,
    )


def _figure(figures: _Figures) -> tuple[float, Interval] | None:
    if figures.value is None or figures.low is None or figures.high is None:
        return None
    return figures.value, Interval(figures.low, figures.high)
