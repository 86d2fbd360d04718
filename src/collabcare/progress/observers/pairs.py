"""What two people measured on one occasion, laid side by side, and what of it can be compared."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeAlias

import attrs

from collabcare._frozen import FrozenMapping
from collabcare.journal import Measurement
from collabcare.progress.observers.comparable_data import AMOUNTS, KINDS, Kind, has, length, measures, numbers, rating
from collabcare.progress.observers.interobserver_agreement import InterobserverAgreement
from collabcare.progress.observers.occasions import NotCompared, Occasion, in_order
from collabcare.vocabulary import MeasurementProcedure, Phase

__all__ = ["ObservedPair", "compare"]


@attrs.frozen(kw_only=True, repr=False)
class ObservedPair:
    """
    What two people measured of one goal on one occasion, and how far they agree.

    Parameters
    ----------
    session
        Id of the session; `None` where none is named.
    measured_at
        When; the first of them where there are several.
    procedure
        How both measured.
    kind
        What is compared: `trials`, `intervals`, `successes` (of trials), `counts`, `durations`, `values` (of any other
        procedure) or `levels` (of attainment).
    phase
        The phase of the design, where one of them names it.
    observers
        The two, in order of their ids. Neither counts as the one who is right.
    measurements
        For each measurement of the first observer, its id and that of the other's.
    first, second
        What each observer measured, in order: yes or no for trials and intervals, numbers otherwise.
    ratings
        One number for each observer: the share of trials, intervals or successes, the sum of counts or durations, the
        mean of values or levels.
    measures
        The measures that fit, by name; none for `values` and `levels`, for which there are the intraclass correlations.
    """

    session: str | None
    measured_at: dt.datetime
    procedure: MeasurementProcedure | None
    kind: Kind
    phase: Phase | None
    observers: tuple[str, str]
    measurements: tuple[tuple[str, str], ...]
    first: tuple[float, ...]
    second: tuple[float, ...]
    ratings: tuple[float, float]
    measures: FrozenMapping[InterobserverAgreement]

    def __repr__(self) -> str:
        """Show what is compared; no figure of a child."""
        return f"<ObservedPair {self.kind}>"


def compare(occasion: Occasion, one: str, other: str) -> Iterator[ObservedPair | NotCompared]:
    """
    Compare what two observers measured on one occasion, procedure by procedure.

    Parameters
    ----------
    occasion
        The occasion.
    one
        Id of an observer.
    other
        Id of another one.

    Yields
    ------
    ObservedPair or NotCompared
        What was compared, and what could not be. A measurement of a procedure that the other did not use has no second
        observer, and is neither, unless they have no procedure in common.
    """
    mine, theirs = (_by_procedure(occasion.of(name)) for name in (one, other))
    common = [procedure for procedure in mine if procedure in theirs]
    if not common:
        everything = itertools.chain(*mine.values(), *theirs.values())
        yield occasion.not_compared("different-procedures", everything)
    for procedure in common:
        aligned, left = _align(occasion, mine[procedure], theirs[procedure])
        yield from left
        if aligned:
            yield _pair(occasion, aligned)


_Aligned: TypeAlias = "list[tuple[Measurement, Measurement]]"


def _by_procedure(
    measurements: Iterable[Measurement],
) -> dict[MeasurementProcedure | None, list[Measurement]]:
    found: dict[MeasurementProcedure | None, list[Measurement]] = defaultdict(list)
    for each in measurements:
        found[each.procedure].append(each)
    return found


def _align(
    occasion: Occasion, mine: list[Measurement], theirs: list[Measurement]
) -> tuple[_Aligned, list[NotCompared]]:
    """Find what belongs together: one each, or those of the same instants."""
    if len(mine) == len(theirs) == 1:
        return [(mine[0], theirs[0])], []
    at: dict[dt.datetime, tuple[list[Measurement], list[Measurement]]] = defaultdict(lambda: ([], []))
    for place, listed in enumerate((mine, theirs)):
        for each in listed:
            at[each.measured_at][place].append(each)
    aligned: _Aligned = []
    alone: list[Measurement] = []
    crowded: list[Measurement] = []
    for one, other in at.values():
        if len(one) == len(other) == 1:
            aligned.append((one[0], other[0]))
        else:
            (crowded if one and other else alone).extend((*one, *other))
    aligned.sort(key=lambda pair: in_order(pair[0]))
    reasons = (("no-counterpart", alone), ("several-at-once", crowded))
    return aligned, [occasion.not_compared(reason, found) for reason, found in reasons if found]


def _pair(occasion: Occasion, aligned: _Aligned) -> ObservedPair | NotCompared:
    both = list(itertools.chain.from_iterable(aligned))
    kind: Kind | None = next((each for each in KINDS if all(has(one, each) for one in both)), None)
    if kind is None:
        return occasion.not_compared("different-data", both)
    reason = _difference(aligned, kind)
    if reason is not None:
        return occasion.not_compared(reason, both)
    one, other = ([pair[place] for pair in aligned] for place in (0, 1))
    first, second = (tuple(numbers(each, kind)) for each in (one, other))
    return ObservedPair(
        session=occasion.session,
        measured_at=min(each.measured_at for each in both),
        procedure=both[0].procedure,
        kind=kind,
        phase=next((each.phase for each in both if each.phase is not None), None),
        observers=(one[0].observer or "", other[0].observer or ""),
        measurements=tuple((each.id, counterpart.id) for each, counterpart in aligned),
        first=first,
        second=second,
        ratings=(rating(one, first, kind), rating(other, second, kind)),
        measures=FrozenMapping({each.measure: each for each in measures(kind, first, second)}),
    )


def _difference(aligned: _Aligned, kind: Kind) -> str | None:
    """Say why two observers' measurements are not of the same, if that is so."""
    for one, other in aligned:
        if _differ(one.setting, other.setting) or _differ(one.phase, other.phase):
            return "different-conditions"
        if kind in AMOUNTS:
            if one.unit != other.unit:
                return "different-units"
            if _differ(one.observation_minutes, other.observation_minutes):
                return "different-lengths"
        elif length(one, kind) != length(other, kind):
            return "different-lengths"
    amounts = itertools.chain.from_iterable(aligned) if kind in {"counts", "durations"} else ()
    return "below-zero" if any(each.value is not None and each.value < 0 for each in amounts) else None


def _differ(one: object, other: object) -> bool:
    return one is not None and other is not None and one != other
