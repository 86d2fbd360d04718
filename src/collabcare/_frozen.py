"""A mapping that never changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

__all__ = ["FrozenMapping"]

_T = TypeVar("_T")


class FrozenMapping(Mapping[str, _T]):
    """
    A mapping keyed by text that never changes, keeps its order, and can be hashed, copied and pickled.

    Parameters
    ----------
    entries
        What it holds; copied.

    Examples
    --------
    >>> left_out = FrozenMapping({"paused": 2})
    >>> left_out["paused"], left_out == {"paused": 2}
    (2, True)
    """

    __slots__ = ("_entries",)

    _entries: dict[str, _T]

    def __init__(self, entries: Mapping[str, _T]) -> None:
        object.__setattr__(self, "_entries", dict(entries))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(name)

    def __getitem__(self, key: str) -> _T:
        return self._entries[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __hash__(self) -> int:
        return hash(frozenset(self._entries.items()))

    def __reduce__(self) -> tuple[type[FrozenMapping[_T]], tuple[dict[str, _T]]]:
        return type(self), (dict(self._entries),)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._entries!r})"
