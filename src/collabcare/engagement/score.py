"""The score: from plan and journal to figures for both sides."""

from __future__ import annotations

import datetime as dt
import functools
import importlib.metadata
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

import attrs

from collabcare._dates import Window
from collabcare._frozen import FrozenMapping
from collabcare.engagement.case import Case
from collabcare.engagement.evidence import agreed_of, rows_of
from collabcare.engagement.figures import dimension_score
from collabcare.engagement.half_life import aged, checked_half_life, digest_with
from collabcare.engagement.model import ScoringModel
from collabcare.engagement.opportunity import Evidence, LeftOut
from collabcare.engagement.overall import overall_score, without_overall
from collabcare.engagement.practice_load import practice_load
from collabcare.engagement.result import DimensionScore, EngagementScore, SideScore
from collabcare.engagement.tally import Tally, tally
from collabcare.journal import Journal
from collabcare.plans import SharedPlan
from collabcare.vocabulary import Side

__all__ = ["both_sides", "library_version", "score", "side_score"]

_SIDES = (Side.FAMILY, Side.CLINIC)


def side_score(
    side: Side, rows: Iterable[Evidence | LeftOut], agreed: Collection[str], model: ScoringModel
) -> SideScore:
    """
    Figures of one side, before the other is looked at.

    Parameters
    ----------
    side
        Which side.
    rows
        Evidence, of any side and in any order.
    agreed
        The dimensions in which something was agreed.
    model
        The scoring model.

    Returns
    -------
    SideScore
        With each dimension of the model, and the overall.
    """
    of: defaultdict[str, list[Evidence | LeftOut]] = defaultdict(list)
    for row in rows:
        if row.side == side:
            of[row.dimension].append(row)
    measured: list[tuple[DimensionScore, Tally]] = []
    for spec in model.dimensions(side):
        found = tally(of[spec.dimension], model.unreported, model.interval)
        one = dimension_score(side, spec, found, agreed=spec.dimension in agreed, model=model)
        measured.append((one, found))
    return SideScore(
        side=side,
        overall=overall_score(side, measured, model),
        dimensions=FrozenMapping({one.dimension.value: one for one, _ in measured}),
    )


def both_sides(
    rows: Sequence[Evidence | LeftOut], agreed: Collection[str], model: ScoringModel
) -> tuple[SideScore, SideScore]:
    """
    Figures of the family and of the clinic, each given only where the other's can be, if the model asks for that.

    Parameters
    ----------
    rows
        Evidence, of both sides and in any order.
    agreed
        The dimensions in which something was agreed.
    model
        The scoring model.

    Returns
    -------
    tuple of SideScore
        The family's first.
    """
    family, clinic = (side_score(side, rows, agreed, model) for side in _SIDES)
    if model.require_both_sides and None in {family.overall.value, clinic.overall.value}:
        family, clinic = (attrs.evolve(each, overall=without_overall(each.overall)) for each in (family, clinic))
    return family, clinic


def score(  # noqa: PLR0913 -- each is a question of its own
    plan: SharedPlan,
    journal: Journal,
    window: Window,
    *,
    as_of: dt.datetime | dt.date | None = None,
    model: ScoringModel | None = None,
    household: str | None = None,
    organization: str | None = None,
    half_life_days: float | None = None,
) -> EngagementScore:
    """
    Score how far both sides of a partnership kept what they had agreed, in a window.

    It counts kept agreements: never subtract the sides, never rank families or clinics. It is not a measure of a
    parent, not a diagnosis and not a validated instrument.

    Parameters
    ----------
    plan
        What was agreed.
    journal
        What happened under that plan.
    window
        Half-open days in the plan's zone.
    as_of
        What happened later is not known yet. A day means its first moment in the plan's zone; without it, the end of
        the window. No clock is read.
    model
        The scoring model; without it, the one that comes with this library.
    household
        Restricts the family side to one home. The homes' results need not add up to the family's.
    organization
        Restricts the clinic side to one organization.
    half_life_days
        Days after which an opportunity weighs half: w .5^(age/half-life), with its age in days on the last day of the
        window; the intervals follow. Without it, what happened first weighs as much as what happened last.

    Returns
    -------
    EngagementScore
        With both sides, each with its overall and its dimensions. A figure that cannot be given is `None`, with the
        reason beside it.

    Raises
    ------
    InvalidRecordError
        When the journal belongs to another plan, `as_of` is neither a day nor an instant with an offset, or
        `half_life_days` is not above 0.
    UnknownReferenceError
        When the plan has no such household or organization.

    Notes
    -----
    Dimension: sum(w c)/sum(w), Wilson's interval at n = (sum w)^2/sum w^2. Overall: sum(w f v)/sum(w f), see
    `collabcare.engagement.overall`. What is missing is never 0: it is left out and counted as left out, and what nobody
    reported is shown by the bounds `worst` and `best`.

    References
    ----------
    .. [1] The model `partnership-1`, docs/reference/model-partnership-1.md: a proposal, with a source for each rule.

    Examples
    --------
    >>> from collabcare import example
    >>> plan, journal = example("shift-work")
    >>> result = score(plan, journal, Window.month("2026-10"))
    >>> result.family.dimensions["participation"].reason
    'nothing-due'
    >>> result.explain().splitlines()[0]
    'This score counts kept agreements. Never subtract the sides, never rank families or clinics.'
    """
    used = ScoringModel.default() if model is None else model
    half_life = checked_half_life(half_life_days)
    case = Case.of(plan, journal, window, as_of, model=used, household=household, organization=organization)
    rows = aged(rows_of(case), window, half_life)
    agreed = agreed_of(case)
    family, clinic = both_sides(rows, agreed, used)
    return EngagementScore(
        plan_id=plan.id,
        family=family,
        clinic=clinic,
        window=window,
        as_of=case.as_of,
        household=household,
        organization=organization,
        model_id=used.id,
        model_version=used.model_version,
        interval=used.interval,
        aggregation=used.aggregation,
        half_life_days=half_life,
        parameters_digest=digest_with(used, half_life),
        library_version=library_version(),
        require_both_sides=used.require_both_sides,
        practice_load=practice_load(plan, rows),
        rows=rows,
    )


@functools.cache
def library_version() -> str:
    """Give the release of this library; `unknown` where it runs without having been installed."""
    try:
        return importlib.metadata.version("collabcare")
    except importlib.metadata.PackageNotFoundError:
        return "unknown"
