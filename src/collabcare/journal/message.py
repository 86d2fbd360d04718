"""What the sides told each other, and asked."""

from collabcare._record.declare import about as field
from collabcare._record.kinds import AtLeastOne, Audience, Flag, Id, Instant, Language, Words
from collabcare._record.record import record
from collabcare.vocabulary import Channel, MessagePurpose

__all__ = ["Message"]


@record
class Message:
    """One message, written or told. Its words may be left out: scores need only who, to whom, when and what for."""

    id: Id = field("How other records point to this message.")
    sent_at: Instant = field("When it was sent or told.")
    sender: Id = field("From whom.", refers="Participant")
    recipients: AtLeastOne[Id] = field("To whom.", refers="Participant")
    channel: Channel | None = field("How.", default=None)
    via_interpreter: Flag = field("Whether an interpreter helped.", default=False)
    session: Id | None = field("The session in which it was told.", default=None, refers="Session")
    purpose: MessagePurpose = field("What it is for.")
    about: tuple[Id, ...] = field(
        "What it is about.", default=(), refers=("SharedPlan", "Goal", "Strategy", "HomeAssignment")
    )
    in_reply_to: Id | None = field("The message it answers.", default=None, refers="Message")
    reply_wanted: Flag = field("Whether the sender asked for a reply.", default=False)
    automated: Flag = field("Whether a machine sent it, such as a reminder.", default=False)
    language: Language | None = field("Its language.", default=None)
    body: Words | None = field("Its words.", default=None)
    audience: tuple[Audience, ...] = field("Who may see it; without any, sender and recipients.", default=())
