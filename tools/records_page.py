"""The reference page of the records: made from their declarations, so that it cannot drift from them."""

from __future__ import annotations

import enum
import inspect
import re
from collections.abc import Iterator
from typing import get_args

from collabcare._record.declare import EVERYONE, FieldSpec, is_record, specs
from collabcare._record.kinds import Audience, Day, Id, Instant, Privacy
from collabcare._record.twins import header
from collabcare.journal import KINDS, Journal
from collabcare.plans import SharedPlan
from collabcare.vocabulary import Code

_PARTS = (
    ("The plan and its parts", SharedPlan, "What was agreed. A plan is one JSON document."),
    ("The journal and its events", Journal, "What happened. A journal is one JSON document, or NDJSON."),
)

_PRIVACY = {
    Privacy.PLAIN: "says nothing of a person by itself",
    Privacy.PSEUDONYM: "an id: it stands for a person or a thing, without a name",
    Privacy.DAY: "a day or an instant: several of them together may tell who it is",
    Privacy.NAME: "what a person or a home is called",
    Privacy.WORDS: "free text: it may hold anything",
}

_OPENING = """# Records

Every record and every field of plans and journals, as the code declares them.

<!-- Made by `python -m tools.generate` from the declarations of the records. -->

How to read the tables:

- **field**: its name in JSON and in Python.
- **value**: what may stand there. "list" means a JSON list, a tuple in Python. A name such as [Text](#text) is another
  record, one such as [Role](#role) a set of codes.
- **required**: whether a document must give it. Where it need not, an absent field means what is said here; without a
  word more, it means "not known" or "none".
- **privacy**: how closely it points to a person. A record has none of its own: its fields have.
- **audience**: who may see it: the clinic, the family, the child, the school.

A first and a last day both belong to what they bound. An id stands once in a document.

KINDS
| privacy | meaning |
| --- | --- |
"""

_CODES = "A code is text. A clinic's own code stands beside a set, never inside it: as `other` with text of its own."


_SHORT = {get_args(kind)[1].rule: name for name, kind in (("day", Day), ("instant", Instant), ("id", Id))}
"""The words for kinds of value that nearly every table has; the page says once what they mean in full."""


def records_page() -> str:
    """Give the page as Markdown."""
    kinds = "".join(f"- **{name}**: {rule}.\n" for rule, name in _SHORT.items())
    return _OPENING.replace("KINDS", kinds) + "\n".join(_lines()).rstrip() + "\n"


def _lines() -> Iterator[str]:
    yield from (f"| {each.value} | {meaning} |" for each, meaning in _PRIVACY.items())
    seen: dict[type, None] = {}
    codes: dict[type[Code], None] = {}
    for title, root, opening in _PARTS:
        found = [each for each in _within(root) if each not in seen]
        seen |= dict.fromkeys(found)
        codes |= dict.fromkeys(spec.leaf for each in found for spec in specs(each) if _is_codes(spec.leaf))
        yield from ("", f"## {title}", "", opening, "")
        for each in found:
            yield from _record(each)
    yield from ("## Codes", "", _CODES, "")
    for each in sorted(codes, key=lambda each: each.__name__):
        yield from _codes(each)


def _within(root: type) -> Iterator[type]:
    """Go through a record class and all that stand in it, each once, from the outside in."""
    waiting, seen = [root], {root}
    for each in waiting:
        yield each
        for spec in specs(each):
            if is_record(spec.leaf) and spec.leaf not in seen:
                seen.add(spec.leaf)
                waiting.append(spec.leaf)


def _record(cls: type) -> Iterator[str]:
    yield from (f"### {cls.__name__}", "", _prose(cls), "")
    constants = header(cls)
    if constants:
        given = " and ".join(f'`"{name}": {_json(getattr(cls, name))}`' for name, _ in constants)
        yield from (f"A document begins with {given}.", "")
    kind = next((kind for kind, (_, event) in KINDS.items() if event is cls), None)
    if kind is not None:
        yield from (f'On a line of NDJSON: `"kind": "{kind}"`.', "")
    yield from ("| field | value | required | meaning | privacy | audience |", "| --- | --- | --- | --- | --- | --- |")
    yield from map(_row, specs(cls))
    yield ""


def _row(spec: FieldSpec) -> str:
    cells = (
        f"`{spec.name}`",
        _value(spec),
        "yes" if spec.required else _default(spec.default),
        spec.about.meaning,
        "" if spec.privacy is None else spec.privacy.value,
        _audience(spec.about.audience),
    )
    return f"| {' | '.join(each.replace('|', chr(92) + '|') for each in cells)} |"


def _value(spec: FieldSpec) -> str:
    if is_record(spec.leaf) or _is_codes(spec.leaf):
        one = f"[{spec.leaf.__name__}](#{spec.leaf.__name__.lower()})"
    elif issubclass(spec.leaf, enum.Enum):
        one = f"one of: {', '.join(f'`{each.value}`' for each in spec.leaf)}"
    else:
        one = _SHORT.get(spec.bounds.rule, spec.bounds.rule)
    if spec.about.refers:
        one = f"id of: {', '.join(spec.about.refers)}"
    if spec.many is None:
        return one
    return f"list, {spec.many.rule}: {one}" if spec.many.rule else f"list: {one}"


def _default(default: object) -> str:
    if default is None or default == ():
        return "no"
    return f"no; `{default if isinstance(default, enum.Enum) else _json(default)}`"


def _json(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def _audience(audience: frozenset[Audience]) -> str:
    return "all" if audience == EVERYONE else ", ".join(each.value for each in Audience if each in audience)


def _is_codes(leaf: type) -> bool:
    return issubclass(leaf, Code)


def _codes(codes: type[Code]) -> Iterator[str]:
    with_fhir = any(each.fhir for each in codes)
    yield from (f"### {codes.__name__}", "", inspect.cleandoc(codes.__doc__ or ""), "")
    yield "| code | meaning | FHIR R4 |" if with_fhir else "| code | meaning |"
    yield "| --- | --- | --- |" if with_fhir else "| --- | --- |"
    for each in codes:
        fhir = f" {f'`{each.fhir}`' if each.fhir else ''} |" if with_fhir else ""
        yield f"| `{each.value}` | {each.definition} |{fhir}"
    yield ""


def _prose(cls: type) -> str:
    """Give a docstring up to its first section."""
    return re.split(r"\n\n[A-Z][a-z]+\n-{3,}\n", inspect.cleandoc(cls.__doc__ or ""))[0]
