"""The non-overlap family for many cases whose phases are equally long, by array: the same numbers as one by one."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from collabcare._proportions import Interval
from collabcare.progress.single_case.newcombe import limits
from collabcare.progress.single_case.trend import TIE

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Batch", "Columns"]

_FEWEST = 2


class Columns(NamedTuple):
    """One measure of many cases; what is missing is NaN, for the one reason that this measure can have here."""

    value: Floats
    se: Floats
    low: Floats
    high: Floats
    reason: str | None = None
    se_reason: str | None = None


class _Pairs(NamedTuple):
    """All pairs of one figure of each phase: credits by case, and the share of each case that improves."""

    credit: Floats
    share: Floats


class Batch:
    """
    Cases whose phases are equally long, at least one figure in each.

    Parameters
    ----------
    baseline
        One row for each case, turned so that more is better.
    treatment
        The same, for the other phase.
    z
        Standard normal quantile of the limits.
    exact
        As in `effect(exact_limits=)`.
    """

    def __init__(self, baseline: Floats, treatment: Floats, z: float, *, exact: bool) -> None:
        self._before, self._after = baseline, treatment
        self._m, self._n = baseline.shape[1], treatment.shape[1]
        self._z, self._exact = z, exact
        self._known: dict[float, Interval] = {}

    def columns(self, name: str) -> Columns:
        """Compute one measure of the non-overlap family."""
        if name.startswith("Tau_U_"):
            variant, _, row = name.removeprefix("Tau_U_").rpartition("_")
            return self._tau_u(variant or "parker", row)
        known: dict[str, Callable[[], Columns]] = {
            "NAP": lambda: self._with_se(self._pairs, "unbiased"),
            "NAP_Hanley": lambda: self._with_se(self._pairs, "hanley"),
            "NAP_null": lambda: self._with_se(self._pairs, "null"),
            "Tau": lambda: _doubled(self._with_se(self._pairs, "unbiased")),
            "Tau_BC": self._tau_bc,
            "PND": lambda: self._bare((self._after > self._before.max(axis=1, keepdims=True)).mean(axis=1)),
            "PEM": lambda: self._beyond_median(0.5),
            "PEM_ties_0": lambda: self._beyond_median(0.0),
            "PAND": lambda: self._bare(self._kept / (self._m + self._n)),
            "IRD": lambda: self._bare(1 - (self._m + self._n) * self._lost / (2 * self._m * self._n)),
        }
        return known[name]()

    @functools.cached_property
    def _pairs(self) -> _Pairs:
        return _paired(self._before, self._after, 0.0)

    @property
    def _lost(self) -> Floats:
        found: Floats = self._m + self._n - self._kept
        return found

    @functools.cached_property
    def _kept(self) -> Floats:
        import numpy as np

        up_to = (self._before[:, None, :] <= self._before[:, :, None]).sum(axis=2)
        above = (self._after[:, None, :] > self._before[:, :, None]).sum(axis=2)
        found: Floats = np.maximum(self._n, (up_to + above).max(axis=1)).astype(np.float64)
        return found

    def _nothing(self) -> Floats:
        import numpy as np

        return np.full(len(self._before), np.nan)

    def _bare(self, value: Floats) -> Columns:
        return Columns(value, self._nothing(), self._nothing(), self._nothing(), se_reason="not-defined")

    def _beyond_median(self, tie: float) -> Columns:
        import numpy as np

        middle = np.median(self._before, axis=1, keepdims=True)
        return self._bare(((self._after > middle) + tie * (self._after == middle)).mean(axis=1))

    def _with_se(self, pairs: _Pairs, form: str) -> Columns:
        import numpy as np

        m, n, share = self._m, self._n, pairs.share
        cells = m * n
        low, high = self._limits(share)
        if form == "null":
            return Columns(share, np.full(len(share), np.sqrt((m + n + 1) / (12 * cells))), low, high)
        if form == "unbiased" and min(m, n) < _FEWEST:
            return Columns(share, self._nothing(), low, high, se_reason="too-few-points")
        inner = np.clip(share, 0.5 / cells, 1 - 0.5 / cells)
        by_baseline = ((pairs.credit.sum(axis=2) - n * share[:, None]) ** 2).sum(axis=1) / (cells * n)
        by_treatment = ((pairs.credit.sum(axis=1) - m * share[:, None]) ** 2).sum(axis=1) / (cells * m)
        if form == "hanley":
            variance = (inner * (1 - inner) + (n - 1) * by_baseline + (m - 1) * by_treatment) / cells
        else:
            by_pair = ((pairs.credit - share[:, None, None]) ** 2).mean(axis=(1, 2))
            spread = n * by_baseline + m * by_treatment - 2 * by_pair
            variance = np.maximum(0.0, inner * (1 - inner) + spread) / ((m - 1) * (n - 1))
        return Columns(share, np.sqrt(variance), low, high)

    def _limits(self, share: Floats) -> tuple[Floats, Floats]:
        """Search once for each share that occurs: they are halves of the pairs, so there are few."""
        import numpy as np

        shares, places = np.unique(share, return_inverse=True)
        for each in set(shares.tolist()) - self._known.keys():
            self._known[each] = limits(each, self._m, self._n, self._z, exact=self._exact)
        found = np.array([self._known[each] for each in shares.tolist()])
        return found[places, 0], found[places, 1]

    def _tau_bc(self) -> Columns:
        import numpy as np

        if self._m < _FEWEST:
            missing = self._nothing()
            return Columns(missing, missing, missing, missing, reason="too-few-points")
        times = np.arange(1, self._m + self._n + 1, dtype=np.float64)
        early, late = np.triu_indices(self._m, 1)
        slopes = (self._before[:, late] - self._before[:, early]) / (times[late] - times[early])
        slope = np.median(slopes, axis=1, keepdims=True)
        intercept = np.median(self._before - slope * times[: self._m], axis=1, keepdims=True)
        figures = np.concatenate([self._before, self._after], axis=1)
        left = figures - intercept - slope * times
        tolerance = TIE * np.maximum(1.0, np.abs(figures).max(axis=1))[:, None, None]
        return _doubled(self._with_se(_paired(left[:, : self._m], left[:, self._m :], tolerance), "unbiased"))

    @functools.cached_property
    def _between(self) -> Floats:
        found: Floats = (2 * self._pairs.credit - 1).sum(axis=(1, 2))
        return found

    @functools.cached_property
    def _own(self) -> Floats:
        return _trend(self._before)

    @functools.cached_property
    def _later(self) -> Floats:
        return _trend(self._after)

    @functools.cached_property
    def _untied(self) -> Floats:
        """How many pairs of all figures differ."""
        import numpy as np

        figures = np.concatenate([self._before, self._after], axis=1)
        first, second = np.triu_indices(figures.shape[1], 1)
        found: Floats = (figures[:, first] != figures[:, second]).sum(axis=1).astype(np.float64)
        return found

    def _tau_u(self, variant: str, row: str) -> Columns:
        import numpy as np

        m, n = self._m, self._n
        own, later = m * (m - 1) // 2, n * (n - 1) // 2
        s = self._between - self._own if row == "A" else self._between + self._later
        if row == "AB":
            s = s - self._own
        pairs = m * n + {"A": 0 if variant == "parker" else own, "B": later, "AB": own + later}[row]
        divisor = np.full(len(s), float(pairs))
        if variant == "complete_b":
            tied = {"A": later, "B": own, "AB": 0}[row]
            divisor = np.sqrt(self._untied * (m * n + own + later - tied))
        value = np.divide(s, divisor, out=self._nothing(), where=divisor > 0)
        return self._bare(value)._replace(reason="all-tied")


def _paired(before: Floats, after: Floats, tolerance: Floats | float) -> _Pairs:
    import numpy as np

    further = after[:, None, :] - before[:, :, None]
    credit = np.where(np.abs(further) <= tolerance, 0.5, (further > 0).astype(np.float64))
    return _Pairs(credit, credit.sum(axis=(1, 2)) / (before.shape[1] * after.shape[1]))


def _doubled(share: Columns) -> Columns:
    """Turn a share of pairs into Tau."""
    return share._replace(value=2 * share.value - 1, se=2 * share.se, low=2 * share.low - 1, high=2 * share.high - 1)


def _trend(figures: Floats) -> Floats:
    import numpy as np

    early, late = np.triu_indices(figures.shape[1], 1)
    found: Floats = np.sign(figures[:, late] - figures[:, early]).sum(axis=1)
    return found
