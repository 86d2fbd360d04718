"""A client that is awaited. What it asks and understands is the code of the other one."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from collabcare.interchange.fhir.client.answers import Json
from collabcare.interchange.fhir.client.exchange import Failure, Found, Pause, Reply, Request, Steps
from collabcare.interchange.fhir.client.plans import imported, transaction
from collabcare.interchange.fhir.client.settings import LIMITS, RETRIES, Limits, Retries
from collabcare.interchange.fhir.client.wire import Intake, Wire
from collabcare.interchange.fhir.client.writing import Stored

if TYPE_CHECKING:
    import httpx

    from collabcare.engagement import EngagementScore
    from collabcare.interchange.fhir import Imported
    from collabcare.journal import Journal
    from collabcare.plans import SharedPlan

__all__ = ["AsyncFhirClient"]

_T = TypeVar("_T")


class AsyncFhirClient:
    """
    The same as `FhirClient`, to be awaited.

    Close it with `aclose`, or use it in an `async with` block. `search`, `history` and `pull` give what `async for`
    goes through.

    Parameters
    ----------
    base_url
        The address of the server.
    token
        An OAuth bearer token, or a function that gives one before each request; it may be awaited.
    timeout_seconds
        How long the server may stay silent.
    retries
        How often, and how long after, a request is tried again.
    limits
        How much is taken from the server.
    allow_http
        Whether an address without TLS is taken that is not of this machine.
    transport
        An `httpx.AsyncHTTPTransport`, or a stand-in for tests.
    sleep
        What waits, in seconds, and is awaited: for another loop than asyncio's, its own.
    draw
        Draws from 0 up to 1, to spread waits.

    Examples
    --------
    >>> import asyncio, httpx
    >>> def server(request):
    ...     return httpx.Response(200, json={"resourceType": "Patient", "id": "c1"})
    >>> async def look():
    ...     async with AsyncFhirClient("https://fhir.example/R4", transport=httpx.MockTransport(server)) as client:
    ...         return await client.read("Patient", "c1")
    >>> asyncio.run(look())
    {'resourceType': 'Patient', 'id': 'c1'}
    """

    def __init__(  # noqa: PLR0913 -- all but the address have a default, and are given by name
        self,
        base_url: str,
        *,
        token: str | Callable[[], str | Awaitable[str]] | None = None,
        timeout_seconds: float = 30.0,
        retries: Retries = RETRIES,
        limits: Limits = LIMITS,
        allow_http: bool = False,
        transport: httpx.AsyncBaseTransport | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        draw: Callable[[], float] | None = None,
    ) -> None:
        self._wire = Wire(
            base_url, timeout_seconds=timeout_seconds, retries=retries, limits=limits, allow_http=allow_http, draw=draw
        )
        import httpx

        self._token = token
        self._sleep = sleep
        self._transport = httpx.AsyncHTTPTransport() if transport is None else transport

    def __repr__(self) -> str:
        """Class and server, never the token."""
        return f"{type(self).__name__}({self._wire.base_url!r})"

    async def __aenter__(self) -> Self:
        """Enter an `async with` block."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        """Close the connections."""
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._transport.aclose()

    async def read(self, resource_type: str, resource_id: str, *, version: str | None = None) -> Json:
        """Read one resource: see `FhirClient.read`."""
        return await self._run(self._wire.reader.read(resource_type, resource_id, version))

    def search(
        self, resource_type: str, parameters: Mapping[str, str | Sequence[str]] | None = None
    ) -> AsyncIterator[Json]:
        """Find resources of one type, page after page: see `FhirClient.search`."""
        return self._each(self._wire.reader.search(resource_type, parameters or {}))

    def history(self, resource_type: str, resource_id: str) -> AsyncIterator[Json]:
        """Read the versions of one resource: see `FhirClient.history`."""
        return self._each(self._wire.reader.history(resource_type, resource_id))

    def pull(self, child: str) -> AsyncIterator[Json]:
        """Read what the server has of one child: see `FhirClient.pull`."""
        return self._each(self._wire.reader.pull(child))

    async def update(self, resource: Mapping[str, Any], *, version: str | None) -> Stored:
        """Save one resource, if the server still has that version: see `FhirClient.update`."""
        return await self._run(self._wire.writer.update(resource, version))

    async def push(
        self, bundle: Mapping[str, Any], *, versions: Mapping[str, str] | None = None, largest: int | None = None
    ) -> tuple[Stored, ...]:
        """Save the entries of a transaction, all or none: see `FhirClient.push`."""
        return await self._run(self._wire.writer.push(bundle, versions or {}, largest))

    async def pull_plan(self, child: str, *, timezone: str) -> Imported:
        """Read a child's plan and journal from the server: see `FhirClient.pull_plan`."""
        return imported([each async for each in self.pull(child)], timezone)

    async def push_plan(  # noqa: PLR0913 -- the same as to_fhir, and three more by name
        self,
        plan: SharedPlan,
        journal: Journal | None = None,
        scores: Sequence[EngagementScore] = (),
        *,
        base_url: str,
        us_core: bool = False,
        versions: Mapping[str, str] | None = None,
        largest: int | None = None,
    ) -> tuple[Stored, ...]:
        """Save a plan, a journal and scores on the server, all or nothing: see `FhirClient.push_plan`."""
        made = transaction(plan, journal, scores, base_url, us_core=us_core)
        return await self.push(made, versions=versions, largest=largest)

    async def _run(self, steps: Steps[_T]) -> _T:
        """Do all steps, and give what comes of them; nothing is handed on before."""
        reply: Reply = None
        while True:
            try:
                step = steps.send(reply)
            except StopIteration as end:
                result: _T = end.value
                return result
            reply = None if isinstance(step, Found) else await self._done(step)

    async def _each(self, steps: Steps[None]) -> AsyncIterator[Json]:
        """Do the steps one after the other, and hand on what is found on the way."""
        reply: Reply = None
        while True:
            try:
                step = steps.send(reply)
            except StopIteration:
                return
            reply = None
            if isinstance(step, Found):
                yield step.resource
            else:
                reply = await self._done(step)

    async def _done(self, step: Request | Pause) -> Reply:
        if isinstance(step, Request):
            return await self._sent(step)
        await self._sleep(step.seconds)
        return None

    async def _sent(self, request: Request) -> Reply:
        import httpx

        token = self._token() if callable(self._token) else self._token
        made = self._wire.made(request, await token if inspect.isawaitable(token) else token)
        if made is None:
            return Failure.ELSEWHERE
        try:
            response = await self._transport.handle_async_request(made)
            try:
                intake = Intake(response, self._wire.limits.answer_bytes)
                if intake.failure is None:
                    async for part in response.aiter_bytes():
                        if not intake.take(part):
                            break
            finally:
                await response.aclose()
        except httpx.RequestError:
            return Failure.LOST
        return intake.answer(response)
