"""Journals as NDJSON: a header line, then an event a line, read one line at a time."""

# Records of every class pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
from typing import TYPE_CHECKING, Any, BinaryIO, get_type_hints

import attrs
import msgspec

from collabcare._record import examine, findings, forms, twins
from collabcare.errors import InvalidRecordError, Problem, UnreadableDocumentError
from collabcare.interchange import parsing, reading, sources
from collabcare.journal import KINDS, Journal

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from collabcare.interchange.sources import Source

_HEADER_FIELDS = frozenset({"document", "version", "plan"})


@contextlib.contextmanager
def opened(source: Source) -> Generator[bytes | Rewound]:
    """Open a journal: all bytes of a JSON document, or a file at the start of NDJSON."""
    if isinstance(source, bytes) and b"\n" not in source and len(source) <= sources.MAX_BYTES:
        yield Rewound([source], io.BytesIO()) if _is_header(source) else source
        return
    with contextlib.ExitStack() as stack:
        file = sources.open_binary(source, stack)
        named = isinstance(source, str | os.PathLike) and str(source).endswith(".ndjson")
        first = _line_of(file, 1 if named else None)
        if named or _is_header(first):
            yield Rewound([first], file)
            return
        # Where one line ends with a brace and the next begins with one, there is no single JSON document.
        second = _line_of(file, None) if first.rstrip().endswith(b"}") else b""
        if second.lstrip().startswith(b"{"):
            yield Rewound([first, second], file)
            return
        begun = first + second
        rest = sources.read_all(file, sources.MAX_BYTES + 1 - len(begun))
        if len(begun) + len(rest) > sources.MAX_BYTES:
            raise parsing.unreadable("too-large")
        yield begun + rest


class Rewound:
    """A file of which the first lines were read already."""

    def __init__(self, begun: list[bytes], file: BinaryIO) -> None:
        self._begun = begun
        self._file = file

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Go through the lines that are not empty, with their numbers."""
        number = 0
        while True:
            number += 1
            line = self._begun.pop(0) if self._begun else _line_of(self._file, number)
            if not line:
                return
            if line.strip():
                yield number, line.rstrip(b"\r\n")


def _line_of(file: BinaryIO, number: int | None) -> bytes:
    line = file.readline(sources.MAX_BYTES + 1)
    if not isinstance(line, bytes):  # pyright: ignore[reportUnnecessaryIsInstance] -- a file may give text
        raise TypeError(sources.NO_SOURCE)
    if len(line) > sources.MAX_BYTES:
        raise parsing.unreadable("too-large", number)
    return line


def _is_header(line: bytes) -> bool:
    if len(line) > 10_000:  # noqa: PLR2004 -- longer than any header
        return False
    try:
        value = parsing.parse(line)
    except UnreadableDocumentError:
        return False
    return isinstance(value, dict) and "document" in value and value.keys() <= _HEADER_FIELDS


class _Kind(msgspec.Struct):
    """What is asked of a line first; the rest of it is passed over."""

    kind: str


_kind_of = msgspec.json.Decoder(_Kind).decode


@functools.cache
def _line_decoder(kind: str) -> msgspec.json.Decoder[Any]:
    """Give the decoder of the fields of an event, with its kind."""
    fields = get_type_hints(twins.shape(KINDS[kind][1]), include_extras=True)
    return msgspec.json.Decoder(twins.typed_dict("Line", {"kind": str, **fields}))


@functools.cache
def _line_twin(kind: str) -> type[msgspec.Struct]:
    """Make the twin that writes an event, with its kind first."""
    cls = KINDS[kind][1]
    return msgspec.defstruct(
        cls.__name__,
        [],
        bases=(twins.fast(cls),),
        tag_field="kind",
        tag=kind,
        kw_only=True,
        frozen=True,
        gc=False,
        forbid_unknown_fields=True,
        omit_defaults=True,
    )


def written(journal: Any) -> bytes:
    """Write the twin of a journal as NDJSON."""
    header = {"document": Journal.document, "version": Journal.version, "plan": journal.plan}
    found = [json.dumps(header, separators=(",", ":")).encode()]
    for kind, (name, _) in KINDS.items():
        twin = _line_twin(kind)
        found += [
            parsing.encode(msgspec.convert(event, twin, from_attributes=True)) for event in getattr(journal, name)
        ]
    return b"\n".join([*found, b""])


def read(file: Rewound) -> Journal:
    """
    Read NDJSON.

    Parameters
    ----------
    file
        Where it is read from, line by line.

    Returns
    -------
    Journal
        Whole and checked.

    Raises
    ------
    UnreadableDocumentError, UnsupportedVersionError
        When the header or a line cannot be read at all.
    InvalidRecordError
        With every problem, each with its line.
    """
    gathered = _gather(file)
    if not gathered.problems:
        journal = reading.record_of(gathered.fields(), Journal)
        if journal is not None:
            return journal
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

    def fields(self) -> dict[str, Any]:
        """Give the journal's fields when every line could be read."""
        constants = {"document": Journal.document, "version": Journal.version}
        return {**constants, **self.header, **{name: entries for name, entries in self.events.items() if entries}}

    def all_problems(self, plan: Any) -> tuple[Problem, ...]:
        """List the problems of single lines and of the rules between them, in the order of lines."""
        found = list(self.problems)
        fields = {}
        for name, cls in KINDS.values():
            numbered = zip(self.numbers[name], self.events[name], strict=True)
            fields[name] = tuple(_record(each, cls, number, found) for number, each in numbered)
        # A line that could not be read may be the very record that another one points to.
        complete = not any(each.pointer is None or each.code == "unknown-kind" for each in self.problems)
        between = findings.problems(examine.partly(Journal, **self.header, **fields), plan=plan, complete=complete)
        found += [self._at_line(each) for each in between if complete or each.code != "missing-session"]
        return tuple(sorted(found, key=lambda each: each.line or 0))

    def _at_line(self, problem: Problem) -> Problem:
        name, position, rest = [*(problem.pointer or "").split("/", 3)[1:], "", ""][:3]
        if name not in self.numbers:
            return attrs.evolve(problem, line=1)
        return attrs.evolve(problem, line=self.numbers[name][int(position)], pointer=f"/{rest}" if rest else "")


@attrs.frozen
class _Event:
    """An event of a line: its fields, or a record that was partly read."""

    kind: str
    entry: Any


def _gather(file: Rewound) -> _Gathered:
    lines = file.lines()
    number, first = next(lines, (1, b""))
    header, problems = _header(first, number)
    gathered = _Gathered(
        header, {name: [] for name, _ in KINDS.values()}, {name: [] for name, _ in KINDS.values()}, problems
    )
    for number, line in lines:
        event = _quickly(line)
        if event is None:
            event = _slowly(line, number, problems)
        if event is not None:
            gathered.events[KINDS[event.kind][0]].append(event.entry)
            gathered.numbers[KINDS[event.kind][0]].append(number)
    return gathered


def _header(line: bytes, number: int) -> tuple[dict[str, Any], list[Problem]]:
    value = parsing.parse(line, number)
    reading.check_header(value, Journal, number)
    given = {name: value[name] for name in _HEADER_FIELDS & value.keys()}
    journal, found = examine.examine(Journal, given)
    if len(given) < len(value):
        found.append(
            Problem("", "unknown-fields", f"let the first line have only: {', '.join(sorted(_HEADER_FIELDS))}")
        )
    header = {} if found and any(each.pointer == "/plan" for each in found) else {"plan": journal.plan}
    return header, [attrs.evolve(each, line=number) for each in found]


def _quickly(line: bytes) -> _Event | None:
    """Read the fields of a line of the right shape and form; `None` when there may be a problem."""
    if parsing.has_nul(line):
        return None
    try:
        kind = _kind_of(line).kind
        if kind not in KINDS:
            return None
        fields = _line_decoder(kind).decode(line)
        if parsing.encode(fields) != line and not parsing.keys_once(line, forms.keys(KINDS[kind][1], [fields])):
            return None
    except (ValueError, RecursionError):
        return None
    del fields["kind"]
    return _Event(kind, fields)


def _record(entry: Any, cls: type, number: int, problems: list[Problem]) -> Any:
    """Give the record of fields, as far as it can be read; what was partly read stays as it is."""
    if not isinstance(entry, dict):
        return entry
    data = msgspec.json.decode(parsing.encode(entry))
    read, found = examine.examine(cls, data)
    problems += [attrs.evolve(each, line=number) for each in found]
    return read


def _slowly(line: bytes, number: int, problems: list[Problem]) -> _Event | None:
    """Read as much of a line as can be read, and add its problems."""
    try:
        value = parsing.parse(line, number)
    except UnreadableDocumentError as error:
        problems.append(error.problem)
        return None
    kind = value.pop("kind", None) if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        pointer = "/kind" if isinstance(value, dict) else ""
        problems.append(Problem(pointer, "unknown-kind", f"give one of: {', '.join(KINDS)}", line=number))
        return None
    cls = KINDS[kind][1]
    if b"null" in line:
        value = reading.without_nulls(cls, value)
        event = _quickly(parsing.encode({"kind": kind, **value}))
        if event is not None:
            return event
    read, found = examine.examine(cls, value)
    problems += [attrs.evolve(each, line=number) for each in found]
    return _Event(kind, read)
