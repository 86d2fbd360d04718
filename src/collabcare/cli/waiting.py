"""Progress on standard error, for what takes more than a second."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

__all__ = ["Waiting"]

PATIENCE = 1.0
"""Seconds that pass before anything is shown."""


class Waiting:
    """
    Shows what is being done and how far it is, once it has taken a second, and only to a terminal.

    Parameters
    ----------
    console
        Where to show it; standard error when it is left out.
    """

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(stderr=True)
        columns = (TextColumn("{task.description}", markup=False), BarColumn(bar_width=24), TimeElapsedColumn())
        self._progress = Progress(*columns, console=self._console, transient=True)
        self._task = self._progress.add_task("", total=None)
        self._timer = threading.Timer(PATIENCE, self._progress.start)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        """Begin to count the second."""
        if self._console.is_terminal:
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Clear what was shown."""
        if self._timer.ident is not None:
            self._timer.cancel()
            self._timer.join()
            self._progress.stop()

    def at(self, doing: str, done: int | None = None, total: int | None = None) -> None:
        """Say what is being done now, and how much of it is done where that can be counted."""
        self._progress.update(self._task, description=doing, completed=done or 0, total=total)
