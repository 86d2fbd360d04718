"""What a resource still holds when everything that we carry was taken out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["LeftOut", "leaves"]


@attrs.frozen
class LeftOut:
    """
    An element that was not carried, and why.

    Parameters
    ----------
    path
        FHIRPath without places, such as `Patient.address.city`.
    reason
        Why.
    count
        How many such elements there were.
    places
        The first ten, with their places.
    """

    path: str
    reason: str
    count: int
    places: tuple[str, ...]


def leaves(value: Any, path: str, place: str) -> Iterator[tuple[str, str]]:
    """Go through all that is left, value by value: the general path and the concrete one."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, f"{path}.{key}", f"{place}.{key}")
    elif isinstance(value, list):
        for position, each in enumerate(value):
            yield from leaves(each, path, f"{place}[{position}]")
    else:
        yield path, place
