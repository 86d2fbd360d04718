"""The addresses of extensions, code systems and identifiers: HL7's, and our own under a base that the user chooses."""

# Values of every type pass through here, so they are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import hashlib
import re
import uuid
from typing import Any

__all__ = [
    "ANY",
    "LANGUAGE",
    "LANGUAGES",
    "TRANSLATION",
    "UCUM",
    "base_of",
    "checked_base",
    "identified",
    "identifier",
    "is_own",
    "kebab",
    "own",
    "own_name",
    "resource_id",
    "system",
    "system_name",
]

LANGUAGE = "http://hl7.org/fhir/StructureDefinition/language"
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
LANGUAGES = "urn:ietf:bcp:47"
UCUM = "http://unitsofmeasure.org"

ANY = "record"
"""Names, in an identifier, a record that may be of several classes and is no resource."""

# What comes after the base; a reader knows ours by it, under whatever base.
_OWN = "StructureDefinition/collabcare-"
_IDENTIFIER = "identifier/collabcare-"
_SYSTEM = "CodeSystem/collabcare-"

# What a UUIDv5 is made of: the hash of a namespace and a name, its version, and two bits that say how it is laid out.
# It is spelt at once, as a plan has thousands of ids and `uuid.uuid5` takes three times as long.
_URLS = hashlib.sha1(uuid.NAMESPACE_URL.bytes, usedforsecurity=False)
_LAYOUT = {digit: "89ab"[int(digit, 16) % 4] for digit in "0123456789abcdef"}


_BASE = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.:\[\]-]*(?:/[A-Za-z0-9._~!$&'()*+,;=:@%-]*)*(?![\s\S])")


def checked_base(base_url: str) -> str:
    """Give the base that a user chose, with a slash at its end; one that no address can begin with fails."""
    if _BASE.match(base_url) is None:
        raise ValueError("base_url: give an address that yours begin with, such as https://clinic.example/fhir/")
    return base_url.rstrip("/") + "/"


def kebab(name: str) -> str:
    """Write the name of a class or a field with hyphens: `HomeAssignment` is `home-assignment`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|_", "-", name).lower()


def own(base: str, name: str) -> str:
    """Give the address of an extension of ours."""
    return f"{base}{_OWN}{name}"


def own_name(url: Any) -> str | None:
    """Tell which extension of ours an address names; `None` for others."""
    return _after(url, _OWN)


def is_own(url: Any, name: str) -> bool:
    """Tell whether an address names an extension of ours, under whatever base."""
    return isinstance(url, str) and url.endswith(name) and url.endswith(_OWN + name)


def system(base: str, name: str) -> str:
    """Give the address of a code system of ours."""
    return f"{base}{_SYSTEM}{name}"


def system_name(url: Any) -> str | None:
    """Tell which code system of ours an address names; `None` for others."""
    return _after(url, _SYSTEM)


def identifier(base: str, name: str, value: str) -> dict[str, str]:
    """Give the identifier that carries the id of a record of ours."""
    return {"system": f"{base}{_IDENTIFIER}{name}", "value": value}


def identified(url: Any) -> str | None:
    """Tell which kind of record of ours an identifier's system names; `None` for others."""
    return _after(url, _IDENTIFIER)


def base_of(url: str) -> str:
    """Give what an address of ours begins with: the base that the user chose."""
    for mark in (_OWN, _IDENTIFIER, _SYSTEM):
        if mark in url:
            return url.rpartition(mark)[0]
    return ""


def resource_id(base: str, plan: str, name: str, value: str) -> str:
    """Give the id of a resource: the same each time the same record of the same plan is written."""
    digest = _URLS.copy()
    digest.update(f"{base}{plan}/{name}/{value}".encode())
    spelt = digest.hexdigest()
    return f"{spelt[:8]}-{spelt[8:12]}-5{spelt[13:16]}-{_LAYOUT[spelt[16]]}{spelt[17:20]}-{spelt[20:32]}"


def _after(url: Any, mark: str) -> str | None:
    return url.rpartition(mark)[2] if isinstance(url, str) and mark in url else None
