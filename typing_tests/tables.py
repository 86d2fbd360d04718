"""Tables: the same kind of table comes out that went in."""

import datetime as dt

import polars as pl

from collabcare.engagement import codebook
from collabcare.engagement.cohort import attendance_evidence, message_evidence, practice_evidence, rating_evidence

eager: pl.DataFrame = attendance_evidence(pl.DataFrame(), keep=["site"])
lazy: pl.LazyFrame = practice_evidence(pl.LazyFrame(), check=False)
rated: pl.DataFrame = rating_evidence(pl.DataFrame(), as_of=dt.date(2026, 12, 1))
other: pl.LazyFrame = attendance_evidence(pl.DataFrame())  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]

message_evidence(pl.DataFrame())  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]

everything: dict[str, object] = codebook()
