"""Codes of people and words: roles, sides, disciplines, languages, channels."""

from collabcare.vocabulary.code import Code

__all__ = [
    "Channel",
    "CommunicationMode",
    "DecisionScope",
    "Discipline",
    "Role",
    "Side",
    "Weekday",
    "WordingStatus",
]


class Role(Code):
    """What a participant is to the child."""

    CHILD = "child", "The child whom the plan is for."
    CAREGIVER = "caregiver", "A parent, guardian, grandparent or other person who brings the child up."
    SIBLING = "sibling", "A brother or sister."
    THERAPIST = "therapist", "A licensed clinician who plans and gives the therapy."
    TECHNICIAN = "technician-or-assistant", "A trained person who gives therapy under supervision."
    SUPERVISOR = "supervisor", "A clinician who supervises others and is responsible for their work."
    TEACHER = "teacher", "A teacher or other person who educates the child."
    COORDINATOR = "coordinator", "A person who coordinates services for the family."
    INTERPRETER = "interpreter", "A person who interprets between languages."
    PHYSICIAN = "physician", "A medical doctor of the child."
    OTHER = "other", "Someone else; `role_other` says who."


class Side(Code):
    """One side of the partnership."""

    FAMILY = "family", "Caregivers and the child."
    CLINIC = "clinic", "Therapists, technicians, supervisors and coordinators."


class Discipline(Code):
    """A field of work."""

    ABA = "aba", "Applied behavior analysis."
    OCCUPATIONAL_THERAPY = "occupational-therapy", "Occupational therapy."
    PHYSICAL_THERAPY = "physical-therapy", "Physical therapy (physiotherapy)."
    SPEECH_LANGUAGE = "speech-language", "Speech and language therapy."
    PSYCHOTHERAPY = "psychotherapy", "Psychotherapy."
    FAMILY_THERAPY = "family-therapy", "Family therapy."
    PSYCHOLOGY = "psychology", "Psychology, assessment included."
    SOCIAL_WORK = "social-work", "Social work."
    NUTRITION_FEEDING = "nutrition-feeding", "Nutrition and feeding therapy."
    EARLY_INTERVENTION = "early-intervention", "Early intervention."
    EDUCATION = "education", "Education, special education included."
    MEDICINE = "medicine", "Medicine."
    OTHER = "other", "Another field; the text beside it says which."


class WordingStatus(Code):
    """How far a wording can be relied on."""

    WRITTEN = "written", "Written by a person in this language."
    TRANSLATED = "translated", "Translated by a person, not yet reviewed by another."
    REVIEWED = "reviewed", "Reviewed by a person who knows the language and the subject."
    MACHINE_DRAFT = "machine-draft", "Made by a machine; nobody has read it yet."


class DecisionScope(Code):
    """What a legal decision maker may decide."""

    ALL = "all", "Everything for the child."
    HEALTH = "health", "Health care and therapy."
    EDUCATION = "education", "School and education."


class Channel(Code):
    """How people reach one another."""

    IN_PERSON = "in-person", "Face to face."
    PHONE = "phone", "By telephone.", "phone"
    VIDEO = "video", "By video call."
    PORTAL = "portal", "Through the clinic's portal or app."
    E_MAIL = "e-mail", "By e-mail.", "email"
    SMS = "sms", "By text message.", "sms"
    PAPER = "paper", "On paper, by letter or in the communication book."


class CommunicationMode(Code):
    """How the child communicates."""

    SPEECH = "speech", "Spoken words."
    SIGN = "sign", "A sign language or signs."
    AAC_DEVICE = "aac-device", "An augmentative and alternative communication device."
    PICTURES = "pictures", "Pictures or symbols."


class Weekday(Code):
    """A day of the week."""

    MONDAY = "monday", "Monday.", "mon"
    TUESDAY = "tuesday", "Tuesday.", "tue"
    WEDNESDAY = "wednesday", "Wednesday.", "wed"
    THURSDAY = "thursday", "Thursday.", "thu"
    FRIDAY = "friday", "Friday.", "fri"
    SATURDAY = "saturday", "Saturday.", "sat"
    SUNDAY = "sunday", "Sunday.", "sun"

    @property
    def number(self) -> int:
        """Position in a week that starts on Monday, from 0, as `date.weekday()` counts."""
        return _WEEKDAYS[self]


_WEEKDAYS = {day: number for number, day in enumerate(Weekday)}
