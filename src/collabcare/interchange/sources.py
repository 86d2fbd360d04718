"""Where documents come from: a path, bytes or a file, and never more of it than a document may hold."""

from __future__ import annotations

import io
import os
from contextlib import ExitStack
from typing import Any, BinaryIO

from collabcare.interchange.parsing import unreadable

Source = str | os.PathLike[str] | bytes | BinaryIO
"""A path, the bytes themselves, or a binary file."""

MAX_BYTES = 64 * 1024 * 1024

NO_SOURCE = "give a path, bytes, or a file that was opened in binary mode"


def read_bytes(source: Source) -> bytes:
    """
    Read all of a source, but never more than a document may hold.

    Raises
    ------
    OSError
        When a path cannot be read.
    TypeError
        When it is not a source at all.
    UnreadableDocumentError
        When there is too much of it.
    """
    if isinstance(source, bytes | bytearray | memoryview):
        data = bytes(source)
    else:
        with ExitStack() as stack:
            data = read_all(open_binary(source, stack), MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise unreadable("too-large")
    return data


def open_binary(source: Source, stack: ExitStack) -> BinaryIO:
    """
    Open a source as a binary file; the stack closes it, unless it was open before.

    Raises
    ------
    OSError
        When a path cannot be read.
    TypeError
        When it is not a source at all.
    """
    if isinstance(source, bytes | bytearray | memoryview):
        return io.BytesIO(source)
    if not isinstance(source, str | os.PathLike):
        if not hasattr(source, "read"):
            raise TypeError(NO_SOURCE)
        return source
    try:
        return stack.enter_context(open(source, "rb"))  # noqa: PTH123 -- any path-like
    except (OSError, ValueError):
        if not str(source).lstrip().startswith(("{", "[")):
            raise
    # The system's own error would show the text that it took for a path: a whole document.
    raise TypeError(f"{NO_SOURCE}; text is taken for a path, so encode JSON first")


def read_all(file: Any, limit: int) -> bytes:
    """
    Read a file to its end, but at most so many bytes; it may give them in pieces, as a socket does.

    Raises
    ------
    TypeError
        When the file gives text.
    """
    pieces: list[bytes] = []
    while limit > 0:
        piece = file.read(limit)
        if not isinstance(piece, bytes):
            raise TypeError(NO_SOURCE)
        if not piece:
            break
        pieces.append(piece)
        limit -= len(piece)
    return b"".join(pieces)
