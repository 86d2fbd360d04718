"""`collabcare check`: every problem of plans, journals, scoring models and instruments, a line each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import click

from collabcare.cli.failures import INVALID, UNUSABLE, Failure, note, problem_line, shown_name
from collabcare.cli.sources import WRONG_PLAN, Opened, from_disk, opened
from collabcare.cli.waiting import Waiting
from collabcare.engagement.instruments import Instrument
from collabcare.engagement.model import ScoringModel
from collabcare.errors import InvalidRecordError, Problem, UnreadableDocumentError, UnsupportedVersionError
from collabcare.interchange import documents, models
from collabcare.journal import Journal
from collabcare.plans import SharedPlan

__all__ = ["check"]

_UNKNOWN = Problem(None, "unknown-document", "let document be collabcare-plan, -journal, -model or -instrument")


def check(paths: Sequence[str]) -> int:
    """
    Print every problem of some files.

    Parameters
    ----------
    paths
        Files; `-` is standard input. A journal is also checked against its plan when that is among them.

    Returns
    -------
    int
        Exit status: 2 when a file cannot be read from disk, else 1 when any has an error, else 0.
    """
    found: dict[int, tuple[Problem, ...]] = {}
    files: dict[int, Opened] = {}
    missing = False
    with Waiting() as waiting:
        for position, path in enumerate(paths):
            try:
                files[position] = opened(path)
            except UnreadableDocumentError as error:
                found[position] = (error.problem,)
            except Failure as failure:
                failure.show()
                missing = True
        plans = _plans(files)
        # Plans first: what cannot be read is said in the order in which files were given all the same.
        for done, (position, file) in enumerate(files.items()):
            waiting.at(f"checking {shown_name(file.path)}", done, len(files))
            try:
                found[position] = _problems(file, plans)
            except Failure as failure:
                failure.show()
                missing = True
    return _report(paths, found, missing=missing)


def _plans(files: dict[int, Opened]) -> list[SharedPlan]:
    """Read the plans among the files; one with errors is told of later and helps no journal."""
    plans: list[SharedPlan] = []
    for file in files.values():
        if file.kind is SharedPlan:
            try:
                plans.append(documents.read_plan(file.source))
            except (OSError, InvalidRecordError, UnreadableDocumentError, UnsupportedVersionError):
                continue
    return plans


def _problems(file: Opened, plans: Sequence[SharedPlan]) -> tuple[Problem, ...]:
    if file.kind is SharedPlan:
        return from_disk(file.path, lambda: documents.check_plan(file.source))
    if file.kind is ScoringModel:
        return from_disk(file.path, lambda: _problems_of(models.read_model, file.source))
    if file.kind is Instrument:
        return from_disk(file.path, lambda: _problems_of(models.read_instrument, file.source))
    if file.kind is not Journal:
        return (_UNKNOWN,)
    plan = next((each for each in plans if each.id == file.plan), None)
    problems = from_disk(file.path, lambda: documents.check_journal(file.source, plan))
    if plan is None and plans and file.plan is not None:
        problems = (WRONG_PLAN, *(each for each in problems if each.code != "wrong-plan"))
    return problems


def _problems_of(read: Callable[[str | bytes], object], source: str | bytes) -> tuple[Problem, ...]:
    try:
        read(source)
    except InvalidRecordError as error:
        return error.problems
    except (UnreadableDocumentError, UnsupportedVersionError) as error:
        return (error.problem,)
    return ()


def _report(paths: Sequence[str], found: dict[int, tuple[Problem, ...]], *, missing: bool) -> int:
    for position in sorted(found):
        for problem in found[position]:
            click.echo(problem_line(paths[position], problem))
    severities = [each.severity for problems in found.values() for each in problems]
    errors, warnings = severities.count("error"), severities.count("warning")
    note(f"{_counted(len(found), 'file')} checked: {_counted(errors, 'error')}, {_counted(warnings, 'warning')}")
    if missing:
        return UNUSABLE
    return INVALID if errors else 0


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
