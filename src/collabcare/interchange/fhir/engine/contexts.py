"""What rows need to know beyond one record: where other records stand, in which language and under which base."""

# Documents of every record pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs
import msgspec

from collabcare.interchange.fhir.engine import names, strings
from collabcare.interchange.fhir.engine.reasons import LeftOutReason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from collabcare.interchange.fhir.engine.derived import Derived
    from collabcare.interchange.fhir.engine.rows import Constant, Row
    from collabcare.interchange.fhir.r4.opening import Entry
    from collabcare.interchange.fhir.r4.references import References

__all__ = ["In", "Out"]


def _usual_language(out: Out) -> str | None:
    title = out.document.get("title")
    return None if title is None else title["default"]


@attrs.define(slots=False)
class Out:
    """
    Where the records of one plan and its journal stand as resources.

    Parameters
    ----------
    base
        Begins the address of each extension, code system and identifier of ours.
    plan
        Id of the plan; a resource's id is made from it, so that it is the same from save to save.
    us_core
        Whether the US Core profiles are to hold.
    document
        The plan's document, for what follows from the whole of it.
    language
        The language that most of it is written in; resources say it once, words in others say theirs.
    encoded
        Whether what is said again and again stands as the bytes that it is written as; see `again`.
    """

    base: str
    plan: str
    us_core: bool = False
    document: dict[str, Any] = attrs.field(factory=dict)
    encoded: bool = attrs.field(default=False, kw_only=True)
    language: str | None = attrs.field(default=attrs.Factory(_usual_language, takes_self=True))
    relied_on: bool = attrs.field(default=False, init=False)
    """Whether words were put that leave their language to what the resource says."""
    _references: dict[tuple[str, str], msgspec.Raw] = attrs.field(factory=dict, init=False)
    _ids: dict[tuple[str, str], str] = attrs.field(factory=dict, init=False)
    _said: dict[tuple[Callable[..., Any], tuple[str, ...]], msgspec.Raw] = attrs.field(factory=dict, init=False)

    def register(self, record: str, record_id: str, name: str) -> None:
        """Say which resource a record becomes: `name` is that of its identifier."""
        self._refer(record, record_id, "urn:uuid:" + self.resource_id(name, record_id))

    def resource_id(self, name: str, record_id: str) -> str:
        """Give the id of a resource, which is asked for twice: where it is written, and where it is referred to."""
        found = self._ids.get((name, record_id))
        if found is None:
            found = self._ids[name, record_id] = names.resource_id(self.base, self.plan, name, record_id)
        return found

    def again(self, make: Callable[..., Any], *said: str) -> Any:
        """
        Give what is said in the same words again and again - a code, a reference - and made of nothing but them.

        It is made once. For bytes it stands as they will be, and nothing can be put into it any more; otherwise each
        place has a copy of its own, which decoding gives quickest.
        """
        key = (make, said)
        found = self._said.get(key)
        if found is None:
            found = self._said[key] = msgspec.Raw(msgspec.json.encode(make(*said)))
        return found if self.encoded else msgspec.json.decode(found)

    def know(self, record: str, record_id: str) -> None:
        """Let references name a record by its class and id, to compare them with others."""
        self._refer(record, record_id, f"{record}/{record_id}")

    def _refer(self, record: str, record_id: str, address: str) -> None:
        self._references[record, record_id] = msgspec.Raw(msgspec.json.encode({"reference": address}))

    def reference(self, records: Iterable[str], record_id: str) -> Any:
        """Refer to a record, given the names of the classes that it may be of; `None` when it is no resource."""
        for record in records:
            found = self._references.get((record, record_id))
            if found is not None:
                return found if self.encoded else msgspec.json.decode(found)
        return None

    def mention(self, records: tuple[str, ...], record_id: str) -> Any:
        """Refer to a record; one that is no resource is named by its identifier alone."""
        reference = self.reference(records, record_id)
        if reference is not None:
            return reference
        named = names.kebab(records[0]) if len(records) == 1 else names.ANY
        return {"identifier": names.identifier(self.base, named, record_id)}

    def put_text(self, target: dict[str, Any], key: str, text: dict[str, Any]) -> None:
        """Put a message at a key; that it is in the language of the resource goes without saying."""
        strings.put_text(target, key, text, self.base, self.language)
        self.relied_on = self.relied_on or text["default"] == self.language

    @property
    def child(self) -> str:
        """Give the id of the participant whom all of it is about."""
        child: str = self.document.get("child", "")
        return child

    @cached_property
    def roles(self) -> dict[str, str]:
        """Give what each participant is to the child, by id."""
        return {each["id"]: each["role"] for each in self.document.get("participants", ())}

    @cached_property
    def called(self) -> dict[str, str]:
        """Give what the people of the plan are called, by id; where no name is known, their role."""
        people = self.document.get("participants", ())
        return {each["id"]: each.get("name") or each["role"] for each in people}

    def own(self, name: str) -> str:
        """Give the address of an extension of ours."""
        return names.own(self.base, name)

    def system(self, name: str) -> str:
        """Give the address of a code system of ours."""
        return names.system(self.base, name)


@attrs.define
class In:
    """
    Which record each resource becomes, and why something could not be carried.

    Parameters
    ----------
    references
        Finds what a reference means.
    base
        The base of our addresses in this source.
    language
        The language of words that do not say theirs.
    timezone
        Zone in which days are asked.
    child
        Id of the participant whom all of it is about, once that is known.
    """

    references: References
    base: str
    language: str
    timezone: str
    child: str | None = None
    entry: Entry = attrs.field(init=False)
    """The entry that is being read."""
    ids: dict[str, tuple[str, str]] = attrs.field(factory=dict)
    """Name of the record class and id of the record, by the place of its resource."""
    refused: dict[tuple[str, str], LeftOutReason] = attrs.field(factory=dict)
    """Reasons, by the place of the resource and the path in it."""
    derived: list[tuple[Derived, dict[str, Any], Entry]] = attrs.field(factory=list)
    """What follows from the rest, to be looked at when all was read."""
    _found: dict[str, tuple[str, str]] = attrs.field(factory=dict, init=False)
    _systems: dict[str, str] = attrs.field(factory=dict, init=False)
    _constants: dict[int, Any] = attrs.field(factory=dict, init=False)
    fitting: dict[tuple[Any, ...], list[Row]] = attrs.field(factory=dict, init=False)
    """The rows that may find something, by the mapping and the elements of a resource."""
    order: dict[tuple[str, str], int] = attrs.field(factory=dict)
    """The places of records among others, as the plan lists them."""

    def record_id(self, reference: Any, records: Iterable[str] = ()) -> str | None:
        """
        Find the id of the record that a reference points to; `None` when it points to none.

        Parameters
        ----------
        reference
            As it stands in the resource that is being read; nothing is taken from it.
        records
            Names of the classes that it may be of; without any, every class.

        Returns
        -------
        str or None
            The id.
        """
        found = self.known(reference)
        if found is None:
            return _mentioned(reference, records)
        return found[1] if not records or found[0] in records else None

    def known(self, reference: Any) -> tuple[str, str] | None:
        """Find what a reference points to: name of the record class or of a part, and its id."""
        name = reference.get("reference") if type(reference) is dict else None
        found = self._found.get(name) if type(name) is str else None
        if found is None:
            target = self.references.resolve(reference, self.entry)
            found = self.ids.get(target.place) if target is not None else None
            if found is not None and type(name) is str and self.references.is_alike(name):
                self._found[name] = found
        return found

    def system(self, name: str) -> str:
        """Give the address of a code system of ours."""
        address = self._systems.get(name)
        if address is None:
            address = self._systems[name] = names.system(self.base, name)
        return address

    def constant(self, row: Constant) -> Any:
        """Give what a constant says under the base of this source; it is not to be changed."""
        value = self._constants.get(id(row))
        if value is None:
            value = self._constants[id(row)] = row.under(self.base)
        return value

    def refuse(self, path: str, reason: str) -> None:
        """Say why what stands at a path was not carried (`LeftOutReason`), where it is more than having no place."""
        self.refused[self.entry.place, path] = LeftOutReason(reason)


def _mentioned(reference: Any, records: Iterable[str]) -> str | None:
    """Find the id of a record that is no resource: it is named by an identifier of ours."""
    identifier: Any = reference.get("identifier") if isinstance(reference, dict) else None
    name = names.identified(identifier.get("system")) if isinstance(identifier, dict) else None
    if name is None or (name != names.ANY and name not in map(names.kebab, records)):
        return None
    value = identifier.get("value")
    return value if isinstance(value, str) else None
