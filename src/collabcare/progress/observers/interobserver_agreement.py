"""What every formula of agreement gives: a share with what was divided, or the reason why there is none."""

from __future__ import annotations

import math
from collections.abc import Sequence

import attrs

__all__ = ["InterobserverAgreement", "agreement", "mean_ratio"]


@attrs.frozen(kw_only=True, repr=False)
class InterobserverAgreement:
    """
    How far two observers of the same thing agree, by one formula (IOA).

    It is no proof that either is right, and no figure of the child. Two observers can share an error.

    Parameters
    ----------
    measure
        The name of the formula, which is the name of the function.
    value
        `numerator`/`denominator`, from 0 to 1; the field multiplies it by 100. `None` with a `reason`.
    numerator, denominator
        What was divided. Where both observers counted nothing at all, both are 0 and the value is 1: they agree.
    reason
        Why there is no value: `nothing-observed` (no count, interval, trial or duration was given), `nothing-scored`
        (for scored intervals: neither observer scored any), `nothing-unscored` (for unscored intervals: both scored
        every one).
    """

    measure: str
    value: float | None
    numerator: float
    denominator: float
    reason: str | None

    def __repr__(self) -> str:
        """Show the formula; no figure of a child."""
        return f"<InterobserverAgreement {self.measure}>"

    def to_dict(self) -> dict[str, object]:
        """Give the figures as plain data for JSON."""
        return attrs.asdict(self)


def agreement(measure: str, numerator: float, denominator: float, nothing: str) -> InterobserverAgreement:
    """Divide, or say by the reason given that there is nothing to divide by."""
    value = numerator / denominator if denominator else None
    return InterobserverAgreement(
        measure=measure,
        value=value,
        numerator=numerator,
        denominator=denominator,
        reason=nothing if value is None else None,
    )


def mean_ratio(measure: str, first: Sequence[float], second: Sequence[float]) -> InterobserverAgreement:
    """Give the mean of smaller/larger over pairs of amounts; equal ones, two zeros too, count 1."""
    pairs = zip(first, second, strict=True)
    ratios = [1.0 if one == other else min(one, other) / max(one, other) for one, other in pairs]
    return agreement(measure, math.fsum(ratios), len(ratios), "nothing-observed")
