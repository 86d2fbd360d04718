"""People: the child, those of its family, those who work with it."""

# Resources are data of strangers, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from collabcare.interchange.fhir.engine.names import LANGUAGES
from collabcare.interchange.fhir.engine.rows import take_reference
from collabcare.interchange.fhir.importing.foreign.people_elements import AT_WORK, FAMILY, PEOPLE
from collabcare.interchange.fhir.importing.foreign.roles import take_other, take_role
from collabcare.interchange.fhir.importing.foreign.taking import codings, listed, read_rows, take_day
from collabcare.interchange.fhir.importing.gathered import Origin
from collabcare.interchange.fhir.importing.homes import take_frame
from collabcare.interchange.fhir.left_out import LeftOutReason
from collabcare.interchange.fhir.mapping.people import CHILD, PRACTITIONER, RELATED_PERSON

if TYPE_CHECKING:
    from collabcare.interchange.fhir.engine.resources import ResourceMap
    from collabcare.interchange.fhir.importing.foreign.case import Case
    from collabcare.interchange.fhir.r4.opening import Entry

__all__ = ["read_child_itself", "read_people"]

Doc = dict[str, Any]

_MAPS: dict[str, ResourceMap] = {"Patient": CHILD, "RelatedPerson": RELATED_PERSON, "Practitioner": PRACTITIONER}
_NOT_NOW = ("old", "maiden", "temp")  # a tuple: whatever stands in a resource can be looked for in one
_BEST = ("usual", "official")
_LONGEST_NAME = 200
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}(?![\s\S])")


def read_child_itself(case: Case) -> None:
    """Read the child; of one that is only referred to, that it is the child is all that is known."""
    into = case.into
    if case.child is None or into.child is None:
        return
    if any(each.get("id") == into.child for each in case.gathered.records("plan", "participants")):
        return
    entry = next((each for each in case.of("Patient") if each.place == case.child), None)
    if entry is None:
        case.gathered.add("plan", "participants", {"id": into.child, "role": "child"}, Origin(case.child))
        return
    doc = case.attempt(
        entry, PEOPLE["Patient"], lambda each: {"id": into.child, "role": "child", **_person(case, each)}
    )
    if doc is not None:
        case.gathered.add("plan", "participants", doc, Origin(entry.place, CHILD.rows))


def read_people(case: Case, wanted: set[str]) -> None:
    """
    Read the people whom what was read names, and the child's family.

    Parameters
    ----------
    case
        The case.
    wanted
        The ids of those who are named.
    """
    teams = [each for each in case.of("CareTeam") if each.resource.get("status") != "entered-in-error"]
    members: dict[str, list[tuple[Entry, Doc]]] = {}
    for team in teams:
        for each in listed(team.resource.get("participant")):
            person = case.participant(each.get("member"), team)
            if person is not None:
                members.setdefault(person, []).append((team, each))
    people: dict[str, list[Entry]] = {}
    for entry in case.of("RelatedPerson", "Practitioner", "PractitionerRole"):
        person = case.names.get(entry.place)
        if person is None:
            continue
        if person in wanted or person in members or entry.resource.get("resourceType") == "RelatedPerson":
            people.setdefault(person, []).append(entry)
        else:
            case.pool.whole[entry.place] = LeftOutReason.NO_PART
    for person, entries in people.items():
        _read_participant(case, person, entries, members.get(person, []))
    for team in teams:
        if team.place in case.read:
            case.take_child(team.resource, team, "subject")
            take_frame(team.resource)
        else:
            case.pool.whole[team.place] = LeftOutReason.UNRESOLVED


def _read_participant(case: Case, person: str, entries: list[Entry], member_of: list[tuple[Entry, Doc]]) -> None:
    """Read what the resources of one person, and the teams it is in, say of it."""
    doc: Doc = {"id": person}
    more: Doc = {}
    for entry in entries:
        made = case.attempt(entry, PEOPLE[entry.resource["resourceType"]], lambda each: _person(case, each))
        more = {**(made or {}), **more}
    concepts = [each for entry in entries for each in _roles(entry.resource)]
    first = entries[0]
    is_family = first.resource.get("resourceType") == "RelatedPerson"
    said = take_role(concepts, doc, FAMILY if is_family else AT_WORK)
    for team, each in member_of:
        from_team = listed(each.get("role"))
        said = said or take_role(from_team, doc, FAMILY if is_family else AT_WORK)
        period = each.get("period")
        take_day(period, "start", more, "since", case.timezone)
        take_day(period, "end", more, "until", case.timezone)
        take_reference(each["member"])
        concepts += from_team
        case.read.add(team.place)
    if not said:
        take_other(concepts, doc, "related person" if is_family else "practitioner")
    doc |= {key: value for key, value in more.items() if key not in doc}
    case.gathered.add(
        "plan",
        "participants",
        doc,
        Origin(first.place, _MAPS.get(str(first.resource.get("resourceType")), PRACTITIONER).rows),
    )


def _roles(resource: Doc) -> list[Any]:
    if resource.get("resourceType") == "PractitionerRole":
        return [*listed(resource.get("code")), *listed(resource.get("specialty"))]
    if resource.get("resourceType") == "RelatedPerson":
        return listed(resource.get("relationship"))
    # What someone once qualified as is not what they are to this child; it is looked at last.
    return [each["code"] for each in listed(resource.get("qualification")) if isinstance(each.get("code"), dict)]


def _person(case: Case, entry: Entry) -> Doc:
    """Take what a resource says of a person: name, year of birth, languages."""
    resource, doc = entry.resource, Doc()
    kind = resource["resourceType"]
    _take_name(resource, doc, case)
    _take_languages(resource, doc, nested=kind in {"Patient", "RelatedPerson"})
    read_rows(PEOPLE[kind], resource, doc, case.into)
    if kind == "RelatedPerson":
        case.take_child(resource, entry, "patient")
    if kind in {"RelatedPerson", "PractitionerRole"}:
        take_day(resource.get("period"), "start", doc, "since", case.timezone)
        take_day(resource.get("period"), "end", doc, "until", case.timezone)
    if kind == "PractitionerRole" and case.participant(resource.get("practitioner"), entry) is not None:
        take_reference(resource["practitioner"])
    return doc


def _take_name(resource: Doc, doc: Doc, case: Case) -> None:
    """Take a name: its text, or given names and family name; the usual one first, none that was given up."""
    found = [each for each in listed(resource.get("name")) if each.get("use") not in _NOT_NOW]
    found.sort(key=lambda each: _BEST.index(each["use"]) if each.get("use") in _BEST else len(_BEST))
    too_long = False
    for name in found:
        text = name.get("text")
        if isinstance(text, str) and 0 < len(text) <= _LONGEST_NAME:
            doc["name"] = name.pop("text")
            case.into.refuse("name", LeftOutReason.REPEATS)
            return
        given = name.get("given")
        parts = [each for each in given if isinstance(each, str)] if isinstance(given, list) else []
        family = name.get("family")
        joined = " ".join([*parts, *([family] if isinstance(family, str) else [])])
        if not 0 < len(joined.strip()) <= _LONGEST_NAME:
            too_long = too_long or max(len(joined), len(text) if isinstance(text, str) else 0) > _LONGEST_NAME
            continue
        doc["name"] = joined
        if isinstance(given, list):
            given[:] = [each for each in given if not isinstance(each, str)]
        if isinstance(family, str):
            del name["family"]
        return
    if too_long:
        case.into.refuse("name", LeftOutReason.TOO_LONG)


def _take_languages(resource: Doc, doc: Doc, *, nested: bool) -> None:
    """Take languages by their tags (BCP 47), those that are preferred first."""
    languages: list[str] = []
    for each in listed(resource.get("communication")):
        for system, code, coding in codings(each.get("language") if nested else each):
            if system not in {LANGUAGES, None} or _LANGUAGE.match(code) is None:
                continue
            if nested and each.get("preferred") is True:
                languages.insert(0, code)
                del each["preferred"]
            else:
                languages.append(code)
            del coding["code"]
            coding.pop("system", None)
            break
    if languages:
        doc["languages"] = list(dict.fromkeys(languages))
