"""From a goal and its measurements in the journal to two phases, with what the goal says of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from fractions import Fraction
from statistics import fmean
from typing import NamedTuple

import attrs

from collabcare.errors import InvalidRecordError, Problem
from collabcare.journal import Measurement
from collabcare.plans import Goal
from collabcare.progress.single_case.case import Improvement, Scale
from collabcare.progress.single_case.effect import Effect, effect
from collabcare.progress.single_case.units import direction_of, rate_minutes, scale_of
from collabcare.vocabulary import Phase

__all__ = ["Phases", "phases"]


@attrs.frozen(kw_only=True, repr=False)
class Phases:
    """
    A baseline and the treatment after it, of one goal of one child, with what effect sizes need to know.

    Parameters
    ----------
    goal_id
        The goal.
    baseline, treatment
        The figures of each phase, in the order of time.
    improvement
        Which direction is wanted.
    scale
        What the figures are; `None` where neither goal nor caller says, and LRR and LOR then have a reason.
    goal
        The value to reach, in the unit of the figures; `None` where it is not known.
    intervals
        Of how many intervals or trials a figure is made, on average; `None` where it is not known.
    observation_length
        How long an observation lasted, on average, in the unit of time that a rate is counted by; `None` where it is
        not known.
    left_out
        How many measurements of the goal are in neither phase: of another phase, of none, or an attainment level
        without a figure.
    """

    goal_id: str
    baseline: tuple[float, ...]
    treatment: tuple[float, ...]
    improvement: Improvement
    scale: Scale | None
    goal: float | None
    intervals: float | None
    observation_length: float | None
    left_out: int

    def __repr__(self) -> str:
        """Show how much there is; no figure of a child."""
        return f"<Phases {len(self.baseline)} and {len(self.treatment)} figures>"

    def effect(self, name: str, *, level: float = 0.95, exact_limits: bool = False) -> Effect:
        """
        Compute one effect size of these phases.

        Parameters
        ----------
        name
            The measure, one of `EFFECTS`.
        level
            Confidence of the limits.
        exact_limits
            As in `effect`.

        Returns
        -------
        Effect
            The value with its standard error and limits, or a reason.

        Raises
        ------
        InvalidRecordError
            When the name or the level is unknown, or a figure is not on the scale.
        """
        return effect(
            name,
            self.baseline,
            self.treatment,
            improvement=self.improvement,
            scale=self.scale,
            goal=self.goal,
            intervals=self.intervals,
            observation_length=self.observation_length,
            level=level,
            exact_limits=exact_limits,
        )


def phases(
    goal: Goal,
    measurements: Iterable[Measurement],
    *,
    improvement: Improvement | None = None,
    scale: Scale | None = None,
    target: float | None = None,
) -> Phases:
    """
    The two phases of a goal's measurements: baseline and intervention, for effect sizes.

    What the goal does not say is asked of the caller, never guessed; what the caller says goes before the goal.

    Parameters
    ----------
    goal
        The goal.
    measurements
        Measurements of the journal; those of other goals are passed over.
    improvement
        Which direction is wanted, where the goal does not say: its targets say so by their comparator (`>=`, `>`, `<=`,
        `<`), or, with `=`, by lying above or below the goal's baseline.
    scale
        What the figures are, where unit and procedure do not say: `%` is a percentage, `/min`, `/h`, `/d` and `/wk` are
        rates, times are continuous, a word in braces is a count where all that is measured counts events or products.
        Shares of trials and of intervals are proportions, or percentages where the goal's unit is `%`.
    target
        The value to reach in the unit of the figures, for PoGO, where the goal does not have exactly one.

    Returns
    -------
    Phases
        With `effect(name)`.

    Raises
    ------
    InvalidRecordError
        When the direction is not known, figures are of several kinds or units, or a baseline was measured after the
        intervention had begun (give one baseline and the intervention after it).

    Notes
    -----
    A figure is the measurement's value; where it has none, successes of attempts or of trials; else the share of
    intervals in which the behavior was scored. The intervals of a phase are the mean number of attempts, trials or
    intervals, where all measurements have one.

    Examples
    --------
    >>> from collabcare import example
    >>> plan, journal = example("two-households")
    >>> (goal,) = (each for each in plan.goals if each.id == "break")
    >>> found = phases(goal, journal.measurements)
    >>> found.improvement, found.scale, found.intervals
    ('increase', 'percentage', 10.0)
    >>> len(found.baseline), len(found.treatment), found.effect("NAP").value
    (1, 3, 1.0)
    """
    own = sorted((each for each in measurements if each.goal == goal.id), key=_when)
    used = [each for each in own if each.phase in {Phase.BASELINE, Phase.INTERVENTION} and _measured(each)]
    units = [each.unit for each in goal.targets] + ([] if goal.baseline is None else [goal.baseline.unit])
    wanted = improvement or direction_of(goal)
    problems = _problems(used)
    if wanted is None:
        rule = "say which direction is wanted: the targets of this goal do not"
        problems.append(Problem("/improvement", "needs", rule))
    if problems or wanted is None:
        raise InvalidRecordError(problems)
    of_shares = bool(used) and used[0].value is None
    percent = of_shares and "%" in units
    own_unit = used[0].unit if used and not of_shares else None
    found_scale = scale
    if found_scale is None and of_shares:
        found_scale = "percentage" if percent else "proportion"
    elif found_scale is None and own_unit is not None:
        known = None if goal.baseline is None else goal.baseline.procedure
        found_scale = scale_of(own_unit, [each.procedure or known for each in used])
    values = {float(each.value) for each in goal.targets if percent or each.unit == (own_unit or "1")}
    sizes = [_share(each).size for each in used if _share(each).size is not None]
    minutes = [each.observation_minutes for each in used if each.observation_minutes]
    return Phases(
        goal_id=goal.id,
        baseline=_figures(used, Phase.BASELINE, percent=percent),
        treatment=_figures(used, Phase.INTERVENTION, percent=percent),
        improvement=wanted,
        scale=found_scale,
        goal=target if target is not None else values.pop() if len(values) == 1 else None,
        intervals=_mean(sizes, used),
        observation_length=None if (length := _mean(minutes, used)) is None else length / rate_minutes(own_unit or ""),
        left_out=len(own) - len(used),
    )


class _Share(NamedTuple):
    """A share of trials or intervals, and how many there were."""

    part: Fraction | None
    size: int | None


def _when(measurement: Measurement) -> dt.datetime:
    return measurement.measured_at


def _measured(measurement: Measurement) -> bool:
    return measurement.value is not None or _share(measurement).part is not None


def _share(measurement: Measurement) -> _Share:
    if measurement.successes is not None and measurement.attempts is not None:
        return _Share(Fraction(measurement.successes, measurement.attempts), measurement.attempts)
    for each in (measurement.trials, measurement.intervals):
        if each:
            return _Share(Fraction(sum(each), len(each)), len(each))
    return _Share(None, None)


def _figures(used: Sequence[Measurement], phase: Phase, *, percent: bool) -> tuple[float, ...]:
    found: list[float] = []
    for each in used:
        if each.phase == phase:
            part = _share(each).part or 0
            found.append(float(part * (100 if percent else 1)) if each.value is None else float(each.value))
    return tuple(found)


def _mean(numbers: Sequence[int | None], used: Sequence[Measurement]) -> float | None:
    """Give the mean where all measurements have such a number."""
    known = [each for each in numbers if each is not None]
    return fmean(known) if known and len(known) == len(used) else None


def _problems(used: Sequence[Measurement]) -> list[Problem]:
    problems: list[Problem] = []
    if len({each.unit for each in used}) > 1 or len({each.value is None for each in used}) > 1:
        problems.append(Problem("/measurements", "different-units", "give figures of one kind and unit"))
    begun = [each.measured_at for each in used if each.phase == Phase.INTERVENTION]
    if any(each.phase == Phase.BASELINE and each.measured_at > min(begun) for each in used if begun):
        rule = "give one baseline and the intervention after it: here a baseline comes after an intervention"
        problems.append(Problem("/measurements", "date-order", rule))
    return problems
