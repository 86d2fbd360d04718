"""Engagement scores as Observations: written for others, never read."""

import datetime as dt
import inspect
import re
from typing import Any

import attrs
import pytest

from collabcare import example
from collabcare._dates import Window
from collabcare.engagement import EngagementScore, figures, overall, score
from collabcare.errors import InvalidRecordError
from collabcare.interchange.fhir.exporting import to_fhir
from collabcare.interchange.fhir.importing import from_fhir
from collabcare.interchange.fhir.left_out import LeftOutReason
from collabcare.interchange.fhir.mapping.engagement_figures import REASONS
from collabcare.interchange.fhir.mapping.engagement_score import ELEMENTS
from tests.lib.fhir_events import BASE, OWN, named

PLAN, JOURNAL = example("two-households")
SCORE = score(PLAN, JOURNAL, Window.month("2026-10"))


def observations(*scores: EngagementScore, journal: Any = JOURNAL) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Write scores; give the Bundle and the Observations of the scores."""
    written = to_fhir(PLAN, journal, scores, base_url=BASE)
    resources = [each["resource"] for each in written["entry"]]
    return written, [each for each in resources if _name(each) == "engagement-score"]


def _name(resource: dict[str, Any]) -> str:
    identifiers = resource.get("identifier")
    return identifiers[0]["system"].rpartition("collabcare-")[2] if isinstance(identifiers, list) else ""


def test_both_sides_are_written_each_about_its_own_people() -> None:
    written, (family, clinic) = observations(SCORE)

    assert family["code"]["coding"][0] == {"system": OWN + "observation", "code": "engagement-family"}
    assert clinic["code"]["coding"][0]["code"] == "engagement-clinic"
    assert {named(written, each).partition("/")[0] for each in family["focus"]} == {"related-person"}
    assert {named(written, each).partition("/")[0] for each in clinic["focus"]} == {"practitioner"}
    assert named(written, family["subject"]) == f"child/{PLAN.child}"
    assert named(written, family["basedOn"][0]) == f"shared-plan/{PLAN.id}"


def test_the_period_ends_on_the_last_day() -> None:
    """A FHIR period holds its end; a window ends before it."""
    _, (family, _) = observations(SCORE)

    assert family["effectivePeriod"] == {"start": "2026-10-01", "end": "2026-10-31"}


def test_values_keep_their_digits_and_say_their_unit() -> None:
    _, (family, _) = observations(SCORE)

    assert float(family["valueQuantity"]["value"]) == SCORE.family.overall.value
    assert family["valueQuantity"]["unit"] == "score from 0 to 1"
    for component, (name, dimension) in zip(family["component"], SCORE.family.dimensions.items(), strict=True):
        assert component["code"]["coding"][0]["code"] == name
        if dimension.value is not None:
            assert float(component["valueQuantity"]["value"]) == pytest.approx(100 * dimension.value, abs=1e-12)
            assert component["valueQuantity"]["code"] == "%"


def test_a_score_that_is_missing_says_why_and_is_never_0() -> None:
    early = score(PLAN, JOURNAL, Window(dt.date(2020, 1, 1), dt.date(2020, 2, 1)))
    _, found = observations(early)

    for observation in found:
        for each in (observation, *observation["component"]):
            assert "valueQuantity" not in each
            theirs, ours = each["dataAbsentReason"]["coding"]
            assert theirs["code"] == REASONS[ours["code"]]


def test_every_reason_of_a_score_has_one_of_hl7() -> None:
    sources = inspect.getsource(figures) + inspect.getsource(overall)

    assert set(re.findall('"((?:nothing|mostly|too|other)-[a-z-]+)"', sources)) == set(REASONS)


def test_what_it_rests_on_is_named_as_far_as_r4_allows() -> None:
    written, (family, clinic) = observations(SCORE)

    sources = {named(written, each).partition("/")[0] for each in family["derivedFrom"]}
    assert sources <= {"practice-record", "answers", "review", "barrier"}
    assert "practice-record" in sources
    days = {each.id: each.due_on or each.practised_on for each in JOURNAL.practice}
    for each in family["derivedFrom"]:
        name, _, record = named(written, each).partition("/")
        assert name != "practice-record" or days[record] in SCORE.window
    assert not any(named(written, each).startswith("practice-record") for each in clinic.get("derivedFrom", ()))


def test_the_model_is_named_with_its_version() -> None:
    _, (family, _) = observations(SCORE)

    assert family["method"]["coding"] == [
        {"system": OWN + "scoring-model", "version": str(SCORE.model_version), "code": SCORE.model_id}
    ]


def test_scores_keep_their_ids_from_save_to_save_and_stand_once() -> None:
    _, once = observations(SCORE)
    _, again = observations(SCORE, score(PLAN, JOURNAL, Window.month("2026-10")))

    assert [each["id"] for each in once] == [each["id"] for each in again]


def test_a_score_is_not_read() -> None:
    written, _ = observations(SCORE)

    found = from_fhir(written, timezone=PLAN.timezone)

    assert (found.plan, found.journal) == (PLAN, JOURNAL)
    assert {each.reason for each in found.left_out} == {LeftOutReason.COMPUTED}
    assert {each.path.partition(".")[0] for each in found.left_out} == {"Observation"}


def test_a_score_of_another_plan_is_refused() -> None:
    with pytest.raises(InvalidRecordError, match="scores of this plan"):
        observations(attrs.evolve(SCORE, plan_id="other"))


def test_the_page_names_what_is_written_and_no_more() -> None:
    silent = score(PLAN, JOURNAL, Window.month("2030-01"))
    _, resources = observations(SCORE, silent)
    written = {name for each in resources for name in each} - {"resourceType", "id", "text", "extension"}
    written |= {extension["url"].rpartition("/")[2] for each in resources for extension in each["extension"]}
    said = {each.removesuffix("[]").removeprefix("extension(").removesuffix(")") for each in ELEMENTS}
    assert said == written
