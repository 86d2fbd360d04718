"""Addresses that others keep: code systems, extensions, profiles."""

__all__ = [
    "ABSENT",
    "ACHIEVEMENT",
    "CATEGORY",
    "GOAL_ACCEPTANCE",
    "INTERPRETER",
    "LOINC",
    "PARTICIPANT_TYPE",
    "PERTAINS_TO_GOAL",
    "ROLE_CODE",
    "SIGNATURE",
    "SNOMED",
    "US_CORE",
]

ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
ACHIEVEMENT = "http://terminology.hl7.org/CodeSystem/goal-achievement"
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
GOAL_ACCEPTANCE = "http://hl7.org/fhir/StructureDefinition/goal-acceptance"
INTERPRETER = "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired"
LOINC = "http://loinc.org"
PARTICIPANT_TYPE = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
PERTAINS_TO_GOAL = "http://hl7.org/fhir/StructureDefinition/resource-pertainsToGoal"
ROLE_CODE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
SIGNATURE = "urn:iso-astm:E1762-95:2013"
SNOMED = "http://snomed.info/sct"
US_CORE = "http://hl7.org/fhir/us/core/"
