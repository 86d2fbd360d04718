"""What is asked of a server to read: one resource, a search, a history, or all that it has of one child."""

# JSON of any shape passes through here, so the types of its values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode, urljoin

import attrs

from collabcare.errors import FhirServerError
from collabcare.interchange.fhir.client.answers import REFERENCE, Json, listed, object_of, resource_in, succeeded
from collabcare.interchange.fhir.client.exchange import Answer, Found, Reply, Request, Steps, exchange
from collabcare.interchange.fhir.client.settings import Limits, Retries, checked_id, checked_type

__all__ = ["Reader"]

ACCEPT = {"Accept": "application/fhir+json", "Accept-Encoding": "gzip"}
# A server that does not know a parameter must say so, and not answer without it.
_STRICT = {**ACCEPT, "Prefer": "handling=strict"}

# What one child's plan and journal are made of, and the parameter of each type that names the child.
_OF_A_CHILD = {
    "RelatedPerson": "patient",
    "CareTeam": "patient",
    "CarePlan": "patient",
    "Goal": "patient",
    "Condition": "patient",
    "ServiceRequest": "patient",
    "Observation": "patient",
    "Task": "patient",
    "Appointment": "patient",
    "Encounter": "patient",
    "Communication": "patient",
    "CommunicationRequest": "patient",
    "QuestionnaireResponse": "patient",
}
# Who signed what: found by what was signed, since a server finds a signature by its child only if the child was.
_SIGNED = ("CarePlan", "Goal", "ServiceRequest")
# Who is named in all that. A role names a person and an organization, so it comes first.
_NAMED = ("PractitionerRole", "Practitioner", "Organization")
_IDS_A_QUESTION = 40
_NEXT = re.compile(r"[!-~]{1,8000}")


@attrs.define
class _Allowance:
    """What is left of the limits of one question."""

    pages: int
    total_bytes: int

    def take(self, answer: Answer) -> None:
        self.pages -= 1
        self.total_bytes -= len(answer.content)
        if self.pages < 0 or self.total_bytes < 0:
            raise FhirServerError("too-large")


@attrs.frozen(kw_only=True)
class Reader:
    """The questions to one server, as steps."""

    base_url: str
    retries: Retries
    limits: Limits
    draw: Callable[[], float]

    def read(self, resource_type: str, resource_id: str, version: str | None = None) -> Steps[Json]:
        """Ask for one resource, as it is or as it was in a version."""
        path = f"{checked_type(resource_type)}/{checked_id(resource_id)}"
        if version is not None:
            path += f"/_history/{checked_id(version, 'version')}"
        answer = yield from self._asked(Request(method="GET", url=f"{self.base_url}/{path}", headers=ACCEPT))
        found = resource_in(answer, resource_type)
        if found.get("id") != resource_id:
            raise FhirServerError("unreadable", answer.status)
        return found

    def search(self, resource_type: str, parameters: Mapping[str, str | Sequence[str]]) -> Steps[None]:
        """Find the resources of one type that match."""
        yield from self._searched(resource_type, parameters, self._allowance())

    def history(self, resource_type: str, resource_id: str) -> Steps[None]:
        """Find the versions of one resource, the newest first."""
        path = f"{checked_type(resource_type)}/{checked_id(resource_id)}/_history"
        allowance = self._allowance()
        yield from self._pages(path, {"_count": str(self.limits.page_size)}, allowance, complete=False)

    def pull(self, child: str) -> Steps[None]:
        """Find all that the server has of one child: the child, what names it, and who is named in that."""
        patient = yield from self.read("Patient", child)
        pulled = _Pulled(self.base_url, self._allowance())
        pulled.takes(patient, "Patient", {f"Patient/{child}"})
        yield Found(patient)
        for resource_type, parameter in _OF_A_CHILD.items():
            yield from self._about(resource_type, parameter, [f"Patient/{child}"], pulled)
        for some in _some(pulled.taken(_SIGNED)):
            yield from self._about("Provenance", "target", some, pulled)
        for resource_type in _NAMED:
            for some in _some(pulled.named(resource_type)):
                yield from self._about(resource_type, "_id", some, pulled)
            if resource_type == "Practitioner":
                # What somebody is in the clinic stands in a role that names the person, not the other way round.
                for some in _some(pulled.taken(["Practitioner"])):
                    yield from self._about("PractitionerRole", "practitioner", some, pulled)

    def _about(self, resource_type: str, parameter: str, about: Sequence[str], pulled: _Pulled) -> Steps[None]:
        """Find the resources of a type that name one of these references, or are one of these."""
        values = [each.partition("/")[2] for each in about] if parameter == "_id" else about
        steps = self._searched(resource_type, {parameter: ",".join(values)}, pulled.allowance)
        reply: Reply = None
        while True:
            try:
                step = steps.send(reply)
            except StopIteration:
                return
            if not isinstance(step, Found) or pulled.takes(step.resource, resource_type, set(about)):
                reply = yield step
            else:
                reply = None

    def _allowance(self) -> _Allowance:
        return _Allowance(self.limits.pages, self.limits.total_bytes)

    def _asked(self, request: Request) -> Steps[Answer]:
        answer = yield from exchange(request, self.retries, self.draw)
        return succeeded(request, answer)

    def _searched(
        self, resource_type: str, parameters: Mapping[str, str | Sequence[str]], allowance: _Allowance
    ) -> Steps[None]:
        asked = {"_count": str(self.limits.page_size), **parameters}
        complete = not {"_count", "_summary", "_total"} & set(parameters)
        yield from self._pages(checked_type(resource_type), asked, allowance, complete=complete)

    def _pages(
        self, path: str, parameters: Mapping[str, str | Sequence[str]], allowance: _Allowance, *, complete: bool
    ) -> Steps[None]:
        """Read page after page; with `complete`, refuse a first page that has too little and leads nowhere."""
        url: str | None = f"{self.base_url}/{path}?{urlencode(parameters, doseq=True)}"
        seen: set[str] = set()
        while url is not None:
            if url in seen:
                raise FhirServerError("foreign-page")
            seen.add(url)
            answer = yield from self._asked(Request(method="GET", url=url, headers=_STRICT))
            allowance.take(answer)
            page = resource_in(answer, "Bundle")
            entries = list(listed(page.get("entry")))
            url = self._next(page)
            matches = sum(_mode(each) == "match" for each in entries)
            total = page.get("total")
            if complete and url is None and len(seen) == 1 and isinstance(total, int) and total > matches:
                raise FhirServerError("incomplete", answer.status)
            for each in entries:
                resource = each.get("resource")
                if isinstance(resource, dict) and _mode(each) != "outcome":
                    yield Found(resource)

    def _next(self, page: Json) -> str | None:
        """Give the address of the next page; whoever sends it checks that it is on the same server."""
        for link in listed(page.get("link")):
            if link.get("relation") == "next":
                address = _joined(f"{self.base_url}/", link.get("url"))
                if address is None:
                    raise FhirServerError("foreign-page")
                return address
        return None


def _joined(base: str, address: Any) -> str | None:
    """Complete an address that a server gives; `None` when it is none."""
    if not isinstance(address, str) or not _NEXT.fullmatch(address):
        return None
    try:
        return urljoin(base, address)
    except ValueError:
        return None


def _mode(entry: Json) -> object:
    """Say why an entry is on a page: it matches, it was included with one that does, or it is a remark."""
    return object_of(entry.get("search")).get("mode", "match")


def references(resource: Json, base_url: str) -> set[str]:
    """Give all that a resource refers to on this server, as Type/id."""
    found: set[str] = set()
    todo: list[Any] = [resource]
    while todo:
        value = todo.pop()
        if isinstance(value, dict):
            reference = value.get("reference")
            if isinstance(reference, str):
                relative = reference.removeprefix(f"{base_url}/")
                match = REFERENCE.fullmatch(relative)
                if match and not relative.startswith("/"):
                    found.add(f"{match[1]}/{match[2]}")
            todo.extend(value.values())
        elif isinstance(value, list):
            todo.extend(value)
    return found


class _Pulled:
    """What was found of one child so far: which resources, and whom they name."""

    def __init__(self, base_url: str, allowance: _Allowance) -> None:
        self.allowance = allowance
        self._base_url = base_url
        self._taken: set[str] = set()
        self._named: set[str] = set()

    def takes(self, resource: Json, resource_type: str, about: set[str]) -> bool:
        """Take a resource in; say no to one that is here already or was not asked for, and refuse another child's."""
        own = f"{resource_type}/{resource.get('id')}"
        if resource.get("resourceType") != resource_type or own in self._taken:
            return False
        named = references(resource, self._base_url)
        if not about & (named | {own}):
            raise FhirServerError("other-child")
        self._taken.add(own)
        self._named |= named
        return True

    def taken(self, resource_types: Iterable[str]) -> list[str]:
        """Give what was taken of some types."""
        return [each for each in sorted(self._taken) if each.partition("/")[0] in resource_types]

    def named(self, resource_type: str) -> list[str]:
        """Give what was named of one type."""
        return [each for each in sorted(self._named) if each.partition("/")[0] == resource_type]


def _some(given: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(given), _IDS_A_QUESTION):
        yield given[start : start + _IDS_A_QUESTION]
