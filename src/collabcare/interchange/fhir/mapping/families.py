"""All families of records, in the order in which a Bundle lists them."""

from collabcare.interchange.fhir.mapping.agreement import AGREEMENT, AGREEMENT_ASKED
from collabcare.interchange.fhir.mapping.barrier import BARRIER
from collabcare.interchange.fhir.mapping.care_plan import PLAN
from collabcare.interchange.fhir.mapping.family import Family
from collabcare.interchange.fhir.mapping.goal import GOAL
from collabcare.interchange.fhir.mapping.home_assignment import ASSIGNMENT
from collabcare.interchange.fhir.mapping.people import CHILD, PRACTITIONER, RELATED_PERSON
from collabcare.interchange.fhir.mapping.review import REVIEW, REVIEW_DUE
from collabcare.interchange.fhir.mapping.service import SERVICE

__all__ = ["FAMILIES", "PLAN"]

FAMILIES: tuple[Family, ...] = (
    Family("plan", "participants", (CHILD, PRACTITIONER, RELATED_PERSON)),
    Family("plan", "goals", (GOAL,)),
    Family("plan", "assignments", (ASSIGNMENT,)),
    Family("plan", "services", (SERVICE,)),
    Family("plan", "barriers", (BARRIER,)),
    Family("plan", "agreements", (AGREEMENT, AGREEMENT_ASKED)),
    Family("plan", "reviews", (REVIEW, REVIEW_DUE)),
)
