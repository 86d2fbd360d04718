"""Codes of ours as CodeableConcepts, with the codes of others beside them where others have one."""

# Documents of every record pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from collabcare.interchange.fhir.engine import names
from collabcare.interchange.fhir.engine.places import members, peek, prune, put
from collabcare.interchange.fhir.engine.strings import put_string, take_string

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from collabcare.interchange.fhir.engine.contexts import In, Out

__all__ = ["Concept", "coded", "take_coding"]

Doc = dict[str, Any]

_CODED = ("system", "code")


def coded(out: Out, system: str, code: str, *theirs: str) -> Any:
    """Give a CodeableConcept of one code of ours; before it may come system and code of others."""
    return out.again(_concept, out.base, system, code, *theirs)


def _concept(base: str, system: str, code: str, *theirs: str) -> Doc:
    return {"coding": _codings(*theirs, names.system(base, system), code)}


def _codings(*said: str) -> list[Doc]:
    """Give codes, each after its system."""
    return [{"system": system, "code": code} for system, code in zip(said[::2], said[1::2], strict=True)]


def take_coding(concept: Any, system: str, into: In, known: Container[str] | None = None) -> str | None:
    """Take a code of one system of ours out of a CodeableConcept; what else it says stays."""
    codings = concept.get("coding") if type(concept) is dict else None
    if type(codings) is not list:
        return None
    ours = into.system(system)
    for position, each in enumerate(codings):
        if type(each) is not dict or len(each) != len(_CODED):  # with anything more, that would be lost
            continue
        url, code = each.get("system"), each.get("code")
        if type(code) is not str or (url != ours and names.system_name(url) != system):
            continue
        if known is None or code in known:
            del codings[position]
            if not codings:
                del concept["coding"]
            return code
    return None


@attrs.frozen
class Concept:
    """
    A code of ours as a CodeableConcept, one or several.

    Parameters
    ----------
    field
        The field that holds the code or codes.
    path
        Where the concept stands; with `[]` at the end it is one of several there.
    system
        Name of our code system, or the whole address of one that others keep and whose codes are ours too.
    many
        Whether the field holds several.
    other
        The field that says in words what no code says, where the code is `other`.
    also
        By our code: system and code of others that say the same, written beside ours. It is read where ours is missing
        and one of ours only is like it.
    default
        The code of a record that does not say one.
    """

    field: str
    path: str
    system: str
    many: bool = attrs.field(default=False, kw_only=True)
    other: str | None = attrs.field(default=None, kw_only=True)
    also: Mapping[str, tuple[str, str]] = attrs.field(factory=dict, kw_only=True)
    default: str | None = attrs.field(default=None, kw_only=True)
    note: str = attrs.field(default="", kw_only=True)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it carries."""
        return (self.field,) if self.other is None else (self.field, self.other)

    @property
    def paths(self) -> tuple[str, ...]:
        """Where it stands."""
        return (self.path,)

    @property
    def _listed(self) -> bool:
        return self.many or self.path.endswith("[]")

    def write(self, doc: Doc, resource: Doc, out: Out) -> None:
        """Write it."""
        value = doc.get(self.field, self.default)
        if value is None:
            return
        if not self.many:
            put(resource, self.path, self._concept(value, doc, out))
            return
        path = self.path.removesuffix("[]") + "[]"
        for each in value:
            put(resource, path, self._concept(each, doc, out))

    def _concept(self, code: str, doc: Doc, out: Out) -> Doc:
        system = self.system if ":" in self.system else out.system(self.system)
        concept: Doc = {"coding": out.again(_codings, system, code, *self.also.get(code, ()))}
        if self.other is not None and code == "other" and self.other in doc:
            put_string(concept, "text", doc[self.other], out.base)
        return concept

    def read(self, resource: Doc, doc: Doc, into: In) -> None:
        """Take it."""
        found = peek(resource, self.path)
        if found is None:
            return
        if type(found) is dict and len(found) == 1 and not self.many:
            # The usual case by itself: a code of ours, and nothing else.
            codings = found.get("coding")
            only = type(codings) is list and len(codings) == 1
            code = take_coding(found, self.system, into) if only else None
            if code is not None:
                if code != self.default:
                    doc[self.field] = code
                prune(resource, self.path)
                return
        self._read_any(resource, doc)

    def _read_any(self, resource: Doc, doc: Doc) -> None:
        concepts = members(resource, self.path) if self._listed else [peek(resource, self.path)]
        codes = []
        for each in concepts:
            code = self._taken(each)
            if code is None:
                continue
            codes.append(code)
            words = take_string(each, "text") if self.other is not None and code == "other" else None
            if words is not None and self.other is not None:
                doc[self.other] = words
            if not self.many:
                break
        if codes and codes[0] != self.default:
            doc[self.field] = codes if self.many else codes[0]
        if self._listed:
            concepts[:] = [each for each in concepts if each]
        prune(resource, self.path.removesuffix("[]"))

    def _taken(self, concept: Any) -> str | None:
        codings = concept.get("coding") if isinstance(concept, dict) else None
        if not isinstance(codings, list):
            return None
        code = next((each["code"] for each in codings if self._is_ours(each)), None)
        if code is None:
            there = {(each.get("system"), each.get("code")) for each in codings if _is_code(each)}
            like = [ours for ours, theirs in self.also.items() if theirs in there]
            code = like[0] if len(like) == 1 else None
        if code is None:
            return None
        taken = False
        for each in codings:
            if self._is_ours(each) and each["code"] == code and not taken:
                taken = True
            elif not (_is_code(each) and (each.get("system"), each["code"]) == self.also.get(code)):
                continue
            each.pop("system", None)
            del each["code"]
        codings[:] = [each for each in codings if each]
        if not codings:
            del concept["coding"]
        return code

    def _is_ours(self, coding: Any) -> bool:
        if not _is_code(coding):
            return False
        system = coding.get("system")
        return system == self.system if ":" in self.system else names.system_name(system) == self.system


def _is_code(coding: Any) -> bool:
    return (
        isinstance(coding, dict)
        and isinstance(coding.get("code"), str)
        and isinstance(coding.get("system"), str | None)
    )
