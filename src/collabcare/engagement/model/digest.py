"""The digest of a scoring model: equal parameters give equal text, whatever the words around them say."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import msgspec

from collabcare._record import build

if TYPE_CHECKING:
    from collabcare.engagement.model.scoring_model import ScoringModel

__all__ = ["digest"]

# What names and explains a model moves no number; whatever else a model holds is part of its digest.
_WORDS = frozenset(
    {"document", "version", "id", "model_version", "title", "status", "sources", "opportunity", "meaning"}
)


@functools.lru_cache(maxsize=16)
def digest(model: ScoringModel) -> str:
    """Make the digest of a model once: many families are scored with one."""
    content = msgspec.to_builtins(build.to_twin(model))
    content.pop("instruments", None)
    for each in content.get("questionnaires", ()):
        each["instrument"] = model.instrument(each["instrument"]).parameters_digest
    content = _parameters(content)
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _parameters(value: object) -> object:
    """Leave out words and put lists in order, so that equal parameters give equal text."""
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value)
        return {name: _parameters(inner) for name, inner in fields.items() if name not in _WORDS}
    if isinstance(value, list | tuple):
        entries = cast("Sequence[object]", value)
        return sorted(map(_parameters, entries), key=lambda each: json.dumps(each, sort_keys=True))
    return value
