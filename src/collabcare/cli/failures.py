"""How the command line says that something is wrong: on standard error, a line each, never a traceback."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import IO, Any

import click

from collabcare.errors import Problem

__all__ = [
    "INVALID",
    "UNUSABLE",
    "Failure",
    "Program",
    "Refused",
    "count_words",
    "note",
    "problem_line",
    "refused",
    "shown_name",
]

INVALID = 1
"""Exit status: a document has problems."""
UNUSABLE = 2
"""Exit status: the command cannot be carried out as it was given."""
DEFECT = 3
"""Exit status: collabcare itself failed."""
_PIPE_CLOSED = 141
"""Exit status that shells use for a program whose reader went away."""


class Failure(click.ClickException):
    """The command cannot be carried out as it was given; each line says what is wrong and what to do."""

    exit_code = UNUSABLE

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the lines on standard error."""
        click.echo(self.message, file=file, err=True)


class Refused(Failure):
    """A document has problems."""

    exit_code = INVALID


class Defect(Failure):
    """Collabcare itself failed."""

    exit_code = DEFECT


class Program(click.Group):
    """The group of commands, which turns whatever goes wrong into lines for people."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what stands before the name of the command."""
        with _said_in_a_line():
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Carry out the command."""
        for stream in (sys.stdout, sys.stderr):
            # A terminal that cannot show a letter shows a question mark; that is no reason to stop.
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        with _said_in_a_line():
            return super().invoke(ctx)


@contextlib.contextmanager
def _said_in_a_line() -> Generator[None]:
    """Turn wrong usage, a reader that went away and our own defects into an exit status, with one line at most."""
    failure: Failure | None = None
    try:
        yield
    except BrokenPipeError:
        _forget_output()
        raise SystemExit(_PIPE_CLOSED) from None
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        path = "collabcare" if error.ctx is None else error.ctx.command_path
        said = error.format_message().replace("\n", " ")
        failure = Failure(f"{path}: {said} See: {path} --help")
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except Exception as error:  # noqa: BLE001 -- the message of a stranger's exception may hold a value of a child
        failure = Defect(f"collabcare: a defect of collabcare, please report it: {_place(error)}")
    if failure is not None:
        raise failure


def _place(error: BaseException) -> str:
    """Name an exception by its type and place, without its message."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = "" if trace is None else f" in {Path(trace.tb_frame.f_code.co_filename).name}, line {trace.tb_lineno}"
    return f"{type(error).__name__}{where}"


def _forget_output() -> None:
    """Let nothing more be written to a pipe that nobody reads, not even at the very end."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def note(text: str) -> None:
    """Say something on standard error that is neither a result nor a failure."""
    click.echo(f"collabcare: {text}", err=True)


def count_words(number: int, noun: str) -> str:
    """Say how many of something there are: `1 file`, `2 files`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def shown_name(path: str) -> str:
    """Give a file's name so that it stays on one line."""
    name = "standard input" if path == "-" else click.format_filename(path)
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in name)


def problem_line(path: str, problem: Problem) -> str:
    """Write a problem as `FILE:LINE: SEVERITY: POINTER: CODE: RULE`; LINE for NDJSON, FHIRPath for FHIR only."""
    line = "" if problem.line is None else f":{problem.line}"
    place = "the document" if problem.pointer is None else problem.pointer or "the top level"
    if problem.fhirpath is not None:
        place = f"{place} ({problem.fhirpath})"
    return f"{shown_name(path)}{line}: {problem.severity}: {place}: {problem.code}: {problem.rule}"


def refused(path: str, problems: Sequence[Problem], *, most: int = 20, lister: str = "collabcare check") -> Refused:
    """Make the failure of a command that was given an invalid document; `lister` is what tells all of its problems."""
    errors = [each for each in problems if each.severity == "error"]
    lines = [problem_line(path, each) for each in errors[:most]]
    if len(errors) > most:
        lines.append(f"{shown_name(path)}: and {len(errors) - most} more: {lister} lists them all")
    return Refused(*lines)
