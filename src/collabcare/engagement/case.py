"""
A case: one plan, its journal, a window and a moment, with all that the dimensions ask again and again.

What each dimension needs to know is answered here once: who is on which side, in which home the child is, what rests,
what is known at the moment.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property

import attrs

from collabcare._dates import DAY, WEEK, Window, every, start_of_day, week_of, zone
from collabcare.engagement.barriers import RaisedBarrier, raised_barriers
from collabcare.engagement.model import DIMENSIONS, ScoringModel
from collabcare.engagement.occasions import PracticeOccasion, practice_occasions
from collabcare.engagement.opportunity import Opportunity
from collabcare.engagement.partners import Home, Partners
from collabcare.engagement.pauses import REST, Stretches, resting
from collabcare.engagement.sessions import Meeting, meetings
from collabcare.errors import InvalidRecordError, Problem, UnknownReferenceError
from collabcare.journal import Journal, Message
from collabcare.plans import Commitment, SharedPlan
from collabcare.vocabulary import CommitmentKind, Dimension, PauseScope, PlanStatus

__all__ = ["Case"]


@attrs.frozen(kw_only=True, eq=False, slots=False)
class Case(Partners):
    """
    What evidence is drawn from.

    Parameters
    ----------
    plan, household, organization
        As in `Partners`.
    journal, window, model
        As in `evidence`.
    as_of
        The moment, in UTC; what happened later is not known.
    """

    journal: Journal
    window: Window
    as_of: dt.datetime
    model: ScoringModel
    _rests: dict[tuple[frozenset[PauseScope], tuple[Home, ...]], Stretches] = attrs.field(
        factory=dict[tuple[frozenset[PauseScope], tuple[Home, ...]], Stretches], init=False, repr=False
    )

    @classmethod
    def of(  # noqa: PLR0913 -- as evidence() is asked
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
        plan
            What was agreed.
        journal
            What happened under that plan.
        window
            Half-open days in the plan's zone.
        as_of
            What happened later is not known; the end of the window unless given.
        model
            The scoring model; the packaged one unless given.
        household
            Restricts the family side to one home.
        organization
            Restricts the clinic side to one organization.

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
        return instant.astimezone(self._zone).date()

    @cached_property
    def _zone(self) -> dt.tzinfo:
        return zone(self.plan.timezone)

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
        return tuple(every(WEEK.days, first, first, self.window.end_on - DAY))

    @cached_property
    def days(self) -> tuple[dt.date, ...]:
        """All days of those weeks."""
        return tuple(every(1, self.weeks[0], self.weeks[0], self.weeks[-1] + WEEK - DAY))

    @cached_property
    def week_starts(self) -> dict[dt.date, dt.date]:
        """The first day of the week of each of those days."""
        return dict(zip(self.days, [week for week in self.weeks for _ in range(WEEK.days)], strict=True))

    @cached_property
    def first_weekday(self) -> int:
        """The day on which weeks begin, from Monday, 0."""
        return self.plan.week_start.number

    @cached_property
    def homes_by_day(self) -> dict[dt.date, tuple[Home, ...]]:
        """Where the child is on each of those days, as `homes_on` says."""
        if not self.plan.households:
            return dict.fromkeys(self.days, (None,))
        found: dict[dt.date, tuple[Home, ...]] = dict.fromkeys(self.days, ())
        for each in self.plan.households:
            for day in each.days_with_child(self.days[0], self.days[-1], self.plan.week_start):
                found[day] += (each.id,)
        return found

    def homes_on(self, day: dt.date) -> tuple[Home, ...]:
        """Find where the child is on a day: one home, all that share it, or none; `(None,)` without homes."""
        found = self.homes_by_day.get(day)
        return super().homes_on(day) if found is None else found

    def in_plan(self, day: dt.date) -> bool:
        """Tell whether a day lies between the first and the last day of the plan."""
        return self.plan.starts_on <= day and (self.plan.ends_on is None or day <= self.plan.ends_on)

    @cached_property
    def on_hold(self) -> bool:
        """Whether everything stands back: the plan is on hold, or its safety plan says so."""
        safety = self.plan.safety_plan
        return self.plan.status == PlanStatus.ON_HOLD or (safety is not None and safety.hold)

    def rest(self, dimension: Dimension, homes: tuple[Home, ...]) -> Stretches:
        """Find the days on which a dimension rests for all of these homes."""
        key = (REST[dimension], homes)
        found = self._rests.get(key)
        if found is None:
            found = self._rests[key] = resting(self.plan.pauses, *key)
        return found

    def closed_reason(self, dimension: Dimension, day: dt.date, homes: tuple[Home, ...]) -> str | None:
        """Say why nothing counts on a day, whatever happened: `on-hold`, `outside-plan` or `paused`."""
        if self.on_hold:
            return "on-hold"
        if not self.in_plan(day):
            return "outside-plan"
        return "paused" if self.plan.pauses and day in self.rest(dimension, homes) else None

    # ----------------------------------------------------------------------- what the dimensions share

    @cached_property
    def meetings(self) -> tuple[Meeting, ...]:
        """The sessions scheduled in the window."""
        return meetings(self)

    @cached_property
    def messages(self) -> tuple[tuple[Message, dt.date], ...]:
        """The messages known at the moment, each with its day, in order of time; of one moment, what answers last."""
        known = [each for each in self.journal.messages if each.sent_at <= self.as_of]
        known.sort(key=lambda each: (each.sent_at, each.in_reply_to is not None, each.id))
        return tuple([(each, self.day_of(each.sent_at)) for each in known])

    @cached_property
    def occasions(self) -> tuple[PracticeOccasion, ...]:
        """The occasions of home practice in all weeks that have a day in the window."""
        return practice_occasions(self)

    @cached_property
    def promises(self) -> dict[CommitmentKind, list[Commitment]]:
        """The promises of each kind."""
        found: dict[CommitmentKind, list[Commitment]] = {}
        for each in self.plan.commitments:
            found.setdefault(each.kind, []).append(each)
        return found

    @cached_property
    def raised_barriers(self) -> tuple[RaisedBarrier, ...]:
        """The barriers that the family raised and for which an answer was promised."""
        return raised_barriers(self)

    @cached_property
    def hindrances(self) -> dict[Dimension, list[RaisedBarrier]]:
        """The same barriers, by the dimension of the family that each hinders."""
        found: dict[Dimension, list[RaisedBarrier]] = {}
        for each in self.raised_barriers:
            for dimension in dict.fromkeys(each.barrier.affects):
                found.setdefault(dimension, []).append(each)
        return found

    # ----------------------------------------------------------------------- rows

    def credit(self, dimension: Dimension, key: str) -> float:
        """Look up a credit of the model."""
        found = self._credits.get((dimension, key))
        return self.model.credit(dimension, key) if found is None else found

    @cached_property
    def _credits(self) -> dict[tuple[Dimension, str], float]:
        dimensions = (*self.model.family, *self.model.clinic)
        return {(each.dimension, case.key): case.credit for each in dimensions for case in each.credits}

    def opportunity(  # noqa: PLR0913 -- each is a column of its own
        self,
        dimension: Dimension,
        on: dt.date,
        source: str,
        name: str | None = None,
        *,
        home: Home = None,
        organization: str | None = None,
        weight: float = 1.0,
    ) -> Opportunity:
        """Name an opportunity, by the record that made it unless a name of its own is given."""
        return Opportunity(
            plan_id=self.plan.id,
            side=_SIDE[dimension],
            dimension=dimension,
            on=on,
            weight=weight,
            household=home,
            organization=organization,
            source=source,
            opportunity_id=source if name is None else name,
        )


_SIDE = {dimension: side for side, dimensions in DIMENSIONS.items() for dimension in dimensions}


def _instant(as_of: dt.datetime | dt.date, timezone: str) -> dt.datetime:
    if isinstance(as_of, dt.datetime):
        if as_of.tzinfo is None or as_of.utcoffset() is None:
            raise InvalidRecordError(
                [Problem("/as_of", "wrong-format", "give as_of as an instant with its offset, or a day")]
            )
        return as_of.astimezone(dt.UTC)
    if type(as_of) is not dt.date:
        raise InvalidRecordError([Problem("/as_of", "wrong-type", "give as_of as an instant or a day")])
    return start_of_day(as_of, timezone)
