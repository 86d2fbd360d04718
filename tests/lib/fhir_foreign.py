"""Cases of others in which each element that is declared to be read is there, and what of a source was carried."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from collabcare.interchange.fhir import from_fhir
from collabcare.interchange.fhir.mapping.attainment_scale import GAS, LEVELS
from collabcare.interchange.fhir.mapping.systems import ACHIEVEMENT as GOAL_STATUS
from collabcare.interchange.fhir.mapping.systems import INTERPRETER
from collabcare.interchange.fhir.r4.elements import kind
from tests.lib.fhir_resources import (
    ROLES,
    appointment,
    care_plan,
    family,
    goal,
    mother,
    observation,
    patient,
    practice,
    team,
    therapist,
)

Doc = dict[str, Any]

ZONE = "Europe/Madrid"
BCP = "urn:ietf:bcp:47"
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
NUCC = "http://nucc.org/provider-taxonomy"
OURS = "https://x.example/CodeSystem/collabcare-"
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"


def ref(to: str) -> Doc:
    return {"reference": to, "type": to.partition("/")[0]}


def coded(system: str, code: str, **more: Any) -> Doc:
    return {"coding": [{"system": system, "code": code}], **more}


def also(words: str) -> Doc:
    """Say the same in Spanish."""
    said = [{"url": "lang", "valueCode": "es"}, {"url": "content", "valueString": words}]
    return {"extension": [{"url": TRANSLATION, "extension": said}]}


def amount(value: Any, unit: str, **more: Any) -> Doc:
    return {"value": value, "unit": unit, "system": UCUM, "code": unit, **more}


def encounter(**more: Any) -> Doc:
    return {
        "resourceType": "Encounter",
        "id": "e1",
        "status": "finished",
        "class": {"code": "AMB"},
        "subject": ref("Patient/p1"),
        "appointment": [ref("Appointment/a1")],
        "period": {"start": "2026-01-12T10:05:00+01:00", "end": "2026-01-12T10:55:00+01:00"},
        "participant": [{"individual": ref("Practitioner/t1")}],
        **more,
    }


def message(**more: Any) -> Doc:
    return {
        "resourceType": "Communication",
        "id": "c1",
        "status": "completed",
        "category": [coded(OURS + "message-purpose", "question")],
        "medium": [coded(OURS + "channel", "phone")],
        "subject": ref("Patient/p1"),
        "about": [ref("Goal/g1")],
        "sent": "2026-01-12T10:00:00Z",
        "sender": ref("RelatedPerson/m1"),
        "recipient": [ref("Practitioner/t1")],
        "payload": [{"contentString": "When?"}],
        **more,
    }


def answers(**more: Any) -> Doc:
    return {
        "resourceType": "QuestionnaireResponse",
        "id": "q1",
        "status": "completed",
        "questionnaire": "https://x.example/Questionnaire/stress|2",
        "subject": ref("Patient/p1"),
        "authored": "2026-01-12T10:00:00Z",
        "source": ref("RelatedPerson/m1"),
        "item": [
            {"linkId": "1", "answer": [{"valueInteger": 3}]},
            {"linkId": "part", "item": [{"linkId": "3", "answer": [{"valueDecimal": 2.5}]}]},
        ],
        **more,
    }


def activity() -> Doc:
    return {
        "status": "in-progress",
        "code": {"text": "Stretch", "_text": also("Estirar")},
        "goal": [ref("Goal/g1")],
        "scheduledTiming": timing(frequency=2, period=1, periodUnit="wk"),
        "performer": [ref("RelatedPerson/m1")],
    }


def timing(**more: Any) -> Doc:
    bounds = {"start": "2026-01-07", "end": "2026-03-01"}
    return {"repeat": {"boundsPeriod": bounds, "duration": 10, "durationUnit": "min", **more}}


DAILY = timing(frequency=1, period=1, periodUnit="d", dayOfWeek=["mon", "fri"], timeOfDay=["18:00:00"])


def scale() -> list[Doc]:
    """Describe all five levels, as HL7's Person-Centered Outcomes guide does."""
    return [
        {
            "url": GAS,
            "extension": [
                {"url": "level", "valueCoding": {"system": LOINC, "code": code}},
                {"url": "progressText", "valueString": f"as far as {level}"},
            ],
        }
        for level, code in LEVELS.items()
    ]


def without(resource: Doc, *elements: str) -> Doc:
    return {key: each for key, each in resource.items() if key not in elements}


def target(measure: Doc) -> Doc:
    return {"measure": measure, "detailQuantity": amount(5, "{times}", comparator=">="), "dueDate": "2026-06-01"}


def spoken(language: str = "es") -> Doc:
    return {"language": coded(BCP, language), "preferred": True}


def rich() -> list[Doc]:
    """Give a case in which most of what is read is there."""
    plan = care_plan(
        language="en",
        subject=ref("Patient/p1"),
        _title=also("Hablar en casa"),
        period={"start": "2026-01-05", "end": "2026-12-31"},
        goal=[ref("Goal/g1")],
        activity=[{"reference": ref("ServiceRequest/sr1")}, {"detail": activity()}],
        author=ref("PractitionerRole/r1"),
    )
    aim = goal(
        subject=ref("Patient/p1"),
        achievementStatus=coded(GOAL_STATUS, "improving"),
        category=[coded(OURS + "goal-domain", "other", text="play"), coded(OURS + "discipline", "other", text="music")],
        description={"text": "Asks for a break", "_text": also("Pide una pausa")},
        extension=scale(),
        startDate="2026-01-05",
        expressedBy=ref("RelatedPerson/m1"),
        target=[target({"text": "breaks"}), target({"coding": [{"display": "Breaks"}]})],
        outcomeReference=[ref("Observation/o1")],
        addresses=[ref("ServiceRequest/sr1")],
    )
    request = practice(
        subject=ref("Patient/p1"),
        code={"text": "Read", "_text": also("Leer")},
        occurrenceTiming=DAILY,
        locationCode=[coded(ROLES, "PTRES")],
        patientInstruction="Slowly",
        _patientInstruction=also("Despacio"),
        requester=ref("Practitioner/t1"),
        performer=[ref("RelatedPerson/m1")],
    )
    request["extension"][0]["valueReference"] = ref("Goal/g1")
    role = {
        "resourceType": "PractitionerRole",
        "id": "r1",
        "practitioner": ref("Practitioner/t1"),
        "code": [coded(NUCC, "235Z00000X")],
        "period": {"start": "2026-01-05", "end": "2026-12-31"},
    }
    members = team()
    members["subject"] = ref("Patient/p1")
    members["participant"][0]["member"] = ref("Practitioner/t1")
    members["participant"].append({"member": ref("RelatedPerson/m1"), "period": {"end": "2026-12-31"}})
    return [
        patient(
            birthDate="2019",
            name=[{"use": "usual", "text": "Ada"}],
            communication=[spoken()],
            extension=[{"url": INTERPRETER, "valueBoolean": True}],
        ),
        mother(
            patient=ref("Patient/p1"),
            name=[{"text": "Eva"}],
            communication=[spoken()],
            period={"start": "2026-01-05", "end": "2026-12-31"},
        ),
        {**therapist(), "communication": [coded(BCP, "en")]},
        role,
        members,
        plan,
        aim,
        request,
        appointment(
            participant=[{"actor": ref("Patient/p1"), "required": "required"}, {"actor": ref("Practitioner/t1")}],
            serviceType=[coded(OURS + "session-kind", "review")],
            specialty=[coded(OURS + "discipline", "other", text="music")],
        ),
        appointment(
            id="a2", status="cancelled", cancelationReason=coded(OURS + "cancellation-reason", "other", text="snow")
        ),
        encounter(),
        observation(
            focus=[ref("Goal/g1")],
            subject=ref("Patient/p1"),
            encounter=ref("Encounter/e1"),
            performer=[ref("Practitioner/t1")],
            method=coded(OURS + "measurement-procedure", "event"),
            valueQuantity=amount(3, "{times}"),
            component=[{"code": coded(LOINC, "107332-9"), "valueCodeableConcept": coded(LOINC, LEVELS[1])}],
        ),
        {
            **without(observation(id="o2"), "valueQuantity", "effectiveDateTime"),
            "effectiveInstant": "2026-01-13T10:30:00Z",
            "valueCodeableConcept": coded(LOINC, LEVELS[0]),
        },
        {
            **without(observation(id="o3"), "valueQuantity"),
            "valueRatio": {"numerator": {"value": 3}, "denominator": {"value": 5}},
        },
        message(encounter=ref("Encounter/e1")),
        message(
            id="c2",
            inResponseTo=[ref("Communication/c1")],
            sender=ref("Practitioner/t1"),
            recipient=[ref("RelatedPerson/m1")],
        ),
        answers(),
        {**without(answers(id="q2"), "source"), "author": ref("RelatedPerson/m1")},
    ]


def poor() -> list[Doc]:
    """Give cases that say things in the other ways that are read: words of codes, names in parts, roles of no code."""
    shown = [{"display": "Shown", "_display": also("Mostrado")}]
    named = [{"given": ["Jo", "An"], "family": "Roe"}]
    words = {"text": "helper"}
    return [
        patient(name=named),
        mother(name=named, relationship=[words]),
        mother(id="m2", relationship=[{"coding": [{"display": "neighbour"}]}]),
        {**therapist(), "qualification": [{"code": coded(NUCC, "235Z00000X")}]},
        {"resourceType": "Practitioner", "id": "t2", "name": [{"text": "Lu"}], "qualification": [{"code": words}]},
        {"resourceType": "Practitioner", "id": "t3", "qualification": [{"code": {"coding": shown}}]},
        *(
            {"resourceType": "PractitionerRole", "id": f"r{number}", "practitioner": ref(f"Practitioner/t{number}")}
            | said
            for number, said in enumerate(
                (
                    {"code": [words]},
                    {"code": [{"coding": shown}]},
                    {"specialty": [coded(NUCC, "235Z00000X")]},
                    {"specialty": [words]},
                    {"specialty": [{"coding": shown}]},
                ),
                4,
            )
        ),
        *({"resourceType": "Practitioner", "id": f"t{number}"} for number in range(4, 11)),
        {
            "resourceType": "CareTeam",
            "id": "ct1",
            "participant": [
                {"member": {"reference": f"Practitioner/t{number}"}, "role": role}
                for number, role in [*((each, []) for each in range(1, 9)), (9, [words]), (10, [{"coding": shown}])]
            ],
        },
        without(care_plan(description="Words", _description=also("Palabras")), "title"),
        goal(
            description={"coding": shown},
            target=[target({"text": "breaks", "_text": also("pausas")}), target({"coding": shown})],
        ),
        practice(code={"coding": shown}),
    ]


def of_category(words: Doc) -> list[Doc]:
    """Give a plan that only its category names, with an activity that only a code names."""
    shown = {"coding": [{"display": "Stretch", "_display": also("Estirar")}]}
    plan = care_plan(category=[words], activity=[{"detail": activity() | {"code": shown, "scheduledTiming": DAILY}}])
    return [patient(), mother(), without(plan, "title"), goal()]


def by_identifier(source: list[Doc]) -> list[Doc]:
    """Let all references of a case be logical ones."""

    def said(value: Any) -> Any:
        if isinstance(value, list):
            return [said(each) for each in value]
        if not isinstance(value, dict):
            return value
        if isinstance(value.get("reference"), str):
            return {"identifier": {"system": "urn:x", "value": value["reference"]}}
        return {key: said(each) for key, each in value.items()}

    return [
        {**said(each), "identifier": [{"system": "urn:x", "value": f"{each['resourceType']}/{each['id']}"}]}
        for each in source
    ]


SOURCES: dict[str, list[Doc]] = {
    "small": family(),
    "rich": rich(),
    "poor": poor(),
    "only offered": [*family(intent="proposal"), practice(intent="option")],
    "text of a category": of_category({"text": "Speech", "_text": also("Habla")}),
    "display of a category": of_category({"coding": [{"display": "Speech", "_display": also("Habla")}]}),
    "rich, by identifier": by_identifier(rich()),
    "poor, by identifier": by_identifier(poor()),
}


# --------------------------------------------------------------------------- what was carried


def paths(resource: Doc) -> Counter[str]:
    """
    Count the values of a resource, and of those it contains, by path.

    A path is as `left_out` gives it: what R4 does not know counts where it stands, and a resource by itself.
    """
    found: Counter[str] = Counter()
    _walk(resource, resource["resourceType"], resource["resourceType"], found)
    return found


def _walk(value: Any, path: str, type_name: str | None, found: Counter[str]) -> None:
    if isinstance(value, list):
        for each in value:
            _walk(each, path, type_name, found)
    elif isinstance(value, dict):
        if type_name == "Resource":
            found.update(paths(value))
            return
        for key, each in value.items():
            if key == "resourceType":
                continue
            known = _type(type_name, key)
            _walk(each, path if known is None else f"{path}.{key}", known, found)
    elif value is not None:
        found[path] += 1


def _type(type_name: str | None, key: str) -> str | None:
    known = kind(type_name) if type_name is not None else None
    if known is None:
        return None
    if key.startswith("_"):
        return "Element" if key[1:] in known.elements else None
    return known.elements[key].type if key in known.elements else None


def carried(source: list[Doc]) -> Iterator[str]:
    """Import a source and name the paths of which a value was carried, in whole or in part."""
    before: Counter[str] = Counter()
    for each in source:
        before.update(paths(each))
    left: Counter[str] = Counter()
    for each in from_fhir(source, timezone=ZONE).left_out:
        if each.reason != "in-part":
            left[each.path] += each.count
    yield from (path for path, count in before.items() if count > left[path])
