"""How far several raters agree on numbers: the six intraclass correlations of Shrout and Fleiss."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import attrs

from collabcare._frozen import FrozenMapping
from collabcare.reliability.libraries import f_beyond, f_quantile, need_statistics
from collabcare.reliability.rectangle import Rectangle, check_level, rectangle

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["IntraclassCorrelation", "intraclass_correlations"]

_PAIR = 2
_TRACE = 1e-12
FORMS = ("ICC(1,1)", "ICC(2,1)", "ICC(3,1)", "ICC(1,k)", "ICC(2,k)", "ICC(3,k)")


@attrs.frozen(kw_only=True)
class IntraclassCorrelation:
    """
    One intraclass correlation: how far raters agree on the numbers that they give.

    Parameters
    ----------
    form
        In the words of Shrout and Fleiss: `ICC(1,1)` to `ICC(3,k)`.
    value
        At most 1, and negative where raters agree less than by chance; `None` with a `reason`.
    low, high
        Its limits. ICC(2,k) has no `low` where that of ICC(2,1) is at or below -1/(k - 1), which no mean can have.
    f, df1, df2, p
        The F test that it is 0.
    targets, raters
        How many were rated by all, and by how many.
    left_out
        How many targets were left out because a rating is missing.
    reason
        Why there is no value: `too-few-raters`, `too-few-targets`, `no-variance` (all targets were rated alike on
        average), `no-disagreement` (once each rater's own level is taken away, no rating differs from another: there is
        no error to compare with), `far-below-chance` (ICC(2,k) alone: that of one rater is at or below -1/(k - 1)).
    """

    form: str
    value: float | None
    low: float | None
    high: float | None
    f: float | None
    df1: int | None
    df2: int | None
    p: float | None
    targets: int
    raters: int
    left_out: int
    reason: str | None


def intraclass_correlations(
    ratings: Iterable[Sequence[float | None]], *, level: float = 0.95
) -> FrozenMapping[IntraclassCorrelation]:
    """
    All six intraclass correlations of several raters' numbers, each with its F test and interval.

    Choose the form before you look at the numbers: 1 where each target has other raters, 2 where the raters stand for
    all raters, 3 where these raters are the only ones of interest; `,1` for one rater's number, `,k` for their mean.

    Parameters
    ----------
    ratings
        A row for each target (a session, a child), a number for each rater; `None` for a gap.
    level
        Confidence of the intervals.

    Returns
    -------
    FrozenMapping of IntraclassCorrelation
        By form, over the targets that every rater rated.

    Raises
    ------
    InvalidRecordError
        When rows differ in length, hold something that is no number, or the level is not between 0 and 1.

    Notes
    -----
    With n targets, k raters and mean squares between targets B, within targets W, between raters J and error E:
    ICC(1,1) = (B - W)/(B + (k - 1)W), ICC(2,1) = (B - E)/(B + (k - 1)E + k(J - E)/n),
    ICC(3,1) = (B - E)/(B + (k - 1)E), ICC(1,k) = (B - W)/B, ICC(2,k) = (B - E)/(B + (J - E)/n), ICC(3,k) = (B - E)/B.
    F = B/W or B/E. Limits from the F distribution; those of form 2 with Satterthwaite's degrees of freedom,
    and never past the value. It needs the extra `stats`.

    References
    ----------
    .. [1] Shrout, P. E. and Fleiss, J. L. (1979). Intraclass correlations: uses in assessing rater reliability.
       Psychological Bulletin 86, 420-428: the data of the example, and the limits. Checked against R's psych 2.2.9.

    Examples
    --------
    >>> ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    >>> found = intraclass_correlations(ratings)
    >>> [round(each.value, 2) for each in found.values()]
    [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]
    """
    need_statistics()
    check_level(level)
    data = rectangle(ratings)
    reason = _reason(data)
    squares = None if reason is not None else _mean_squares(data)
    if squares is not None and (nothing := _nothing(squares)) is not None:
        reason, squares = nothing, None
    figures: Iterable[_Figures] = [_Figures()] * len(FORMS) if squares is None else _figures(squares, data, level)
    return FrozenMapping(
        {
            form: IntraclassCorrelation(
                form=form,
                value=each.value,
                low=each.low,
                high=each.high,
                f=each.f,
                df1=each.df1,
                df2=each.df2,
                p=each.p,
                targets=data.rows,
                raters=data.columns,
                left_out=data.left_out,
                reason=reason or each.reason,
            )
            for form, each in zip(FORMS, figures, strict=True)
        }
    )


class _Squares(NamedTuple):
    between: float
    within: float
    raters: float
    error: float


class _Figures(NamedTuple):
    value: float | None = None
    low: float | None = None
    high: float | None = None
    f: float | None = None
    df1: int | None = None
    df2: int | None = None
    p: float | None = None
    reason: str | None = None


def _reason(data: Rectangle) -> str | None:
    if data.columns < _PAIR:
        return "too-few-raters"
    return "too-few-targets" if data.rows < _PAIR else None


def _nothing(squares: _Squares) -> str | None:
    """Say what is missing for a ratio of mean squares; sums of decimals leave traces where there is nothing."""
    least = _TRACE * max(squares)
    if squares.between <= least:
        return "no-variance"
    return "no-disagreement" if squares.error <= least else None


def _mean_squares(data: Rectangle) -> _Squares:
    n, k = data.rows, data.columns
    values = data.values
    grand = values.mean()
    targets = values.mean(axis=1)
    raters = values.mean(axis=0)
    between = k * ((targets - grand) ** 2).sum()
    judges = n * ((raters - grand) ** 2).sum()
    within = ((values - targets[:, None]) ** 2).sum()
    error = ((values - targets[:, None] - raters[None, :] + grand) ** 2).sum()
    return _Squares(
        float(between / (n - 1)),
        float(within / (n * (k - 1))),
        float(judges / (k - 1)),
        float(error / ((n - 1) * (k - 1))),
    )


def _figures(squares: _Squares, data: Rectangle, level: float) -> Iterator[_Figures]:
    n, k = data.rows, data.columns
    between, within, raters, error = squares
    one_way = _test(between / within, n - 1, n * (k - 1))
    two_way = _test(between / error, n - 1, (n - 1) * (k - 1))
    (low_1, high_1), (low_3, high_3) = _f_limits(one_way, level), _f_limits(two_way, level)
    second = (between - error) / (between + (k - 1) * error + k * (raters - error) / n)
    low_2, high_2 = _second_limits(second, squares, data, level)
    first = (between - within) / (between + (k - 1) * within)
    yield one_way._replace(value=first, low=_single(low_1, k), high=_single(high_1, k))
    yield two_way._replace(value=second, low=low_2, high=high_2)
    third = (between - error) / (between + (k - 1) * error)
    yield two_way._replace(value=third, low=_single(low_3, k), high=_single(high_3, k))
    yield one_way._replace(value=(between - within) / between, low=1 - 1 / low_1, high=1 - 1 / high_1)
    mean = _mean(second, k)
    if mean is None:
        yield _Figures(reason="far-below-chance")
    else:
        yield two_way._replace(value=mean, low=_mean(low_2, k), high=_mean(high_2, k))
    yield two_way._replace(value=(between - error) / between, low=1 - 1 / low_3, high=1 - 1 / high_3)


def _test(f: float, df1: int, df2: int) -> _Figures:
    return _Figures(f=f, df1=df1, df2=df2, p=f_beyond(f, df1, df2))


def _f_limits(test: _Figures, level: float) -> tuple[float, float]:
    quantile = 1 - (1 - level) / 2
    f, df1, df2 = test.f or 0.0, test.df1 or 0, test.df2 or 0
    return f / f_quantile(quantile, df1, df2), f * f_quantile(quantile, df2, df1)


def _single(limit: float, k: int) -> float:
    """Turn a limit of F into one of a single rater's correlation."""
    return (limit - 1) / (limit + k - 1)


def _mean(single: float, k: int) -> float | None:
    """Step up from one rater to the mean of k (Spearman and Brown); at -1/(k - 1) and below there is none."""
    shared = 1 + single * (k - 1)
    return single * k / shared if shared > _TRACE else None


def _second_limits(value: float, squares: _Squares, data: Rectangle, level: float) -> tuple[float, float]:
    """Limits of form 2, with Satterthwaite's degrees of freedom."""
    n, k = data.rows, data.columns
    between, _, raters, error = squares
    ratio = raters / error
    part = n * (1 + (k - 1) * value) - k * value
    freedom = (k - 1) * (n - 1) * (k * value * ratio + part) ** 2
    freedom /= (n - 1) * k**2 * value**2 * ratio**2 + part**2
    freedom = max(freedom, _TRACE)  # with none at all there are no quantiles
    quantile = 1 - (1 - level) / 2
    lower = f_quantile(quantile, n - 1, freedom)
    upper = f_quantile(quantile, freedom, n - 1)
    rest = k * raters + (k * n - k - n) * error
    low = n * (between / lower - error) / (rest + n * between / lower)  # with few degrees of freedom, lower is endless
    high = n * (upper * between - error) / (rest + n * upper * between)
    return min(low, value), max(high, value)  # below one degree of freedom the quantiles may pass each other
