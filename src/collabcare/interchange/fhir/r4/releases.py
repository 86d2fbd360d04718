"""
Which release of FHIR a resource is written in, when it is not R4.

A resource may say so itself, or have what only another release has. Which elements those are is data: `releases.json`.
"""

# JSON of strangers passes through here, so the types of its values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import functools
import json
import re
from collections import Counter
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Sign", "declared", "likely", "signs"]


class Sign(NamedTuple):
    """One thing in a resource that only another release of FHIR has."""

    release: str
    """`"R5"`, `"STU3"` and so on."""
    steps: tuple[str | int, ...]
    """Where it stands, from the resource down; for an element that R4 does not know, the element it stands in."""


_RELEASES = {"0": "DSTU1", "1": "DSTU2", "3": "STU3", "5": "R5", "6": "R6"}
_IN_PROFILE = re.compile(
    r"http://hl7\.org/fhir/(?:([0-9])\.[0-9]+/StructureDefinition/|StructureDefinition/[A-Za-z]+\|([0-9])\.[0-9])"
)
_VERSIONED = frozenset({"CapabilityStatement", "Conformance"})


def declared(resource: dict[str, Any]) -> str | None:
    """
    Tell which other release of FHIR a resource says it is written in.

    Parameters
    ----------
    resource
        A resource, as parsed.

    Returns
    -------
    str or None
        The release; `None` when the resource says nothing, or R4 or R4B.

    Examples
    --------
    >>> declared({"resourceType": "CapabilityStatement", "fhirVersion": "5.0.0"})
    'R5'
    """
    kind = resource.get("resourceType")
    if isinstance(kind, str) and kind in _VERSIONED:
        version = resource.get("fhirVersion")
        return _RELEASES.get(version[:1]) if isinstance(version, str) else None
    meta = resource.get("meta")
    profiles = meta.get("profile") if isinstance(meta, dict) else None
    for profile in profiles if isinstance(profiles, list) else ():
        found = _IN_PROFILE.match(profile) if isinstance(profile, str) else None
        release = _RELEASES.get(found[1] or found[2]) if found else None
        if release is not None:
            return release
    return None


def signs(resource: dict[str, Any]) -> tuple[Sign, ...]:
    """
    Find what in a resource only another release of FHIR has.

    Parameters
    ----------
    resource
        A resource, as parsed.

    Returns
    -------
    tuple of Sign
        In the order of the table; empty for nearly all resources.

    Examples
    --------
    >>> signs({"resourceType": "Goal", "status": "on-hold"})
    (Sign(release='STU3', steps=()),)
    """
    kind = resource.get("resourceType")
    rows = _by_type().get(kind, ()) if isinstance(kind, str) else ()
    return tuple(Sign(row.release, place) for row in rows for place in _places(resource, (), row.steps, row))


def likely(found: Sequence[Sign]) -> tuple[str, ...]:
    """
    Tell which release a resource is most likely written in.

    Parameters
    ----------
    found
        What in it only another release has.

    Returns
    -------
    tuple of str
        The release with the most signs; several when that does not tell them apart, none without any sign.

    Examples
    --------
    >>> likely(signs({"resourceType": "Appointment", "reason": [], "subject": {}}))
    ('R5',)
    """
    often = Counter(each.release for each in found)
    return tuple(release for release, count in often.items() if count == max(often.values()))


class _Row(NamedTuple):
    """A row of the table: a path, and what stands there in another release."""

    release: str
    steps: tuple[str, ...]
    shape: type | None
    codes: frozenset[str]


@functools.cache
def _by_type() -> dict[str, tuple[_Row, ...]]:
    table = json.loads(resources.files("collabcare.interchange.fhir.r4").joinpath("releases.json").read_bytes())[
        "releases"
    ]
    found: dict[str, list[_Row]] = {}

    def add(path: str, release: str, shape: type | None = None, codes: tuple[str, ...] = ()) -> None:
        name, *steps = path.split(".")
        found.setdefault(name, []).append(_Row(release, tuple(steps), shape, frozenset(codes)))

    for release, kinds in table.items():
        for path in kinds["types"]:
            add(path, release)
        for path in kinds["elements"]:
            add(path, release)
        for path in kinds["objects"]:
            add(path, release, dict)
        for path in kinds["lists"]:
            add(path, release, list)
        for path, codes in kinds["codes"].items():
            add(path, release, None, tuple(codes))
    return {name: tuple(rows) for name, rows in found.items()}


def _places(value: Any, above: tuple[str | int, ...], steps: tuple[str, ...], row: _Row) -> list[tuple[str | int, ...]]:
    """Find where a row's path leads to what another release has."""
    if not steps:
        if row.codes:
            return [above] if isinstance(value, str) and value in row.codes else []
        if row.shape is not None:
            return [above] if isinstance(value, row.shape) else []
        # R4 does not know the element: its parent is named.
        return [above[:-1]]
    if isinstance(value, list):
        return [place for at, each in enumerate(value) for place in _places(each, (*above, at), steps, row)]
    if not isinstance(value, dict) or steps[0] not in value:
        return []
    return _places(value[steps[0]], (*above, steps[0]), steps[1:], row)
