"""What is said of practice beside progress: week by week, and over all weeks."""

from __future__ import annotations

import datetime as dt

import attrs

__all__ = ["DoseResponse", "DoseResponseWeek"]


@attrs.frozen(kw_only=True, repr=False)
class DoseResponseWeek:
    """
    One week: what was practised in it, and how the measurements of the next week differ from its own.

    Parameters
    ----------
    week_of
        The first day of the week.
    occasions
        How often something that serves the goal was practised, wholly or in part, as reported; `None` with a
        `dose_reason`.
    minutes
        How long, where every one of these says so; `None` otherwise.
    due, reported
        How many occasions were due in the week, and of how many anyone said what became of them. Where that is not all,
        `occasions` is the least that was practised.
    measurements, next_measurements
        How many measurements the week has, and the next one.
    level, next_level
        Their means; `None` without measurements.
    change
        `next_level` - `level`, in the unit of the goal; `None` with a `change_reason`.
    progress
        The change, turned so that more is better; `None` where the direction is not known.
    dose_reason
        Why the dose is not known: `nothing-assigned` (no practice that serves the goal was asked for), `nothing-due`
        (it rested), `unreported` (nobody said anything), `too-little-reported`.
    change_reason
        Why there is no change: `not-measured` in this week, `not-measured-next`.
    """

    week_of: dt.date
    occasions: int | None
    minutes: int | None
    due: int
    reported: int
    measurements: int
    next_measurements: int
    level: float | None
    next_level: float | None
    change: float | None
    progress: float | None
    dose_reason: str | None
    change_reason: str | None

    def __repr__(self) -> str:
        """Show nothing of a family."""
        return "<DoseResponseWeek>"

    def to_dict(self) -> dict[str, object]:
        """Give the figures as plain data for JSON."""
        return {**attrs.asdict(self), "week_of": self.week_of.isoformat()}


@attrs.frozen(kw_only=True, repr=False)
class DoseResponse:
    """
    Practice of each week beside the progress to the next, and how far the two go together in their order.

    It is no effect of practice, and no judgement of a family: see `dose_response` for the reasons.

    Parameters
    ----------
    goal
        Id of the goal.
    dose
        What was set beside progress: `occasions` or `minutes`.
    improvement
        Which way is better: `increase` or `decrease`; `None` where neither the goal nor the caller says it.
    unit
        The unit of level and change: that of the goal, `%` for shares of trials or intervals, `level` for attainment
        levels; `None` where it has none or several.
    rows
        Every week from the first to the last with a report or a measurement, in order.
    n
        How many weeks have both a dose and progress.
    value
        Spearman's rank correlation of the two over these weeks, from -1 to 1; `None` with a `reason`.
    low, high
        Its limits; `None` where all weeks stand in one order, which gives limits of no width: `no-limits`.
    confidence_level
        That of the limits.
    reason
        `no-assignment` (no practice serves the goal), `nothing-measured` (nothing in the goal's unit), `no-unit` (the
        measurements have several units), `no-direction` (nothing says which way is better), `too-few-weeks` (fewer than
        six), `no-variance` (all doses are equal, or all progress is); `no-limits` for the limits alone.
    """

    goal: str
    dose: str
    improvement: str | None
    unit: str | None
    rows: tuple[DoseResponseWeek, ...]
    n: int
    value: float | None
    low: float | None
    high: float | None
    confidence_level: float
    reason: str | None

    def __repr__(self) -> str:
        """Show how many weeks there are; no figure of a family."""
        return f"<DoseResponse {self.n} of {len(self.rows)} weeks>"

    def to_dict(self) -> dict[str, object]:
        """Give the figures as plain data for JSON."""
        return {**attrs.asdict(self, recurse=False), "rows": [each.to_dict() for each in self.rows]}
