"""What is written as FHIR R4 can be read again, and is equal, but for what the reference page names."""

import attrs
from hypothesis import given

from collabcare.interchange.fhir.exporting import write_fhir
from collabcare.interchange.fhir.importing import from_fhir
from collabcare.testing import strategies

BASE = "https://clinic.example/fhir/"


@given(strategies.plans(), strategies.journals())
def test_family(plan, journal):
    journal = attrs.evolve(journal, plan=plan.id)
    read = from_fhir(write_fhir(plan, base_url=BASE), timezone="Etc/UTC")
    assert read.problems == ()
    assert read.left_out == ()
    assert read.plan == attrs.evolve(plan, safety_plan=None)
