"""Small right resources to break, and what is found in them."""

from collabcare.interchange.fhir.checking import check_fhir

GOAL = {
    "resourceType": "Goal",
    "id": "g1",
    "lifecycleStatus": "active",
    "description": {"text": "Asks for a break"},
    "subject": {"reference": "Patient/1"},
}
REQUEST = {
    "resourceType": "ServiceRequest",
    "status": "active",
    "intent": "plan",
    "subject": {"reference": "Patient/1"},
}
OBSERVATION = {"resourceType": "Observation", "status": "final", "code": {"text": "x"}}


def found(value, **options):
    return [(each.code, each.fhirpath) for each in check_fhir(value, **options)]


def goal(**more):
    return found(GOAL | more)


def bundle(*resources, kind="collection"):
    entries = [{"fullUrl": f"urn:uuid:{n}", "resource": each} for n, each in enumerate(resources)]
    return {"resourceType": "Bundle", "type": kind, "entry": entries}
