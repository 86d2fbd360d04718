"""The instruments that come with this library, as files beside this one."""

from __future__ import annotations

import functools
import importlib.resources
import json

from collabcare._record import examine, findings
from collabcare.engagement.instruments.declaration import Instrument
from collabcare.errors import InvalidRecordError, UnknownReferenceError

__all__ = ["INSTRUMENTS", "instrument"]

INSTRUMENTS = ("copm", "csq-8", "mpoc-20", "psoc", "tascp", "wai-sr")
"""The ids of the instruments that come with this library, templates among them."""


def instrument(name: str) -> Instrument:
    """
    Give an instrument that comes with this library.

    Read its `facts` before you publish: they say where each part of the key was read, and how well it is known.

    Parameters
    ----------
    name
        Its id, such as `"wai-sr"`; `INSTRUMENTS` lists them.

    Returns
    -------
    Instrument
        Read once, then kept. One with something in `missing` is a template, and cannot be scored as it is.

    Raises
    ------
    UnknownReferenceError
        When there is none of that name.

    Examples
    --------
    >>> instrument("wai-sr").status.value
    'secondary'
    >>> [problem.pointer for problem in instrument("csq-8").missing]
    ['/licence_reference', '/scales/0/items']
    """
    if name not in INSTRUMENTS:
        raise UnknownReferenceError(f"give the id of an instrument that comes along: {', '.join(INSTRUMENTS)}")
    return _packaged(name)


@functools.cache
def _packaged(name: str) -> Instrument:
    """Read an instrument that comes with the library; a broken one cannot be used."""
    read, found = examine.examine(Instrument, json.loads(_file(name)))
    problems = (*found, *findings.problems(read))
    if problems:
        raise InvalidRecordError(problems)
    made: Instrument = read
    return made


def _file(name: str) -> bytes:
    folder = importlib.resources.files("collabcare.engagement.instruments") / "data"
    return (folder / f"{name}.json").read_bytes()
