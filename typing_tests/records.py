"""Cases that mypy and pyright read and nobody runs; README.md says how to read them."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, assert_type

import collabcare
from collabcare import (
    InvalidRecordError,
    Journal,
    Problem,
    SharedPlan,
    UnreadableDocumentError,
    Window,
    check_journal,
    check_plan,
    engagement,
    example,
    journal_from_dict,
    plan_from_dict,
    plan_to_dict,
    read_journal,
    read_plan,
    write_journal,
    write_plan,
)
from collabcare.journal import Event, Message, PracticeRecord, Session
from collabcare.people import Participant
from collabcare.plans import FixedDays, HomeAssignment, Occasion, Target
from collabcare.text import Text, Wording
from collabcare.vocabulary import Comparator, Frequency, PracticeOutcome, Role, Weekday

DAY = dt.date(2026, 9, 7)
NOW = dt.datetime(2026, 9, 7, 18, 30, tzinfo=dt.UTC)


# Making records.


def make() -> None:
    assert_type(Participant(id="m", role=Role.CAREGIVER), Participant)
    assert_type(Participant(id="m", role=Role.CAREGIVER, name=None, languages=("es", "en"), since=DAY), Participant)
    Participant(id="t", role=Role.THERAPIST, organization="clinic")
    Target(measure=Text.of("en", "times a day"), comparator=Comparator.AT_LEAST, value=Decimal(3), unit="{times}")
    FixedDays(frequency=Frequency.WEEKLY, weekdays=(Weekday.MONDAY, Weekday.FRIDAY), starts_on=DAY)
    HomeAssignment(id="a", goals=("g",), title=Text.of("en", "Name two pictures"), given_on=DAY)
    PracticeRecord(id="r", assignment="a", practised_on=DAY, outcome=PracticeOutcome.PARTLY, done_share=0.5)


def make_with_wrong_types() -> None:
    Participant(id=1, role=Role.CAREGIVER)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    Participant(id=None, role=Role.CAREGIVER)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    Participant(id="m", role=Weekday.MONDAY)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    Participant(id="m", role=Role.CAREGIVER, languages="es")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    Participant(id="m", role=Role.CAREGIVER, since="2026-09-07")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    PracticeRecord(id="r", assignment="a", practised_on=DAY, outcome=True)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    Target(measure="often", comparator=Comparator.AT_LEAST, value=Decimal(3), unit="1")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    Target(measure=Text.of("en", "often"), comparator=Comparator.AT_LEAST, value=0.5, unit="1")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def make_with_missing_unknown_or_unnamed_fields() -> None:
    Participant(id="m")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    Participant()  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    Participant(id="m", role=Role.CAREGIVER, diagnosis="none")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    Participant("m", Role.CAREGIVER)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]


# Reading their fields.


def fields(person: Participant, message: Message, session: Session) -> None:
    assert_type(person.id, str)
    assert_type(person.role, Role)
    assert_type(person.name, str | None)
    assert_type(person.languages, tuple[str, ...])
    assert_type(person.since, dt.date | None)
    assert_type(person.active_on(DAY), bool)
    assert_type(message.sent_at, dt.datetime)
    assert_type(session.scheduled_start_at, dt.datetime)
    person.diagnosis  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]


def frozen(person: Participant, plan: SharedPlan) -> None:
    person.name = "Ana"  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue]
    plan.revision = 2  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue]
    plan.goals.append  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    hash(person)


def what_may_be_missing_needs_a_look(person: Participant) -> None:
    person.name.upper()  # type: ignore[union-attr] # pyright: ignore[reportOptionalMemberAccess]
    if person.name is not None:
        assert_type(person.name.upper(), str)


# Code sets: a code is text, with its definition; any other text is no code.


def codes(text: str) -> None:
    assert_type(Role("caregiver"), Role)
    assert_type(Role.CAREGIVER.definition, str)
    assert_type(Role.CAREGIVER.fhir, str | None)
    assert_type(Weekday.MONDAY.number, int)
    assert_type(Text.of("en", Role.CAREGIVER), Text)
    Participant(id="m", role=text)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    Participant(id="m", role="caregiver")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    Role.PARENT  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]


# Texts.


def texts(text: Text) -> None:
    assert_type(Text.of("en", "Hello"), Text)
    assert_type(text.in_(["es", "en"]), Wording | None)
    text.in_(None)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


# Documents.


def documents(path: Path, file: BinaryIO, data: dict[str, Any]) -> None:
    assert_type(read_plan(path), SharedPlan)
    assert_type(read_plan("plan.json"), SharedPlan)
    assert_type(read_plan(b"{}"), SharedPlan)
    assert_type(read_plan(file), SharedPlan)
    assert_type(read_journal(path), Journal)
    assert_type(check_plan(path), tuple[Problem, ...])
    assert_type(check_journal(path), tuple[Problem, ...])
    assert_type(check_journal(path, read_plan(path)), tuple[Problem, ...])
    assert_type(plan_from_dict(data), SharedPlan)
    assert_type(journal_from_dict(data), Journal)
    assert_type(write_plan(read_plan(path)), bytes)
    assert_type(write_journal(read_journal(path), "ndjson"), bytes)
    assert_type(plan_to_dict(read_plan(path)), dict[str, Any])
    assert_type(example("shift-work"), tuple[SharedPlan, Journal])


def wrong_documents(plan: SharedPlan, journal: Journal) -> None:
    read_plan(1)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    read_plan({"document": "collabcare-plan"})  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    write_plan(journal)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    write_journal(journal, "xml")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    check_journal(b"{}", journal)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    collabcare.read_diary(b"{}")  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]


def problems(problem: Problem) -> None:
    assert_type(problem.pointer, str | None)
    assert_type(problem.code, str)
    assert_type(problem.line, int | None)
    problem.code = "missing"  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue]
    Problem("", "missing", "give a value", "fatal")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def errors(path: Path) -> None:
    try:
        read_plan(path)
    except InvalidRecordError as error:
        assert_type(error.problems, tuple[Problem, ...])
    except UnreadableDocumentError as error:
        assert_type(error.problem, Problem)


# The journal.


def journals(journal: Journal, practice: PracticeRecord, person: Participant) -> None:
    assert_type(journal.practice, tuple[PracticeRecord, ...])
    assert_type(journal.events(), Iterator[Event])
    assert_type(journal.add(practice), Journal)
    assert_type(journal.union(journal), Journal)
    assert_type(journal.between(Window.month("2026-09"), "Europe/Madrid"), Journal)
    journal.add(person)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    journal.add([practice])  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


# Days.


def windows(window: Window, schedule: FixedDays) -> None:
    assert_type(Window(DAY, dt.date(2026, 10, 1)), Window)
    assert_type(Window.month("2026-09"), Window)
    assert_type(Window.weeks(DAY, 4), Window)
    assert_type(window.days, int)
    assert_type(window.split("week"), tuple[Window, ...])
    assert_type(list(window), list[dt.date])
    assert_type(schedule.occasions(window), tuple[Occasion, ...])
    Window("2026-09-01", "2026-10-01")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    Window(DAY)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    window.split("day")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    window.start_on = DAY  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue]


# Scores: a figure may be missing, so it is looked at before it is used.


def scores(plan: SharedPlan, journal: Journal, window: Window) -> None:
    result = engagement.score(plan, journal, window, as_of=NOW)
    assert_type(result, engagement.EngagementScore)
    assert_type(result.family, engagement.SideScore)
    assert_type(result.clinic.overall, engagement.OverallScore)
    assert_type(result.family.dimensions["home_practice"], engagement.DimensionScore)
    assert_type(result.family.overall.value, float | None)
    assert_type(result.family.overall.reason, str | None)
    assert_type(result.family.overall.left_out["paused"], int)
    assert_type(result.window, Window)
    assert_type(result.as_of, dt.datetime)
    assert_type(result.rows, tuple[engagement.Evidence | engagement.LeftOut, ...])
    assert_type(result.explain("attendance"), str)
    assert_type(result.to_dict(), dict[str, object])
    float(result.family.overall.value)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    result.family = result.clinic  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue]


def wrong_scores(plan: SharedPlan, journal: Journal, window: Window) -> None:
    engagement.score(journal, plan, window)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    engagement.score(plan, journal)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    engagement.score(plan, journal, window, NOW)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    engagement.score(plan, journal, "2026-09")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    engagement.score(plan, journal, window, as_of="now")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
