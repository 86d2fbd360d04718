"""Who was asked to agree: an answer as Provenance of what was agreed to, a question without one as a Task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collabcare.interchange.fhir.engine.derived import Derived, child, plan
from collabcare.interchange.fhir.engine.resources import ResourceMap
from collabcare.interchange.fhir.engine.rows import Concept, Constant, Day, Instant, Reference
from collabcare.interchange.fhir.mapping.systems import PARTICIPANT_TYPE, SIGNATURE
from collabcare.plans import Agreement

if TYPE_CHECKING:
    from collabcare.interchange.fhir.engine.contexts import Out

__all__ = ["AGREEMENT", "AGREEMENT_ASKED"]

Doc = dict[str, Any]

_SUBJECTS = ("SharedPlan", "Goal", "HomeAssignment")
_ATTESTER = (PARTICIPANT_TYPE, "attester")
_YES = frozenset({"agreed", "agreed-with-concerns"})
_WRITTEN = frozenset({"signed", "electronic"})
_CONSENT_SIGNATURE = {"system": SIGNATURE, "code": "1.2.840.10065.1.12.1.7", "display": "Consent Signature"}


def _is_answered(doc: Doc) -> bool:
    """Tell whether the question was answered."""
    return bool(doc.get("decision", "pending") != "pending")


def _signature(doc: Doc, out: Out) -> list[Doc]:
    """Say that it was signed, where it was: consent, given in writing. Spoken words are no signature."""
    who = out.reference(("Participant",), doc.get("participant", ""))
    signed = doc.get("kind") == "consent" and doc.get("method") in _WRITTEN and doc.get("decision") in _YES
    if who is None or not signed or "decided_at" not in doc:
        return []
    return [{"type": [{**_CONSENT_SIGNATURE}], "when": doc["decided_at"], "who": who}]


AGREEMENT = ResourceMap(
    record=Agreement,
    resource="Provenance",
    name="agreement",
    title="kind",
    tells=("decision", "participant", "decided_at", "method", "comment"),
    when=_is_answered,
    identified=None,
    note="Who declined attests nothing: the type of the agent is the decision, and that of an attester besides only "
    "for a yes. A signature stands there for consent in writing only.",
    rows=(
        Reference("subject", "target[]", _SUBJECTS),
        Instant("decided_at", "occurredDateTime"),
        Derived("recorded", lambda doc, out: doc.get("decided_at"), "when the answer was given"),  # noqa: ARG005
        Concept("kind", "activity", "agreement-kind"),
        Concept("decision", "agent[].type", "decision", also=dict.fromkeys(sorted(_YES), _ATTESTER)),
        Reference("participant", "agent[].who", "Participant"),
        Derived("signature[]", _signature, "only for consent, signed on paper or electronically"),
    ),
)

AGREEMENT_ASKED = ResourceMap(
    record=Agreement,
    resource="Task",
    name="agreement-asked",
    title="kind",
    tells=("participant", "requested_on"),
    note="A Task, as nothing was decided yet that a Provenance could tell of: what is to be done is to decide.",
    rows=(
        Constant("status", "requested"),
        Constant("intent", "proposal"),
        Constant("code.coding[]", {"system": "{base}CodeSystem/collabcare-task", "code": "decide"}),
        Concept("kind", "reasonCode", "agreement-kind"),
        Reference("subject", "focus", _SUBJECTS),
        child("for"),
        plan(),
        Day("requested_on", "authoredOn"),
        Reference("participant", "owner", "Participant"),
    ),
)
