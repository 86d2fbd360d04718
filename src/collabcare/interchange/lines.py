"""Journals as NDJSON: a header line, then an event a line, read one line at a time."""

from __future__ import annotations

import contextlib
import functools
import json
import os
from typing import TYPE_CHECKING, Any, BinaryIO, Union

import attrs
import msgspec

from collabcare._record import build, examine, tree, twins
from collabcare.errors import InvalidRecordError, Problem, UnreadableDocumentError
from collabcare.interchange import reading
from collabcare.journal import KINDS, Journal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collabcare.interchange.reading import Source

_HEADER_FIELDS = frozenset({"document", "version", "plan"})


@contextlib.contextmanager
def opened(source: Source) -> Iterator[bytes | Rewound]:
    """Open a journal: all bytes of a JSON document, or a file at the start of NDJSON."""
    with contextlib.ExitStack() as stack:
        file = reading.open_binary(source, stack)
        named = isinstance(source, str | os.PathLike) and str(source).endswith(".ndjson")
        first = _line_of(file, 1 if named else None)
        if named or _is_header(first):
            yield Rewound(first, file)
        else:
            rest = reading.read_all(file, reading.MAX_BYTES + 1 - len(first))
            if len(first) + len(rest) > reading.MAX_BYTES:
                raise reading.unreadable("too-large")
            yield first + rest


class Rewound:
    """A file of which the first line was read already."""

    def __init__(self, first: bytes, file: BinaryIO) -> None:
        self._first = [first]
        self._file = file

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Go through the lines that are not empty, with their numbers."""
        number = 0
        while True:
            number += 1
            line = self._first.pop() if self._first else _line_of(self._file, number)
            if not line:
                return
            if line.strip():
                yield number, line.rstrip(b"\r\n")


def _line_of(file: BinaryIO, number: int | None) -> bytes:
    line = file.readline(reading.MAX_BYTES + 1)
    if not isinstance(line, bytes):
        raise TypeError(reading.NO_SOURCE)
    if len(line) > reading.MAX_BYTES:
        raise reading.unreadable("too-large", number)
    return line


def _is_header(line: bytes) -> bool:
    if len(line) > 10_000:  # noqa: PLR2004 -- longer than any header
        return False
    try:
        value = reading.parse(line)
    except UnreadableDocumentError:
        return False
    return isinstance(value, dict) and "document" in value and value.keys() <= _HEADER_FIELDS


@functools.cache
def _line_twin(cls: type, kind: str, twin: Any) -> type[msgspec.Struct]:
    return msgspec.defstruct(cls.__name__, [], bases=(twin(cls),), tag_field="kind", tag=kind, kw_only=True, frozen=True, gc=False, forbid_unknown_fields=True, omit_defaults=True)


@functools.cache
def _line_decoder(twin: Any) -> msgspec.json.Decoder[Any]:
    kinds = tuple(_line_twin(cls, kind, twin) for kind, (_, cls) in KINDS.items())
    return msgspec.json.Decoder(Union[kinds])  # noqa: UP007 -- the members are computed


def written(journal: Journal) -> bytes:
    """Write a journal as NDJSON."""
    header = {"document": Journal.document, "version": Journal.version, "plan": journal.plan}
    found = [json.dumps(header, separators=(",", ":")).encode()]
    for kind, (name, cls) in KINDS.items():
        line_twin = _line_twin(cls, kind, twins.fast)
        found += [
            reading.encode(msgspec.convert(build.to_twin(event), line_twin, from_attributes=True))
            for event in getattr(journal, name)
        ]
    return b"\n".join([*found, b""])


def read(file: Rewound) -> Journal:
    """
    Read NDJSON.

    Raises
    ------
    UnreadableDocumentError, UnsupportedVersionError
        When the header or a line cannot be read at all.
    InvalidRecordError
        With every problem, each with its line.
    """
    gathered = _gather(file)
    if not gathered.problems:
        journal = gathered.whole()
        if tree.sound(journal):
            return reading.completed(journal)
    problems = gathered.all_problems(None)
    for each in problems:
        if each.pointer is None:
            raise UnreadableDocumentError(each)
    raise InvalidRecordError(each for each in problems if each.severity == "error")


def check(file: Rewound, plan: Any) -> tuple[Problem, ...]:
    """Find every problem of NDJSON, each with its line."""
    return _gather(file).all_problems(plan)


@attrs.frozen
class _Gathered:
    """What could be read of NDJSON: the header, the events by field, and the line of each."""

    header: dict[str, Any]
    events: dict[str, list[Any]]
    numbers: dict[str, list[int]]
    problems: list[Problem]

    def whole(self) -> Journal:
        """Make the journal when everything could be read."""
        journal: Journal = build.whole(
            Journal, **self.header, **{name: tuple(events) for name, events in self.events.items()}
        )
        return journal

    def all_problems(self, plan: Any) -> tuple[Problem, ...]:
        """List the problems of single lines and of the rules between them, in the order of lines."""
        fields = {name: tuple(events) for name, events in self.events.items()}
        between = tree.problems(examine.partly(Journal, **self.header, **fields), plan=plan)
        found = [*self.problems, *(self._at_line(each) for each in between)]
        return tuple(sorted(found, key=lambda each: each.line or 0))

    def _at_line(self, problem: Problem) -> Problem:
        name, position, rest = [*(problem.pointer or "").split("/", 3)[1:], "", ""][:3]
        if name not in self.numbers:
            return attrs.evolve(problem, line=1)
        return attrs.evolve(problem, line=self.numbers[name][int(position)], pointer=f"/{rest}" if rest else "")


def _gather(file: Rewound) -> _Gathered:
    lines = file.lines()
    number, first = next(lines, (1, b""))
    header, problems = _header(first, number)
    gathered = _Gathered(header, {name: [] for name, _ in KINDS.values()}, {name: [] for name, _ in KINDS.values()}, problems)
    fields = {cls: name for name, cls in KINDS.values()}
    for number, line in lines:
        event = _quickly(line)
        if event is None:
            event = _slowly(line, number, problems)
        if event is not None:
            name = fields.get(type(event)) or fields[type(event).__base__]
            gathered.events[name].append(event)
            gathered.numbers[name].append(number)
    return gathered


def _header(line: bytes, number: int) -> tuple[dict[str, Any], list[Problem]]:
    value = reading.parse(line, number)
    reading.check_header(value, Journal)
    given = {name: value[name] for name in _HEADER_FIELDS & value.keys()}
    journal, found = examine.examine(Journal, given)
    if len(given) < len(value):
        found.append(Problem("", "unknown-fields", f"let the first line have only: {', '.join(sorted(_HEADER_FIELDS))}"))
    header = {} if found and any(each.pointer == "/plan" for each in found) else {"plan": journal.plan}
    return header, [attrs.evolve(each, line=number) for each in found]


def _quickly(line: bytes) -> Any:
    """Read a line without a problem in it; `None` when there may be one."""
    if b"\\u0000" in line:
        return None
    try:
        twin = _line_decoder(twins.fast).decode(line)
        kind: str = type(twin).__struct_config__.tag
        cls = KINDS[kind][1]
        if reading.encode(twin) != line and not reading.well_written(line, cls):
            return None
        return build.from_twin(twin, cls)
    except (ValueError, OverflowError, RecursionError):
        return None


def _slowly(line: bytes, number: int, problems: list[Problem]) -> Any:
    """Read as much of a line as can be read, and add its problems."""
    try:
        value = reading.parse(line, number)
    except UnreadableDocumentError as error:
        problems.append(error.problem)
        return None
    kind = value.pop("kind", None) if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        pointer = "/kind" if isinstance(value, dict) else ""
        problems.append(Problem(pointer, "unknown-kind", f"give one of: {', '.join(KINDS)}", line=number))
        return None
    event, found = examine.examine(KINDS[kind][1], value)
    problems += [attrs.evolve(each, line=number) for each in found]
    return event
