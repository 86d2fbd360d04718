"""Reading resources that we wrote, whatever server kept them since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collabcare._record.declare import specs
from collabcare.interchange.fhir.engine.contexts import Out
from collabcare.interchange.fhir.engine.derived import settle_derived
from collabcare.interchange.fhir.engine.resources import read_resource
from collabcare.interchange.fhir.importing.gathered import Origin
from collabcare.interchange.fhir.importing.homes import Identity, take_frame

if TYPE_CHECKING:
    from collabcare.interchange.fhir.engine.contexts import In
    from collabcare.interchange.fhir.importing.gathered import Gathered
    from collabcare.interchange.fhir.r4.opening import Entry

__all__ = ["Ours"]

Doc = dict[str, Any]

_LONGEST_PLACE = 10


class Ours:
    """
    The resources of one plan that we wrote.

    Parameters
    ----------
    entries
        Each with the record that it is.
    into
        Where references lead.
    """

    def __init__(self, entries: list[tuple[Entry, Identity]], into: In) -> None:
        self._entries = entries
        self._into = into
        self._made: dict[str, Doc] = {}
        for entry, own in entries:
            into.ids[entry.place] = (own.home.record if own.home.part is None else own.name, own.value)

    def read(self, gathered: Gathered) -> None:
        """Read all of them, and put parts into the records that they are parts of."""
        parts: list[tuple[Identity, Doc]] = []
        by_owner: dict[tuple[str, str], Doc] = {}
        for entry, own in self._entries:
            home = own.home
            self._into.entry = entry
            doc = read_resource(home.map, entry.resource, self._into)
            take_frame(entry.resource, home.map)
            if home.part is not None:
                parts.append((own, doc))
                if home.part.field is not None:
                    self._made[entry.place] = {**doc, "@owner": own.owner}
                continue
            doc = self._made[entry.place] = {"id": own.value, **doc}
            by_owner[home.record, own.value] = doc
            origin = Origin(entry.place, home.map.rows)
            if home.family is None:
                gathered.plan, gathered.origin = doc, origin
            else:
                gathered.add(home.family.of, home.family.field, doc, origin)
        _join(parts, by_owner)
        self._arrange(gathered)

    def _arrange(self, gathered: Gathered) -> None:
        """Put the plan's lists in the order in which the plan names their members; a server keeps no order."""
        orders: dict[str, dict[str, int]] = {}
        for (record, record_id), place in self._into.order.items():
            orders.setdefault(record, {})[record_id] = place
        fields = {own.home.record: own.home.family for _, own in self._entries if own.home.part is None}
        for record, family in fields.items():
            if family is not None and record in orders:
                gathered.arrange(family.of, family.field, orders[record])

    def settle(self, gathered: Gathered) -> None:
        """Take out of the resources what follows from what was read, once all of it was."""
        document = gathered.plan_document()
        out = Out(self._into.base, document.get("id", ""), document=document)
        of_records: dict[tuple[str, str], Doc] = {}
        for entry, _ in self._entries:
            made = self._made.get(entry.place)
            if made is not None:
                made = document if made is gathered.plan else made
                self._made[entry.place] = of_records[self._into.ids[entry.place]] = made
        for record in self._into.ids.values():
            out.know(*record)
        for entry, own in self._entries:
            if own.home.part is not None and own.home.part.field is None:
                # It says more of a record, and what follows from the record follows here too.
                self._made[entry.place] = of_records.get((own.home.record, own.value), {})
        settle_derived(self._into, self._made.get, out)


def _join(parts: list[tuple[Identity, Doc]], by_owner: dict[tuple[str, str], Doc]) -> None:
    """Put parts into the records that they are parts of, in their order."""
    placed: dict[tuple[str, str, str], list[tuple[int, Doc]]] = {}
    for own, doc in parts:
        home, owner = own.home, by_owner.get((own.home.record, own.owner))
        if home.part is None or owner is None:
            continue
        if home.part.field is None:
            owner.update(doc)
            continue
        place = own.value.partition("/")[2]
        found = placed.setdefault((home.record, own.owner, home.part.field), [])
        is_number = place.isascii() and place.isdigit() and len(place) < _LONGEST_PLACE
        found.append((int(place) if is_number else len(found), doc))
        found.sort(key=lambda each: each[0])
        many = next(each for each in specs(home.owner) if each.name == home.part.field).many is not None
        owner[home.part.field] = [each for _, each in found] if many else found[0][1]
