"""What an effect size is computed from: two phases of one child, and what is known of them."""

from __future__ import annotations

from typing import Literal, NamedTuple

__all__ = ["SCALES", "Case", "Improvement", "Scale"]

Improvement = Literal["increase", "decrease"]
Scale = Literal["count", "rate", "percentage", "proportion", "continuous"]

SCALES: tuple[Scale, ...] = ("count", "rate", "percentage", "proportion", "continuous")


class Case(NamedTuple):
    """Two phases of one child, in order, and what is known of them."""

    baseline: tuple[float, ...]
    treatment: tuple[float, ...]
    improvement: Improvement
    scale: Scale | None
    goal: float | None
    intervals: float | None
    observation_length: float | None
    z: float
    exact: bool

    @property
    def sign(self) -> int:
        """1 where more is better, -1 where less is."""
        return 1 if self.improvement == "increase" else -1

    @property
    def turned(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Both phases, so that more is better."""
        if self.sign == 1:
            return self.baseline, self.treatment
        return tuple(-each for each in self.baseline), tuple(-each for each in self.treatment)

    @property
    def sizes(self) -> tuple[int, int]:
        """How many figures each phase has."""
        return len(self.baseline), len(self.treatment)
