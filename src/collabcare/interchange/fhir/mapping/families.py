"""All families of records, in the order in which a Bundle lists them."""

from collabcare.interchange.fhir.mapping.agreement import AGREEMENT, AGREEMENT_ASKED
from collabcare.interchange.fhir.mapping.answers import ANSWERS
from collabcare.interchange.fhir.mapping.barrier import BARRIER
from collabcare.interchange.fhir.mapping.care_plan import PLAN
from collabcare.interchange.fhir.mapping.check_in import CHECK_IN
from collabcare.interchange.fhir.mapping.family import Family
from collabcare.interchange.fhir.mapping.fidelity import FIDELITY
from collabcare.interchange.fhir.mapping.goal import GOAL
from collabcare.interchange.fhir.mapping.home_assignment import ASSIGNMENT
from collabcare.interchange.fhir.mapping.measurement import MEASUREMENT
from collabcare.interchange.fhir.mapping.message import MESSAGE
from collabcare.interchange.fhir.mapping.people import CHILD, PRACTITIONER, RELATED_PERSON
from collabcare.interchange.fhir.mapping.practice import LOG_STATEMENT, PRACTICE
from collabcare.interchange.fhir.mapping.review import REVIEW, REVIEW_DUE
from collabcare.interchange.fhir.mapping.service import SERVICE
from collabcare.interchange.fhir.mapping.session import SESSION

__all__ = ["FAMILIES", "PLAN"]

FAMILIES: tuple[Family, ...] = (
    Family("plan", "participants", (CHILD, PRACTITIONER, RELATED_PERSON)),
    Family("plan", "goals", (GOAL,)),
    Family("plan", "assignments", (ASSIGNMENT,)),
    Family("plan", "services", (SERVICE,)),
    Family("plan", "barriers", (BARRIER,)),
    Family("plan", "agreements", (AGREEMENT, AGREEMENT_ASKED)),
    Family("plan", "reviews", (REVIEW, REVIEW_DUE)),
    Family("journal", "sessions", (SESSION,)),
    Family("journal", "practice", (PRACTICE,)),
    Family("journal", "log_statements", (LOG_STATEMENT,)),
    Family("journal", "fidelity", (FIDELITY,)),
    Family("journal", "messages", (MESSAGE,)),
    Family("journal", "measurements", (MEASUREMENT,)),
    Family("journal", "answers", (ANSWERS,)),
    Family("journal", "check_ins", (CHECK_IN,)),
)
