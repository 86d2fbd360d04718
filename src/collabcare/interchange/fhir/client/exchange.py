"""
Requests, answers and waits as values, and when a request is tried again.

Nothing here sends or sleeps: a generator yields what is to be done, and whoever drives it sends back what came of it.
So the client that waits and the one that is awaited share everything but that.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Callable, Generator, Mapping
from email.utils import parsedate_to_datetime
from typing import Any, TypeAlias, TypeVar

import attrs

from collabcare.errors import FhirServerError
from collabcare.interchange.fhir.client.settings import Retries

__all__ = ["Answer", "Failure", "Found", "Pause", "Reply", "Request", "Steps", "exchange"]

_T = TypeVar("_T")
_TRY_LATER = frozenset({429, 503})


@attrs.frozen(kw_only=True)
class Request:
    """What is to be sent; `repeatable` when doing it twice is as good as once."""

    method: str
    url: str
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str], repr=False)
    content: bytes | None = attrs.field(default=None, repr=False)
    repeatable: bool = True


@attrs.frozen
class Pause:
    """How long to wait."""

    seconds: float


@attrs.frozen
class Found:
    """A resource that can be handed on now."""

    resource: dict[str, Any] = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Answer:
    """What came back. Names of headers are in small letters."""

    status: int
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str], repr=False)
    content: bytes = attrs.field(default=b"", repr=False)


class Failure(enum.Enum):
    """Why there is no answer; the value is the reason of a `FhirServerError`."""

    LOST = "unreachable"
    TOO_LARGE = "too-large"
    UNREADABLE = "unreadable"
    ELSEWHERE = "foreign-page"


Reply: TypeAlias = Answer | Failure | None
Steps: TypeAlias = Generator[Request | Pause | Found, Reply, _T]


def exchange(request: Request, retries: Retries, draw: Callable[[], float]) -> Steps[Answer]:
    """Send a request, again where that may help, and give its answer whatever its status."""
    for tried in range(1, retries.tries + 1):
        reply = yield request
        if isinstance(reply, Answer) and (reply.status not in _TRY_LATER or tried == retries.tries):
            return reply
        if isinstance(reply, Failure) and (
            reply is not Failure.LOST or not request.repeatable or tried == retries.tries
        ):
            raise FhirServerError(reply.value)
        asked = _asked_wait(reply.headers) if isinstance(reply, Answer) else None
        bound = min(retries.first_wait_seconds * 2 ** min(tried - 1, 60), retries.longest_wait_seconds)
        yield Pause(draw() * bound if asked is None else min(asked, retries.longest_wait_seconds))
    raise AssertionError  # pragma: no cover -- the last try returns or raises


def _asked_wait(headers: Mapping[str, str]) -> float | None:
    """Read how many seconds the server asks to wait: a number, or an instant beside the server's own clock."""
    asked = headers.get("retry-after", "")
    try:
        seconds = float(asked)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(asked) - parsedate_to_datetime(headers.get("date", ""))).total_seconds()
        except (ValueError, TypeError):
            return None
    return max(seconds, 0.0) if math.isfinite(seconds) else None
