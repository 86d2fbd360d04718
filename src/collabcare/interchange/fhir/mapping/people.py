"""People: the child, those who bring it up, and those who work with it."""

# Documents of every record pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from collabcare.interchange.fhir.engine import names
from collabcare.interchange.fhir.engine.derived import Derived, child
from collabcare.interchange.fhir.engine.extensions import ExtensionFlag
from collabcare.interchange.fhir.engine.places import members, prune, put, take
from collabcare.interchange.fhir.engine.resources import Part, ResourceMap
from collabcare.interchange.fhir.engine.rows import Concept, Constant, Day, Hand, Row, Words
from collabcare.interchange.fhir.mapping.systems import ABSENT_EXTENSION, INTERPRETER, ROLE_CODE, US_CORE
from collabcare.people import Participant

if TYPE_CHECKING:
    from collections.abc import Callable

    from collabcare.interchange.fhir.engine.contexts import In, Out

__all__ = ["CHILD", "PRACTITIONER", "PRACTITIONER_ROLE", "RELATED_PERSON"]

Doc = dict[str, Any]

_AT_WORK = frozenset({"therapist", "technician-or-assistant", "supervisor", "coordinator", "physician", "interpreter"})
_YEAR = re.compile(r"[0-9]{4}(?![\s\S])")


def _is_child(doc: Doc) -> bool:
    """Tell whether it is the child."""
    return bool(doc["role"] == "child")


def _is_at_work(doc: Doc) -> bool:
    """Tell whether it works with the child: therapist, technician, supervisor, coordinator, physician, interpreter."""
    return doc["role"] in _AT_WORK


# --------------------------------------------------------------------------- names


def _write_no_family_name(doc: Doc, resource: Doc, out: Out) -> None:
    # We know what a person is called, not which part of it is the family name.
    if out.us_core:
        name = resource.setdefault("name", [{}])[0]
        reason = "as-text" if "name" in doc else "unknown"
        name["_family"] = {"extension": [{"url": ABSENT_EXTENSION, "valueCode": reason}]}


def _read_no_family_name(resource: Doc, doc: Doc, into: In) -> None:  # noqa: ARG001 -- each row gets it
    known = [{"extension": [{"url": ABSENT_EXTENSION, "valueCode": reason}]} for reason in ("as-text", "unknown")]
    found = resource.get("name")
    name = found[0] if isinstance(found, list) and found else None
    if isinstance(name, dict) and name.get("_family") in known:
        del name["_family"]
        prune(resource, "name[]")


# The family name comes first on reading: what is left of the name then is its text.
_NAME: tuple[Row, ...] = (
    Words("name", "name[].text"),
    Hand(
        (),
        ("name.family",),
        _write_no_family_name,
        _read_no_family_name,
        "with `us_core`: data-absent-reason, as names are one text",
    ),
)

# --------------------------------------------------------------------------- languages


def _write_languages(*, nested: bool) -> Callable[[Doc, Doc, Out], None]:
    def write(doc: Doc, resource: Doc, out: Out) -> None:  # noqa: ARG001 -- each row gets it
        for place, each in enumerate(doc.get("languages", ())):
            concept = {"coding": [{"system": names.LANGUAGES, "code": each}]}
            preferred = {} if place else {"preferred": True}
            put(resource, "communication[]", {"language": concept, **preferred} if nested else concept)

    return write


def _read_languages(*, nested: bool) -> Callable[[Doc, Doc, In], None]:
    def read(resource: Doc, doc: Doc, into: In) -> None:  # noqa: ARG001 -- each row gets it
        communication = resource.get("communication")
        if not isinstance(communication, list):
            return
        languages: list[str] = []
        for each in communication:
            language = _language(each.get("language") if nested and isinstance(each, dict) else each)
            if language is None:
                continue
            if nested:
                if each["language"] == {}:
                    del each["language"]
                if each.get("preferred") is True:
                    # Ours come in order; what is preferred comes first.
                    del each["preferred"]
                    languages.insert(0, language)
                    continue
            languages.append(language)
        communication[:] = [each for each in communication if each]
        prune(resource, "communication")
        if languages:
            doc["languages"] = languages

    return read


def _language(concept: Any) -> str | None:
    codings = members(concept, "coding") if isinstance(concept, dict) else []
    for each in codings:
        code = each.get("code") if isinstance(each, dict) else None
        if isinstance(code, str) and each.get("system") in (names.LANGUAGES, None):
            del each["code"]
            each.pop("system", None)
            codings[:] = [left for left in codings if left]
            prune(concept, "coding")
            return code
    return None


def _languages(*, nested: bool) -> Hand:
    note = "the first is `preferred`" if nested else "the best known first"
    return Hand(
        ("languages",),
        ("communication",),
        _write_languages(nested=nested),
        _read_languages(nested=nested),
        note,
    )


# --------------------------------------------------------------------------- year of birth, organization


def _write_year(doc: Doc, resource: Doc, out: Out) -> None:  # noqa: ARG001 -- each row gets it
    if "birth_year" in doc:
        resource["birthDate"] = f"{doc['birth_year']:04}"


def _read_year(resource: Doc, doc: Doc, into: In) -> None:
    found = resource.get("birthDate")
    if isinstance(found, str) and _YEAR.match(found):
        doc["birth_year"] = int(resource.pop("birthDate"))
    elif isinstance(found, str) and _YEAR.match(found[:4]):
        # The year is carried; month and day are none of the plan's business, and are left out by name.
        doc["birth_year"] = int(found[:4])
        into.refuse("birthDate", "in-part")


def _write_organization(doc: Doc, resource: Doc, out: Out) -> None:
    if "organization" in doc:
        identifier = names.identifier(out.base, "organization", doc["organization"])
        resource["organization"] = {"identifier": identifier}


def _read_organization(resource: Doc, doc: Doc, into: In) -> None:  # noqa: ARG001 -- each row gets it
    found = resource.get("organization")
    identifier = found.get("identifier") if isinstance(found, dict) else None
    if (
        isinstance(identifier, dict)
        and names.identified(identifier.get("system")) == "organization"
        and isinstance(identifier.get("value"), str)
    ):
        doc["organization"] = identifier["value"]
        take(resource, "organization.identifier.value")
        take(resource, "organization.identifier.system")


# --------------------------------------------------------------------------- the maps


def _write_nothing(doc: Doc, resource: Doc, out: Out) -> None:
    """Write nothing: a Patient is the child."""


def _read_child(resource: Doc, doc: Doc, into: In) -> None:  # noqa: ARG001 -- each row gets it
    doc["role"] = "child"


_SINCE_UNTIL = (Day("since", "period.start"), Day("until", "period.end"))


def _self(path: str) -> Derived:
    """Refer to the participant itself, from a resource that says more about it."""
    return Derived(path, lambda doc, out: out.reference(("Participant",), doc.get("id", "")), "the participant")


CHILD = ResourceMap(
    record=Participant,
    resource="Patient",
    name="child",
    title="name",
    tells=("birth_year", "languages", "needs_interpreter"),
    when=_is_child,
    note="The role says that it is the child; a Patient is always one.",
    rows=(
        Constant("meta.profile[]", f"{US_CORE}StructureDefinition/us-core-patient", us_core=True),
        Hand(("role",), (), _write_nothing, _read_child, "a Patient"),
        *_NAME,
        Constant("gender", "unknown", us_core=True, note="it is not known to the plan"),
        Hand(("birth_year",), ("birthDate",), _write_year, _read_year, "the year alone"),
        _languages(nested=True),
        ExtensionFlag("needs_interpreter", INTERPRETER),
    ),
)

PRACTITIONER_ROLE = ResourceMap(
    record=Participant,
    resource="PractitionerRole",
    name="practitioner-role",
    note="What a Practitioner is to this child; FHIR keeps that apart from the person.",
    tells=("role", "disciplines"),
    carries=frozenset(),
    rows=(
        _self("practitioner"),
        Concept("role", "code[]", "role"),
        Concept("disciplines", "specialty", "discipline", many=True, other="disciplines_other"),
        Hand(
            ("organization",),
            ("organization.identifier",),
            _write_organization,
            _read_organization,
            "a logical reference: the plan knows only what it is called",
        ),
        *_SINCE_UNTIL,
    ),
)

PRACTITIONER = ResourceMap(
    record=Participant,
    resource="Practitioner",
    name="practitioner",
    title="name",
    tells=("role",),
    when=_is_at_work,
    parts=(Part(None, PRACTITIONER_ROLE),),
    rows=(
        Constant("meta.profile[]", f"{US_CORE}StructureDefinition/us-core-practitioner", us_core=True),
        *_NAME,
        _languages(nested=False),
    ),
)

RELATED_PERSON = ResourceMap(
    record=Participant,
    resource="RelatedPerson",
    name="related-person",
    title="name",
    tells=("role", "role_other", "languages"),
    note="Caregivers, siblings, teachers and others. A caregiver is not said to be a mother or father: the plan does "
    "not say it.",
    rows=(
        child("patient"),
        Words("name", "name[].text"),
        Concept("role", "relationship[]", "role", other="role_other", also={"sibling": (ROLE_CODE, "SIB")}),
        _languages(nested=True),
        *_SINCE_UNTIL,
    ),
)
