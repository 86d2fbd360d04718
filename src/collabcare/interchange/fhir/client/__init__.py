"""
FHIR servers: a child's records come from one, and a plan and a journal go to one.

It needs the extra `fhir-client`. `docs/how-to/connect-to-a-fhir-server.md` shows it at work.
"""

from collabcare.interchange.fhir.client.async_client import AsyncFhirClient
from collabcare.interchange.fhir.client.settings import Limits, Retries
from collabcare.interchange.fhir.client.sync_client import FhirClient
from collabcare.interchange.fhir.client.writing import Stored, versions_of

__all__ = ["AsyncFhirClient", "FhirClient", "Limits", "Retries", "Stored", "versions_of"]
