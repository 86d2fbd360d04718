"""`collabcare progress`: what the measurements say of each goal, laid out for people."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterator, Sequence

import attrs
from rich.console import RenderableType
from rich.text import Text

from collabcare._dates import local_day
from collabcare.cli.tables import number
from collabcare.cli.windows import last_day
from collabcare.errors import InvalidRecordError
from collabcare.journal import Journal, Measurement, Session
from collabcare.plans import Goal, SharedPlan
from collabcare.progress import (
    Attainment,
    AttainmentScore,
    ClinicHomeGap,
    Generalization,
    Mastery,
    attainment,
    generalization,
    mastery,
)
from collabcare.progress.single_case import EFFECTS, Effect, Phases, phases

__all__ = ["GoalReport", "Report", "legend", "report", "report_table", "summary"]

_WIDEST, _LABEL = 95, 16
_NOT_LOOKED_AT = {"declined", "not-agreed", "not-begun", "entered-in-error"}
_WHY_NOT = {"needs": "direction-not-stated", "date-order": "baseline-after-intervention"}
_LEGEND = (
    "T is 50 when all goals are reached just as expected; its levels are ranks, so look at them first. NAP is the "
    "share of pairs in which a figure of the intervention is better than one of the baseline. These figures say how "
    "far goals were reached, and not why: none is a measure of a child, a family or a therapist."
)


@attrs.frozen(repr=False)
class GoalReport:
    """What the measurements say of one goal."""

    goal: Goal
    mastery: Mastery
    generalization: Generalization
    phases: Phases | None
    effects: tuple[Effect, ...]
    without_effects: str | None


@attrs.frozen(repr=False)
class Report:
    """What the measurements say of all goals up to a day."""

    plan: SharedPlan
    on: dt.date
    attainment: Attainment
    goals: tuple[GoalReport, ...]


def report(plan: SharedPlan, journal: Journal, on: dt.date | None = None, goal: str | None = None) -> Report:
    """
    Look at the goals that have begun; those that were declined, or have not begun, are named by `attainment`.

    Parameters
    ----------
    plan
        What was agreed.
    journal
        What happened.
    on
        The last day looked at; without it, the day of the last event or review.
    goal
        Only this one.

    Returns
    -------
    Report
        For the functions below.
    """
    day = on or _last_day(plan, journal)
    found = attainment(plan, journal, day)
    closed = {name for each in found.left_out if each.reason in _NOT_LOOKED_AT for name in each.ids}
    wanted = [each for each in plan.goals if (each.id not in closed if goal is None else each.id == goal)]
    known = [each for each in journal.measurements if local_day(each.measured_at, plan.timezone) <= day]
    return Report(plan, day, found, tuple(_goal(each, known, journal.sessions, plan.timezone) for each in wanted))


def _last_day(plan: SharedPlan, journal: Journal) -> dt.date:
    days = [local_day(each.held_at, plan.timezone) for each in plan.reviews if each.held_at is not None]
    return max([plan.starts_on, last_day(plan, journal) or plan.starts_on, *days])


def _goal(goal: Goal, measurements: Sequence[Measurement], sessions: Sequence[Session], timezone: str) -> GoalReport:
    try:
        found, reason = phases(goal, measurements), None
    except InvalidRecordError as error:
        found, reason = None, _WHY_NOT.get(error.problems[0].code, error.problems[0].code)
    effects: tuple[Effect, ...] = ()
    if found is not None and (found.baseline or found.treatment):
        # The reference software's own limits have no width where phases do not overlap.
        effects = tuple(found.effect(name, exact_limits=True) for name in EFFECTS)
    elif found is not None:
        reason = "no-phases"
    return GoalReport(
        goal=goal,
        mastery=mastery(goal, measurements, sessions=sessions, timezone=timezone),
        generalization=generalization(goal, measurements, sessions=sessions),
        phases=found,
        effects=effects,
        without_effects=reason,
    )


# For people.


def report_table(found: Report, width: int) -> list[RenderableType]:
    """
    Lay out a report: attainment of all goals, then each goal.

    Parameters
    ----------
    found
        The report.
    width
        Columns of the terminal.

    Returns
    -------
    list of RenderableType
        For rich to print, one after the other.
    """
    room = min(width, _WIDEST)
    parts: list[RenderableType] = [Text(f"plan            {found.plan.id}\non              {found.on}\n")]
    parts += _heading("goal attainment")
    for each in (found.attainment.measured, found.attainment.family, found.attainment.clinic):
        parts.append(_entry(each.source, _attained(each), room))
    for left in found.attainment.left_out:
        parts.append(_entry("left out", f"{_words(left.reason)}: {', '.join(left.ids)}", room))
    for goal in found.goals:
        parts += [Text(), *_heading(goal.goal.id)]
        parts.append(_entry("mastery", _mastered(goal.mastery), room))
        parts.append(_entry("generalization", " ".join(_generalized(goal.generalization)), room))
        parts.append(_entry("phases", _compared(goal), room))
    return parts


def legend(width: int) -> Text:
    """Say how to read the figures, and what they are not."""
    return Text("\n".join(textwrap.wrap(_LEGEND, min(width, _WIDEST))))


def summary(found: Report) -> Iterator[str]:
    """
    Say in a sentence or two what is known of each goal.

    Parameters
    ----------
    found
        The report.

    Yields
    ------
    str
        A paragraph for goal attainment where there is any, then one for each goal.
    """
    scores = (found.attainment.measured, found.attainment.family, found.attainment.clinic)
    if any(each.goals_scored for each in scores):
        said = (f"{each.source} {_attained(each)}" for each in scores if each.goals_scored)
        yield f"Goal attainment: {'; '.join(said)}."
    for each in found.goals:
        if each.mastery.status is not None:
            seen = each.generalization.sentence
            yield f"{each.goal.id}: mastery {_mastered(each.mastery)}{f' {seen}' if seen else ''}"
    without = [each.goal.id for each in found.goals if each.goal.mastery is None]
    if without:
        yield f"No mastery criterion was agreed for: {', '.join(without)}."


def _heading(words: str) -> list[RenderableType]:
    return [Text(words, style="bold"), Text("-" * len(words), style="bold")]


def _entry(label: str, said: str, width: int) -> Text:
    indent = " " * _LABEL
    lines = textwrap.wrap(said, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
    text = Text("\n".join(lines))
    text.plain = f"{label:<{_LABEL}}{text.plain[_LABEL:]}"
    text.stylize("bold", 0, len(label))
    return text


def _words(code: str) -> str:
    return code.replace("-", " ")


def _attained(score: AttainmentScore) -> str:
    counted = f"{score.goals_scored} of {score.goals_set} goals scored"
    if score.goals_scored:
        counted += f", {score.at_or_above} at 0 or above, median {score.median:g}"
    if score.t is None:
        return f"{counted}; no T: {_words(score.reason or '')}"
    start = (
        f"no change: {_words(score.change_reason or '')}"
        if score.change is None
        else f"{score.baseline_t:.1f} at the start"
    )
    return f"{counted}; T {score.t:.1f} ({start})"


def _mastered(found: Mastery) -> str:
    if found.status is None:
        return f"not known: {_words(found.reason or '')}"
    days = {"mastered": found.met_on, "acquired": found.acquired_on, "lost": found.lost_on}.get(found.status)
    since = "" if days is None else f" on {days}"
    counted = f"{found.meeting} of {found.observations} observations meet the criterion for one"
    return " ".join((f"{_words(found.status)}{since}; {counted}.", *(each.sentence for each in found.missing)))


def _generalized(found: Generalization) -> Iterator[str]:
    yield found.sentence or f"not known: {_words(found.reason or '')}."
    if found.never_probed:
        unstated = sum(each.figures.observations for each in found.settings if each.name is None)
        yield f"No observation is known from: {', '.join(each.value for each in found.never_probed)}."
        if unstated:
            yield f"{unstated} observation{'s do' if unstated > 1 else ' does'} not say where."
    gap = found.gap
    if gap.value is not None:
        yield f"Home less clinic: {gap.value:+.2f}{_limits(gap)}."


def _limits(figures: ClinicHomeGap | Effect) -> str:
    if figures.low is None or figures.high is None:
        return ""
    return f" ({figures.low:.2f} to {figures.high:.2f})"


def _compared(goal: GoalReport) -> str:
    if goal.phases is None or not goal.effects:
        return f"not compared: {_words(goal.without_effects or '')}"
    counted = f"{len(goal.phases.baseline)} of baseline, {len(goal.phases.treatment)} of intervention"
    nap = next(each for each in goal.effects if each.name == "NAP")
    if nap.value is None:
        return f"{counted}; not compared: {_words(nap.reason or '')}"
    return f"{counted}; NAP {number(nap.value)}{_limits(nap)}"
