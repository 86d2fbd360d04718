"""Reviews: held ones as filled forms, due ones as Tasks."""

import pytest

from collabcare.plans import GoalJudgement
from collabcare.text import Text
from tests.lib.families import family, goal, review
from tests.lib.fhir import Written

HELD = review(
    "held",
    due_on="2026-09-30",
    held_at="2026-10-08T10:00",
    attended=["mother"],
    judgements=[GoalJudgement(goal="ask", side="family", participant="mother", performance=6)],
    decisions=[Text.of("en", "Go on")],
    expectations_revisited=True,
    next_due_on="2026-12-01",
)
PLAN = family(goals=(goal("ask"),), reviews=(HELD, review("due", due_on="2026-12-01")))
WRITTEN = Written(PLAN)


@pytest.mark.parametrize(
    ("kind", "record", "path", "expected"),
    [
        ("QuestionnaireResponse", "held", "status", ["completed"]),
        ("QuestionnaireResponse", "held", "authored", ["2026-10-08T08:00:00Z"]),
        ("QuestionnaireResponse", "held", "subject.reference", ["Patient/child"]),
        ("QuestionnaireResponse", "held", "basedOn.reference", [f"CarePlan/{PLAN.id}"]),
        ("QuestionnaireResponse", "held", "source", []),
        (
            "QuestionnaireResponse",
            "held",
            "item.linkId",
            ["due_on", "attended", "judgements", "expectations_revisited", "decisions", "next_due_on"],
        ),
        ("QuestionnaireResponse", "held", "item.answer.valueReference.reference", ["RelatedPerson/mother"]),
        ("QuestionnaireResponse", "held", "item.answer.valueDate", ["2026-09-30", "2026-12-01"]),
        ("QuestionnaireResponse", "held", "item.item.answer.valueInteger", [6]),
        ("QuestionnaireResponse", "held", "item.item.item.answer.valueString", ["en", "Go on"]),
        ("Task", "due", "status", ["requested"]),
        ("Task", "due", "code.coding.code", ["review"]),
        ("Task", "due", "for.reference", ["Patient/child"]),
        ("Task", "due", "restriction.period.end", ["2026-12-01"]),
    ],
)
def test_elements(kind, record, path, expected):
    assert WRITTEN.at(kind, record, path) == expected
