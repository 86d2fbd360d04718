"""
Rules run once for all records that are equal in what rules can see: that must be all that they do see.

A spy stands in for each record and notes every field that a rule asks for.
"""

import json

import pytest
from hypothesis import given

from collabcare._record import bulk
from collabcare._record.declare import rules, specs
from collabcare.errors import InvalidRecordError
from collabcare.interchange.reading import read_record
from collabcare.plans import FixedDays, SharedPlan
from collabcare.testing import strategies
from tests.lib.record_classes import RECORDS


def spied(record, asked):
    """Give the same record as one of a subclass that notes what it is asked for."""
    cls = type(record)
    names = {spec.name for spec in specs(cls)}

    def note(self, name):
        if name in names:
            asked.add(name)
        return object.__getattribute__(self, name)

    spy = object.__new__(type(cls.__name__, (cls,), {"__getattribute__": note}))
    for name in names:
        object.__setattr__(spy, name, getattr(record, name))
    return spy


@pytest.mark.parametrize("cls", [each for each in RECORDS if any(rule.each is None for rule in rules(each))])
def test_rules_see_no_more_than_is_compared(cls):
    @given(strategies.records(cls))
    def seen(record):
        for rule in rules(cls):
            if rule.each is None:
                asked = set()
                list(rule(spied(record, asked)))
                assert asked <= bulk.read_by(cls, rule)

    seen()


def test_a_rule_sees_a_field_through_a_method():
    assert any("interval" in bulk.read_by(FixedDays, rule) for rule in rules(FixedDays))
    (through_is_due,) = (rule for rule in rules(FixedDays) if rule.__name__ == "_not_empty")
    assert "interval" not in through_is_due.__code__.co_names
    assert "interval" in bulk.read_by(FixedDays, through_is_due)


def test_one_broken_record_among_many_alike():
    def assignment(number, interval):
        weekly = {"frequency": "weekly", "weekdays": ["friday"], "interval": interval}
        days = {**weekly, "starts_on": "2026-09-05", "ends_on": "2026-09-13"}
        words = {"default": "en", "wordings": [{"language": "en", "words": "Read"}]}
        return {"id": f"a{number}", "goals": ["g"], "title": words, "given_on": "2026-09-01", "fixed_days": days}

    words = {"default": "en", "wordings": [{"language": "en", "words": "Reads"}]}
    plan = {
        "document": "collabcare-plan",
        "version": 1,
        "id": "p",
        "title": words,
        "child": "c",
        "participants": [
            {"id": "c", "role": "child"},
            {"id": "m", "role": "caregiver"},
            {"id": "t", "role": "therapist"},
        ],
        "goals": [{"id": "g", "statement": words}],
        # Every other week from Saturday on leaves no Friday before the 13th.
        "assignments": [assignment(each, 2 if each == 0 else 1) for each in range(300)],
        "starts_on": "2026-09-01",
        "timezone": "UTC",
    }
    with pytest.raises(InvalidRecordError) as caught:
        read_record(json.dumps(plan).encode(), SharedPlan)
    assert [(each.pointer, each.code) for each in caught.value.problems] == [
        ("/assignments/0/fixed_days", "empty-schedule")
    ]
