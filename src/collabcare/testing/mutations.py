"""JSON documents, valid and broken: what a reader has to tell apart."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec
from hypothesis import strategies as st

from collabcare.errors import CollabCareError
from collabcare.interchange.documents import journal_from_dict, journal_to_dict, plan_from_dict, plan_to_dict
from collabcare.plans import SharedPlan

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

__all__ = ["documents_of"]

_TEXTS = (
    "",
    " ",
    "a b",
    "a\n",
    "x" * 65,
    "x" * 201,
    "x" * 20_001,
    "2025-02-29",
    "2024-02-29",
    "2025-1-1",
    "1899-12-31",
    "2200-01-01",
    "0000-01-01",
    "2025-01-01T",
    "2025-01-01T10:00:00",
    "2025-01-01T10:00:00Z",
    "2025-01-01t10:00:00z",
    "2025-01-01 10:00:00Z",
    "2025-02-30T09:00:00Z",
    "2025-01-01T24:00:00Z",
    "2016-12-31T23:59:60Z",
    "2025-01-01T10:00:00+0000",
    "2025-01-01T10:00:00+24:00",
    "2025-01-01T10:00:00-00:00",
    "2025-01-01T10:00:00.1234567Z",
    "2025-01-01T10:00:00.123456+05:45",
    "1900-01-01T00:00:00+02:00",
    "2199-12-31T23:00:00-02:00",
    "٢٠٢٥-01-01",
    "10:00",
    "10:00:00",
    "10:00:00.5",
    "24:00:00",
    "1.5",
    "-0",
    "1.",
    ".5",
    "01",
    "1e3",
    "1E+3",
    "0E-7",
    "NaN",
    "0.1000000",
    "0.100000",
    "9" * 16,
    "en",
    "EN",
    "en-",
    "%",
    "Ünit",
    "Europe/Madrid",
    "Mars/Base",
    "child",
    "caregiver",
    "other",
    "CHILD",
    "\U0001f600" * 200,
    "\U0001f600" * 201,
)
_NUMBERS = (0, 1, -1, 2, 3, 5, 11, 101, 10_081, 1_000_001, 10**20, 0.0, -0.0, 0.5, 1.0, 10.0, 1.5, 1e300)
_VALUES: tuple[Any, ...] = (*_TEXTS, *_NUMBERS, None, True, False, [], {}, [None], [[]], {"a": 1}, ["a"], [1])

Place = tuple[Any, Any]
"""A dictionary or list, and the key or position in it."""


def documents_of(records: SearchStrategy[Any], *, valid: bool | None) -> SearchStrategy[dict[str, Any]]:
    """
    Give the documents of plans or journals.

    Parameters
    ----------
    records
        A strategy for plans or for journals.
    valid
        As for `strategies.documents`.

    Returns
    -------
    SearchStrategy
        Of dictionaries.
    """
    sound = st.builds(_reworded, records, st.randoms())
    broken = st.builds(
        _broken, sound, st.lists(st.tuples(st.sampled_from(_MUTATIONS), _WHERE, _WHAT), min_size=1, max_size=2)
    )
    if valid is None:
        return st.one_of(sound, broken)
    return sound if valid else broken.filter(lambda document: not _accepted(document))


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _accepted(document: dict[str, Any]) -> bool:
    read: Callable[[dict[str, Any]], Any]
    read = plan_from_dict if document.get("document") == SharedPlan.document else journal_from_dict
    try:
        read(document)
    except CollabCareError:
        return False
    return True


def _reworded(record: Any, random: Any) -> dict[str, Any]:
    """Write a record as others would: keys in any order."""
    data = plan_to_dict(record) if isinstance(record, SharedPlan) else journal_to_dict(record)

    def shuffled(value: Any) -> Any:
        if _is_list(value):
            return [shuffled(each) for each in value]
        if not _is_object(value):
            return value
        keys = list(value)
        random.shuffle(keys)
        return {key: shuffled(value[key]) for key in keys}

    found: dict[str, Any] = shuffled(data)
    return found


def _broken(document: dict[str, Any], changes: list[tuple[Any, int, Any]]) -> dict[str, Any]:
    """Change a document in one or two places."""
    copy: dict[str, Any] = json.loads(msgspec.json.encode(document))
    for change, where, what in changes:
        places = _places(copy)
        if places:
            change(*places[where % len(places)], what)
    return copy


def _places(value: Any) -> list[Place]:
    """List every place in a document, from the outside in."""
    found: list[Place] = []
    waiting = [value]
    for each in waiting:
        keys = list(each) if _is_object(each) else list(range(len(each)))
        found += [(each, key) for key in keys]
        waiting += [each[key] for key in keys if _is_object(each[key]) or _is_list(each[key])]
    return found


def _replace(holder: Any, key: Any, what: Any) -> None:
    holder[key] = what


def _remove(holder: Any, key: Any, _what: Any) -> None:
    del holder[key]


def _add(holder: Any, _key: Any, what: Any) -> None:
    if _is_object(holder):
        holder["a-field-of-their-own"] = what
    else:
        holder.append(what)


def _null(holder: Any, key: Any, _what: Any) -> None:
    holder[key] = None


def _repeat(holder: Any, key: Any, _what: Any) -> None:
    if _is_list(holder):
        holder.append(holder[key])
    else:
        holder[key] = [holder[key]]


def _reform(holder: Any, key: Any, what: Any) -> None:
    """Change a value a little, so that its type may be right still."""
    value = holder[key]
    if isinstance(value, str):
        holder[key] = value + what if isinstance(what, str) else value.upper()
    elif isinstance(value, bool):
        holder[key] = int(value)
    elif isinstance(value, int):
        holder[key] = float(value)
    elif isinstance(value, float):
        holder[key] = -value
    else:
        holder[key] = what


_MUTATIONS: tuple[Callable[[Any, Any, Any], None], ...] = (
    _replace,
    _replace,
    _replace,
    _remove,
    _add,
    _null,
    _repeat,
    _reform,
)
_WHERE = st.integers(0, 10_000)
_WHAT = st.sampled_from(_VALUES)
