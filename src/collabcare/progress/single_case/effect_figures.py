"""What comes out for an effect size: figures, or the reason why something is missing."""

from __future__ import annotations

import math
from typing import NamedTuple

__all__ = ["SE_REASONS", "VALUE_REASONS", "Figures", "none", "normal"]

VALUE_REASONS = {
    "no-baseline": "The baseline phase has no figure.",
    "no-treatment": "The treatment phase has no figure.",
    "too-few-points": "The measure needs more figures in one of the phases.",
    "no-variance": "The figures that the difference is divided by do not vary.",
    "correction-is-zero": "There are so few figures that the small-sample correction is 0, whatever they are.",
    "all-tied": "All figures are the same, and the variant divides by the pairs that are not.",
    "scale-not-given": "The measure needs to know the scale.",
    "scale-not-suitable": "The measure is not made for figures of this scale.",
    "mean-at-limit": "A mean is at or beyond the end of the scale, and nothing says how small a step of the scale is.",
    "median-not-positive": "A median is 0 or below, so there is no ratio.",
    "goal-not-given": "The measure needs the value to reach.",
    "goal-at-baseline": "The mean of the baseline is the goal.",
    "too-large": "The result is too large for a number of this machine.",
}
"""Why there is no value, by code."""

SE_REASONS = {
    "not-defined": "The source of the measure gives no standard error.",
    "too-few-points": "The standard error needs more figures in one of the phases.",
    "value-not-positive": "A figure near the median is 0 or below, and its logarithm is needed.",
    "too-large": "The result is too large for a number of this machine.",
}
"""Why there is a value and no standard error, by code."""


class Figures(NamedTuple):
    """A value with its standard error and limits, or why there is none."""

    value: float | None
    se: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str | None = None
    se_reason: str | None = None


def none(reason: str) -> Figures:
    """Give no value."""
    return Figures(None, reason=reason)


def normal(value: float, se: float | None, z: float, se_reason: str | None = None) -> Figures:
    """Give a value with limits at z standard errors on both sides; what is too large for a float is left out."""
    if not math.isfinite(value):
        return none("too-large")
    if se is None:
        return Figures(value, se_reason=se_reason)
    if not math.isfinite(value - z * se) or not math.isfinite(value + z * se):
        return Figures(value, se_reason="too-large")
    return Figures(value, se, value - z * se, value + z * se)
