"""What was read of FHIR, what a plan still needs and what was left out, in words for people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import attrs
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from collabcare.cli import tables
from collabcare.cli.failures import count_words, shown_name
from collabcare.errors import Problem
from collabcare.interchange.fhir import Imported, LeftOutReason
from collabcare.journal import KINDS

__all__ = ["in_its_file", "left_out_table", "needed", "read_words", "told"]

_SHOWN = 20
_NO_PLAN = frozenset({"/id", "/title", "/starts_on", "/plan"})
"""What only a care plan says."""
_FILE = re.compile(r"source\[([0-9]+)\]\.?")


def told(read: Imported, paths: Sequence[str], width: int) -> Iterator[RenderableType]:
    """
    Say what was read of a child, what is missing, and how much was left out.

    Parameters
    ----------
    read
        The child.
    paths
        The files it was read from.
    width
        Columns of the terminal.

    Yields
    ------
    RenderableType
        Paragraphs and a table.
    """
    if read.plan_document:
        yield tables.paragraph(read_words(read), width)
    warnings = [each for each in read.problems if each.severity != "error"]
    for title, problems in (("What a plan still needs", needed(read)), ("What to look at", warnings)):
        if problems:
            yield Text(f"\n{title}")
            yield from (tables.paragraph(_line(each, paths), width, "- ") for each in problems[:_SHOWN])
            if len(problems) > _SHOWN:
                yield Text(f"- and {len(problems) - _SHOWN} more")
    if read.left_out:
        left = sum(each.count for each in read.left_out)
        yield Text(f"\nWhat was left out: {count_words(left, 'value')}, by reason")
        yield left_out_table(read, width)
    yield Text()


def needed(read: Imported) -> list[Problem]:
    """
    List what a plan and its journal still need; where there is no care plan at all, that is said once.

    Parameters
    ----------
    read
        A child.

    Returns
    -------
    list of Problem
        Errors.
    """
    errors = [each for each in read.problems if each.severity == "error"]
    if errors and read.plan_document and "id" not in read.plan_document:
        rule = "give a CarePlan of the child; there is none here that can be read"
        return [Problem("", "missing", rule), *(each for each in errors if each.pointer not in _NO_PLAN)]
    return errors


def _line(problem: Problem, paths: Sequence[str]) -> str:
    where = None if problem.fhirpath is None else _where(problem.fhirpath, paths)
    place = problem.pointer if where is None or not problem.pointer else f"{problem.pointer} ({where})"
    return f"{place or where or 'the plan'}: {problem.rule} [{problem.code}]"


def _where(fhirpath: str, paths: Sequence[str]) -> str:
    """Name the file instead of its number."""
    found = _FILE.match(fhirpath)
    return fhirpath if found is None else f"{shown_name(paths[int(found[1])])}: {fhirpath[found.end() :]}"


def in_its_file(problem: Problem, paths: Sequence[str]) -> tuple[str, Problem]:
    """Find the file that a problem of several files is in, and say the problem as of that file alone."""
    found = _FILE.match(problem.fhirpath or "")
    if found is None or problem.fhirpath is None:
        return paths[0], problem
    return paths[int(found[1])], attrs.evolve(problem, fhirpath=problem.fhirpath[found.end() :] or None)


def read_words(read: Imported) -> str:
    """Count what was read."""
    plan, journal = read.plan_document, read.journal_document
    events = sum(len(journal.get(field, ())) for field, _ in KINDS.values())
    counts = [
        *((noun, len(plan.get(f"{noun}s", ()))) for noun in ("participant", "goal", "assignment")),
        ("event", events),
    ]
    whole = "A whole plan" if read.plan is not None else "No whole plan yet"
    return f"{whole}: {', '.join(count_words(count, noun) for noun, count in counts)}."


def left_out_table(read: Imported, width: int) -> Table:
    """Show how many values were left out, by reason, in words."""
    counts: Counter[LeftOutReason] = Counter()
    for each in read.left_out:
        counts[each.reason] += each.count
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=False)
    table.add_column(justify="right")
    table.add_column(no_wrap=True)
    first = max((len(str(count)) + len(reason.value) + 4 for reason, count in counts.items()), default=0)
    table.add_column(overflow="fold", max_width=max(20, min(width, 95) - first))
    for reason, count in counts.most_common():
        table.add_row(str(count), reason.value, reason.definition)
    return table
