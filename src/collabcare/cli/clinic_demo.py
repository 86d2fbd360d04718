"""
The demo's child from a clinic's system: what FHIR says of it, and what a score would still need.

The record is Synthea's (Apache-2.0), of nobody real. It is test data that others wrote and no part of this package, so
the demo shows it only where the environment variable `COLLABCARE_SHARED` says where it is.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from rich.console import RenderableType
from rich.text import Text

import collabcare.interchange.fhir as r4
from collabcare.cli import tables
from collabcare.cli.fhir_words import left_out_table, read_words
from collabcare.cli.windows import WindowOptions
from collabcare.engagement import score
from collabcare.errors import CollabCareError
from collabcare.journal import Journal
from collabcare.plans import SharedPlan
from collabcare.vocabulary import Role

__all__ = ["needs", "told_of_a_clinic"]

_RECORD = Path("data", "fhir", "synthea", "Bundle-Junita_Labadie.json")
_HEADING = "A child from a clinic's system"


def told_of_a_clinic(width: int) -> Iterator[RenderableType]:
    """Import the child, and say what was read, what was left out, and what a score would still need."""
    yield from (Text(), Text(_HEADING, style="bold"), Text("=" * len(_HEADING), style="bold"))
    read = _imported()
    if read is None:
        said = "The record of Synthea that is imported here is not at hand: COLLABCARE_SHARED does not say where it is."
        yield tables.paragraph(said, width)
        return
    left = sum(each.count for each in read.left_out)
    yield tables.paragraph(
        "What a clinic's system exports as FHIR R4 (a child that Synthea made up; nobody in it is real) is imported as "
        f"a plan and a journal. Nothing is made up, and nothing vanishes: {left} values were left out, each with its "
        "reason.",
        width,
    )
    yield Text(f"\n{read_words(read)}\n")
    yield left_out_table(read, width)
    yield Text("\nWhat an engagement score would still need")
    for each in needs(read):
        yield tables.paragraph(each, width, "- ")


def _imported() -> r4.Imported | None:
    """Import the record, where it is at hand and can be read."""
    folder = os.environ.get("COLLABCARE_SHARED")
    path = Path(folder or "", _RECORD)
    if not folder or not path.is_file():
        return None
    try:
        return r4.from_fhir(path, timezone="America/New_York")
    except (OSError, CollabCareError):
        return None


def needs(read: r4.Imported) -> Iterator[str]:
    """
    Say what is not there that a score is made of.

    Parameters
    ----------
    read
        What was read of a child.

    Yields
    ------
    str
        A sentence each; the last says how much can be scored now.
    """
    for each in read.problems:
        yield f"{each.pointer or 'the plan'}: {each.rule}."
    plan, journal = read.plan_document, read.journal_document
    roles = {each.get("role") for each in plan.get("participants", ())}
    if Role.CAREGIVER not in roles:
        yield "Someone of the family: a RelatedPerson who is a parent, a guardian or a grandparent."
    if Role.THERAPIST not in roles:
        yield "A therapist: a code in a CareTeam or a PractitionerRole that says so."
    if not plan.get("goals"):
        yield "Goals: what was put to both sides."
    if not plan.get("assignments"):
        yield "Practice for home: a ServiceRequest to the family, with its goal and its schedule."
    if not plan.get("commitments"):
        yield "What each side promised. FHIR has no element for it: it stands in our extension, or is added."
    if not journal.get("sessions"):
        yield "Sessions: Appointments with what became of them. An Encounter says only that one took place."
    if not journal.get("messages"):
        yield "Messages: Communications that say what they are for."
    if read.plan is not None and read.journal is not None:
        yield _scored(read.plan, read.journal)


def _scored(plan: SharedPlan, journal: Journal) -> str:
    window = WindowOptions(None, None, None).window(plan, journal, "")
    found = score(plan, journal, window)
    dimensions = [*found.family.dimensions.values(), *found.clinic.dimensions.values()]
    scored = sum(each.value is not None for each in dimensions)
    return f"Now {scored} of {len(dimensions)} dimensions can be scored; each of the others says why it has no value."
