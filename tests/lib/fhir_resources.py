"""Small resources of a clinic's system, to build sources from."""

from typing import Any

Doc = dict[str, Any]

ROLES = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
SNOMED = "http://snomed.info/sct"


def patient(child: str = "p1", **more: Any) -> Doc:
    return {"resourceType": "Patient", "id": child, **more}


def mother(child: str = "Patient/p1", **more: Any) -> Doc:
    relationship = [{"coding": [{"system": ROLES, "code": "MTH"}]}]
    return {
        "resourceType": "RelatedPerson",
        "id": "m1",
        "patient": {"reference": child},
        "relationship": relationship,
        **more,
    }


def therapist() -> Doc:
    return {"resourceType": "Practitioner", "id": "t1", "name": [{"family": "Roe", "given": ["Jo"]}]}


def team(child: str = "Patient/p1") -> Doc:
    role = [{"coding": [{"system": SNOMED, "code": "80546007", "display": "Occupational therapist"}]}]
    member = {"role": role, "member": {"reference": "Practitioner/t1"}, "period": {"start": "2026-01-05"}}
    return {"resourceType": "CareTeam", "id": "ct1", "subject": {"reference": child}, "participant": [member]}


def care_plan(child: str = "Patient/p1", **more: Any) -> Doc:
    return {
        "resourceType": "CarePlan",
        "id": "cp1",
        "status": "active",
        "intent": "plan",
        "title": "Talking at home",
        "subject": {"reference": child},
        "period": {"start": "2026-01-05"},
        **more,
    }


def goal(child: str = "Patient/p1", **more: Any) -> Doc:
    return {
        "resourceType": "Goal",
        "id": "g1",
        "lifecycleStatus": "active",
        "description": {"text": "Asks for a break"},
        "subject": {"reference": child},
        **more,
    }


def practice(**more: Any) -> Doc:
    pertains = "http://hl7.org/fhir/StructureDefinition/resource-pertainsToGoal"
    return {
        "resourceType": "ServiceRequest",
        "id": "sr1",
        "status": "active",
        "intent": "plan",
        "code": {"text": "Read a book together"},
        "subject": {"reference": "Patient/p1"},
        "authoredOn": "2026-01-06",
        "occurrenceTiming": {
            "repeat": {"boundsPeriod": {"start": "2026-01-07"}, "frequency": 3, "period": 1, "periodUnit": "wk"}
        },
        "performer": [{"reference": "RelatedPerson/m1"}],
        "extension": [{"url": pertains, "valueReference": {"reference": "Goal/g1"}}],
        **more,
    }


def appointment(**more: Any) -> Doc:
    return {
        "resourceType": "Appointment",
        "id": "a1",
        "status": "fulfilled",
        "start": "2026-01-12T10:00:00+01:00",
        "end": "2026-01-12T11:00:00+01:00",
        "participant": [
            {"actor": {"reference": "Patient/p1"}, "required": "required", "status": "accepted"},
            {"actor": {"reference": "Practitioner/t1"}, "status": "accepted"},
        ],
        **more,
    }


def observation(**more: Any) -> Doc:
    return {
        "resourceType": "Observation",
        "id": "o1",
        "status": "final",
        "code": {"text": "Breaks asked for"},
        "subject": {"reference": "Patient/p1"},
        "focus": [{"reference": "Goal/g1"}],
        "effectiveDateTime": "2026-01-12T10:30:00+01:00",
        "valueQuantity": {"value": 3, "unit": "times", "system": "http://unitsofmeasure.org", "code": "{times}"},
        **more,
    }


def family(**of_plan: Any) -> list[Doc]:
    """Give a whole small case: child, mother, therapist, plan, goal."""
    plan = care_plan(goal=[{"reference": "Goal/g1"}], **of_plan)
    return [patient(), mother(), therapist(), team(), plan, goal()]
