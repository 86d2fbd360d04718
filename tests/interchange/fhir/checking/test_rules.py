"""What R4, and good sense beyond R4, say of single elements: broken input above, the problem below."""

import copy
import json
from decimal import Decimal

import pytest

from collabcare.interchange.fhir.checking import check_fhir
from collabcare.interchange.fhir.checking.findings import MAX_PROBLEMS

XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'
GOAL = {
    "resourceType": "Goal",
    "id": "g1",
    "lifecycleStatus": "active",
    "description": {"text": "Asks for a break"},
    "subject": {"reference": "Patient/1"},
}
REQUEST = {
    "resourceType": "ServiceRequest",
    "status": "active",
    "intent": "plan",
    "subject": {"reference": "Patient/1"},
}
OBSERVATION = {"resourceType": "Observation", "status": "final", "code": {"text": "x"}}
HL7 = "http://hl7.org/fhir/StructureDefinition"
GAS = "http://hl7.org/fhir/us/pco/StructureDefinition/pco-goal-attainment-scaling"


def found(value, **options):
    return [(each.code, each.fhirpath) for each in check_fhir(value, **options)]


def goal(**more):
    return found(GOAL | more)


def repeat(**given):
    problems = check_fhir(REQUEST | {"occurrenceTiming": {"repeat": given}})
    place = "ServiceRequest.occurrence.repeat"
    assert all(each.fhirpath.startswith(place) for each in problems)
    return [(each.code, each.fhirpath.removeprefix(place).lstrip("."), each.severity[0]) for each in problems]


def test_what_is_right_has_no_problem():
    for value in (GOAL, REQUEST, OBSERVATION):
        assert found(value) == []


# --------------------------------------------------------------------------- schedules

DAILY = {"frequency": 1, "period": 1, "periodUnit": "d"}
SCHEDULES = {
    "frequency without period": ({"frequency": 2}, [("needs", "frequency", "w")]),
    "periodUnit without period": ({"periodUnit": "wk"}, [("needs", "periodUnit", "w")]),
    "frequencyMax without frequency": (
        {"frequencyMax": 2, "period": 1, "periodUnit": "d"},
        [("needs", "frequencyMax", "w")],
    ),
    "periodMax without period": ({"periodMax": 2}, [("needs", "periodMax", "e")]),
    "durationMax without duration": (DAILY | {"durationMax": 2}, [("needs", "durationMax", "e")]),
    "countMax without count": (DAILY | {"countMax": 2}, [("needs", "countMax", "e")]),
    "period 0": (DAILY | {"period": 0}, [("out-of-range", "period", "e")]),
    "period 0.0": (DAILY | {"period": Decimal("0.0")}, [("out-of-range", "period", "e")]),
    "duration below 0": (DAILY | {"duration": -1, "durationUnit": "min"}, [("out-of-range", "duration", "e")]),
    "periodMax below period": (DAILY | {"period": 3, "periodMax": 2}, [("out-of-range", "periodMax", "e")]),
    "frequencyMax below frequency": (
        DAILY | {"frequency": 3, "frequencyMax": 2},
        [("out-of-range", "frequencyMax", "e")],
    ),
    "durationMax below duration": (
        DAILY | {"duration": 10, "durationMax": 5, "durationUnit": "min"},
        [("out-of-range", "durationMax", "e")],
    ),
    "countMax below count": (DAILY | {"count": 10, "countMax": 5}, [("out-of-range", "countMax", "e")]),
    "offset with a meal itself": (DAILY | {"when": ["CM"], "offset": 30}, [("exactly-one", "offset", "e")]),
    "offset with several events": (DAILY | {"when": ["PCM", "PCV"], "offset": 30}, [("wrong-count", "when", "w")]),
    "two bounds": (
        DAILY | {"boundsPeriod": {"start": "2026"}, "boundsDuration": {"value": 1}},
        [("exactly-one", "bounds", "e")],
    ),
    "half past six": (DAILY | {"timeOfDay": ["25:30:00"]}, [("wrong-format", "timeOfDay[0]", "e")]),
    "after dinner": (DAILY | {"when": ["PCV"], "offset": 30}, []),
    "offset 0": (DAILY | {"when": ["PCM", "PCV"], "offset": 0}, []),
    "every other day": ({"period": 2, "periodUnit": "d"}, []),
    "10 to 15 minutes": (DAILY | {"duration": 10, "durationMax": 15, "durationUnit": "min"}, []),
}


@pytest.mark.parametrize(("given", "expected"), SCHEDULES.values(), ids=SCHEDULES.keys())
def test_a_schedule_can_be_followed(given, expected):
    assert repeat(**given) == expected


# --------------------------------------------------------------------------- extensions


def acceptance(*parts):
    return {"url": f"{HL7}/goal-acceptance", "extension": list(parts)}


def level(code, text="Asks once", system="http://loinc.org"):
    parts = [{"url": "level", "valueCoding": {"system": system, "code": code}}]
    return {"url": GAS, "extension": [*parts, *([{"url": "progressText", "valueString": text}] if text else [])]}


MOTHER = {"url": "individual", "valueReference": {"reference": "RelatedPerson/m"}}
EXTENSIONS = {
    "acceptance": ([acceptance(MOTHER, {"url": "status", "valueCode": "agree"})], []),
    "acceptance with a status that is none": (
        [acceptance(MOTHER, {"url": "status", "valueCode": "yes"})],
        [("unknown-code", "extension[0].extension[1].value")],
    ),
    "acceptance with a status of another type": (
        [acceptance(MOTHER, {"url": "status", "valueString": "agree"})],
        [("wrong-type", "extension[0].extension[1].value")],
    ),
    "acceptance of nobody": (
        [acceptance({"url": "status", "valueCode": "agree"})],
        [("missing", "extension[0].extension")],
    ),
    "acceptance of two": ([acceptance(MOTHER, MOTHER)], [("wrong-count", "extension[0].extension[1]")]),
    "acceptance by a goal": (
        [acceptance({"url": "individual", "valueReference": {"reference": "Goal/g"}})],
        [("wrong-target", "extension[0].extension[0].value.reference")],
    ),
    "acceptance without parts": (
        [{"url": f"{HL7}/goal-acceptance", "valueString": "agree"}],
        [("missing", "extension[0].extension")],
    ),
    "two levels": ([level("LA34481-4"), level("LA34479-8", "Asks always")], []),
    "a level without text": ([level("LA34481-4", None)], [("missing", "extension[0].extension")]),
    "a level with empty text": (
        [
            {
                "url": GAS,
                "extension": [
                    {"url": "level", "valueCoding": {"system": "http://loinc.org", "code": "LA34481-4"}},
                    {"url": "progressText", "valueString": " "},
                ],
            }
        ],
        [("wrong-length", "extension[0].extension[1].value")],
    ),
    "a level that is none": ([level("LA1-1")], [("unknown-code", "extension[0].extension[0].value")]),
    "a level of another system": (
        [level("LA34481-4", system="http://snomed.info/sct")],
        [("unknown-code", "extension[0].extension[0].value")],
    ),
    "one level twice": ([level("LA34481-4"), level("LA34481-4", "again")], [("duplicate", "extension[1]")]),
    "pertains to a patient": (
        [{"url": f"{HL7}/resource-pertainsToGoal", "valueReference": {"reference": "Patient/1"}}],
        [("wrong-target", "extension[0].value.reference")],
    ),
    "neither value nor parts": ([{"url": "http://example.org/x"}], [("exactly-one", "extension[0]")]),
    "unknown to us": ([{"url": "http://example.org/x", "valueCode": "yes"}], []),
}


@pytest.mark.parametrize(("given", "expected"), EXTENSIONS.values(), ids=EXTENSIONS.keys())
def test_the_content_of_extensions_is_looked_at(given, expected):
    assert goal(extension=given) == [(code, f"Goal.{place}") for code, place in expected]


def test_a_translation_beside_text_says_its_language():
    def translation(language):
        parts = [{"url": "lang", "valueCode": language}, {"url": "content", "valueString": "Pide una pausa"}]
        return {"text": "Asks", "_text": {"extension": [{"url": f"{HL7}/translation", "extension": parts}]}}

    assert goal(description=translation("es")) == []
    place = "Goal.description.text.extension[0].extension[0].value"
    assert goal(description=translation("my_language")) == [("wrong-format", place)]


def test_why_data_are_absent_is_said_by_a_code():
    def absent(code):
        return {"_startDate": {"extension": [{"url": f"{HL7}/data-absent-reason", "valueCode": code}]}}

    assert goal(**absent("unknown")) == []
    assert goal(**absent("dunno")) == [("unknown-code", "Goal.start.extension[0].value")]


# --------------------------------------------------------------------------- links and markup

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


def bundle(*resources, kind="collection"):
    entries = [{"fullUrl": f"urn:uuid:{n}", "resource": each} for n, each in enumerate(resources)]
    return {"resourceType": "Bundle", "type": kind, "entry": entries}


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


# --------------------------------------------------------------------------- shapes and values

PRIMITIVES = {
    "a day that is none": ({"startDate": "2025-02-29"}, "wrong-format", "start"),
    "a month that is none": ({"startDate": "2025-13"}, "wrong-format", "start"),
    "year 0": ({"startDate": "0000"}, "wrong-format", "start"),
    "other digits": ({"startDate": "２０２５-01-01"}, "wrong-format", "start"),
    "a line break at the end": ({"startDate": "2025-01-01\n"}, "wrong-format", "start"),
    "a code with white space": ({"language": " en"}, "wrong-format", "language"),
    "only white space": ({"description": {"text": " \n"}}, "wrong-length", "description.text"),
    "a control character": ({"description": {"text": "a\x07b"}}, "wrong-format", "description.text"),
    "a number as text": ({"id": 7}, "wrong-type", "id"),
    "a URI with a space": ({"implicitRules": "http://a b"}, "wrong-format", "implicitRules"),
    "an instant without a time": ({"meta": {"lastUpdated": "2025-01-01"}}, "wrong-format", "meta.lastUpdated"),
    "text for an object": ({"description": "Asks"}, "wrong-type", "description"),
    "an object for text": ({"id": {"value": "g"}}, "wrong-type", "id"),
    "a list in a list": ({"category": [[{"text": "x"}]]}, "wrong-type", "category[0]"),
    "null in a list": ({"category": [None]}, "wrong-type", "category[0]"),
    "text beside an object": ({"_description": {"id": "x"}}, "unknown-fields", ""),
    "a list beside one value": ({"startDate": "2025", "_startDate": [{"id": "x"}]}, "wrong-type", "start"),
}


@pytest.mark.parametrize(("given", "code", "place"), PRIMITIVES.values(), ids=PRIMITIVES.keys())
def test_values_have_the_form_that_r4_gives_them(given, code, place):
    assert goal(**given) == [(code, f"Goal.{place}".rstrip("."))]


def test_null_keeps_a_place_in_a_list_of_primitives():
    given = {"given": ["Ana", None], "_given": [None, {"extension": [{"url": "http://x.example", "valueCode": "a"}]}]}
    assert found({"resourceType": "Patient", "name": [given]}) == []
    assert found({"resourceType": "Patient", "name": [given | {"_given": [None, None]}]}) != []


def test_numbers_keep_to_their_type():
    def score(**value):
        return found(OBSERVATION | value)

    assert score(valueInteger=Decimal("1.0")) == [("wrong-type", "Observation.value")]
    assert score(valueInteger=True) == [("wrong-type", "Observation.value")]
    assert score(valueInteger=2**31) == [("out-of-range", "Observation.value")]
    assert score(valueQuantity={"value": Decimal("1.10")}) == []
    assert score(valueQuantity={"value": "1.10"}) == [("wrong-type", "Observation.value.value")]


RULES = {
    "obs-6": (OBSERVATION | {"valueInteger": 1, "dataAbsentReason": {"text": "x"}}, "Observation.dataAbsentReason"),
    "qty-3": (OBSERVATION | {"valueQuantity": {"value": 1, "code": "min"}}, "Observation.value.code"),
    "rng-2": (OBSERVATION | {"valueRange": {"low": {"value": 2}, "high": {"value": 1}}}, "Observation.value.high"),
    "rat-1": (OBSERVATION | {"valueRatio": {"numerator": {"value": 2}}}, "Observation.value.numerator"),
    "att-1": ({"resourceType": "Patient", "photo": [{"data": "eA=="}]}, "Patient.photo[0].data"),
    "cpt-2": ({"resourceType": "Patient", "telecom": [{"value": "1"}]}, "Patient.telecom[0].value"),
    "pat-1": ({"resourceType": "Patient", "contact": [{"gender": "other"}]}, "Patient.contact[0]"),
    "app-2": (
        {
            "resourceType": "Appointment",
            "status": "booked",
            "start": "2026-01-01T09:00:00Z",
            "participant": [{"status": "accepted", "actor": {"reference": "Patient/1"}}],
        },
        "Appointment.end",
    ),
    "inv-1": (
        {
            "resourceType": "Task",
            "status": "ready",
            "intent": "plan",
            "authoredOn": "2026-01-02T00:00:00Z",
            "lastModified": "2026-01-01T00:00:00+01:00",
        },
        "Task.lastModified",
    ),
    "per-1 with a zone": (
        GOAL | {"identifier": [{"period": {"start": "2026-01-01T10:00:00Z", "end": "2026-01-01T10:30:00+01:00"}}]},
        "Goal.identifier[0].period",
    ),
}


@pytest.mark.parametrize(("value", "place"), RULES.values(), ids=RULES.keys())
def test_rules_between_elements(value, place):
    assert [path for _, path in found(value)] == [place]


PERIODS = [("2026", "2026-01-01"), ("2026-01-02", "2026-01-01T23:00:00-12:00"), ("2026-01-01T10:00:00Z", "2026-01-01")]


@pytest.mark.parametrize(("start", "end"), PERIODS)
def test_a_period_that_may_be_right_is_right(start, end):
    assert goal(identifier=[{"period": {"start": start, "end": end}}]) == []


def test_unknown_elements_count_at_their_parent_and_are_not_named():
    problems = check_fhir(GOAL | {"goalz": 1, "Maria": {"Lopez": 2}, "description": {"text": "x", "_text_": 1}})
    assert [(each.code, each.fhirpath) for each in problems] == [
        ("unknown-fields", "Goal"),
        ("unknown-fields", "Goal.description"),
    ]
    assert problems[0].rule.endswith(": 2")


def test_other_releases_are_named_and_nothing_else_is_said_of_it():
    source = {"reference": "Patient/1"}
    (problem,) = check_fhir(GOAL | {"source": source, "acceptance": [{"participant": source}]})[:1]
    assert (problem.code, "R5" in problem.rule) == ("unsupported-version", True)
    (problem,) = check_fhir({"resourceType": "CapabilityStatement", "fhirVersion": "3.0.2"})
    assert (problem.code, "STU3" in problem.rule) == ("unsupported-version", True)
    assert found({"resourceType": "NutritionIntake"})[0] == ("unknown-code", "Resource.resourceType")


def test_lines_of_ndjson_are_looked_at_one_by_one():
    lines = [json.dumps(each) for each in (GOAL, GOAL | {"id": "!"}, bundle(GOAL | {"id": "!"}))]
    problems = check_fhir("\n".join(lines).encode())
    assert [(each.line, each.fhirpath, each.pointer) for each in problems] == [
        (2, "line[2].id", "/id"),
        (3, "line[3].entry[0].resource.id", "/entry/0/resource/id"),
    ]
    problems = check_fhir("\n".join([lines[0], lines[0], "<Goal/>", "[]", lines[1]]).encode())
    assert [(each.pointer, each.line, each.code) for each in problems] == [
        (None, 3, "not-json"),
        (None, 4, "unknown-document"),
        ("/id", 5, "wrong-format"),
    ]


def test_what_cannot_be_read_is_one_problem():
    for source, code in ((b"<Bundle/>", "not-json"), (b"[]", "unknown-document"), (b"\xff", "not-utf-8")):
        (problem,) = check_fhir(source)
        assert (problem.pointer, problem.code) == (None, code)


def test_more_problems_than_anyone_mends_are_not_all_listed():
    problems = check_fhir(GOAL | {"category": [None] * (MAX_PROBLEMS + 5)})
    assert len(problems) == MAX_PROBLEMS + 1
    assert [each.code for each in problems].count("too-large") == 1


def test_the_source_stays_as_it_was():
    value = bundle(GOAL)
    before = copy.deepcopy(value)
    check_fhir(value)
    assert value == before
