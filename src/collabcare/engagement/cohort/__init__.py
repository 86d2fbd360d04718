"""
Scores of many families at once, on whatever engine holds the table (extra `cohort`).

The rules are those of `engagement.score`, and so are the numbers.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from collabcare._extras import need
from collabcare.engagement.cohort.records import agreed_table, evidence_table
from collabcare.engagement.tables import attendance_evidence, message_evidence, practice_evidence, rating_evidence

if TYPE_CHECKING:
    from collabcare.engagement.cohort.passes import in_passes
    from collabcare.engagement.cohort.score import score_evidence
    from collabcare.interchange.batches import evidence_batches, evidence_schema, tables_of
    from collabcare.interchange.pool import ScoredDocuments, score_documents

__all__ = [
    "ScoredDocuments",
    "agreed_table",
    "attendance_evidence",
    "evidence_batches",
    "evidence_schema",
    "evidence_table",
    "in_passes",
    "message_evidence",
    "practice_evidence",
    "rating_evidence",
    "score_documents",
    "score_evidence",
    "tables_of",
]

# Loaded when it is asked for: what needs the extra, of which what reads documents lives a layer above.
_HOMES = {
    "ScoredDocuments": "interchange.pool",
    "evidence_batches": "interchange.batches",
    "evidence_schema": "interchange.batches",
    "in_passes": "engagement.cohort.passes",
    "score_documents": "interchange.pool",
    "score_evidence": "engagement.cohort.score",
    "tables_of": "interchange.batches",
}


def _load(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    need("cohort", "narwhals")
    return getattr(importlib.import_module(f"collabcare.{_HOMES[name]}"), name)


if not TYPE_CHECKING:  # type checkers know the names above, and report any other
    __getattr__ = _load
