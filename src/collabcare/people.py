"""The people of a plan: participants, households and their days, and what is known of the child and the family."""

import datetime as dt
from collections.abc import Iterator

from collabcare._dates import ordinals_of_weeks
from collabcare._record.declare import EVERYONE, about, rule
from collabcare._record.kinds import (
    AtLeastOne,
    BirthYear,
    Day,
    Days,
    Few,
    Flag,
    Id,
    Label,
    Language,
    Name,
    Several,
    TimeOfDay,
)
from collabcare._record.record import record
from collabcare.errors import Problem
from collabcare.text import Text
from collabcare.vocabulary import Channel, CommunicationMode, DecisionScope, Discipline, Role, Side, Weekday

__all__ = [
    "ChildProfile",
    "ContactPreference",
    "FamilyProfile",
    "Household",
    "Participant",
    "ResidenceSchedule",
]

_FAMILY_ROLES = frozenset({Role.CHILD, Role.CAREGIVER})
_CLINIC_ROLES = frozenset({Role.THERAPIST, Role.TECHNICIAN, Role.SUPERVISOR, Role.COORDINATOR})


@record
class ContactPreference:
    """How and when a participant likes to be reached."""

    channel: Channel = about("How.")
    from_time: TimeOfDay | None = about("Not before this time of day.", default=None)
    to_time: TimeOfDay | None = about("Not after this time of day.", default=None)

    @rule
    def _times_in_order(self) -> Iterator[Problem]:
        if self.from_time is not None and self.to_time is not None and self.to_time <= self.from_time:
            yield Problem("/to_time", "date-order", "let to_time be later than from_time")


@record
class Participant:
    """
    A person who takes part in the plan: the child, a caregiver, a therapist, a teacher ...

    It says what a person is to the plan, not who they are: `name` may be left out.
    """

    id: Id = about("How other records point to this person.", audience=EVERYONE)
    role: Role = about("What the person is to the child.", audience=EVERYONE)
    role_other: Label | None = about("The role, when no code fits.", default=None, audience=EVERYONE)
    name: Name | None = about("What the person is called.", default=None, audience=EVERYONE)
    birth_year: BirthYear | None = about("The child's year of birth.", default=None)
    languages: tuple[Language, ...] = about("Languages, the best known first.", default=(), audience=EVERYONE)
    disciplines: tuple[Discipline, ...] = about("Fields of work.", default=(), audience=EVERYONE)
    disciplines_other: Label | None = about("The field of work, when no code fits.", default=None)
    needs_interpreter: Flag = about("Whether sessions need an interpreter.", default=False)
    legal_decision_maker: tuple[DecisionScope, ...] = about("What the person may decide in law.", default=())
    contact_preferences: tuple[ContactPreference, ...] = about("How to reach the person.", default=())
    organization: Id | None = about("The clinic, practice or school the person works for.", default=None)
    household: Id | None = about("The home the person lives in.", default=None, refers="Household")
    since: Day | None = about("The first day on which the person takes part.", default=None)
    until: Day | None = about("The last day on which the person takes part.", default=None)

    @rule
    def _dates_in_order(self) -> Iterator[Problem]:
        if self.since is not None and self.until is not None and self.until < self.since:
            yield Problem("/until", "date-order", "let until not be before since")

    @rule
    def _other_has_text(self) -> Iterator[Problem]:
        if (self.role == Role.OTHER) != (self.role_other is not None):
            yield Problem("/role_other", "needs", "give role_other exactly when role is other")

    @rule
    def _other_discipline_has_text(self) -> Iterator[Problem]:
        if (Discipline.OTHER in self.disciplines) != (self.disciplines_other is not None):
            yield Problem("/disciplines_other", "needs", "give disciplines_other exactly when a discipline is other")

    @rule
    def _birth_year_of_child(self) -> Iterator[Problem]:
        if self.birth_year is not None and self.role != Role.CHILD:
            yield Problem("/birth_year", "wrong-role", "give birth_year for the child only")

    @property
    def side(self) -> Side | None:
        """Side of the partnership; `None` for teachers, interpreters, siblings and others, who are on neither."""
        if self.role in _FAMILY_ROLES:
            return Side.FAMILY
        return Side.CLINIC if self.role in _CLINIC_ROLES else None

    def active_on(self, day: dt.date) -> bool:
        """Tell whether the person takes part on a day; both `since` and `until` count as days of taking part."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@record
class ResidenceSchedule:
    """
    The days on which the child lives in a household, for a stretch of time.

    Weekdays repeat every `every_weeks` weeks, counted from the week of `starts_on`; single days are added or taken out.
    A day runs from midnight to midnight: say where the child is for practice, not where it sleeps.
    """

    starts_on: Day = about("The first day of this arrangement, in its first week.")
    ends_on: Day | None = about("The last day of this arrangement.", default=None)
    weekdays: AtLeastOne[Weekday] = about("The days of the week with this household.")
    every_weeks: Few = about("1 for every week, 2 for every other week ...", default=1)
    also_on: Days = about("Further single days, such as a birthday.", default=())
    except_on: Days = about("Single days on which the child is elsewhere.", default=())

    @rule
    def _dates_in_order(self) -> Iterator[Problem]:
        if self.ends_on is not None and self.ends_on < self.starts_on:
            yield Problem("/ends_on", "date-order", "let ends_on not be before starts_on")

    @rule
    def _not_both(self) -> Iterator[Problem]:
        also = set(self.also_on)
        for position, day in enumerate(self.except_on):
            if day in also:
                yield Problem(f"/except_on/{position}", "duplicate", "put a day in also_on or except_on, not in both")

    def ordinals(self, first: dt.date, last: dt.date, week_start: Weekday) -> set[int]:
        """Find the days, of those between two days and both of these, on which the child is in the household."""
        start = max(first, self.starts_on)
        end = last if self.ends_on is None else min(last, self.ends_on)
        weekdays = [each.number for each in self.weekdays]
        found = set(ordinals_of_weeks(weekdays, self.every_weeks, self.starts_on, start, end, week_start.number))
        found.difference_update([day.toordinal() for day in self.except_on])
        found.update([day.toordinal() for day in self.also_on if first <= day <= last])
        return found

    def covers(self, day: dt.date, week_start: Weekday) -> bool:
        """Tell whether the child is in the household on a day; weeks begin as the plan says."""
        return bool(self.ordinals(day, day, week_start))


@record
class Household:
    """A home of the child."""

    id: Id = about("How other records point to this home.")
    name: Name | None = about("What the family calls it.", default=None)
    members: tuple[Id, ...] = about("Who lives there.", default=(), refers="Participant")
    languages: tuple[Language, ...] = about("Languages spoken there, the most used first.", default=())
    residence_schedule: Several[ResidenceSchedule] = about(
        "On which days the child is there; without any, the child is always there.", default=()
    )

    def days_with_child(self, first: dt.date, last: dt.date, week_start: Weekday) -> set[dt.date]:
        """Find the days, of those between two days and both of these, on which the child is there."""
        return set(map(dt.date.fromordinal, self.ordinals_with_child(first, last, week_start)))

    def ordinals_with_child(self, first: dt.date, last: dt.date, week_start: Weekday) -> set[int]:
        """Find the same days as ordinals: a plan may ask for those of years."""
        if not self.residence_schedule:
            return set(range(first.toordinal(), last.toordinal() + 1))
        return set[int]().union(*[each.ordinals(first, last, week_start) for each in self.residence_schedule])

    def has_child_on(self, day: dt.date, week_start: Weekday) -> bool:
        """Tell whether the child is there on a day; weeks begin as the plan says."""
        return not self.residence_schedule or any(each.covers(day, week_start) for each in self.residence_schedule)


@record
class ChildProfile:
    """What helps to understand the child, in the family's words. It is not an assessment."""

    preferred_name: Name | None = about("What the child likes to be called.", default=None, audience=EVERYONE)
    strengths: tuple[Text, ...] = about("What the child is good at.", default=(), audience=EVERYONE)
    interests: tuple[Text, ...] = about("What the child loves.", default=(), audience=EVERYONE)
    triggers: tuple[Text, ...] = about("What upsets the child.", default=())
    what_helps: tuple[Text, ...] = about("What calms or helps the child.", default=(), audience=EVERYONE)
    communication_modes: tuple[CommunicationMode, ...] = about(
        "How the child communicates.", default=(), audience=EVERYONE
    )
    sensory_needs: tuple[Text, ...] = about("What to mind about sounds, touch, light and movement.", default=())
    motor_needs: tuple[Text, ...] = about("What to mind about movement and posture.", default=())


@record
class FamilyProfile:
    """What matters to the family and what it can draw on, in its own words."""

    household: Id | None = about(
        "The home it speaks for; without it, the whole family.", default=None, refers="Household"
    )
    resources: tuple[Text, ...] = about("What the family can draw on.", default=())
    priorities: tuple[Text, ...] = about("What comes first for the family.", default=())
    concerns: tuple[Text, ...] = about("What worries the family.", default=())
    values: tuple[Text, ...] = about("Values and customs that matter.", default=())
    routines: tuple[Text, ...] = about("How days and weeks go.", default=())
