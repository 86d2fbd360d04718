"""What all results about the child's goals have in common: plain data, a silent repr, and what was not counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import cast

import attrs

from collabcare.vocabulary.code import Code

__all__ = ["NotCounted", "Plain", "not_counted"]


@attrs.frozen(kw_only=True, repr=False)
class Plain:
    """What every part of a result can do."""

    def to_dict(self) -> dict[str, object]:
        """Give it as plain data for JSON: days as text, `None` where something is not known."""
        return {field.name: _plain(getattr(self, field.name)) for field in attrs.fields(type(self))}

    def __repr__(self) -> str:
        """Name the kind; no figure of a family."""
        return f"<{type(self).__name__}>"


def _plain(value: object) -> object:
    if isinstance(value, Plain):
        return value.to_dict()
    if isinstance(value, tuple):
        return [_plain(each) for each in cast("tuple[object, ...]", value)]
    if isinstance(value, dt.date):
        return value.isoformat()
    return value.value if isinstance(value, Code) else value


@attrs.frozen(kw_only=True, repr=False)
class NotCounted(Plain):
    """
    What a figure about a goal leaves out, and why.

    Parameters
    ----------
    reason
        A code; the function that gives it lists all of its codes.
    ids
        The records left out, in order of the alphabet.
    """

    reason: str
    ids: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.ids)


def not_counted(found: Iterable[tuple[str, str]]) -> tuple[NotCounted, ...]:
    """Gather pairs of reason and id by reason, both in order of the alphabet."""
    gathered: dict[str, list[str]] = {}
    for reason, name in found:
        gathered.setdefault(reason, []).append(name)
    return tuple(NotCounted(reason=reason, ids=tuple(sorted(ids))) for reason, ids in sorted(gathered.items()))
