"""Practice at home, as family and therapist agreed on it."""

import datetime as dt
from collections.abc import Iterator

from collabcare._record.declare import EVERYONE, about, rule
from collabcare._record.kinds import AtLeastOne, Day, Flag, Id, Minutes
from collabcare._record.record import record
from collabcare.errors import Problem
from collabcare.plans.schedule import FixedDays, WeeklyTarget
from collabcare.text import Text
from collabcare.vocabulary import AssignmentStatus, EmbeddedIn, HowShown, Setting

__all__ = ["HomeAssignment", "in_force", "is_given"]

_NEVER_GIVEN = frozenset({AssignmentStatus.DRAFT, AssignmentStatus.ENTERED_IN_ERROR})
_OVER = frozenset({AssignmentStatus.REVOKED, AssignmentStatus.COMPLETED})


@record
class HomeAssignment:
    """
    Practice that family and therapist agreed on for home.

    It says what is due. Whether it was done stands in the journal, as `PracticeRecord`.
    """

    id: Id = about("How other records point to this assignment.", audience=EVERYONE)
    goals: AtLeastOne[Id] = about("The goals it serves.", refers="Goal", audience=EVERYONE)
    strategy: Id | None = about("The strategy it practises.", default=None, refers="Strategy")
    title: Text = about("What the family calls it.", audience=EVERYONE)
    instructions: Text | None = about("How to do it.", default=None, audience=EVERYONE)
    why: Text | None = about("Why it helps, as told to the family.", default=None)
    settings: tuple[Setting, ...] = about("Where it takes place.", default=())
    fixed_days: FixedDays | None = about("When it is due, on days.", default=None, audience=EVERYONE)
    weekly_target: WeeklyTarget | None = about(
        "How often a week it is due, on any day.", default=None, audience=EVERYONE
    )
    minutes: Minutes | None = about("How long one practice takes.", default=None, audience=EVERYONE)
    responsible: tuple[Id, ...] = about("Who practises with the child.", default=(), refers="Participant")
    assigned_by: Id | None = about("Who gave it.", default=None, refers="Participant")
    given_on: Day = about("The day the family got it.")
    shown: tuple[HowShown, ...] = about("How the family was shown what to do.", default=())
    understanding_checked: Flag | None = about(
        "Whether the caregiver showed or told it back (teach-back).", default=None
    )
    households: tuple[Id, ...] = about("The homes it is for; without any, all.", default=(), refers="Household")
    embedded_in: tuple[EmbeddedIn, ...] = about("The family routines it is part of.", default=())
    status: AssignmentStatus = about("Where it stands.", default=AssignmentStatus.ACTIVE)
    since: Day | None = about("The first day on which it is in force.", default=None)
    until: Day | None = about("The last day on which it is in force.", default=None)

    @rule
    def _one_schedule(self) -> Iterator[Problem]:
        if (self.fixed_days is None) == (self.weekly_target is None):
            yield Problem("/fixed_days", "exactly-one", "give either fixed_days or weekly_target")

    @rule
    def _dates_in_order(self) -> Iterator[Problem]:
        if self.since is not None and self.until is not None and self.until < self.since:
            yield Problem("/until", "date-order", "let until not be before since")


def is_given(assignment: HomeAssignment) -> bool:
    """Tell whether an assignment was ever given, as opposed to drafted."""
    return assignment.status not in _NEVER_GIVEN


def in_force(assignment: HomeAssignment) -> tuple[dt.date, dt.date]:
    """Give the first and the last day on which an assignment can be due; one that is over and has no end never is."""
    schedules = [each for each in (assignment.fixed_days, assignment.weekly_target) if each is not None]
    starts = [day for day in (assignment.since, *(each.starts_on for each in schedules)) if day is not None]
    ends = [day for day in (assignment.until, *(each.ends_on for each in schedules)) if day is not None]
    if not ends and assignment.status in _OVER:
        return dt.date.max, dt.date.min
    return max(starts, default=dt.date.min), min(ends, default=dt.date.max)
