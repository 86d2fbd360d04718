"""
One opportunity: with its credit (`Evidence`), or left out with the reason (`LeftOut`).

Everything that a score says can be traced to these rows.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from collabcare.engagement.own_dimension import OwnDimension
from collabcare.vocabulary import Dimension, Side

# Rows are structs: a family has hundreds, and to make one takes a tenth of the time that a frozen attrs class takes.
# They hold plain values only, so that the garbage collector need not look at them.

__all__ = ["Evidence", "LeftOut", "Opportunity"]


class Evidence(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """
    One opportunity that counts, and how much of it was taken.

    Parameters
    ----------
    plan_id
        The plan that it comes from.
    side
        Whose opportunity it was.
    dimension
        Which aspect of the partnership it belongs to.
    on
        The day on which it was due, in the plan's zone.
    credit
        How much of it was taken, from 0 to 1.
    weight
        How much it counts beside the others of its dimension; more than 0.
    household
        The home whose opportunity it was; `None` for the clinic side, or where no home can be named.
    organization
        The organization whose opportunity it was; `None` for the family side, or where none is named.
    source
        Id of the record that made the opportunity: a session, an assignment, a promise, a message ...
    opportunity_id
        Names the opportunity within plan, side and dimension.
    note
        How the credit came about, in fixed words that hold nothing of a family's.
    reported_by
        `"family"`, `"clinic"` or `"third-party"`; `None` where nobody reported.
    late_reported
        Whether it was reported more than three days after its day; `None` where that is not known.
    """

    plan_id: str
    side: Side
    dimension: Dimension | OwnDimension
    on: dt.date
    credit: float
    weight: float = 1.0
    household: str | None = None
    organization: str | None = None
    source: str
    opportunity_id: str
    note: str = ""
    reported_by: str | None = None
    late_reported: bool | None = None

    def __repr__(self) -> str:
        """Side and dimension; nothing of the family."""
        return f"<Evidence {self.side} {self.dimension}>"


class LeftOut(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """
    One opportunity that does not count, and why.

    Parameters
    ----------
    plan_id, side, dimension, on, weight, household, organization, source, opportunity_id, note
        As in `Evidence`.
    reason
        Why it does not count: `"paused"`, `"excused"`, `"unreported"` ...
    """

    plan_id: str
    side: Side
    dimension: Dimension | OwnDimension
    on: dt.date
    reason: str
    weight: float = 1.0
    household: str | None = None
    organization: str | None = None
    source: str
    opportunity_id: str
    note: str = ""

    def __repr__(self) -> str:
        """Side, dimension and reason; nothing of the family."""
        return f"<LeftOut {self.side} {self.dimension} {self.reason}>"


class Opportunity(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """
    One opportunity before it is known whether it counts.

    Parameters
    ----------
    plan_id, side, dimension, on, weight, household, organization, source, opportunity_id
        As in `Evidence`.
    """

    plan_id: str
    side: Side
    dimension: Dimension | OwnDimension
    on: dt.date
    weight: float = 1.0
    household: str | None = None
    organization: str | None = None
    source: str
    opportunity_id: str

    def taken(
        self, credit: float, note: str = "", *, reported_by: str | None = None, late_reported: bool | None = None
    ) -> Evidence:
        """Say how much of it was taken."""
        return Evidence(
            plan_id=self.plan_id,
            side=self.side,
            dimension=self.dimension,
            on=self.on,
            credit=credit,
            weight=self.weight,
            household=self.household,
            organization=self.organization,
            source=self.source,
            opportunity_id=self.opportunity_id,
            note=note,
            reported_by=reported_by,
            late_reported=late_reported,
        )

    def left_out(self, reason: str) -> LeftOut:
        """Say why it does not count."""
        return LeftOut(
            plan_id=self.plan_id,
            side=self.side,
            dimension=self.dimension,
            on=self.on,
            reason=reason,
            weight=self.weight,
            household=self.household,
            organization=self.organization,
            source=self.source,
            opportunity_id=self.opportunity_id,
        )
