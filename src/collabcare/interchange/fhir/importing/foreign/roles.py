"""What a code of others says of a person: a role, and a field of work. The table is data: `roles.json`."""

# Resources are data of strangers, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import functools
import json
from importlib import resources
from typing import TYPE_CHECKING, Any

from collabcare.interchange.fhir.importing.foreign.taking import codings, take_label
from collabcare.vocabulary import Discipline, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["take_role"]

Doc = dict[str, Any]


@functools.cache
def _table() -> dict[tuple[str, str], tuple[str, str | None]]:
    """Give role and field of work by system and code; a row that names none of ours is a defect."""
    systems = json.loads(
        resources.files("collabcare.interchange.fhir.importing.foreign").joinpath("roles.json").read_bytes()
    )["systems"]
    table = {}
    for system, rows in systems.items():
        for said, codes in rows.items():
            role, _, discipline = said.partition(" ")
            meaning = (Role(role).value, Discipline(discipline).value if discipline else None)
            table.update({(system, code): meaning for code in codes})
    return table


def take_role(concepts: Sequence[Any], doc: Doc, roles: Iterable[str]) -> bool:
    """
    Take the first role that a code says, with its field of work.

    Parameters
    ----------
    concepts
        CodeableConcepts.
    doc
        The participant.
    roles
        The roles that such a person may have.

    Returns
    -------
    bool
        Whether a code said one.
    """
    allowed = set(roles)
    for concept in concepts:
        for system, code, coding in codings(concept):
            role, discipline = _table().get((system or "", code), (None, None))
            if role is None or role not in allowed:
                continue
            doc["role"] = role
            if discipline is not None:
                doc["disciplines"] = [discipline]
            del coding["code"]
            coding.pop("system", None)
            return True
    return False


def take_other(concepts: Sequence[Any], doc: Doc, words: str) -> None:
    """Say in words what no code of ours says: those of the source, or else what kind of person the source has."""
    said = next((found for each in concepts if (found := take_label(each)) is not None), None)
    doc["role"], doc["role_other"] = "other", said or words
