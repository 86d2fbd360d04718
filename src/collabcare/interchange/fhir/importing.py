"""In: FHIR R4 resources as a plan and its journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from collabcare.errors import InvalidRecordError, Problem
from collabcare.interchange.documents import journal_from_dict, plan_from_dict
from collabcare.interchange.fhir.engine import names
from collabcare.interchange.fhir.engine.contexts import In, Out
from collabcare.interchange.fhir.engine.derived import settle_derived
from collabcare.interchange.fhir.engine.resources import Part, ResourceMap, read_resource
from collabcare.interchange.fhir.engine.strings import own_extension
from collabcare.interchange.fhir.left_out import LeftOut, leaves
from collabcare.interchange.fhir.mapping.families import FAMILIES, PLAN
from collabcare.interchange.fhir.mapping.people import CHILD
from collabcare.interchange.fhir.r4.opening import Entry, Source, opened
from collabcare.interchange.fhir.r4.references import References

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collabcare.interchange.fhir.mapping.family import Family
    from collabcare.journal import Journal
    from collabcare.plans import SharedPlan

__all__ = ["Imported", "from_fhir"]

Doc = dict[str, Any]


@attrs.frozen
class Imported:
    """What was read of one child, and what was not."""

    plan: SharedPlan | None
    journal: Journal | None
    left_out: tuple[LeftOut, ...]
    problems: tuple[Problem, ...]
    plan_document: Doc = attrs.field(repr=False)
    journal_document: Doc = attrs.field(repr=False)


@attrs.frozen
class _Home:
    """Where what is read of a resource goes: a field of the plan or the journal, or a part of a record."""

    map: ResourceMap
    family: Family | None
    part: Part | None = None


def _homes() -> dict[str, _Home]:
    homes = {PLAN.name: _Home(PLAN, None)}
    homes.update({part.map.name: _Home(part.map, None, part) for part in PLAN.parts})
    for family in FAMILIES:
        for made in family.maps:
            homes[made.name] = _Home(made, family)
            homes.update({part.map.name: _Home(part.map, family, part) for part in made.parts})
    return homes


HOMES = _homes()


def from_fhir(source: Source, *, timezone: str, child: str | None = None) -> Imported:
    """Read the plan and the journal of one child out of FHIR R4 resources."""
    entries = list(opened(source))
    owned = [_identity(each.resource) for each in entries]
    base = next((each[2] for each in owned if each is not None), "https://collabcare.example/fhir/")
    into = In(references=References(entries), base=base, language="en", timezone=timezone)
    for entry, own in zip(entries, owned, strict=True):
        if own is not None:
            home = HOMES[own[0]]
            record = "SharedPlan" if home.family is None else home.family.record
            into.ids[entry.place] = (record if home.part is None else own[0], own[1])
            if own[0] == CHILD.name and into.child is None:
                into.child = own[1]
    plan: Doc = {}
    docs: dict[tuple[str, str], list[Doc]] = {}
    parts: list[tuple[_Home, str, Doc]] = []
    made: dict[str, Doc] = {}
    for entry, own in zip(entries, owned, strict=True):
        if own is None:
            continue
        into.entry, home = entry, HOMES[own[0]]
        doc = read_resource(home.map, entry.resource, into)
        _take_frame(entry.resource, home.map)
        if home.part is not None:
            parts.append((home, own[1], doc))
            if home.part.field is not None:
                made[entry.place] = {**doc, "@owner": own[1].partition("/")[0]}
        elif home.family is None:
            plan = made[entry.place] = {"id": own[1], **doc}
        else:
            made[entry.place] = {"id": own[1], **doc}
            docs.setdefault((home.family.of, home.family.field), []).append(made[entry.place])
    _join([each for each in parts if each[0].family is not None], docs)
    for home in HOMES.values():
        if home.family is not None and home.part is None:
            record = home.family.record
            found = docs.get((home.family.of, home.family.field), [])
            found.sort(key=lambda each: into.order.get((record, each["id"]), len(into.order)))  # noqa: B023 -- at once
    plan_doc = {
        "document": "collabcare-plan",
        "version": 1,
        **plan,
        **{f: d for (of, f), d in docs.items() if of == "plan"},
    }
    journal_doc = {
        "document": "collabcare-journal",
        "version": 1,
        "plan": plan.get("id", "none"),
        **{f: d for (of, f), d in docs.items() if of == "journal"},
    }
    out = Out(base, plan_doc.get("id", ""), document=plan_doc)
    made |= dict.fromkeys([place for place, doc in made.items() if doc is plan], plan_doc)
    of_records = {into.ids[place]: doc for place, doc in made.items()}
    for entry, own in zip(entries, owned, strict=True):
        if own is not None:
            out.know(*into.ids[entry.place])
            home = HOMES[own[0]]
            if home.part is not None and home.part.field is None:
                # It says more of a record, and what follows from the record follows here too.
                record = "SharedPlan" if home.family is None else home.family.record
                made[entry.place] = of_records.get((record, own[1]), {})
    settle_derived(into, made.get, out)
    problems: list[Problem] = []
    made_plan = _accepted(plan_from_dict, plan_doc, problems)
    journal = _accepted(journal_from_dict, journal_doc, problems)
    return Imported(made_plan, journal, _left_out(entries, into), tuple(problems), plan_doc, journal_doc)


def _identity(resource: Doc) -> tuple[str, str, str] | None:
    identifiers = resource.get("identifier", ())
    for each in identifiers if isinstance(identifiers, list | tuple) else (identifiers,):
        name = names.identified(each.get("system")) if isinstance(each, dict) else None
        if name in HOMES and isinstance(each.get("value"), str):
            return name, each["value"], each["system"].rpartition("identifier/collabcare-")[0]
    for name, home in HOMES.items():
        if home.map.identified is None and home.map.resource == resource.get("resourceType"):
            own = own_extension(resource, home.map.extension)
            parts = own.get("extension", ()) if own else ()
            found = next(
                (each.get("valueId") for each in parts if isinstance(each, dict) and each.get("url") == "id"), None
            )
            if own is not None and isinstance(found, str):
                return name, found, own["url"].rpartition("StructureDefinition/collabcare-")[0]
    return None


def _take_frame(resource: Doc, made: ResourceMap) -> None:
    """Take what each resource of ours has: its type, id, identifier and generated narrative."""
    for key in ("resourceType", "id"):
        resource.pop(key, None)
    text = resource.get("text")
    if isinstance(text, dict) and text.get("status") == "generated":
        del resource["text"]
    identifier = resource.get("identifier")
    if isinstance(identifier, list):
        left = [
            each
            for each in identifier
            if not (isinstance(each, dict) and names.identified(each.get("system")) == made.name)
        ]
        if left:
            resource["identifier"] = left
        else:
            del resource["identifier"]
    elif isinstance(identifier, dict) and names.identified(identifier.get("system")) == made.name:
        del resource["identifier"]


def _join(parts: list[tuple[_Home, str, Doc]], docs: dict[tuple[str, str], list[Doc]]) -> None:
    """Put parts into the records that they are parts of."""
    by_id = {(of, field, each["id"]): each for (of, field), found in docs.items() for each in found}
    placed: dict[tuple[str, str, str, str], list[tuple[int, Doc]]] = {}
    for home, identity, doc in parts:
        assert home.family is not None and home.part is not None
        owner, _, place = identity.partition("/")
        key = (home.family.of, home.family.field, owner)
        if home.part.field is None:
            if key in by_id:
                by_id[key].update(doc)
        else:
            placed.setdefault((*key, home.part.field), []).append((int(place), doc))
            many = next(s for s in _specs(home) if s.name == home.part.field).many is not None
            if key in by_id:
                found = [each for _, each in sorted(placed[*key, home.part.field], key=lambda e: e[0])]
                by_id[key][home.part.field] = found if many else found[0]


def _specs(home: _Home) -> Any:
    from collabcare._record.declare import specs

    assert home.family is not None
    return specs(home.family.maps[0].record)


def _accepted(read: Any, doc: Doc, problems: list[Problem]) -> Any:
    try:
        return read(doc)
    except InvalidRecordError as error:
        problems += error.problems
    return None


def _left_out(entries: Iterable[Entry], into: In) -> tuple[LeftOut, ...]:
    found: dict[tuple[str, str], list[str]] = {}
    for entry in entries:
        kind = into.ids.get(entry.place, ("", ""))[0] or "?"
        for path, place in leaves(entry.resource, kind, entry.place):
            found.setdefault((path, "no-place"), []).append(place)
    return tuple(LeftOut(path, reason, len(each), tuple(each[:10])) for (path, reason), each in sorted(found.items()))
