"""The people of a plan as the score sees them: who acts for which side, who lives where, and where the child is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cached_property

import attrs

from collabcare.engagement.pauses import Stretches
from collabcare.people import Participant
from collabcare.plans import SharedPlan
from collabcare.vocabulary import Role, Side

__all__ = ["Home", "Partners"]

Home = str | None
"""Id of a household; `None` where the plan names none, or where no single one can be named."""


@attrs.frozen(kw_only=True, eq=False, slots=False)  # what is found out later is kept in the instance's dict
class Partners:
    """
    The two sides of a plan.

    Parameters
    ----------
    plan
        The plan.
    household
        The home to which the family side is restricted.
    organization
        The organization to which the clinic side is restricted.
    """

    plan: SharedPlan
    household: str | None = None
    organization: str | None = None

    @cached_property
    def people(self) -> dict[str, Participant]:
        """The participants by id."""
        return {each.id: each for each in self.plan.participants}

    # ----------------------------------------------------------------------- the family

    @cached_property
    def home_of(self) -> dict[str, Home]:
        """The home of each caregiver; where there is one home only, it is that of all who name none."""
        listed = {member: each.id for each in reversed(self.plan.households) for member in each.members}
        only = self.plan.households[0].id if len(self.plan.households) == 1 else None
        return {
            each.id: each.household or listed.get(each.id, only)
            for each in self.plan.participants
            if each.role == Role.CAREGIVER
        }

    @cached_property
    def relatives(self) -> dict[str, Participant]:
        """The child and its caregivers, whomever the family side is restricted to."""
        return {each.id: each for each in self.plan.participants if each.side == Side.FAMILY}

    @cached_property
    def homes(self) -> tuple[Home, ...]:
        """All homes of the child; `(None,)` where the plan names none."""
        return tuple(each.id for each in self.plan.households) or (None,)

    @cached_property
    def wanted_homes(self) -> tuple[Home, ...]:
        """The homes that the family side is looked at for."""
        return self.homes if self.household is None else (self.household,)

    @cached_property
    def family(self) -> frozenset[str]:
        """Who acts for the family side: everyone of it or, restricted, the caregivers of one home."""
        if self.household is not None:
            return frozenset(each for each, home in self.home_of.items() if home == self.household)
        return frozenset(self.relatives)

    @cached_property
    def caregivers(self) -> dict[Home, tuple[Participant, ...]]:
        """The caregivers of each home; where nobody is said to live anywhere, all of them for each."""
        linked = any(home is not None for home in self.home_of.values())
        return {
            home: tuple(self.people[each] for each, own in self.home_of.items() if own == home or not linked)
            for home in self.homes
        }

    def has_caregiver(self, home: Home, day: dt.date) -> bool:
        """Tell whether a home has an active caregiver on a day; `None` asks for any home."""
        return any(each.active_on(day) for each in self._caregivers_of(home))

    def caregiver_days(self, home: Home, first: dt.date, last: dt.date) -> Stretches:
        """Find the days, of those between two days and both of these, on which a home has an active caregiver."""
        active = [
            (max(first, each.since or first), min(last, each.until or last)) for each in self._caregivers_of(home)
        ]
        return Stretches.joined([each for each in active if each[0] <= each[1]])

    def _caregivers_of(self, home: Home) -> tuple[Participant, ...]:
        there = self.caregivers.get(home)
        return tuple([self.people[each] for each in self.home_of]) if there is None else there

    def homes_on(self, day: dt.date) -> tuple[Home, ...]:
        """Find where the child is on a day: one home, all that share it, or none; `(None,)` without homes."""
        if not self.plan.households:
            return (None,)
        return tuple(each.id for each in self.plan.households if each.has_child_on(day, self.plan.week_start))

    # ----------------------------------------------------------------------- the clinic

    @cached_property
    def clinic(self) -> frozenset[str]:
        """Who acts for the clinic side: everyone of it or, restricted, those of one organization."""
        wanted = self.organization
        return frozenset(
            each.id
            for each in self.plan.participants
            if each.side == Side.CLINIC and (wanted is None or each.organization == wanted)
        )

    @cached_property
    def only_organization(self) -> str | None:
        """The clinic's organization, where the plan knows one only."""
        found = {each.organization for each in self.plan.participants if each.side == Side.CLINIC} - {None}
        return next(iter(found)) if len(found) == 1 else None

    def organization_of(self, people: Iterable[str]) -> str | None:
        """Name the organization that these people work for, if it is one; else the only one of the plan."""
        known = [self.people[each] for each in people if each in self.people]
        found = {each.organization for each in known if each.side == Side.CLINIC} - {None}
        return next(iter(found)) if len(found) == 1 else self.only_organization

    @cached_property
    def reporters(self) -> dict[str | None, str]:
        """Who each participant reports as: `family`, `clinic` or `third-party`; nobody else is found in it."""
        return {each.id: "third-party" if each.side is None else each.side.value for each in self.plan.participants}
