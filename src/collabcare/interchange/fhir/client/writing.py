"""What is asked of a server to save: one resource, or many that are saved together or not at all."""

# JSON of any shape passes through here, so the types of its values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs

from collabcare.errors import FhirServerError
from collabcare.interchange.fhir.client.answers import (
    REFERENCE,
    Json,
    encoded,
    listed,
    object_in,
    object_of,
    resource_in,
    succeeded,
)
from collabcare.interchange.fhir.client.exchange import Answer, Request, Steps, exchange
from collabcare.interchange.fhir.client.reading import ACCEPT
from collabcare.interchange.fhir.client.settings import ID, Retries, checked_id, checked_type
from collabcare.interchange.fhir.client.splitting import split

__all__ = ["Stored", "Writer", "versions_of"]

_SEND = {**ACCEPT, "Content-Type": "application/fhir+json"}


@attrs.frozen
class Stored:
    """
    What a server says of one resource that it saved.

    Parameters
    ----------
    reference
        Where it is: type and id, such as `Goal/7c0a`; `None` when the server does not say.
    version
        The version that it has now, for the next `update` or `push`; `None` when the server does not say.
    status
        The status of HTTP: 201 when it is new, 200 when it was there, 204 when it was deleted.
    """

    reference: str | None
    version: str | None
    status: int


def versions_of(resources: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """
    Give the version of each resource as it was read.

    Parameters
    ----------
    resources
        Resources that came from a server, such as those of `pull`.

    Returns
    -------
    dict[str, str]
        Type and id to version, as `push` and `push_plan` take it. What has no version is left out.

    Examples
    --------
    >>> versions_of([{"resourceType": "Goal", "id": "7c0a", "meta": {"versionId": "3"}}])
    {'Goal/7c0a': '3'}
    """
    found: dict[str, str] = {}
    for each in resources:
        version = _version_in(each)
        if version is not None:
            found[f"{checked_type(each.get('resourceType'))}/{checked_id(each.get('id'))}"] = version
    return found


def _version_in(resource: Mapping[str, Any]) -> str | None:
    version = object_of(resource.get("meta")).get("versionId")
    return version if isinstance(version, str) and ID.fullmatch(version) else None


def _version_in_tag(tag: Any) -> str | None:
    """Read the version of an ETag, such as W/"3"."""
    version = tag.removeprefix("W/").strip('"') if isinstance(tag, str) else ""
    return version if ID.fullmatch(version) else None


def _tag(version: str) -> str:
    return f'W/"{checked_id(version, "version")}"'


@attrs.frozen(kw_only=True)
class Writer:
    """The orders to one server, as steps."""

    base_url: str
    retries: Retries
    draw: Callable[[], float]

    def update(self, resource: Mapping[str, Any], version: str | None) -> Steps[Stored]:
        """Save one resource; with a version, only if the server still has that one."""
        resource_type, resource_id = checked_type(resource.get("resourceType")), checked_id(resource.get("id"))
        condition = {} if version is None else {"If-Match": _tag(version)}
        request = Request(
            method="PUT",
            url=f"{self.base_url}/{resource_type}/{resource_id}",
            headers=_SEND | condition,
            content=encoded(resource),
            # After a lost answer, a second try would find its own first one, and call that a newer version.
            repeatable=version is None,
        )
        answer = succeeded(request, (yield from exchange(request, self.retries, self.draw)))
        version = _version_in_tag(answer.headers.get("etag"))
        if version is None:
            version = _version_in(object_in(answer.content) or {})
        return Stored(f"{resource_type}/{resource_id}", version, answer.status)

    def push(
        self, bundle: Mapping[str, Any], versions: Mapping[str, str], largest: int | None
    ) -> Steps[tuple[Stored, ...]]:
        """Save the entries of a transaction, all or none; with versions, only if the server still has those."""
        stored: list[Stored] = []
        for part in split(_with_conditions(bundle, versions), largest):
            stored += yield from self._pushed(part)
        return tuple(stored)

    def _pushed(self, sent: Json) -> Steps[list[Stored]]:
        request = Request(method="POST", url=self.base_url, headers=_SEND, content=encoded(sent), repeatable=False)
        answer = succeeded(request, (yield from exchange(request, self.retries, self.draw)))
        said = list(listed(resource_in(answer, "Bundle").get("entry")))
        if len(said) != len(sent["entry"]):
            raise FhirServerError("unreadable", answer.status)
        return [_stored(asked["request"], each, answer) for asked, each in zip(sent["entry"], said, strict=True)]


def _with_conditions(bundle: Mapping[str, Any], versions: Mapping[str, str]) -> Json:
    """Give the bundle with `ifMatch` where a version is known; the one that was given stays as it is."""
    entries = bundle.get("entry")
    if bundle.get("resourceType") != "Bundle" or bundle.get("type") != "transaction" or not isinstance(entries, list):
        raise ValueError("give a FHIR Bundle of the type transaction")
    if not all(isinstance(each, dict) and isinstance(each.get("request"), dict) for each in entries):
        raise ValueError("give each entry of the transaction a request")
    sent: list[Json] = []
    for each in entries:
        request: Json = each["request"]
        version = versions.get(str(request.get("url"))) if request.get("method") in {"PUT", "DELETE"} else None
        sent.append({**each, "request": {**request, "ifMatch": _tag(version)}} if version is not None else each)
    return {**bundle, "entry": sent}


def _stored(request: Json, entry: Json, answer: Answer) -> Stored:
    """Read what became of one entry."""
    response, resource = object_of(entry.get("response")), object_of(entry.get("resource"))
    status = str(response.get("status"))[:3]
    if not status.isascii() or not status.isdigit():
        raise FhirServerError("unreadable", answer.status)
    if not status.startswith("2"):
        raise FhirServerError("refused", int(status))
    location = REFERENCE.search(str(response.get("location"))) or REFERENCE.fullmatch(str(request.get("url")))
    version = _version_in_tag(response.get("etag")) or (location[3] if location else None) or _version_in(resource)
    return Stored(f"{location[1]}/{location[2]}" if location else None, version, int(status))
