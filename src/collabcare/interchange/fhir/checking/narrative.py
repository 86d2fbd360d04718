"""The narrative of a resource: XHTML that shows words, and runs nothing."""

from __future__ import annotations

import re
from typing import Any
from xml.parsers import expat

from collabcare.interchange.fhir.checking.formats import Fault, is_unsafe_link

__all__ = ["narrative_fault"]

_XHTML = "http://www.w3.org/1999/xhtml"

# Rule txt-1: the elements and attributes of XHTML 1.0 that a narrative may have.
_ELEMENTS = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "big",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "li",
        "ol",
        "p",
        "pre",
        "q",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "tt",
        "ul",
        "var",
    ]
)
_ATTRIBUTES = frozenset(
    [
        "abbr",
        "accesskey",
        "align",
        "alt",
        "axis",
        "bgcolor",
        "border",
        "cellhalign",
        "cellpadding",
        "cellspacing",
        "cellvalign",
        "char",
        "charoff",
        "charset",
        "cite",
        "class",
        "colspan",
        "compact",
        "coords",
        "dir",
        "frame",
        "headers",
        "height",
        "href",
        "hreflang",
        "hspace",
        "id",
        "lang",
        "longdesc",
        "name",
        "nowrap",
        "rel",
        "rev",
        "rowspan",
        "rules",
        "scope",
        "shape",
        "span",
        "src",
        "start",
        "style",
        "summary",
        "tabindex",
        "title",
        "type",
        "valign",
        "value",
        "vspace",
        "width",
        "xmlns",
        "xml:lang",
        "xml:space",
    ]
)
_LINKS = frozenset({"href", "src", "longdesc", "cite"})
_UNSAFE_STYLE = re.compile(
    r"expression\s*\(|javascript\s*:|vbscript\s*:|@import|-moz-binding|behavior\s*:", re.IGNORECASE
)
_UNSAFE = Fault("unsafe-content", "leave out scripts, event handlers, forms, frames and links that run a program")


class _StopError(Exception):
    """Something was found: the rest of the narrative is not read."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__()


def narrative_fault(value: Any) -> Fault | None:
    """
    Look at a narrative.

    Parameters
    ----------
    value
        What stands in `text.div`, as parsed.

    Returns
    -------
    Fault or None
        The first thing that is wrong with it.

    Examples
    --------
    >>> narrative_fault('<div xmlns="http://www.w3.org/1999/xhtml"><b onclick="x()">Plan</b></div>').code
    'unsafe-content'
    >>> narrative_fault('<div xmlns="http://www.w3.org/1999/xhtml">Plan</div>')
    """
    if not isinstance(value, str):
        return Fault("wrong-type", "give text")
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.CharacterDataHandler = reader.words
    # Without a document type there are no entities, and nothing grows.
    parser.StartDoctypeDeclHandler = parser.ProcessingInstructionHandler = reader.refuse
    found = None
    try:
        parser.Parse(value.strip(), True)  # noqa: FBT003 -- expat takes it by position
    except _StopError as stop:
        found = stop.fault
    except (expat.ExpatError, ValueError):
        found = Fault("wrong-format", "give well-formed XHTML, with characters instead of named entities")
    if found is None and not reader.has_content:
        found = Fault("wrong-length", "give a narrative with words or a picture in it")
    return found


class _Reader:
    """Looks at tags and words as they come."""

    def __init__(self) -> None:
        self.has_content = False
        self._first = True

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._first and (name != "div" or attributes.get("xmlns") != _XHTML):
            raise _StopError(Fault("wrong-format", f'begin a narrative with <div xmlns="{_XHTML}">'))
        self._first = False
        if name not in _ELEMENTS:
            raise _StopError(_UNSAFE)
        self.has_content |= name == "img"
        for attribute, value in attributes.items():
            if attribute not in _ATTRIBUTES:
                raise _StopError(_UNSAFE)
            if attribute in _LINKS and is_unsafe_link(value):
                raise _StopError(_UNSAFE)
            if attribute == "style" and _UNSAFE_STYLE.search(value):
                raise _StopError(_UNSAFE)

    def words(self, words: str) -> None:
        self.has_content = self.has_content or not words.isspace()

    def refuse(self, *_given: object) -> None:
        raise _StopError(Fault("wrong-format", "give XHTML without a document type and without instructions"))
