"""FHIR R4: plans and journals in and out of clinic systems."""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:
    """Say of a name that it is not here yet: the mapping comes with a file in the place of this one."""
    raise AttributeError(name)
