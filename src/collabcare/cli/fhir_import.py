"""`collabcare fhir import`: plans and journals out of Bundles and bulk exports, child by child."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from rich.text import Text

import collabcare.interchange.fhir as r4
from collabcare.cli import tables
from collabcare.cli.failures import INVALID, Failure, count_words, note, refused, shown_name
from collabcare.cli.fhir_words import in_its_file, told
from collabcare.cli.sources import STANDARD_INPUT, from_disk, readable, told_apart
from collabcare.cli.waiting import Waiting
from collabcare.cli.windows import ZoneType
from collabcare.errors import (
    InvalidRecordError,
    Problem,
    UnknownReferenceError,
    UnreadableDocumentError,
    UnsupportedVersionError,
)
from collabcare.interchange import lines
from collabcare.interchange.documents import write_journal, write_plan

__all__ = ["import_"]

_FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,63}")


@click.command("import", short_help="Read plans and journals out of FHIR.")
@click.argument("bundles", type=click.Path(allow_dash=True), nargs=-1, required=True)
@click.option("-o", "--output", type=click.Path(file_okay=False), metavar="DIR", help="Write what was read here.")
@click.option(
    "--timezone",
    type=ZoneType(),
    default="UTC",
    metavar="ZONE",
    help="Zone (IANA) of days and times that do not say theirs. [default: UTC; a plan of ours says its own]",
)
@click.option("--child", metavar="ID", help="Only this child: our id, or that of its Patient.")
@click.pass_context
def import_(ctx: click.Context, bundles: tuple[str, ...], output: str | None, timezone: str, child: str | None) -> None:
    """
    Read plans and journals out of FHIR: Bundles of any type, or the NDJSON files of a bulk export, together.

    It says what was read, what a plan still needs, and how much was left out, by reason. With -o it also writes for
    each child a plan.json, a journal.json, and a left-out.json that names every element that was not carried; with
    several children each has a folder. Files that are there are never overwritten. The exit status is 1 when a plan
    still needs something.
    """
    if bundles.count(STANDARD_INPUT) > 1:
        raise Failure("collabcare: standard input can be read once: give - once")
    width = tables.terminal_width()
    found = whole = left = 0
    missing = False
    with Waiting() as waiting:
        waiting.at("reading")
        sources = [readable(path) for path in bundles]
        each_apart, children = _children(bundles, sources, timezone, child)
        for read in _without_errors(bundles, sources, children):
            found += bool(read.plan_document) or not each_apart
            waiting.at(f"reading: child {found}")
            number = found if each_apart else None
            folder = None if output is None else _folder(read, Path(output), number)
            if number is not None:
                named = f"Child {number}" if read.plan_document else "Of no child"
                tables.printed(Text(named if folder is None else f"{named}: {shown_name(str(folder))}", style="bold"))
            tables.printed(*told(read, bundles, width))
            whole += read.plan is not None
            left += sum(each.count for each in read.left_out)
            missing = missing or any(each.severity == "error" for each in read.problems)
            if folder is not None:
                _written(read, folder)
    if not found and not left:
        what = "there is no such child; without --child every child is read"
        raise Failure(f"collabcare: {what if child is not None else 'there is no resource of FHIR here'}")
    if each_apart:
        note(f"{'1 child' if found == 1 else f'{found} children'} read: {count_words(whole, 'whole plan')}")
    if left and output is None:
        note("with -o DIR, left-out.json names each value that was left out")
    ctx.exit(INVALID if missing else 0)


def _children(
    paths: Sequence[str], sources: list[str | bytes], timezone: str, child: str | None
) -> tuple[bool, Iterator[r4.Imported]]:
    """Read one child of one Bundle, or every child of several files; tell whether there may be several."""
    problems: tuple[Problem, ...] = ()
    try:
        if len(sources) == 1 and not _is_lines(sources[0]):
            return False, iter([r4.from_fhir(sources[0], timezone=timezone, child=child)])
    except UnknownReferenceError:
        return False, iter(())
    except InvalidRecordError as error:
        problems = error.problems
    except (UnreadableDocumentError, UnsupportedVersionError) as error:
        problems = (_unreadable(error.problem, sources[0]),)
    if problems and (child is not None or all(each.code != "several-children" for each in problems)):
        raise refused(paths[0], problems)
    every = r4.from_fhir_bulk(sources[0] if len(sources) == 1 else sources, timezone=timezone)
    named = None if child is None else child.removeprefix("Patient/")
    return True, (each for each in every if named is None or each.plan_document.get("child") == named)


def _is_lines(source: str | bytes) -> bool:
    with lines.opened(source) as opened:
        return not isinstance(opened, bytes)


def _unreadable(problem: Problem, source: str | bytes) -> Problem:
    """Say of a document of ours that it is one."""
    return told_apart(source, "FHIR bundle") or problem


def _without_errors(
    paths: Sequence[str], sources: Sequence[str | bytes], children: Iterator[r4.Imported]
) -> Iterator[r4.Imported]:
    """Go through children; what cannot be read fails in a line, with the name of its file."""
    problems: tuple[Problem, ...] = ()
    path = paths[0]
    try:
        yield from children
    except InvalidRecordError as error:
        problems = error.problems
    except (UnreadableDocumentError, UnsupportedVersionError) as error:
        path, problem = in_its_file(error.problem, paths)
        problems = (_unreadable(problem, sources[paths.index(path)]),)
    if problems:
        raise refused(path, problems)


def _folder(read: r4.Imported, folder: Path, number: int | None) -> Path:
    """Name the folder of a child: one of its own where there may be several."""
    if number is None:
        return folder
    child = read.plan_document.get("child")
    # An id may be `..`; a name of a folder here never begins with a point.
    named = child if isinstance(child, str) and _FOLDER.fullmatch(child) else f"child-{number}"
    return folder / (named if read.plan_document else "of-no-child")


def _written(read: r4.Imported, folder: Path) -> None:
    """Write what was read of a child; nothing that is there is overwritten."""
    left = [
        {"path": e.path, "reason": e.reason.value, "count": e.count, "places": list(e.places)} for e in read.left_out
    ]
    files = {"left-out.json": _json(left)}
    if read.plan_document:
        files["plan.json"] = _json(read.plan_document) if read.plan is None else write_plan(read.plan)
        files["journal.json"] = _json(read.journal_document) if read.journal is None else write_journal(read.journal)
    from_disk(str(folder), lambda: folder.mkdir(parents=True, exist_ok=True))
    for name, content in files.items():
        path = folder / name
        if not from_disk(str(path), lambda path=path, content=content: _new_file(path, content)):  # type: ignore[misc]
            raise Failure(f"collabcare: {shown_name(str(path))}: there is a file of this name; give another folder")


def _new_file(path: Path, content: bytes) -> bool:
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        return False
    return True


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"
