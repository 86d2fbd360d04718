"""Rows for fields that an extension of others has a place for: HL7 defined it, and it is theirs that is written."""

# Documents of every record pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from collabcare.interchange.fhir.engine.places import settle
from collabcare.interchange.fhir.engine.rows import names_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collabcare.interchange.fhir.engine.contexts import In, Out

__all__ = ["ExtensionFlag", "ExtensionReferences"]

Doc = dict[str, Any]


@attrs.frozen
class _InExtension:
    """A field and the address of the extension that holds it."""

    field: str
    url: str
    note: str = attrs.field(default="", kw_only=True)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it carries."""
        return (self.field,)

    @property
    def paths(self) -> tuple[str, ...]:
        """Where it stands."""
        return (f"extension({self.url})",)

    def _found(self, resource: Doc) -> Iterator[Doc]:
        extensions = resource.get("extension")
        for each in extensions if isinstance(extensions, list) else ():
            if isinstance(each, dict) and each.get("url") == self.url:
                yield each


@attrs.frozen
class ExtensionFlag(_InExtension):
    """True or false; what is not said is false."""

    def write(self, doc: Doc, resource: Doc, out: Out) -> None:  # noqa: ARG002 -- each row gets it
        """Write it."""
        if self.field in doc:
            resource.setdefault("extension", []).append({"url": self.url, "valueBoolean": doc[self.field]})

    def read(self, resource: Doc, doc: Doc, into: In) -> None:  # noqa: ARG002 -- each row gets it
        """Take it."""
        for each in self._found(resource):
            if isinstance(each.get("valueBoolean"), bool):
                if each.pop("valueBoolean"):
                    doc[self.field] = True
                settle(resource)
                return


@attrs.frozen
class ExtensionReferences(_InExtension):
    """References to other records, one in each extension."""

    to: tuple[str, ...] = attrs.field(converter=names_of)

    def write(self, doc: Doc, resource: Doc, out: Out) -> None:
        """Write it."""
        for each in doc.get(self.field, ()):
            reference = out.reference(self.to, each)
            if reference is not None:
                resource.setdefault("extension", []).append({"url": self.url, "valueReference": reference})

    def read(self, resource: Doc, doc: Doc, into: In) -> None:
        """Take it."""
        ids = []
        for each in self._found(resource):
            record_id = into.record_id(each.get("valueReference"), self.to)
            if record_id is None:
                into.refuse("extension", "unresolved")
                continue
            ids.append(record_id)
            for key in ("reference", "type", "identifier"):
                each["valueReference"].pop(key, None)
            if not each["valueReference"]:
                del each["valueReference"]
        if ids:
            doc[self.field] = ids
            settle(resource)
