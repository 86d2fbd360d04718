"""What is read of people whom others wrote of, element by element."""

from collabcare.interchange.fhir.importing.foreign.elements_read import Reads, Taken, native
from collabcare.interchange.fhir.mapping.people import CHILD, RELATED_PERSON

__all__ = ["AT_WORK", "CARE_TEAM", "FAMILY", "PEOPLE"]

FAMILY = ("caregiver", "sibling", "teacher", "interpreter", "coordinator")
"""The roles that a RelatedPerson may have."""

AT_WORK = ("therapist", "technician-or-assistant", "supervisor", "coordinator", "interpreter", "physician", "teacher")
"""Those that a Practitioner may have."""

_NAME = (
    Taken("name[].text", "name", "the usual name before the official one; none that is old, maiden or for a time"),
    Taken("name[].given[]", "name", "where there is no text, with the family name after it"),
    Taken("name[].family", "name", "where there is no text"),
)
_SPOKEN = (
    Taken("communication[].language.coding[]", "languages", "a tag of BCP 47"),
    Taken("communication[].preferred", "languages", "it comes first"),
)
_PERIOD = (Taken("period.start", "since", "a day"), Taken("period.end", "until", "a day"))


def _role(path: str, kinds: str) -> tuple[Taken, ...]:
    """Say how a role is read out of a CodeableConcept."""
    return (
        Taken(
            f"{path}.coding[]",
            "role, disciplines, role_other",
            f"a code of NUCC, SNOMED CT or HL7 that says one of: {kinds}",
        ),
        Taken(f"{path}.text", "role_other", "where no code says a role: its words, or else what a code shows"),
        Taken(f"{path}.coding[].display", "role_other", "likewise"),
    )


_RELATED, _WORKING = ", ".join(FAMILY), ", ".join(AT_WORK)

PEOPLE = {
    each.resource: each
    for each in (
        Reads(
            "Patient",
            "Participant",
            "The child. Of several children one is read at a time; the others are `other-child`.",
            (*_NAME, *_SPOKEN),
            native(CHILD, without=("role", "name", "languages")),
        ),
        Reads(
            "RelatedPerson",
            "Participant",
            "Every one of the child.",
            (*_NAME, *_SPOKEN, *_role("relationship[]", _RELATED), *_PERIOD),
            native(RELATED_PERSON, without=("role", "role_other", "name", "languages", "since", "until")),
        ),
        Reads(
            "Practitioner",
            "Participant",
            "One whom something that was read, the care plan or a team names (else `no-part`).",
            (
                *_NAME,
                Taken("communication[].coding[]", "languages", "a tag of BCP 47"),
                *_role("qualification[].code", _WORKING),
            ),
        ),
        Reads(
            "PractitionerRole",
            "Participant",
            "Like its Practitioner: both are one person.",
            (
                Taken("practitioner", "", "who it is"),
                *_role("code[]", _WORKING),
                *_role("specialty[]", _WORKING),
                *_PERIOD,
            ),
        ),
    )
}
CARE_TEAM = Reads(
    "CareTeam",
    "Participant",
    "One that names somebody of the source (else `unresolved`): whom it names takes part.",
    (
        Taken("subject", "", "the child"),
        Taken("participant[].member", "", "who takes part"),
        *_role("participant[].role[]", f"{_RELATED}, {_WORKING}"),
        *(Taken(f"participant[].{each.path}", each.field, each.note) for each in _PERIOD),
    ),
)
