"""What a row of the FHIR mapping does, in the words of the reference page."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from itertools import chain

from collabcare.interchange.fhir.engine.concepts import Concept
from collabcare.interchange.fhir.engine.derived import Derived
from collabcare.interchange.fhir.engine.rows import Code, Constant, Day, Hand, Reference, Row, Words, WordsIn


def cell(text: str) -> str:
    """Put text into a cell of a Markdown table."""
    return re.sub(r"\s+", " ", text).replace("|", "\\|")


def code_words(names: tuple[str, ...] | list[str]) -> str:
    """List names as code."""
    return ", ".join(f"`{each}`" for each in names)


def how(row: Row) -> str:
    """Say how a row writes and reads."""
    if isinstance(row, Constant):
        said = "always so" if not row.us_core else "with `us_core=True`"
        codes = ", ".join(f"`{each}`" for each in _codes(row.value))
        said = f"{said}: {codes}" if codes else said
    elif isinstance(row, Derived):
        said = "written only, as it follows from the rest"
    elif isinstance(row, Hand):
        said = "" if row.note else "in both directions"
    elif isinstance(row, Code | Concept | Words | WordsIn | Day):
        said = understood(row)
    else:
        doc = (inspect.getdoc(type(row)) or "").partition("\n")[0].rstrip(".")
        said = doc[:1].lower() + doc[1:]
    if isinstance(row, Reference):
        said = f"{'references' if row.many else 'a reference'} to: {', '.join(row.to)}"
    return "; ".join(each for each in (said, row.note.rstrip(".")) if each)


def understood(row: Code | Concept | Words | WordsIn | Day) -> str:
    """Say which values a row writes and reads."""
    if isinstance(row, Code):
        return ", ".join(_pair(each.value, row.written(each.value)) for each in row.codes)
    if isinstance(row, Concept):
        ours = f"`{row.system}`" if ":" in row.system else f"our `collabcare-{row.system}`"
        also = list(dict.fromkeys(code for _, code in row.also.values()))
        several = "codes of" if row.many else "a code of"
        said = f"{several} {ours}; beside it HL7's {code_words(also)}" if also else f"{several} {ours}"
        return f"{said}; as `text` what no code says" if row.other is not None else said
    if isinstance(row, Day):
        return "a day"
    return "words, with their translations" if isinstance(row, WordsIn) else "words"


def _pair(ours: str, theirs: str) -> str:
    return f"`{ours}`" if ours == theirs else f"`{ours}` as `{theirs}`"


def _codes(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if "code" in value:
            yield value["code"]
        else:
            yield from chain.from_iterable(map(_codes, value.values()))
    elif isinstance(value, list):
        yield from chain.from_iterable(map(_codes, value))
    elif isinstance(value, str):
        yield value
