"""
What both clients know of HTTP: how a request is made, and what of an answer may be taken in.

They drive httpx's transports themselves. Its `Client` would write every address to the log, and an address can hold a
child's id; it would also follow redirects, keep cookies and look for proxies in the environment.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from collabcare._extras import need
from collabcare.interchange.fhir.client.exchange import Answer, Failure, Request
from collabcare.interchange.fhir.client.reading import Reader
from collabcare.interchange.fhir.client.settings import Limits, Retries, checked_base_url, checked_token
from collabcare.interchange.fhir.client.writing import Writer

if TYPE_CHECKING:
    import httpx

__all__ = ["Intake", "Wire"]

_ENCODINGS = frozenset({"", "identity", "gzip"})


class Wire:
    """One server as HTTP sees it."""

    __slots__ = ("_home", "_timeout", "base_url", "limits", "reader", "writer")

    def __init__(  # noqa: PLR0913 -- what a client is given goes through here, by name
        self,
        base_url: str,
        *,
        timeout_seconds: float,
        retries: Retries,
        limits: Limits,
        allow_http: bool,
        draw: Callable[[], float] | None,
    ) -> None:
        need("fhir-client", "httpx")
        import httpx

        self.base_url = checked_base_url(base_url, allow_http=allow_http)
        self.limits = limits
        # Chance spreads waits over time and enters no result, so nobody needs to repeat it.
        draw = random.Random().random if draw is None else draw  # noqa: S311
        self.reader = Reader(base_url=self.base_url, retries=retries, limits=limits, draw=draw)
        self.writer = Writer(base_url=self.base_url, retries=retries, draw=draw)
        self._home = _place(httpx.URL(self.base_url))
        self._timeout = httpx.Timeout(timeout_seconds).as_dict()

    def made(self, request: Request, token: object) -> httpx.Request | None:
        """Make what httpx sends; `None` when it would leave this server, so that nothing is told to another one."""
        import httpx

        try:
            url = httpx.URL(request.url)
        except (httpx.InvalidURL, ValueError):
            return None
        if _place(url) != self._home:
            return None
        authorization = {} if token is None else {"Authorization": f"Bearer {checked_token(token)}"}
        headers = {**request.headers, **authorization}
        return httpx.Request(
            request.method, url, headers=headers, content=request.content, extensions={"timeout": self._timeout}
        )


def _place(url: httpx.URL) -> tuple[str, str, int | None, bytes]:
    return url.scheme, url.host, url.port, url.userinfo


class Intake:
    """The parts of one answer, up to a limit."""

    __slots__ = ("_largest", "_parts", "_size", "failure")

    def __init__(self, response: httpx.Response, largest: int) -> None:
        self._parts: list[bytes] = []
        self._size = 0
        self._largest = largest
        self.failure: Failure | None = None
        if response.headers.get("content-encoding", "").strip().lower() not in _ENCODINGS:
            self.failure = Failure.UNREADABLE

    def take(self, part: bytes) -> bool:
        """Take one more part in, and say whether more may come."""
        self._size += len(part)
        if self._size > self._largest:
            self.failure = Failure.TOO_LARGE
            return False
        self._parts.append(part)
        return True

    def answer(self, response: httpx.Response) -> Answer | Failure:
        """Give the answer, or why there is none."""
        if self.failure is not None:
            return self.failure
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(status=response.status_code, headers=headers, content=b"".join(self._parts))
