"""Codes of what was agreed: goals, practice, promises, barriers, reviews."""

from collabcare.vocabulary.code import Code

__all__ = [
    "AchievementStatus",
    "AgreementKind",
    "AgreementMethod",
    "AssignmentStatus",
    "BarrierKind",
    "BarrierOutcome",
    "BarrierResponseKind",
    "Celebrated",
    "CommitmentKind",
    "CommitmentUnit",
    "Comparator",
    "DayCount",
    "Decision",
    "Dimension",
    "EmbeddedIn",
    "EndedReason",
    "Frequency",
    "GoalDomain",
    "GoalLifecycle",
    "HowShown",
    "MeasurementProcedure",
    "OutcomeFor",
    "PauseReason",
    "PauseScope",
    "PlanStatus",
    "ResourceKind",
    "ServiceFormat",
    "ServicePeriod",
    "ServiceSource",
    "Setting",
]


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
