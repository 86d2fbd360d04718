"""The observations of a goal in order of time, each judged by its mastery criterion."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from collabcare.journal import Measurement
from collabcare.plans import Goal, MasteryCriterion
from collabcare.progress.measured_value import compares, goal_unit, help_of, value_of
from collabcare.vocabulary import Phase, Setting

__all__ = ["Judged", "Moment", "judge", "own"]


class Moment(NamedTuple):
    """
    What was observed at one moment. Two observers of one moment make one observation, which meets only if both say so.

    Parameters
    ----------
    at
        When.
    meets
        Whether it is what the criterion asks of one observation.
    value_meets
        The same of the value alone, whatever the help.
    settings, people
        Where, and who was with the child, as far as stated.
    """

    at: dt.datetime
    meets: bool
    value_meets: bool
    settings: frozenset[Setting]
    people: frozenset[str]


class Judged(NamedTuple):
    """The moments that count, those of the baseline, and the measurements that do not count, with the reason."""

    moments: list[Moment]
    baseline: list[Moment]
    left_out: list[tuple[str, str]]
    unit: str | None


def own(goal: Goal, measurements: Iterable[Measurement]) -> list[Measurement]:
    """Keep the measurements of a goal, each once, in order of time and id."""
    return sorted({each for each in measurements if each.goal == goal.id}, key=lambda each: (each.measured_at, each.id))


def judge(
    goal: Goal, criterion: MasteryCriterion, measurements: Iterable[Measurement], *, probes: bool = False
) -> Judged:
    """Judge each moment of a goal by a criterion; generalization probes count where it is broad, or when asked for."""
    mine = own(goal, measurements)
    unit = goal_unit(goal, mine)
    probes = probes or criterion.settings > 1 or criterion.people > 1
    left_out: list[tuple[str, str]] = []
    counted: dict[bool, dict[dt.datetime, list[tuple[Measurement, bool, bool]]]] = {True: {}, False: {}}
    for each in mine:
        found = _verdict(goal, criterion, each, unit)
        at_start = each.phase == Phase.BASELINE
        if isinstance(found, str):
            left_out.append((found, each.id))
        elif each.phase == Phase.GENERALIZATION_PROBE and not probes:
            left_out.append(("generalization-probe", each.id))
        else:
            counted[at_start].setdefault(each.measured_at, []).append((each, *found))
            if at_start:
                left_out.append(("baseline-phase", each.id))
    return Judged(_moments(counted[False]), _moments(counted[True]), left_out, unit)


def _verdict(
    goal: Goal, criterion: MasteryCriterion, measurement: Measurement, unit: str | None
) -> tuple[bool, bool] | str:
    """Say whether a measurement meets, all in all and in its value, or why nobody can say."""
    value = value_of(measurement, unit)
    if isinstance(value, str):
        return value
    if not compares(criterion, value):
        return False, False
    given = help_of(goal, measurement)
    if given in {"not-stated", "not-on-scale"}:
        return f"help-{given}"
    return given == "within", True


def _moments(found: dict[dt.datetime, list[tuple[Measurement, bool, bool]]]) -> list[Moment]:
    return [
        Moment(
            at=at,
            meets=all(meets for _, meets, _ in seen),
            value_meets=all(in_value for _, _, in_value in seen),
            settings=frozenset(each.setting for each, _, _ in seen if each.setting is not None),
            people=frozenset(who for each, _, _ in seen for who in each.with_whom),
        )
        for at, seen in sorted(found.items())
    ]
