"""One child's case while it is read: who is who, and trying a resource without spoiling it."""

# Resources are data of strangers, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import re
import uuid
from collections import Counter
from typing import TYPE_CHECKING, Any

import attrs

from collabcare.interchange.fhir.engine.rows import take_reference
from collabcare.interchange.fhir.importing.foreign.taking import listed
from collabcare.interchange.fhir.importing.homes import take_frame
from collabcare.interchange.fhir.left_out import LeftOutReason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from collabcare.interchange.fhir.engine.contexts import In
    from collabcare.interchange.fhir.importing.foreign.elements_read import Reads
    from collabcare.interchange.fhir.importing.gathered import Gathered
    from collabcare.interchange.fhir.importing.pool import Pool
    from collabcare.interchange.fhir.r4.opening import Entry

__all__ = ["Case"]

Doc = dict[str, Any]

_ID = re.compile(r"[A-Za-z0-9.-]{1,64}(?![\s\S])")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}(?![\s\S])")
_RECORDS = {
    "RelatedPerson": "Participant",
    "Practitioner": "Participant",
    "PractitionerRole": "Participant",
    "Goal": "Goal",
    "ServiceRequest": "HomeAssignment",
    "Appointment": "Session",
    "Observation": "Measurement",
    "Communication": "Message",
    "QuestionnaireResponse": "Answers",
}


@attrs.define(eq=False)
class Case:
    """
    What is known while the resources of others are read.

    Parameters
    ----------
    pool
        All resources.
    into
        Where references lead.
    gathered
        The documents.
    child
        The child, as the pool names it.
    plan
        The care plan that is read.
    taken
        Ids that records have already.
    """

    pool: Pool
    into: In
    gathered: Gathered
    child: str | None
    plan: Entry | None
    taken: set[str]
    entries: list[Entry] = attrs.field(factory=list)
    """The resources of others that may be read."""
    names: dict[str, str] = attrs.field(factory=dict)
    """The id of the record that a resource becomes, by its place."""
    read: set[str] = attrs.field(factory=set)
    """The places of those that were read."""

    @property
    def timezone(self) -> str:
        """Zone of days and times that do not say theirs."""
        return self.into.timezone

    def name(self, entries: list[Entry]) -> None:
        """Give each resource that may become a record an id: its own, and one made from it where several share that."""
        self.entries = entries
        outer = {each.place: each.resource for each in self.pool.entries}
        plain = {each.place: _plain_id(each, outer) for each in entries if self._record(each) is not None}
        often = Counter([*plain.values(), *self.taken])
        for each in entries:
            own = plain.get(each.place)
            if own is None:
                continue
            kind = each.resource["resourceType"]
            unique = own if often[own] == 1 else f"{kind.lower()}-{own}"
            self.names[each.place] = unique if _ID.match(unique) and unique not in self.taken else _made_id(each)
            self.taken.add(self.names[each.place])
        for each in entries:
            if each.resource.get("resourceType") == "PractitionerRole":
                person = self.pool.references.resolve(each.resource.get("practitioner"), each)
                if person is not None and person.place in self.names:
                    self.names[each.place] = self.names[person.place]
        for each in entries:
            # People and goals are known before anything that refers to them is read; others once they are read.
            record = self._record(each)
            if record in {"Participant", "SharedPlan", "Goal"}:
                self.into.ids[each.place] = (record, self.names[each.place])
        if self.into.child is None and self.child is not None:
            self.into.child = self.names.get(self.child) or _child_id(self.child)

    def _record(self, entry: Entry) -> str | None:
        kind = entry.resource.get("resourceType")
        if kind == "Patient":
            return "Participant" if entry.place == self.child else None
        if kind == "CarePlan":
            return "SharedPlan" if self.plan is not None and entry.place == self.plan.place else None
        return _RECORDS.get(kind) if isinstance(kind, str) else None

    def of(self, *kinds: str) -> Iterator[Entry]:
        """Go through the resources of some types that may be read, type by type."""
        for kind in kinds:
            for each in self.entries:
                if each.resource.get("resourceType") == kind and each.place not in self.pool.whole:
                    yield each

    def attempt(self, entry: Entry, reads: Reads, read: Callable[[Entry], Doc | LeftOutReason]) -> Doc | None:
        """
        Read a resource; one that cannot be read is as it was, and left out with the reason.

        The reader is shown the elements that are declared to be read; what is not shown cannot be carried.
        """
        resource, place = entry.resource, entry.place
        made: Doc | LeftOutReason = LeftOutReason.ENTERED_IN_ERROR
        if "entered-in-error" not in (resource.get("status"), resource.get("lifecycleStatus")):
            aside = {key: resource.pop(key) for key in tuple(resource) if key not in reads.heads}
            kept = {key: each if key == "contained" else _copied(each) for key, each in resource.items()}
            self.into.entry = entry
            self.into.language = self.language(resource)
            made = read(entry)
            if isinstance(made, LeftOutReason):
                resource.clear()
                resource.update(kept)
            resource.update(aside)
        if isinstance(made, LeftOutReason):
            self.pool.whole[place] = made
            return None
        if isinstance(resource.get("language"), str) and _says(made, resource["language"]):
            del resource["language"]
        take_frame(resource)
        self.read.add(place)
        return made

    @staticmethod
    def language(resource: Doc) -> str:
        """Give the language of the words of a resource; undetermined when it does not say."""
        found = resource.get("language")
        return found if isinstance(found, str) and _LANGUAGE.match(found) else "und"

    def take_child(self, resource: Doc, entry: Entry, *elements: str) -> None:
        """Take the references to the child: what it is about is the plan's, or the journal's."""
        for element in elements:
            found = resource.get(element)
            for each in listed(found):
                if self.is_child(each, entry):
                    take_reference(each)
            if isinstance(found, list):
                found[:] = [each for each in found if each]
            if element in resource and not found:
                del resource[element]

    def is_child(self, reference: Any, entry: Entry) -> bool:
        """Tell whether a reference is to the child."""
        return self.child is not None and self.child == self.pool.children.named(reference, entry)

    def participant(self, reference: Any, entry: Entry) -> str | None:
        """Find the participant whom a reference means."""
        self.into.entry = entry
        found = self.into.record_id(reference, ("Participant",))
        return self.into.child if found is None and self.is_child(reference, entry) else found

    def take_participants(self, holder: Doc, key: str, entry: Entry) -> list[str]:
        """Take the references to participants out of an element, in their order; the others stay."""
        found, people = holder.get(key), []
        for each in listed(found):
            person = self.participant(each, entry)
            if person is not None:
                people.append(person)
                take_reference(each)
            else:
                self.into.refuse(key, LeftOutReason.UNRESOLVED)
        if isinstance(found, list):
            found[:] = [each for each in found if each]
        if key in holder and not found:
            del holder[key]
        return list(dict.fromkeys(people))


def _plain_id(entry: Entry, within: dict[str, Doc]) -> str:
    """Give a resource's own id; that of a contained one follows the id of the resource around it."""
    own, url = entry.resource.get("id"), entry.full_url
    outer, inside, _ = entry.place.partition(".contained[")
    if inside:
        around = within.get(outer, {}).get("id")
        own = f"{around}.{own}" if isinstance(around, str) and isinstance(own, str) else None
    elif own is None and url is not None:
        own = url.removeprefix("urn:uuid:")
    return own if isinstance(own, str) and _ID.match(own) else _made_id(entry)


def _made_id(entry: Entry) -> str:
    own, kind = entry.resource.get("id"), entry.resource.get("resourceType")
    named = own if isinstance(own, str) and ".contained[" not in entry.place else entry.full_url or entry.place
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{kind}/{named}"))


def _child_id(child: str) -> str:
    found = child.removeprefix("Patient/")
    return found if _ID.match(found) else str(uuid.uuid5(uuid.NAMESPACE_URL, child))


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(each) for key, each in value.items()}
    return [_copied(each) for each in value] if isinstance(value, list) else value


def _says(value: Any, language: str) -> bool:
    """Tell whether a document has words in a language."""
    if isinstance(value, dict):
        return value.get("language") == language or any(_says(each, language) for each in value.values())
    return isinstance(value, list) and any(_says(each, language) for each in value)
