"""Progress is shown to a terminal, after a second, and leaves nothing behind."""

import io

import pytest
from rich.console import Console

from collabcare.cli import waiting
from collabcare.cli.waiting import Waiting


def shown(*, terminal):
    file = io.StringIO()
    console = Console(file=file, force_terminal=terminal, width=80, legacy_windows=False, _environ={"TERM": "xterm"})
    with Waiting(console) as shows:
        shows.at("reading [1]")
        shows.at("scoring [2]", 1, 3)
    return file.getvalue()


@pytest.fixture
def clock(monkeypatch):
    """Stand in for the timer: its second passes at once, or never."""

    def set_to(*, passes):
        class Timer:
            ident = None

            def __init__(self, _seconds, function):
                self.function = function

            def start(self):
                self.ident = 1
                if passes:
                    self.function()

            def cancel(self):
                pass

            def join(self):
                pass

        monkeypatch.setattr(waiting.threading, "Timer", Timer)

    return set_to


def test_what_takes_long_is_shown_in_a_terminal(clock):
    clock(passes=True)
    assert "scoring [2]" in shown(terminal=True)


def test_what_is_quick_shows_nothing(clock):
    clock(passes=False)
    assert shown(terminal=True) == ""


def test_a_file_gets_no_progress(clock):
    clock(passes=True)
    assert shown(terminal=False) == ""
