"""Narratives, links and references: where they lead, and what they may run."""

import pytest

from collabcare.interchange.fhir.checking import check_fhir
from tests.lib.fhir_checks import GOAL, bundle, found, goal

XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'

DIVS = {
    "words": ("<p>Plan</p>", None),
    "a picture": ('<img src="plan.png" alt=""/>', None),
    "a link": ('<a href="https://clinic.example">Plan</a>', None),
    "an event handler": ('<b onclick="x()">Plan</b>', "unsafe-content"),
    "a link that runs": ('<a href="java&#x0A;script:x()">Plan</a>', "unsafe-content"),
    "a style that runs": ('<b style="width: expression(x())">Plan</b>', "unsafe-content"),
    "a frame": ('<iframe src="https://x.example"></iframe>', "unsafe-content"),
    "a form": ("<form>Plan</form>", "unsafe-content"),
    "a script in capitals": ("<SCRIPT>x</SCRIPT>", "unsafe-content"),
    "not closed": ("<p>Plan", "wrong-format"),
    "a named entity": ("&nbsp;Plan", "wrong-format"),
    "no words": ("<p> </p>", "wrong-length"),
}


@pytest.mark.parametrize(("inner", "expected"), DIVS.values(), ids=DIVS.keys())
def test_a_narrative_shows_words_and_runs_nothing(inner, expected):
    text = {"status": "generated", "div": f"<div {XHTML}>{inner}</div>"}
    assert goal(text=text) == ([] if expected is None else [(expected, "Goal.text.div")])


def test_a_narrative_that_grows_is_not_read():
    entities = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    div = f'<!DOCTYPE div [<!ENTITY a0 "ha">{entities}]><div {XHTML}>&a9;</div>'
    assert goal(text={"status": "generated", "div": div}) == [("wrong-format", "Goal.text.div")]
    assert goal(text={"status": "generated", "div": "<p>Plan</p>"}) == [("wrong-format", "Goal.text.div")]


@pytest.mark.parametrize(
    "link", ["javascript:x()", "JavaScript:x()", "\tjava\nscript:x()", "data:text/html;base64,eA=="]
)
def test_a_link_that_runs_a_program_is_found_wherever_it_stands(link):
    photo = {"resourceType": "Patient", "photo": [{"url": link}]}
    assert {path for _, path in found(photo)} == {"Patient.photo[0].url"}
    assert ("unsafe-content", "Goal.addresses[0].reference") in goal(addresses=[{"reference": link}])


def test_markdown_that_runs_a_program_is_found_and_prose_is_not():
    def note(words):
        return goal(note=[{"text": words}])

    for words in ("[plan](javascript:x())", "<script>x</script>", "a <img src=x onerror=x()>", "[x]: vbscript:x"):
        assert note(words) == [("unsafe-content", "Goal.note[0].text")]
    for words in ("JavaScript: a book", "1 < 2 and on = off", "[plan](https://clinic.example)", "a <b> c"):
        assert note(words) == []


# --------------------------------------------------------------------------- references


def test_references_lead_to_what_may_stand_there():
    def subject(**reference):
        return goal(subject=reference)

    assert subject(reference="Practitioner/1") == [("wrong-target", "Goal.subject.reference")]
    assert subject(reference="https://a.example/fhir/Practitioner/1/_history/2") != []
    assert subject(reference="Practitioner?identifier=x|1") == [("wrong-target", "Goal.subject.reference")]
    assert subject(type="Practitioner", display="B") == [("wrong-target", "Goal.subject.type")]
    assert subject(reference="Patient/1", type="Group") == [("wrong-target", "Goal.subject.type")]
    assert subject(reference="#x") == [("unknown-reference", "Goal.subject.reference")]
    assert subject(reference="urn:uuid:9") == []
    assert subject(identifier={"value": "7"}) == []


def test_a_target_that_should_be_in_the_bundle_is_missed():
    patient = {"resourceType": "Patient", "id": "2"}
    place = "Bundle.entry[1].resource.subject.reference"
    assert found(bundle(patient, GOAL)) == [("unknown-reference", place)]
    assert [each.severity for each in check_fhir(bundle(patient, GOAL))] == ["warning"]
    assert found(bundle(patient | {"id": "1"}, GOAL)) == []
    # Only those of a type that is here: the others may be at a server, as all may of a search result.
    assert found(bundle(GOAL)) == []
    assert found(bundle(patient, GOAL, kind="searchset")) == []
    urn = GOAL | {"subject": {"reference": "urn:uuid:9"}}
    assert found(bundle(patient, urn)) == [("unknown-reference", place)]


def test_contained_resources_are_referred_to_and_contain_none():
    inner = {"resourceType": "Patient", "id": "p"}
    assert goal(contained=[inner], subject={"reference": "#p"}) == []
    assert goal(contained=[inner]) == [("needs", "Goal.contained[0]")]
    back = {"resourceType": "Provenance", "id": "v", "target": [{"reference": "#"}], "recorded": "2026-01-01T00:00:00Z"}
    back |= {"agent": [{"who": {"reference": "Patient/1"}}]}
    assert goal(contained=[back]) == []
    deep = inner | {"contained": [inner | {"id": "q"}], "link": [{"other": {"reference": "#q"}, "type": "seealso"}]}
    assert ("too-deep", "Goal.contained[0].contained") in goal(contained=[deep], subject={"reference": "#p"})


def test_a_bundle_keeps_its_own_rules():
    whole = bundle(GOAL)
    assert found(whole | {"total": 1}) == [("needs", "Bundle.total")]
    assert found(whole | {"type": "transaction"}) == [("needs", "Bundle.entry[0].request")]
    assert found(whole | {"type": "transaction-response"}) == [("needs", "Bundle.entry[0].response")]
    assert {path for _, path in found(whole | {"type": "document"})} == {
        "Bundle.entry",
        "Bundle.identifier",
        "Bundle.timestamp",
    }
    assert found(whole | {"entry": [{}]}) == [("at-least-one", "Bundle.entry[0]")]
    version = {"fullUrl": "https://a.example/Goal/g1/_history/1", "resource": GOAL}
    assert found(whole | {"entry": [version]}) == [("wrong-format", "Bundle.entry[0].fullUrl")]
