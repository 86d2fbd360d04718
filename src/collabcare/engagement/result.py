"""
What a score says: figures for each dimension and each side, and all that is needed to judge them.

A figure that cannot be given is `None`, with a reason beside it. Nothing is rounded, and nothing is ever NaN.
"""

from __future__ import annotations

import datetime as dt
from typing import cast

import attrs

from collabcare._dates import Window
from collabcare._frozen import FrozenMapping
from collabcare.engagement.model import Aggregation, IntervalMethod
from collabcare.engagement.opportunity import Evidence, LeftOut
from collabcare.engagement.own_dimension import OwnDimension
from collabcare.errors import UnknownReferenceError
from collabcare.vocabulary import Code, Dimension, Side

__all__ = [
    "DimensionScore",
    "EngagementScore",
    "OverallScore",
    "PracticeLoad",
    "SideScore",
    "plain",
]


@attrs.frozen(kw_only=True, repr=False)
class _Figures:
    """The figures that a dimension and an overall have in common; see `DimensionScore`."""

    value: float | None
    low: float | None
    high: float | None
    worst: float | None
    best: float | None
    low_worst: float | None
    high_best: float | None
    strict: float | None
    credit: float
    opportunities: int
    n_effective: float | None
    left_out: FrozenMapping[int]
    reason: str | None
    reported_share: float | None
    reported_by: FrozenMapping[float]
    late_reported: float | None
    weight: float
    present_share: float

    def to_dict(self) -> dict[str, object]:
        """Give the figures as plain data for JSON."""
        return plain(self)


def plain(figures: attrs.AttrsInstance) -> dict[str, object]:
    """Give the fields of a result as plain data for JSON."""
    return {field.name: _plain(getattr(figures, field.name)) for field in attrs.fields(type(figures))}


def _plain(value: object) -> object:
    if isinstance(value, FrozenMapping):
        return dict(cast("FrozenMapping[object]", value))
    if isinstance(value, tuple):
        return list(cast("tuple[object, ...]", value))
    if isinstance(value, Window):
        return {"start_on": value.start_on.isoformat(), "end_on": value.end_on.isoformat()}
    return value.value if isinstance(value, Code | OwnDimension) else value


@attrs.frozen(kw_only=True, repr=False)
class DimensionScore(_Figures):
    """
    How far one aspect of the partnership was kept, in a window.

    It counts kept agreements. It does not say how hard anyone tried, nor why something was not kept.

    Parameters
    ----------
    side, dimension
        Whose, and which aspect.
    value
        sum(w c)/sum(w) over the opportunities, 0 to 1; `None` with a `reason`.
    rate
        The same without the demand for enough opportunities: what enters the overall; `None` where nothing counts or
        the value is withheld. It is not to be shown by itself.
    low, high
        Wilson's limits of the value, at the number of opportunities that the model's `interval` counts.
    worst, best
        The rate if everything unreported were not done, or done; there whenever something was due.
    low_worst, high_best
        Wilson's lower limit at the worst, its upper limit at the best, over all that was due.
    strict
        The value with everything `excused` or `open-barrier` at 0; there even when too much was excused for a value.
    credit
        The sum of credits, each opportunity alike.
    opportunities
        How many there were: the dose, to be shown beside each rate.
    n_effective
        The equally weighted opportunities that tell as much, as the limits count them; `None` without opportunities.
    left_out
        How many were left out, by reason.
    reason
        Why there is no value: `nothing-agreed`, `nothing-due`, `mostly-excused`, `too-little-reported`, `too-few`.
    reported_share
        Opportunities over opportunities and unreported ones; `None` when there is neither.
    reported_by
        Of the opportunities whose reporter is known, the share that family, clinic or a third party reported.
    late_reported
        Of those whose day of report is known, the share reported late, as the model says.
    weight
        Its weight in the overall.
    present_share
        How far it is present in the overall, f = min(1, opportunities/minimum); 0 when it is not.
    """

    side: Side
    dimension: Dimension | OwnDimension
    rate: float | None

    def __repr__(self) -> str:
        """Show which one it is and how much there is; no figure of a family."""
        return f"<DimensionScore {self.dimension} {self.opportunities} opportunities>"


@attrs.frozen(kw_only=True, repr=False)
class OverallScore(_Figures):
    """
    How far one side kept what was agreed, over its dimensions.

    Parameters
    ----------
    side
        Whose.
    value
        sum(w f rate)/sum(w f) over the dimensions with at least one opportunity, or the geometric mean with the same
        weights, as the model's `aggregation` says; `None` with a `reason`.
    low, high
        Its limits, see `intervals.composite`, `composites.score_composite` and `composites.geometric_composite`.
    worst, best, low_worst, high_best
        From the dimensions' own; a dimension that only has unreported occasions takes part in them.
    strict
        The same mean of the dimensions' strict rates.
    credit, opportunities, left_out, reported_share, reported_by, late_reported
        As in a dimension, over all of them.
    reason
        Why there is no value: `too-few-dimensions`, `too-little-coverage`, `other-side-not-measured`.
    weight
        The weight of the dimensions that count: all but those in which something was agreed and nothing arose.
    present_share
        sum(w f) over that weight: how much of the side was measured.
    present
        The dimensions that take part.
    """

    side: Side
    present: tuple[str, ...]

    def __repr__(self) -> str:
        """Show how much there is; no figure of a family."""
        return f"<OverallScore {self.side} {len(self.present)} dimensions {self.opportunities} opportunities>"


@attrs.frozen(kw_only=True, repr=False)
class SideScore:
    """
    One side of the partnership.

    Parameters
    ----------
    side
        Which.
    overall
        Over all its dimensions.
    dimensions
        Each by its name, in the order of the model.
    """

    side: Side
    overall: OverallScore
    dimensions: FrozenMapping[DimensionScore]

    def __repr__(self) -> str:
        """Show how much there is; no figure of a family."""
        return f"<SideScore {self.side} {len(self.dimensions)} dimensions>"

    def to_dict(self) -> dict[str, object]:
        """Give the figures as plain data for JSON."""
        dimensions = {name: each.to_dict() for name, each in self.dimensions.items()}
        return {"overall": self.overall.to_dict(), "dimensions": dimensions}


@attrs.frozen(kw_only=True, repr=False)
class PracticeLoad:
    """
    A household's week in which more practice was asked than agreed.

    Parameters
    ----------
    household
        The home; `None` for the whole family.
    week_of
        The first day of the week.
    asked_minutes
        Minutes that were due.
    agreed_minutes
        Minutes that the family had agreed to.
    """

    household: str | None
    week_of: dt.date
    asked_minutes: int
    agreed_minutes: int

    def __repr__(self) -> str:
        """Show nothing of a family."""
        return "<PracticeLoad>"


@attrs.frozen(kw_only=True, repr=False)
class EngagementScore:
    """
    How far both sides of a partnership kept what they had agreed, in a window.

    It is not a measure of a parent, not a diagnosis and not a validated instrument. Never subtract the sides from each
    other, and never rank families or clinics by it.

    Parameters
    ----------
    plan_id
        The plan that was scored.
    family, clinic
        The two sides.
    window
        The days that were looked at, half-open, in the plan's zone.
    as_of
        The moment of knowledge: what fell due later is not in it.
    household, organization
        What the family or the clinic side was restricted to.
    model_id, model_version, parameters_digest
        The model, and the SHA-256 of its parameters, with the half-life where there is one.
    interval, aggregation
        How the model finds limits, and how it joins dimensions.
    half_life_days
        Days after which an opportunity weighs half; `None` where all ages weigh alike.
    library_version
        The release that computed it.
    require_both_sides
        Whether neither side has an overall when one has none; `False` says that this was turned off.
    practice_load
        The weeks in which more practice was asked than agreed.
    rows
        The evidence that it rests on, in order of side, dimension and day, with the weights that it was given.
    """

    plan_id: str
    family: SideScore
    clinic: SideScore
    window: Window
    as_of: dt.datetime
    household: str | None
    organization: str | None
    model_id: str
    model_version: int
    parameters_digest: str
    interval: IntervalMethod = IntervalMethod.WILSON
    aggregation: Aggregation = Aggregation.ARITHMETIC
    half_life_days: float | None = None
    library_version: str
    require_both_sides: bool
    practice_load: tuple[PracticeLoad, ...]
    rows: tuple[Evidence | LeftOut, ...]

    def __repr__(self) -> str:
        """Show the model and how much there is; no figure of a family."""
        return f"<EngagementScore {self.model_id} {len(self.rows)} rows>"

    def side(self, side: Side) -> SideScore:
        """Give one of the sides."""
        return self.family if side == Side.FAMILY else self.clinic

    def explain(self, dimension: str | None = None) -> str:
        """
        Tell how the score came about, opportunity by opportunity, in plain words.

        Parameters
        ----------
        dimension
            Only this one, such as `"attendance"`; without it, all.

        Returns
        -------
        str
            Lines of text. It begins with what the number is not.

        Raises
        ------
        UnknownReferenceError
            When there is no such dimension.
        """
        from collabcare.engagement.explain import explanation

        if (
            dimension is not None
            and dimension not in self.family.dimensions
            and dimension not in self.clinic.dimensions
        ):
            raise UnknownReferenceError("give the name of a dimension of the model")
        return explanation(self, dimension)

    def to_dict(self) -> dict[str, object]:
        """
        Give the score as plain data for JSON, without the rows that it rests on.

        Returns
        -------
        dict
            Text, numbers, `None`, lists and dictionaries only.
        """
        return {
            "plan": self.plan_id,
            "window": {"start_on": self.window.start_on.isoformat(), "end_on": self.window.end_on.isoformat()},
            "as_of": self.as_of.isoformat().replace("+00:00", "Z"),
            "household": self.household,
            "organization": self.organization,
            "model": {
                "id": self.model_id,
                "version": self.model_version,
                "parameters_digest": self.parameters_digest,
            },
            "library_version": self.library_version,
            "require_both_sides": self.require_both_sides,
            "family": self.family.to_dict(),
            "clinic": self.clinic.to_dict(),
        }
