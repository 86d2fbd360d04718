"""A plan that goes out and comes in again is the same plan, but for its safety plan, which never goes out."""

from importlib.resources import files
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabcare.interchange.documents import read_plan
from collabcare.interchange.fhir.exporting import to_fhir, write_fhir
from collabcare.interchange.fhir.importing import from_fhir
from collabcare.testing import strategies

FAMILIES = Path(str(files("collabcare"))) / "examples"
BASE = "https://clinic.example/fhir/"


def _comes_back(plan, **options):
    imported = from_fhir(write_fhir(plan, base_url=BASE, **options), timezone=plan.timezone)
    assert imported.problems == ()
    assert imported.plan == attrs.evolve(plan, safety_plan=None)
    assert imported.left_out == ()


@given(strategies.plans(), st.booleans(), st.sampled_from(["collection", "transaction"]))
def test_generated_plans(plan, us_core, bundle):
    _comes_back(plan, us_core=us_core, bundle=bundle)


@pytest.mark.parametrize("family", ["late-talker", "shift-work", "two-households"])
@pytest.mark.parametrize("us_core", [False, True])
def test_example_families(family, us_core):
    _comes_back(read_plan(FAMILIES / family / "plan.json"), us_core=us_core)


@given(strategies.plans(), st.randoms())
def test_resources_come_in_any_order(plan, random):
    bundle = to_fhir(plan, base_url=BASE)
    random.shuffle(bundle["entry"])
    imported = from_fhir(bundle, timezone=plan.timezone)
    assert imported.plan == attrs.evolve(plan, safety_plan=None)
    assert imported.left_out == ()
