"""The codes that a scoring model chooses from: how far it has come, and its policies and methods."""

from __future__ import annotations

from collabcare.vocabulary import Code

__all__ = ["Aggregation", "IntervalMethod", "ModelStatus", "PracticeWeight", "SourceKind", "UnreportedPolicy"]


class ModelStatus(Code):
    """How far a scoring model has come."""

    PROPOSAL = "proposal", "Thought through and open to discussion; nobody has validated it."
    VALIDATED = "validated", "Studied in families, with published results."
    RETIRED = "retired", "Kept so that old scores can be made again."


class SourceKind(Code):
    """What a rule of a model rests on."""

    PUBLISHED = "published", "A published method or finding."
    CONVENTION = "convention", "What is usual in the field, without a test of just this number."
    PROPOSAL = "proposal", "A proposal of this library, with its reason."


class UnreportedPolicy(Code):
    """What silence about an occasion of practice means."""

    UNKNOWN = "unknown", "Not known: left out, and its bounds are said."
    NOT_DONE = "not-done", "Not done."


class PracticeWeight(Code):
    """What each occasion of practice weighs."""

    ASSIGNMENT = "assignment", "Each week of each assignment counts alike."
    OCCASION = "occasion", "Each occasion counts alike."
    MINUTES = "minutes", "Each minute counts alike."


class IntervalMethod(Code):
    """How the limits of a figure are found."""

    WILSON = "wilson", "Wilson's, as if all opportunities were independent and all credits yes or no."
    CLUSTERED = (
        "clustered",
        "Wilson's at the number of independent opportunities that tell as much: the days of a week go together.",
    )


class Aggregation(Code):
    """How dimensions become an overall."""

    ARITHMETIC = "arithmetic", "Weighted mean: a strong dimension makes up for a weak one."
    GEOMETRIC = (
        "geometric",
        "Weighted geometric mean: a weak dimension weighs more, and one without any credit makes the overall 0.",
    )
