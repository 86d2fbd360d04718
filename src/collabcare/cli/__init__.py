"""
The command line: `collabcare check`, `score`, `explain`, `progress`, `schema`, `fhir` and `demo`.

It needs the extra `cli` (click and rich); without it, one line says how to get it.
"""

from __future__ import annotations

import importlib.util
import sys
from typing import TYPE_CHECKING, NoReturn

__all__ = ["main"]

_NEEDED = ("click", "rich")


def _without_extra(**_: object) -> NoReturn:
    """Say what is missing, in one line."""
    print('collabcare: the command line needs two more packages: pip install "collabcare[cli]"', file=sys.stderr)  # noqa: T201 -- click, which prints elsewhere, is what is missing
    sys.exit(2)


def _has_extra() -> bool:
    """Tell whether the packages of the extra are there, without loading them."""
    return all(importlib.util.find_spec(name) is not None for name in _NEEDED)


if TYPE_CHECKING or _has_extra():
    from collabcare.cli.commands import main
else:
    main = _without_extra
