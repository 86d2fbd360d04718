"""`collabcare fhir`: plans and journals in and out of clinic systems that speak FHIR R4."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import click
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

import collabcare.interchange.fhir as r4
from collabcare.cli import tables
from collabcare.cli.failures import INVALID, Failure, note, problem_line, refused, shown_name
from collabcare.cli.sources import STANDARD_INPUT, from_disk, read_plan_and_journal, readable
from collabcare.cli.waiting import Waiting
from collabcare.errors import (
    InvalidRecordError,
    Problem,
    UnknownReferenceError,
    UnreadableDocumentError,
    UnsupportedVersionError,
)
from collabcare.interchange import lines
from collabcare.interchange.documents import write_journal, write_plan
from collabcare.journal import KINDS

__all__ = ["fhir", "left_out_table", "read_words"]

_FILE = click.Path(allow_dash=True)
_BASE = "https://collabcare.example/fhir/"
_FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,63}")
_SHOWN = 20


@click.group("fhir", short_help="Plans and journals in and out of FHIR R4.")
def fhir() -> None:
    """Plans and journals in and out of clinic systems that speak FHIR R4."""


@fhir.command("import", short_help="Read plans and journals out of FHIR.")
@click.argument("bundles", type=_FILE, nargs=-1, required=True)
@click.option("-o", "--output", type=click.Path(file_okay=False), metavar="DIR", help="Write what was read here.")
@click.option(
    "--timezone",
    default="UTC",
    metavar="ZONE",
    help="Zone (IANA) of days and times that do not say theirs. [default: UTC; a plan of ours says its own]",
)
@click.option("--child", metavar="ID", help="Only this child: our id, or that of its Patient.")
@click.pass_context
def _import(ctx: click.Context, bundles: tuple[str, ...], output: str | None, timezone: str, child: str | None) -> None:
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
    missing, found = False, 0
    with Waiting() as waiting:
        waiting.at("reading")
        each_apart, children = _children(bundles, timezone, child)
        for read in _without_errors(bundles[0], children):
            found += 1
            waiting.at(f"reading: child {found}")
            tables.printed(*_told(read, found if each_apart else None, bundles[0], width))
            missing = missing or any(each.severity == "error" for each in read.problems)
            if output is not None:
                _written(read, Path(output), found if each_apart else None)
    if not found:
        raise Failure("collabcare: there is no such child")
    ctx.exit(INVALID if missing else 0)


def _children(paths: Sequence[str], timezone: str, child: str | None) -> tuple[bool, Iterator[r4.Imported]]:
    """Read one child of one Bundle, or every child of several files; tell whether there may be several."""
    sources = [readable(path) for path in paths]
    if len(sources) == 1 and not _is_lines(sources[0]):
        try:
            return False, iter([r4.from_fhir(sources[0], timezone=timezone, child=child)])
        except UnknownReferenceError:
            return False, iter(())
        except InvalidRecordError as error:
            problems = error.problems
        except (UnreadableDocumentError, UnsupportedVersionError) as error:
            problems = (error.problem,)
        if child is not None or all(each.code != "several-children" for each in problems):
            raise refused(paths[0], problems)
    every = r4.from_fhir_bulk(sources, timezone=timezone)
    return True, (each for each in every if child is None or each.plan_document.get("child") == child)


def _is_lines(source: str | bytes) -> bool:
    with lines.opened(source) as opened:
        return not isinstance(opened, bytes)


def _without_errors(path: str, children: Iterator[r4.Imported]) -> Iterator[r4.Imported]:
    """Go through children; what cannot be read fails in a line."""
    problems: tuple[Problem, ...] = ()
    try:
        yield from children
    except InvalidRecordError as error:
        problems = error.problems
    except (UnreadableDocumentError, UnsupportedVersionError) as error:
        problems = (error.problem,)
    if problems:
        raise refused(path, problems)


def _told(read: r4.Imported, number: int | None, path: str, width: int) -> Iterator[RenderableType]:
    """Say what was read, what is missing, and how much was left out."""
    if number is not None:
        yield Text(f"Child {number}" if read.plan_document else "Of no child", style="bold")
    if read.plan_document:
        yield Text(read_words(read))
    needs = [each for each in read.problems if each.severity == "error"]
    if needs:
        yield Text("\nWhat is still needed")
        yield from (Text("- " + problem_line(path, each), overflow="fold") for each in needs[:_SHOWN])
        if len(needs) > _SHOWN:
            yield Text(f"- and {len(needs) - _SHOWN} more")
    if read.left_out:
        yield Text("\nWhat was left out, by reason")
        yield left_out_table(read, width)
    yield Text()


def read_words(read: r4.Imported) -> str:
    """Count what was read."""
    plan, journal = read.plan_document, read.journal_document
    events = sum(len(journal.get(field, ())) for field, _ in KINDS.values())
    counts = [
        *((noun, len(plan.get(f"{noun}s", ()))) for noun in ("participant", "goal", "assignment")),
        ("event", events),
    ]
    whole = "A plan" if read.plan is not None else "No whole plan yet"
    return f"{whole}: {', '.join(f'{count} {noun}' if count == 1 else f'{count} {noun}s' for noun, count in counts)}."


def left_out_table(read: r4.Imported, width: int) -> Table:
    """Show how many values were left out, by reason, in words."""
    counts: Counter[r4.LeftOutReason] = Counter()
    for each in read.left_out:
        counts[each.reason] += each.count
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=False, width=min(width, 95))
    table.add_column(justify="right")
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for reason, count in counts.most_common():
        table.add_row(str(count), reason.value, reason.definition)
    return table


def _written(read: r4.Imported, folder: Path, number: int | None) -> None:
    """Write what was read of a child; nothing that is there is overwritten."""
    if number is not None:
        child = read.plan_document.get("child")
        # An id may be `..`; a name of a folder here never begins with a point.
        named = child if isinstance(child, str) and _FOLDER.fullmatch(child) else f"child-{number}"
        folder /= named if read.plan_document else "of-no-child"
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


@fhir.command("export", short_help="Write a plan and its journal as a FHIR Bundle.")
@click.argument("plan", type=_FILE)
@click.argument("journal", type=_FILE, required=False)
@click.option("--transaction", is_flag=True, help="A transaction, to send to a server. [default: a collection]")
@click.option("--us-core", is_flag=True, help="Keep the profiles of US Core too.")
@click.option("--base-url", default=_BASE, show_default=True, metavar="URL", help="What our own addresses begin with.")
def _export(plan: str, journal: str | None, transaction: bool, us_core: bool, base_url: str) -> None:  # noqa: FBT001
    """Write a plan, and its journal, as a FHIR R4 Bundle on standard output."""
    if (plan, journal).count(STANDARD_INPUT) > 1:
        raise Failure("collabcare: standard input can be read once: give - once")
    agreed, happened = read_plan_and_journal(plan, journal)
    kind: Literal["collection", "transaction"] = "transaction" if transaction else "collection"
    click.echo(r4.write_fhir(agreed, happened, base_url=base_url, bundle=kind, us_core=us_core))


@fhir.command("check", short_help="List every problem of FHIR content.")
@click.argument("bundles", type=_FILE, nargs=-1, required=True)
@click.option("--us-core", is_flag=True, help="Look at the profiles of US Core too.")
@click.pass_context
def _check(ctx: click.Context, bundles: tuple[str, ...], us_core: bool) -> None:  # noqa: FBT001
    """
    List every problem of FHIR R4 content, a line each.

    A line is FILE:LINE: SEVERITY: POINTER (FHIRPATH): CODE: RULE; LINE is there for NDJSON only. It is not what an
    import needs: a Bundle with errors can often be imported in part. The exit status is 1 when there is an error.
    """
    if bundles.count(STANDARD_INPUT) > 1:
        raise Failure("collabcare: standard input can be read once: give - once")
    found: list[Problem] = []
    for path in bundles:
        source = readable(path)
        problems = from_disk(path, lambda source=source: r4.check_fhir(source, us_core=us_core))  # type: ignore[misc]
        for each in problems:
            click.echo(problem_line(path, each))
        found += problems
    errors = sum(each.severity == "error" for each in found)
    note(f"{len(bundles)} file(s) checked: {errors} error(s), {len(found) - errors} warning(s)")
    ctx.exit(INVALID if errors else 0)
