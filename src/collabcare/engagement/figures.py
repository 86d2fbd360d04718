"""From the evidence of one dimension to its figures."""

from __future__ import annotations

from collabcare._proportions import Interval, wilson
from collabcare.engagement.clustering import Estimate, t_quantile
from collabcare.engagement.model import DimensionModel, QuestionnaireDimension, ScoringModel, UnreportedPolicy
from collabcare.engagement.result import DimensionScore
from collabcare.engagement.tally import Tally, reporters
from collabcare.vocabulary import Side

__all__ = ["dimension_score"]


def dimension_score(
    side: Side, spec: DimensionModel | QuestionnaireDimension, found: Tally, *, agreed: bool, model: ScoringModel
) -> DimensionScore:
    """
    Figures of one dimension.

    Parameters
    ----------
    side
        Whose dimension it is.
    spec
        What the model says of it.
    found
        Its evidence.
    agreed
        Whether anything was agreed in the window from which an opportunity could arise.
    model
        Minima, policy and confidence.

    Returns
    -------
    DimensionScore
        With a `value`, or with the `reason` why there is none.

    Notes
    -----
    value = sum(w c)/sum(w), from `min_opportunities` on. Wilson's intervals take n = (sum w)^2/sum w^2, or the number
    that `clustering.clustered` gives, as the model says. Of several reasons the first of this order is given: mostly
    excused, nothing there, too little reported, too few.
    """
    reason = _reason(found, agreed=agreed, model=model)
    withheld = reason not in {None, "too-few"}
    value = found.rate if reason is None else None
    estimate = found.estimate
    low, high = (None, None) if value is None or estimate is None else _limits(estimate, model)
    worst, best = found.estimate_worst, found.estimate_best
    enough = found.counted + len(found.forgiven) >= model.min_opportunities
    reported_by, late = reporters(found.rows)
    return DimensionScore(
        side=side,
        dimension=spec.dimension,
        value=value,
        rate=None if withheld else found.rate,
        low=low,
        high=high,
        worst=found.worst,
        best=found.best,
        low_worst=None if worst is None else _limits(worst, model).low,
        high_best=None if best is None else _limits(best, model).high,
        strict=found.strict if enough and reason != "too-little-reported" else None,
        credit=found.credit,
        opportunities=found.counted,
        n_effective=estimate.n if found.counted and estimate is not None else None,
        left_out=found.left_out,
        reason=reason,
        reported_share=found.reported_share,
        reported_by=reported_by,
        late_reported=late,
        weight=spec.weight,
        present_share=0.0 if withheld else min(1.0, found.counted / model.min_opportunities),
    )


def _limits(estimate: Estimate, model: ScoringModel) -> Interval:
    return wilson(estimate.rate, estimate.n, t_quantile(model.z, estimate.inverse_df))


def _reason(found: Tally, *, agreed: bool, model: ScoringModel) -> str | None:
    if found.excused_share > model.max_excused_share:
        return "mostly-excused"
    if not found.due:
        return "nothing-due" if agreed else "nothing-agreed"
    if model.unreported == UnreportedPolicy.UNKNOWN and (found.reported_share or 0.0) < model.min_reported:
        return "too-little-reported"
    return "too-few" if found.counted < model.min_opportunities else None
