"""Whether a skill meets the mastery criterion of its goal, since when, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from collabcare._dates import is_zone
from collabcare.errors import InvalidRecordError, Problem
from collabcare.journal import Measurement, Session
from collabcare.plans import Goal, MasteryCriterion
from collabcare.progress.judged_observations import Moment, judge, own
from collabcare.progress.mastery_result import Mastery, MissingCode, MissingForMastery
from collabcare.progress.mastery_runs import Runs, beyond_one, without_maintenance
from collabcare.progress.result_part import not_counted
from collabcare.progress.session_setting import placed

__all__ = ["mastery"]


def mastery(
    goal: Goal, measurements: Iterable[Measurement], *, sessions: Iterable[Session] = (), timezone: str = "UTC"
) -> Mastery:
    """
    Say whether a goal's mastery criterion is met, on which day it was, and what is missing for it.

    It looks at observations, not at the child: a skill that nobody looked at is not lost, and a criterion of three
    observations at 80 % is a convention, which does not promise that the skill stays.

    Parameters
    ----------
    goal
        The goal with its criterion.
    measurements
        Such as all those of a journal: those of other goals are passed over. Their order does not matter.
    sessions
        The sessions of the journal, in which a setting is looked up that a measurement does not state.
    timezone
        The plan's time zone, in which days are days: give `plan.timezone`. In UTC, in which instants are kept, what was
        seen late in the evening can fall on another day than it did for the family.

    Returns
    -------
    Mastery
        Status, days, what is missing, and what was not counted.

    Raises
    ------
    InvalidRecordError
        When there is no such time zone.

    Notes
    -----
    An observation meets the criterion when its value compares with the threshold as asked and it had at most the help
    allowed. With more help it does not meet. With a value that would meet and no word about help, nobody can say: it
    does not count. Measurements of one moment are one observation, which meets if all of them do.

    **Unit.** Where the goal's unit is %, a value in % counts, else successes/attempts over the trials, else the share
    of intervals in which the behavior was scored. Where the unit is another, only values in that unit count.

    **Run.** The criterion is met by one run of observations that meet, without any between them that does not: at least
    `consecutive` long, in at least as many different settings, and with at least as many different people who were with
    the child (`with_whom`; who only measured does not count). The setting is the one that the measurement states, else
    that of the session that it names, if this was held, and not at a distance. An observation that does not say where
    or with whom counts for the length. Whether there is a run in each setting by itself, `generalization` says.

    **Maintenance.** The skill must be seen again at least `maintenance_days` after the day on which the rest was met,
    within the same run.

    **Lost.** The first observation that does not meet ends the run. There is no agreed number of failures: a single one
    after many may be a bad day, and `run` and `episodes` let a reader see that.

    **Phases.** Baseline observations were made before teaching and do not count; `met_in_baseline` says whether they
    meet the criterion by themselves. Generalization probes count where the criterion asks for more than one setting or
    person, which is what they test, and not otherwise, neither for nor against. Short tests without teaching
    (`procedure`) and reports count like all others.

    Examples
    --------
    >>> from collabcare import example
    >>> plan, journal = example("late-talker")
    >>> asking = next(each for each in plan.goals if each.id == "asking")
    >>> found = mastery(asking, journal.measurements, sessions=journal.sessions, timezone=plan.timezone)
    >>> found.status, found.observations, found.meeting
    ('not-yet', 3, 0)
    >>> for each in found.missing:
    ...     print(each.sentence)
    The last observation did not reach the threshold.
    3 more observations in a row must meet the criterion.
    It must be seen with 2 people.
    Once reached, it must be seen again after 14 days or more.
    """
    if not is_zone(timezone):
        raise InvalidRecordError(
            [Problem("/timezone", "wrong-format", "give a time zone (IANA) that exists, such as Europe/Madrid")]
        )
    mine = own(goal, placed(measurements, sessions))
    if goal.mastery is None:
        return _nothing(goal, "no-criterion")
    if not mine:
        return _nothing(goal, "nothing-measured")
    judged = judge(goal, goal.mastery, mine)
    found = Runs(goal.mastery, judged.moments, timezone)
    at_start = Runs(without_maintenance(goal.mastery), judged.baseline, timezone)
    status = found.status if judged.moments else None
    met = [each for each in found.episodes if each.met_on is not None]
    return Mastery(
        goal=goal.id,
        status=status,
        met_on=met[0].met_on if met else None,
        acquired_on=found.episodes[0].acquired_on if found.episodes else None,
        lost_on=met[-1].lost_on if status == "lost" else None,
        episodes=tuple(found.episodes),
        missing=() if status == "mastered" else tuple(_missing(goal.mastery, found, judged.moments)),
        observations=len(judged.moments),
        meeting=sum(each.meets for each in judged.moments),
        run=len(found.run),
        met_in_baseline=bool(at_start.episodes),
        unit=judged.unit,
        left_out=not_counted(judged.left_out),
        reason=None if judged.moments else "nothing-counted",
    )


def _nothing(goal: Goal, reason: str) -> Mastery:
    return Mastery(
        goal=goal.id,
        status=None,
        met_on=None,
        acquired_on=None,
        lost_on=None,
        episodes=(),
        missing=(),
        observations=0,
        meeting=0,
        run=0,
        met_in_baseline=False,
        unit=None,
        left_out=(),
        reason=reason,
    )


def _missing(asked: MasteryCriterion, found: Runs, moments: Sequence[Moment]) -> Iterator[MissingForMastery]:
    days = asked.maintenance_days
    if found.acquired_on is not None and found.last_on is not None and days:
        held = (found.last_on - found.acquired_on).days
        words = f"It must be seen again {days} days or more after it was first reached; so far it held for {held}."
        yield MissingForMastery(code="maintenance", needed=days, have=held, unstated=0, sentence=words)
        return
    if moments and not moments[-1].value_meets:
        yield _said("threshold", "The last observation did not reach the threshold.")
    elif moments and not moments[-1].meets:
        yield _said("support", "The last observation had more help than the criterion allows.")
    have = len(found.run)
    if have < asked.consecutive:
        more = asked.consecutive - have
        words = f"{more} more observation{'s' if more > 1 else ''} in a row must meet the criterion."
        yield MissingForMastery(code="consecutive", needed=asked.consecutive, have=have, unstated=0, sentence=words)
    if len(found.settings) < beyond_one(asked.settings):
        unstated = sum(not each.settings for each in found.run)
        words = f"It must be seen in {asked.settings} settings."
        yield MissingForMastery(
            code="settings", needed=asked.settings, have=len(found.settings), unstated=unstated, sentence=words
        )
    if len(found.people) < beyond_one(asked.people):
        unstated = sum(not each.people for each in found.run)
        words = f"It must be seen with {asked.people} people."
        yield MissingForMastery(
            code="people", needed=asked.people, have=len(found.people), unstated=unstated, sentence=words
        )
    if days:
        words = f"Once reached, it must be seen again after {days} day{'s' if days > 1 else ''} or more."
        yield MissingForMastery(code="maintenance", needed=days, have=0, unstated=0, sentence=words)


def _said(code: MissingCode, words: str) -> MissingForMastery:
    return MissingForMastery(code=code, needed=None, have=None, unstated=0, sentence=words)
