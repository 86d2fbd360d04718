"""How patient and how trusting a client is: tries, waits, limits, and which addresses and ids it takes."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

import attrs

__all__ = ["LIMITS", "RETRIES", "Limits", "Retries", "checked_base_url", "checked_id", "checked_token", "checked_type"]

ID = re.compile(r"[A-Za-z0-9.-]{1,64}")
TYPE = re.compile(r"[A-Z][A-Za-z]{1,63}")
# What an OAuth bearer token may hold (RFC 6750). Anything else could begin another header.
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")
_ADDRESS = re.compile(r"[!-~]{1,2000}")


@attrs.frozen(kw_only=True)
class Retries:
    """
    How often, and how long after, a request is tried again.

    A server that says "too many requests" (429) or "not now" (503) is asked again; when the network fails, only what
    may be done twice without harm is. Each wait is drawn from 0 up to a bound that doubles, so that many clients do not
    come back at once. When the server says how long to wait (`Retry-After`), that counts.

    Parameters
    ----------
    tries
        How often at most, the first time counted; 1 never tries again.
    first_wait_seconds
        The bound of the first wait.
    longest_wait_seconds
        No wait is longer, whatever the server asks for.

    Examples
    --------
    >>> Retries(tries=3).longest_wait_seconds
    30.0
    """

    tries: int = 5
    first_wait_seconds: float = 0.5
    longest_wait_seconds: float = 30.0

    def __attrs_post_init__(self) -> None:
        """Refuse what makes no sense."""
        if self.tries < 1 or not 0 <= self.first_wait_seconds <= self.longest_wait_seconds < float("inf"):
            raise ValueError("give 1 try or more, and waits from 0 up, the first not longer than the longest")


@attrs.frozen(kw_only=True)
class Limits:
    """
    How much is taken from a server before it is too much.

    Parameters
    ----------
    answer_bytes
        The size of one answer, unpacked.
    total_bytes
        The size of all answers to one question, such as `pull`, together.
    pages
        The number of pages that are read for one question.
    page_size
        How many records a page is asked to have; a server may give fewer.

    Examples
    --------
    >>> Limits(pages=50).page_size
    1000
    """

    answer_bytes: int = 64 * 1024 * 1024
    total_bytes: int = 1024 * 1024 * 1024
    pages: int = 1000
    page_size: int = 1000

    def __attrs_post_init__(self) -> None:
        """Refuse what makes no sense."""
        if min(self.answer_bytes, self.total_bytes, self.pages, self.page_size) < 1:
            raise ValueError("give limits of 1 or more")


RETRIES = Retries()
LIMITS = Limits()


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def checked_base_url(base_url: str, *, allow_http: bool) -> str:
    """Check the address of a server and give it without a slash at its end; an error never repeats it."""
    try:
        parts = urlsplit(base_url) if _ADDRESS.fullmatch(base_url) else None
        host = parts.hostname if parts is not None else None
    except ValueError:
        parts = host = None
    if parts is None or not host or parts.scheme not in {"https", "http"}:
        raise ValueError("base_url: give the full address of a FHIR server, such as https://fhir.example/R4")
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError("base_url: leave out user names, passwords, and what follows ? or #")
    if parts.scheme == "http" and not allow_http and not _is_this_machine(host):
        raise ValueError("base_url: use https, or allow_http=True where nobody can listen")
    return base_url.rstrip("/")


def checked_type(resource_type: object) -> str:
    """Check the name of a resource type before it stands in an address."""
    if not isinstance(resource_type, str) or not TYPE.fullmatch(resource_type):
        raise ValueError("give the type of a FHIR resource, such as CarePlan")
    return resource_type


def checked_id(given: object, what: str = "id") -> str:
    """Check an id before it stands in an address or a header."""
    if not isinstance(given, str) or not ID.fullmatch(given) or set(given) == {"."}:
        raise ValueError(f"{what}: give 1 to 64 letters, digits, points and hyphens")
    return given


def checked_token(token: object) -> str:
    """Check a token before it stands in a header; an error never repeats it."""
    if not isinstance(token, str) or not _TOKEN.fullmatch(token):
        raise ValueError("token: give an OAuth bearer token, without the word Bearer")
    return token
