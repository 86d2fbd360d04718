"""Limits of a share of pairs: Newcombe's score inversion, his method 5."""

from __future__ import annotations

from collections.abc import Callable

from collabcare._proportions import Interval

__all__ = ["limits"]

_REFERENCE_WIDTH = 2.0**-13
"""Where the reference software stops: the fourth root of the smallest step of a float."""
_STEP = 2.0**-52


def limits(share: float, m: int, n: int, z: float, *, exact: bool) -> Interval:
    """
    Limits of the share of pairs, one figure of each phase, in which the treatment is better.

    Parameters
    ----------
    share
        The share seen, ties counted by half.
    m
        How many figures the baseline has.
    n
        How many figures the treatment has.
    z
        Standard normal quantile.
    exact
        `True` solves the equation. `False` stops where the reference software stops, so that its numbers are met: the
        limits are then off by up to 0.0001, and a share of 0 or 1 has an interval without width.

    Returns
    -------
    Interval
        Within 0 and 1.

    Notes
    -----
    The two t that solve (share - t)^2 = z^2 t(1 - t)/(mn) (1 + h (1 - t)/(2 - t) + h t/(1 + t)),
    h = (m + n)/2 - 1; multiplied by mn (2 - t)(1 + t) both sides are polynomials.

    References
    ----------
    .. [1] Newcombe, R. G. (2006). Confidence intervals for an effect size measure based on the Mann-Whitney statistic.
       Part 2: asymptotic methods and evaluation. Statistics in Medicine 25, 559-573, method 5.
    .. [2] Brent, R. P. (1973). Algorithms for minimization without derivatives, chapter 4: how the root is found.
    """
    half = (m + n) / 2 - 1

    def spread(t: float) -> float:
        return z * z * (2 + half + (1 + 2 * half) * t * (1 - t))

    def beyond(t: float) -> float:
        return m * n * (share - t) ** 2 * (2 - t) * (1 + t) - t * (1 - t) * spread(t)

    if not exact:
        low, high = (_root(beyond, *ends, _REFERENCE_WIDTH) for ends in ((0.0, share), (share, 1.0)))
        return Interval(low, high)
    if 0 < share < 1:
        return Interval(_root(beyond, 0.0, share, 0.0), _root(beyond, share, 1.0, 0.0))
    # The share itself is one solution; the other is the limit.
    far = _root(lambda t: m * n * t * (2 - t) * (1 + t) - (1 - t) * spread(t), 0.0, 1.0, 0.0)
    return Interval(0.0, far) if share == 0 else Interval(1 - far, 1.0)


def _root(function: Callable[[float], float], first: float, second: float, width: float) -> float:
    """Find where a function changes its sign between two places: Brent's search by chord, parabola and halving."""
    a, b = first, second
    at_a, at_b = function(a), function(b)
    if at_a == 0:
        return a
    c, at_c = a, at_a
    while at_b != 0:
        before = b - a
        if abs(at_c) < abs(at_b):
            a, b, c = b, c, b
            at_a, at_b, at_c = at_b, at_c, at_b
        least = 2 * _STEP * abs(b) + width / 2
        step = (c - b) / 2
        if abs(step) <= least:
            break
        if abs(before) >= least and abs(at_a) > abs(at_b):
            step = _interpolated((a, b, c), (at_a, at_b, at_c), before, least, step)
        if abs(step) < least:
            step = least if step > 0 else -least
        a, at_a = b, at_b
        b += step
        at_b = function(b)
        if at_b * at_c > 0:
            c, at_c = a, at_a
    return b


def _interpolated(
    at: tuple[float, float, float], values: tuple[float, float, float], before: float, least: float, halving: float
) -> float:
    """Step along a chord, or a parabola where three places differ; halve where that would lead too far."""
    (a, b, c), (at_a, at_b, at_c) = at, values
    gap, ratio = c - b, at_b / at_a
    if a == c:
        up, down = gap * ratio, 1 - ratio
    else:
        q, t = at_a / at_c, at_b / at_c
        up = ratio * (gap * q * (q - t) - (b - a) * (t - 1))
        down = (q - 1) * (t - 1) * (ratio - 1)
    up, down = (up, -down) if up > 0 else (-up, down)
    near = up < 0.75 * gap * down - abs(least * down) / 2 and up < abs(before * down / 2)
    return up / down if near else halving
