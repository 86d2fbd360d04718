"""What attainment says: how far each goal was reached, by whom that is known, and what it comes to together."""

from __future__ import annotations

import datetime as dt

import attrs

from collabcare.progress.attainment_levels import Source
from collabcare.progress.gas import MixedBaselines, Weights, ZeroWeights
from collabcare.progress.result_part import NotCounted, Plain

__all__ = ["Attainment", "AttainmentScore", "GoalAttainment"]


@attrs.frozen(kw_only=True, repr=False)
class GoalAttainment(Plain):
    """
    How far one goal was reached on a day, from one source.

    Parameters
    ----------
    goal
        Its id.
    level
        The last attainment level on or before the day, -2 to 2; `None` with a `reason`.
    baseline_level
        The level at the start that its scale states; `None` where it states none.
    change
        `level - baseline_level`: ranks, so that two changes of 1 need not be as large.
    weight
        What it weighs in T; `None` where that is not known. A goal of weight 0 counts among the levels and not in T.
    on
        The day of the level, in the plan's zone.
    by
        Who measured or judged; empty where the record does not say.
    records
        The measurements or reviews that the level comes from.
    declined_by
        Members of the family whose answer to this goal is no, while another's is yes.
    reason
        Why there is no level: `not-scored` (nobody gave one by that day), `levels-differ` (those of one moment do).
    """

    goal: str
    level: int | None
    baseline_level: int | None
    change: int | None
    weight: float | None
    on: dt.date | None
    by: tuple[str, ...]
    records: tuple[str, ...]
    declined_by: tuple[str, ...]
    reason: str | None


@attrs.frozen(kw_only=True, repr=False)
class AttainmentScore(Plain):
    """
    How far the goals were reached on a day, from one source: what was measured, or what one side judged.

    Parameters
    ----------
    source
        `measured`, `family` or `clinic`.
    t
        The T-score of the goals scored; `None` with a `reason`. See `gas_t_score` for what it is not.
    baseline_t
        T of the same goals at the start, with the same weights; `None` with a `change_reason`.
    change
        `t - baseline_t`; `None` with a `change_reason`.
    baseline_levels
        The levels at which the scored goals start, each once: (-1,) and (-2,) are the two conventions.
    median
        Of the levels; `None` where nothing was scored.
    at_or_above
        How many goals are at 0 or above: reached as expected, or better.
    share_at_or_above
        The same as a share of the goals scored; `None` where there are none.
    goals_scored, goals_set
        How many goals have a level, and how many could.
    weighting
        `importance-difficulty` or `equal`: what was used; `None` where there is no T.
    goals
        Each goal, in the order of the plan.
    reason
        Why there is no T: `no-goals`, `nothing-scored`, `weight-missing` or `all-weights-zero`.
    change_reason
        Why there is no change: the same, `baseline-missing`, or `two-conventions`.
    """

    source: Source
    t: float | None
    baseline_t: float | None
    change: float | None
    baseline_levels: tuple[int, ...]
    median: float | None
    at_or_above: int
    share_at_or_above: float | None
    goals_scored: int
    goals_set: int
    weighting: Weights | None
    goals: tuple[GoalAttainment, ...]
    reason: str | None
    change_reason: str | None

    def __repr__(self) -> str:
        """Show counts; no figure of a family."""
        return f"<AttainmentScore {self.source} {self.goals_set} goals>"


@attrs.frozen(kw_only=True, repr=False)
class Attainment(Plain):
    """
    How far the goals of a plan were reached on a day. It says nothing of why.

    Parameters
    ----------
    plan_id, on, participant
        What was asked: the plan, the day, one person or all.
    measured
        From the levels in the journal's measurements.
    family, clinic
        From what each side judged at reviews. Never average the three: where they differ, talk about it.
    left_out
        Goals that are not looked at: `declined`, `not-agreed`, `not-begun`, `entered-in-error`, `no-scale`.
    rho, weights, missing_weights, zero_weights, mixed_baselines
        How T was made.
    """

    plan_id: str
    on: dt.date
    participant: str | None
    measured: AttainmentScore
    family: AttainmentScore
    clinic: AttainmentScore
    left_out: tuple[NotCounted, ...]
    rho: float
    weights: Weights
    missing_weights: ZeroWeights
    zero_weights: ZeroWeights
    mixed_baselines: MixedBaselines

    def source(self, source: Source) -> AttainmentScore:
        """Give the score of one source by its name."""
        return {"measured": self.measured, "family": self.family, "clinic": self.clinic}[source]

    def __repr__(self) -> str:
        """Show counts; no figure of a family."""
        return f"<Attainment {self.measured.goals_set} goals>"
