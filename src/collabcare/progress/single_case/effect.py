"""One effect size of two phases."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from collabcare.errors import InvalidRecordError, Problem
from collabcare.progress.single_case.case import Improvement, Scale
from collabcare.progress.single_case.checked_case import case_of
from collabcare.progress.single_case.measures import EFFECTS, compute

__all__ = ["Effect", "effect"]


@attrs.frozen(kw_only=True, repr=False)
class Effect:
    """
    How far two phases lie apart, in one measure.

    It does not say that the treatment did it. Its standard error and limits count observations as independent of each
    other; those of one child mostly are not, so they are too narrow by as much.

    Parameters
    ----------
    name
        The measure, one of `EFFECTS`.
    value
        The effect size; `None` with a `reason`.
    se
        Its standard error; `None` with a `se_reason`.
    low, high
        Its limits; `None` where there is no value, or no standard error. NAP and Tau have limits with a single figure
        in a phase too, for which their unbiased standard error is not defined.
    reason
        Why there is no value: `no-baseline`, `no-treatment`, `too-few-points`, `no-variance`, `correction-is-zero`,
        `all-tied`, `scale-not-given`, `scale-not-suitable`, `mean-at-limit`, `median-not-positive`, `goal-not-given`,
        `goal-at-baseline`, `too-large`.
    se_reason
        Why there is a value but no standard error: `not-defined` (the source gives none), `too-few-points`,
        `value-not-positive` (LRM), `too-large`.
    """

    name: str
    value: float | None
    se: float | None
    low: float | None
    high: float | None
    reason: str | None
    se_reason: str | None

    def __repr__(self) -> str:
        """Show the name; no figure of a child."""
        return f"<Effect {self.name}>"

    def to_dict(self) -> dict[str, object]:
        """Give the figures as plain data for JSON."""
        return attrs.asdict(self)


def effect(  # noqa: PLR0913 -- all that can be said of a case, by name
    name: str,
    baseline: Iterable[float],
    treatment: Iterable[float],
    *,
    improvement: Improvement = "increase",
    scale: Scale | None = None,
    goal: float | None = None,
    intervals: float | None = None,
    observation_length: float | None = None,
    level: float = 0.95,
    exact_limits: bool = False,
) -> Effect:
    """
    Effect size of a treatment phase against a baseline phase of one child.

    It says how far two phases lie apart, not why. A positive value, or a share above a half, is an improvement, except
    in LRRd, where a negative value is one, and in PoGO, whose direction comes from the goal alone.

    Parameters
    ----------
    name
        The measure, one of `EFFECTS`.
    baseline
        The figures of this phase, in the order of time (it matters for Tau-U and Tau-BC only). Leave out what was not
        measured.
    treatment
        The figures of the phase after it, in the same way.
    improvement
        Whether `"increase"` or `"decrease"` is wanted.
    scale
        `"count"`, `"rate"` (per minute, or per whatever `observation_length` counts), `"percentage"` (0 to 100),
        `"proportion"` (0 to 1) or `"continuous"`. LRR and LOR need it; figures beyond it are refused.
    goal
        The value to reach, for PoGO.
    intervals
        For percentages and proportions: of how many intervals, trials or items each figure is made. LRR and LOR keep
        means and variances off 0 by it; without it a mean of 0 has a reason instead of a value.
    observation_length
        For rates: how long each observation lasted, in minutes. It is used as `intervals` is.
    level
        Confidence of the limits.
    exact_limits
        For NAP, Tau and Tau-BC. `False` gives the limits of the reference software to all its digits, which stops its
        search early: they are off by up to 0.0001 (Tau: 0.0002), and without any overlap they have no width, which is
        too good to be true. `True` solves the equation; without overlap the limits then have a width.

    Returns
    -------
    Effect
        The value with its standard error and limits, or a reason.

    Raises
    ------
    InvalidRecordError
        When a figure is no finite number or not on the scale, or a name or number is unknown; all problems at once, by
        their place.

    Notes
    -----
    Baseline y_1..y_m, treatment x_1..x_n, more is better (else all signs turn); M and s are mean and standard deviation
    of a phase, z the normal quantile of the level.

    - NAP: mean over all pairs of 1 where x > y, 1/2 where equal. Variances with q_ij the pair's credit, Q1, Q2, Q3 the
      mean squares of row means, column means and cells of q_ij - NAP, N' = NAP kept within 1/(2mn) and 1 - 1/(2mn):
      unbiased (N'(1 - N') + nQ1 + mQ2 - 2Q3)/((m - 1)(n - 1)) [1]_; `NAP_Hanley`
      (N'(1 - N') + (n - 1)Q1 + (m - 1)Q2)/(mn) [2]_; `NAP_null` (m + n + 1)/(12mn). Limits: Newcombe's method 5 [3]_.
    - Tau = 2 NAP - 1, standard error twice that of NAP. `Tau_BC`: Tau of what the baseline's Theil-Sen line leaves of
      both phases (slope the median of all pairs, intercept the median of what it leaves), always corrected, not only
      where the trend is significant; residuals within 1e-10 of each other, times the largest figure where that is above
      1, are tied [4]_. Its standard error does not know that the line was estimated.
    - `Tau_U_A`, the Tau-U of Parker and others [5]_: (S_AB - S_A)/(mn); `Tau_U_<variant>_A`, `_B`, `_AB`: see `tau_u`.
    - PND: share of x above all y. PEM: share of x above the median of y, ties 1/2; `PEM_ties_0`: ties 0. PAND: most
      figures that can stay without overlap, of m + n [6]_. IRD = 1 - (m + n)^2 (1 - PAND)/(2mn), the robust form.
    - `SMD_baseline_*` = J (M_x - M_y)/s_y, standard error J sqrt(1/m + s_x^2/(n s_y^2) + d^2/(2(m - 1)));
      `SMD_pooled_*` = J (M_x - M_y)/s, J sqrt(1/m + 1/n + d^2/(2(m + n - 2))); d is the value with its J, corrected:
      J = 1 - 3/(4f - 1), f = m - 1 or m + n - 2; uncorrected: J = 1 [7]_.
    - `LRRi` = ln M_x - ln M_y + (v_x - v_y)/2, v = s^2/(size M^2), standard error sqrt(v_x + v_y); M kept at
      1/(2 D size) and s^2 at 1/(D^2 size^3), D = 1 for counts, the observation length for rates, the intervals for
      proportions, a hundredth of them for percentages; `LRRd` has the sign turned, and shares looked at from the other
      end; `_uncorrected` without the third term [8]_. `LOR`: the same for odds.
    - `LRM` = ln median(x) - ln median(y) [9]_; `PoGO` = 100 (M_x - M_y)/(goal - M_y), standard error
      100 sqrt(s_y^2/m + s_x^2/n + (PoGO/100)^2 s_y^2/m)/abs(goal - M_y) [10]_.

    References
    ----------
    .. [1] Mee, R. W. (1990). Confidence intervals for probabilities and tolerance regions based on a generalization of
       the Mann-Whitney statistic. Journal of the American Statistical Association 85, 793-800; after Sen (1967).
       NAP: Parker, R. I., & Vannest, K. (2009). Behavior Therapy 40, 357-367.
    .. [2] Hanley, J. A., & McNeil, B. J. (1982). Radiology 143, 29-36.
    .. [3] Newcombe, R. G. (2006). Statistics in Medicine 25, 559-573.
    .. [4] Tarlow, K. R. (2017). Behavior Modification 41, 427-467; in the form without correction for ties in Tau.
    .. [5] Parker, R. I., Vannest, K. J., Davis, J. L., & Sauber, S. B. (2011). Behavior Therapy 42, 284-299.
    .. [6] Parker, R. I., Vannest, K. J., & Davis, J. L. (2011). Effect size in single-case research: a review of nine
       nonoverlap techniques. Behavior Modification 35, 303-322. PEM: Ma, H.-H. (2006). Behavior Modification 30,
       598-617.
    .. [7] Pustejovsky, J. E., & Swan, D. M. (2018). Effect size definitions and mathematical details, in the
       documentation of SingleCaseES, against which all numbers are checked (version 0.7.4).
    .. [8] Pustejovsky, J. E. (2018). Using response ratios for meta-analyzing single-case designs with behavioral
       outcomes. Journal of School Psychology 68, 99-112; LOR: (2015). Psychological Methods 20, 342-359.
    .. [9] Bonett, D. G., & Price, R. M. (2020). Confidence intervals for ratios of means and medians. Journal of
       Educational and Behavioral Statistics 45, 750-770.
    .. [10] Patrona, E., Ferron, J., Olszewski, A., Kelley, E., & Goldstein, H. (2022); after Dunlap, W. P., & Silver,
       N. C. (1986). Behavior Research Methods 18, 469-471.

    Examples
    --------
    >>> before, after = [20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29]
    >>> found = effect("NAP", before, after)
    >>> [round(each, 4) for each in (found.value, found.se, found.low, found.high)]
    [0.9167, 0.069, 0.5973, 0.986]
    >>> effect("LRRi", before, after).reason
    'scale-not-given'
    >>> round(effect("PoGO", before, after, goal=30).value, 1)
    66.9
    """
    if name not in EFFECTS:
        raise InvalidRecordError([Problem("/name", "unknown-code", f"give one of: {', '.join(EFFECTS)}")])
    case = case_of(
        baseline,
        treatment,
        improvement=improvement,
        scale=scale,
        goal=goal,
        intervals=intervals,
        observation_length=observation_length,
        level=level,
        exact_limits=exact_limits,
    )
    return Effect(name=name, **compute(name, case)._asdict())
