"""
Adherence to home practice, in the measures that trials report: taking, correct days, days practised, minutes, EXAS.

They look at the same occasions as the dimension home practice, and are no part of the partnership score.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable

from collabcare._dates import Window
from collabcare._frozen import FrozenMapping
from collabcare.engagement.adherence_rates import Rates
from collabcare.engagement.adherence_result import Adherence, AdherenceRate, Persistence, PracticeGap
from collabcare.engagement.case import Case
from collabcare.engagement.model import ScoringModel
from collabcare.engagement.practice_gaps import longest_gap, persistence
from collabcare.engagement.practised import Due, Practised
from collabcare.engagement.score import library_version
from collabcare.errors import InvalidRecordError, Problem, UnknownReferenceError
from collabcare.journal import Journal
from collabcare.plans import SharedPlan

__all__ = ["Adherence", "AdherenceRate", "Persistence", "PracticeGap", "adherence"]


def adherence(  # noqa: PLR0913 -- each is a question of its own
    plan: SharedPlan,
    journal: Journal,
    window: Window,
    *,
    as_of: dt.datetime | dt.date | None = None,
    model: ScoringModel | None = None,
    household: str | None = None,
    assignment: str | None = None,
    gap_days: int = 14,
) -> Adherence:
    """
    Measure how much of the agreed home practice was done, as trials report it.

    It is what the family reports. It does not say how hard anyone tried, nor why something was not done, and there is
    no cut-off here: the usual 80 % is a convention without a test in this field.

    Parameters
    ----------
    plan
        What was agreed.
    journal
        What happened under that plan.
    window
        Half-open days in the plan's zone.
    as_of
        What happened later is not known yet, as in `score`.
    model
        Which report belongs to which occasion, credits and policies; without it, the one that comes with this library.
    household
        Keeps to one home.
    assignment
        Keeps to one assignment. Where several are looked at, each counts by its occasions or days, not alike.
    gap_days
        How many open days in a row without practice end persistence. There is no agreed number: report yours.

    Returns
    -------
    Adherence
        Rates with numerator, denominator, what is unknown, and bounds; the longest gap; persistence.

    Raises
    ------
    InvalidRecordError
        When the journal belongs to another plan, `as_of` is neither a day nor an instant, or `gap_days` is below 1.
    UnknownReferenceError
        When the plan has no such household or assignment.

    Notes
    -----
    Due are the occasions that the dimension home practice counts: fallen due in the window, not paused, excused or
    otherwise left out. Known are those that someone reported, or that a log stated complete covers. Each denominator
    holds what is known; `worst` and `best` add the rest as not done, and as done. A rate has no value when less than
    the model's `min_reported` of its denominator is known; by the model's policy `not-done`, silence counts as known.

    - **taking**: sum of credits/occasions (a practice in part counts its share). `taking_uncapped` adds the credits of
      practice beyond what was due to the numerator, so that it may exceed 1.
    - **correct_days**: days of a fixed assignment on which exactly the prescribed number was done, on that day itself
      /days on which any was due. Weekly targets prescribe no day and are not in it.
    - **days_practised**: like the proportion of days covered. Fixed days: days of an assignment on which any of what
      was due was done (within `shift_days` of the model)/days due. Weekly targets: different days practised in a week,
      at most as many as the target asks for/the number it asks for.
    - **minutes**: minutes reported/minutes prescribed, over occasions with agreed minutes; an occasion counts at most
      its own. Practice without minutes is unknown, not 0. `minutes_uncapped` lifts the limit and adds practice beyond
      what was due, of the same assignments; its `best` takes the unknown as prescribed, and is no limit.
    - **exas**: for each exercise, taking times the mean quality of the practice that was rated, weighted 1, .8, .6, .4,
      .2 (`adherence_rates.EXAS_QUALITY`); then the mean over exercises. Published with a therapist's rating of quality;
      here it is whoever wrote the record. An exercise with practice and no quality is unknown; bounds take .2 and 1 for
      what was not rated, and 1 for what nobody reported.
    - **longest_gap**, **persistence**: see `collabcare.engagement.practice_gaps`.

    References
    ----------
    .. [1] Vrijens, B. et al. (2012). A new taxonomy for describing and defining adherence to medications. British
       Journal of Clinical Pharmacology 73, 691-705: taking and correct dosing are part of implementation.
    .. [2] Arensman, R. Exercise adherence in physiotherapy (thesis), chapter 2, pages 27 and 28: EXAS.
    .. [3] Horowitz, J. L. and Manski, C. F. (2000). Nonparametric analysis of randomized experiments with missing
       covariate and outcome data. Journal of the American Statistical Association 95: bounds instead of guesses.

    Examples
    --------
    >>> from collabcare import example
    >>> plan, journal = example("shift-work")
    >>> found = adherence(plan, journal, Window.month("2026-10"))
    >>> found.due == found.reported + found.unreported
    True
    >>> found.taking.worst <= found.taking.best
    True
    """
    if gap_days < 1:
        raise InvalidRecordError([Problem("/gap_days", "out-of-range", "give a number of days from 1 on")])
    if assignment is not None and all(each.id != assignment for each in plan.assignments):
        raise UnknownReferenceError("give an assignment that the plan has")
    case = Case.of(plan, journal, window, as_of, model=model, household=household)
    practised = Practised(case, assignment)
    rates = Rates(case.model)
    due = practised.due
    unreported = sum(each.credit is None for each in due)
    exas_of = {name: rates.exas([each for each in due if each.assignment.id == name]) for name in _names(due)}
    days = practised.open_days, practised.practised_days, practised.unknown_days
    return Adherence(
        plan_id=plan.id,
        window=window,
        as_of=case.as_of,
        household=household,
        assignment=assignment,
        due=len(due),
        reported=len(due) - unreported,
        unreported=unreported,
        left_out=FrozenMapping(practised.left_out),
        taking=rates.taking(due, 0.0),
        taking_uncapped=rates.taking(due, math.fsum(report.worth[0] for report in practised.extras)),
        correct_days=rates.correct_days(due, practised),
        days_practised=rates.days_practised(due),
        minutes=rates.minutes(due, None),
        minutes_uncapped=rates.minutes(due, _minutes_beyond(practised)),
        exas=rates.mean(exas_of.values()),
        exas_of=FrozenMapping(exas_of),
        longest_gap=longest_gap(*days),
        persistence=persistence(*days, gap_days),
        model_id=case.model.id,
        model_version=case.model.model_version,
        parameters_digest=case.model.parameters_digest,
        library_version=library_version(),
    )


def _minutes_beyond(practised: Practised) -> int:
    """Sum the minutes of practice beyond what was due, of assignments with agreed minutes."""
    return sum(
        report.record.minutes or 0
        for report in practised.extras
        if practised.assignments[report.record.assignment].minutes
    )


def _names(due: Iterable[Due]) -> list[str]:
    return sorted({each.assignment.id for each in due})
