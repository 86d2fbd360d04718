"""Evidence of many made-up families, made by a seeded generator without a loop over rows."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from collabcare.engagement.model import DIMENSIONS
from collabcare.engagement.reasons import LEFT_OUT

NAMES = [(side.value, each.value) for side, dimensions in DIMENSIONS.items() for each in dimensions]
SHARES = np.array([10, 8, 40, 8, 3, 10, 5, 5, 4, 2, 2, 2, 1]) / 100  # practice is what most rows are of
ROWS_A_FAMILY, CHUNK = 100, 5_000_000


def texts(codes: Any, values: list[str]) -> Any:
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), pa.array(values)).cast(pa.string())


def rows(first: int, count: int, families: int, seed: int) -> pa.Table:
    """Make some of the rows; those of a family lie all over the table, as they come from many clinics."""
    draw = np.random.default_rng([seed, first])
    dimension = draw.choice(len(NAMES), count, p=SHARES)
    left = draw.random(count) < 0.15
    number = np.arange(first, first + count)
    weight = np.where(dimension == 2, draw.choice([1 / 3, 1 / 7, 0.2], count), 1.0)
    reason = pa.array(draw.integers(0, len(LEFT_OUT), count), pa.int32(), mask=~left)
    return pa.table(
        {
            "plan_id": texts(draw.integers(0, families, count), [f"plan-{each:07d}" for each in range(families)]),
            "side": texts(dimension, [side for side, _ in NAMES]),
            "dimension": texts(dimension, [name for _, name in NAMES]),
            "on": pa.array((np.datetime64("2026-01-05") + draw.integers(0, 364, count)).astype("datetime64[D]")),
            "credit": pa.array(draw.choice([0.0, 0.5, 1.0], count, p=[0.2, 0.2, 0.6]), mask=left),
            "weight": pa.array(weight),
            "source": texts(number % 97, [f"source-{each}" for each in range(97)]),
            "household": texts(draw.integers(0, 2, count), ["home-a", "home-b"]),
            "organization": pa.nulls(count, pa.string()),
            "opportunity_id": pa.array(number).cast(pa.string()),
            "reason": pa.DictionaryArray.from_arrays(reason, pa.array(LEFT_OUT)).cast(pa.string()),
        }
    )


def parquet(folder: Path, count: int, seed: int = 20261122) -> str:
    """Write so many rows to a Parquet file, unless it is there, and give its path."""
    path = folder / f"evidence-{count}.parquet"
    if not path.exists():
        families = max(1, count // ROWS_A_FAMILY)
        unfinished = path.with_suffix(".part")
        writer = None
        for first in range(0, count, CHUNK):
            table = rows(first, min(CHUNK, count - first), families, seed)
            writer = writer or pq.ParquetWriter(unfinished, table.schema)
            writer.write_table(table, row_group_size=500_000)
        if writer is not None:
            writer.close()
        unfinished.rename(path)
    return str(path)
