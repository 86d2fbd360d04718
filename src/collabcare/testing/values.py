"""Hypothesis strategies for single values, derived from the declarations of fields."""

from __future__ import annotations

import datetime as dt
import enum
import functools
import re
import zoneinfo
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from collabcare._record import kinds
from collabcare._record.declare import is_record

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from collabcare._record.declare import FieldSpec
    from collabcare._record.kinds import Bounds

__all__ = ["ZONES", "days", "instants", "leaf"]

ZONES = (
    "UTC",
    "Europe/Madrid",
    "America/New_York",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Kiritimati",
)
"""Time zones with and without changes of the clocks, with odd offsets, and one that left out a day."""

_SAMPLES = ("a", "a-1", "A.b-C.9", "x" * 64, "en", "es", "pt-BR", "zh-Hant-TW", "sgn-US", "%", "min", "{word}/min")
_LONGEST = 12
# The clocks go back at 3 o'clock on this day: the hour before comes twice.
_TWICE = dt.datetime(2025, 10, 26, 2, 30, tzinfo=zoneinfo.ZoneInfo("Europe/Madrid"))
_END = "(?![\\s\\S])"


def leaf(spec: FieldSpec, *, quick: bool = False) -> SearchStrategy[Any]:
    """
    Give a strategy for one value of a field that holds no records.

    Parameters
    ----------
    spec
        The field's declaration; its bounds are the strategy's.
    quick
        Whether text with a pattern may come from a short list, as within plans, where there is much of it.

    Returns
    -------
    SearchStrategy
        Of values that the field accepts by itself.
    """
    if is_record(spec.leaf):
        raise TypeError("a record is drawn by strategies.records")
    if quick and spec.leaf is str and spec.bounds.pattern is not None:
        return _sampled(spec.bounds.pattern)
    return _leaf(spec.leaf, spec.bounds)


@functools.cache
def _sampled(pattern: str) -> SearchStrategy[str]:
    found = [each for each in _SAMPLES if re.match(pattern, each)]
    return st.sampled_from(found) if found else matching(pattern)


@functools.cache
def _leaf(kind: Any, bounds: Bounds) -> SearchStrategy[Any]:
    if issubclass(kind, enum.Enum):
        return st.sampled_from(list(kind))
    if kind is str and bounds.pattern is not None:
        return st.one_of(matching(bounds.pattern), _sampled(bounds.pattern))
    if kind is str:
        return _texts(bounds)
    if kind is int:
        return st.integers(bounds.ge, bounds.le)
    if kind is float:
        return st.floats(bounds.ge, bounds.le, allow_nan=False)
    found: dict[Any, SearchStrategy[Any]] = {
        bool: st.booleans(),
        Decimal: matching(kinds.DECIMAL_PATTERN).map(Decimal),
        dt.date: days(),
        dt.datetime: instants(),
        dt.time: st.times().map(lambda time: time.replace(microsecond=0, fold=0)),
    }
    return found[kind]


def matching(pattern: str) -> SearchStrategy[str]:
    """
    Give text that matches a declared pattern.

    Parameters
    ----------
    pattern
        Anchored at both ends, as all patterns of this library are.

    Returns
    -------
    SearchStrategy
        Of text, at all lengths that the pattern allows.
    """
    body = pattern.removeprefix("^").removesuffix(_END)
    if body == pattern or not pattern.endswith(_END):
        raise ValueError("give a pattern that is anchored at both ends")
    return st.from_regex(re.compile(body, re.ASCII), fullmatch=True)


def _texts(bounds: Bounds) -> SearchStrategy[str]:
    """Give text of any script, without what the reader refuses; rarely at its greatest length."""
    characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    low, high = bounds.min_length or 0, bounds.max_length or _LONGEST
    return st.text(characters, min_size=low, max_size=min(high, _LONGEST))


def days(first: dt.date = dt.date(1900, 1, 1), last: dt.date = dt.date(2199, 12, 31)) -> SearchStrategy[dt.date]:
    """
    Give days; three in four lie close together, so that rules between dates have something to do.

    Parameters
    ----------
    first, last
        Both inclusive.

    Returns
    -------
    SearchStrategy
        Of dates.
    """
    near = [max(first, dt.date(2024, 12, 1)), min(last, dt.date(2026, 3, 31))]
    if near[0] > near[1]:
        return st.dates(first, last)
    return st.one_of(st.dates(*near), st.dates(*near), st.dates(*near), st.dates(first, last))


def instants() -> SearchStrategy[dt.datetime]:
    """
    Give instants in many zones: with odd offsets, in hours that come twice or not at all, near the ends of the years.

    Returns
    -------
    SearchStrategy
        Of aware datetimes whose UTC year is one that a record can hold.
    """
    zones: SearchStrategy[Any] = st.one_of(
        st.sampled_from([zoneinfo.ZoneInfo(name) for name in ZONES]),
        st.integers(-1439, 1439).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes))),
    )
    first, last = dt.datetime(1900, 1, 2), dt.datetime(2199, 12, 30)  # noqa: DTZ001 -- the zone is drawn
    near = (dt.datetime(2024, 12, 1), dt.datetime(2026, 3, 31))  # noqa: DTZ001 -- the zone is drawn
    anywhere = st.one_of(st.datetimes(*near, timezones=zones), st.datetimes(first, last, timezones=zones))
    twice = st.timedeltas(-dt.timedelta(hours=1), dt.timedelta(hours=1)).map(lambda delta: _TWICE + delta)
    ends = st.sampled_from([dt.datetime(1900, 1, 1, tzinfo=dt.UTC), _last_instant()])
    folded = st.builds(_folded, st.one_of(anywhere, twice), st.integers(0, 1))
    return st.one_of(folded, folded, ends)


def _folded(at: dt.datetime, fold: int) -> dt.datetime:
    return at.replace(fold=fold)


def _last_instant() -> dt.datetime:
    return dt.datetime(2199, 12, 31, 23, 59, 59, 999_999, tzinfo=dt.UTC)
