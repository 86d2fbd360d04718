"""Progress is shown to a terminal, after a second, and leaves nothing behind."""

import io
import time

import pytest
from rich.console import Console

from collabcare.cli import progress
from collabcare.cli.progress import Waiting


def shown(*, terminal, seconds):
    file = io.StringIO()
    console = Console(file=file, force_terminal=terminal, width=80, legacy_windows=False, _environ={"TERM": "xterm"})
    with Waiting(console) as waiting:
        waiting.at("reading [1]")
        waiting.at("scoring [2]", 1, 3)
        time.sleep(seconds)
    return file.getvalue()


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE", 0.05)


def test_what_takes_long_is_shown_in_a_terminal():
    assert "scoring [2]" in shown(terminal=True, seconds=0.5)


def test_what_is_quick_shows_nothing():
    assert shown(terminal=True, seconds=0) == ""


def test_a_file_gets_no_progress():
    assert shown(terminal=False, seconds=0.3) == ""
