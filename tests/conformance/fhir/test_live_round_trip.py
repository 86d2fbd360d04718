"""A family goes to a FHIR server that others wrote, and comes back as it was."""

import attrs
import pytest

import collabcare as cc
from collabcare.errors import StaleRevisionError
from collabcare.interchange.examples import names
from collabcare.interchange.fhir.client import FhirClient, versions_of

OWN = "https://clinic.example/fhir/"

# More entries at once this server refuses.
LARGEST = 50


@pytest.fixture(params=names())
def family(request):
    return cc.example(request.param)


def test_a_family_comes_back_from_the_server(fhir_server, family):
    plan, journal = family
    with FhirClient(fhir_server) as client:
        stored = client.push_plan(plan, journal, base_url=OWN, largest=LARGEST)
        [child] = [each.reference for each in stored if each.reference.startswith("Patient/")]
        found = client.pull_plan(child.partition("/")[2], timezone=plan.timezone)
        # That a safety plan exists is never exported.
        assert (found.plan, found.journal) == (attrs.evolve(plan, safety_plan=None), journal)


def test_a_second_save_rests_on_what_was_read(fhir_server, family):
    plan, journal = family
    with FhirClient(fhir_server) as client:
        stored = client.push_plan(plan, journal, base_url=OWN, largest=LARGEST)
        [child] = [each.reference for each in stored if each.reference.startswith("Patient/")]
        versions = versions_of(client.pull(child.partition("/")[2]))
        again = client.push_plan(plan, journal, base_url=OWN, versions=versions, largest=LARGEST)
        assert [each.reference for each in again] == [each.reference for each in stored]
        with pytest.raises(StaleRevisionError):
            client.push_plan(plan, journal, base_url=OWN, versions=versions, largest=LARGEST)
