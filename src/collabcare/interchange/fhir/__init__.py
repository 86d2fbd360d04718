"""Plans and journals in and out of clinic systems that speak FHIR R4."""
