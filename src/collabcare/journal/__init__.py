"""What happened: the journal and its events."""

from collabcare.journal.answers import Answers, ItemAnswer
from collabcare.journal.check_in import CheckIn
from collabcare.journal.fidelity import FidelityObservation
from collabcare.journal.journal import KINDS, Event, Journal
from collabcare.journal.measurement import Measurement
from collabcare.journal.message import Message
from collabcare.journal.practice import LogStatement, PracticeRecord
from collabcare.journal.session import ParticipationRating, Session

__all__ = [
    "KINDS",
    "Answers",
    "CheckIn",
    "Event",
    "FidelityObservation",
    "ItemAnswer",
    "Journal",
    "LogStatement",
    "Measurement",
    "Message",
    "ParticipationRating",
    "PracticeRecord",
    "Session",
]
