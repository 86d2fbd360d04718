"""
The extensions of ours, all of them: one for each record class, and the few that rows write by themselves.

The definitions that come with the library are made from these outlines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from collabcare.interchange.fhir.engine import names
from collabcare.interchange.fhir.engine.outline import Item, OwnExtension, outlined
from collabcare.interchange.fhir.engine.places import head
from collabcare.interchange.fhir.engine.rows import Hand
from collabcare.interchange.fhir.mapping.engagement_figures import FIGURES, RUN
from collabcare.interchange.fhir.mapping.families import FAMILIES, PLAN
from collabcare.interchange.fhir.r4.elements import kind
from collabcare.vocabulary import WordingStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collabcare.interchange.fhir.engine.resources import ResourceMap

__all__ = ["BY_HAND", "maps", "own_extensions"]

BY_HAND = (
    OwnExtension(
        "wordings",
        "How far each wording of a message can be relied on, and at which place the default one stands.",
        ("Element",),
        (
            Item("place", ("integer",), "At which place of the wordings the default one stands, from 0.", least=1),
            Item(
                "status",
                ("code",),
                "How far each wording can be relied on: the default one first, then in the order of the translations.",
                least=1,
                many=True,
                codes=WordingStatus,
            ),
        ),
    ),
    OwnExtension(
        "exact-words",
        "Words that a FHIR string cannot hold, in UTF-8.",
        ("Element",),
        types=("base64Binary",),
    ),
    OwnExtension(
        "exact-translation",
        "A translation that a FHIR string cannot hold, as HL7's translation but in UTF-8 bytes.",
        ("Element",),
        (
            Item("lang", ("code",), "Its language.", least=1),
            Item("content", ("base64Binary",), "Its words.", least=1),
        ),
    ),
    OwnExtension(
        "attendance",
        "At which place someone stands in the list of those expected at a session, and of those who came; from 1.",
        ("Appointment.participant",),
        (
            Item("expected", ("positiveInt",), "Place among those expected."),
            Item("attended", ("positiveInt",), "Place among those who came."),
        ),
    ),
    FIGURES,
    RUN,
)
"""Those that are not derived from a record."""


def own_extensions() -> tuple[OwnExtension, ...]:
    """
    Outline every extension of ours.

    Returns
    -------
    tuple of OwnExtension
        By name.
    """
    found: dict[str, OwnExtension] = {each.name: each for each in BY_HAND}
    for made in maps():
        items = () if made.form else _items(made)
        if items:
            known = found.get(made.extension)
            found[made.extension] = (
                _outline(made.record, made.resource, items) if known is None else _joined(known, made, items)
            )
        for row in (each for each in made.rows if isinstance(each, Hand)):
            for cls, fields in row.own:
                items = tuple(each for each in outlined(cls) if each.name in fields)
                found[names.kebab(cls.__name__)] = _outline(cls, _place(made, row), items)
    return tuple(found[name] for name in sorted(found))


def maps() -> Iterator[ResourceMap]:
    """
    Go through all mappings of the plan and the journal, parts too.

    Yields
    ------
    ResourceMap
        Each once.
    """
    for made in (PLAN, *(each for family in FAMILIES for each in family.maps)):
        yield made
        yield from (part.map for part in made.parts)


def _outline(cls: type, on: str, items: tuple[Item, ...]) -> OwnExtension:
    said = (cls.__doc__ or "").strip().partition("\n")[0]
    return OwnExtension(names.kebab(cls.__name__), f"{said} Here: what FHIR R4 has no element for.", (on,), items)


def _place(made: ResourceMap, row: Hand) -> str:
    """Say what a row's own extension stands on: the resource, or an element of some type."""
    found = kind(made.resource)
    element = None if found is None else found.elements.get(head(row.paths[0]))
    return made.resource if element is None or element.type == "Extension" else element.type


def _items(made: ResourceMap) -> tuple[Item, ...]:
    """Outline what may stand in the own extension: what no row carries, and what a row may have no place for."""
    own = set(made.own_fields)
    # A row by hand may decline; what a part that is not written would say stands here too.
    may_decline = {field for row in made.rows if isinstance(row, Hand) for field in row.fields}
    may_decline |= {field for part in made.parts if part.field is None for row in part.map.rows for field in row.fields}
    if made.carries is not None:
        may_decline &= own
    found = outlined(made.record)
    items = tuple(
        each if each.name in own else attrs.evolve(each, least=0) for each in found if each.name in own | may_decline
    )
    if made.identified is None:
        items = (Item("id", ("id",), "The id of the record.", least=1), *items)
    return items


def _joined(known: OwnExtension, made: ResourceMap, items: tuple[Item, ...]) -> OwnExtension:
    """Join what two resources of one record class say: what only one of them must say may be missing."""
    least = {each.name: each.least for each in items}
    found = {each.name: attrs.evolve(each, least=min(each.least, least.get(each.name, 0))) for each in known.items}
    for each in items:
        found.setdefault(each.name, attrs.evolve(each, least=0))
    on = known.on if made.resource in known.on else (*known.on, made.resource)
    return attrs.evolve(known, on=on, items=tuple(found.values()))
