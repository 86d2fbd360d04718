"""Packages that only some parts need: what to install when they are not there."""

from __future__ import annotations

from importlib.util import find_spec

__all__ = ["need"]


def need(extra: str, *packages: str) -> None:
    """
    Refuse to go on without the packages of an extra, and say how to get them.

    Parameters
    ----------
    extra
        The extra of this library that brings them.
    *packages
        What is about to be imported.

    Raises
    ------
    ModuleNotFoundError
        With all that are missing, and the line that installs them.
    """
    missing = [each for each in packages if find_spec(each) is None]
    if missing:
        raise ModuleNotFoundError(
            f'this needs {" and ".join(missing)}: pip install "collabcare[{extra}]"', name=missing[0]
        )
