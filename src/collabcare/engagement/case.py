"""
A case: one plan, its journal, a window and a moment, with all that the dimensions ask again and again.

What each dimension needs to know is answered here once: who is on which side, in which home the child is, what rests,
what is known at the moment.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cached_property

import attrs

from collabcare._dates import DAY, WEEK, Window, start_of_day, week_of, zone
from collabcare.engagement.barriers import RaisedBarrier, raised_barriers
from collabcare.engagement.model import ScoringModel
from collabcare.engagement.occasions import PracticeOccasion, practice_occasions
from collabcare.engagement.opportunity import Evidence, LeftOut
from collabcare.engagement.pauses import REST, Stretches, resting
from collabcare.engagement.sessions import Meeting, meetings
from collabcare.errors import InvalidRecordError, Problem, UnknownReferenceError
from collabcare.journal import Journal
from collabcare.people import Participant
from collabcare.plans import SharedPlan
from collabcare.vocabulary import Dimension, PlanStatus, Role, Side

__all__ = ["Case"]

Home = str | None


@attrs.frozen(kw_only=True, eq=False)
class Case:
    """
    What evidence is drawn from.

    Parameters
    ----------
    plan, journal, window, model
        As in `evidence`.
    as_of
        The moment, in UTC; what happened later is not known.
    household
        The home to which the family side is restricted.
    organization
        The organization to which the clinic side is restricted.
    """

    plan: SharedPlan
    journal: Journal
    window: Window
    as_of: dt.datetime
    model: ScoringModel
    household: str | None = None
    organization: str | None = None
    _credits: dict[tuple[str, str], float] = attrs.field(factory=dict[tuple[str, str], float], init=False, repr=False)
    _rests: dict[tuple[Dimension, tuple[Home, ...]], Stretches] = attrs.field(
        factory=dict[tuple[Dimension, tuple[Home, ...]], Stretches], init=False, repr=False
    )
    _homes: dict[dt.date, tuple[Home, ...]] = attrs.field(
        factory=dict[dt.date, tuple[Home, ...]], init=False, repr=False
    )

    @classmethod
    def of(
        cls,
        plan: SharedPlan,
        journal: Journal,
        window: Window,
        as_of: dt.datetime | dt.date | None = None,
        *,
        model: ScoringModel | None = None,
        household: str | None = None,
        organization: str | None = None,
    ) -> Case:
        """
        Make a case, and refuse what does not belong together.

        Parameters
        ----------
        plan, journal, window, as_of, model, household, organization
            As in `evidence`.

        Returns
        -------
        Case
            With `as_of` as an instant.

        Raises
        ------
        InvalidRecordError
            When the journal belongs to another plan, or `as_of` is neither a day nor an instant with an offset.
        UnknownReferenceError
            When the plan has no such household or organization.
        """
        if journal.plan != plan.id:
            raise InvalidRecordError([Problem("/plan", "wrong-plan", "give the journal of this plan")])
        if household is not None and all(each.id != household for each in plan.households):
            raise UnknownReferenceError("give a household that the plan has")
        if organization is not None and all(each.organization != organization for each in plan.participants):
            raise UnknownReferenceError("give an organization that a participant of the plan works for")
        at = _instant(window.end_on if as_of is None else as_of, plan.timezone)
        return cls(
            plan=plan,
            journal=journal,
            window=window,
            as_of=at,
            model=ScoringModel.default() if model is None else model,
            household=household,
            organization=organization,
        )

    # ----------------------------------------------------------------------- days

    def day_of(self, instant: dt.datetime) -> dt.date:
        """Find the day of an instant in the plan's zone."""
        return instant.astimezone(zone(self.plan.timezone)).date()

    @cached_property
    def today(self) -> dt.date:
        """The day that has not ended yet: what is due on an earlier one has fallen due."""
        return self.day_of(self.as_of)

    @cached_property
    def last_known_day(self) -> dt.date:
        """The last day that has begun: an event that has no more than a day is known from its first moment on."""
        begun = self.as_of > start_of_day(self.today, self.plan.timezone)
        return self.today if begun else self.today - DAY

    @cached_property
    def weeks(self) -> tuple[dt.date, ...]:
        """First days of all weeks that have a day in the window; the first and the last week may reach beyond it."""
        first = week_of(self.window.start_on, self.first_weekday)
        return tuple(first + each * WEEK for each in range(((self.window.end_on - first).days + 6) // 7))

    @cached_property
    def first_weekday(self) -> int:
        """The day on which weeks begin, from Monday, 0."""
        return self.plan.week_start.number

    def in_plan(self, day: dt.date) -> bool:
        """Tell whether a day lies between the first and the last day of the plan."""
        return self.plan.starts_on <= day and (self.plan.ends_on is None or day <= self.plan.ends_on)

    @cached_property
    def on_hold(self) -> bool:
        """Whether everything stands back: the plan is on hold, or its safety plan says so."""
        safety = self.plan.safety_plan
        return self.plan.status == PlanStatus.ON_HOLD or (safety is not None and safety.hold)

    def rest(self, dimension: Dimension, homes: Iterable[Home]) -> Stretches:
        """Find the days on which a dimension rests for all of these homes."""
        key = (dimension, tuple(homes))
        found = self._rests.get(key)
        if found is None:
            found = self._rests[key] = resting(self.plan.pauses, REST[dimension], key[1])
        return found

    def closed_reason(self, dimension: Dimension, day: dt.date, homes: Iterable[Home]) -> str | None:
        """Say why nothing counts on a day, whatever happened: `on-hold`, `outside-plan` or `paused`."""
        if self.on_hold:
            return "on-hold"
        if not self.in_plan(day):
            return "outside-plan"
        return "paused" if self.plan.pauses and day in self.rest(dimension, homes) else None

    # ----------------------------------------------------------------------- people

    @cached_property
    def people(self) -> dict[str, Participant]:
        """The participants by id."""
        return {each.id: each for each in self.plan.participants}

    @cached_property
    def home_of(self) -> dict[str, Home]:
        """The home of each caregiver; with one home only, it is everyone's who has none."""
        listed = {member: each.id for each in reversed(self.plan.households) for member in each.members}
        only = self.plan.households[0].id if len(self.plan.households) == 1 else None
        return {
            each.id: each.household or listed.get(each.id, only)
            for each in self.plan.participants
            if each.role == Role.CAREGIVER
        }

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
        return frozenset(each.id for each in self.plan.participants if each.side == Side.FAMILY)

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
    def caregivers(self) -> dict[Home, tuple[Participant, ...]]:
        """The caregivers of each home; where nobody is said to live anywhere, all of them for each."""
        linked = any(home is not None for home in self.home_of.values())
        return {
            home: tuple(self.people[each] for each, own in self.home_of.items() if own == home or not linked)
            for home in self.homes
        }

    def has_caregiver(self, home: Home, day: dt.date) -> bool:
        """Tell whether a home has an active caregiver on a day."""
        there = self.caregivers.get(home)
        return any(each.active_on(day) for each in (map(self.people.__getitem__, self.home_of) if there is None else there))

    def homes_on(self, day: dt.date) -> tuple[Home, ...]:
        """Find where the child is on a day: one home, all that share it, or none; `(None,)` without homes."""
        found = self._homes.get(day)
        if found is None:
            start = self.plan.week_start
            found = tuple(each.id for each in self.plan.households if each.has_child_on(day, start))
            if not self.plan.households:
                found = (None,)
            self._homes[day] = found
        return found

    def organization_of(self, people: Iterable[str]) -> str | None:
        """Name the organization that these people work for, if it is one; else the only one of the plan."""
        found = {self.people[each].organization for each in people if each in self.people and self._is_clinic(each)}
        found.discard(None)
        return next(iter(found)) if len(found) == 1 else self.only_organization

    @cached_property
    def only_organization(self) -> str | None:
        """The clinic's organization, where the plan knows one only."""
        found = {each.organization for each in self.plan.participants if each.side == Side.CLINIC} - {None}
        return next(iter(found)) if len(found) == 1 else None

    def _is_clinic(self, participant: str) -> bool:
        return self.people[participant].side == Side.CLINIC

    def reporter(self, participant: str | None) -> str | None:
        """Say who reported: `family`, `clinic` or `third-party`."""
        known = None if participant is None else self.people.get(participant)
        if known is None:
            return None
        return "third-party" if known.side is None else known.side.value

    # ----------------------------------------------------------------------- what the dimensions share

    @cached_property
    def meetings(self) -> tuple[Meeting, ...]:
        """The sessions scheduled in the window."""
        return meetings(self)

    @cached_property
    def occasions(self) -> tuple[PracticeOccasion, ...]:
        """The occasions of home practice in all weeks that have a day in the window."""
        return practice_occasions(self)

    @cached_property
    def raised_barriers(self) -> tuple[RaisedBarrier, ...]:
        """The barriers that the family raised and for which an answer was promised."""
        return raised_barriers(self)

    # ----------------------------------------------------------------------- rows

    def credit(self, dimension: Dimension, key: str) -> float:
        """Look up a credit of the model."""
        found = self._credits.get((dimension, key))
        if found is None:
            found = self._credits[dimension, key] = self.model.credit(dimension, key)
        return found

    def evidence(
        self,
        dimension: Dimension,
        on: dt.date,
        credit: float,
        *,
        source: str,
        opportunity_id: str,
        weight: float = 1.0,
        home: Home = None,
        organization: str | None = None,
        note: str = "",
        reported_by: str | None = None,
        late_reported: bool | None = None,
    ) -> Evidence:
        """Make the row of an opportunity that counts."""
        return Evidence(
            plan_id=self.plan.id,
            side=side_of(dimension),
            dimension=dimension,
            on=on,
            credit=credit,
            weight=weight,
            household=home,
            organization=organization,
            source=source,
            opportunity_id=opportunity_id,
            note=note,
            reported_by=reported_by,
            late_reported=late_reported,
        )

    def left_out(
        self,
        dimension: Dimension,
        on: dt.date,
        reason: str,
        *,
        source: str,
        opportunity_id: str,
        weight: float = 1.0,
        home: Home = None,
        organization: str | None = None,
        note: str = "",
    ) -> LeftOut:
        """Make the row of an opportunity that does not count."""
        return LeftOut(
            plan_id=self.plan.id,
            side=side_of(dimension),
            dimension=dimension,
            on=on,
            reason=reason,
            weight=weight,
            household=home,
            organization=organization,
            source=source,
            opportunity_id=opportunity_id,
            note=note,
        )


_FAMILY = frozenset(
    {
        Dimension.ATTENDANCE,
        Dimension.PARTICIPATION,
        Dimension.HOME_PRACTICE,
        Dimension.COMMUNICATION,
        Dimension.SHARED_DECISIONS,
    }
)


def side_of(dimension: Dimension) -> Side:
    """Name the side that a dimension belongs to."""
    return Side.FAMILY if dimension in _FAMILY else Side.CLINIC


def _instant(as_of: dt.datetime | dt.date, timezone: str) -> dt.datetime:
    if isinstance(as_of, dt.datetime):
        if as_of.tzinfo is None or as_of.utcoffset() is None:
            raise InvalidRecordError([Problem("/as_of", "wrong-format", "give as_of as an instant with its offset, or a day")])
        return as_of.astimezone(dt.UTC)
    if type(as_of) is not dt.date:
        raise InvalidRecordError([Problem("/as_of", "wrong-type", "give as_of as an instant or a day")])
    return start_of_day(as_of, timezone)
