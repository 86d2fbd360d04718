"""What is given in the place of FHIR's JSON, told by how it begins: XML, a PDF, something packed, nothing at all."""

from __future__ import annotations

from collabcare.errors import Problem, UnreadableDocumentError

__all__ = ["refuse_other_forms"]

_BLANK = b" \t\r\n"
_MARKS = b"\xef\xbb\xbf\xff\xfe\x00"
"""Bytes of byte order marks, and what stands between the letters of UTF-16."""
_LOOKED_AT = 1000

_FORMS = {
    b"%PDF": "give FHIR as JSON; this is a PDF, and is not read",
    b"PK\x03\x04": "give FHIR as JSON; this is packed (ZIP): unpack it first",
    b"\x1f\x8b": "give FHIR as JSON; this is packed (gzip): unpack it first",
}


def refuse_other_forms(data: bytes, line: int | None = None) -> None:
    """
    Say of what is surely no JSON what it is.

    Parameters
    ----------
    data
        A document, or a line of one.
    line
        Its line in NDJSON, for the error.

    Raises
    ------
    UnreadableDocumentError
        When it is empty, or begins as XML, a PDF or something packed does.
    """
    if data[:1] in {b"{", b"["}:
        return
    begin = data[:_LOOKED_AT].lstrip(_BLANK)
    rule = next((each for mark, each in _FORMS.items() if begin.startswith(mark)), None)
    if rule is None and begin.lstrip(_MARKS + _BLANK).startswith(b"<"):
        rule = "give FHIR as JSON (application/fhir+json); XML is not read"
    if rule is None and not begin and not data.strip(_BLANK):
        rule = "give FHIR as JSON; this is empty"
    if rule is not None:
        raise UnreadableDocumentError(Problem(None, "not-json", rule, line=line))
