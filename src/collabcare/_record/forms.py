"""
The form of text: ids, languages, instants, decimals. Checked many at a time, each distinct text once.

What msgspec is told has no patterns; this is where they are looked at instead.
"""

# Records of every class pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownLambdaType=false

from __future__ import annotations

import datetime as dt
import functools
import re
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, Any

from collabcare._record import kinds
from collabcare._record.caching import once_per_class
from collabcare._record.declare import is_record, specs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

WRITTEN: dict[Any, str] = {
    dt.datetime: kinds.INSTANT_PATTERN,
    dt.time: kinds.TIME_PATTERN,
    Decimal: kinds.DECIMAL_PATTERN,
}
"""Types of which msgspec reads more forms than a document may have, and the form that it may have."""

ONE_FORM = frozenset({dt.datetime, dt.time})
"""Those that msgspec writes in one form only, which a document may have: what comes back unchanged had that form."""


@functools.cache
def _many(pattern: str) -> Callable[[str], re.Match[str] | None]:
    return re.compile(f"(?:{pattern.removeprefix('^').removesuffix(kinds.END)}\n)*+").fullmatch


def match(pattern: str, texts: Iterable[Any]) -> bool:
    """Tell whether all of these are texts of one form, in one go of the regular expression; `None` is passed over."""
    distinct = set(texts)
    distinct.discard(None)
    try:
        joined = "\n".join([*distinct, ""])
    except TypeError:
        return False  # a number where JSON should have text
    # A text with a line break of its own would pass for two.
    return joined.count("\n") == len(distinct) and _many(pattern)(joined) is not None


@once_per_class
def _children(cls: type) -> tuple[tuple[str, Any, bool], ...]:
    return tuple((spec.name, spec.leaf, spec.many is not None) for spec in specs(cls) if is_record(spec.leaf))


def keys(cls: type, fields: list[dict[str, Any]]) -> int:
    """Count the keys of the fields of records, and of all records in them."""
    count = 0
    waiting = [(cls, fields)]
    while waiting:
        kind, objects = waiting.pop()
        count += sum(map(len, objects))
        for name, leaf, many in _children(kind):
            inner = [value for each in objects if (value := each.get(name)) is not None]
            if inner:
                waiting.append((leaf, list(chain.from_iterable(inner)) if many else inner))
    return count
