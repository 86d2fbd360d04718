"""Addresses of code systems that others keep."""

__all__ = [
    "ABSENT",
    "ACHIEVEMENT",
    "ACT_CODE",
    "CANCELLATION",
    "CATEGORY",
    "LOINC",
    "PARTICIPATION_MODE",
]

ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
ACHIEVEMENT = "http://terminology.hl7.org/CodeSystem/goal-achievement"
ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
CANCELLATION = "http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason"
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
LOINC = "http://loinc.org"
PARTICIPATION_MODE = "http://terminology.hl7.org/CodeSystem/v3-ParticipationMode"
