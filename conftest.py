"""Settings of the test run: executed examples, Hypothesis profiles, and the folder of shared test data."""

import doctest
import os
import shlex
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click import Command
from click.testing import CliRunner
from hypothesis import settings
from sybil import Document, Example, Region, Sybil
from sybil.parsers import markdown, rest
from sybil.sybil import SybilCollection

ROOT = Path(__file__).parent
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}

# --------------------------------------------------------------------------- Hypothesis

# In CI every run sees the same examples, so that a red run is about the change.
settings.register_profile("ci", max_examples=50, deadline=None, derandomize=True, database=None, print_blob=True)
settings.register_profile("dev", deadline=None)
# Seeded by `make test-long`; a failure prints what reproduces it.
settings.register_profile("long", max_examples=2000, deadline=None, derandomize=False, database=None, print_blob=True)
settings.load_profile("ci" if IN_CI else "dev")

# --------------------------------------------------------------------------- examples in prose and docstrings

EXAMPLE_FLAGS = doctest.ELLIPSIS


def run_command(line: str) -> tuple[str, int]:
    """Run one `collabcare ...` line in this process, with `> file` at most; return its output and exit status."""
    from collabcare.cli import main  # here, so that coverage is counting when it is imported

    if not isinstance(main, Command):
        msg = "collabcare.cli.main is not a click command, so examples of the command line cannot run."
        raise TypeError(msg)
    program, *arguments = shlex.split(line)
    if program != "collabcare":
        msg = "A console example that begins with `$ collabcare` may run only collabcare and `echo $?`."
        raise ValueError(msg)
    target = None
    if len(arguments) > 1 and arguments[-2] == ">":
        *arguments, _, target = arguments
    width = {"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"}
    result = CliRunner().invoke(main, arguments, env=width, prog_name="collabcare")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    if target is None:
        return result.output, result.exit_code
    Path(target).write_bytes(result.stdout_bytes)
    return result.stderr, result.exit_code


def split_session(source: str) -> list[tuple[str, str]]:
    """Split a console session into its commands, each with the output that the page shows."""
    steps: list[tuple[str, str]] = []
    for line in source.splitlines():
        if line.startswith("$ "):
            steps.append((line[2:], ""))
        else:
            command, shown = steps[-1]
            steps[-1] = (command, f"{shown}{line.rstrip()}\n")
    return steps


def evaluate_session(example: Example) -> str | None:
    """Run a console session; say where it differs from the page. `...` stands for any text, as in doctest."""
    status = 0
    steps = split_session(str(example.parsed))
    following = [command for command, _ in steps[1:]] + [""]
    for (command, shown), after in zip(steps, following, strict=True):
        if command == "echo $?":
            printed = f"{status}\n"
        else:
            printed, status = run_command(command)
            if status and after != "echo $?":
                return f"$ {command}\nended with status {status}; show that with `$ echo $?`. It printed:\n{printed}"
        printed = "".join(f"{line.rstrip()}\n" for line in printed.splitlines())
        checker = doctest.OutputChecker()
        if not checker.check_output(shown, printed, EXAMPLE_FLAGS):
            test = doctest.Example(command, shown)
            return f"$ {command}\n{checker.output_difference(test, printed, EXAMPLE_FLAGS)}"
    return None


class ConsoleParser(markdown.CodeBlockParser):
    """Finds ```console fences that begin with `$ collabcare`; other sessions (installing, say) are not run."""

    def __init__(self) -> None:
        """Look for fences marked `console`."""
        super().__init__("console", evaluate_session)

    def __call__(self, document: Document) -> Iterator[Region]:
        """Yield the sessions of one page."""
        for region in super().__call__(document):
            if str(region.parsed).startswith("$ collabcare"):
                yield region


def enter_page(namespace: dict[str, Any]) -> None:
    """Run a page's examples in an empty folder of their own, so that they may write files."""
    folder = tempfile.TemporaryDirectory(prefix="collabcare-page-")
    namespace["__page__"] = (folder, Path.cwd())
    os.chdir(folder.name)


def leave_page(namespace: dict[str, Any]) -> None:
    """Go back, and remove the folder."""
    folder, before = namespace.pop("__page__")
    os.chdir(before)
    folder.cleanup()


PAGE_PARSERS = [
    markdown.PythonCodeBlockParser(doctest_optionflags=EXAMPLE_FLAGS),
    ConsoleParser(),
    markdown.SkipParser(),
]
# Only the README at the top: those in other folders are notes.
readme = Sybil(PAGE_PARSERS, patterns=["README.md"], excludes=["*/README.md"], setup=enter_page, teardown=leave_page)
docs = Sybil(PAGE_PARSERS, path="docs", patterns=["*.md"], setup=enter_page, teardown=leave_page)
docstrings = Sybil(
    [rest.DocTestParser(optionflags=EXAMPLE_FLAGS), rest.PythonCodeBlockParser(), rest.SkipParser()],
    path="src/collabcare",
    patterns=["*.py"],
)
pytest_collect_file = SybilCollection((readme, docs, docstrings)).pytest()

# --------------------------------------------------------------------------- shared test data


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of test data that others wrote; it is not part of this project."""
    folder = (ROOT / os.environ.get("COLLABCARE_SHARED", "../shared")).resolve()
    if not folder.is_dir():
        sentence = "The shared test data is not here: set COLLABCARE_SHARED to its folder."
        if IN_CI:
            pytest.fail(sentence)
        pytest.skip(sentence)
    return folder
