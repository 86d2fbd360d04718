"""From the sums of a dimension to its figures; the rules are those of `engagement.figures`."""

from __future__ import annotations

import narwhals as nw

from collabcare.engagement.cohort.clustering import t_quantile
from collabcare.engagement.cohort.columns import KEY_OF_REASON
from collabcare.engagement.cohort.intervals import at_least_one, kish, mean_of, pull, wilson
from collabcare.engagement.cohort.tally import Frame
from collabcare.engagement.model import IntervalMethod, ScoringModel, UnreportedPolicy
from collabcare.engagement.reasons import UNREPORTED

__all__ = ["figures"]


def figures(tallied: Frame, model: ScoringModel) -> Frame:
    """
    Figures of each dimension.

    Parameters
    ----------
    tallied
        What `tally` gives.
    model
        Minima, policy and confidence.

    Returns
    -------
    Frame
        The same rows, with the figures, and what the overall needs: `rate`, `n_effective` (1 where nothing counts),
        `counted`, `due`, `silent`, and `inverse_df` where the model's limits cluster.
    """
    silence_counts = model.unreported == UnreportedPolicy.NOT_DONE
    silent = nw.col(KEY_OF_REASON[UNREPORTED])
    due_weight = nw.col("w") + nw.col("silent_w")
    weights = due_weight if silence_counts else nw.col("w")
    clusters = model.interval == IntervalMethod.CLUSTERED
    table = tallied.with_columns(
        silent=silent,
        due=nw.col("n") + silent,
        counted=nw.col("n") + silent if silence_counts else nw.col("n"),
        rate=mean_of(nw.col("wc"), weights),
        least=mean_of(nw.col("wc"), due_weight),
        most=mean_of(nw.col("wc") + nw.col("silent_w"), due_weight),
        n_effective=nw.col("n_effective").fill_null(1.0) if clusters else kish(weights, nw.col("ww")),
        excused_share=nw.col("excused") / at_least_one(nw.col("scheduled")),
        **({"inverse_df": nw.col("inverse_df").fill_null(0.0)} if clusters else {}),
    )
    quantile = t_quantile(model.z, nw.col("inverse_df")) if clusters else model.z
    nobody = {KEY_OF_REASON[UNREPORTED]: nw.lit(0, dtype=nw.Int64)} if silence_counts else {}
    table = table.with_columns(reason=_reason(model), pull=pull(nw.col("n_effective"), quantile), **nobody)
    counts, is_due = nw.col("counted") > 0, nw.col("due") > 0
    shown = nw.col("reason").is_null()
    limits = wilson(nw.col("rate"), nw.col("pull"))
    return table.with_columns(
        present=counts & (nw.col("reason").is_null() | (nw.col("reason") == "too-few")),
        worst=nw.when(is_due).then(nw.when(counts).then(nw.min_horizontal("least", "rate")).otherwise(nw.col("least"))),
        best=nw.when(is_due).then(nw.when(counts).then(nw.max_horizontal("most", "rate")).otherwise(nw.col("most"))),
        value=nw.when(shown).then(nw.col("rate")),
        low=nw.when(shown).then(limits.low),
        high=nw.when(shown).then(limits.high),
    )


def _reason(model: ScoringModel) -> nw.Expr:
    """Say why there is no value: of several reasons the first of this order, none where there is a value."""
    due, agreed = nw.col("due"), nw.col("agreed") > 0
    if model.questionnaires:  # one that nobody was given counts against nobody: none due, not none agreed
        agreed |= nw.col("dimension").is_in([each.name for each in model.questionnaires])
    found = nw.when(nw.col("excused_share") > model.max_excused_share).then(nw.lit("mostly-excused"))
    found = found.when((due == 0) & agreed).then(nw.lit("nothing-due"))
    found = found.when(due == 0).then(nw.lit("nothing-agreed"))
    if model.unreported == UnreportedPolicy.UNKNOWN:
        reported = nw.col("n").cast(nw.Float64) / at_least_one(due.cast(nw.Float64))
        found = found.when(reported < model.min_reported).then(nw.lit("too-little-reported"))
    return (
        found.when(nw.col("counted") < model.min_opportunities)
        .then(nw.lit("too-few"))
        .otherwise(nw.lit(None, dtype=nw.String))
    )
