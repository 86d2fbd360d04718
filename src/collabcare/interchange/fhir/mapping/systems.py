"""Addresses that others keep: code systems, extensions, profiles."""

__all__ = [
    "ABSENT",
    "ABSENT_EXTENSION",
    "ACHIEVEMENT",
    "ACT_CODE",
    "CANCELLATION",
    "CATEGORY",
    "GOAL_ACCEPTANCE",
    "INTERPRETER",
    "LOINC",
    "PARTICIPANT_TYPE",
    "PARTICIPATION_MODE",
    "PERTAINS_TO_GOAL",
    "ROLE_CODE",
    "SIGNATURE",
    "SNOMED",
    "US_CORE",
]

ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
ABSENT_EXTENSION = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
ACHIEVEMENT = "http://terminology.hl7.org/CodeSystem/goal-achievement"
ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
CANCELLATION = "http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason"
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
GOAL_ACCEPTANCE = "http://hl7.org/fhir/StructureDefinition/goal-acceptance"
INTERPRETER = "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired"
LOINC = "http://loinc.org"
PARTICIPANT_TYPE = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
PARTICIPATION_MODE = "http://terminology.hl7.org/CodeSystem/v3-ParticipationMode"
PERTAINS_TO_GOAL = "http://hl7.org/fhir/StructureDefinition/resource-pertainsToGoal"
ROLE_CODE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
SIGNATURE = "urn:iso-astm:E1762-95:2013"
SNOMED = "http://snomed.info/sct"
US_CORE = "http://hl7.org/fhir/us/core/"
