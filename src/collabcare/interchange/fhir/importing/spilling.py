"""
A bulk export on disk, from which each child's resources are fetched together.

It is kept in a database of SQLite that lives only as long as the import, in a folder that only this user can read.
"""

# Resources are data of strangers, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import contextlib
import re
import sqlite3
import tempfile
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from collabcare.interchange.fhir.importing.children import WHO, listed
from collabcare.interchange.fhir.r4.opening import Entry

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

__all__ = ["Spill", "opened_spill"]

Doc = dict[str, Any]

_encode = msgspec.json.Encoder(decimal_format="number").encode
_decode = msgspec.json.Decoder(float_hook=Decimal).decode
_TABLES = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA temp_store = FILE;
    CREATE TABLE line (id INTEGER PRIMARY KEY, place TEXT, number INTEGER, url TEXT, body BLOB);
    CREATE TABLE address (key TEXT, line INTEGER);
    CREATE TABLE alias (key TEXT, child TEXT);
    CREATE TABLE about (line INTEGER, key TEXT);
    CREATE TABLE member (child TEXT, line INTEGER);
    CREATE TABLE claimed (line INTEGER PRIMARY KEY);
"""
_SORTED = """
    CREATE INDEX address_key ON address (key);
    CREATE INDEX alias_key ON alias (key);
    INSERT INTO member
        SELECT DISTINCT coalesce(alias.child, about.key), about.line FROM about LEFT JOIN alias ON alias.key = about.key
        WHERE about.key NOT LIKE 'target|%' AND (alias.child IS NOT NULL OR about.key LIKE 'Patient/%');
    CREATE INDEX member_line ON member (line);
    INSERT INTO member
        SELECT DISTINCT member.child, about.line FROM about
        JOIN address ON 'target|' || address.key = about.key JOIN member ON member.line = address.line;
    CREATE INDEX member_child ON member (child, line);
"""
_TOGETHER = 2_000
_REFERENCE = re.compile(rb'"reference":"([^"\\]{1,300})"')


@contextlib.contextmanager
def opened_spill() -> Generator[Spill]:
    """Open a place on disk for an export; it is deleted at the end, also after an error."""
    with tempfile.TemporaryDirectory(prefix="collabcare-") as folder:
        database = sqlite3.connect(f"{folder}/export", isolation_level=None)
        try:
            database.executescript(_TABLES)
            yield Spill(database)
        finally:
            database.close()


class Spill:
    """
    The resources of an export, and which child each is about.

    Parameters
    ----------
    database
        Empty tables.
    """

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._rows: dict[str, list[tuple[Any, ...]]] = {"line": [], "address": [], "alias": [], "about": []}
        self._count = 0

    def add(self, entry: Entry) -> None:
        """Keep a resource."""
        self._count += 1
        resource = entry.resource
        self._rows["line"].append((self._count, entry.place, entry.line, entry.full_url, _encode(resource)))
        keys = set(_addresses(entry))
        self._rows["address"] += [(key, self._count) for key in sorted(keys)]
        if resource.get("resourceType") == "Patient":
            child = _id(resource) or entry.full_url or entry.place
            keys |= {key for each in listed(resource.get("identifier")) for key in _identifier(each)}
            self._rows["alias"] += [(key, child) for key in sorted({*keys, f"itself|{child}"})]
            self._rows["about"].append((self._count, f"itself|{child}"))
        else:
            self._rows["about"] += [(self._count, key) for key in sorted(set(_about(resource)))]
        if len(self._rows["line"]) >= _TOGETHER:
            self._flush()

    def _flush(self) -> None:
        self._database.execute("BEGIN")
        for table, rows in self._rows.items():
            if rows:
                marks = ",".join("?" * len(rows[0]))
                self._database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 -- our own names
            rows.clear()
        self._database.execute("COMMIT")

    def sort(self) -> None:
        """Find out whose each resource is, once all are there."""
        self._flush()
        self._database.executescript(_SORTED)

    def children(self) -> Iterator[tuple[str, int]]:
        """Go through the children, each with how many bytes of resources it has."""
        sizes = "SELECT child, sum(length(body)) FROM member JOIN line ON line.id = member.line GROUP BY child ORDER BY child"
        # All of them at once: while they are read, what they claim is written.
        yield from self._database.execute(sizes).fetchall()

    def entries(self, child: str) -> Iterator[Entry]:
        """Go through the resources about a child, in the order of the source."""
        mine = "SELECT place, url, body, number FROM member JOIN line ON line.id = member.line WHERE child = ? ORDER BY line.id"
        return map(_entry, self._database.execute(mine, (child,)))

    def shared(self, entries: Iterable[Entry]) -> list[Entry]:
        """Find the resources about nobody that some resources refer to, and those that these refer to."""
        found: dict[int, Entry] = {}
        asked: set[str] = set()
        pending = list(entries)
        wanted = (
            "SELECT line.id, place, url, body, number FROM address JOIN line ON line.id = address.line "
            "WHERE address.key = ? AND line.id NOT IN (SELECT line FROM member WHERE member.line = line.id)"
        )
        while pending:
            keys = {_key(each.decode()) for each in _REFERENCE.findall(_encode(pending.pop().resource))} - asked
            asked |= keys
            for key in sorted(keys):
                for number, *row in self._database.execute(wanted, (key,)).fetchall():
                    if number not in found:
                        found[number] = _entry(row)
                        pending.append(found[number])
        self._database.executemany("INSERT OR IGNORE INTO claimed VALUES (?)", [(each,) for each in found])
        return [found[each] for each in sorted(found)]

    def unclaimed(self) -> Iterator[Entry]:
        """Go through the resources that are about no child and that none refers to."""
        left = (
            "SELECT place, url, body, number FROM line WHERE id NOT IN (SELECT line FROM member) "
            "AND id NOT IN (SELECT line FROM claimed) ORDER BY id"
        )
        return map(_entry, self._database.execute(left))


def _entry(row: Iterable[Any]) -> Entry:
    place, url, body, number = row
    return Entry(place, url, _decode(body), None, "", number)


def _id(resource: Doc) -> str | None:
    found = resource.get("id")
    return found if isinstance(found, str) and found else None


def _addresses(entry: Entry) -> Iterator[str]:
    """Give the names by which others may refer to a resource."""
    own_id = _id(entry.resource)
    if own_id is not None:
        yield f"{entry.resource.get('resourceType')}/{own_id}"
        yield f"urn:uuid:{own_id}"
    if entry.full_url is not None:
        yield _key(entry.full_url)
    if entry.resource.get("resourceType") == "PractitionerRole":
        # What a practitioner is to somebody is found with the practitioner.
        yield from _named(entry.resource.get("practitioner"))


def _key(reference: str) -> str:
    """Give the name under which what a reference means is kept: type and id, or the whole of an URN."""
    if reference.startswith("urn:"):
        return reference
    return "/".join(reference.partition("/_history/")[0].split("/")[-2:])


def _identifier(value: Any) -> Iterator[str]:
    if isinstance(value, dict) and isinstance(value.get("value"), str):
        yield f"identifier|{value.get('system')}|{value['value']}"


def _named(reference: Any) -> Iterator[str]:
    """Give what a reference names."""
    if not isinstance(reference, dict):
        return
    name = reference.get("reference")
    if isinstance(name, str):
        yield _key(name)
    else:
        yield from _identifier(reference.get("identifier"))


def _about(resource: Doc) -> Iterator[str]:
    """Give the names of those whom a resource is about, or of what it is about where that says whose it is."""
    for element in WHO:
        for each in listed(resource.get(element)):
            yield from _named(each)
    kind = resource.get("resourceType")
    if kind == "Appointment":
        for each in listed(resource.get("participant")):
            yield from _named(each.get("actor"))
    elif kind == "Provenance":
        for each in listed(resource.get("target")):
            for name in _named(each):
                yield name if name.startswith("Patient/") else f"target|{name}"
