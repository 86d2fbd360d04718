"""Rows for codes that stand as a CodeableConcept: our own code, beside it the nearest of another code system."""

# Documents of every record pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from collabcare.interchange.fhir.engine import names
from collabcare.interchange.fhir.engine.strings import put_string, take_string

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collabcare.interchange.fhir.engine.contexts import In, Out

__all__ = ["Coded", "coded", "take_coding"]

Doc = dict[str, Any]


def coded(out: Out, system: str, code: str) -> Doc:
    """Give a CodeableConcept of one code of ours."""
    return {"coding": [{"system": out.system(system), "code": code}]}


def take_coding(concept: Any, system: str, into: In, known: Iterable[str] | None = None) -> str | None:
    """Take a code of one system of ours out of a CodeableConcept; what else it says stays."""
    codings = concept.get("coding") if type(concept) is dict else None
    if type(codings) is not list:
        return None
    ours = into.system(system)
    for position, each in enumerate(codings):
        if type(each) is not dict or len(each) != 2:  # a system and a code, nothing that would be lost
            continue
        url, code = each.get("system"), each.get("code")
        if type(code) is not str or (url != ours and names.system_name(url) != system):
            continue
        if known is not None and code not in known:
            continue
        del codings[position]
        if not codings:
            del concept["coding"]
        return code
    return None


@attrs.frozen
class Coded:
    """
    A code of ours as a CodeableConcept.

    Parameters
    ----------
    field
        The field that holds the code.
    path
        The element.
    system
        Our code system.
    many
        Whether the element may stand several times; it stands once.
    default
        The code of a record that does not say one.
    words
        The field that says in words what no code fits.
    theirs
        Another code system.
    like
        Its nearest code for each of ours; a foreign one is read where it is that of one of ours only.
    note
        For the reference page.
    """

    field: str
    path: str
    system: str
    many: bool = attrs.field(default=False, kw_only=True)
    default: str | None = attrs.field(default=None, kw_only=True)
    words: str | None = attrs.field(default=None, kw_only=True)
    theirs: str = attrs.field(default="", kw_only=True)
    like: dict[str, str] = attrs.field(factory=dict, kw_only=True)
    note: str = attrs.field(default="", kw_only=True)

    @property
    def fields(self) -> tuple[str, ...]:
        """The code, and the words beside it."""
        return (self.field,) if self.words is None else (self.field, self.words)

    @property
    def paths(self) -> tuple[str, ...]:
        """The element."""
        return (f"{self.path}[]" if self.many else self.path,)

    def write(self, doc: Doc, resource: Doc, out: Out) -> tuple[str, ...] | None:
        """Write our code first, then the nearest of theirs."""
        code = doc.get(self.field, self.default)
        if code is None:
            return None
        concept = coded(out, self.system, code)
        if code in self.like:
            concept["coding"].append({"system": self.theirs, "code": self.like[code]})
        if self.words is not None and self.words in doc:
            put_string(concept, "text", doc[self.words], out.base)
        resource[self.path] = [concept] if self.many else concept
        return None

    def read(self, resource: Doc, doc: Doc, into: In) -> None:
        """Take our code; where there is none, what theirs comes closest to."""
        found = resource.get(self.path)
        if found is None:
            return
        concept = found[0] if self.many and type(found) is list and found else found
        code = take_coding(concept, self.system, into)
        if code is not None:
            if code in self.like:
                self._take_theirs(concept, self.like[code])
        elif self.like:
            code = self._understood(concept)
        if code is None:
            return
        if code != self.default:
            doc[self.field] = code
        if not concept:
            if self.many and len(found) > 1:
                del found[0]
            else:
                del resource[self.path]
        elif self.words is not None:
            self._take_words(resource, found, concept, doc)

    def _understood(self, concept: Any) -> str | None:
        """Read a foreign code as the only one of ours that it is nearest to."""
        for their in dict.fromkeys(self.like.values()):
            ours = [each for each, like in self.like.items() if like == their]
            if len(ours) == 1 and self._take_theirs(concept, their):
                return ours[0]
        return None

    def _take_words(self, resource: Doc, found: Any, concept: Doc, doc: Doc) -> None:
        words = take_string(concept, "text")
        if words is None or self.words is None:
            return
        doc[self.words] = words
        if not concept:
            if self.many and len(found) > 1:
                del found[0]
            else:
                del resource[self.path]

    def _take_theirs(self, concept: Any, code: str) -> bool:
        codings = concept.get("coding") if type(concept) is dict else None
        if type(codings) is not list:
            return False
        for position, each in enumerate(codings):
            if each == {"system": self.theirs, "code": code}:
                del codings[position]
                if not codings:
                    del concept["coding"]
                return True
        return False
