"""What a measurement says that another observer's can be compared with, and which measures fit that."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from collabcare.journal import Measurement
from collabcare.progress.observers import counts, durations, intervals
from collabcare.progress.observers.interobserver_agreement import InterobserverAgreement
from collabcare.vocabulary import MeasurementProcedure

__all__ = ["AMOUNTS", "KINDS", "Kind", "has", "length", "measures", "numbers", "rating"]

Kind: TypeAlias = Literal["trials", "intervals", "successes", "counts", "durations", "values", "levels"]

_COUNTED = frozenset({MeasurementProcedure.EVENT, MeasurementProcedure.PERMANENT_PRODUCT})
_TIMED = frozenset({MeasurementProcedure.DURATION, MeasurementProcedure.LATENCY})
# Those that say most come first.
KINDS: tuple[Kind, ...] = ("trials", "intervals", "successes", "counts", "durations", "values", "levels")
AMOUNTS = frozenset({"counts", "durations", "values"})
_SEQUENCES = frozenset({"trials", "intervals"})


def has(measurement: Measurement, kind: Kind) -> bool:
    """Tell whether a measurement says something of a kind."""
    if kind == "trials":
        return bool(measurement.trials)
    if kind == "intervals":
        return bool(measurement.intervals)
    if kind == "successes":
        return measurement.successes is not None or bool(measurement.trials)
    if kind == "levels":
        return measurement.level is not None
    procedure = measurement.procedure
    fits = {"counts": procedure in _COUNTED, "durations": procedure in _TIMED, "values": True}
    return measurement.value is not None and fits[kind]


def length(measurement: Measurement, kind: Kind) -> int:
    """Count the trials or intervals."""
    if kind == "intervals":
        return len(measurement.intervals)
    if kind == "levels":
        return 1
    return len(measurement.trials) or measurement.attempts or 0


def numbers(measurements: Sequence[Measurement], kind: Kind) -> Iterator[float]:
    """Give what an observer measured, in order."""
    for each in measurements:
        if kind == "trials":
            yield from each.trials
        elif kind == "intervals":
            yield from each.intervals
        elif kind == "successes":
            yield sum(each.trials) if each.trials else each.successes or 0
        elif kind == "levels":
            yield each.level or 0
        else:
            yield float(each.value or 0)


def rating(measurements: Sequence[Measurement], found: Sequence[float], kind: Kind) -> float:
    """Give one number for all that an observer measured: a share, a sum or a mean."""
    total = math.fsum(found)
    if kind in {"counts", "durations"}:
        return total
    if kind == "successes":
        return total / sum(length(each, kind) for each in measurements)
    return total / len(found)


def measures(kind: Kind, first: Sequence[float], second: Sequence[float]) -> Iterator[InterobserverAgreement]:
    """Compute the measures that fit; those of parts only where there are several."""
    several = len(first) > 1
    one, other = ([bool(each) for each in listed] if kind in _SEQUENCES else [] for listed in (first, second))
    if kind == "trials":
        yield intervals.trial_by_trial(one, other)
    elif kind == "intervals":
        yield intervals.interval_by_interval(one, other)
        yield intervals.scored_interval(one, other)
        yield intervals.unscored_interval(one, other)
    elif kind in {"counts", "successes"}:
        yield counts.total_count(first, second)
        if several:
            yield counts.mean_count_per_interval(first, second)
            yield counts.exact_count_per_interval(first, second)
    elif kind == "durations":
        yield durations.total_duration(first, second)
        if several:
            yield durations.mean_duration_per_occurrence(first, second)
