"""
How often nominal 95 % limits of a rank correlation hold the truth: Spearman's beside Kendall's, as diaries have weeks.

Run it with `make rank-correlation-simulation`. It prints a table and writes the figures to
`build/rank-correlation.json`. `dose_response` uses Spearman's limits because of it.
"""

import json
import math
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from collabcare.progress.rank_correlation import spearman_limits

Array = NDArray[np.float64]

SEED = 20261122
REPETITIONS = 10_000
WEEKS = (6, 8, 12, 20, 40)
CORRELATIONS = (0.0, 0.4, 0.7)
Z = stats.norm.ppf(0.975)


def drawn(rng: np.random.Generator, shape: tuple[int, ...], correlation: float, ties: str) -> tuple[Array, Array]:
    """Draw weeks that do not depend on each other: counts of practice from 0 to 6, changes in halves, or neither."""
    one, noise = rng.standard_normal((2, *shape))
    other = correlation * one + math.sqrt(1 - correlation**2) * noise
    if ties != "none":
        one = np.clip(np.round(3 + 1.5 * one), 0, 6)
    return one, np.round(2 * other) if ties == "both" else other


def series(rng: np.random.Generator, shape: tuple[int, ...], slope: float) -> tuple[Array, Array]:
    """
    Draw series in which practice has nothing to do with progress.

    Practice resembles that of the week before (.6). Progress is the difference of two noisy measurements, so that one
    week's error counts twice, with opposite signs; and it slows down as practice does, by as much as `slope` says.
    """
    rows, n = shape
    practice = rng.standard_normal((rows, n))
    for week in range(1, n):
        practice[:, week] = 0.6 * practice[:, week - 1] + 0.8 * practice[:, week]
    time_ = np.linspace(0.5, -0.5, n)
    levels = rng.standard_normal((rows, n + 1))
    return practice + slope * time_, np.diff(levels, axis=1) + slope * time_


def spearman(first: Array, second: Array) -> Array:
    """Compute Spearman's correlation of each row; NaN where all are equal."""
    one, other = (stats.rankdata(each, axis=1) for each in (first, second))
    one, other = (each - each.mean(axis=1, keepdims=True) for each in (one, other))
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Array = (one * other).sum(axis=1) / np.sqrt((one**2).sum(axis=1) * (other**2).sum(axis=1))
    return found


def kendall(first: Array, second: Array) -> Array:
    """Compute Kendall's tau-b of each row; NaN where all are equal."""
    signs = [np.sign(each[:, :, None] - each[:, None, :]) for each in (first, second)]
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = np.sqrt((signs[0] ** 2).sum(axis=(1, 2)) * (signs[1] ** 2).sum(axis=(1, 2)))
        found: Array = (signs[0] * signs[1]).sum(axis=(1, 2)) / spread
    return found


def kendall_limits(value: float, n: int) -> tuple[float, float]:
    """Give the limits with the variance of Fieller, Hartley and Pearson."""
    reach = Z * math.sqrt(0.437 / (n - 4))
    return math.tanh(math.atanh(value) - reach), math.tanh(math.atanh(value) + reach)


def held(found: Array, truth: float, limits: Any, n: int) -> float:
    """Give the share of limits that hold the truth, of those that there are."""
    ways = [limits(each, n) for each in found[np.abs(found) < 1 - 1e-12]]
    return sum(low <= truth <= high for low, high in ways) / len(ways)


def main() -> None:
    """Print a line for each case."""
    start = time.perf_counter()
    rng = np.random.default_rng(SEED)
    rows: list[dict[str, Any]] = []

    def ours(value: float, n: int) -> tuple[float, float]:
        return spearman_limits(value, n, 0.95)

    print(f"{'weeks':>5} {'correlation':>11} {'ties':>14} {'Spearman':>9} {'Kendall':>8}")
    for ties in ("none", "practice", "both"):
        for correlation in CORRELATIONS:
            many = drawn(rng, (1, 2_000_000), correlation, ties)
            few = drawn(rng, (400, 200), correlation, ties)
            truth, tau = float(spearman(*many)[0]), float(np.mean(kendall(*few)))
            for n in WEEKS:
                pair = drawn(rng, (REPETITIONS, n), correlation, ties)
                shares = held(spearman(*pair), truth, ours, n), held(kendall(*pair), tau, kendall_limits, n)
                rows.append(
                    {"weeks": n, "correlation": correlation, "ties": ties, "spearman": shares[0], "kendall": shares[1]}
                )
                print(f"{n:>5} {correlation:>11} {ties:>14} {shares[0]:>9.3f} {shares[1]:>8.3f}")
    for slope in (0.0, 1.0, 3.0):
        for n in WEEKS:
            pair = series(rng, (REPETITIONS, n), slope)
            share = held(spearman(*pair), 0.0, ours, n)
            rows.append({"weeks": n, "series": True, "slope": slope, "spearman": share})
            print(f"{n:>5} {'none':>11} {f'series, {slope}':>14} {share:>9.3f}")
    path = Path("build") / "rank-correlation.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"seed": SEED, "repetitions": REPETITIONS, "rows": rows}, indent=1), "utf-8")
    print(f"{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
