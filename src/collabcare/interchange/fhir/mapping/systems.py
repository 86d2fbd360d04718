"""Addresses of code systems that others keep."""

__all__ = ["ACHIEVEMENT", "CATEGORY", "LOINC"]

ACHIEVEMENT = "http://terminology.hl7.org/CodeSystem/goal-achievement"
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
LOINC = "http://loinc.org"
