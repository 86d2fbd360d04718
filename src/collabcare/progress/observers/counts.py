"""Agreement on how often something occurred: of the whole, and interval by interval."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal

from collabcare.progress.observers.interobserver_agreement import InterobserverAgreement, agreement, mean_ratio
from collabcare.progress.observers.observer_input import both_amounts, check_lengths

__all__ = ["exact_count_per_interval", "mean_count_per_interval", "total_count", "total_ratio"]


def total_count(first: Iterable[float | Decimal], second: Iterable[float | Decimal]) -> InterobserverAgreement:
    """
    Total count agreement: the smaller of two totals, divided by the larger.

    It is the weakest of the counts: it does not say that the observers saw the same occurrences. One may count ten at
    the beginning, the other ten at the end, and they agree fully. Give `mean_count_per_interval` or
    `exact_count_per_interval` where the counts of intervals are known.

    Parameters
    ----------
    first
        What one observer counted: one number for the whole, or one for each interval.
    second
        What the other counted.

    Returns
    -------
    InterobserverAgreement
        From 0 to 1. Two totals of 0 agree, with value 1, as two counts of 0 in an interval do.

    Raises
    ------
    InvalidRecordError
        When something is no number from 0 on.

    Notes
    -----
    smaller total/larger total

    References
    ----------
    .. [1] Reed, D. D. and Azulay, R. L. (2011). A Microsoft Excel 2010 based tool for calculating interobserver
       agreement. Behavior Analysis in Practice 4(2), 45-52 (PMC3357100), figure 1: the counts of the example.

    Examples
    --------
    Both count 5, and hardly ever at the same time:

    >>> first = [1, 1, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    >>> second = [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4]
    >>> total_count(first, second).value
    1.0
    """
    return total_ratio("total_count", *both_amounts(first, second))


def mean_count_per_interval(
    first: Iterable[float | Decimal], second: Iterable[float | Decimal]
) -> InterobserverAgreement:
    """
    Mean count per interval: the mean of the intervals' own agreements on the count.

    It is high by itself where behavior is rare: an interval in which neither counted anything agrees fully.

    Parameters
    ----------
    first
        What one observer counted in each interval, in order.
    second
        What the other counted in the same intervals.

    Returns
    -------
    InterobserverAgreement
        From 0 to 1; the numerator is the sum of the intervals' agreements, the denominator the number of intervals.

    Raises
    ------
    InvalidRecordError
        When the observers have not equally many intervals, or something is no number from 0 on.

    Notes
    -----
    mean over the intervals of smaller count/larger count; 1 where both are equal, 0 and 0 too.

    References
    ----------
    .. [1] Reed and Azulay (2011), figure 1, see `total_count`.

    Examples
    --------
    Intervals 5 to 14 agree on 0, which makes 10; interval 4 is 1/2; intervals 1 to 3 and 15 are 0 against something:

    >>> first = [1, 1, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    >>> second = [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4]
    >>> found = mean_count_per_interval(first, second)
    >>> found.numerator, found.denominator, found.value
    (10.5, 15, 0.7)
    """
    one, other = both_amounts(first, second)
    check_lengths(one, other)
    return mean_ratio("mean_count_per_interval", one, other)


def exact_count_per_interval(
    first: Iterable[float | Decimal], second: Iterable[float | Decimal]
) -> InterobserverAgreement:
    """
    Exact count per interval: the share of intervals in which both counted the same.

    It is the strictest of the counts: 9 and 10 disagree as much as 0 and 10. Where behavior is rare it is high by
    itself, since most intervals have two counts of 0.

    Parameters
    ----------
    first
        What one observer counted in each interval, in order.
    second
        What the other counted in the same intervals.

    Returns
    -------
    InterobserverAgreement
        From 0 to 1; intervals with equal counts, of all intervals.

    Raises
    ------
    InvalidRecordError
        As `mean_count_per_interval`.

    Notes
    -----
    intervals with equal counts/intervals

    References
    ----------
    .. [1] Reed and Azulay (2011), figure 1, see `total_count`.

    Examples
    --------
    >>> first = [1, 1, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    >>> second = [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4]
    >>> found = exact_count_per_interval(first, second)
    >>> found.numerator, found.denominator
    (10, 15)
    """
    one, other = both_amounts(first, second)
    check_lengths(one, other)
    equal = sum(each == counterpart for each, counterpart in zip(one, other, strict=True))
    return agreement("exact_count_per_interval", equal, len(one), "nothing-observed")


def total_ratio(measure: str, first: list[float], second: list[float]) -> InterobserverAgreement:
    """Divide the smaller of two totals by the larger; two totals of 0 agree."""
    totals = math.fsum(first), math.fsum(second)
    if not first or not second:
        return agreement(measure, 0.0, 0.0, "nothing-observed")
    if not max(totals):
        return InterobserverAgreement(measure=measure, value=1.0, numerator=0.0, denominator=0.0, reason=None)
    return agreement(measure, min(totals), max(totals), "nothing-observed")
