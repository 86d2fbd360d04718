"""
What windows have in common: an overall over the dimensions that all of them have.

A dimension that is in one window only would pass for a change of those that are in both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import attrs

from collabcare.engagement.figures import dimension_score
from collabcare.engagement.half_life import digest_with
from collabcare.engagement.model import PACKAGED, ScoringModel
from collabcare.engagement.overall import overall_score, without_figures
from collabcare.engagement.result import DimensionScore, EngagementScore, OverallScore
from collabcare.engagement.tally import Tally, tally
from collabcare.errors import InvalidRecordError, Problem
from collabcare.vocabulary import Side

__all__ = ["common", "common_overall", "direction", "model_of"]


def model_of(scores: Iterable[EngagementScore], model: ScoringModel | None) -> ScoringModel:
    """
    Find the model that scores were made with.

    Parameters
    ----------
    scores
        At least one.
    model
        The model, where it does not come with the library.

    Returns
    -------
    ScoringModel
        The one whose parameters all of them name, each with its half-life where it has one.

    Raises
    ------
    InvalidRecordError
        When they were made with another one.
    """
    known = list(scores)
    name = known[0].model_id
    used = model or (ScoringModel.packaged(name) if name in PACKAGED else ScoringModel.default())
    if any(each.parameters_digest != digest_with(used, each.half_life_days) for each in known):
        raise InvalidRecordError([Problem("/model", "needs", "give the model that the scores were made with")])
    return used


def common(scores: Sequence[EngagementScore], side: Side) -> tuple[str, ...]:
    """Name the dimensions of a side that every score has a rate of, in the order of the model."""
    return tuple(
        name
        for name in scores[0].side(side).dimensions
        if all(each.side(side).dimensions[name].rate is not None for each in scores)
    )


def common_overall(score: EngagementScore, side: Side, names: Collection[str], model: ScoringModel) -> OverallScore:
    """
    Give the overall of a side over some of its dimensions only.

    Parameters
    ----------
    score
        A score.
    side
        Which side of it.
    names
        The dimensions that take part.
    model
        The model of the score.

    Returns
    -------
    OverallScore
        Without a value where the score itself withholds it, with its reason, or where too few dimensions are left.
    """
    own = score.side(side).overall
    if own.reason is not None:
        return own
    measured: list[tuple[DimensionScore, Tally]] = []
    for spec in model.dimensions(side):
        if spec.dimension.value in names:
            rows = [row for row in score.rows if row.dimension == spec.dimension]
            found = tally(rows, model.unreported, model.interval)
            measured.append((dimension_score(side, spec, found, agreed=True, model=model), found))
    if not measured:
        return attrs.evolve(without_figures(own, "too-few-dimensions"), present=(), present_share=0.0)
    return overall_score(side, measured, model)


def direction(low: float | None, high: float | None) -> str | None:
    """Say "up" or "down" where the limits lie on one side of 0, and nothing where they do not."""
    if low is None or high is None or low <= 0 <= high:
        return None
    return "up" if low > 0 else "down"
