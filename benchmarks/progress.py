"""
Effect sizes over a table of many cases: milliseconds a case, beside the same one by one.

Run it with `make bench-progress`; `ARGS="--cases 10000"` for a quick look. It exits with 1 where the non-overlap family
takes more than 0.2 ms a case.
"""

import argparse
import gc
import statistics
import sys
import time
from typing import Any

import numpy as np
import polars as pl

from collabcare.progress.single_case import EFFECTS, NON_OVERLAP, effect, effect_sizes

TARGET = 0.2


def cases(number: int, points: int, *, equal: bool) -> pl.DataFrame:
    """Draw figures with ties; phases equally long in all cases, or of another length in each."""
    drawn = np.random.default_rng(4)
    first = np.full(number, points // 2) if equal else drawn.integers(3, points - 2, number)
    place = np.tile(np.arange(points), number)
    after = place >= np.repeat(first, points)
    return pl.DataFrame(
        {
            "case": np.repeat(np.arange(number), points),
            "session": place,
            "phase": np.where(after, "intervention", "baseline"),
            "value": drawn.integers(0, 15, number * points) + 5 * after,
        }
    )


def timed(run: Any, rounds: int) -> tuple[float, float]:
    """Give the median seconds of some rounds: by the clock, and of the processor."""
    taken = []
    for _ in range(rounds):
        gc.collect()
        start, busy = time.perf_counter(), time.process_time()
        run()
        taken.append((time.perf_counter() - start, time.process_time() - busy))
    return statistics.median(each for each, _ in taken), statistics.median(each for _, each in taken)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--points", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="the non-overlap family only")
    asked = parser.parse_args()
    known: dict[str, Any] = {"scale": "count", "goal": 30.0}
    slow = False
    measures = [("non-overlap", NON_OVERLAP), ("all", EFFECTS)][: 1 if asked.quick else 2]
    for equal in (True, False):
        table = cases(asked.cases, asked.points, equal=equal)
        engines = {
            "polars": table,
            "polars-lazy": table.lazy(),
            "pandas": table.to_pandas(),
            "pyarrow": table.to_arrow(),
        }
        for engine, frame in engines.items():
            for which, names in measures:

                def run(frame: Any = frame, names: Any = names) -> None:
                    found = effect_sizes(frame, names=names, order="session", **known)
                    if isinstance(found, pl.LazyFrame):
                        found.collect()

                each, busy = (1000 * seconds / asked.cases for seconds in timed(run, asked.rounds))
                lengths = "equal phases" if equal else "unequal phases"
                slow |= which == "non-overlap" and each > TARGET
                print(
                    f"{engine:12} {lengths:15} {which:12} {len(names):3} measures  {each:.4f} ms a case"
                    f" ({busy:.4f} of the processor)"
                )
    some = cases(200, asked.points, equal=True).group_by("case", maintain_order=True)
    series = [
        [group.filter(pl.col("phase") == phase)["value"].to_list() for phase in ("baseline", "intervention")]
        for _, group in some
    ]

    def one_by_one() -> None:
        for before, after in series:
            for name in NON_OVERLAP:
                effect(name, before, after)

    each = 1000 * timed(one_by_one, asked.rounds)[0] / len(series)
    print(f"one by one: {len(NON_OVERLAP)} measures  {each:.4f} ms a case")
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
