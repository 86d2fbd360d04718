"""Practice at home, as a request to those who practise with the child."""

from collabcare.interchange.fhir.engine.derived import child, plan
from collabcare.interchange.fhir.engine.extensions import ExtensionReferences
from collabcare.interchange.fhir.engine.resources import ResourceMap
from collabcare.interchange.fhir.engine.rows import Code, Concept, Constant, Day, Reference, WordsIn
from collabcare.interchange.fhir.mapping.systems import PERTAINS_TO_GOAL, ROLE_CODE
from collabcare.interchange.fhir.mapping.timing import ASSIGNMENT_TIMING
from collabcare.plans import HomeAssignment
from collabcare.vocabulary import AssignmentStatus

__all__ = ["ASSIGNMENT", "PLACES"]

PLACES = {
    "home": (ROLE_CODE, "PTRES"),
    "clinic": (ROLE_CODE, "PROFF"),
    "school": (ROLE_CODE, "SCHOOL"),
    "community": (ROLE_CODE, "COMM"),
}
"""HL7's codes for our settings: the patient's residence, the provider's office, a school, the community."""

ASSIGNMENT = ResourceMap(
    record=HomeAssignment,
    resource="ServiceRequest",
    name="home-assignment",
    title="title",
    tells=("instructions", "status", "minutes", "responsible", "assigned_by", "given_on", "since", "until"),
    note="Not a Task: that of R4 has no Timing.",
    rows=(
        Code("status", "status", AssignmentStatus, default="active"),
        Constant("intent", "plan"),
        Constant(
            "category[]", {"coding": [{"system": "{base}CodeSystem/collabcare-category", "code": "home-practice"}]}
        ),
        WordsIn("title", "code.text"),
        child(),
        plan(),
        ASSIGNMENT_TIMING,
        Day("given_on", "authoredOn"),
        Reference("assigned_by", "requester", "Participant"),
        Reference("responsible", "performer", "Participant", many=True),
        Concept("settings", "locationCode", "setting", many=True, also=PLACES),
        WordsIn("instructions", "patientInstruction"),
        ExtensionReferences("goals", PERTAINS_TO_GOAL, "Goal"),
    ),
)
