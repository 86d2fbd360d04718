"""
Adherence to home practice, in the measures that trials report: taking, correct days, days practised, minutes, EXAS.

They look at the same occasions as the dimension home practice, and are no part of the partnership score.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

from collabcare._dates import Window
from collabcare.engagement.adherence_result import Adherence, AdherenceRate, Persistence, PracticeGap
from collabcare.engagement.case import Case
from collabcare.engagement.frozen import FrozenMapping
from collabcare.engagement.model import ScoringModel, UnreportedPolicy
from collabcare.engagement.practice_gaps import longest_gap, persistence
from collabcare.engagement.practised import Due, Practised
from collabcare.engagement.score import library_version
from collabcare.errors import InvalidRecordError, Problem, UnknownReferenceError
from collabcare.journal import Journal
from collabcare.plans import SharedPlan

__all__ = ["EXAS_QUALITY", "Adherence", "AdherenceRate", "Persistence", "PracticeGap", "adherence"]

EXAS_QUALITY = (0.2, 0.4, 0.6, 0.8, 1.0)
"""
The five weights of quality of the Exercise Adherence Scale, poor to excellent; here for the quality 0 to 4 of a record.

The weights are published (Arensman, thesis, chapter 2); that our 0 to 4 stands for those five words is a choice.
"""


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
      what was due; its `best` takes the unknown as prescribed, and is no limit.
    - **exas**: for each exercise, taking times the mean quality of the practice that was rated, weighted 1, .8, .6, .4,
      .2 (`EXAS_QUALITY`); then the mean over exercises. Published with a therapist's rating of quality; here it is
      whoever wrote the record. An exercise with practice and no quality is unknown; bounds take .2 and 1 for what was
      not rated, and 1 for what nobody reported.
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
    rates = _Rates(case.model)
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
        minutes_uncapped=rates.minutes(due, sum(report.record.minutes or 0 for report in practised.extras)),
        exas=rates.mean(exas_of.values()),
        exas_of=FrozenMapping(exas_of),
        longest_gap=longest_gap(*days),
        persistence=persistence(*days, gap_days),
        model_id=case.model.id,
        model_version=case.model.model_version,
        parameters_digest=case.model.parameters_digest,
        library_version=library_version(),
    )


def _names(due: Iterable[Due]) -> list[str]:
    return sorted({each.assignment.id for each in due})


class _Rates:
    """Makes rates by the policy and the minimum of a model."""

    def __init__(self, model: ScoringModel) -> None:
        self._min_reported = model.min_reported
        self._silence_counts = model.unreported == UnreportedPolicy.NOT_DONE

    def rate(
        self, gained: float, known: float, silent: float, *, unsaid: float = 0.0, nothing: str = "nothing-due"
    ) -> AdherenceRate:
        """
        Make a rate.

        Parameters
        ----------
        gained
            What was done.
        known
            What is known to have been done or not.
        silent
            What nobody reported.
        unsaid
            What was done, without saying how much.
        nothing
            The reason where there is nothing at all.

        Returns
        -------
        AdherenceRate
            With its bounds.
        """
        total = known + silent + unsaid
        worst = gained / total if total else None
        best = (gained + silent + unsaid) / total if total else None
        if self._silence_counts:
            known, silent = known + silent, 0.0
        reason = None
        if not total:
            reason = nothing
        elif not known or known / total < self._min_reported:
            reason = "too-little-reported"
        return AdherenceRate(
            value=gained / known if reason is None else None,
            numerator=gained,
            denominator=known,
            unknown=silent + unsaid,
            worst=worst,
            best=best,
            reason=reason,
        )

    def taking(self, due: Iterable[Due], beyond: float) -> AdherenceRate:
        """Practice done over occasions due, with practice beyond them added to the numerator."""
        credits_ = [each.credit for each in due]
        known = [each for each in credits_ if each is not None]
        return self.rate(math.fsum([*known, beyond]), len(known), len(credits_) - len(known))

    def correct_days(self, due: Iterable[Due], practised: Practised) -> AdherenceRate:
        """Days on which exactly the prescribed number was done."""
        days: defaultdict[tuple[str, dt.date], list[Due]] = defaultdict(list)
        for each in due:
            if each.assignment.fixed_days is not None:
                days[each.assignment.id, each.on].append(each)
        unknown = sum(any(each.credit is None for each in listed) for listed in days.values())
        correct = sum(
            math.isclose(practised.done_on.get(day, 0.0), len(listed), abs_tol=1e-9)
            for day, listed in days.items()
            if all(each.credit is not None for each in listed)
        )
        return self.rate(correct, len(days) - unknown, unknown)

    def days_practised(self, due: Iterable[Due]) -> AdherenceRate:
        """Days practised over days due; see `adherence`."""
        groups: defaultdict[tuple[str, dt.date], list[Due]] = defaultdict(list)
        for each in due:
            groups[each.assignment.id, each.on].append(each)
        practised = known = unknown = 0
        for listed in groups.values():
            credited = [each for each in listed if each.credit]
            silent = sum(each.credit is None for each in listed)
            if listed[0].assignment.weekly_target is not None:
                reported = len(listed) - silent
                days = {each.report.day for each in credited if each.report is not None}
                practised += len(days)
                known += reported
                unknown += silent
            elif credited or not silent:
                practised += bool(credited)
                known += 1
            else:
                unknown += 1
        return self.rate(practised, known, unknown)

    def minutes(self, due: Iterable[Due], beyond: int | None) -> AdherenceRate:
        """Minutes practised over minutes prescribed; capped by each occasion's own where nothing lies beyond."""
        done = known = silent = unsaid = 0
        for each in due:
            prescribed = each.assignment.minutes or 0
            if each.credit is None:
                silent += prescribed
            elif each.report is not None and each.report.practised and each.report.record.minutes is None:
                unsaid += prescribed
            elif prescribed:
                taken = _minutes(each)
                done += min(taken, prescribed) if beyond is None else taken
                known += prescribed
        return self.rate(done + (beyond or 0), known, silent, unsaid=unsaid, nothing="nothing-prescribed")

    def exas(self, due: Iterable[Due]) -> AdherenceRate:
        """Taking times quality, of one exercise; its denominator is the number of occasions."""
        listed = list(due)
        taking = self.taking(listed, 0.0)
        practised = [each.report.record.quality for each in listed if each.credit and each.report is not None]
        rated = [EXAS_QUALITY[each] for each in practised if each is not None]
        quality = math.fsum(rated) / len(rated) if rated else 0.0
        unrated = len(practised) - len(rated)
        silent = sum(each.credit is None for each in listed)
        low = _share(math.fsum(rated) + EXAS_QUALITY[0] * unrated, len(practised))
        high = _share(math.fsum(rated) + EXAS_QUALITY[-1] * (unrated + silent), len(practised) + silent)
        reason = taking.reason
        if reason is None and practised and not rated:
            reason = "no-quality"
        return AdherenceRate(
            value=taking.value * quality if reason is None and taking.value is not None else None,
            numerator=taking.numerator * quality,
            denominator=taking.denominator,
            unknown=taking.unknown,
            worst=None if taking.worst is None else taking.worst * low,
            best=None if taking.best is None else taking.best * high,
            reason=reason,
        )

    def mean(self, exercises: Iterable[AdherenceRate]) -> AdherenceRate:
        """Mean over exercises: those with a value; its bounds are over all of them."""
        listed = list(exercises)
        values = [each.value for each in listed if each.value is not None]
        reason = None
        if not listed:
            reason = "nothing-due"
        elif not values:
            reason = "no-quality" if any(each.reason == "no-quality" for each in listed) else "too-little-reported"
        return AdherenceRate(
            value=math.fsum(values) / len(values) if reason is None else None,
            numerator=math.fsum(values),
            denominator=len(values),
            unknown=len(listed) - len(values),
            worst=_mean(each.worst for each in listed),
            best=_mean(each.best for each in listed),
            reason=reason,
        )


def _minutes(due: Due) -> int:
    """Give the minutes of an occasion that are known: none where it was not done."""
    return due.report.record.minutes or 0 if due.report is not None and due.report.practised else 0


def _share(part: float, whole: int) -> float:
    return part / whole if whole else 0.0


def _mean(values: Iterator[float | None]) -> float | None:
    known = [each for each in values if each is not None]
    return math.fsum(known) / len(known) if known else None
