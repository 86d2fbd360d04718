"""
The kinds of field that records are made of: each alias carries its bounds and its privacy class.

Everything else (constructor check, reader, JSON Schema, Hypothesis strategies, codebook, views) is derived from these
declarations, so that no bound is stated twice.
"""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from typing import Annotated, TypeVar

import attrs

_T = TypeVar("_T")

# `$` would accept a trailing newline, and `\d` digits of every script.
END = r"(?![\s\S])"
_YEAR = "(?:19|20|21)[0-9]{2}"
_DATE = _YEAR + "-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"

DAY_PATTERN = f"^{_DATE}{END}"
TIME_PATTERN = f"^{_TIME}{END}"
INSTANT_PATTERN = f"^{_DATE}T{_TIME}(?:\\.[0-9]{{1,6}})?(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9]){END}"
# Six digits after the point at most: Python writes smaller numbers with an exponent.
DECIMAL_PATTERN = rf"^-?(?:0|[1-9][0-9]{{0,14}})(?:\.[0-9]{{1,6}})?{END}"


class Privacy(enum.StrEnum):
    """How closely a field points to a person; views and de-identification go by it."""

    PLAIN = "plain"
    PSEUDONYM = "pseudonym"
    DAY = "day"
    NAME = "name"
    WORDS = "words"


class Audience(enum.StrEnum):
    """Who may see a field."""

    CLINIC = "clinic"
    FAMILY = "family"
    CHILD = "child"
    SCHOOL = "school"


@attrs.frozen
class Bounds:
    """
    What one value of a kind may be, and how private it is.

    It is not msgspec's `Meta`: the twins are made from it, and a record itself is free of checks that would run twice.

    Parameters
    ----------
    rule
        What to give, in words that follow "give".
    privacy
        How closely it points to a person.
    pattern
        For text: the regular expression that it matches.
    ge, le
        For numbers: the least and the greatest.
    min_length, max_length
        For text: characters; for several values: how many.
    tz
        For instants and times of day: whether they carry an offset.
    """

    rule: str = ""
    privacy: Privacy | None = None
    pattern: str | None = None
    ge: int | None = None
    le: int | None = None
    min_length: int | None = None
    max_length: int | None = None
    tz: bool | None = None


def _text(rule: str, pattern: str, privacy: Privacy = Privacy.PLAIN) -> Bounds:
    return Bounds(rule, privacy, pattern=pattern)


def _words(longest: int, privacy: Privacy) -> Bounds:
    return Bounds(f"1 to {longest} characters", privacy, min_length=1, max_length=longest)


def _number(low: int, high: int, rule: str) -> Bounds:
    return Bounds(rule, Privacy.PLAIN, ge=low, le=high)


# Names of things.
Id = Annotated[
    str,
    _text("an id: 1 to 64 of the characters A-Z a-z 0-9 . -", f"^[A-Za-z0-9.-]{{1,64}}{END}", Privacy.PSEUDONYM),
]
Language = Annotated[
    str,
    _text("a language tag (BCP 47), such as es or pt-BR", f"^[a-z]{{2,3}}(?:-[A-Za-z0-9]{{2,8}}){{0,4}}{END}"),
]
Unit = Annotated[str, _text("a unit (UCUM): 1 to 40 printable characters without spaces", f"^[!-~]{{1,40}}{END}")]
Timezone = Annotated[
    str,
    _text(
        "a time zone (IANA), such as Europe/Madrid",
        f"^[A-Za-z][A-Za-z0-9_+-]{{0,30}}(?:/[A-Za-z0-9_+-]{{1,30}}){{0,2}}{END}",
    ),
]
Digest = Annotated[str, _text("a SHA-256 digest: 64 of the characters 0-9 a-f", f"^[0-9a-f]{{64}}{END}")]
Name = Annotated[str, _words(200, Privacy.NAME)]
Label = Annotated[str, _words(200, Privacy.WORDS)]
Words = Annotated[str, _words(20_000, Privacy.WORDS)]

# Days, times of day, instants.
Day = Annotated[dt.date, Bounds("a day that exists, as YYYY-MM-DD, from 1900 to 2199", Privacy.DAY)]
TimeOfDay = Annotated[dt.time, Bounds("a time of day, as HH:MM:SS", Privacy.PLAIN, tz=False)]
Instant = Annotated[
    dt.datetime,
    Bounds(
        "an instant with its offset (RFC 3339), such as 2026-09-07T18:30:00+02:00, from 1900 to 2199",
        Privacy.DAY,
        tz=True,
    ),
]

# Numbers.
Flag = Annotated[bool, Bounds("true or false", Privacy.PLAIN)]
Count = Annotated[int, _number(0, 1_000_000, "a whole number from 0 to 1000000")]
PositiveCount = Annotated[int, _number(1, 1_000_000, "a whole number from 1 to 1000000")]
Few = Annotated[int, _number(1, 100, "a whole number from 1 to 100")]
Minutes = Annotated[int, _number(0, 10_080, "whole minutes from 0 to 10080 (a week)")]
BirthYear = Annotated[int, _number(1900, 2199, "a year from 1900 to 2199")]
Priority = Annotated[int, _number(1, 10, "a whole number from 1 (first) to 10")]
AttainmentLevelNumber = Annotated[int, _number(-2, 2, "a whole number from -2 to 2")]
ZeroToThree = Annotated[int, _number(0, 3, "a whole number from 0 to 3")]
ZeroToFour = Annotated[int, _number(0, 4, "a whole number from 0 to 4")]
ZeroToTen = Annotated[int, _number(0, 10, "a whole number from 0 to 10")]
OneToTen = Annotated[int, _number(1, 10, "a whole number from 1 to 10")]
Share = Annotated[float, _number(0, 1, "a number from 0 to 1")]
Rating = Annotated[float, _number(-1000, 1000, "a number from -1000 to 1000")]
Hours = Annotated[float, _number(0, 168, "hours from 0 to 168 (a week)")]
Quantity = Annotated[
    Decimal,
    Bounds('a decimal number as a string, such as "12.5": up to 15 digits before the point, 6 after', Privacy.PLAIN),
]

AtLeastOne = Annotated[tuple[_T, ...], Bounds("at least one", min_length=1)]
# What is looked at day by day has an end, so that no document keeps a reader busy for long.
Several = Annotated[tuple[_T, ...], Bounds("at most 50", max_length=50)]
Days = Annotated[tuple[Day, ...], Bounds("at most 1000 days", max_length=1000)]
