"""All families of records, in the order in which a Bundle lists them."""

from collabcare.interchange.fhir.mapping.care_plan import PLAN
from collabcare.interchange.fhir.mapping.family import Family
from collabcare.interchange.fhir.mapping.goal import GOAL
from collabcare.interchange.fhir.mapping.people import CHILD, PRACTITIONER, RELATED_PERSON

__all__ = ["FAMILIES", "PLAN"]

FAMILIES: tuple[Family, ...] = (
    Family("plan", "participants", (CHILD, PRACTITIONER, RELATED_PERSON)),
    Family("plan", "goals", (GOAL,)),
)
