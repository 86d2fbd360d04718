"""What the three families share: days of 2026 in a zone, words in languages, and a diary that collects events."""

import datetime as dt
from zoneinfo import ZoneInfo

from collabcare.journal import Event, Journal, Message, ParticipationRating, PracticeRecord, Session
from collabcare.plans import AttainmentLevel, AttainmentScale, SupportLevel, SupportScale
from collabcare.text import Text, Wording
from collabcare.vocabulary import ExcusedReason, MessagePurpose, ParticipationItem, PracticeOutcome, SessionStatus

YEAR = 2026
OUTCOMES = {
    "D": PracticeOutcome.DONE,
    "P": PracticeOutcome.PARTLY,
    "N": PracticeOutcome.NOT_DONE,
    "E": PracticeOutcome.EXCUSED,
}


def day(text: str) -> dt.date:
    """Give the day of 2026 written as `09-08`."""
    return dt.date.fromisoformat(f"{YEAR}-{text}")


def words(default: str = "en", /, **wordings: str) -> Text:
    """Give a message in languages, `words(en="Wait", es="Espera")`; a bar follows a status, `es="reviewed|..."`."""
    found = []
    for language, wording in wordings.items():
        status, bar, message = wording.partition("|")
        if bar:
            found.append(Wording(language=language, words=message, status=status))
        else:
            found.append(Wording(language=language, words=wording))
    return Text(default=default, wordings=tuple(found))


def scale(*levels: Text, baseline: int, importance: int, difficulty: int) -> AttainmentScale:
    """Give a Goal Attainment Scale from its five levels, the lowest first."""
    return AttainmentScale(
        levels=tuple(
            AttainmentLevel(level=number, description=level) for number, level in zip(range(-2, 3), levels, strict=True)
        ),
        baseline_level=baseline,
        importance=importance,
        difficulty=difficulty,
    )


def support(**levels: Text) -> SupportScale:
    """Give a scale of help, from the least to the most."""
    return SupportScale(levels=tuple(SupportLevel(code=code, name=name) for code, name in levels.items()))


class Diary:
    """Collects the events of one family. Every method adds what it is told, and makes up nothing."""

    def __init__(self, plan: str, zone: str) -> None:
        """Begin with no events."""
        self.plan = plan
        self.zone = ZoneInfo(zone)
        self.events: list[Event] = []

    def at(self, text: str) -> dt.datetime:
        """Give the moment written as `09-08 15:30` on the family's clock."""
        return dt.datetime.fromisoformat(f"{YEAR}-{text}").replace(tzinfo=self.zone)

    def session(self, starts: str, ends: str, *, prefix: str, **fields: object) -> str:
        """Add a session on one day, from `09-08 15:30` to `16:15`; held, unless `status` says otherwise."""
        on = starts[:5]
        for name in ("started", "ended"):
            if name in fields:
                fields[f"{name}_at"] = self.at(f"{on} {fields.pop(name)}")
        if "cancelled" in fields:
            fields["cancelled_at"] = self.at(fields.pop("cancelled"))
        fields.setdefault("status", SessionStatus.HELD)
        made = Session(
            id=f"{prefix}-{YEAR}-{on}",
            scheduled_start_at=self.at(starts),
            scheduled_end_at=self.at(f"{on} {ends}"),
            **fields,
        )
        self.events.append(made)
        return made.id

    def message(  # noqa: PLR0913, PLR0917 -- a message has as many sides
        self,
        name: str,
        sent: str,
        sender: str,
        to: str | tuple[str, ...],
        purpose: MessagePurpose,
        language: str,
        body: str,
        **fields: object,
    ) -> None:
        """Add a message with its words."""
        self.events.append(
            Message(
                id=name,
                sent_at=self.at(sent),
                sender=sender,
                recipients=(to,) if isinstance(to, str) else to,
                purpose=purpose,
                language=language,
                body=body,
                **fields,
            )
        )

    def practice(self, assignment: str, on: str, outcome: str, *, number: int = 1, **fields: object) -> None:
        """Add a practice record: outcome D (done), P (partly), N (not done) or E (excused: the child was ill)."""
        found = OUTCOMES[outcome]
        if found == PracticeOutcome.EXCUSED:
            fields.setdefault("excused_reason", ExcusedReason.CHILD_ILL)
        if found == PracticeOutcome.PARTLY:
            fields.setdefault("done_share", 0.5)
        if "practised_on" not in fields:
            fields.setdefault("due_on", day(on))
        self.events.append(
            PracticeRecord(
                id=f"{assignment}-{YEAR}-{on}{'' if number == 1 else f'-{number}'}",
                assignment=assignment,
                outcome=found,
                reported_at=self.at(f"{on} 20:45"),
                **fields,
            )
        )

    def practices(self, assignment: str, days: str, **fields: object) -> None:
        """Add a practice record for each of `09-14D 09-16N ...`."""
        for each in days.split():
            self.practice(assignment, each[:-1], each[-1], **fields)

    def add(self, *events: Event) -> None:
        """Add other events."""
        self.events.extend(events)

    def journal(self) -> Journal:
        """Give the journal of all that was added."""
        return Journal(plan=self.plan).add(*self.events)


def ratings(  # noqa: PLR0913 -- the scale has two ends
    participant: str, rater: str, items: tuple[ParticipationItem, ...], marks: str, *, lowest: int = 1, highest: int = 5
) -> tuple[ParticipationRating, ...]:
    """Give ratings of one person, one mark for each item; `-` where it could not be seen."""
    return tuple(
        ParticipationRating(
            item=item,
            participant=participant,
            rating=None if mark == "-" else float(mark),
            not_observed=mark == "-",
            lowest=float(lowest),
            highest=float(highest),
            rater=rater,
        )
        for item, mark in zip(items, marks, strict=True)
    )
