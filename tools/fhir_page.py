"""The reference page of FHIR: made from the mapping that is run, so that it says what is done."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from collabcare._record.declare import specs
from collabcare.interchange.fhir.engine.outline import Item
from collabcare.interchange.fhir.engine.places import head
from collabcare.interchange.fhir.engine.resources import ResourceMap
from collabcare.interchange.fhir.mapping.engagement_score import ELEMENTS
from collabcare.interchange.fhir.mapping.families import FAMILIES, PLAN
from collabcare.interchange.fhir.mapping.own_codes import own_codes
from collabcare.interchange.fhir.mapping.own_extensions import maps, own_extensions
from collabcare.interchange.fhir.r4.elements import kind
from tools.fhir_foreign import others
from tools.fhir_rows import cell, code_words, how

_OPENING = """# FHIR R4

How plans and journals stand in FHIR R4 (4.0.1), field by field, and what of FHIR is read.

<!-- Made by `python -m tools.generate` from the mapping in `src/collabcare/interchange/fhir/mapping`. -->

`to_fhir` writes a Bundle, `from_fhir` reads one; both run the same rows, which are shown here. A field of ours that R4
has no element for stands in an extension of ours, so that nothing is lost between two systems that use this library.
Whatever a reader does not carry it names in `left_out`, with its place and a reason.

```python
>>> from collabcare import example
>>> from collabcare.interchange.fhir import from_fhir, to_fhir
>>> plan, journal = example("late-talker")
>>> bundle = to_fhir(plan, journal, base_url="https://clinic.example/fhir/")
>>> read = from_fhir(bundle, timezone="Europe/Madrid")
>>> (read.plan == plan, read.journal == journal, read.left_out)
(True, True, ())

```

`write_fhir` gives bytes, and `from_fhir` takes a path, bytes or resources, ours or those
[that others wrote](#resources-that-others-wrote). `from_fhir_bulk` reads exports of many children, `check_fhir` finds
problems of FHIR content. The same on the [command line](command-line.md#fhir), and with
[a server](../how-to/connect-to-a-fhir-server.md).

How to read the tables:

- **field**: the field of our [record](records.md). A row without one says what FHIR asks for.
- **FHIR**: the element, from the resource down; `[]` says that several may stand there.
- **how**: what is written and read.

Every resource has an `id` that is made from the base, the plan and the record's own id, and so is the same from save to
save; the record's own id is its `identifier`. The `text` is a narrative that is generated, and escaped. `language` says
in which language its words are; words in other languages say theirs.

## Where each record stands

| record | FHIR resource | when |
| --- | --- | --- |
"""

_NEVER = {
    ("SharedPlan", "safety_plan"): "A safety plan is never exported: it does not leave the clinic that keeps it.",
}
"""Why a field is never written, by the record class and the field; each must be here."""

_NOT_KEPT = (
    ("engagement scores", "Written as Observations and never read: a score is computed from a plan and a journal."),
    ("warnings and problems", "They are found anew in what was read."),
)

_BASE = ("implicitRules", "meta", "contained", "modifierExtension")


def fhir_page() -> str:
    """Give the page as Markdown."""
    return _OPENING + "\n".join(_lines()).rstrip() + "\n"


def _lines() -> Iterator[str]:
    every = list(maps())
    yield from _overview()
    yield from ("", "## Field by field", "")
    for each in every:
        yield from _map(each)
    yield from _score()
    yield from _unread(every)
    yield from _own()
    yield from _lost(every)
    yield from others()


def _overview() -> Iterator[str]:
    homes = [("SharedPlan", PLAN, False)]
    homes += [(family.record, made, len(family.maps) > 1) for family in FAMILIES for made in family.maps]
    for record, made, several in homes:
        yield f"| [{record}](records.md#{record.lower()}) | {_link(made)} | {_when(made, several=several)} |"
        for part in made.parts:
            named = record if part.field is None else f"{record}.{part.field}"
            yield f"| {named} | {_link(part.map)} | {_when(part.map)} |"
    yield "| EngagementScore | [Observation](#engagement-score-as-observation) | written only; one for each side |"


def _link(made: ResourceMap) -> str:
    return f"[{made.resource}](#{_title(made).lower().replace(' ', '-')})"


def _title(made: ResourceMap) -> str:
    return f"{made.name.replace('-', ' ').capitalize()} as {made.resource}"


def _when(made: ResourceMap, *, several: bool = False) -> str:
    if made.when is None:
        return "any other" if several else ""
    return (inspect.getdoc(made.when) or "").removeprefix("Tell whether ").rstrip(".")


def _map(made: ResourceMap) -> Iterator[str]:
    yield from (f"### {_title(made)}", "")
    if made.note:
        yield from (cell(made.note), "")
    yield from ("| field | FHIR | how |", "| --- | --- | --- |")
    for row in made.rows:
        fields = ", ".join(f"`{each}`" for each in row.fields)
        paths = ", ".join(f"`{made.resource}.{each}`" for each in row.paths)
        yield f"| {fields} | {cell(paths)} | {cell(how(row))} |"
    if made.form:
        yield from (f"| {code_words(made.own_fields)} | `{made.resource}.item[]` | an item each, by its `linkId` |",)
    elif made.own_fields:
        where = f"`extension(collabcare-{made.extension})`"
        yield f"| {code_words(made.own_fields)} | {where} | a part each, by its name |"
    yield ""


def _score() -> Iterator[str]:
    yield from ("### Engagement score as Observation", "")
    yield from ("Written only: a score is computed from a plan and a journal, and never read.", "")
    yield from ("| FHIR | what it says |", "| --- | --- |")
    yield from (f"| `Observation.{path}` | {cell(said)} |" for path, said in ELEMENTS.items())
    yield ""


def _unread(every: list[ResourceMap]) -> Iterator[str]:
    yield from ("## Elements of R4 that are not read", "")
    yield from (
        "These stand in no row. In a resource of ours nobody writes them; whatever stands in one that others wrote is",
        "named in `left_out`, unless the section on resources of others says that it is read.",
        f"Not read in any resource: {', '.join(f'`{each}`' for each in _BASE)}, and extensions that no row names.",
        "",
        "| resource | elements |",
        "| --- | --- |",
    )
    rows: dict[str, set[str]] = {}
    for made in every:
        found = rows.setdefault(made.resource, {"id", "text", "language", "identifier", "extension", *_BASE})
        found.update(head(path) for row in made.rows for path in row.paths)
        if made.form:
            found.add("item")
    for resource, read in sorted(rows.items()):
        known = kind(resource)
        if known is None:
            raise LookupError(resource)
        left = dict.fromkeys(element.choice or name for name, element in known.elements.items() if name not in read)
        partly = {element.choice for name, element in known.elements.items() if name in read and element.choice}
        said = [f"`{each}` (other types)" if each in partly else f"`{each}`" for each in left]
        yield f"| {resource} | {', '.join(said)} |"


def _own() -> Iterator[str]:
    yield from (
        "",
        "## What is ours",
        "",
        "An extension of ours has the address `<base>StructureDefinition/collabcare-<name>`, under the base that was",
        "given to `to_fhir`; it is recognised under any. `collabcare.interchange.fhir.definitions(base_url=...)` gives",
        "the definitions of all of them, of the code systems and of the forms, to load into a server or a validator.",
        "",
        "A part has the name of the field as its `url`, and its value in `value[x]`, of the type that stands here;",
        "several values are several parts. A part with parts in it is a record, or words in languages (`default`, and",
        "`wordings` with `language` and `words`). What each field means is told by our [records](records.md).",
        "",
        "| extension | stands on | what it says | parts |",
        "| --- | --- | --- | --- |",
    )
    for each in own_extensions():
        meaning = cell(each.meaning.removesuffix(" Here: what FHIR R4 has no element for."))
        parts = "; ".join(map(_item, each.items)) or f"its value: {' or '.join(each.types)}"
        yield f"| `collabcare-{each.name}` | {code_words(each.on)} | {meaning} | {parts} |"
    names = ", ".join(f"`collabcare-{each.name}`" for each in own_codes())
    yield from ("", f"Code systems, each with a value set of the same name: {names}.")
    forms = ", ".join(f"`collabcare-{each.name}`" for each in maps() if each.form)
    yield from ("", f"Forms (Questionnaire): {forms}. Those of instruments are never given: their wording is others'.")


def _item(item: Item) -> str:
    several = "[]" if item.many else ""
    return f"`{item.name}{several}` {'parts' if item.items else ' or '.join(item.types)}"


def _lost(every: list[ResourceMap]) -> Iterator[str]:
    yield from ("", "## What does not survive the way out and in again", "")
    yield from ("Everything else does: what was written and read again equals the original.", "")
    yield from ("| what | why |", "| --- | --- |")
    for made in every:
        placed = {family.field for family in FAMILIES}
        for field in sorted(made.never - placed):
            yield f"| `{made.record.__name__}.{field}` | {_NEVER[made.record.__name__, field]} |"
    yield from (f"| {what} | {why} |" for what, why in _NOT_KEPT)


def unmapped() -> set[str]:
    """Name the fields of mapped records that stand nowhere: there must be none."""
    found = set()
    for made in maps():
        if made.carries is not None:
            continue
        for spec in specs(made.record):
            parts = {part.field for part in made.parts}
            more = {field for part in made.parts if part.field is None for field in part.map.placed}
            if spec.name not in {*made.placed, *made.own_fields, *made.never, *parts, *more, "id"}:
                found.add(f"{made.record.__name__}.{spec.name}")
    return found
