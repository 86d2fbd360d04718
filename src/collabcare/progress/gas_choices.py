"""How the T-score of a plan's goals is made: which weights, what is done where they are missing, and the baselines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from collabcare.errors import Problem
from collabcare.plans import Goal
from collabcare.progress.gas import MixedBaselines, Weights, ZeroWeights, gas_t_score, is_share

__all__ = ["BOTH_CONVENTIONS", "Choices", "t_of", "weigh"]

BOTH_CONVENTIONS = frozenset({-1, -2})
"""The levels at which goals start, by the one convention and by the other."""


@attrs.frozen(kw_only=True)
class Choices:
    """How T is made of a plan's goals: what a report must state, see `attainment`."""

    rho: float
    weights: Weights
    missing_weights: ZeroWeights
    zero_weights: ZeroWeights
    mixed_baselines: MixedBaselines

    def problems(self) -> Iterator[Problem]:
        """Find what is no known choice."""
        if not is_share(self.rho):
            yield Problem("/rho", "out-of-range", "give a correlation from 0 to 1")
        for name, known in (
            ("weights", ("importance-difficulty", "equal")),
            ("missing_weights", ("refuse", "equal")),
            ("zero_weights", ("refuse", "equal")),
            ("mixed_baselines", ("refuse", "allow")),
        ):
            if getattr(self, name) not in known:
                yield Problem(f"/{name}", "unknown-code", f"give {known[0]} or {known[1]}")


def weigh(goals: Sequence[Goal], choices: Choices) -> tuple[list[float | None], Weights]:
    """Weigh all goals set, not only those scored, so that a goal weighs the same in each score."""
    weights: list[float | None] = []
    for each in goals:
        scale = each.attainment_scale
        known = scale is not None and scale.importance is not None and scale.difficulty is not None
        weights.append(
            float((scale.importance or 0) * (scale.difficulty or 0)) if scale is not None and known else None
        )
    if choices.weights == "equal" or (choices.missing_weights == "equal" and None in weights):
        return [1.0] * len(goals), "equal"
    return weights, "importance-difficulty"


def t_of(
    levels: Sequence[int], weights: Sequence[float | None], used: Weights, rho: float, zero_weights: ZeroWeights
) -> tuple[float | None, Weights, str | None]:
    """Make T, say which weights it has, or say why there is none."""
    if not levels:
        return None, used, "nothing-scored"
    known = [each for each in weights if each is not None]
    if len(known) < len(weights):
        return None, used, "weight-missing"
    if not any(known):
        if zero_weights == "refuse":
            return None, used, "all-weights-zero"
        used = "equal"
    return gas_t_score(levels, known, rho=rho, zero_weights=zero_weights), used, None
