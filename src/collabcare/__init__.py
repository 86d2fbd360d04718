"""
Collaborative care plans in paediatric therapy and child mental health.

The plan is what family and therapists agreed, the journal is what happened, and a score says how far both sides kept
what they had agreed. Names are loaded when they are first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collabcare import engagement, progress
    from collabcare._dates import Window
    from collabcare.errors import (
        CollabCareError,
        InvalidRecordError,
        InvalidTableError,
        Problem,
        ProblemCode,
        TableProblem,
        UnknownReferenceError,
        UnreadableDocumentError,
        UnsupportedVersionError,
    )
    from collabcare.interchange.documents import (
        check_journal,
        check_plan,
        converter,
        journal_from_dict,
        journal_to_dict,
        plan_from_dict,
        plan_to_dict,
        read_journal,
        read_plan,
        write_journal,
        write_plan,
    )
    from collabcare.interchange.examples import example
    from collabcare.interchange.models import read_instrument, read_model
    from collabcare.interchange.schema import schema, schema_problems
    from collabcare.journal import Journal
    from collabcare.plans import SharedPlan

__all__ = [
    "CollabCareError",
    "InvalidRecordError",
    "InvalidTableError",
    "Journal",
    "Problem",
    "ProblemCode",
    "SharedPlan",
    "TableProblem",
    "UnknownReferenceError",
    "UnreadableDocumentError",
    "UnsupportedVersionError",
    "Window",
    "check_journal",
    "check_plan",
    "converter",
    "engagement",
    "example",
    "journal_from_dict",
    "journal_to_dict",
    "plan_from_dict",
    "plan_to_dict",
    "progress",
    "read_instrument",
    "read_journal",
    "read_model",
    "read_plan",
    "schema",
    "schema_problems",
    "write_journal",
    "write_plan",
]

_HOMES = {
    "Journal": "journal",
    "SharedPlan": "plans",
    "Window": "_dates",
    "example": "interchange.examples",
    "read_instrument": "interchange.models",
    "read_model": "interchange.models",
    "schema": "interchange.schema",
    "schema_problems": "interchange.schema",
}


def _load(name: str) -> object:
    """Load a name when it is first used: importing the library itself costs next to nothing."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name in {"engagement", "progress"}:
        return importlib.import_module(f"collabcare.{name}")
    home = _HOMES.get(name, "errors" if name[0].isupper() else "interchange.documents")
    value = getattr(importlib.import_module(f"collabcare.{home}"), name)
    globals()[name] = value
    return value


if not TYPE_CHECKING:  # type checkers know the names above, and report any other
    __getattr__ = _load


def __dir__() -> list[str]:
    """List the public names."""
    return [*__all__, *(name for name in globals() if name.startswith("__"))]
