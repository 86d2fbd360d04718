"""Agreement on whether something occurred: in each interval, and in each trial."""

from __future__ import annotations

from collections.abc import Iterable

from collabcare.progress.observers.interobserver_agreement import InterobserverAgreement, agreement
from collabcare.progress.observers.observer_input import both_flags

__all__ = ["interval_by_interval", "scored_interval", "trial_by_trial", "unscored_interval"]


def interval_by_interval(first: Iterable[bool | int], second: Iterable[bool | int]) -> InterobserverAgreement:
    """
    Interval-by-interval agreement: the share of intervals that both observers scored alike.

    It is high by chance where behavior is rare, and where it is nearly always there: two observers who look away score
    nothing, and agree. Give `scored_interval` beside it where behavior is rare, `unscored_interval` where it is
    frequent, or kappa.

    Parameters
    ----------
    first
        For each interval in order, whether one observer scored the behavior.
    second
        The same by the other, for the same intervals.

    Returns
    -------
    InterobserverAgreement
        From 0 to 1; intervals scored alike, of all intervals.

    Raises
    ------
    InvalidRecordError
        When the observers have not equally many intervals, or something is not true or false.

    Notes
    -----
    intervals on which both agree/intervals

    References
    ----------
    .. [1] Reed, D. D. and Azulay, R. L. (2011). A Microsoft Excel 2010 based tool for calculating interobserver
       agreement. Behavior Analysis in Practice 4(2), 45-52 (PMC3357100), figure 2: the intervals of the example.

    Examples
    --------
    They agree on intervals 2 to 6 of seven:

    >>> found = interval_by_interval([1, 0, 0, 0, 1, 1, 0], [0, 0, 0, 0, 1, 1, 1])
    >>> found.numerator, found.denominator
    (5, 7)

    Behavior in one interval of twenty, and each saw it in another one:

    >>> first, second = [1] + [0] * 19, [0] * 19 + [1]
    >>> interval_by_interval(first, second).value, scored_interval(first, second).value
    (0.9, 0.0)
    """
    return _alike("interval_by_interval", *both_flags(first, second))


def trial_by_trial(first: Iterable[bool | int], second: Iterable[bool | int]) -> InterobserverAgreement:
    """
    Trial-by-trial agreement: the share of trials on whose outcome both observers agree.

    It is high by chance where nearly all trials succeed, or nearly none.

    Parameters
    ----------
    first
        For each trial in order, whether it succeeded by one observer.
    second
        The same by the other, for the same trials.

    Returns
    -------
    InterobserverAgreement
        From 0 to 1; trials on which they agree, of all trials.

    Raises
    ------
    InvalidRecordError
        As `interval_by_interval`.

    Notes
    -----
    trials on which both agree/trials

    References
    ----------
    .. [1] Reed and Azulay (2011), see `interval_by_interval`.

    Examples
    --------
    >>> trial_by_trial([True, True, False, True], [True, True, True, True]).value
    0.75
    """
    return _alike("trial_by_trial", *both_flags(first, second))


def scored_interval(first: Iterable[bool | int], second: Iterable[bool | int]) -> InterobserverAgreement:
    """
    Scored-interval agreement: of the intervals that at least one observer scored, the share that both did.

    It is for rare behavior: it leaves out the many intervals in which nothing was there to see. Where behavior is
    frequent it is high by itself.

    Parameters
    ----------
    first
        For each interval in order, whether one observer scored the behavior.
    second
        The same by the other, for the same intervals.

    Returns
    -------
    InterobserverAgreement
        From 0 to 1; `None` with the reason `nothing-scored` where neither scored any, which is no agreement on
        anything that was there.

    Raises
    ------
    InvalidRecordError
        As `interval_by_interval`.

    Notes
    -----
    intervals that both scored/intervals that at least one scored

    References
    ----------
    .. [1] Reed and Azulay (2011), figure 2, see `interval_by_interval`.

    Examples
    --------
    One of them scored intervals 1, 5, 6 and 7, both of them 5 and 6:

    >>> found = scored_interval([1, 0, 0, 0, 1, 1, 0], [0, 0, 0, 0, 1, 1, 1])
    >>> found.numerator, found.denominator, found.value
    (2, 4, 0.5)
    """
    return _among("scored_interval", *both_flags(first, second), wanted=True)


def unscored_interval(first: Iterable[bool | int], second: Iterable[bool | int]) -> InterobserverAgreement:
    """
    Unscored-interval agreement: of the intervals that at least one observer left unscored, the share that both did.

    It is for frequent behavior. Where behavior is rare it is high by itself.

    Parameters
    ----------
    first
        For each interval in order, whether one observer scored the behavior.
    second
        The same by the other, for the same intervals.

    Returns
    -------
    InterobserverAgreement
        From 0 to 1; `None` with the reason `nothing-unscored` where both scored every interval.

    Raises
    ------
    InvalidRecordError
        As `interval_by_interval`.

    Notes
    -----
    intervals that both left unscored/intervals that at least one left unscored

    References
    ----------
    .. [1] Reed and Azulay (2011), see `interval_by_interval`: the rule; the 3 of 5 of the example follow from it.

    Examples
    --------
    One of them left out intervals 1 to 4 and 7, both of them 2 to 4:

    >>> found = unscored_interval([1, 0, 0, 0, 1, 1, 0], [0, 0, 0, 0, 1, 1, 1])
    >>> found.numerator, found.denominator, found.value
    (3, 5, 0.6)
    """
    return _among("unscored_interval", *both_flags(first, second), wanted=False)


def _alike(measure: str, first: list[bool], second: list[bool]) -> InterobserverAgreement:
    alike = sum(one == other for one, other in zip(first, second, strict=True))
    return agreement(measure, alike, len(first), "nothing-observed")


def _among(measure: str, first: list[bool], second: list[bool], *, wanted: bool) -> InterobserverAgreement:
    """Look only at the intervals to which at least one observer gave the answer that is wanted."""
    votes = [(one == wanted) + (other == wanted) for one, other in zip(first, second, strict=True)]
    nothing = "nothing-observed" if not votes else "nothing-scored" if wanted else "nothing-unscored"
    return agreement(measure, votes.count(2), len(votes) - votes.count(0), nothing)
