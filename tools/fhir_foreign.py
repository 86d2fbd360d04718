"""The part of the FHIR page on resources that others wrote: made from what their readers declare and are shown."""

from __future__ import annotations

from collections.abc import Iterator

from collabcare.interchange.fhir.engine.concepts import Concept
from collabcare.interchange.fhir.engine.rows import Code, Hand, Row, Subject, WordsIn
from collabcare.interchange.fhir.importing.foreign.elements_read import Reads
from collabcare.interchange.fhir.importing.foreign.reading import READS
from collabcare.interchange.fhir.left_out import LeftOutReason, usual_reason
from collabcare.interchange.fhir.r4.elements import Element, kind
from tools.fhir_rows import cell, code_words, how

_PARTS = {
    "Reference": ("reference", "identifier", "type"),
    "CodeableConcept": ("coding.system", "coding.code"),
    "Coding": ("system", "code"),
    "Quantity": ("value", "unit", "system", "code"),
}
"""What is read of a value of a data type, unless more is said."""

_EVERYWHERE = ("id", "meta", "implicitRules", "language", "text", "contained", "extension", "modifierExtension")
_IN_PARTS = ("id", "extension", "modifierExtension")

_OPENING = """
## Resources that others wrote

The same rows read them where they can; where others say the same in another way, that is read too. Nothing is made
up: a request without a schedule is no home practice, and no word is guessed. What is read, type by type:

| resource | becomes, or adds to |
| --- | --- |
"""

_GENERAL = """
Resources of any other type are left out whole (`no-record`); so is one that was entered by mistake
(`entered-in-error`), and one in which something may turn its meaning round (`modifier`). Of every resource that is
read:

- `id` becomes the id of the record, or leads to it, and `language` says in which language its words are.
- `text` that was generated says nothing that the elements do not say, and is not counted; any other is `narrative`.
- Of a reference `reference`, `identifier` and `type` are read; of a Coding `system` and `code`; of a Quantity `value`,
  `unit`, `system` and `code`. The rest of such a value is `repeats` when what it goes with was carried, and `no-place`
  otherwise.
- `contained` resources are read each as a resource. `meta` is `keeping`; an extension that no row names is `extension`.
- What is read but not understood stands in `left_out` too; so do a birth date of which only the year is carried, and
  the address of a questionnaire (`in-part`).

How a Bundle is to be carried out (`request`) is not kept, but for a plain PUT such as ours.
"""


def others() -> Iterator[str]:
    """Give the section, line by line."""
    yield from _OPENING.rstrip().splitlines()
    for each in READS:
        yield f"| [{each.resource}](#{each.resource.lower()}-of-others) | {each.record} |"
    yield from _GENERAL.splitlines()
    for each in READS:
        yield from _type(each)
    yield from ("", "### Reasons", "", "Each value that is not carried stands in `left_out` with one of these:", "")
    yield from ("| reason | meaning |", "| --- | --- |")
    yield from (f"| `{each.value}` | {cell(each.definition)} |" for each in LeftOutReason)


def _type(reads: Reads) -> Iterator[str]:
    yield from ("", f"### {reads.resource} of others", "", reads.when, "")
    yield from ("| FHIR | field | how |", "| --- | --- | --- |")
    said = {each.path for each in reads.taken}
    for row in reads.rows:
        if said.isdisjoint(row.paths):
            paths = code_words([f"{reads.resource}.{each}" for each in row.paths])
            fields = "the child" if isinstance(row, Subject) else code_words(row.fields)
            yield f"| {paths} | {fields} | {cell(_reading(row))} |"
    for each in reads.taken:
        note = "; of it ".join(part for part in (each.note, code_words(each.parts)) if part)
        fields = code_words(each.field.split(", ")) if each.field else ""
        yield f"| `{reads.resource}.{each.path}` | {fields} | {cell(note)} |"
    said = "; ".join(f"`{reason.value}`: {code_words(paths)}" for reason, paths in unread(reads).items())
    yield from ("", f"Not read, and so left out as {said}.")


def _reading(row: Row) -> str:
    """Say which values a row reads."""
    if isinstance(row, Subject):
        return ""
    if isinstance(row, Code):
        codes = [row.written(each.value) for each in row.codes]
        return code_words([each for each in codes if each != "entered-in-error"])
    return how(row).replace("; beside it HL7's", ", or HL7's")


def read(reads: Reads) -> tuple[str, ...]:
    """
    Name every element of a type that is read, down to its values.

    Parameters
    ----------
    reads
        What is declared of the type.

    Returns
    -------
    tuple of str
        Paths below the resource, without `[]`; everything below one of them is read too.
    """
    paths: list[str] = []
    for each in reads.taken:
        paths += [f"{each.path}.{part}" for part in each.parts] or [each.path]
        paths += [_beside(each.path)] if each.translated else []
    said = {each.path for each in reads.taken}
    for row in reads.rows:
        if not said.isdisjoint(row.paths):
            continue
        paths += row.elements if isinstance(row, Hand) and row.elements else row.paths
        if isinstance(row, Concept) and row.other is not None:
            paths.append(f"{row.path}.text")
        if isinstance(row, WordsIn):
            paths.append(_beside(row.path))
    found = [leaf for each in paths for leaf in _leaves(reads.resource, each.replace("[]", ""))]
    return tuple(dict.fromkeys(found))


def _leaves(resource: str, path: str) -> Iterator[str]:
    if path.startswith("extension("):
        yield "extension"
        return
    if "_" in path:
        yield path
        return
    element = _element(resource, path)
    yield from (f"{path}.{each}" for each in _PARTS[element.type]) if element.type in _PARTS else (path,)


def _beside(path: str) -> str:
    """Give the path of what stands beside words: their translations."""
    above, _, last = path.rpartition(".")
    return f"{above}._{last}" if above else f"_{last}"


def _element(resource: str, path: str) -> Element:
    """Find an element; a path that R4 does not know is a defect."""
    type_name, found = resource, None
    for step in path.split("."):
        known = kind(type_name)
        if known is None or step not in known.elements:
            raise LookupError(f"{resource}.{path}")
        found = known.elements[step]
        type_name = found.type
    if found is None:
        raise LookupError(resource)
    return found


def unread(reads: Reads) -> dict[LeftOutReason, list[str]]:
    """
    Name every element of a type in R4 that is not read.

    Parameters
    ----------
    reads
        What is declared of the type.

    Returns
    -------
    dict
        Paths below the resource, by the reason that they are left out with; a choice once, such as `value[x]`.
    """
    found: dict[LeftOutReason, list[str]] = {}
    for path, reason in _unread(reads, reads.resource, "", None):
        found.setdefault(reason or LeftOutReason.NO_PLACE, []).append(path)
    return found


def _unread(
    reads: Reads, type_name: str, within: str, above: LeftOutReason | None
) -> Iterator[tuple[str, LeftOutReason | None]]:
    known, declared = kind(type_name), read(reads)
    if known is None:
        raise LookupError(type_name)
    choices: dict[str, LeftOutReason | None] = {}
    partly: set[str] = set()
    for name, element in known.elements.items():
        path = f"{within}{name}"
        # Items within items are read like those around them.
        if name in (_IN_PARTS if within else _EVERYWHERE) or (name == "item" and within):
            continue
        reason = above or reads.reasons.get(path) or usual_reason(type_name, name)
        if any(each == path or each.startswith(path + ".") for each in declared):
            partly.add(element.choice or name)
            # A part of a resource is gone through; of a data type, what is read is told once for all.
            if path not in declared and "." in element.type:
                yield from _unread(reads, element.type, f"{path}.", reason)
        elif element.choice:
            choices[f"{within}{element.choice}"] = reason
        else:
            yield path, reason
    for path, reason in choices.items():
        yield (f"{path} (other types)" if path.removeprefix(within) in partly else path), reason
