"""Scoring models and instruments as documents: a clinic's own, read with every problem at once."""

from __future__ import annotations

from collabcare.engagement.instruments import Instrument
from collabcare.engagement.model import ScoringModel
from collabcare.interchange.reading import read_record
from collabcare.interchange.sources import Source, read_bytes

__all__ = ["read_instrument", "read_model"]


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


def read_instrument(source: Source) -> Instrument:
    """
    Read an instrument: the key of a questionnaire, without its wording.

    Parameters
    ----------
    source
        A path, the bytes themselves, or a binary file.

    Returns
    -------
    Instrument
        Whole and checked. What it still lacks to be scored stands in `missing`; those that come with the library are
        given by `collabcare.engagement.instruments.instrument`.

    Raises
    ------
    OSError
        When a path cannot be read.
    UnreadableDocumentError
        When it is no instrument document, or no document at all.
    UnsupportedVersionError
        When it is newer than this library.
    InvalidRecordError
        With every problem of the instrument, each with its place.

    Examples
    --------
    >>> from collabcare.errors import InvalidRecordError
    >>> try:
    ...     read_instrument(b'{"document": "collabcare-instrument", "version": 1, "id": "ours", "item_count": 0}')
    ... except InvalidRecordError as error:
    ...     print(next(each for each in error.problems if each.pointer == "/item_count"))
    /item_count: out-of-range: give a whole number from 1 to 100
    """
    return read_record(read_bytes(source), Instrument)
