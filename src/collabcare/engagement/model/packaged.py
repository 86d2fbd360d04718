"""The models that come with this library, as the documents that they are read from."""

from __future__ import annotations

import importlib.resources
import json
from typing import Any

__all__ = ["DEFAULT", "PACKAGED", "packaged_document"]

DEFAULT = "partnership-1"
"""The model that scores where none is named."""

PACKAGED = (DEFAULT, "partnership-2")
"""The models that come with this library."""


def packaged_document(name: str) -> dict[str, Any]:
    """Read the document of a model that comes with this library."""
    path = importlib.resources.files("collabcare.engagement") / "models" / f"{name}.json"
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found
