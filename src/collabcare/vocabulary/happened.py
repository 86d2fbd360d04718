"""Codes of what happened: sessions, practice, messages, measurements."""

from collabcare.vocabulary.code import Code

__all__ = [
    "Assent",
    "CancellationReason",
    "CaregiverRole",
    "CoachingComponent",
    "ExcusedReason",
    "MessagePurpose",
    "ParticipationItem",
    "Phase",
    "PracticeOutcome",
    "ServiceDelivery",
    "SessionFormat",
    "SessionKind",
    "SessionStatus",
    "Who",
]


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
