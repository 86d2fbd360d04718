"""How far the goals of a plan were reached on a day, by Goal Attainment Scaling."""

from __future__ import annotations

import datetime as dt
import statistics

from collabcare.errors import InvalidRecordError, Problem
from collabcare.journal import Journal
from collabcare.plans import Goal, SharedPlan
from collabcare.progress.attainment_levels import SOURCES, Level, Source, latest_levels
from collabcare.progress.attainment_result import Attainment, AttainmentScore, GoalAttainment
from collabcare.progress.gas import RHO, MixedBaselines, Weights, ZeroWeights
from collabcare.progress.gas_choices import BOTH_CONVENTIONS, Choices, t_of, weigh
from collabcare.progress.goals_in_force import check_question, declined_by, standing
from collabcare.progress.result_part import not_counted

__all__ = ["attainment"]


def attainment(  # noqa: PLR0913 -- each is a choice that a report must state
    plan: SharedPlan,
    journal: Journal,
    on: dt.date,
    *,
    rho: float = RHO,
    weights: Weights = "importance-difficulty",
    missing_weights: ZeroWeights = "refuse",
    zero_weights: ZeroWeights = "refuse",
    mixed_baselines: MixedBaselines = "refuse",
    participant: str | None = None,
) -> Attainment:
    """
    Say how far the goals of a plan were reached on a day: levels, their median, how many are at 0 or above, and T.

    There are three scores, and they are never averaged: what was measured (the journal), what the family judged and
    what the clinic judged (the reviews). A goal counts with its last level on or before the day. A goal without one is
    left out of T together with its weight, and counted: look at `goals_scored` of `goals_set` before T.

    It does not say why a goal was reached or not, nor how hard anyone tried.

    Parameters
    ----------
    plan
        What was agreed.
    journal
        What happened under that plan.
    on
        A day in the plan's time zone. What was measured or judged later is not looked at; the plan is taken as it is.
    rho
        The expected correlation between goals, see `gas_t_score`.
    weights
        `"importance-difficulty"` multiplies the two numbers of a goal's scale; `"equal"` lets all goals weigh alike.
        The product is common practice and open to doubt, like all arithmetic with ranks.
    missing_weights
        What to do where the importance or difficulty of a goal is not stated: `"refuse"` gives no T if the goal was
        scored, `"equal"` lets all goals weigh alike, scored or not. A number is never made up for one goal.
    zero_weights
        The same where the weights of all goals scored are 0.
    mixed_baselines
        A goal starts at -1 by one convention, and by the other at -2, where no worse state is plausible. A change from
        -1 and a change from -2 do not mean the same: `"refuse"` gives no change of T where both occur, `"allow"` does.
    participant
        Keeps to what one person measured or judged.

    Returns
    -------
    Attainment
        The three scores, and the goals left out, with the reason.

    Raises
    ------
    InvalidRecordError
        When the journal belongs to another plan, `on` is not a day, rho lies outside 0 to 1, or a choice is unknown.
    UnknownReferenceError
        When the plan has no such participant.

    Notes
    -----
    Looked at are the goals with an attainment scale that have begun. Left out, and named, are goals that the family
    declined (its answers as they stand on the day, or a goal rejected), that are only proposed, planned or accepted,
    that begin later, or that were entered in error. Goals on hold, given up or completed stay. Where one home
    declined and another agreed the goal stays, and `declined_by` says so.

    A measurement counts whatever its phase, whoever made it. Levels of one moment that differ give no level
    (`levels-differ`): ask for one person with `participant`. Where a side judged as a whole, that counts before what
    its members judged at the same review. Judgements of a review that was not held have no day, and do not count.

    T by `gas_t_score`: its levels are ranks (Tennant, 2007), and treating therapists and independent assessors agree
    poorly. For comparison: in 164 adults after brain injury, with 667 goals, the median T was 50.0 (quartiles 44.2 and
    51.8), and 74 % of the goals were reached in full [1]_.

    References
    ----------
    .. [1] Turner-Stokes, L., Williams, H., & Johnson, J. (2009). Goal attainment scaling: does it provide added value
       as a person-centred measure for evaluation of outcome in neurorehabilitation following acquired brain injury?
       Journal of Rehabilitation Medicine 41, 528-535.
    .. [2] Turner-Stokes, L. (2009). Goal attainment scaling (GAS) in rehabilitation: a practical guide. Clinical
       Rehabilitation 23, 362-370.

    Examples
    --------
    >>> import datetime as dt
    >>> from collabcare import example
    >>> plan, journal = example("late-talker")
    >>> found = attainment(plan, journal, dt.date(2026, 11, 29))
    >>> found.family.t, found.family.baseline_t, found.family.change
    (50.0, 30.0, 20.0)
    >>> found.clinic.at_or_above, found.clinic.goals_scored, found.clinic.goals_set
    (1, 1, 1)
    >>> found.measured.t, found.measured.reason
    (None, 'nothing-scored')
    >>> [(each.reason, each.ids) for each in found.left_out]
    [('declined', ('english-only',)), ('no-scale', ('asking',)), ('not-begun', ('two-words',))]
    """
    choices = Choices(
        rho=rho,
        weights=weights,
        missing_weights=missing_weights,
        zero_weights=zero_weights,
        mixed_baselines=mixed_baselines,
    )
    problems = list(choices.problems())
    if journal.plan != plan.id:
        problems.append(Problem("/plan", "wrong-plan", "give the journal of this plan"))
    if problems:
        raise InvalidRecordError(problems)
    check_question(plan, on, participant)
    reasons = {each.id: _left_out(plan, each, on) for each in plan.goals}
    goals = [each for each in plan.goals if reasons[each.id] is None]
    weighted, used = weigh(goals, choices)
    scores: dict[Source, AttainmentScore] = {}
    for source in SOURCES:
        levels = latest_levels(plan, journal, on, source, participant)
        rows = [
            _row(each, levels.get(each.id), weight, declined_by(plan, each.id, on))
            for each, weight in zip(goals, weighted, strict=True)
        ]
        scores[source] = _score(source, rows, used, choices)
    return Attainment(
        plan_id=plan.id,
        on=on,
        participant=participant,
        measured=scores["measured"],
        family=scores["family"],
        clinic=scores["clinic"],
        left_out=not_counted((reason, goal) for goal, reason in reasons.items() if reason is not None),
        rho=rho,
        weights=weights,
        missing_weights=missing_weights,
        zero_weights=zero_weights,
        mixed_baselines=mixed_baselines,
    )


def _left_out(plan: SharedPlan, goal: Goal, on: dt.date) -> str | None:
    return standing(plan, goal, on) or (None if goal.attainment_scale is not None else "no-scale")


def _row(goal: Goal, found: Level | None, weight: float | None, declined: tuple[str, ...]) -> GoalAttainment:
    level = None if found is None else found.level
    start = None if goal.attainment_scale is None else goal.attainment_scale.baseline_level
    return GoalAttainment(
        goal=goal.id,
        level=level,
        baseline_level=start,
        change=None if level is None or start is None else level - start,
        weight=weight,
        on=None if found is None else found.on,
        by=() if found is None else found.by,
        records=() if found is None else found.records,
        declined_by=declined,
        reason="not-scored" if found is None else "levels-differ" if level is None else None,
    )


def _score(source: Source, rows: list[GoalAttainment], used: Weights, choices: Choices) -> AttainmentScore:
    scored = [each for each in rows if each.level is not None]
    levels = [each.level for each in scored if each.level is not None]
    starts = [each.baseline_level for each in scored if each.baseline_level is not None]
    weights = [each.weight for each in scored]
    reason = "no-goals" if not rows else None
    t = None
    if reason is None:
        t, used, reason = t_of(levels, weights, used, choices.rho, choices.zero_weights)
    before, change_reason = None, reason
    if reason is None and len(starts) < len(scored):
        change_reason = "baseline-missing"
    elif reason is None:
        before = t_of(starts, weights, used, choices.rho, choices.zero_weights)[0]
        if choices.mixed_baselines == "refuse" and set(starts) >= BOTH_CONVENTIONS:
            change_reason = "two-conventions"
    reached = sum(level >= 0 for level in levels)
    return AttainmentScore(
        source=source,
        t=t,
        baseline_t=before,
        change=None if t is None or before is None or change_reason is not None else t - before,
        baseline_levels=tuple(sorted(set(starts))),
        median=float(statistics.median(levels)) if levels else None,
        at_or_above=reached,
        share_at_or_above=reached / len(levels) if levels else None,
        goals_scored=len(scored),
        goals_set=len(rows),
        weighting=None if t is None else used,
        goals=tuple(rows),
        reason=reason,
        change_reason=change_reason,
    )
