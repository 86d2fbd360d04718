"""
Tables of many families: score_evidence beside a query written by hand for each engine, in interleaved rounds.

Run it with `make bench-cohort`; `ARGS="--rows 1000000 --rounds 3"` for a quick look, `ARGS="--only duckdb,memory"` for
some of it. The figures also go to `build/bench-cohort.json`.
"""

import argparse
import gc
import json
import math
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cohort_arrow_peer
import cohort_peers
import cohort_rows

from collabcare.engagement import cohort

TARGETS = {"polars-lazy": 1.15, "polars-streaming": 1.25, "duckdb": 1.15, "pyarrow": 1.15, "pyspark": 1.2}
FOLDER = Path("build/cohort")


def alike(ours: Any, theirs: Any) -> None:
    """Check that both sides gave the same table: as many rows, and the same sums of every column of numbers."""
    assert ours.num_rows == theirs.num_rows, (ours.num_rows, theirs.num_rows)
    assert ours.column_names == theirs.column_names
    import pyarrow.compute as pc

    for name in ("value", "low", "high", "worst", "best", "credit", "opportunities", "left_out_unreported"):
        left, right = (pc.sum(table[name]).as_py() for table in (ours, theirs))
        assert ours[name].null_count == theirs[name].null_count, name
        assert math.isclose(left, right, rel_tol=1e-9), (name, left, right)
    for name in ("reason", "dimension"):
        counts = [
            sorted((str(each["values"]), each["counts"]) for each in pc.value_counts(table[name]).to_pylist())
            for table in (ours, theirs)
        ]
        assert counts[0] == counts[1], name


def interleaved(ours: Callable[[], Any], theirs: Callable[[], Any], rounds: int) -> tuple[list[float], list[float]]:
    """Run both in turn, and give the seconds of each round."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for run, kept in zip((ours, theirs), times, strict=True):
            gc.collect()
            start = time.perf_counter()
            run()
            kept.append(time.perf_counter() - start)
    return times


def engines(path: str) -> dict[str, Callable[[], tuple[Callable[[], Any], Callable[[], Any], Callable[[Any], Any]]]]:
    """Say for each engine how to make ours and theirs, and how a result becomes an Arrow table."""

    def score(table: Any) -> Any:
        return cohort.score_evidence(table, check=False)

    def polars(engine: str) -> Any:
        import polars as pl

        table = pl.read_parquet(path).lazy()
        return (
            lambda: score(table).collect(engine=engine),
            lambda: cohort_peers.polars_query(table).collect(engine=engine),
            lambda found: found.to_arrow().cast(found.to_arrow().schema),
        )

    def duckdb() -> Any:
        import duckdb as engine

        connection = engine.connect()
        connection.execute(f"CREATE TABLE evidence AS FROM '{path}'")
        return (
            lambda: score(connection.table("evidence")).to_arrow_table(),
            lambda: connection.sql(cohort_peers.sql()).to_arrow_table(),
            lambda found: found,
        )

    def pyarrow() -> Any:
        import pyarrow.parquet as pq

        table = pq.read_table(path)
        return lambda: score(table), lambda: cohort_arrow_peer.query(table), lambda found: found

    def pyspark() -> Any:
        from pyspark.sql import SparkSession

        session = (
            SparkSession.builder.master("local[*]")
            .config("spark.driver.memory", "6g")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "8")
            .config("spark.log.level", "ERROR")
            .getOrCreate()
        )
        session.read.parquet(path).createOrReplaceTempView("evidence")

        def written(table: Any) -> None:
            table.write.format("noop").mode("overwrite").save()

        # What is timed stays in Spark, so that both are compared here.
        alike(*(each.toArrow() for each in (score(session.table("evidence")), session.sql(cohort_peers.sql()))))
        return (
            lambda: written(score(session.table("evidence"))),
            lambda: written(session.sql(cohort_peers.sql())),
            None,
        )

    return {
        "polars-lazy": lambda: polars("in-memory"),
        "polars-streaming": lambda: polars("streaming"),
        "duckdb": duckdb,
        "pyarrow": pyarrow,
        "pyspark": pyspark,
    }


def in_little_memory(path: str, buckets: int, megabytes: int = 500) -> dict[str, Any]:
    """Let DuckDB score a Parquet file with a limit on its memory, in a process of its own; give seconds and peak."""
    script = f"""
import duckdb, time
from collabcare.engagement import cohort
start = time.perf_counter()
connection = duckdb.connect()
connection.execute("SET memory_limit = '{megabytes}MB'; SET preserve_insertion_order = false")
connection.execute("SET enable_progress_bar = false")
connection.execute("SET temp_directory = '{FOLDER}/spill'")
rows = 0
for share in cohort.in_passes(connection.read_parquet({path!r}), {buckets}):
    cohort.score_evidence(share, check=False).write_parquet("{FOLDER}/scores.parquet")
    rows += connection.execute("SELECT count(*) FROM '{FOLDER}/scores.parquet'").fetchall()[0][0]
print()
print(rows, time.perf_counter() - start)
"""
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)  # noqa: S603 -- this file's own code
    rows, seconds = done.stdout.splitlines()[-1].split()  # an engine may print its progress before it
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    return {"rows_out": int(rows), "seconds": float(seconds), "peak_bytes": peak}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=10_000_000)
    asked.add_argument("--rounds", type=int, default=9)
    asked.add_argument("--only", default=",".join([*TARGETS, "memory"]))
    asked.add_argument("--memory-rows", type=int, nargs="*", default=[30_000_000, 100_000_000])
    given = asked.parse_args()
    wanted = given.only.split(",")
    FOLDER.mkdir(parents=True, exist_ok=True)
    found: list[dict[str, Any]] = []
    if "memory" in wanted:  # first, while this process is small: a child's peak is at least its parent's
        for rows in given.memory_rows:
            path = cohort_rows.parquet(FOLDER, rows)
            buckets = max(1, math.ceil(rows / 30_000_000) * 2) if rows > 30_000_000 else 1
            one = in_little_memory(path, buckets)
            found.append({"name": f"DuckDB, 500 MB, {rows} rows in {buckets} passes", "target": None, **one})
            print(f"{found[-1]['name']}: {one['seconds']:.1f} s, peak {one['peak_bytes'] / 2**20:.0f} MiB", flush=True)
    path = cohort_rows.parquet(FOLDER, given.rows)
    for name, make in engines(path).items():
        if name not in wanted:
            continue
        ours, theirs, arrow = make()
        if arrow is None:
            ours(), theirs()
        else:
            alike(*(arrow(each()) for each in (ours, theirs)))
        times = interleaved(ours, theirs, given.rounds)
        seconds, peer_seconds = (statistics.median(each) for each in times)
        quartiles = [statistics.quantiles(each, n=4) if len(each) > 1 else [each[0]] * 3 for each in times]
        row = {
            "name": f"{name}, {given.rows} rows",
            "seconds": seconds,
            "peer": "a query written for it by hand",
            "peer_seconds": peer_seconds,
            "ratio": seconds / peer_seconds,
            "target": TARGETS[name],
            "interquartile_range": [quartiles[0][2] - quartiles[0][0], quartiles[1][2] - quartiles[1][0]],
        }
        found.append(row)
        spread = " and ".join(f"{each:.2f}" for each in row["interquartile_range"])
        print(
            f"{row['name']:34} {seconds:8.2f} s, by hand {peer_seconds:8.2f} s, ratio {row['ratio']:.2f}, "
            f"target {row['target']}; interquartile range {spread} s",
            flush=True,
        )
        del ours, theirs
        gc.collect()
    Path("build/bench-cohort.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
