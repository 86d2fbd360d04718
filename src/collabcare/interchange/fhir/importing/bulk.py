"""
Bulk exports: many children, one file for each type of resource, lines in any order, more than memory holds.

The source is read once and kept on disk; then each child is read by itself. What belongs to nobody in particular, such
as a practitioner, reaches each child whose resources refer to it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import attrs

from collabcare.errors import Problem, UnreadableDocumentError, UnsupportedVersionError
from collabcare.interchange.fhir.engine.reasons import LeftOutReason
from collabcare.interchange.fhir.importing.children import chosen
from collabcare.interchange.fhir.importing.imported import Imported
from collabcare.interchange.fhir.importing.one_child import check_timezone, read_child, take_wrapping
from collabcare.interchange.fhir.importing.pool import Pool
from collabcare.interchange.fhir.importing.spilling import Spill, opened_spill
from collabcare.interchange.fhir.left_out import LeftOut, Tally
from collabcare.interchange.fhir.r4.opening import documents, entries

if TYPE_CHECKING:
    from collabcare.interchange.fhir.r4.opening import Document, Entry
    from collabcare.interchange.sources import Source

__all__ = ["from_fhir_bulk"]

MOST_OF_A_CHILD = 16 * 1024 * 1024
"""How many bytes of one child are read at once."""


def from_fhir_bulk(stream: Source | Iterable[Source], *, timezone: str) -> Iterator[Imported]:
    """
    Read the plans and journals of all children out of a bulk export.

    Parameters
    ----------
    stream
        NDJSON, a resource or a Bundle a line, in any order, as a path, bytes or a binary file; or several of them, as
        exports are one file for each type. It is read once and kept on disk meanwhile, in a folder that only this user
        can read and that is deleted at the end, also after an error. Places in several files begin with the file:
        `source[2].line[7]`.
    timezone
        Zone (IANA) of the plans, and of days and times that do not say theirs.

    Returns
    -------
    iterator of Imported
        One for each child, by the id of its Patient. A child with more than 16 MiB of resources has a problem
        (`too-large`) instead of a plan. What belongs to no child, and no child's resources refer to, comes last, as one
        `Imported` without documents that names it in `left_out`.

    Raises
    ------
    UnreadableDocumentError
        When a line is not FHIR in JSON; it is raised before any child is read.
    UnsupportedVersionError
        When a line says that it is written in another release of FHIR than R4; likewise.
    InvalidRecordError
        When there is no such time zone.
    OSError
        When a path cannot be read, or the disk is full.

    Examples
    --------
    >>> lines = b'''{"resourceType": "Goal", "id": "g1", "subject": {"reference": "Patient/2"}}
    ... {"resourceType": "Patient", "id": "1"}
    ... {"resourceType": "Patient", "id": "2"}
    ... '''
    >>> [read.plan_document["child"] for read in from_fhir_bulk(lines, timezone="Europe/Madrid")]
    ['1', '2']
    """
    check_timezone(timezone)
    if isinstance(stream, str | os.PathLike | bytes | bytearray | memoryview) or hasattr(stream, "read"):
        return _children([stream], timezone, only=True)  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    return _children(stream, timezone, only=False)


def _children(sources: Iterable[Source], timezone: str, *, only: bool) -> Iterator[Imported]:
    with opened_spill() as spill:
        wrappings = Tally({}, {}, frozenset())
        for position, source in enumerate(sources):
            for document in documents(source) if only else _placed(documents(source), f"source[{position}]"):
                for entry in entries([document]):
                    spill.add(entry)
                if document.value.get("resourceType") == "Bundle":
                    take_wrapping(document.value)
                    wrappings.resource(_unwrapped(document.value), document.place)
        spill.sort()
        for child, size in spill.children():
            yield _too_large(child, spill) if size > MOST_OF_A_CHILD else _read(child, spill, timezone)
        left = _tallied(spill.unclaimed(), LeftOutReason.NO_PART, wrappings)
        if left:
            yield Imported(None, None, left, (), {}, {})


def _placed(found: Iterator[Document], source: str) -> Iterator[Document]:
    """Let the places of documents begin with their file, as two files may have the same; those of errors too."""
    failed: UnreadableDocumentError | UnsupportedVersionError | None = None
    try:
        for each in found:
            yield each._replace(place=f"{source}.{each.place}")
    except (UnreadableDocumentError, UnsupportedVersionError) as error:
        place = error.problem.fhirpath
        failed = type(error)(attrs.evolve(error.problem, fhirpath=source if place is None else f"{source}.{place}"))
    if failed is not None:
        raise failed


def _read(child: str, spill: Spill, timezone: str) -> Imported:
    mine = list(spill.entries(child))
    pool = Pool.of([*mine, *spill.shared(mine)])
    return read_child(pool, chosen(pool.known_children, child), timezone)


def _too_large(child: str, spill: Spill) -> Imported:
    """Count what one child's resources hold without having them all in memory."""
    left = _tallied(spill.entries(child), LeftOutReason.TOO_LARGE, Tally({}, {}, frozenset()))
    rule = f"keep the resources of one child within {MOST_OF_A_CHILD // 1024**2} MiB"
    return Imported(None, None, left, (Problem(None, "too-large", rule),), {}, {})


def _tallied(found: Iterable[Entry], reason: LeftOutReason, tally: Tally) -> tuple[LeftOut, ...]:
    for each in found:
        tally.resource(each.resource, each.place, reason)
    return tally.result()


def _unwrapped(bundle: dict[str, Any]) -> dict[str, Any]:
    """Give a Bundle without the resources in it, which are told of by themselves."""
    members = bundle.get("entry", ())
    return {**bundle, "entry": [{key: each for key, each in member.items() if key != "resource"} for member in members]}
