"""Whether FHIR is FHIR R4, and whether a care plan can be read from it: every problem at once, each with its place."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from collabcare.errors import Problem, UnreadableDocumentError, UnsupportedVersionError
from collabcare.interchange.fhir.checking.findings import EnoughError, Findings
from collabcare.interchange.fhir.checking.links import check_links
from collabcare.interchange.fhir.checking.structure import Walk
from collabcare.interchange.fhir.r4.opening import Document, Source, documents, entries
from collabcare.interchange.fhir.r4.references import References

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["check_fhir"]


def check_fhir(source: Source, *, us_core: bool = False) -> tuple[Problem, ...]:
    """
    Find every problem of FHIR content.

    It looks at what FHIR R4 says of names, shapes, numbers, dates, codes and references, at HL7's rules between
    elements, and at what no validator looks at: schedules that nobody can follow, the content of extensions, links that
    run a program. It does not look a code up at a terminology server, and knows no profiles but US
    Core's. Its answer is not that of the importer: a Bundle with errors can often be imported, in part.

    Parameters
    ----------
    source
        A Bundle or a resource as a path, bytes, a binary file or a dictionary; NDJSON; or an iterable of resources as
        dictionaries. Each line, and each member of an iterable, is looked at by itself.
    us_core
        Whether care plans, care teams and goals are to keep the profiles of US Core 3.1.0 too.

    Returns
    -------
    tuple of Problem
        Errors and warnings in the order of the source, with a JSON Pointer and a FHIRPath each; empty when all is well.
        One without a pointer says that a document, or a line of NDJSON, cannot be read at all. An element that R4
        does not know is never named: it counts at its parent.

    Raises
    ------
    OSError
        When a path cannot be read.
    TypeError
        When it is not a source at all.

    Notes
    -----
    In FHIRPath a choice has one name whatever its type: `Goal.start` is `startDate` in JSON, and in the JSON Pointer.

    Examples
    --------
    >>> goal = {
    ...     "resourceType": "Goal",
    ...     "lifecycleStatus": "active",
    ...     "description": {"text": "Asks for a break"},
    ...     "subject": {"reference": "Patient/1"},
    ...     "startDate": "2026-02-30",
    ... }
    >>> for problem in check_fhir(goal):
    ...     print(problem.code, problem.fhirpath)
    wrong-format Goal.start
    """
    found: list[Problem] = []
    try:
        for document in documents(source, found.append):
            found += _problems(document, us_core=us_core)
    except (UnreadableDocumentError, UnsupportedVersionError) as error:
        found.append(error.problem)
    return tuple(found)


def _problems(document: Document, *, us_core: bool) -> Iterator[Problem]:
    refused = None
    try:
        references = References(entries([document]))
    except UnsupportedVersionError as error:
        # Of what is written for another release, nothing else is worth saying.
        yield error.problem
        return
    except UnreadableDocumentError as error:
        refused, references = error.problem, References(())
    findings = Findings(document)
    walk = Walk(findings, us_core=us_core)
    with contextlib.suppress(EnoughError):
        walk.resource(document.value, None)
        if refused is None:
            check_links(walk.mentions, references, document.value, findings)
    if refused is not None and (refused.code != "unknown-document" or not findings.problems):
        yield refused
    yield from sorted(findings.problems, key=lambda each: _order(each.pointer or ""))


def _order(pointer: str) -> list[tuple[int, str]]:
    """Sort positions as numbers."""
    return [(int(step), "") if step.isdigit() else (-1, step) for step in pointer.split("/")]
