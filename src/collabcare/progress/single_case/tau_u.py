"""
Tau-U: pairs of the two phases together with the trends within them, in each variant by its name.

The variants differ in the pairs that they divide by, in how they treat ties, and in the test.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Literal, get_args

import attrs

from collabcare.errors import InvalidRecordError, Problem
from collabcare.progress.single_case.case import Case, Improvement
from collabcare.progress.single_case.checked_case import case_of
from collabcare.progress.single_case.effect_figures import Figures, none

__all__ = ["VARIANTS", "TauU", "TauURow", "Variant", "tau_u", "tau_u_of"]

Variant = Literal["parker", "tarlow", "complete_a", "complete_b"]
VARIANTS: tuple[Variant, ...] = get_args(Variant)

_FEWEST = 2


@attrs.frozen(kw_only=True, repr=False)
class TauURow:
    """
    One comparison of a Tau-U table.

    Parameters
    ----------
    s
        Kendall's S: pairs that improve less pairs that get worse; `None` where a phase is too short for a trend.
    pairs
        What S is divided by: how many pairs there are, fewer where the variant takes ties off.
    value
        S divided by the pairs; `None` with a `reason`. In the variant `parker` it can leave -1 to 1.
    p
        Two-sided probability of an S as far from 0 where nothing changes; `None` where no figure differs from another.
    reason
        Why there is no value: `too-few-points`, `all-tied`.
    """

    s: int | None
    pairs: float
    value: float | None
    p: float | None
    reason: str | None

    def __repr__(self) -> str:
        """Show nothing of a child."""
        return "<TauURow>"


@attrs.frozen(kw_only=True, repr=False)
class TauU:
    """
    The comparisons that go by the name of Tau-U, in one variant.

    Parameters
    ----------
    variant
        Which: `parker`, `tarlow`, `complete_a` or `complete_b`.
    phases
        Treatment against baseline, no trend taken into account.
    baseline, treatment
        The trend within each phase.
    minus_baseline
        The phases, less the trend of the baseline (`Tau_U_..._A`).
    plus_treatment
        The phases, with the trend of the treatment (`Tau_U_..._B`).
    full
        The phases, with the trend of the treatment, less that of the baseline (`Tau_U_..._AB`).
    """

    variant: Variant
    phases: TauURow
    baseline: TauURow
    treatment: TauURow
    minus_baseline: TauURow
    plus_treatment: TauURow
    full: TauURow

    def __repr__(self) -> str:
        """Show the variant; no figure of a child."""
        return f"<TauU {self.variant}>"


def tau_u(
    baseline: Iterable[float],
    treatment: Iterable[float],
    *,
    variant: Variant,
    improvement: Improvement = "increase",
) -> TauU:
    """
    Tau-U of two phases, with all its comparisons, in one variant.

    There is no one Tau-U: on the same figures the variants differ by as much as studies do. Report the name of the
    variant. No source gives its standard error, so it has none here, and the p holds only where observations do not
    depend on each other, which those of one child mostly do.

    Parameters
    ----------
    baseline
        The figures of this phase, in the order of time.
    treatment
        The figures of the phase after it.
    variant
        `parker`: as first published; the trend of the baseline is taken off, but its pairs are not added to those that
        S is divided by, so the value can leave -1 to 1. `tarlow`: all pairs compared are divided by, and the test has
        a correction for continuity. `complete_a`: the same pairs, and a test that takes no notice of ties.
        `complete_b`: divided by pairs without ties, as in Kendall's tau-b.
    improvement
        `"decrease"` turns all signs.

    Returns
    -------
    TauU
        Six comparisons.

    Raises
    ------
    InvalidRecordError
        When a figure is no finite number, a phase is empty, or a code is unknown.

    Notes
    -----
    S counts +1 for a pair whose later figure is better, -1 for a worse one, 0 for a tie: over pairs of a baseline and a
    treatment figure (S_AB), over pairs within the baseline (S_A) and within the treatment (S_B). The corrected ones are
    S_AB - S_A, S_AB + S_B, S_AB + S_B - S_A. Variance of S as Kendall gives it for two rankings with ties; the second
    ranking is the phase, the falling order within the baseline where its trend is taken off, and the rising order
    within the treatment where its trend is added.

    References
    ----------
    .. [1] Parker, R. I., Vannest, K. J., Davis, J. L., & Sauber, S. B. (2011). Combining nonoverlap and trend for
       single-case research: Tau-U. Behavior Therapy 42, 284-299.
    .. [2] Tarlow, K. R. (2017). An improved rank correlation effect size statistic for single-case designs: baseline
       corrected Tau. Behavior Modification 41, 427-467.
    .. [3] Kendall, M. G. (1970). Rank correlation methods, 4th edition, chapters 3 and 4.

    Examples
    --------
    >>> before, after = [3, 3, 4, 5], [4, 5, 6, 7, 7]
    >>> [round(tau_u(before, after, variant=each).minus_baseline.value, 3) for each in ("parker", "tarlow")]
    [0.55, 0.423]
    """
    if variant not in VARIANTS:
        raise InvalidRecordError([Problem("/variant", "unknown-code", f"give one of: {', '.join(VARIANTS)}")])
    case = case_of(baseline, treatment, improvement=improvement)
    missing = [
        Problem(f"/{name}", "wrong-count", "give at least one figure")
        for name, size in zip(("baseline", "treatment"), case.sizes, strict=True)
        if not size
    ]
    if missing:
        raise InvalidRecordError(missing)
    return _table(case, variant)


def tau_u_of(case: Case, variant: Variant, row: str) -> Figures:
    """One comparison as an effect size."""
    found: TauURow = getattr(_table(case, variant), row)
    if found.value is None:
        return none(found.reason or "all-tied")
    return Figures(found.value, se_reason="not-defined")


def _table(case: Case, variant: Variant) -> TauU:
    before, after = case.turned
    m, n = case.sizes
    whole = (*before, *after)
    cross = sum((late > early) - (late < early) for early in before for late in after)
    first, second = _trend(before), _trend(after)
    own, later = m * (m - 1) // 2, n * (n - 1) // 2
    parker = variant == "parker"

    def row(s: int, pairs: int, tied: Sequence[int], figures: Sequence[float], *, trend: bool = False) -> TauURow:
        divisor = float(pairs)
        if variant == "complete_b":
            divisor = _without_ties(figures, tied)
        p = _p(s, figures, tied, variant, certain=not trend)
        value = s / divisor if divisor else None
        return TauURow(s=s, pairs=divisor, value=value, p=p, reason=None if divisor else "all-tied")

    def within(s: int, pairs: int, figures: Sequence[float]) -> TauURow:
        if len(figures) < _FEWEST:
            return TauURow(s=None, pairs=0.0, value=None, p=None, reason="too-few-points")
        return row(s, pairs, (), figures, trend=True)

    phases = row(cross, m * n, (m, n), whole)
    if variant == "complete_b":
        # Here a tie takes off half a pair.
        divisor = m * n - sum(early == late for early in before for late in after) / 2
        phases = attrs.evolve(phases, pairs=divisor, value=cross / divisor, reason=None)
    return TauU(
        variant=variant,
        phases=phases,
        baseline=within(first, own, before),
        treatment=within(second, later, after),
        minus_baseline=row(cross - first, m * n if parker else m * n + own, (n,), whole),
        plus_treatment=row(cross + second, m * n + later, (m,), whole),
        full=row(cross + second - first, m * n + own + later, (), whole, trend=True),
    )


def _trend(figures: Sequence[float]) -> int:
    return sum((late > early) - (late < early) for early, late in itertools.combinations(figures, 2))


def _without_ties(figures: Sequence[float], tied: Sequence[int]) -> float:
    """Kendall's divisor of tau-b: pairs not tied in the figures, and in the other ranking, by geometric mean."""
    pairs = math.comb(len(figures), 2)
    untied = pairs - sum(math.comb(each, 2) for each in Counter(figures).values())
    return math.sqrt(untied * (pairs - sum(math.comb(each, 2) for each in tied)))


def _p(s: int, figures: Sequence[float], tied: Sequence[int], variant: Variant, *, certain: bool) -> float | None:
    """Two-sided normal probability; where all is tied, phases have one possible outcome, and trends have no test."""
    groups = [1] if variant == "complete_a" else list(Counter(figures).values())
    variance = _variance(len(figures), groups, () if variant == "complete_a" else tied)
    if not variance:
        return 1.0 if certain else None
    size = abs(s) - 1 if variant == "tarlow" and s else abs(s)
    return math.erfc(size / math.sqrt(2 * variance))


def _variance(size: int, groups: Sequence[int], others: Sequence[int]) -> Fraction:
    """Variance of S where two rankings with ties do not go together, exactly."""

    def one(t: int) -> int:
        return t * (t - 1) * (2 * t + 5)

    def two(t: int) -> int:
        return t * (t - 1)

    def three(t: int) -> int:
        return t * (t - 1) * (t - 2)

    found = Fraction(one(size) - sum(map(one, groups)) - sum(map(one, others)), 18)
    if three(size):
        found += Fraction(sum(map(three, groups)) * sum(map(three, others)), 9 * three(size))
    return found + Fraction(sum(map(two, groups)) * sum(map(two, others)), 2 * two(size))
