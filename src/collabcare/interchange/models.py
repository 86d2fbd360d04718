"""Scoring models as documents: a clinic's own, read with every problem at once."""

from __future__ import annotations

from collabcare.engagement.model import ScoringModel
from collabcare.interchange.reading import Source, read_bytes, read_record

__all__ = ["read_model"]


def read_model(source: Source) -> ScoringModel:
    """
    Read a scoring model.

    Parameters
    ----------
    source
        A path, the bytes themselves, or a binary file.

    Returns
    -------
    ScoringModel
        The model; the one that comes with the library is `ScoringModel.default()`.

    Raises
    ------
    OSError
        When a path cannot be read.
    UnreadableDocumentError
        When it is no model document, or no document at all.
    UnsupportedVersionError
        When it is newer than this library.
    InvalidRecordError
        With every problem of the model, each with its place.

    Examples
    --------
    >>> from collabcare.errors import InvalidRecordError
    >>> try:
    ...     read_model(b'{"document": "collabcare-model", "version": 1, "id": "ours", "min_reported": 2}')
    ... except InvalidRecordError as error:
    ...     print(next(each for each in error.problems if each.pointer == "/min_reported"))
    /min_reported: out-of-range: give a number from 0 to 1
    """
    return read_record(read_bytes(source), ScoringModel)
