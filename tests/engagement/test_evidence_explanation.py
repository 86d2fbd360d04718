"""Explanation: why, shown, checked, and in whose language."""

import pytest

from collabcare._dates import Window
from collabcare.engagement.evidence import evidence
from collabcare.text import Text, Wording
from tests.lib.families import credits_of, daily, family, journal, of, person, practice_of, words

SEPTEMBER = Window.month("2026-09")
WHOLE = {"why": words(), "shown": ("explained",), "understanding_checked": True, "instructions": words("x", "es-MX")}


@pytest.mark.parametrize(
    ("changed", "credit"),
    [
        ({}, 1),
        ({"why": None}, 0.75),
        ({"shown": ("sent",)}, 0.75),
        ({"understanding_checked": None}, 0.75),
        ({"instructions": words("x", "en")}, 0.75),
        ({"instructions": None, "why": None}, 0.5),
    ],
)
def test_each_of_four_parts_counts_alike(changed, credit):
    given = practice_of(daily(), **{**WHOLE, **changed})
    plan = family(people=[person("mother", languages=["es", "en"])], assignments=[given])
    assert credits_of(evidence(plan, journal(plan), SEPTEMBER), "explanation") == [credit]


@pytest.mark.parametrize(("status", "credit"), [("reviewed", 1), ("translated", 0.75), ("machine-draft", 0.75)])
def test_a_translation_counts_once_it_was_reviewed(status, credit):
    text = Text(
        default="en",
        wordings=(
            Wording(language="en", words="x"),
            Wording(language="es", words="x", status=status),
        ),
    )
    given = practice_of(daily(), **{**WHOLE, "instructions": text})
    plan = family(people=[person("mother", languages=["es"])], assignments=[given])
    assert credits_of(evidence(plan, journal(plan), SEPTEMBER), "explanation") == [credit]


def test_it_is_owed_to_each_home():
    people = [person("mother", household="a", languages=["es"]), person("father", household="b", languages=["de"])]
    given = practice_of(daily(), **WHOLE)
    plan = family(households={"a": "mother", "b": "father"}, people=people, assignments=[given])
    assert credits_of(evidence(plan, journal(plan), SEPTEMBER), "explanation") == [1, 0.75]


def test_where_no_language_is_known_the_other_three_parts_count():
    plan = family(assignments=[practice_of(daily(), **WHOLE)])
    (row,) = of(evidence(plan, journal(plan), SEPTEMBER), "explanation")
    assert (row.credit, row.note) == (1, "3 of 3 parts")
