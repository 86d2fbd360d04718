"""A transaction in several, for servers that take only so many entries at once."""

# JSON of any shape passes through here, so the types of its values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from collabcare.interchange.fhir.client.answers import REFERENCE, Json

__all__ = ["split"]


def split(bundle: Json, largest: int | None) -> Iterator[Json]:
    """
    Give a transaction as it is, or as several of at most so many entries, in the same order.

    A reference by `urn:uuid` is good only within one transaction. In several, each is the type and id under which its
    entry is saved, so every entry has to say where that is.
    """
    entries: list[Json] = bundle["entry"]
    if largest is not None and largest < 1:
        raise ValueError("largest: give 1 or more")
    if largest is None or len(entries) <= largest:
        yield bundle
        return
    places = {each.get("fullUrl"): each["request"].get("url") for each in entries}
    if not all(isinstance(place, str) and REFERENCE.fullmatch(place) for place in places.values()):
        raise ValueError("largest: only what is saved under ids that it brings can be sent in several transactions")
    placed = [_placed(each, places) for each in entries]
    for start in range(0, len(placed), largest):
        yield {**bundle, "entry": placed[start : start + largest]}


def _placed(value: Any, places: Mapping[Any, Any]) -> Any:
    """Give a copy whose references say type and id."""
    if isinstance(value, dict):
        copied = {name: _placed(below, places) for name, below in value.items()}
        reference = copied.get("reference")
        return copied | {"reference": places.get(reference, reference)} if isinstance(reference, str) else copied
    return [_placed(each, places) for each in value] if isinstance(value, list) else value
