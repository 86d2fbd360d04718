"""
The closed sets of codes that records use: each code with its definition and, where there is one, its FHIR R4 code.

A code is text: `Role.CAREGIVER == "caregiver"`. A clinic's own code never stands inside a set; it stands beside it, as
`other` with text of its own.
"""

import enum
from typing import Self

__all__ = [
    "AchievementStatus",
    "AgreementKind",
    "AgreementMethod",
    "Assent",
    "AssignmentStatus",
    "BarrierKind",
    "BarrierOutcome",
    "BarrierResponseKind",
    "CancellationReason",
    "CaregiverRole",
    "Celebrated",
    "Channel",
    "CoachingComponent",
    "Code",
    "CommitmentKind",
    "CommitmentUnit",
    "CommunicationMode",
    "Comparator",
    "DayCount",
    "Decision",
    "DecisionScope",
    "Dimension",
    "Discipline",
    "EmbeddedIn",
    "EndedReason",
    "ExcusedReason",
    "Frequency",
    "GoalDomain",
    "GoalLifecycle",
    "HowShown",
    "MeasurementProcedure",
    "MessagePurpose",
    "OutcomeFor",
    "ParticipationItem",
    "PauseReason",
    "PauseScope",
    "Phase",
    "PlanStatus",
    "PracticeOutcome",
    "ResourceKind",
    "Role",
    "ServiceDelivery",
    "ServiceFormat",
    "ServicePeriod",
    "ServiceSource",
    "SessionFormat",
    "SessionKind",
    "SessionStatus",
    "Setting",
    "Side",
    "Weekday",
    "Who",
    "WordingStatus",
]


class Code(enum.StrEnum):
    """A code with its definition in plain words and, where there is one, its FHIR R4 code."""

    _value_: str
    definition: str
    fhir: str | None

    def __new__(cls, value: str, definition: str = "", fhir: str | None = None) -> Self:
        """Make the code from its text, its definition and its FHIR code."""
        code = str.__new__(cls, value)
        code._value_ = value
        code.definition = definition
        code.fhir = fhir
        return code

    @classmethod
    def definitions(cls) -> dict[str, str]:
        """Give each code of the set with its definition."""
        return {code.value: code.definition for code in cls}


# People and words.


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


# What was agreed.


class OutcomeFor(Code):
    """Whose life a goal is to change."""

    CHILD = "child", "The child."
    CAREGIVER = "caregiver", "A caregiver."
    FAMILY = "family", "The family as a whole."


class GoalDomain(Code):
    """The area of life that a goal belongs to."""

    COMMUNICATION = "communication", "Understanding and expressing, with or without speech."
    SOCIAL = "social", "Being with others."
    PLAY = "play", "Play and leisure."
    BEHAVIOR = "behavior", "Behavior that helps or hinders everyday life."
    EMOTION = "emotion", "Feelings and coping with them."
    SELF_CARE = "self-care", "Dressing, washing, toilet."
    FEEDING = "feeding", "Eating and drinking."
    SLEEP = "sleep", "Sleep."
    MOTOR = "motor", "Movement and posture."
    SENSORY = "sensory", "Taking in and bearing sounds, touch, light and movement."
    LEARNING = "learning", "School and learning."
    FAMILY_LIFE = "family-life", "Routines and life together at home."
    COMMUNITY = "community", "Taking part outside home and school."
    OTHER = "other", "Another area; `domain_other` says which."


class Setting(Code):
    """Where something takes place."""

    HOME = "home", "At home."
    CLINIC = "clinic", "At the clinic."
    SCHOOL = "school", "At school."
    CHILDCARE = "childcare", "In childcare or kindergarten."
    COMMUNITY = "community", "In the community: shop, playground, outing."


class Comparator(Code):
    """How a value compares with a target."""

    LESS = "<", "Less than the value.", "<"
    AT_MOST = "<=", "The value or less.", "<="
    EQUAL = "=", "Exactly the value."
    AT_LEAST = ">=", "The value or more.", ">="
    MORE = ">", "More than the value.", ">"


class MeasurementProcedure(Code):
    """How a value was measured."""

    EVENT = "event", "Counting each occurrence."
    DURATION = "duration", "How long it lasts."
    LATENCY = "latency", "How long until it starts."
    PARTIAL_INTERVAL = "partial-interval", "Share of intervals in which it occurred at any time."
    WHOLE_INTERVAL = "whole-interval", "Share of intervals in which it occurred throughout."
    MOMENTARY_TIME_SAMPLING = "momentary-time-sampling", "Share of moments at which it was occurring."
    PERMANENT_PRODUCT = "permanent-product", "Counting what is left behind, such as a finished page."
    PROBE = "probe", "A short test without teaching."
    REPORT = "report", "What someone tells or rates."


class GoalLifecycle(Code):
    """Where a goal stands in its life."""

    PROPOSED = "proposed", "Put forward, not agreed.", "proposed"
    PLANNED = "planned", "Agreed for later.", "planned"
    ACCEPTED = "accepted", "Agreed, work has not begun.", "accepted"
    ACTIVE = "active", "Being worked on.", "active"
    ON_HOLD = "on-hold", "Set aside for a while.", "on-hold"
    COMPLETED = "completed", "No longer worked on because it was reached.", "completed"
    CANCELLED = "cancelled", "Given up.", "cancelled"
    REJECTED = "rejected", "Put forward and not agreed to.", "rejected"
    ENTERED_IN_ERROR = "entered-in-error", "Entered by mistake.", "entered-in-error"


class AchievementStatus(Code):
    """How far a goal has been reached."""

    IN_PROGRESS = "in-progress", "Being worked towards.", "in-progress"
    IMPROVING = "improving", "Getting closer.", "improving"
    WORSENING = "worsening", "Getting further away.", "worsening"
    NO_CHANGE = "no-change", "Neither closer nor further away.", "no-change"
    ACHIEVED = "achieved", "Reached.", "achieved"
    SUSTAINING = "sustaining", "Reached and kept.", "sustaining"
    NOT_ACHIEVED = "not-achieved", "Not reached.", "not-achieved"
    NO_PROGRESS = "no-progress", "No movement towards it.", "no-progress"
    NOT_ATTAINABLE = "not-attainable", "Cannot be reached.", "not-attainable"


class ResourceKind(Code):
    """What kind of material a resource is."""

    HANDOUT = "handout", "A sheet to read."
    VIDEO = "video", "A film to watch."
    DEMONSTRATION = "demonstration", "Something shown in person."
    LINK = "link", "A page to visit."


class HowShown(Code):
    """How a family was shown what to practise."""

    DEMONSTRATED = "demonstrated", "The therapist showed it."
    PRACTISED_TOGETHER = "practised-together", "The caregiver did it with the therapist beside."
    EXPLAINED = "explained", "Explained in words."
    SENT = "sent", "Only sent, on paper or electronically."


class EmbeddedIn(Code):
    """The family routine in which practice takes place."""

    MEALTIME = "mealtime", "At a meal."
    BATH = "bath", "At bath time."
    DRESSING = "dressing", "While dressing."
    PLAY = "play", "During play."
    BOOK = "book", "While looking at a book."
    OUTING = "outing", "On an outing."
    BEDTIME = "bedtime", "At bedtime."
    SCHOOL_RUN = "school-run", "On the way to or from school."


class AssignmentStatus(Code):
    """Where a home assignment stands."""

    DRAFT = "draft", "Not given yet.", "draft"
    ACTIVE = "active", "In force.", "active"
    ON_HOLD = "on-hold", "Set aside for a while.", "on-hold"
    REVOKED = "revoked", "Withdrawn.", "revoked"
    COMPLETED = "completed", "Finished.", "completed"
    ENTERED_IN_ERROR = "entered-in-error", "Entered by mistake.", "entered-in-error"


class Frequency(Code):
    """The unit in which a fixed schedule repeats."""

    DAILY = "daily", "Every so many days.", "d"
    WEEKLY = "weekly", "On weekdays, every so many weeks.", "wk"


class CommitmentKind(Code):
    """What one side promised to the other."""

    PROGRESS_UPDATE = "progress-update", "The clinic tells how things go, every so many days."
    REPLY = "reply", "A question is answered, or a message that wants a reply, within so many days."
    FEEDBACK = "feedback", "The clinic asks the family how the work together goes, every so many days."
    REVIEW = "review", "Both sides review the plan, every so many days."
    PARENT_INPUT = "parent-input-minutes", "Minutes of a session that are the caregiver's to speak."
    ANSWER_TO_PROPOSAL = "answer-to-proposal", "The family decides on what it is asked, within so many days."
    BARRIER_RESPONSE = "barrier-response", "The clinic finds a solution to a barrier, within so many days."
    FAMILY_NEWS = "family-news", "The family tells how things go at home, every so many days."
    PRACTICE_LOG = "practice-log", "The family keeps a log in each week with practice due."
    REVIEW_NOTICE = "review-notice", "The clinic invites to a review so many days ahead."
    PRACTICE_MINUTES = "practice-minutes-per-week", "Minutes a week that a household can give to practice."


class CommitmentUnit(Code):
    """The unit of a promise's number."""

    DAYS = "days", "Days.", "d"
    MINUTES = "minutes", "Minutes.", "min"


class DayCount(Code):
    """Which days a promise counts."""

    CALENDAR = "calendar", "Every day."
    WORKING = "working", "Monday to Friday, without the days on which the clinic is closed."


class ServiceFormat(Code):
    """Whether a service is given to one child or to several."""

    INDIVIDUAL = "individual", "To one child."
    GROUP = "group", "To a group."


class ServiceSource(Code):
    """Where the right to a service comes from."""

    CLINIC = "clinic", "The clinic's own plan."
    IFSP = "ifsp", "An individualized family service plan."
    IEP = "iep", "An individualized education program."
    AUTHORIZATION = "authorization", "An authorization by whoever pays."


class ServicePeriod(Code):
    """The period in which a service is given so many times."""

    DAY = "day", "A day.", "d"
    WEEK = "week", "A week.", "wk"
    MONTH = "month", "A month.", "mo"
    YEAR = "year", "A year.", "a"


class PauseReason(Code):
    """Why everything rests for a while."""

    ILLNESS = "illness", "Someone is ill."
    HOSPITAL = "hospital", "Someone is in hospital."
    HOLIDAY = "holiday", "Holiday."
    FAMILY_CIRCUMSTANCES = "family-circumstances", "Something in the family."
    CLINIC_CLOSED = "clinic-closed", "The clinic is closed."


class PauseScope(Code):
    """What rests."""

    ALL = "all", "Everything."
    SESSIONS = "sessions", "Sessions."
    PRACTICE = "practice", "Home practice."
    MESSAGES = "messages", "Messages, updates and the promises about them."


class BarrierKind(Code):
    """What stands in the way of working together."""

    TIME = "time", "Not enough time."
    DIFFERING_EXPECTATIONS = "differing-expectations", "The sides expect different things."
    COMMUNICATION = "communication", "Trouble in reaching or understanding each other."
    CULTURE_OR_LANGUAGE = "culture-or-language", "Language, values or customs are not met."
    TRANSPORT = "transport", "Getting there."
    COST = "cost", "Money."
    SERVICE_SYSTEM = "service-system", "Waiting lists, approvals, paperwork."
    CHILD_HEALTH = "child-health", "The child's health."
    CAREGIVER_WELLBEING = "caregiver-wellbeing", "A caregiver's own health or strength."
    OTHER = "other", "Something else; `kind_other` says what."


class BarrierResponseKind(Code):
    """How a barrier was met."""

    SOLUTION = "solution", "A solution that was agreed."
    REFERRAL = "referral", "A referral to someone who can help."


class BarrierOutcome(Code):
    """Whether the response to a barrier helped."""

    HELPED = "helped", "It helped."
    PARTLY = "partly", "It helped in part."
    NOT = "not", "It did not help."


class Dimension(Code):
    """One aspect of the partnership that is scored; `docs/reference/model-partnership-1.md` has each in full."""

    ATTENDANCE = "attendance", "The family came to the sessions."
    PARTICIPATION = "participation", "Caregivers took part in the sessions they came to."
    HOME_PRACTICE = "home_practice", "Practice due at home was done."
    COMMUNICATION = "communication", "The family answered what wanted a reply, and told its news as agreed."
    SHARED_DECISIONS = "shared_decisions", "The family decided on what it was asked, and came to reviews."
    SESSIONS_KEPT = "sessions_kept", "The clinic held the sessions it had scheduled."
    PROGRESS_UPDATES = "progress_updates", "The clinic told how things go, as often as agreed."
    RESPONSIVENESS = "responsiveness", "The clinic answered the family's questions in time."
    PARENT_INPUT = "parent_input", "The clinic left caregivers the agreed time to speak."
    EXPLANATION = "explanation", "The clinic explained each assignment, in the family's language."
    FEEDBACK_SOUGHT = "feedback_sought", "The clinic asked how the work together goes, as often as agreed."
    BARRIERS_ANSWERED = "barriers_answered", "The clinic found solutions to the barriers the family raised."
    JOINT_REVIEW = "joint_review", "Reviews were held when due."


class AgreementKind(Code):
    """What an answer means in law and in practice."""

    CONSENT = "consent", "Permission by a person who may give it."
    ASSENT = "assent", "The child's own yes."
    ACKNOWLEDGEMENT = "acknowledgement", "It was seen and understood."


class Decision(Code):
    """What was decided."""

    PENDING = "pending", "No answer yet."
    AGREED = "agreed", "Yes."
    AGREED_WITH_CONCERNS = "agreed-with-concerns", "Yes, with concerns."
    DECLINED = "declined", "No. A no is an answer."


class AgreementMethod(Code):
    """How an answer was given."""

    SIGNED = "signed", "Signed on paper."
    ELECTRONIC = "electronic", "Signed or ticked electronically."
    SPOKEN = "spoken", "Said, and written down by someone else."
    OBSERVED = "observed", "Shown by what the child did."


class Celebrated(Code):
    """Whose effort a review celebrated."""

    CHILD = "child", "The child's."
    CAREGIVER = "caregiver", "A caregiver's."


class PlanStatus(Code):
    """Where a plan stands in its life."""

    DRAFT = "draft", "Being written.", "draft"
    ACTIVE = "active", "In force.", "active"
    ON_HOLD = "on-hold", "Set aside for a while.", "on-hold"
    REVOKED = "revoked", "Withdrawn.", "revoked"
    COMPLETED = "completed", "Finished.", "completed"
    ENTERED_IN_ERROR = "entered-in-error", "Entered by mistake.", "entered-in-error"
    UNKNOWN = "unknown", "Not known.", "unknown"


class EndedReason(Code):
    """Why a plan ended."""

    GOALS_MET = "goals-met", "The goals were reached."
    MOVED = "moved", "The family moved away."
    FAMILY_CHOICE = "family-choice", "The family chose to end."
    CLINIC = "clinic", "The clinic ended it."
    FUNDING = "funding", "Nobody pays any more."
    LOST_TO_FOLLOW_UP = "lost-to-follow-up", "Contact was lost."


# What happened.


class SessionKind(Code):
    """What a session is for."""

    EVALUATION = "evaluation", "Assessing the child."
    TREATMENT = "treatment", "Therapy for the child."
    PARENT_EDUCATION = "parent-education", "Telling caregivers about the child's needs; it teaches no technique."
    PARENT_TRAINING = "parent-training", "Teaching caregivers techniques to use with the child."
    PARENT_CONSULTATION = "parent-consultation", "Advice on questions that caregivers bring."
    GROUP_PARENT_TRAINING = "group-parent-training", "Parent training in a group."
    TEAM_MEETING = "team-or-iep-meeting", "A meeting of the team or about the education program."
    REVIEW = "review", "Judging progress together."
    TRANSITION = "transition", "Preparing a change of service or school."


class SessionFormat(Code):
    """Who is in the room."""

    INDIVIDUAL = "individual", "The child alone with the therapist."
    DYAD = "dyad", "Child and caregiver."
    FAMILY = "family", "The family."
    GROUP = "group", "A group of children."
    MULTIPLE_FAMILY_GROUP = "multiple-family-group", "A group of families."
    CAREGIVER_ONLY = "caregiver-only", "Caregivers without the child."


class ServiceDelivery(Code):
    """How a session is given."""

    IN_PERSON = "in-person", "In one place."
    TELEPRACTICE_SYNCHRONOUS = "telepractice-synchronous", "At a distance, live."
    TELEPRACTICE_ASYNCHRONOUS = "telepractice-asynchronous", "At a distance, recorded."
    PHONE = "phone", "By telephone."


class SessionStatus(Code):
    """What became of a session."""

    SCHEDULED = "scheduled", "Still to come."
    HELD = "held", "It took place."
    CANCELLED = "cancelled", "It was called off."
    MOVED = "moved", "It was moved to another time."
    NO_SHOW = "no-show", "The family did not come and did not say so beforehand."


class Who(Code):
    """Through whom something happened."""

    FAMILY = "family", "Through the family."
    CLINIC = "clinic", "Through the clinic."
    CHILD = "child", "Through the child."
    OTHER = "other", "Through neither: a third party or nobody."


class CancellationReason(Code):
    """Why a session was called off."""

    CHILD_ILL = "child-ill", "The child is ill."
    CAREGIVER_ILL = "caregiver-ill", "A caregiver is ill."
    BEREAVEMENT = "bereavement", "A death in the family."
    EMERGENCY_OR_WEATHER = "emergency-or-weather", "An emergency or the weather."
    RELIGIOUS_DAY = "religious-day", "A religious day."
    COURT_OR_CUSTODY = "court-or-custody", "A court date or the custody arrangement."
    INTERPRETER_MISSING = "interpreter-missing", "The interpreter who is needed is missing."
    ASSENT_WITHDRAWN = "assent-withdrawn", "The child withdrew assent."
    HOLIDAY = "holiday", "Holiday."
    TRANSPORT = "transport", "Getting there failed."
    WORK = "work", "A caregiver has to work."
    CHILDCARE = "childcare", "Nobody to look after siblings."
    STAFF_ILL = "staff-ill", "The therapist is ill."
    STAFFING = "staffing", "No therapist is free."
    CLINIC_CLOSED = "clinic-closed", "The clinic is closed."
    FUNDING = "funding", "It would not be paid."
    OTHER = "other", "Another reason; `cancellation_reason_other` says which."


class CaregiverRole(Code):
    """What a caregiver did in a session."""

    NOT_EXPECTED = "not-expected", "No caregiver was expected."
    WAITING = "waiting", "Waited outside."
    OBSERVING = "observing", "Watched."
    COACHED = "coached", "Was coached while doing."
    CO_DELIVERING = "co-delivering", "Gave the therapy together with the therapist."


class CoachingComponent(Code):
    """A part of coaching that took place (Rush and Shelden)."""

    JOINT_PLANNING = "joint-planning", "Planning together."
    OBSERVATION = "observation", "Watching each other."
    ACTION_PRACTICE = "action-practice", "Doing it."
    REFLECTION = "reflection", "Thinking about it together."
    FEEDBACK = "feedback", "Feedback on what was done."


class Assent(Code):
    """Whether the child agreed to take part."""

    GIVEN = "given", "The child agreed."
    WITHDRAWN = "withdrawn", "The child withdrew."
    NOT_SOUGHT = "not-sought", "Nobody asked."


class ParticipationItem(Code):
    """One thing that is rated about taking part in a session."""

    SHARES_VIEW = "shares-own-view", "Shares own view."
    ASKS_QUESTIONS = "asks-questions", "Asks questions."
    TAKES_PART = "takes-part", "Takes part in activities."
    PLANS_HOME_PRACTICE = "plans-home-practice", "Plans home practice."
    REPORTS_HOME_PRACTICE = "reports-on-home-practice", "Reports on home practice."
    OTHER = "other", "The clinic's own item; `item_other` says which."


class PracticeOutcome(Code):
    """What became of an occasion of home practice."""

    DONE = "done", "Done."
    PARTLY = "partly", "Done in part."
    NOT_DONE = "not-done", "Not done."
    EXCUSED = "excused", "It could not be expected; `excused_reason` says why."


class ExcusedReason(Code):
    """Why practice could not be expected."""

    CHILD_ILL = "child-ill", "The child was ill."
    CAREGIVER_ILL = "caregiver-ill", "A caregiver was ill."
    BEREAVEMENT = "bereavement", "A death in the family."
    EMERGENCY_OR_WEATHER = "emergency-or-weather", "An emergency or the weather."
    RELIGIOUS_DAY = "religious-day", "A religious day."
    COURT_OR_CUSTODY = "court-or-custody", "A court date or the custody arrangement."
    CHILD_UNWILLING = "assent-withdrawn", "The child did not want to."
    AWAY = "away", "The family was away."
    MATERIAL_MISSING = "material-missing", "What is needed was missing."
    OTHER = "other", "Another reason; the note says which."


class MessagePurpose(Code):
    """What a message is for."""

    PROGRESS_UPDATE = "progress-update", "Tells how things go."
    OBSERVATION = "observation", "Tells what was seen at home or school."
    QUESTION = "question", "Asks something."
    CONCERN = "concern", "Voices a worry."
    ANSWER = "answer", "Answers."
    FEEDBACK_REQUEST = "feedback-request", "Asks how the work together goes."
    FEEDBACK = "feedback", "Says how the work together goes."
    CHANGE_IN_FAMILY = "change-in-family", "Tells of a change in the family."
    CELEBRATION = "celebration", "Celebrates something."
    EXPLANATION = "explanation", "Explains something."
    LOGISTICS = "logistics", "About times, places and papers."


class Phase(Code):
    """Where in a single-case design a measurement stands."""

    BASELINE = "baseline", "Before the intervention."
    INTERVENTION = "intervention", "During the intervention."
    MAINTENANCE = "maintenance", "After it, to see whether it lasts."
    GENERALIZATION_PROBE = "generalization-probe", "With other people, places or materials."
