"""What is derived from a record class is derived once."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar

_T = TypeVar("_T")


def once_per_class(function: Callable[[Any], _T]) -> Callable[[Any], _T]:
    """Keep what a function finds out about a record class (or about a field of one)."""
    return functools.cache(function)
