"""What an answer says: a resource, or what a server objects to. The words of a server are never repeated."""

# JSON of any shape passes through here, so the types of its values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, TypeAlias

import msgspec

from collabcare.errors import FhirServerError, ServerIssue, StaleRevisionError, UnreadableDocumentError
from collabcare.interchange.fhir.client.exchange import Answer, Request
from collabcare.interchange.fhir.r4.decoding import decoded
from collabcare.interchange.fhir.r4.elements import Element, is_resource_type, kind

__all__ = ["REFERENCE", "Json", "encoded", "listed", "object_in", "object_of", "resource_in", "succeeded"]

Json: TypeAlias = dict[str, Any]

# Type, id and version, at the end of an address or alone.
REFERENCE = re.compile(r"(?:^|/)([A-Z][A-Za-z]{1,63})/([A-Za-z0-9.-]{1,64})(?:/_history/([A-Za-z0-9.-]{1,64}))?\Z")
_SEVERITIES = frozenset({"fatal", "error", "warning", "information"})
# http://hl7.org/fhir/R4/valueset-issue-type.html
_CODES = frozenset(
    {
        "invalid",
        "structure",
        "required",
        "value",
        "invariant",
        "security",
        "login",
        "unknown",
        "expired",
        "forbidden",
        "suppressed",
        "processing",
        "not-supported",
        "duplicate",
        "multiple-matches",
        "not-found",
        "deleted",
        "too-long",
        "code-invalid",
        "extension",
        "too-costly",
        "business-rule",
        "conflict",
        "transient",
        "lock-error",
        "no-store",
        "exception",
        "timeout",
        "incomplete",
        "throttled",
        "informational",
    }
)
_STEP = re.compile(r"([A-Za-z]{1,40})(\[\d{1,6}\])?")
_MOST = 20

encoded = msgspec.json.Encoder(decimal_format="number").encode


def object_in(content: bytes) -> Json | None:
    """Read a JSON object whose decimals keep their digits; `None` for anything else."""
    try:
        found = decoded(content)
    except UnreadableDocumentError:
        return None
    return found if isinstance(found, dict) else None


def resource_in(answer: Answer, resource_type: str) -> Json:
    """Give the resource of an answer, which is of this type."""
    found = object_in(answer.content)
    if found is None or found.get("resourceType") != resource_type:
        raise FhirServerError("unreadable", answer.status)
    return found


def object_of(value: Any) -> Json:
    """Give what should be an object; an empty one when it is something else."""
    return value if isinstance(value, dict) else {}


def listed(value: Any) -> Iterator[Json]:
    """Yield the objects of what should be a list of objects."""
    for each in value if isinstance(value, list) else ():
        if isinstance(each, dict):
            yield each


def _place(expression: Any) -> str:
    """Give a path as far as R4 knows its names; a server may put anything behind them."""
    first, *rest = expression[:1000].split(".") if isinstance(expression, str) else [""]
    start = _STEP.fullmatch(first)
    if start is None or not is_resource_type(start[1]):
        return ""
    known, above = [first], kind(start[1])
    for each in rest:
        step = _STEP.fullmatch(each)
        if step is None or above is None:
            break
        # FHIRPath names a choice without its type: `value` for `valueQuantity`.
        found = [one for one in above.elements.values() if step[1] in _names(one)]
        if not found:
            break
        known.append(each)
        above = kind(found[0].type) if len(found) == 1 else None
    return ".".join(known)


def _names(element: Element) -> tuple[str, ...]:
    return (element.name,) if element.choice is None else (element.name, element.choice.removesuffix("[x]"))


def _issues(content: bytes) -> tuple[ServerIssue, ...]:
    """Give what a server objects to, without its words."""
    outcome = object_in(content) or {}
    if outcome.get("resourceType") != "OperationOutcome":
        return ()
    found: list[ServerIssue] = []
    for each in islice(listed(outcome.get("issue")), _MOST):
        severity, code, expressions = each.get("severity"), each.get("code"), each.get("expression")
        places = expressions[:_MOST] if isinstance(expressions, list) else []
        found.append(
            ServerIssue(
                severity if isinstance(severity, str) and severity in _SEVERITIES else "error",
                code if isinstance(code, str) and code in _CODES else "",
                tuple(dict.fromkeys(filter(None, map(_place, places)))),
            )
        )
    return tuple(found)


def succeeded(request: Request, answer: Answer) -> Answer:
    """Give the answer back when it says that all went well; else raise what it says."""
    if 200 <= answer.status < 300:  # noqa: PLR2004 -- these are HTTP's words for it
        return answer
    if 300 <= answer.status < 400:  # noqa: PLR2004
        raise FhirServerError("redirected", answer.status)
    issues = _issues(answer.content)
    # A condition that several records meet is refused with 412, too; no newer version is to blame for that.
    ambiguous = any(each.code == "multiple-matches" for each in issues)
    if request.method != "GET" and answer.status in {409, 412} and not ambiguous:
        raise StaleRevisionError(issues)
    raise FhirServerError("refused", answer.status, issues)
