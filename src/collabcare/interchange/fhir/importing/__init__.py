"""In: FHIR R4 resources as a plan and its journal, and everything that was not carried by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collabcare.interchange.fhir.importing.bulk import from_fhir_bulk
from collabcare.interchange.fhir.importing.children import chosen
from collabcare.interchange.fhir.importing.imported import Imported
from collabcare.interchange.fhir.importing.one_child import check_timezone, read_child
from collabcare.interchange.fhir.importing.pool import Pool
from collabcare.interchange.fhir.r4.opening import documents

if TYPE_CHECKING:
    from collabcare.interchange.fhir.r4.opening import Source

__all__ = ["Imported", "from_fhir", "from_fhir_bulk"]


def from_fhir(source: Source, *, timezone: str, child: str | None = None) -> Imported:
    """
    Read the plan and the journal of one child out of FHIR R4 resources.

    What is there is read, and nothing is made up: what the source does not say stays absent, and what a plan still
    needs comes out as problems. Nothing vanishes: what is not carried is named in `left_out`. A resource, an extension
    or an element that nobody here knows is no error.

    Parameters
    ----------
    source
        A Bundle of any type or a bare resource, as a path, bytes, a binary file or a dictionary; NDJSON; or an iterable
        of resources as dictionaries, which are copied.
    timezone
        Zone (IANA) of the plan, and of days and times that do not say theirs. A plan that we wrote says its own.
    child
        The child when the source has several: our id, the id of a Patient, or a reference to it.

    Returns
    -------
    Imported
        The plan, the journal, what was left out, and what is missing.

    Raises
    ------
    UnreadableDocumentError
        When it is not FHIR in JSON, too large or too deep.
    UnsupportedVersionError
        When it says that it is written in another release of FHIR than R4.
    InvalidRecordError
        When it has several children and none is named, or there is no such time zone.
    UnknownReferenceError
        When there is no such child.
    OSError
        When a path cannot be read.

    Examples
    --------
    >>> patient = {"resourceType": "Patient", "id": "p1", "name": [{"given": ["Ada"]}], "gender": "female"}
    >>> read = from_fhir([patient], timezone="Europe/Madrid")
    >>> read.plan_document["participants"]
    [{'id': 'p1', 'role': 'child', 'name': 'Ada'}]
    >>> [(each.path, each.reason.value) for each in read.left_out]
    [('Patient.gender', 'identity')]
    >>> print(read.problems[0])
    /id: missing: give a value
    """
    check_timezone(timezone)
    pool = Pool(documents(source))
    return read_child(pool, chosen(pool.known_children, child), timezone)
