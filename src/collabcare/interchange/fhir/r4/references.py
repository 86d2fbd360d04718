"""
What refers to what: an index over resources that finds what a FHIR reference means.

It is built before resources are taken apart, and holds on to them.
"""

# JSON of strangers passes through here, so the types of its values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from collabcare._pointer import join
from collabcare.interchange.fhir.r4.circles import circles
from collabcare.interchange.fhir.r4.opening import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["CHAINS", "References"]

CHAINS = ("basedOn", "partOf", "replaces", "inResponseTo", "supersedes", "priorRequest")
"""The elements by which a resource says what it comes after: none may come after itself."""

# `Goal/1`, `https://host/base/Goal/1/_history/2`: the base, the type, the id and the version.
_REST = re.compile(
    r"(?:(https?://.*)/)?([A-Z][A-Za-z]{1,63})/([A-Za-z0-9.-]{1,64})(?:/_history/([A-Za-z0-9.-]{1,64}))?"
)
_CONDITIONAL = re.compile(r"([A-Z][A-Za-z]{1,63})\?identifier=(?:([^|&]*)\|)?([^|&]+)")
_CONTAINED = ".contained["


class References:
    """
    An index over entries; it finds the entry that a reference of one of them means.

    Parameters
    ----------
    entries
        What `opened` gives, all of it. The first of several versions of a resource counts as the newest, as in a
        history, unless `meta.lastUpdated` says otherwise.

    Examples
    --------
    >>> from collabcare.interchange.fhir.r4.opening import opened
    >>> goal = {"resourceType": "Goal", "id": "g1"}
    >>> plan = {"resourceType": "CarePlan", "goal": [{"reference": "Goal/g1"}]}
    >>> entries = list(opened([goal, plan]))
    >>> References(entries).resolve(plan["goal"][0], entries[1])
    Entry(resource[0])
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self.types: set[str] = set()
        self._by_place = {each.place: each for each in self.entries}
        self._by_url: dict[str, list[Entry]] = {}
        self._bases: dict[str, str] = {}
        self._inside: dict[str, dict[str, Entry]] = {}
        self._updated: dict[str, str] = {}
        self._ids: list[tuple[Entry, str | None, str, str | None]] = []
        self._identifiers: list[tuple[Entry, str | None, tuple[str | None, str]]] = []
        for entry in self.entries:
            self._add(entry)
        self._newest_first(self._by_url)

    def _add(self, entry: Entry) -> None:
        resource = entry.resource
        kind, own_id = _text(resource.get("resourceType")), resource.get("id")
        if kind is not None:
            self.types.add(kind)
        if entry.full_url is not None:
            self._by_url.setdefault(entry.full_url, []).append(entry)
        version, changed = _version(resource) if "meta" in resource else (None, None)
        if changed is not None:
            self._updated[entry.place] = changed
        if isinstance(own_id, str):
            self._ids.append((entry, kind, own_id, version))
        if entry.full_url is not None and not entry.full_url.startswith("urn:"):
            rest = _REST.fullmatch(entry.full_url)
            self._bases[entry.place] = (rest[1] or "") if rest is not None else ""
        for each in _listed(resource.get("identifier")):
            key = _identifier(each)
            if key is not None:
                self._identifiers.append((entry, kind, key))
        if "contained" in resource:
            self._inside[entry.place] = _contained(entry)

    def _newest_first(self, index: dict[Any, list[Entry]]) -> None:
        for found in index.values() if self._updated else ():
            if len(found) > 1:
                found.sort(key=lambda each: self._updated.get(each.place, ""), reverse=True)

    # Ids and identifiers are noted at once, before anything is taken apart. Their indexes are made when they are asked
    # for: where every reference is the URL of an entry they never are.

    @cached_property
    def _by_id(self) -> dict[tuple[str | None, Any, str, str | None], list[Entry]]:
        """By base, type, id and version. A base or a version of None means any; "" means that there is none."""
        index: dict[tuple[str | None, Any, str, str | None], list[Entry]] = {}
        for entry, kind, own_id, version in self._ids:
            for home in (self._bases.get(entry.place, ""), None):
                index.setdefault((home, kind, own_id, None), []).append(entry)
                index.setdefault((home, kind, own_id, version or ""), []).append(entry)
        self._newest_first(index)
        return index

    @cached_property
    def _by_bare_id(self) -> dict[str, list[Entry]]:
        """By id alone: what has no URL."""
        index: dict[str, list[Entry]] = {}
        for entry, _, own_id, _ in self._ids:
            if entry.full_url is None:
                index.setdefault(own_id, []).append(entry)
        return index

    @cached_property
    def _by_identifier(self) -> dict[tuple[str | None, str, Any], list[Entry]]:
        """By system, value and type; a type of None means any."""
        index: dict[tuple[str | None, str, Any], list[Entry]] = {}
        for entry, kind, key in self._identifiers:
            for wanted in (kind, None):
                index.setdefault((*key, wanted), []).append(entry)
        return index

    def resolve(self, reference: Any, source: Entry) -> Entry | None:
        """
        Find what a reference means.

        Parameters
        ----------
        reference
            A FHIR Reference as parsed; anything else means nothing. Its `reference` may be `urn:uuid:...`, `Type/id`,
            an absolute URL, each also with a version (`/_history/2`), `#id` of a contained resource, or
            `Type?identifier=system|value`. Without `reference`, its `identifier` is looked for, and is an answer when
            only one resource has it.
        source
            The entry it stands in, or a contained resource of one.

        Returns
        -------
        Entry or None
            The entry; for a contained resource one of its own, with its place. `None` when nothing here is meant, or
            when it is not clear what.
        """
        if not isinstance(reference, dict):
            return None
        name = reference.get("reference")
        if isinstance(name, str):
            return self._named(name, source)
        key = _identifier(reference.get("identifier"))
        return self._identified(key, reference.get("type")) if key is not None else None

    def _named(self, name: str, source: Entry) -> Entry | None:
        if name.startswith("#"):
            return self._within(name[1:], source)
        found = self._by_url.get(name)
        if found is not None:
            return found[0]
        rest = _REST.fullmatch(name)
        if rest is not None:
            return self._at_server(rest, source)
        if name.startswith("urn:uuid:"):
            return _only(self._by_bare_id.get(name.removeprefix("urn:uuid:"), ()))
        conditional = _CONDITIONAL.fullmatch(name)
        if conditional is not None:
            return self._identified((conditional[2] or None, conditional[3]), conditional[1])
        return None

    def _at_server(self, rest: re.Match[str], source: Entry) -> Entry | None:
        """Find `Type/id`: at the same server as the source, or else wherever only the id is known."""
        base, kind, own_id, version = rest.groups()
        home = base or self._bases.get(_outer(source)) or None
        # A resource of another server is another one, though it has the same id.
        for known in (home, "") if home else (None,):
            for wanted in (version, "") if version else (None,):
                found = self._by_id.get((known, kind, own_id, wanted))
                if found is not None:
                    return found[0]
        return None

    def _identified(self, key: tuple[str | None, str], kind: Any) -> Entry | None:
        return _only(self._by_identifier.get((*key, _text(kind)), ()))

    def _within(self, name: str, source: Entry) -> Entry | None:
        outer = _outer(source)
        return self._inside.get(outer, {}).get(name) if name else self._by_place.get(outer)

    def is_alike(self, name: str) -> bool:
        """
        Tell whether a reference means the same wherever it stands, so that it need be looked for once only.

        Parameters
        ----------
        name
            What it says.

        Returns
        -------
        bool
            True for every `urn:uuid:`; for `Type/id` only when no entry says at which server it stands.
        """
        return name.startswith("urn:") or not (self._bases or name.startswith("#"))

    def contained(self, entry: Entry) -> tuple[Entry, ...]:
        """
        Give what an entry contains, by itself.

        Parameters
        ----------
        entry
            One of the entries.

        Returns
        -------
        tuple of Entry
            Those contained resources that have an id.
        """
        return tuple(self._inside.get(entry.place, {}).values())

    def duplicates(self) -> tuple[Entry, ...]:
        """
        Find entries that another entry's URL was given to (rule bdl-7).

        Returns
        -------
        tuple of Entry
            All but the first of each URL in a Bundle; versions of one resource (`meta.versionId`) are no duplicates.
        """
        seen: set[tuple[str, str, str | None]] = set()
        found: list[Entry] = []
        for entry in self.entries:
            if entry.full_url is not None and len(self._by_url[entry.full_url]) > 1:
                key = (entry.place.rpartition(".entry[")[0], entry.full_url, _version(entry.resource)[0])
                if key in seen:
                    found.append(entry)
                seen.add(key)
        return tuple(found)

    def circles(self, elements: Iterable[str] = CHAINS) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
        """
        Find chains that lead back to where they began.

        Parameters
        ----------
        elements
            The elements that make chains, each by itself.

        Returns
        -------
        tuple
            Each circle once: the element, and its entries in the order of the source. Found in time that grows with
            the number of references only.
        """
        everything = [each for entry in self.entries for each in (entry, *self.contained(entry))]
        by_place = {each.place: each for each in everything}
        found: list[tuple[str, tuple[Entry, ...]]] = []
        for element in elements:
            after = {
                each.place: [
                    target.place
                    for reference in _listed(each.resource.get(element))
                    if (target := self.resolve(reference, each)) is not None
                ]
                for each in everything
                if element in each.resource
            }
            found += [(element, tuple(by_place[place] for place in circle)) for circle in circles(after)]
        return tuple(found)


def _outer(entry: Entry) -> str:
    """Give the place of the entry that this one is, or is contained in."""
    return entry.place.partition(_CONTAINED)[0]


def _version(resource: dict[str, Any]) -> tuple[str | None, str | None]:
    """Give which version of a resource this is, and since when."""
    meta = resource.get("meta")
    if not isinstance(meta, dict):
        return None, None
    return _text(meta.get("versionId")), _text(meta.get("lastUpdated"))


def _contained(entry: Entry) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for position, resource in enumerate(_listed(entry.resource["contained"])):
        own_id = resource.get("id")
        if isinstance(own_id, str):
            found[own_id.removeprefix("#")] = Entry(
                f"{entry.place}{_CONTAINED}{position}]",
                None,
                resource,
                None,
                join(entry.pointer, "contained", position),
                entry.line,
            )
    return found


def _listed(value: Any) -> list[dict[str, Any]]:
    """Give objects one by one, whether there is one or a list."""
    if isinstance(value, dict):
        return [value]
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _identifier(value: Any) -> tuple[str | None, str] | None:
    if not isinstance(value, dict) or not isinstance(value.get("value"), str):
        return None
    return _text(value.get("system")), value["value"]


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _only(found: Any) -> Entry | None:
    return found[0] if len(found) == 1 else None
