"""What is read of events that others wrote, element by element."""

from collabcare.interchange.fhir.engine.reasons import LeftOutReason
from collabcare.interchange.fhir.importing.foreign.elements_read import Reads, Taken, native
from collabcare.interchange.fhir.mapping.measurement import MEASUREMENT
from collabcare.interchange.fhir.mapping.message import MESSAGE
from collabcare.interchange.fhir.mapping.session import SESSION

__all__ = ["ANSWERED", "APPOINTMENTS", "ENCOUNTERS", "MESSAGES", "OBSERVATIONS"]

_ON_THE_CLOCK = "an instant; without an offset, on the clock of the zone"

APPOINTMENTS = Reads(
    "Appointment",
    "Session",
    "One of which it is known what became of it (else `no-outcome`), with a start and an end (else `no-schedule`).",
    (
        Taken("status", "status", "`booked` (scheduled), `fulfilled` (held), `cancelled`, `noshow`"),
        Taken(
            "cancelationReason",
            "cancellation_reason, cancellation_reason_other",
            "a code of our `collabcare-cancellation-reason`, and the words beside it",
            ("coding[]", "text"),
        ),
        Taken("start", "scheduled_start_at", _ON_THE_CLOCK),
        Taken("end", "scheduled_end_at", _ON_THE_CLOCK),
        Taken("participant[].actor", "expected", "a person who takes part, and is required or not said not to be"),
        Taken("participant[].required", "expected"),
    ),
    native(SESSION, without=("scheduled_start_at", "scheduled_end_at", "expected", "attended")),
)

ENCOUNTERS = Reads(
    "Encounter",
    "Session",
    "It adds to the session of its appointment, where that was held (else `no-schedule`), once it is finished (else "
    "`no-outcome`). An encounter alone was never scheduled, so it is no session.",
    (
        Taken("status", "", "`finished`"),
        Taken("appointment[]", "", "which session"),
        Taken("period.start", "started_at", _ON_THE_CLOCK),
        Taken("period.end", "ended_at", _ON_THE_CLOCK),
        Taken("participant[].individual", "attended", "people who take part"),
        Taken("subject", "attended", "the child was there"),
    ),
)

OBSERVATIONS = Reads(
    "Observation",
    "Measurement",
    "One of a goal of the plan: its `focus`, or what the goal names as its outcome (else `no-goal`); final, amended or "
    "corrected (else `no-outcome`); with an instant (else `incomplete`), and a value of ours in the unit of the goal "
    "(else `not-understood`).",
    (
        Taken("status", "", "`final`, `amended` or `corrected`"),
        Taken("effectiveDateTime", "measured_at", _ON_THE_CLOCK),
        Taken("effectiveInstant", "measured_at"),
        Taken("performer[]", "observer", "the first, where it is a person who takes part"),
    ),
    native(MEASUREMENT, without=("measured_at", "observer")),
)

MESSAGES = Reads(
    "Communication",
    "Message",
    "One that is completed (else `no-outcome`) and says in a code of ours what it is for (else `no-purpose`), who sent "
    "it, to whom and when (else `incomplete`).",
    (
        Taken("status", "", "`completed`"),
        Taken("payload[].contentString", "body", "the first payload, where it is words"),
        Taken("sent", "sent_at", _ON_THE_CLOCK),
        Taken("sender", "sender", "a person who takes part"),
        Taken("recipient[]", "recipients", "people who take part"),
    ),
    native(MESSAGE, without=("sender", "recipients", "sent_at", "language")),
)

ANSWERED = Reads(
    "QuestionnaireResponse",
    "Answers",
    "One that is completed or amended (else `no-outcome`), that says which questionnaire, who answered and when (else "
    "`incomplete`), and that has an answer that is a number (else `not-numbers`).",
    (
        Taken("status", "", "`completed` or `amended`"),
        Taken("questionnaire", "instrument, instrument_version", "the last part of its address, and the version"),
        Taken("subject", "", "the child"),
        Taken("authored", "answered_at", _ON_THE_CLOCK),
        Taken("source", "respondent", "a person who takes part"),
        Taken("author", "respondent", "where there is no source"),
        Taken("item[].linkId", "items.item", "of each item, and each in an item, that has one answer, a number"),
        Taken("item[].answer[].valueInteger", "items.answer", "from -1000 to 1000"),
        Taken("item[].answer[].valueDecimal", "items.answer", "likewise"),
    ),
    # The questionnaire is known by the last part of its address.
    reasons={"item": LeftOutReason.NOT_NUMBERS, "questionnaire": LeftOutReason.IN_PART},
)
