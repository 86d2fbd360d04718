"""From the dimensions of a side to its overall (rule R1)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

import attrs

from collabcare._frozen import FrozenMapping
from collabcare.engagement.clustering import Estimate
from collabcare.engagement.composites import join
from collabcare.engagement.intervals import Composite, Part
from collabcare.engagement.model import ScoringModel
from collabcare.engagement.result import DimensionScore, OverallScore
from collabcare.engagement.tally import Tally, reporters
from collabcare.vocabulary import Side

__all__ = ["overall_score", "without_figures", "without_overall"]

_Measured = tuple[DimensionScore, Tally]


def overall_score(side: Side, dimensions: Sequence[_Measured], model: ScoringModel) -> OverallScore:
    """
    Figures of one side.

    Parameters
    ----------
    side
        Which side.
    dimensions
        Its dimensions, each with its evidence.
    model
        Minima and confidence.

    Returns
    -------
    OverallScore
        With a `value`, or with the `reason` why there is none.

    Notes
    -----
    value = sum(w f v)/sum(w f), or the geometric mean with the same weights, as the model says;
    f = min(1, opportunities/min_opportunities), over the dimensions with at least one opportunity whose rate is not
    withheld. It needs `min_dimensions` of them, and sum(w f) at least `min_weight_share`
    of the weight of the side's dimensions, without those in which something was agreed and nothing arose: nothing was
    due, or everything was excused or paused. What is unreported did arise.
    """
    scores = [score for score, _ in dimensions]
    present = [each for each in dimensions if each[0].rate is not None and each[0].weight > 0]
    weight = math.fsum(score.weight for score, found in dimensions if found.due or score.reason == "nothing-agreed")
    # Divided once, at the end: a coverage that lies on the bound is not lost to rounding, whatever the order.
    measured = math.fsum(score.weight * min(found.counted, model.min_opportunities) for score, found in present)
    coverage = min(1.0, measured / (weight * model.min_opportunities)) if weight else 0.0
    reason = None
    if weight and coverage < model.min_weight_share:
        reason = "too-little-coverage"
    elif len(present) < model.min_dimensions:
        reason = "too-few-dimensions"
    whole = _whole(present, dimensions, model) if reason is None else _Whole()
    rows = [row for _, found in dimensions for row in found.rows]
    due = sum(found.due for _, found in dimensions)
    left_out: Counter[str] = Counter()
    for score in scores:
        left_out.update(score.left_out)
    reported_by, late = reporters(rows)
    return OverallScore(
        side=side,
        value=whole.value,
        low=whole.low,
        high=whole.high,
        worst=whole.worst,
        best=whole.best,
        low_worst=whole.low_worst,
        high_best=whole.high_best,
        strict=whole.strict,
        n_effective=whole.n_effective,
        credit=math.fsum(score.credit for score in scores),
        opportunities=sum(score.opportunities for score in scores),
        left_out=FrozenMapping(dict(sorted(left_out.items()))),
        reason=reason,
        reported_share=len(rows) / due if due else None,
        reported_by=reported_by,
        late_reported=late,
        weight=weight,
        present_share=coverage,
        present=tuple(score.dimension.value for score, _ in present),
    )


def without_overall(overall: OverallScore) -> OverallScore:
    """Withhold an overall because the other side has none; one that has none itself keeps its own reason."""
    return overall if overall.reason is not None else without_figures(overall, "other-side-not-measured")


def without_figures(overall: OverallScore, reason: str) -> OverallScore:
    """Take every figure of an overall away, for a reason."""
    return attrs.evolve(
        overall,
        value=None,
        low=None,
        high=None,
        worst=None,
        best=None,
        low_worst=None,
        high_best=None,
        strict=None,
        n_effective=None,
        reason=reason,
    )


@attrs.frozen(kw_only=True)
class _Whole:
    """The figures of an overall that may be withheld."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    worst: float | None = None
    best: float | None = None
    low_worst: float | None = None
    high_best: float | None = None
    strict: float | None = None
    n_effective: float | None = None


def _whole(present: Sequence[_Measured], dimensions: Sequence[_Measured], model: ScoringModel) -> _Whole:
    def joined(parts: Iterable[tuple[float, Estimate | None]]) -> Composite:
        known = [
            Part(weight, estimate.rate, estimate.n, estimate.inverse_df)
            for weight, estimate in parts
            if estimate is not None
        ]
        return join(known, model.z, model.interval, model.aggregation)

    def strict(found: Tally) -> Estimate | None:
        return found.estimate and attrs.evolve(found.estimate, rate=found.strict or 0.0)

    # In the bounds, all that was due is there: a dimension without a value takes part when some of it is unreported.
    due = [
        (score.weight * min(1.0, found.due / model.min_opportunities), found)
        for score, found in dimensions
        if score.weight > 0 and ((score, found) in present or found.unreported)
    ]
    counted = [(score.weight * score.present_share, found) for score, found in present]
    middle = joined([(weight, found.estimate) for weight, found in counted])
    worst = joined([(weight, found.estimate_worst) for weight, found in due])
    best = joined([(weight, found.estimate_best) for weight, found in due])
    return _Whole(
        value=middle.value,
        low=middle.low,
        high=middle.high,
        worst=min(worst.value, middle.value),
        best=max(best.value, middle.value),
        low_worst=worst.low,
        high_best=best.high,
        strict=joined([(weight, strict(found)) for weight, found in counted]).value,
        n_effective=middle.n_effective,
    )
