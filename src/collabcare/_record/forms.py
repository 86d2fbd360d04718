"""
The form of text: ids, languages, days, instants, decimals. Checked many at a time, each distinct text once.

The fast twins leave patterns out; this is where they are looked at instead.
"""

# Records of every class pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownLambdaType=false

from __future__ import annotations

import datetime as dt
import functools
import re
from collections import defaultdict
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, Any

from collabcare._record import kinds
from collabcare._record.caching import once_per_class
from collabcare._record.declare import is_record, specs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_PATTERNS: dict[Any, str] = {
    dt.date: kinds.DAY_PATTERN,
    dt.datetime: kinds.INSTANT_PATTERN,
    dt.time: kinds.TIME_PATTERN,
    Decimal: kinds.DECIMAL_PATTERN,
}


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
def _of_class(cls: type) -> tuple[tuple[str, bool, str, bool], ...]:
    return tuple(
        (spec.name, spec.many is not None, pattern, spec.leaf is str)
        for spec in specs(cls)
        if (pattern := _PATTERNS.get(spec.leaf, spec.bounds.pattern)) is not None
    )


@once_per_class
def _children(cls: type) -> tuple[tuple[str, Any, bool], ...]:
    return tuple((spec.name, spec.leaf, spec.many is not None) for spec in specs(cls) if is_record(spec.leaf))


def kept(cls: type, data: list[Any], *, patterns: bool = True) -> int | None:
    """
    Look at all text in JSON data whose shape is known to be that of these records.

    Parameters
    ----------
    cls
        The class of the records.
    data
        What was parsed, one object for each record.
    patterns
        Whether to look at ids and other text that stays text too, or only at days, instants, times and decimals.

    Returns
    -------
    int or None
        How many keys its objects have; `None` when a text has not its form.
    """
    keys = 0
    waiting = [(cls, data)]
    texts: dict[str, set[Any]] = defaultdict(set)
    while waiting:
        kind, objects = waiting.pop()
        keys += sum(map(len, objects))
        for name, many, pattern, stays_text in _of_class(kind):
            if stays_text and not patterns:
                continue
            values = [each[name] for each in objects if name in each]
            texts[pattern].update(chain.from_iterable(values) if many else values)
        for name, leaf, many in _children(kind):
            inner = [value for each in objects if (value := each.get(name)) is not None]
            if inner:
                waiting.append((leaf, list(chain.from_iterable(inner)) if many else inner))
    return keys if all(match(pattern, each) for pattern, each in texts.items()) else None
