"""One event as FHIR resources, beside the plan of an example family."""

from typing import Any

from collabcare import SharedPlan, example
from collabcare.interchange.documents import journal_from_dict, journal_to_dict
from collabcare.interchange.fhir.exporting import to_fhir
from collabcare.interchange.fhir.importing import Imported, from_fhir

Doc = dict[str, Any]

BASE = "https://clinic.example/fhir/"
OWN = BASE + "CodeSystem/collabcare-"
PLAN: SharedPlan = example("late-talker")[0]
"""Its people are mateo (the child), lucia (his mother), hannah (a therapist) and others."""
SESSION: Doc = {
    "id": "s1",
    "scheduled_start_at": "2026-09-08T22:30:00Z",
    "scheduled_end_at": "2026-09-08T23:15:00Z",
    "status": "held",
}


def journal(**events: list[Doc]) -> Any:
    """Make a journal of the plan."""
    return journal_from_dict({"document": "collabcare-journal", "version": 1, "plan": PLAN.id, **events})


def bundle(**events: list[Doc]) -> Doc:
    """Write a journal with its plan."""
    return to_fhir(PLAN, journal(**events), base_url=BASE)


def resources(written: Doc) -> dict[str, Doc]:
    """Find each resource by our name and id in its identifier, such as `session/s1`."""
    found = {}
    for each in written["entry"]:
        for identifier in _listed(each["resource"].get("identifier", [])):
            name = identifier["system"].rpartition("identifier/collabcare-")[2]
            found[f"{name}/{identifier['value']}"] = each["resource"]
    return found


def named(written: Doc, reference: Doc) -> str:
    """Say whom a reference in a Bundle means, by our id."""
    for name, each in resources(written).items():
        if "urn:uuid:" + each["id"] == reference["reference"]:
            return name
    raise LookupError


def read(written: Doc) -> Imported:
    """Read a Bundle."""
    return from_fhir(written, timezone=PLAN.timezone)


def events(imported: Imported) -> Doc:
    """Give the events that were read, as a document."""
    assert imported.journal is not None
    return {name: each for name, each in journal_to_dict(imported.journal).items() if isinstance(each, list)}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
