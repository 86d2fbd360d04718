"""Agreement of observers against the worked examples of Reed and Azulay (2011)."""

import json

import pytest

from collabcare.progress import observers


@pytest.fixture(scope="module")
def examples(shared):
    listed = json.loads((shared / "data" / "worked_examples.json").read_text())["examples"]
    return {each["id"]: each for each in listed if each["topic"].startswith("IOA")}


@pytest.mark.parametrize("name", ["ioa_event", "ioa_interval"])
def test_the_published_figures(examples, name):
    given, expected = examples[name]["input"], examples[name]["expected"]
    assert len(expected) == 3
    for measure, percent in expected.items():
        # `exact_count_per_interval` and the others: the file names them as the functions.
        found = getattr(observers, measure)(given["observer1"], given["observer2"])
        assert (measure, round(found.value * 100, 4)) == (measure, percent)


def test_the_published_mean_of_durations(examples):
    percents = examples["ioa_duration"]["input"]["per_occurrence_percent"]
    expected = examples["ioa_duration"]["expected"]
    # The source gives each occurrence's agreement, not its seconds: 100 beside each gives the same.
    found = observers.mean_duration_per_occurrence([100] * len(percents), percents)
    assert round(found.value * 100, expected["decimals"]) == expected["mean"]


def test_every_example_of_the_topic_is_checked(examples):
    assert sorted(examples) == ["ioa_duration", "ioa_event", "ioa_interval"]
