"""
How far the items of one questionnaire scale hang together: Cronbach's alpha, and omega of one factor.

Both suit a reflective scale, whose items all show one thing. The partnership score is formative: its dimensions need
not go together, so neither figure says anything about it, and neither is ever to be computed over its dimensions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import attrs

from collabcare.reliability.libraries import f_quantile, need_statistics, one_factor
from collabcare.reliability.rectangle import Rectangle, check_level, rectangle

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["InternalConsistency", "alpha", "omega"]

_PAIR = 2
_IDENTIFIED = 3
_TRACE = 1e-12


@attrs.frozen(kw_only=True)
class InternalConsistency:
    """
    How far the items of one scale hang together in a group of people.

    It is a figure of these people's answers, not of the questionnaire, and not of any one person.

    Parameters
    ----------
    coefficient
        `"alpha"` or `"omega"`.
    value
        For the sum of the items as they are; at most 1, and alpha may be negative. `None` with a `reason`.
    standardized
        For items that were first given equal variance.
    low, high
        Feldt's limits of alpha; `None` for omega, which has none here.
    items, persons
        How many items, and how many people answered all of them.
    left_out
        How many people were left out because an answer is missing.
    item_rest
        For each item, its correlation with the sum of the others. A negative one says that the item still has to be
        turned round, or that the numbers of the form run the other way. `None` where it or that sum never varies.
    reason
        Why there is no value: `too-few-items`, `too-few-persons`, `no-variance` (all answered some item alike, or all
        sums are the same), `no-solution`.
    """

    coefficient: str
    value: float | None
    standardized: float | None
    low: float | None
    high: float | None
    items: int
    persons: int
    left_out: int
    item_rest: tuple[float | None, ...]
    reason: str | None


def alpha(answers: Iterable[Sequence[float | None]], *, level: float = 0.95) -> InternalConsistency:
    """
    Cronbach's alpha of one questionnaire scale, with Feldt's interval.

    Never for the partnership score or any other composite of different things: those are formative, and their parts
    need not correlate. It is no proof that a scale measures one thing only.

    Parameters
    ----------
    answers
        A row for each person, a number for each item, with reversed items already turned round; `None` for a gap.
    level
        Confidence of the interval.

    Returns
    -------
    InternalConsistency
        Over the people who answered every item.

    Raises
    ------
    InvalidRecordError
        When rows differ in length, hold something that is no number, or the level is not between 0 and 1.

    Notes
    -----
    With k items and n people, alpha = k/(k - 1) (1 - sum of item variances/variance of the sum); limits
    1 - (1 - alpha) F(1 - a/2; n - 1, (n - 1)(k - 1)) and 1 - (1 - alpha) F(a/2; n - 1, (n - 1)(k - 1)), a = 1 - level.
    Standardized: k r/(1 + (k - 1) r), r the mean correlation. It needs the extra `stats`.

    References
    ----------
    .. [1] Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika 16, 297-334.
    .. [2] Feldt, L. S. (1965). The approximate sampling distribution of Kuder-Richardson reliability coefficient
       twenty. Psychometrika 30, 357-370. Checked against R's psych 2.2.9.

    Examples
    --------
    >>> people = "4453 3445 5434 3433 2342 2423 1221 5453 4442 2111".split()  # ten people, four items
    >>> found = alpha([[int(answer) for answer in person] for person in people])
    >>> round(found.value, 4), round(found.low, 4), round(found.high, 4), found.persons
    (0.8615, 0.6357, 0.9614, 10)
    """
    need_statistics()
    import numpy as np

    check_level(level)
    data = rectangle(answers)
    reason = _reason(data, _PAIR)
    if reason is not None:
        return _result("alpha", data, reason=reason)
    k = data.columns
    covariance = np.cov(data.values, rowvar=False)
    raw = k / (k - 1) * (1 - float(np.trace(covariance)) / float(covariance.sum()))
    correlation = np.corrcoef(data.values, rowvar=False)
    mean = (float(correlation.sum()) - k) / (k * (k - 1))
    low, high = _feldt(raw, data, level)
    spread = 1 + (k - 1) * mean
    return _result("alpha", data, value=raw, standardized=k * mean / spread if spread else None, low=low, high=high)


def omega(answers: Iterable[Sequence[float | None]]) -> InternalConsistency:
    """
    McDonald's omega of one questionnaire scale: the share of the sum's variance that one common factor makes.

    Never for the partnership score or any other composite of different things. It takes for granted that one factor
    lies behind the items, and does not test it.

    Parameters
    ----------
    answers
        As for `alpha`; at least three items, since two do not determine a factor.

    Returns
    -------
    InternalConsistency
        Over the people who answered every item. It has no interval.

    Raises
    ------
    InvalidRecordError
        As `alpha`.

    Notes
    -----
    Loadings l and unique variances u of one factor by maximum likelihood, on the correlations;
    standardized = (sum l)^2/((sum l)^2 + sum u), value the same with each l times the item's standard deviation and
    each u times its variance. `no-solution` where a unique variance is not above 0 (a Heywood case), or the search does
    not end. It needs the extra `stats`.

    References
    ----------
    .. [1] McDonald, R. P. (1999). Test theory: a unified treatment. Checked against factor loadings of R's psych 2.2.9.

    Examples
    --------
    >>> people = "4453 3445 5434 3433 2342 2423 1221 5453 4442 2111".split()
    >>> found = omega([[int(answer) for answer in person] for person in people])
    >>> round(found.value, 3), round(found.standardized, 3), found.low
    (0.857, 0.87, None)
    """
    need_statistics()
    import numpy as np

    data = rectangle(answers)
    reason = _reason(data, _IDENTIFIED)
    if reason is not None:
        return _result("omega", data, reason=reason)
    loadings = one_factor(data.values)
    if loadings is None:
        return _result("omega", data, reason="no-solution")
    spread = data.values.std(axis=0, ddof=1)
    unique = 1 - loadings**2

    def share(scale: NDArray[np.float64]) -> float:
        common = float((loadings * scale).sum()) ** 2
        return common / (common + float((unique * scale**2).sum()))

    return _result("omega", data, value=share(spread), standardized=share(np.ones_like(spread)))


def _reason(data: Rectangle, items: int) -> str | None:
    if data.columns < items:
        return "too-few-items"
    if data.rows <= _PAIR:
        return "too-few-persons"
    columns = (*data.values.T, data.values.sum(axis=1))
    return None if all(_varies(each, data) for each in columns) else "no-variance"


def _varies(values: NDArray[np.float64], data: Rectangle) -> bool:
    """Tell whether numbers differ by more than the traces that sums of decimals leave."""
    return float(values.max() - values.min()) > _TRACE * float(abs(data.values).max())


def _feldt(value: float, data: Rectangle, level: float) -> tuple[float, float]:
    first, second = data.rows - 1, (data.rows - 1) * (data.columns - 1)
    tail = (1 - level) / 2
    low, high = (1 - (1 - value) * f_quantile(each, first, second) for each in (1 - tail, tail))
    return low, high


def _item_rest(data: Rectangle) -> tuple[float | None, ...]:
    import numpy as np

    if data.columns < _PAIR or data.rows <= _PAIR:
        return (None,) * data.columns
    total = data.values.sum(axis=1)
    found: list[float | None] = []
    for item in data.values.T:
        rest = total - item
        found.append(float(np.corrcoef(item, rest)[0, 1]) if _varies(item, data) and _varies(rest, data) else None)
    return tuple(found)


def _result(  # noqa: PLR0913 -- a field each
    coefficient: str,
    data: Rectangle,
    *,
    value: float | None = None,
    standardized: float | None = None,
    low: float | None = None,
    high: float | None = None,
    reason: str | None = None,
) -> InternalConsistency:
    return InternalConsistency(
        coefficient=coefficient,
        value=value,
        standardized=standardized,
        low=low,
        high=high,
        items=data.columns,
        persons=data.rows,
        left_out=data.left_out,
        item_rest=_item_rest(data),
        reason=reason,
    )
