"""The rates of adherence, each from the occasions that were due."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

from collabcare.engagement.adherence_result import AdherenceRate
from collabcare.engagement.model import ScoringModel, UnreportedPolicy
from collabcare.engagement.practised import Due, Practised

__all__ = ["EXAS_QUALITY", "Rates"]

EXAS_QUALITY = (0.2, 0.4, 0.6, 0.8, 1.0)
"""
The five weights of quality of the Exercise Adherence Scale, poor to excellent; here for the quality 0 to 4 of a record.

The weights are published (Arensman, thesis, chapter 2); that our 0 to 4 stands for those five words is a choice.
"""


class Rates:
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
