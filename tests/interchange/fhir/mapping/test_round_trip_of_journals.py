"""A journal that is written as FHIR and read again is the same journal, and nothing of it is left out."""

from hypothesis import given
from hypothesis import strategies as st

from collabcare import Journal, SharedPlan
from collabcare.interchange.fhir.exporting import write_fhir
from collabcare.interchange.fhir.importing import from_fhir
from collabcare.testing import strategies


@given(strategies.plan_with_journal(), st.sampled_from(["https://clinic.example/fhir/", "https://x.example/a/b/"]))
def test_a_journal_is_whole_when_it_is_read_again(pair: tuple[SharedPlan, Journal], base: str) -> None:
    plan, journal = pair

    read = from_fhir(write_fhir(plan, journal, base_url=base), timezone=plan.timezone)

    assert read.journal == journal
    assert read.left_out == ()
    assert [each for each in read.problems if each.severity == "error"] == []


@given(strategies.plans(), strategies.journals())
def test_a_journal_of_people_that_no_plan_knows_is_whole(plan: SharedPlan, journal: Journal) -> None:
    """Ids that point to nothing are kept as they are: whether they fit the plan is looked at when both are checked."""
    read = from_fhir(write_fhir(plan, journal, base_url="https://clinic.example/fhir/"), timezone=plan.timezone)

    kept = Journal(**{name: getattr(journal, name) for name in _EVENTS}, plan=plan.id)
    assert read.journal == kept
    assert read.left_out == ()


_EVENTS = ("sessions", "practice", "log_statements", "fidelity", "messages", "measurements", "answers", "check_ins")
