"""How far attainment on two days lies apart, goal by goal and in T."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import attrs

from collabcare.errors import InvalidRecordError, Problem
from collabcare.progress.attainment_levels import SOURCES, Source
from collabcare.progress.attainment_result import Attainment, AttainmentScore, GoalAttainment
from collabcare.progress.gas_choices import BOTH_CONVENTIONS, t_of
from collabcare.progress.result_part import Plain

__all__ = ["AttainmentChange", "GoalChange", "ScoreChange", "attainment_change"]

_CHOICES = ("rho", "weights", "missing_weights", "zero_weights", "mixed_baselines", "participant")


@attrs.frozen(kw_only=True, repr=False)
class GoalChange(Plain):
    """
    How far the levels of one goal on two days lie apart.

    Parameters
    ----------
    goal
        Its id.
    before, after
        The level on each day; `None` where there is none.
    value
        `after - before`, in ranks; `None` with a `reason`.
    reason
        `not-in-both`: a day has no level of it. `two-conventions`: its scale starts at another level on the second
        day, so that the levels no longer mean the same.
    """

    goal: str
    before: int | None
    after: int | None
    value: int | None
    reason: str | None


@attrs.frozen(kw_only=True, repr=False)
class ScoreChange(Plain):
    """
    The change of one source.

    Parameters
    ----------
    source
        `measured`, `family` or `clinic`.
    before, after
        T on each day, over the goals that both days have a level of.
    value
        `after - before`; `None` with a `reason`.
    goals_compared
        How many goals that is.
    goals
        Each goal that either day looks at.
    reason
        Why there is no value: `nothing-in-both`, `two-conventions`, `weights-differ` (a goal weighs otherwise on the
        second day), `weight-missing`, `all-weights-zero`.
    """

    source: Source
    before: float | None
    after: float | None
    value: float | None
    goals_compared: int
    goals: tuple[GoalChange, ...]
    reason: str | None

    def __repr__(self) -> str:
        """Show counts; no figure of a family."""
        return f"<ScoreChange {self.source} {len(self.goals)} goals>"


@attrs.frozen(kw_only=True, repr=False)
class AttainmentChange(Plain):
    """
    How far attainment on two days lies apart. It says nothing of why.

    Parameters
    ----------
    plan_id
        The plan.
    before, after
        The two days.
    measured, family, clinic
        The change of each source. Never subtract them from each other.
    """

    plan_id: str
    before: dt.date
    after: dt.date
    measured: ScoreChange
    family: ScoreChange
    clinic: ScoreChange


def attainment_change(before: Attainment, after: Attainment) -> AttainmentChange:
    """
    Compare attainment on two days: each goal by itself, and T over the goals that both days have a level of.

    T is made anew of those goals, so that a goal that was added, dropped or not scored does not pass for a change. The
    change from the start is in each `Attainment` already.

    Parameters
    ----------
    before
        The earlier day.
    after
        The later day, of the same plan or a later revision of it, made with the same choices.

    Returns
    -------
    AttainmentChange
        For each source the change of T, and of each goal.

    Raises
    ------
    InvalidRecordError
        When the two cannot be compared, with every reason.

    Notes
    -----
    A change is refused with the reason `two-conventions` where the goals start partly at -1 and partly at -2 (unless
    both were made with `mixed_baselines="allow"`), and always where the same goal starts at another level on the
    second day. The cautions of `gas_t_score` hold twice: the two assessors of one study came out 24.5 points of T apart
    at the limits of agreement, without any change.

    Examples
    --------
    >>> import datetime as dt
    >>> from collabcare import example
    >>> from collabcare.progress import attainment
    >>> plan, journal = example("late-talker")
    >>> first, last = (attainment(plan, journal, dt.date(2026, *day)) for day in ((10, 31), (11, 29)))
    >>> found = attainment_change(first, last)
    >>> found.clinic.before, found.clinic.after, found.clinic.value
    (40.0, 50.0, 10.0)
    >>> found.family.value, found.family.reason
    (None, 'nothing-in-both')
    """
    problems = list(_problems(before, after))
    if problems:
        raise InvalidRecordError(problems)
    measured, family, clinic = (_change(each, before, after) for each in SOURCES)
    return AttainmentChange(
        plan_id=before.plan_id, before=before.on, after=after.on, measured=measured, family=family, clinic=clinic
    )


def _problems(before: Attainment, after: Attainment) -> Iterator[Problem]:
    if before.plan_id != after.plan_id:
        yield Problem("/plan_id", "wrong-plan", "compare two days of one plan")
    if after.on <= before.on:
        yield Problem("/on", "date-order", "give the earlier day first")
    for name in _CHOICES:
        if getattr(before, name) != getattr(after, name):
            yield Problem(f"/{name}", "needs", "make both with the same choices")


def _change(source: Source, before: Attainment, after: Attainment) -> ScoreChange:
    one, other = before.source(source), after.source(source)
    earlier, later = _rows(one), _rows(other)
    goals = tuple(_goal(name, earlier.get(name), later.get(name)) for name in {**earlier, **later})
    common = [each.goal for each in goals if each.before is not None and each.after is not None]
    first, last, reason = _both([earlier[each] for each in common], [later[each] for each in common], after)
    return ScoreChange(
        source=source,
        before=first,
        after=last,
        value=None if first is None or last is None else last - first,
        goals_compared=len(common),
        goals=goals,
        reason=reason,
    )


def _rows(score: AttainmentScore) -> dict[str, GoalAttainment]:
    return {each.goal: each for each in score.goals}


def _goal(name: str, before: GoalAttainment | None, after: GoalAttainment | None) -> GoalChange:
    one = None if before is None else before.level
    other = None if after is None else after.level
    if before is None or after is None or one is None or other is None:
        return GoalChange(goal=name, before=one, after=other, value=None, reason="not-in-both")
    if before.baseline_level != after.baseline_level:
        return GoalChange(goal=name, before=one, after=other, value=None, reason="two-conventions")
    return GoalChange(goal=name, before=one, after=other, value=other - one, reason=None)


def _both(
    before: list[GoalAttainment], after: list[GoalAttainment], made: Attainment
) -> tuple[float | None, float | None, str | None]:
    """Make T of both days, or say why they cannot be compared."""
    moved = any(one.baseline_level != other.baseline_level for one, other in zip(before, after, strict=True))
    mixed = {each.baseline_level for each in before} >= BOTH_CONVENTIONS
    if moved or (mixed and made.mixed_baselines == "refuse"):
        return None, None, "two-conventions"
    weights = [each.weight for each in before]
    if weights != [each.weight for each in after]:
        return None, None, "weights-differ"
    found: list[float | None] = []
    for rows in (before, after):
        levels = [each.level for each in rows if each.level is not None]
        t, _, reason = t_of(levels, weights, made.weights, made.rho, made.zero_weights)
        if reason is not None:
            return None, None, "nothing-in-both" if reason == "nothing-scored" else reason
        found.append(t)
    return found[0], found[1], None
