"""How far two raters agree on codes: Cohen's kappa, plain and weighted."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from statistics import NormalDist
from typing import Literal

import attrs

from collabcare.errors import InvalidRecordError, Problem
from collabcare.reliability.libraries import cohens_kappa, need_statistics
from collabcare.reliability.rectangle import check_level

__all__ = ["Kappa", "kappa"]


@attrs.frozen(kw_only=True)
class Kappa:
    """
    How far two raters agree on codes, beyond what their habits alone would give.

    Parameters
    ----------
    value
        Cohen's kappa, at most 1, negative below chance; `None` with a `reason`.
    low, high
        Its limits.
    agreement
        The share of cases in which both chose the same code, unweighted.
    weights
        `None`, `"linear"` or `"quadratic"`.
    cases
        How many both rated.
    left_out
        How many were left out because one of them gave no code.
    reason
        Why there is no value: `too-few-cases`, `no-variance` (a rater only ever chose one code, which makes kappa 0 or
        nothing whatever the other chose).
    """

    value: float | None
    low: float | None
    high: float | None
    agreement: float | None
    weights: str | None
    cases: int
    left_out: int
    reason: str | None


def kappa(
    first: Iterable[Hashable],
    second: Iterable[Hashable],
    *,
    codes: Sequence[Hashable],
    weights: Literal["linear", "quadratic"] | None = None,
    level: float = 0.95,
) -> Kappa:
    """
    Cohen's kappa of two raters who coded the same cases, with its interval.

    It depends on how often each code occurs: the same agreement gives a lower kappa where one code prevails. Report
    `agreement` beside it.

    Parameters
    ----------
    first
        The code that one rater gave to each case; `None` where there is none.
    second
        The codes of the other rater, for the same cases in the same order.
    codes
        All codes that there are, in order where they have one; weights go by the distance in this order.
    weights
        For codes in order: how much a disagreement weighs, by its distance or by the square of it.
    level
        Confidence of the interval.

    Returns
    -------
    Kappa
        Over the cases that both coded.

    Raises
    ------
    InvalidRecordError
        When the raters did not code equally many cases, a code is not listed or listed twice, weights or level are
        unknown.

    Notes
    -----
    kappa = (p_o - p_e)/(1 - p_e), p_o the weighted agreement seen, p_e the one expected from both raters' shares of
    codes; limits kappa -+ z SE, from -1 to 1, with the large-sample standard error, as statsmodels computes them: full
    agreement gives an interval without width, which is too good to be true. It needs the extra `stats`.

    References
    ----------
    .. [1] Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement
       20, 37-46; weighted: Cohen, J. (1968). Psychological Bulletin 70, 213-220. Checked against R's psych 2.2.9.

    Examples
    --------
    >>> first = ["yes"] * 25 + ["no"] * 25
    >>> second = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    >>> found = kappa(first, second, codes=["yes", "no"])
    >>> round(found.value, 4), round(found.low, 4), round(found.high, 4), found.agreement
    (0.4, 0.1511, 0.6489, 0.7)
    """
    need_statistics()
    check_level(level)
    pairs, left_out = _pairs(list(first), list(second), codes, weights)
    agreement = sum(one == other for one, other in pairs) / len(pairs) if pairs else None
    fixed = _Kappa(agreement, weights, len(pairs), left_out)
    if not pairs:
        return fixed.without("too-few-cases")
    if any(len(set(chosen)) == 1 for chosen in zip(*pairs, strict=True)):
        return fixed.without("no-variance")
    import numpy as np

    table = np.zeros((len(codes), len(codes)))
    for one, other in pairs:
        table[one, other] += 1
    value, error = cohens_kappa(table, weights)
    z = NormalDist().inv_cdf((1 + level) / 2)
    return fixed.found(value, max(-1.0, value - z * error), min(1.0, value + z * error))


@attrs.frozen
class _Kappa:
    """What a kappa says whether it has a value or not."""

    agreement: float | None
    weights: str | None
    cases: int
    left_out: int

    def found(self, value: float, low: float, high: float) -> Kappa:
        return Kappa(value=value, low=low, high=high, reason=None, **attrs.asdict(self))

    def without(self, reason: str) -> Kappa:
        return Kappa(value=None, low=None, high=None, reason=reason, **attrs.asdict(self))


def _pairs(
    first: Sequence[Hashable], second: Sequence[Hashable], codes: Sequence[Hashable], weights: str | None
) -> tuple[list[tuple[int, int]], int]:
    """Give the cases that both coded, as places in the list of codes, and how many were left out."""
    problems: list[Problem] = []
    places = {code: place for place, code in enumerate(codes)}
    if len(places) != len(codes) or None in places:
        problems.append(Problem("/codes", "duplicate", "list each code once; None stands for no code"))
    if weights not in {None, "linear", "quadratic"}:
        problems.append(Problem("/weights", "unknown-code", "give linear, quadratic or None"))
    if len(first) != len(second):
        problems.append(Problem("/second", "wrong-count", "give as many codes for the second rater as for the first"))
    for name, given in (("first", first), ("second", second)):
        count = sum(each is not None and each not in places for each in given)
        if count:
            problems.append(Problem(f"/{name}", "unknown-code", f"give codes that are listed (cases: {count})"))
    if problems:
        raise InvalidRecordError(problems)
    both = [(one, other) for one, other in zip(first, second, strict=True) if one is not None and other is not None]
    return [(places[one], places[other]) for one, other in both], len(first) - len(both)
