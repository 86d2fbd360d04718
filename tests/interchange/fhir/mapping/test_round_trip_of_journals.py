"""A journal that is written as FHIR and read again is the same journal, and nothing of it is left out."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from collabcare import Journal, SharedPlan, example
from collabcare.interchange.documents import journal_from_dict, plan_from_dict
from collabcare.interchange.fhir.exporting import write_fhir
from collabcare.interchange.fhir.importing import Imported, from_fhir
from collabcare.journal import KINDS
from collabcare.plans import Goal, HomeAssignment, Strategy
from collabcare.testing import strategies
from collabcare.testing.drawing import raw
from tests.lib import maximal

BASES = st.sampled_from(["https://clinic.example/fhir/", "https://x.example/a/b/"])
FIELDS = dict(KINDS.values())


def there_and_back(plan: SharedPlan, journal: Journal, base: str = "https://clinic.example/fhir/") -> Imported:
    """Write both as FHIR, and read them again."""
    return from_fhir(write_fhir(plan, journal, base_url=base), timezone=plan.timezone)


def some(cls: type) -> Any:
    """Draw at least one record."""
    return st.lists(raw(cls, pooled=True), min_size=1, max_size=3)


def plans_with(field: str) -> Any:
    """Draw plans that have what events of a kind need."""
    if field in {"practice", "measurements", "fidelity", "log_statements"}:
        return strategies.plans(goals=some(Goal), strategies=some(Strategy), assignments=some(HomeAssignment))
    return strategies.plans()


# Each example draws a plan too, which takes most of the time; there are eight kinds.
@pytest.mark.parametrize("field", FIELDS)
@settings(max_examples=25)
@given(data=st.data(), base=BASES)
def test_events_of_a_kind_are_whole(field: str, data: DataObject, base: str) -> None:
    plan = data.draw(plans_with(field))
    journal = data.draw(strategies.journals(plan, **{field: some(FIELDS[field])}))

    read = there_and_back(plan, journal, base)

    assert getattr(journal, field)
    assert read.journal == journal
    assert read.left_out == ()
    assert [each for each in read.problems if each.severity == "error"] == []


@settings(max_examples=25)
@given(strategies.plans(), strategies.journals())
def test_events_that_no_plan_knows_the_people_of_are_whole(plan: SharedPlan, journal: Journal) -> None:
    """Ids that point to nothing stay as they are: whether they fit the plan is looked at when both are checked."""
    read = there_and_back(plan, journal)

    assert read.journal == Journal(plan=plan.id, **{each: getattr(journal, each) for each in FIELDS})
    assert read.left_out == ()


def test_a_journal_that_uses_every_field_is_whole() -> None:
    plan, journal = plan_from_dict(maximal.plan()), journal_from_dict(maximal.journal())

    read = there_and_back(plan, journal)

    assert read.journal == journal
    assert read.left_out == ()


@pytest.mark.parametrize("name", ["late-talker", "shift-work", "two-households"])
def test_the_journals_of_the_example_families_are_whole(name: str) -> None:
    plan, journal = example(name)

    read = there_and_back(plan, journal)

    assert read.journal == journal
    assert read.left_out == ()
    assert read.problems == ()
