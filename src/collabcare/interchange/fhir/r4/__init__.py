"""What is true of FHIR R4 whatever it is mapped to: sources, references, elements, releases."""
