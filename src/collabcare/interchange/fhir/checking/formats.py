"""The primitives of FHIR: what text, numbers and truth values may look like."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any, NamedTuple

__all__ = ["Fault", "fault", "instant_of", "is_unsafe_link", "is_unsafe_words"]


class Fault(NamedTuple):
    """What is wrong with a primitive."""

    code: str
    rule: str


_WRONG = "wrong-format"
_DATE = r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?"
_TIME = r"(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?"
_ZONE = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))"

_FORMS: dict[str, tuple[re.Pattern[str], str]] = {
    name: (re.compile(pattern, re.ASCII), rule)
    for name, pattern, rule in (
        ("date", _DATE, "give a day that exists as YYYY-MM-DD, or a month as YYYY-MM, or a year as YYYY"),
        (
            "dateTime",
            rf"{_DATE}(?:(?<=-\d\d-\d\d)T{_TIME}{_ZONE})?",
            "give a day that exists as YYYY-MM-DD, with a time as YYYY-MM-DDThh:mm:ss+zz:zz",
        ),
        (
            "instant",
            rf"{_DATE}(?<=-\d\d-\d\d)T{_TIME}{_ZONE}",
            "give an instant as YYYY-MM-DDThh:mm:ss+zz:zz, of a day that exists",
        ),
        ("time", _TIME, "give a time of day as hh:mm:ss, without a zone"),
        ("id", r"[A-Za-z0-9.-]{1,64}", "give an id of 1 to 64 letters, digits, hyphens and points"),
        ("oid", r"urn:oid:[0-2](?:\.(?:0|[1-9]\d*))+", "give an OID as urn:oid:1.2.3"),
        (
            "uuid",
            r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
            "give a UUID as urn:uuid: and 32 hexadecimal digits with hyphens, in small letters",
        ),
        ("code", r"\S+(?: \S+)*", "give a code without white space around it, and with single spaces in it"),
        ("uri", r"\S+", "give a URI without white space"),
        ("language", r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*", "give a language as a BCP 47 tag: es, pt-BR"),
    )
}
_FORMS["url"] = _FORMS["canonical"] = _FORMS["uri"]

# A name stands for the form of `_FORMS`; nearly all text of a record of care passes here.
_DATED = frozenset({"date", "dateTime", "instant"})
_LINKS = frozenset({"uri", "url", "canonical"})
_LEAST = {"integer": -(2**31), "unsignedInt": 0, "positiveInt": 1}
_MOST_CHARACTERS = 1024 * 1024
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]*+={0,2}+\s*+")


def fault(kind: str, value: Any) -> Fault | None:
    """
    Look at one primitive.

    Parameters
    ----------
    kind
        A primitive type of R4, such as `"dateTime"`; or `"language"`, for a code that is one.
    value
        What stands there, as parsed.

    Returns
    -------
    Fault or None
        The first thing that is wrong with it.

    Examples
    --------
    >>> fault("date", "2026-02-30").code
    'wrong-format'
    >>> fault("date", "2026-02")
    """
    if kind == "boolean":
        return None if isinstance(value, bool) else Fault("wrong-type", "give true or false, without quotes")
    if kind in _LEAST:
        return _integer(kind, value)
    if kind == "decimal":
        number = isinstance(value, int | Decimal) and not isinstance(value, bool)
        return None if number else Fault("wrong-type", "give a number, without quotes")
    if not isinstance(value, str):
        return Fault("wrong-type", "give text")
    return _text(kind, value)


def _integer(kind: str, value: Any) -> Fault | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return Fault("wrong-type", "give a whole number, without quotes and without a point")
    least = _LEAST[kind]
    if not least <= value < 2**31:
        return Fault("out-of-range", f"give a whole number from {least} to {2**31 - 1}")
    return None


def _text(kind: str, value: str) -> Fault | None:
    if not value or value.isspace():
        return Fault("wrong-length", "give some text, or leave the element out")
    if kind == "base64Binary":
        # Its length is that of the document; it has no characters to look at.
        return None if _is_base64(value) else Fault(_WRONG, "give bytes in base 64")
    if len(value) > _MOST_CHARACTERS:
        return Fault("wrong-length", "keep text within 1,048,576 characters")
    if not value.isprintable() and _CONTROL.search(value):
        return Fault(_WRONG, "leave out control characters")
    form = _FORMS.get(kind)
    if form is not None and (form[0].fullmatch(value) is None or (kind in _DATED and not _exists(value))):
        return Fault(_WRONG, form[1])
    unsafe = is_unsafe_link(value) if kind in _LINKS else (kind == "markdown" and is_unsafe_words(value))
    return Fault("unsafe-content", "leave out links and markup that run a program") if unsafe else None


def _is_base64(value: str) -> bool:
    return _BASE64.fullmatch(value) is not None and len("".join(value.split())) % 4 == 0


def _exists(value: str) -> bool:
    """Tell whether a day, month or year of the right form is in the calendar."""
    year, month, day = int(value[:4]), int(value[5:7] or 1), int(value[8:10] or 1)
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


def instant_of(value: Any) -> dt.datetime | None:
    """
    Read a date and time with a zone, where that can be done.

    Parameters
    ----------
    value
        Anything.

    Returns
    -------
    datetime or None
        `None` for a day without a time, for a leap second, and for what is broken.
    """
    if not isinstance(value, str) or _FORMS["instant"][0].fullmatch(value) is None:
        return None
    try:
        return dt.datetime.fromisoformat(value)
    except ValueError:
        return None


_UNSAFE_SCHEMES = ("javascript:", "vbscript:", "data:text/html", "data:application/xhtml", "data:image/svg")
_IGNORED = dict.fromkeys(range(0x21))
# Each part ends at the next bracket, so that no text takes long to look at.
_UNSAFE_WORDS = re.compile(
    r"<\s{0,9}(?:script|iframe|object|embed|form)\b"
    r"|<[^<>]{0,2000}\son[a-z]{3,20}\s{0,9}="
    r"|(?:\]\s?\(|\]:|<|href\s{0,9}=\s{0,9}[\"']?)\s{0,9}(?:(?:javascript|vbscript)\s{0,9}:|data:text/html)",
    re.IGNORECASE,
)


def is_unsafe_link(value: str) -> bool:
    r"""
    Tell whether a link runs a program when it is followed; browsers ignore white space and control characters in it.

    Parameters
    ----------
    value
        A URI.

    Returns
    -------
    bool
        True for `javascript:`, `vbscript:` and pages inside of `data:`.

    Examples
    --------
    >>> is_unsafe_link(" Java\tScript:alert(1)")
    True
    """
    return value[:200].translate(_IGNORED).lower().startswith(_UNSAFE_SCHEMES)


def is_unsafe_words(value: str) -> bool:
    """
    Tell whether text that may hold markup would run a program when it is shown.

    Parameters
    ----------
    value
        Markdown.

    Returns
    -------
    bool
        True for scripts, frames, forms, event handlers and links that run a program.
    """
    return ("<" in value or "]" in value) and _UNSAFE_WORDS.search(value) is not None
