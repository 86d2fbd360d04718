"""A FHIR server made of a few lines, to be asked through httpx.MockTransport: what it was asked, and canned answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

import httpx

BASE = "https://fhir.example/R4"
Answering = Callable[[httpx.Request], httpx.Response]


def bundle(*resources: dict[str, Any], next_page: str | None = None, **more: Any) -> dict[str, Any]:
    """Make a page of a search."""
    link = [] if next_page is None else [{"relation": "self", "url": "x"}, {"relation": "next", "url": next_page}]
    entries = [{"resource": each} for each in resources]
    return {"resourceType": "Bundle", "type": "searchset", "link": link, "entry": entries} | more


class Script:
    """Answers one request after the other as it was told, and remembers them."""

    def __init__(self, answers: Iterable[httpx.Response | Exception | Answering]) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, httpx.Response) else answer(request)

    @property
    def asked(self) -> list[str]:
        """Say what was asked, without the address of the server."""
        return [f"{each.method} {str(each.url).removeprefix(BASE)}" for each in self.requests]


class Store:
    """Answers from resources by type: searches give all of the type, one page after the other."""

    def __init__(self, *resources: dict[str, Any], page: int = 100) -> None:
        self.resources = resources
        self.page = page
        self.asked: list[tuple[str, dict[str, str]]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/R4/")
        parameters = dict(request.url.params)
        self.asked.append((path, parameters))
        resource_type, _, resource_id = path.partition("/")
        found = [each for each in self.resources if each["resourceType"] == resource_type]
        if resource_id:
            found = [each for each in found if each["id"] == resource_id]
            return httpx.Response(200, json=found[0]) if found else httpx.Response(404)
        if "_id" in parameters:
            found = [each for each in found if each["id"] in parameters["_id"].split(",")]
        start = int(parameters.get("from", "0"))
        more = start + self.page < len(found)
        rest = str(request.url.copy_merge_params({"from": str(start + self.page)})) if more else None
        return httpx.Response(200, json=bundle(*found[start : start + self.page], next_page=rest, total=len(found)))


def sent(request: httpx.Request) -> Any:
    """Give the JSON that a request carries."""
    return json.loads(request.content)
