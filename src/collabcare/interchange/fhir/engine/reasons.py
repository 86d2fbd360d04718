"""Why something of FHIR is not carried: a closed set, public as data."""

from collabcare.vocabulary.code import Code

__all__ = ["LeftOutReason"]


class LeftOutReason(Code):
    """Why an element of FHIR was not carried into a plan or a journal."""

    NO_PLACE = "no-place", "Nothing in a plan or a journal holds it."
    NO_RECORD = "no-record", "No record of a plan or a journal is made of this kind of resource."
    NOT_UNDERSTOOD = "not-understood", "It has not the form, the code or the unit that can be read there."
    UNRESOLVED = "unresolved", "It refers to what is not in the source, or is no record of this plan."
    UNKNOWN_ELEMENT = "unknown-element", "R4 does not know an element of this name; it counts where it stands."
    UNKNOWN_RESOURCE = "unknown-resource", "R4 does not know this type of resource."
    EXTENSION = "extension", "An extension that is not ours and that nobody here knows."
    MODIFIER = "modifier", "A modifierExtension, implicitRules or doNotPerform may turn the meaning round."
    KEEPING = "keeping", "Says how the resource is kept or sent, not what was agreed or happened."
    NARRATIVE = "narrative", "Words for people to read; they are not taken apart."
    IDENTITY = "identity", "Says more of a person than a plan needs, such as an address."
    IN_PART = "in-part", "Only a part of it was carried, such as the year of a birth date."
    REPEATS = "repeats", "Goes with a code, a reference or words that were carried, and says the same again."
    TOO_LONG = "too-long", "Longer than the field that would hold it may be."
    OTHER_CHILD = "other-child", "Belongs to another child of the source."
    OTHER_PLAN = "other-plan", "Belongs to another care plan of the child than the one that was read."
    OLDER_VERSION = "older-version", "An older version of a resource that was read, or the same once more."
    DELETED = "deleted", "The history says that the resource was deleted later."
    ENTERED_IN_ERROR = "entered-in-error", "The source says that it was entered by mistake."
    NOT_HOME_PRACTICE = "not-home-practice", "Nothing says that family or child do it, or that it is done at home."
    NO_GOAL = "no-goal", "It does not say which goal of the plan it serves or measures."
    NO_SCHEDULE = "no-schedule", "It does not say when it was due or scheduled, so that it would have no denominator."
    NO_OUTCOME = "no-outcome", "It does not say yet what became of it."
    NO_PURPOSE = "no-purpose", "FHIR has no code for what a message is for, and none of ours is there."
    NOT_NUMBERS = "not-numbers", "Answers of a questionnaire are carried where they are numbers."
    COMPUTED = "computed", "A score: it is computed from the plan and the journal, never read."
    NO_PART = "no-part", "Nothing that was carried refers to it, as with a practitioner of others."
    INCOMPLETE = "incomplete", "Something is not said without which the record would say nothing."
    TOO_LARGE = "too-large", "One child's resources are more than is read at once."
