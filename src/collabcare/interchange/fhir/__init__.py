"""Plans and journals as FHIR R4 resources, and back."""
