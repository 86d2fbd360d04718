"""What happened: sessions, measurements, messages, answers to questionnaires."""

# Resources are data of strangers, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from collabcare.interchange.fhir.engine.rows import take_reference
from collabcare.interchange.fhir.importing.foreign.event_elements import (
    ANSWERED,
    APPOINTMENTS,
    ENCOUNTERS,
    MESSAGES,
    OBSERVATIONS,
)
from collabcare.interchange.fhir.importing.foreign.goals import outcomes
from collabcare.interchange.fhir.importing.foreign.taking import amount_unit, listed, read_rows, take_instant
from collabcare.interchange.fhir.importing.gathered import Origin
from collabcare.interchange.fhir.left_out import LeftOutReason
from collabcare.interchange.fhir.mapping.measurement import MEASUREMENT
from collabcare.interchange.fhir.mapping.message import MESSAGE
from collabcare.interchange.fhir.mapping.session import SESSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collabcare.interchange.fhir.importing.foreign.case import Case
    from collabcare.interchange.fhir.r4.opening import Entry

__all__ = ["read_answers", "read_measurements", "read_messages", "read_sessions"]

Doc = dict[str, Any]

# Tuples: whatever stands in a resource can be looked for in one, a list too.
_FINAL = ("final", "amended", "corrected")
_ANSWERED = ("completed", "amended")
_ID = re.compile(r"[A-Za-z0-9.-]{1,64}(?![\s\S])")
_QUESTIONNAIRE = re.compile(r".*/Questionnaire/([A-Za-z0-9.-]{1,64})(?:\|(.{1,200}))?(?![\s\S])")
_MOST = 1000


def read_sessions(case: Case) -> None:
    """Read appointments of which it is known what became of them, with the encounters that say how long they took."""
    for entry in list(case.of("Appointment")):
        doc = case.attempt(entry, APPOINTMENTS, lambda each: _session(case, each))
        if doc is not None:
            case.into.ids[entry.place] = ("Session", case.names[entry.place])
            made = {"id": case.names[entry.place], **doc}
            case.gathered.add("journal", "sessions", made, Origin(entry.place, SESSION.rows))
    sessions = {each["id"]: each for each in case.gathered.records("journal", "sessions")}
    for entry in list(case.of("Encounter")):
        case.attempt(entry, ENCOUNTERS, lambda each: _encounter(case, each, sessions))


def _session(case: Case, entry: Entry) -> Doc | LeftOutReason:
    resource, doc = entry.resource, Doc()
    read_rows(APPOINTMENTS, resource, doc, case.into)
    if "status" not in doc:
        return LeftOutReason.NO_OUTCOME
    take_instant(resource, "start", doc, "scheduled_start_at", case.timezone)
    take_instant(resource, "end", doc, "scheduled_end_at", case.timezone)
    if "scheduled_start_at" not in doc or "scheduled_end_at" not in doc:
        return LeftOutReason.NO_SCHEDULE
    expected = []
    for each in listed(resource.get("participant")):
        person = case.participant(each.get("actor"), entry)
        if person is not None and each.get("required", "required") == "required":
            expected.append(person)
            take_reference(each["actor"])
            each.pop("required", None)
    if expected:
        doc["expected"] = list(dict.fromkeys(expected))
    return doc


def _encounter(case: Case, entry: Entry, sessions: dict[str, Doc]) -> Doc | LeftOutReason:
    """Add to a session that was held when it began and ended, and who came; there is no schedule without one."""
    resource, into = entry.resource, case.into
    references = listed(resource.get("appointment"))
    session = next((found for each in references if (found := into.record_id(each, ("Session",))) in sessions), None)
    if session is None or sessions[session].get("status") != "held" or "started_at" in sessions[session]:
        return LeftOutReason.NO_SCHEDULE
    if resource.get("status") != "finished":
        return LeftOutReason.NO_OUTCOME
    doc = sessions[session]
    del resource["status"]
    take_instant(resource.get("period"), "start", doc, "started_at", case.timezone)
    take_instant(resource.get("period"), "end", doc, "ended_at", case.timezone)
    came = []
    for each in listed(resource.get("participant")):
        person = case.participant(each.get("individual"), entry)
        if person is not None:
            came.append(person)
            take_reference(each["individual"])
    # R4 says of the subject of an encounter that it was present.
    if case.is_child(resource.get("subject"), entry) and into.child is not None:
        came.append(into.child)
        case.take_child(resource, entry, "subject")
    if came and "attended" not in doc:
        doc["attended"] = list(dict.fromkeys(came))
    for each in references:
        if into.record_id(each, ("Session",)) == session:
            take_reference(each)
    into.ids[entry.place] = ("Session", session)
    return {}


def read_measurements(case: Case) -> None:
    """Read observations of goals of the plan, in units that are known."""
    named = outcomes(case)
    units = {each["id"]: _unit(each) for each in case.gathered.records("plan", "goals")}
    for entry in list(case.of("Observation")):
        if "focus" not in entry.resource and entry.place not in named:
            case.pool.whole[entry.place] = LeftOutReason.NO_GOAL
            continue
        doc = case.attempt(entry, OBSERVATIONS, lambda each: _measurement(case, each, named, units))
        if doc is None:
            continue
        if entry.place in named:
            take_reference(named[entry.place][2])
        made = {"id": case.names[entry.place], **doc}
        case.gathered.add("journal", "measurements", made, Origin(entry.place, MEASUREMENT.rows))


def _unit(goal: Doc) -> str | None:
    """Give the unit of a goal; `None` when it says none."""
    measures = [*goal.get("targets", ()), *([goal["baseline"]] if "baseline" in goal else [])]
    return next((each.get("unit") for each in measures), None)


def _measurement(
    case: Case, entry: Entry, named: dict[str, tuple[str, Entry, Doc]], units: dict[str, str | None]
) -> Doc | LeftOutReason:
    resource, doc = entry.resource, Doc()
    goal = next(
        (found for each in listed(resource.get("focus")) if (found := case.into.record_id(each, ("Goal",)))), None
    )
    if goal is None and entry.place in named:
        goal = doc["goal"] = named[entry.place][0]
    if goal is None:
        return LeftOutReason.NO_GOAL
    if resource.get("status") not in _FINAL:
        return LeftOutReason.NO_OUTCOME
    unit = amount_unit(resource.get("valueQuantity"))
    if "valueQuantity" in resource and (unit is None or units.get(goal) not in {None, unit}):
        return LeftOutReason.NOT_UNDERSTOOD
    read_rows(OBSERVATIONS, resource, doc, case.into)
    if not {"value", "level", "successes"} & doc.keys():
        return LeftOutReason.NOT_UNDERSTOOD
    take_instant(resource, "effectiveDateTime", doc, "measured_at", case.timezone)
    take_instant(resource, "effectiveInstant", doc, "measured_at", case.timezone)
    if "measured_at" not in doc:
        return LeftOutReason.INCOMPLETE
    del resource["status"]
    people = listed(resource.get("performer"))
    observer = case.participant(people[0], entry) if people else None
    if observer is not None:
        doc["observer"] = observer
        take_reference(people[0])
    case.take_child(resource, entry, "subject")
    return doc


def read_messages(case: Case) -> None:
    """Read messages whose sender, recipients and purpose are known; FHIR has no code for the purpose, so it is ours."""
    for entry in list(case.of("Communication")):
        doc = case.attempt(entry, MESSAGES, lambda each: _message(case, each))
        if doc is not None:
            case.into.ids[entry.place] = ("Message", case.names[entry.place])
            made = {"id": case.names[entry.place], **doc}
            case.gathered.add("journal", "messages", made, Origin(entry.place, MESSAGE.rows))


def _message(case: Case, entry: Entry) -> Doc | LeftOutReason:
    resource, doc = entry.resource, Doc()
    if resource.get("status") != "completed":
        return LeftOutReason.NO_OUTCOME
    read_rows(MESSAGES, resource, doc, case.into)
    if "purpose" not in doc:
        return LeftOutReason.NO_PURPOSE
    take_instant(resource, "sent", doc, "sent_at", case.timezone)
    sender = case.take_participants(resource, "sender", entry)
    recipients = case.take_participants(resource, "recipient", entry)
    if not sender or not recipients or "sent_at" not in doc:
        return LeftOutReason.INCOMPLETE
    del resource["status"]
    doc["sender"], doc["recipients"] = sender[0], recipients
    case.take_child(resource, entry, "subject")
    return doc


def read_answers(case: Case) -> None:
    """Read the answers to questionnaires that are numbers."""
    for entry in list(case.of("QuestionnaireResponse")):
        doc = case.attempt(entry, ANSWERED, lambda each: _answers(case, each))
        if doc is not None:
            made = {"id": case.names[entry.place], **doc}
            case.gathered.add("journal", "answers", made, Origin(entry.place))


def _answers(case: Case, entry: Entry) -> Doc | LeftOutReason:
    resource, doc = entry.resource, Doc()
    if resource.get("status") not in _ANSWERED:
        return LeftOutReason.NO_OUTCOME
    found = _QUESTIONNAIRE.match(resource["questionnaire"]) if isinstance(resource.get("questionnaire"), str) else None
    take_instant(resource, "authored", doc, "answered_at", case.timezone)
    who = next((each for each in ("source", "author") if case.participant(resource.get(each), entry) is not None), None)
    if found is None or who is None or "answered_at" not in doc:
        return LeftOutReason.INCOMPLETE
    items = list(_items(resource.get("item"), set()))
    if not items:
        return LeftOutReason.NOT_NUMBERS
    for path, reason in ANSWERED.reasons.items():
        case.into.refuse(path, reason)
    doc["instrument"] = found[1]
    if found[2]:
        doc["instrument_version"] = found[2]
    doc["respondent"] = case.take_participants(resource, who, entry)[0]
    doc["items"] = items
    del resource["status"]
    case.take_child(resource, entry, "subject")
    return doc


def _items(value: Any, seen: set[str]) -> Iterator[Doc]:
    """Take the items that have one answer, a number, and a name that ours can have."""
    for item in listed(value):
        name, answers = item.get("linkId"), item.get("answer")
        only = answers[0] if isinstance(answers, list) and len(answers) == 1 and isinstance(answers[0], dict) else {}
        number = _number(only)
        if number is not None and isinstance(name, str) and _ID.match(name) and name not in seen:
            seen.add(name)
            only.pop("valueInteger", None)
            only.pop("valueDecimal", None)
            del item["linkId"]
            yield {"item": name, "answer": number}
        yield from _items(item.get("item"), seen)
        for answer in listed(answers):
            yield from _items(answer.get("item"), seen)


def _number(answer: Doc) -> float | None:
    for key in ("valueInteger", "valueDecimal"):
        value = answer.get(key)
        if isinstance(value, int | Decimal) and not isinstance(value, bool) and -_MOST <= value <= _MOST:
            return float(value)
    return None
