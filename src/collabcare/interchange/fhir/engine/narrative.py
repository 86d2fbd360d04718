"""The narrative of a resource: a few escaped words for a person, who may see nothing else of it."""

# Documents of every record pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import html
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from collabcare._record.declare import FieldSpec, specs
from collabcare.interchange.fhir.engine import names
from collabcare.interchange.fhir.engine.strings import in_default

if TYPE_CHECKING:
    from collabcare.interchange.fhir.engine.contexts import Out

__all__ = ["narrative"]

_LONGEST = 400
_MOST = 10
# What XML 1.0 has no place for.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def narrative(record: type, doc: dict[str, Any], out: Out, title: str | None, tells: tuple[str, ...] = ()) -> Any:
    """Say what kind of record it is, its title, and what it `tells`; the rest stands in the resource."""
    kind = _kind(record)
    if title is None and not tells:
        return out.again(_generated, f"<p>{kind}</p>")
    words = _words(doc[title]) if title in doc else ""
    told = [f"<p>{kind}{': ' if words.strip() else ''}{_shown(words)}</p>"]
    known = _by_name(record)
    told += [
        f"<p>{name.replace('_', ' ').capitalize()}: {_shown(said)}</p>"
        for name in tells
        if name in doc and (said := _said(known[name], doc[name], out)).strip()
    ]
    return _generated("".join(told))


def _generated(told: str) -> dict[str, str]:
    return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{told}</div>'}


@cache
def _kind(record: type) -> str:
    return names.kebab(record.__name__).replace("-", " ").capitalize()


@cache
def _by_name(record: type) -> dict[str, FieldSpec]:
    return {each.name: each for each in specs(record)}


def _said(spec: FieldSpec, value: Any, out: Out) -> str:
    values = value if isinstance(value, list) else [value]
    if spec.leaf.__name__ == "Participant":
        values = [each["id"] for each in values]
    if spec.leaf.__name__ == "Participant" or "Participant" in spec.about.refers:
        values = [out.called[each] for each in values if each in out.called]
    shown = ", ".join(_words(each) for each in values[:_MOST])
    return shown if len(values) <= _MOST else f"{shown} …"


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return in_default(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _shown(words: str) -> str:
    short = words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
    return html.escape(_NOT_XML.sub("\ufffd", short))
