"""
Engagement scores: an Observation for each side, with a component for each dimension.

They are written, never read: a score is computed from a plan and a journal, and what another system kept of one is not
a record of ours.
"""

# Resources are data, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import datetime as dt
import html
from typing import TYPE_CHECKING, Any

import attrs

from collabcare.interchange.fhir.engine import names
from collabcare.interchange.fhir.engine.components import OBSERVATION
from collabcare.interchange.fhir.engine.concepts import coded
from collabcare.interchange.fhir.mapping.engagement_figures import written_figures, written_run, written_value
from collabcare.interchange.fhir.mapping.systems import CATEGORY
from collabcare.vocabulary import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from collabcare.engagement import DimensionScore, EngagementScore, OverallScore, SideScore
    from collabcare.interchange.fhir.engine.contexts import Out
    from collabcare.journal import Journal
    from collabcare.plans import SharedPlan

__all__ = ["COMPUTED", "ELEMENTS", "is_computed", "written_scores"]

Doc = dict[str, Any]

NAME = "engagement-score"
COMPUTED = frozenset({NAME})
"""Names, in identifiers, of what was computed: it is left out when it is read back."""

ELEMENTS = {
    "identifier[]": "the side, the window, the model and its version, and what the score was restricted to",
    "basedOn[]": "the plan",
    "status": "always so: `final`",
    "category[]": "always so: `survey`",
    "code": "`engagement-family` or `engagement-clinic`, of our `collabcare-observation`",
    "subject": "the child",
    "focus[]": "those whose side it is",
    "effectivePeriod": "the window; in FHIR its last day is in it",
    "valueQuantity": "the value, 0 to 1, unit `{score}`; nothing is rounded",
    "dataAbsentReason": "why there is no value: HL7's code, and ours beside it. A score without a value is never 0",
    "note[]": "what the number rests on, in words, and that it ranks nobody",
    "method": "the scoring model, with its version",
    "derivedFrom[]": "the Observations and QuestionnaireResponses of the Bundle that it rests on",
    "component[]": "a dimension each: its value in %, or why there is none, and its figures",
    "extension(collabcare-engagement-score)": "how it was computed",
    "extension(collabcare-engagement-figures)": "limits, bounds, opportunities and what was left out",
}
"""What is written of a score, by element."""

_CAUTION = "This score counts kept agreements. Never subtract the sides, never rank families or clinics."
_DAY = dt.timedelta(days=1)
_SOURCES = {"barriers_answered": "Barrier", "shared_decisions": "Review", "joint_review": "Review"}
"""The class of the records that a dimension's evidence names; of questionnaires `Answers`."""


def is_computed(resource: Doc) -> bool:
    """Tell whether a resource is a score of ours."""
    identifiers = resource.get("identifier") if resource.get("resourceType") == "Observation" else None
    for each in identifiers if isinstance(identifiers, list) else ():
        if isinstance(each, dict) and names.identified(each.get("system")) in COMPUTED:
            return True
    return False


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

    Yields
    ------
    dict
        An Observation for each side, the family's first.
    """
    asked = _Asked(score, plan, journal, out, kinds)
    for side in (Side.FAMILY, Side.CLINIC):
        yield _side(asked, score.side(side))


@attrs.frozen
class _Asked:
    """A score, and where what it rests on stands; see `written_scores`."""

    score: EngagementScore
    plan: SharedPlan
    journal: Journal | None
    out: Out
    kinds: Mapping[tuple[str, str], str]


def _side(asked: _Asked, side: SideScore) -> Doc:
    score, plan, out = asked.score, asked.plan, asked.out
    identity = _identity(score, side.side)
    code = f"engagement-{side.side.value}"
    resource: Doc = {
        "resourceType": "Observation",
        "id": names.resource_id(out.base, out.plan, NAME, identity),
        "text": _narrative(side),
        "extension": [written_run(score, out), written_figures(side.overall, out)],
        "identifier": [names.identifier(out.base, NAME, identity)],
        "basedOn": [out.reference(("SharedPlan",), plan.id)],
        "status": "final",
        "category": [{"coding": [{"system": CATEGORY, "code": "survey"}]}],
        "code": coded(out, OBSERVATION, code),
        "subject": out.reference(("Participant",), out.child),
        "focus": _people(asked, side.side),
        # FHIR's end is the last day, ours the day after it.
        "effectivePeriod": {
            "start": score.window.start_on.isoformat(),
            "end": (score.window.end_on - _DAY).isoformat(),
        },
        **written_value(side.overall, ("score from 0 to 1", "{score}"), 0, out),
        "note": [{"text": f"{_CAUTION} {_told(side.overall)}"}],
        "method": _method(score, out),
        "derivedFrom": _sources(asked, side.side),
        "component": [_component(name, each, out) for name, each in side.dimensions.items()],
    }
    return {key: value for key, value in resource.items() if value not in (None, [])}


def _identity(score: EngagementScore, side: Side) -> str:
    """Name a score by what it was computed from, so that the same one is the same from save to save."""
    asked = (score.household, score.organization, score.parameters_digest[:16], score.as_of.isoformat())
    window = f"{score.window.start_on.isoformat()}/{score.window.end_on.isoformat()}"
    return "/".join([side.value, window, score.model_id, str(score.model_version), *(each or "" for each in asked)])


def _component(name: str, found: DimensionScore, out: Out) -> Doc:
    return {
        "extension": [written_figures(found, out)],
        "code": coded(out, "dimension", name),
        **written_value(found, ("%", "%"), 2, out),
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


def _people(asked: _Asked, side: Side) -> list[Doc]:
    """Refer to those whose side it is: caregivers, or who works for the clinic; the child is the subject."""
    # Whoever gives a score has loaded the engagement package.
    from collabcare.engagement.partners import Partners

    score, plan, out = asked.score, asked.plan, asked.out

    partners = Partners(plan=plan, household=score.household, organization=score.organization)
    acting = partners.family if side == Side.FAMILY else partners.clinic
    people = [each.id for each in plan.participants if each.id in acting and each.id != out.child]
    references = [out.reference(("Participant",), each) for each in people]
    return [each for each in references if each is not None]


def _sources(asked: _Asked, side: Side) -> list[Doc]:
    """Refer to what it rests on, as far as R4 allows: Observations and QuestionnaireResponses of the Bundle."""
    score, plan, journal, out = asked.score, asked.plan, asked.journal, asked.out
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
    allowed = [each for each in found if asked.kinds.get(each) in {"Observation", "QuestionnaireResponse"}]
    references = [out.reference((record,), each) for record, each in allowed]
    return [each for each in references if each is not None]
