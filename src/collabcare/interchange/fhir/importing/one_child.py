"""One child's resources as a plan and a journal: who is who, what is read in which order, what is left."""

# Resources are data of strangers, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collabcare._dates import is_zone
from collabcare.errors import InvalidRecordError, Problem
from collabcare.interchange.fhir.engine.contexts import In
from collabcare.interchange.fhir.importing.accepting import accepted
from collabcare.interchange.fhir.importing.foreign.case import Case
from collabcare.interchange.fhir.importing.foreign.reading import read_foreign
from collabcare.interchange.fhir.importing.gathered import Gathered
from collabcare.interchange.fhir.importing.homes import identity
from collabcare.interchange.fhir.importing.imported import Imported
from collabcare.interchange.fhir.importing.ours import Ours
from collabcare.interchange.fhir.importing.plans import choose_plan
from collabcare.interchange.fhir.left_out import LeftOutReason, Tally
from collabcare.interchange.fhir.mapping.engagement_score import is_computed
from collabcare.interchange.fhir.mapping.people import CHILD
from collabcare.interchange.fhir.r4 import releases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collabcare.interchange.fhir.importing.pool import Pool

__all__ = ["check_timezone", "read_child", "take_wrapping"]

_NOT_SAID = "und"
"""The language of words that do not say theirs: undetermined."""

_BASE = "https://collabcare.example/fhir/"


def check_timezone(timezone: str) -> None:
    """
    Make sure that a time zone exists.

    Parameters
    ----------
    timezone
        Its name (IANA).

    Raises
    ------
    InvalidRecordError
        When there is none of that name.
    """
    if not is_zone(timezone):
        rule = "give a time zone (IANA) that exists, such as Europe/Madrid"
        raise InvalidRecordError([Problem("/timezone", "wrong-format", rule)])


def read_child(pool: Pool, child: str | None, timezone: str) -> Imported:
    """
    Read what a pool has of one child.

    Parameters
    ----------
    pool
        All resources; they are taken apart.
    child
        The child, as `Pool.known_children` names it; `None` when there is none.
    timezone
        Zone of days and times that do not say theirs.

    Returns
    -------
    Imported
        What was read, what is missing, and what was left out.
    """
    pool.keep(child)
    owned = [(each, own) for each in pool.entries if (own := identity(each.resource)) is not None]
    pool.whole.update({each.place: LeftOutReason.COMPUTED for each in pool.entries if is_computed(each.resource)})
    ours, plan = choose_plan(pool, owned)
    base = next((own.base for _, own in ours if own.base), _BASE)
    into = In(references=pool.references, base=base, language=_NOT_SAID, timezone=timezone)
    into.child = next((own.value for each, own in ours if own.name == CHILD.name and each.place == child), None)
    gathered = Gathered()
    written = Ours(ours, into)
    case = Case(pool, into, gathered, child=child, plan=plan, taken={own.value for _, own in ours})
    case.name([each for each in pool.entries if each.place not in into.ids and each.place not in pool.whole])
    written.read(gathered)
    read_foreign(case)
    written.settle(gathered)
    made = accepted(gathered)
    tally = _tallied(pool, into, {each.place for each, _ in ours} | case.read)
    return Imported(
        *made[:2],
        tally.result(),
        (*made[2], *_of_other_releases(tally.strange)),
        gathered.plan_document(),
        gathered.journal_document(),
    )


def _tallied(pool: Pool, into: In, read: set[str]) -> Tally:
    for entry in pool.entries:
        if len(entry.resource) == 1 and entry.place in read:
            entry.resource.clear()  # only its type was left
    tally = Tally(pool.whole, into.refused, frozenset(read))
    for document in pool.documents:
        take_wrapping(document.value)
        tally.resource(document.value, document.place)
    return tally


def _of_other_releases(strange: list[tuple[str, dict[str, Any]]]) -> Iterator[Problem]:
    """Warn of resources that are written in another release, once for each; `left_out` names what was not read."""
    found: dict[str, list[str]] = {}
    for place, resource in strange:
        likely = releases.likely(releases.signs(resource))
        if likely:
            found.setdefault(" or ".join(likely), []).append(place)
    for release, places in found.items():
        said = f"this is of {release}" if len(places) == 1 else f"this and {len(places) - 1} more are of {release}"
        rule = f"give FHIR R4 (4.0.1); {said}"
        yield Problem(None, "unsupported-version", rule, "warning", fhirpath=places[0])


def take_wrapping(bundle: dict[str, Any]) -> None:
    """Take what only holds a Bundle together: its id and type, what entries are called, a plain PUT."""
    if bundle.get("resourceType") != "Bundle":
        return
    for key in ("id", "type"):
        bundle.pop(key, None)
    for entry in bundle.get("entry", ()):
        name = entry.pop("fullUrl", None)
        if "request" in entry and _only_puts(entry["request"], name):
            del entry["request"]
        inner = entry.get("resource")
        if inner == {}:
            del entry["resource"]
        elif isinstance(inner, dict):
            take_wrapping(inner)


def _only_puts(request: Any, name: Any) -> bool:
    """Tell whether a request says no more than that the resource is to stand under its own id, as ours do."""
    if not isinstance(request, dict) or set(request) != {"method", "url"} or not isinstance(name, str):
        return False
    url = request["url"]
    return request["method"] == "PUT" and isinstance(url, str) and url.rpartition("/")[2] == name.rpartition(":")[2]
