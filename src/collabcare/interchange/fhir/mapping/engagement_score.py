"""
Engagement scores: an Observation for each side, with a component for each dimension.

They are written, never read: a score is computed from a plan and a journal, and what another system kept of one is not
a record of ours.
"""

from __future__ import annotations

import datetime as dt
import html
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from collabcare.interchange.fhir.engine import names
from collabcare.interchange.fhir.engine.components import OBSERVATION
from collabcare.interchange.fhir.engine.concepts import coded
from collabcare.interchange.fhir.mapping.systems import ABSENT, CATEGORY
from collabcare.vocabulary import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from collabcare.engagement import DimensionScore, EngagementScore, OverallScore, SideScore
    from collabcare.interchange.fhir.engine.contexts import Out
    from collabcare.journal import Journal
    from collabcare.plans import SharedPlan

__all__ = ["COMPUTED", "FIGURES", "REASONS", "RUN", "is_computed", "written_scores"]

Doc = dict[str, Any]

NAME = "engagement-score"
COMPUTED = frozenset({NAME})
"""Names, in identifiers, of what was computed: it is left out when it is read back."""

REASONS = {
    "nothing-agreed": "not-applicable",
    "nothing-due": "not-applicable",
    "mostly-excused": "not-applicable",
    "too-little-reported": "unknown",
    "too-few": "unknown",
    "too-few-dimensions": "unknown",
    "too-little-coverage": "unknown",
    "other-side-not-measured": "not-permitted",
}
"""HL7's reason for a value that is not there, by ours; ours stands beside it."""

FIGURES = (
    "low",
    "high",
    "worst",
    "best",
    "low_worst",
    "high_best",
    "strict",
    "credit",
    "n_effective",
    "reported_share",
    "late_reported",
    "weight",
    "present_share",
)
"""What else is known of a figure: decimals of the own extension `engagement-figures`, with `opportunities` beside them,
and by reason what was left out, and by side what was reported. A dimension's `rate` is not to be shown by itself."""

RUN = {
    "as_of": "Instant",
    "household": "Id",
    "organization": "Id",
    "parameters_digest": "String",
    "interval": "Code",
    "aggregation": "Code",
    "half_life_days": "Decimal",
    "library_version": "String",
    "require_both_sides": "Boolean",
}
"""How a score was computed: the parts of the own extension `engagement-score`, each with its type."""

_CAUTION = "This score counts kept agreements. Never subtract the sides, never rank families or clinics."
_DAY = dt.timedelta(days=1)
_SOURCES = {"barriers_answered": "Barrier", "shared_decisions": "Review", "joint_review": "Review"}
"""The class of the records that a dimension's evidence names; of questionnaires `Answers`."""


def is_computed(resource: Doc) -> bool:
    """Tell whether a resource is a score of ours."""
    identifiers = resource.get("identifier")
    return isinstance(identifiers, list) and any(
        isinstance(each, dict) and names.identified(each.get("system")) in COMPUTED for each in identifiers
    )


def written_scores(
    score: EngagementScore, plan: SharedPlan, journal: Journal | None, out: Out, kinds: Mapping[tuple[str, str], str]
) -> Iterator[Doc]:
    """
    Write both sides of a score.

    Parameters
    ----------
    score
        The score.
    plan
        The plan that was scored.
    journal
        What is written with it; only what stands in the Bundle can be referred to.
    out
        Where the records stand as resources.
    kinds
        The type of the resource of each record, by its class and id.
    """
    for side in (Side.FAMILY, Side.CLINIC):
        yield _side(score, score.side(side), plan, journal, out, kinds)


def _side(  # noqa: PLR0913 -- each says where another element comes from
    score: EngagementScore,
    side: SideScore,
    plan: SharedPlan,
    journal: Journal | None,
    out: Out,
    kinds: Mapping[tuple[str, str], str],
) -> Doc:
    identity = _identity(score, side.side)
    code = f"engagement-{side.side.value}"
    resource: Doc = {
        "resourceType": "Observation",
        "id": names.resource_id(out.base, out.plan, NAME, identity),
        "text": _narrative(side),
        "extension": [{"url": out.own(NAME), "extension": _run(score)}, _figures(side.overall, out)],
        "identifier": [names.identifier(out.base, NAME, identity)],
        "basedOn": [out.reference(("SharedPlan",), plan.id)],
        "status": "final",
        "category": [{"coding": [{"system": CATEGORY, "code": "survey"}]}],
        "code": coded(out, OBSERVATION, code),
        "subject": out.reference(("Participant",), out.child),
        "focus": _people(score, side.side, plan, out),
        # FHIR's end is the last day, ours the day after it.
        "effectivePeriod": {
            "start": score.window.start_on.isoformat(),
            "end": (score.window.end_on - _DAY).isoformat(),
        },
        **_value(side.overall, "{score}", "score from 0 to 1", 0, out),
        "note": [{"text": f"{_CAUTION} {_told(side.overall)}"}],
        "method": _method(score, out),
        "derivedFrom": _sources(score, side.side, plan, journal, out, kinds),
        "component": [_component(name, each, out) for name, each in side.dimensions.items()],
    }
    return {key: value for key, value in resource.items() if value not in (None, [])}


def _identity(score: EngagementScore, side: Side) -> str:
    """Name a score by what it was computed from, so that the same one is the same from save to save."""
    asked = (score.household, score.organization, score.parameters_digest[:16], score.as_of.isoformat())
    window = f"{score.window.start_on.isoformat()}/{score.window.end_on.isoformat()}"
    return "/".join([side.value, window, score.model_id, str(score.model_version), *(each or "" for each in asked)])


def _run(score: EngagementScore) -> list[Doc]:
    parts: list[Doc] = []
    for name, kind in RUN.items():
        value = getattr(score, name)
        if value is not None:
            parts.append({"url": name, "value" + kind: _plain(value)})
    return parts


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, float):
        return Decimal(repr(value))
    return value.value if hasattr(value, "value") else value


def _figures(found: DimensionScore | OverallScore, out: Out) -> Doc:
    parts: list[Doc] = [{"url": "opportunities", "valueInteger": found.opportunities}]
    for name in FIGURES:
        value = getattr(found, name, None)
        if value is not None:
            parts.append({"url": name, "valueDecimal": Decimal(repr(float(value)))})
    for reason, count in found.left_out.items():
        counted = [{"url": "reason", "valueCode": reason}, {"url": "count", "valueInteger": count}]
        parts.append({"url": "left_out", "extension": counted})
    for who, share in found.reported_by.items():
        counted = [{"url": "by", "valueCode": who}, {"url": "share", "valueDecimal": Decimal(repr(share))}]
        parts.append({"url": "reported_by", "extension": counted})
    return {"url": out.own("engagement-figures"), "extension": parts}


def _value(found: DimensionScore | OverallScore, unit: str, shown: str, places: int, out: Out) -> Doc:
    """Write the value, its point moved by so many places; or why there is none, which is never 0."""
    if found.value is not None:
        value = Decimal(repr(found.value)).scaleb(places)
        return {"valueQuantity": {"value": value, "unit": shown, "system": names.UCUM, "code": unit}}
    reason = found.reason or "unknown"
    concept = coded(out, "engagement-reason", reason)
    concept["coding"].insert(0, {"system": ABSENT, "code": REASONS.get(reason, "unknown")})
    return {"dataAbsentReason": concept}


def _component(name: str, found: DimensionScore, out: Out) -> Doc:
    return {
        "extension": [_figures(found, out)],
        "code": coded(out, "dimension", name),
        **_value(found, "%", "%", 2, out),
    }


def _method(score: EngagementScore, out: Out) -> Doc:
    coding = {"system": out.system("scoring-model"), "version": str(score.model_version), "code": score.model_id}
    return {"coding": [coding], "text": f"{score.model_id}, version {score.model_version}"}


def _told(found: OverallScore) -> str:
    """Say in words what the number rests on."""
    said = [f"Opportunities: {found.opportunities}."]
    if found.low is not None and found.high is not None:
        said.append(f"Limits: {found.low:.2f} to {found.high:.2f}.")
    if found.reason is not None:
        said.append(f"No value: {found.reason.replace('-', ' ')}.")
    if found.left_out:
        counted = ", ".join(f"{reason.replace('-', ' ')} {count}" for reason, count in found.left_out.items())
        said.append(f"Left out: {counted}.")
    return " ".join(said)


def _narrative(side: SideScore) -> Doc:
    value = "no value" if side.overall.value is None else f"{side.overall.value:.2f}"
    told = html.escape(f"Engagement, {side.side.value} side: {value}. {_told(side.overall)} {_CAUTION}")
    return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml"><p>{told}</p></div>'}


def _people(score: EngagementScore, side: Side, plan: SharedPlan, out: Out) -> list[Doc]:
    """Refer to those whose side it is: caregivers, or who works for the clinic; the child is the subject."""
    # Whoever gives a score has loaded the engagement package.
    from collabcare.engagement.partners import Partners  # noqa: PLC0415

    partners = Partners(plan=plan, household=score.household, organization=score.organization)
    acting = partners.family if side == Side.FAMILY else partners.clinic
    people = [each.id for each in plan.participants if each.id in acting and each.id != out.child]
    references = [out.reference(("Participant",), each) for each in people]
    return [each for each in references if each is not None]


def _sources(  # noqa: PLR0913 -- each says where another element comes from
    score: EngagementScore,
    side: Side,
    plan: SharedPlan,
    journal: Journal | None,
    out: Out,
    kinds: Mapping[tuple[str, str], str],
) -> list[Doc]:
    """Refer to what it rests on, as far as R4 allows: Observations and QuestionnaireResponses of the Bundle."""
    found: dict[tuple[str, str], None] = {}
    practised = set()
    for row in score.rows:
        if row.side != side:
            continue
        if row.dimension == "home_practice":
            practised.add(row.source)
        else:
            found[_SOURCES.get(str(row.dimension), "Answers"), row.source] = None
    if practised and journal is not None:
        for each in journal.between(score.window, plan.timezone).practice:
            known = each.reported_at is None or each.reported_at <= score.as_of
            if each.assignment in practised and known:
                found["PracticeRecord", each.id] = None
    allowed = {"Observation", "QuestionnaireResponse"}
    references = [out.reference((record,), each) for record, each in found if kinds.get((record, each)) in allowed]
    return [each for each in references if each is not None]
