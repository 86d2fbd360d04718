"""The validators themselves: what they accept, and which seeded faults they see. What we write is judged by them."""

from collections import defaultdict

import pytest

from tests.lib.fhir_validators import VALIDATORS

# Each fault that no validator sees, and why.
UNSEEN = {
    "usc-careplan-subject-group": "the profile narrows the types of a reference, and no validator looks at those",
}
FAULTS = 61


@pytest.fixture(scope="module")
def cases(shared):
    return sorted((shared / "fhir" / "validators" / "cases").glob("*.json"))


@pytest.fixture(scope="module")
def seen(validate, cases):
    """Give the validators that object to each case."""
    found = defaultdict(set)
    for each in validate(cases, us_core=True):
        found[each.path.stem].add(each.validator)
    return found


def test_valid_bundles_are_accepted_by_every_validator(cases, seen):
    valid = [each.stem for each in cases if each.stem.startswith("ok-")]
    assert len(valid) == 3
    assert {name: seen[name] for name in valid if seen[name]} == {}


def test_every_seeded_fault_is_seen(cases, seen):
    faulty = [each.stem for each in cases if not each.stem.startswith("ok-")]
    assert len(faulty) == FAULTS
    assert [name for name in faulty if not seen[name]] == list(UNSEEN)


def test_each_validator_sees_faults(seen):
    # A validator that never objects would let everything pass, and nobody would know that it was not running.
    for name in VALIDATORS:
        assert sum(name in found for found in seen.values()) >= 4, name


def test_a_bundle_written_by_hand_after_our_mapping_is_accepted(validate, shared):
    assert validate([shared / "fhir" / "mapping" / "example_bundle.json"], us_core=True) == []
