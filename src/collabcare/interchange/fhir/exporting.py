"""Out: a plan and its journal as a FHIR R4 Bundle."""

# Resources are data, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

from collabcare.errors import InvalidRecordError, Problem
from collabcare.interchange.documents import journal_to_dict, plan_to_dict
from collabcare.interchange.fhir.engine.contexts import Out
from collabcare.interchange.fhir.engine.names import checked_base
from collabcare.interchange.fhir.engine.resources import ResourceMap, write_resource
from collabcare.interchange.fhir.mapping.engagement_score import written_scores
from collabcare.interchange.fhir.mapping.families import FAMILIES, PLAN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from collabcare.engagement import EngagementScore
    from collabcare.interchange.fhir.mapping.family import Family
    from collabcare.journal import Journal
    from collabcare.plans import SharedPlan

__all__ = ["to_fhir", "write_fhir"]

Doc = dict[str, Any]

_encode = msgspec.json.Encoder(decimal_format="number").encode


def to_fhir(  # noqa: PLR0913 -- what a bundle is made of, and three choices
    plan: SharedPlan,
    journal: Journal | None = None,
    scores: Iterable[EngagementScore] = (),
    *,
    base_url: str,
    bundle: Literal["collection", "transaction"] = "collection",
    us_core: bool = False,
) -> Doc:
    """
    Make a FHIR R4 Bundle of a plan, its journal and its scores.

    What nobody reported becomes no record, never "not done"; a score without a value says why, and is never 0. Ids stay
    the same from save to save. A safety plan is never written.

    Parameters
    ----------
    plan
        The plan.
    journal
        What happened, if that is to be written too.
    scores
        Scores of this plan, each as an Observation.
    base_url
        What our own addresses begin with: your clinic's, not the server's. A slash is added where it has none.
    bundle
        `"collection"`, or `"transaction"` to send it to a server.
    us_core
        Whether the profiles of US Core are to hold too.

    Returns
    -------
    dict
        The Bundle, decimals with all their digits.

    Raises
    ------
    InvalidRecordError
        When a score is of another plan.
    ValueError
        When the base is no address.

    Examples
    --------
    >>> from collabcare import example
    >>> plan, journal = example("late-talker")
    >>> made = to_fhir(plan, journal, base_url="https://clinic.example/fhir/")
    >>> made["entry"][0]["resource"]["resourceType"]
    'CarePlan'
    """
    resources = _resources(plan, journal, scores, base_url=base_url, us_core=us_core)
    return _bundle(bundle, [_entry(each, bundle) for each in resources])


def write_fhir(  # noqa: PLR0913 -- as above
    plan: SharedPlan,
    journal: Journal | None = None,
    scores: Iterable[EngagementScore] = (),
    *,
    base_url: str,
    bundle: Literal["collection", "transaction"] = "collection",
    us_core: bool = False,
) -> bytes:
    """
    Make the same Bundle as bytes; that is quicker, and takes less memory.

    Parameters
    ----------
    plan
        As for `to_fhir`.
    journal
        Likewise.
    scores
        Likewise.
    base_url
        Likewise.
    bundle
        Likewise.
    us_core
        Likewise.

    Returns
    -------
    bytes
        JSON in UTF-8.
    """
    # Each resource becomes bytes as soon as it is made: thousands of dictionaries at once would cost as much again.
    resources = _resources(plan, journal, scores, base_url=base_url, us_core=us_core, encoded=True)
    return _encode(_bundle(bundle, [msgspec.Raw(_encode(_entry(each, bundle))) for each in resources]))


def _bundle(kind: str, entries: list[Any]) -> Doc:
    return {"resourceType": "Bundle", "type": kind, "entry": entries}


def _resources(  # noqa: PLR0913 -- as above
    plan: SharedPlan,
    journal: Journal | None = None,
    scores: Iterable[EngagementScore] = (),
    *,
    base_url: str,
    us_core: bool = False,
    encoded: bool = False,
) -> Iterator[Doc]:
    doc = plan_to_dict(plan)
    events = {} if journal is None else journal_to_dict(journal)
    out = Out(base=checked_base(base_url), plan=doc["id"], us_core=us_core, document=doc, encoded=encoded)
    records = [
        (family, each) for family in FAMILIES for each in (doc if family.of == "plan" else events).get(family.field, ())
    ]
    _register(PLAN, doc, out)
    chosen = [(_chosen(family, each), each) for family, each in records]
    for made, each in chosen:
        _register(made, each, out)
    yield from _written(PLAN, doc, out)
    for made, each in chosen:
        yield from _written(made, each, out)
    scores = dict.fromkeys(scores)
    kinds = {(made.record.__name__, each["id"]): made.resource for made, each in chosen} if scores else {}
    for score in scores:
        if score.plan_id != plan.id:
            raise InvalidRecordError([Problem("", "wrong-plan", "give scores of this plan only")])
        yield from written_scores(score, plan, journal, out, kinds)


def _chosen(family: Family, doc: Doc) -> ResourceMap:
    return next(each for each in family.maps if each.when is None or each.when(doc))


def _register(made: ResourceMap, doc: Doc, out: Out) -> None:
    """Say where a record stands, and what says more about it: both can be referred to."""
    out.register(made.record.__name__, doc["id"], made.name)
    for part in made.parts:
        if part.field is None and (part.map.when is None or part.map.when(doc)):
            out.register(part.map.name, doc["id"], part.map.name)


def _written(made: ResourceMap, doc: Doc, out: Out) -> Iterator[Doc]:
    yield write_resource(made, doc, out, doc["id"])
    for part in made.parts:
        if part.field is None:
            if part.map.when is None or part.map.when(doc):
                yield write_resource(part.map, doc, out, doc["id"])
            continue
        value = doc.get(part.field)
        for place, each in enumerate(value if isinstance(value, list) else () if value is None else (value,)):
            # A part knows its owner: the rows of a part may refer to it.
            yield write_resource(part.map, {**each, "@owner": doc["id"]}, out, f"{doc['id']}/{place}")


def _entry(resource: Doc, bundle: str) -> Doc:
    entry: Doc = {"fullUrl": "urn:uuid:" + resource["id"], "resource": resource}
    if bundle == "transaction":
        kind = resource["resourceType"]
        entry["request"] = {"method": "PUT", "url": f"{kind}/{resource['id']}"}
    return entry
