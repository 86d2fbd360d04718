"""Both FHIR clients in the same words: lists in the place of iterators, and no waiting for anything."""

from __future__ import annotations

import asyncio

import httpx

from collabcare.interchange.fhir.client import AsyncFhirClient, FhirClient
from tests.lib.fhir_fake import BASE


class Waiting:
    """The client that waits; lists in the place of iterators."""

    def __init__(self, answering, base_url=BASE, **settings):
        self.waits = []
        settings = {
            "sleep": self.waits.append,
            "draw": lambda: 1.0,
            "transport": httpx.MockTransport(answering),
        } | settings
        self.client = FhirClient(base_url, **settings)

    def __getattr__(self, name):
        def call(*given, **named):
            found = getattr(self.client, name)(*given, **named)
            return list(found) if name in {"search", "history", "pull"} else found

        return call

    def __repr__(self):
        return repr(self.client)


class Awaited(Waiting):
    """The awaited client, each call in a loop of its own."""

    def __init__(self, answering, base_url=BASE, **settings):
        self.waits = []

        async def sleep(seconds):
            self.waits.append(seconds)

        settings = {"sleep": sleep, "draw": lambda: 1.0, "transport": httpx.MockTransport(answering)} | settings
        self.client = AsyncFhirClient(base_url, **settings)

    def __getattr__(self, name):
        async def run(given, named):
            found = getattr(self.client, name)(*given, **named)
            return [each async for each in found] if name in {"search", "history", "pull"} else await found

        return lambda *given, **named: asyncio.run(run(given, named))
