"""
How much an overall hangs on choices: on the weights, on each dimension, and on how dimensions are joined.

OECD and JRC ask this of any composite. What moves with the weights is a choice, not a finding.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import attrs

from collabcare._frozen import FrozenMapping
from collabcare.engagement.result import DimensionScore, EngagementScore, SideScore, plain
from collabcare.errors import InvalidRecordError, Problem
from collabcare.vocabulary import Side

__all__ = ["JoinedSensitivity", "Sensitivity", "SideSensitivity", "sensitivity"]

_QUANTILES = (0.025, 0.5, 0.975)
_MIN_DRAWS = 100


@attrs.frozen(kw_only=True, repr=False)
class JoinedSensitivity:
    """
    What an overall would have been with other choices, for one way of joining dimensions.

    Parameters
    ----------
    value
        With the model's weights.
    low, median, high
        Quantiles .025, .5 and .975 over random weights. They say what the choice of weights does, not what chance
        does: they are no limits of the value.
    without
        The value without each dimension in turn; `None` where it was the only one.
    """

    value: float
    low: float
    median: float
    high: float
    without: FrozenMapping[float | None]

    def __repr__(self) -> str:
        """Show nothing of a family."""
        return f"<JoinedSensitivity {len(self.without)} dimensions>"

    def to_dict(self) -> dict[str, object]:
        """Give the figures as plain data for JSON."""
        return plain(self)


@attrs.frozen(kw_only=True, repr=False)
class SideSensitivity:
    """
    How much the overall of one side hangs on choices.

    Parameters
    ----------
    side
        Which.
    arithmetic, geometric
        For each way of joining the dimensions; `None` where the side has no overall.
    reason
        Why the side has no overall; it is withheld here as it is there.
    """

    side: Side
    arithmetic: JoinedSensitivity | None
    geometric: JoinedSensitivity | None
    reason: str | None

    def __repr__(self) -> str:
        """Show which; no figure of a family."""
        return f"<SideSensitivity {self.side}>"

    def to_dict(self) -> dict[str, object]:
        """Give the figures as plain data for JSON."""
        return {
            "arithmetic": self.arithmetic and self.arithmetic.to_dict(),
            "geometric": self.geometric and self.geometric.to_dict(),
            "reason": self.reason,
        }


@attrs.frozen(kw_only=True, repr=False)
class Sensitivity:
    """
    How much the overalls of both sides hang on choices.

    Parameters
    ----------
    family, clinic
        The two sides.
    n, seed
        How many random weights were drawn, and from which seed: equal ones give equal figures.
    """

    family: SideSensitivity
    clinic: SideSensitivity
    n: int
    seed: int

    def __repr__(self) -> str:
        """Show how many weights were drawn; no figure of a family."""
        return f"<Sensitivity {self.n} weights>"

    def to_dict(self) -> dict[str, object]:
        """Give the figures as plain data for JSON."""
        return {
            "family": self.family.to_dict(),
            "clinic": self.clinic.to_dict(),
            "n": self.n,
            "seed": self.seed,
        }


def sensitivity(score: EngagementScore, n: int = 1000, *, seed: int = 0) -> Sensitivity:
    """
    Ask what the overalls would have been with other weights, without each dimension, and joined otherwise.

    It tells choice from finding. It is not an interval: chance is not in it.

    Parameters
    ----------
    score
        A score.
    n
        How many random weights, from 100.
    seed
        Equal seeds give equal figures.

    Returns
    -------
    Sensitivity
        For both sides, by the arithmetic and the geometric mean.

    Raises
    ------
    InvalidRecordError
        When `n` is below 100.

    Notes
    -----
    Weights are drawn from a Dirichlet distribution with the parameters K W_k: of the K dimensions that take part, W_k
    is the share of the model's weight. Its mean is the model's weights; with equal ones it is flat, every set of
    weights as likely as any other. Each weight counts as far as its dimension is present, as in the overall.

    References
    ----------
    .. [1] OECD & JRC (2008). Handbook on Constructing Composite Indicators: uncertainty and sensitivity analysis.

    Examples
    --------
    >>> from collabcare import Window, engagement, example
    >>> plan, journal = example("late-talker")
    >>> result = engagement.score(plan, journal, Window.weeks(plan.starts_on, 12))
    >>> found = engagement.sensitivity(result, n=1000, seed=1).family
    >>> found.arithmetic.low < result.family.overall.value < found.arithmetic.high
    True
    >>> found.geometric.value <= found.arithmetic.value
    True
    """
    if n < _MIN_DRAWS:
        raise InvalidRecordError([Problem("/n", "out-of-range", f"draw at least {_MIN_DRAWS} weights")])
    return Sensitivity(family=_side(score.family, n, seed), clinic=_side(score.clinic, n, seed), n=n, seed=seed)


def _side(side: SideScore, n: int, seed: int) -> SideSensitivity:
    if side.overall.reason is not None:
        return SideSensitivity(side=side.side, arithmetic=None, geometric=None, reason=side.overall.reason)
    present = [side.dimensions[name] for name in side.overall.present]
    chance = random.Random(f"{seed} {side.side}")  # noqa: S311 -- weights, not secrets
    draws = [_weights(chance, present) for _ in range(n)]
    arithmetic, geometric = (_joined(present, draws, geometric=each) for each in (False, True))
    return SideSensitivity(side=side.side, arithmetic=arithmetic, geometric=geometric, reason=None)


def _weights(chance: random.Random, present: Sequence[DimensionScore]) -> list[float]:
    """Draw weights: Dirichlet, as shares of gamma variates."""
    total = math.fsum(each.weight for each in present)
    return [chance.gammavariate(len(present) * each.weight / total, 1.0) for each in present]


def _joined(
    present: Sequence[DimensionScore], draws: Sequence[Sequence[float]], *, geometric: bool
) -> JoinedSensitivity:
    own = [each.weight for each in present]
    over = sorted(_mean(present, weights, geometric=geometric) for weights in draws)
    low, median, high = (_quantile(over, share) for share in _QUANTILES)
    without = {
        left.dimension.value: None
        if len(present) == 1
        else _mean(present, [0.0 if each is left else each.weight for each in present], geometric=geometric)
        for left in present
    }
    return JoinedSensitivity(
        value=_mean(present, own, geometric=geometric),
        low=low,
        median=median,
        high=high,
        without=FrozenMapping(without),
    )


def _mean(present: Sequence[DimensionScore], weights: Sequence[float], *, geometric: bool) -> float:
    parts = [
        (weight * each.present_share, each.rate or 0.0)
        for weight, each in zip(weights, present, strict=True)
        if weight * each.present_share > 0
    ]
    total = math.fsum(weight for weight, _ in parts)
    if not geometric:
        return min(1.0, math.fsum(weight / total * rate for weight, rate in parts))
    if any(rate == 0 for _, rate in parts):
        return 0.0
    return min(1.0, math.exp(math.fsum(weight / total * math.log(rate) for weight, rate in parts)))


def _quantile(ordered: Sequence[float], share: float) -> float:
    """Interpolate between the ordered values, as numpy does unless told otherwise."""
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
