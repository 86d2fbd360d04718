"""Agreement on how long something lasted: of the whole, and occurrence by occurrence."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from collabcare.progress.observers.counts import total_ratio
from collabcare.progress.observers.interobserver_agreement import InterobserverAgreement, mean_ratio
from collabcare.progress.observers.observer_input import both_amounts, check_lengths

__all__ = ["mean_duration_per_occurrence", "total_duration"]


def total_duration(first: Iterable[float | Decimal], second: Iterable[float | Decimal]) -> InterobserverAgreement:
    """
    Total duration agreement: the shorter of two totals, divided by the longer.

    It does not say that the observers timed the same occurrences: errors of opposite sign make up for each other. Give
    `mean_duration_per_occurrence` where each occurrence was timed.

    Parameters
    ----------
    first
        How long each occurrence lasted by one observer, or one number for the whole.
    second
        By the other, in the same unit.

    Returns
    -------
    InterobserverAgreement
        From 0 to 1. Two totals of 0 agree, with value 1.

    Raises
    ------
    InvalidRecordError
        When something is no number from 0 on.

    Notes
    -----
    shorter total/longer total

    References
    ----------
    .. [1] Reed, D. D. and Azulay, R. L. (2011). A Microsoft Excel 2010 based tool for calculating interobserver
       agreement. Behavior Analysis in Practice 4(2), 45-52 (PMC3357100).

    Examples
    --------
    60 + 30 = 90 seconds beside 30 + 60 = 90:

    >>> total_duration([60, 30], [30, 60]).value
    1.0
    """
    return total_ratio("total_duration", *both_amounts(first, second))


def mean_duration_per_occurrence(
    first: Iterable[float | Decimal], second: Iterable[float | Decimal]
) -> InterobserverAgreement:
    """
    Mean duration per occurrence: the mean of the occurrences' own agreements on how long they lasted.

    Every occurrence counts alike, so that a second of difference weighs much in a short one. It needs observers who
    agree on which occurrences there were: what only one of them saw has to be settled first.

    Parameters
    ----------
    first
        How long each occurrence lasted by one observer, in order.
    second
        How long the same occurrences lasted by the other, in the same unit.

    Returns
    -------
    InterobserverAgreement
        From 0 to 1; the numerator is the sum of the occurrences' agreements, the denominator how many there are.

    Raises
    ------
    InvalidRecordError
        When the observers have not equally many occurrences, or something is no number from 0 on.

    Notes
    -----
    mean over the occurrences of shorter duration/longer duration; 1 where both are equal.

    References
    ----------
    .. [1] Reed and Azulay (2011), figure 3, see `total_duration`.

    Examples
    --------
    The totals agree, the occurrences do not: 30/60 = .5 both times.

    >>> mean_duration_per_occurrence([60, 30], [30, 60]).value
    0.5
    """
    one, other = both_amounts(first, second)
    check_lengths(one, other)
    return mean_ratio("mean_duration_per_occurrence", one, other)
