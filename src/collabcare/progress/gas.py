"""The T-score of Goal Attainment Scaling: the levels of several goals in one number, which is open to doubt."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Literal

from collabcare.errors import InvalidRecordError, Problem

__all__ = ["RHO", "MixedBaselines", "Weights", "ZeroWeights", "gas_t_score", "is_share"]

RHO = 0.3
"""How closely the scores of a child's goals are taken to go together, in nearly all publications."""

ZeroWeights = Literal["refuse", "equal"]
Weights = Literal["importance-difficulty", "equal"]
MixedBaselines = Literal["refuse", "allow"]

_LEVELS = frozenset({-2.0, -1.0, 0.0, 1.0, 2.0})


def gas_t_score(
    levels: Sequence[float],
    weights: Sequence[float] | None = None,
    *,
    rho: float = RHO,
    zero_weights: ZeroWeights = "refuse",
) -> float:
    """
    Turn the attainment levels of several goals into one T-score.

    50 says that the goals were reached as expected, taken together. It is not a measure of the child, and not of how
    good a service is: whoever sets easy goals gets high scores. Report the raw levels, their median and the share of
    goals at 0 or above beside it, as `attainment` does.

    Parameters
    ----------
    levels
        One level for each goal: -2, -1, 0, 1 or 2. Leave out goals that were not scored, together with their weights.
        Variants with six levels do not fit: -0.5 ("in part") is set to -1 before, and -3 ("worse than at the start")
        distorts T.
    weights
        One number from 0 on for each level, such as importance x difficulty; without them, all goals weigh alike. A
        goal of weight 0 does not move T. Only their ratios matter.
    rho
        The expected correlation of the scores of different goals, 0 to 1. The usual .3 is a convention, and
        nobody measured it for your goals.
    zero_weights
        What to do where every weight is 0: `"refuse"`, or `"equal"`, which lets all goals weigh alike.

    Returns
    -------
    float
        50 where all levels are 0. How far it can reach depends on the number of goals: with equal weights and rho .3
        from 30 to 70 with one goal, 22.6 to 77.4 with three, 19.8 to 80.2 with five.

    Raises
    ------
    InvalidRecordError
        When there is no level, a level is none of the five, weights are not as many or below 0, all are 0 and
        `zero_weights` is `"refuse"`, or rho lies outside 0 to 1.

    Notes
    -----
    T = 50 + 10 sum(w x)/sqrt((1 - rho) sum(w^2) + rho (sum w)^2)

    The levels are ranks: nobody knows whether -2 to -1 is as far as 0 to +1, and ranks do not support multiplication.
    Tennant compared T with a linear measure in simulated data: in more than 14 % of cases the two changes differed by
    more than the smallest difference that matters, most often near the ends of the scale. Bovend'Eerdt and others found
    that the treating therapist and an independent assessor agree poorly (ICC(A,k) .478, limits of agreement -1.5 +-
    24.5 points of T, 29 adult patients), so that less than that in one child says little. Compare T of one child with T
    of the same child, never children, therapists or clinics.

    References
    ----------
    .. [1] Kiresuk, T. J., & Sherman, R. E. (1968). Goal attainment scaling: a general method for evaluating
       comprehensive community mental health programs. Community Mental Health Journal 4, 443-453: the formula.
    .. [2] Turner-Stokes, L. (2009). Goal attainment scaling (GAS) in rehabilitation: a practical guide. Clinical
       Rehabilitation 23, 362-370, with the formulas corrected in its erratum.
    .. [3] Tennant, A. (2007). Goal attainment scaling: current methodological challenges. Disability and
       Rehabilitation 29, 1583-1588.
    .. [4] Bovend'Eerdt, T. J. H., Dawes, H., Izadi, H., & Wade, D. T. (2011). Agreement between two different scoring
       procedures for goal attainment scaling is low. Journal of Rehabilitation Medicine 43, 46-49.
    .. [5] Turner-Stokes, L., & Williams, H. (2010). Goal attainment scaling: a direct comparison of alternative rating
       methods. Clinical Rehabilitation 24: variants with six levels.

    Examples
    --------
    >>> gas_t_score([-2, 0, -1, 2, 0, 1], [3, 5, 1, 4, 2, 6])
    55.0
    >>> round(gas_t_score([-1, -1, -1, -1, -1]), 1)
    34.9
    """
    problems = list(_problems(levels, weights, rho, zero_weights))
    if problems:
        raise InvalidRecordError(problems)
    heaviest = 1.0 if weights is None else max(map(float, weights))
    # Divided by the heaviest first, so that no square grows beyond all numbers or shrinks to nothing.
    used = [1.0] * len(levels) if weights is None or not heaviest else [float(each) / heaviest for each in weights]
    total = math.fsum(used)
    spread = math.sqrt((1 - rho) * math.fsum(each * each for each in used) + rho * total * total)
    return 50 + 10 * math.fsum(weight * level for weight, level in zip(used, levels, strict=True)) / spread


def is_share(number: float) -> bool:
    """Tell whether a number lies from 0 to 1."""
    return 0 <= number <= 1


def _problems(
    levels: Sequence[float], weights: Sequence[float] | None, rho: float, zero_weights: str
) -> Iterator[Problem]:
    if not levels:
        yield Problem("/levels", "at-least-one", "give the level of at least one goal")
    for position, level in enumerate(levels):
        if level not in _LEVELS:
            yield Problem(f"/levels/{position}", "out-of-range", "give one of the levels -2, -1, 0, 1, 2")
    if not is_share(rho):
        yield Problem("/rho", "out-of-range", "give a correlation from 0 to 1")
    if zero_weights not in {"refuse", "equal"}:
        yield Problem("/zero_weights", "unknown-code", "give refuse or equal")
    if weights is not None:
        yield from _problems_of_weights(weights, len(levels), zero_weights)


def _problems_of_weights(weights: Sequence[float], number: int, zero_weights: str) -> Iterator[Problem]:
    if len(weights) != number:
        yield Problem("/weights", "wrong-count", "give as many weights as levels")
    for position, weight in enumerate(weights):
        if not (weight >= 0 and math.isfinite(weight)):
            yield Problem(f"/weights/{position}", "out-of-range", "give a number from 0 on")
    if zero_weights != "equal" and weights and not any(weights):
        yield Problem(
            "/weights", "at-least-one", "give a weight above 0, or zero_weights='equal' to let all weigh alike"
        )
