"""A client that waits for the server."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
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

__all__ = ["FhirClient"]

_T = TypeVar("_T")


class FhirClient:
    """
    A FHIR server, to read a child's records from and to save a plan and a journal to.

    It holds no records, and keeps nothing between two calls but connections. Close it, or use it in a `with` block.
    It never follows a redirect, sends its token to no other address, and writes no log.

    Parameters
    ----------
    base_url
        The address of the server, such as `https://fhir.example/R4`.
    token
        An OAuth bearer token, or a function that gives one before each request. How to get one is the caller's affair.
    timeout_seconds
        How long the server may stay silent: when connecting, sending, and between two parts of an answer.
    retries
        How often, and how long after, a request is tried again.
    limits
        How much is taken from the server.
    allow_http
        Whether an address without TLS is taken that is not of this machine.
    transport
        What carries requests: an `httpx.HTTPTransport` with a proxy or certificates, or a stand-in for tests.
    sleep
        What waits, in seconds.
    draw
        Draws from 0 up to 1, to spread waits; a test gives its own.

    Examples
    --------
    >>> import httpx
    >>> def server(request):
    ...     return httpx.Response(200, json={"resourceType": "Patient", "id": "c1"})
    >>> with FhirClient("https://fhir.example/R4", transport=httpx.MockTransport(server)) as client:
    ...     client.read("Patient", "c1")
    {'resourceType': 'Patient', 'id': 'c1'}
    """

    def __init__(  # noqa: PLR0913 -- all but the address have a default, and are given by name
        self,
        base_url: str,
        *,
        token: str | Callable[[], str] | None = None,
        timeout_seconds: float = 30.0,
        retries: Retries = RETRIES,
        limits: Limits = LIMITS,
        allow_http: bool = False,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], object] = time.sleep,
        draw: Callable[[], float] | None = None,
    ) -> None:
        self._wire = Wire(
            base_url, timeout_seconds=timeout_seconds, retries=retries, limits=limits, allow_http=allow_http, draw=draw
        )
        import httpx

        self._token = token
        self._sleep = sleep
        self._transport = httpx.HTTPTransport() if transport is None else transport

    def __repr__(self) -> str:
        """Class and server, never the token."""
        return f"{type(self).__name__}({self._wire.base_url!r})"

    def __enter__(self) -> Self:
        """Enter a `with` block."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def read(self, resource_type: str, resource_id: str, *, version: str | None = None) -> Json:
        """
        Read one resource.

        Parameters
        ----------
        resource_type
            Its type, such as `CarePlan`.
        resource_id
            Its id on the server.
        version
            An earlier version of it; without one, the newest.

        Returns
        -------
        dict
            The resource. Its decimals are `Decimal`, with their digits.
        """
        return self._run(self._wire.reader.read(resource_type, resource_id, version))

    def search(self, resource_type: str, parameters: Mapping[str, str | Sequence[str]] | None = None) -> Iterator[Json]:
        """
        Find resources of one type, page after page.

        Parameters
        ----------
        resource_type
            Their type, such as `Goal`.
        parameters
            FHIR's search parameters, such as `{"patient": "Patient/c1", "lifecycle-status": "active"}`.

        Returns
        -------
        Iterator[dict]
            What matches, and what was asked to be included with it.
        """
        return self._each(self._wire.reader.search(resource_type, parameters or {}))

    def history(self, resource_type: str, resource_id: str) -> Iterator[Json]:
        """
        Read the versions of one resource. A deletion has no content, and is left out.

        Parameters
        ----------
        resource_type
            Its type.
        resource_id
            Its id on the server.

        Returns
        -------
        Iterator[dict]
            A version, in the order of the server: by FHIR's rules the newest first.
        """
        return self._each(self._wire.reader.history(resource_type, resource_id))

    def pull(self, child: str) -> Iterator[Json]:
        """
        Read what the server has of one child, as far as a plan and a journal are made of it.

        Each type is searched by its own parameter, so that any server can answer. Then come the signatures of what was
        found, and the people and organizations that it names.

        Parameters
        ----------
        child
            The id of the child's Patient on the server.

        Returns
        -------
        Iterator[dict]
            A resource. `from_fhir` takes them all together.
        """
        return self._each(self._wire.reader.pull(child))

    def update(self, resource: Mapping[str, Any], *, version: str | None) -> Stored:
        """
        Save one resource in the place of what the server has.

        Parameters
        ----------
        resource
            The resource, with its type and id.
        version
            The version that it rests on: when the server has another one by now, nothing is saved. `None` saves
            whatever the server has, and overwrites what somebody else saved meanwhile.

        Returns
        -------
        Stored
            Where it is, and its new version.

        Raises
        ------
        StaleRevisionError
            When the server has another version.
        """
        return self._run(self._wire.writer.update(resource, version))

    def push(
        self, bundle: Mapping[str, Any], *, versions: Mapping[str, str] | None = None, largest: int | None = None
    ) -> tuple[Stored, ...]:
        """
        Save the entries of a transaction: all of them, or none.

        Parameters
        ----------
        bundle
            A Bundle of the type transaction.
        versions
            Type and id, such as `Goal/7c0a`, to the version that an entry rests on, as `versions_of` gives them. When
            the server has another version of one of them, nothing is saved.
        largest
            How many entries the server takes at once, when it takes only so many: Medplum takes 50. More are sent in
            several transactions, one after the other. Each is saved whole or not at all, and when one is not, those
            before it are there; sending everything once more does no harm.

        Returns
        -------
        tuple[Stored, ...]
            What became of each entry, in the order of the bundle.

        Raises
        ------
        StaleRevisionError
            When the server has another version of one of them.
        """
        return self._run(self._wire.writer.push(bundle, versions or {}, largest))

    def pull_plan(self, child: str, *, timezone: str) -> Imported:
        """
        Read a child's plan and journal from the server.

        Parameters
        ----------
        child
            The id of the child's Patient on the server.
        timezone
            The family's time zone, such as `Europe/Madrid`: FHIR has none.

        Returns
        -------
        Imported
            The plan and the journal, and what was left out.
        """
        return imported(self.pull(child), timezone)

    def push_plan(  # noqa: PLR0913 -- the same as to_fhir, and three more by name
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
        """
        Save a plan, a journal and scores on the server: all, or nothing, unless `largest` says how many at once.

        Parameters
        ----------
        plan
            The plan.
        journal
            What happened.
        scores
            Scores that go with them.
        base_url
            The address that ids and our own extensions begin with, as for `to_fhir`. It is not the server's.
        us_core
            Whether the US Core profiles are to hold.
        versions
            As for `push`.
        largest
            As for `push`.

        Returns
        -------
        tuple[Stored, ...]
            What became of each resource.

        Raises
        ------
        StaleRevisionError
            When the server has another version of one of them.
        """
        made = transaction(plan, journal, scores, base_url, us_core=us_core)
        return self.push(made, versions=versions, largest=largest)

    def _run(self, steps: Steps[_T]) -> _T:
        """Do all steps, and give what comes of them."""
        each = self._driven(steps)
        while True:
            try:
                next(each)
            except StopIteration as end:
                result: _T = end.value
                return result

    def _each(self, steps: Steps[None]) -> Iterator[Json]:
        yield from self._driven(steps)

    def _driven(self, steps: Steps[_T]) -> Generator[Json, None, _T]:
        """Do the steps one after the other, and hand on what is found on the way."""
        reply: Reply = None
        while True:
            try:
                step = steps.send(reply)
            except StopIteration as end:
                result: _T = end.value
                return result
            reply = None
            if isinstance(step, Found):
                yield step.resource
            elif isinstance(step, Pause):
                self._sleep(step.seconds)
            else:
                reply = self._sent(step)

    def _sent(self, request: Request) -> Reply:
        import httpx

        made = self._wire.made(request, self._token() if callable(self._token) else self._token)
        if made is None:
            return Failure.ELSEWHERE
        try:
            response = self._transport.handle_request(made)
            try:
                intake = Intake(response, self._wire.limits.answer_bytes)
                for part in response.iter_bytes() if intake.failure is None else ():
                    if not intake.take(part):
                        break
            finally:
                response.close()
        except httpx.RequestError:
            return Failure.LOST
        return intake.answer(response)
