"""
The scoring model: every number that a score rests on, as versioned data with its sources.

A published version never changes, so that it scores the same for ever; a clinic may write one of its own.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.resources
import json
from collections.abc import Iterator, Sequence
from statistics import NormalDist
from typing import ClassVar, Literal, cast

import msgspec

from collabcare._record import build, examine, findings
from collabcare._record.declare import about, rule
from collabcare._record.kinds import AtLeastOne, Count, Few, Flag, Id, Minutes, PositiveCount, Share
from collabcare._record.record import record
from collabcare.engagement.instruments import Instrument
from collabcare.engagement.instruments.declaration import Sentence
from collabcare.engagement.questionnaire_model import (
    QuestionnaireDimension,
    Weight,
    find_instrument,
    questionnaire_problems,
)
from collabcare.errors import InvalidRecordError, Problem, UnknownReferenceError
from collabcare.vocabulary import CancellationReason, Code, Dimension, Side

__all__ = [
    "DIMENSIONS",
    "PACKAGED",
    "Aggregation",
    "Credit",
    "DimensionModel",
    "IntervalMethod",
    "ModelStatus",
    "PracticeWeight",
    "QuestionnaireDimension",
    "RuleSource",
    "ScoringModel",
    "SourceKind",
    "UnreportedPolicy",
]

_DEFAULT = "partnership-1"
PACKAGED = (_DEFAULT, "partnership-2")
"""The models that come with this library."""

# What names and explains a model moves no number; whatever else a model holds is part of its digest.
_WORDS = frozenset(
    {"document", "version", "id", "model_version", "title", "status", "sources", "opportunity", "meaning"}
)


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


DIMENSIONS: dict[Side, tuple[Dimension, ...]] = {
    Side.FAMILY: (
        Dimension.ATTENDANCE,
        Dimension.PARTICIPATION,
        Dimension.HOME_PRACTICE,
        Dimension.COMMUNICATION,
        Dimension.SHARED_DECISIONS,
    ),
    Side.CLINIC: (
        Dimension.SESSIONS_KEPT,
        Dimension.PROGRESS_UPDATES,
        Dimension.RESPONSIVENESS,
        Dimension.PARENT_INPUT,
        Dimension.EXPLANATION,
        Dimension.FEEDBACK_SOUGHT,
        Dimension.BARRIERS_ANSWERED,
        Dimension.JOINT_REVIEW,
    ),
}
"""The dimensions of each side, in the order in which they are shown."""


@record
class Credit:
    """How much of an opportunity counts as taken in one case."""

    key: Id = about("Names the case.")
    credit: Share = about("How much counts, 0 to 1.")
    meaning: Sentence = about("When it is given.")


@record
class DimensionModel:
    """One dimension of a side: its weight and its credits."""

    dimension: Dimension = about("Which dimension.")
    weight: Weight = about("Its weight in the overall; 0 keeps it out of it.")
    opportunity: Sentence = about("What one opportunity is, in words.")
    credits: tuple[Credit, ...] = about("The credit in each case.")

    @rule
    def _keys_are_unique(self) -> Iterator[Problem]:
        seen: set[str] = set()
        for position, each in enumerate(self.credits):
            if each.key in seen:
                yield Problem(f"/credits/{position}/key", "duplicate", "give each case once")
            seen.add(each.key)

    @rule
    def _keys_are_complete(self) -> Iterator[Problem]:
        missing = _needed_keys(self.dimension) - {each.key for each in self.credits}
        if missing:
            yield Problem("/credits", "needs", f"give a credit for each of: {', '.join(sorted(missing))}")


@record
class RuleSource:
    """What one rule of the model rests on."""

    rule: Sentence = about("The rule.")
    kind: SourceKind = about("What it rests on.")
    source: Sentence = about("The publication, or the reason for the proposal.")


@record
class ScoringModel:
    """
    Every number that a score rests on: weights, credits, minima and policies, each with its source.

    It is a proposal written down, not a validated instrument.

    Examples
    --------
    >>> model = ScoringModel.default()
    >>> model.id, model.credit("attendance", "someone-missing")
    ('partnership-1', 0.5)
    """

    __header__ = (("document", Literal["collabcare-model"]), ("version", Literal[1]))
    document: ClassVar[str] = "collabcare-model"
    version: ClassVar[int] = 1

    id: Id = about("The name of the model.")
    model_version: PositiveCount = about("Which version of it; a version that was published never changes.")
    title: Sentence = about("What the model is called.")
    status: ModelStatus = about("How far it has come.")
    family: AtLeastOne[DimensionModel] = about("The dimensions of the family side.")
    clinic: AtLeastOne[DimensionModel] = about("The dimensions of the clinic side.")
    questionnaires: tuple[QuestionnaireDimension, ...] = about("Further dimensions, by questionnaires.", default=())
    instruments: tuple[Instrument, ...] = about("The model's own instruments.", default=())
    require_both_sides: Flag = about("Whether neither side has an overall when one has none.")
    min_opportunities: Few = about("Opportunities from which on a dimension shows a value.")
    min_reported: Share = about("Share of what was due that must be reported for a value.")
    min_dimensions: Few = about("Dimensions that an overall needs.")
    min_weight_share: Share = about("Share of the side's weight that an overall needs.")
    min_rated_share: Share = about("Share of a session's items that must be rated.")
    max_excused_share: Share = about("Share excused or paused above which there is no value.")
    confidence_level: Share = about("Confidence of the intervals, such as 0.95.")
    unreported: UnreportedPolicy = about("What silence about practice means.")
    practice_weight: PracticeWeight = about("What an occasion of practice weighs.")
    shift_days: Count = about("Days by which practice may be off its day.")
    grace_days_max: Count = about("The longest time of grace after a promise fell due.")
    late_start_minutes: Minutes = about("Minutes after which a session counts as begun late.")
    make_up_days: Count = about("Days within which a make-up session must be offered.")
    late_reported_days: Count = about("Days after which a report counts as late.")
    excused_session_reasons: tuple[CancellationReason, ...] = about("Reasons for which the family may cancel.")
    sources: AtLeastOne[RuleSource] = about("What the rules rest on.")
    interval: IntervalMethod = about("How limits are found.", default=IntervalMethod.WILSON)
    aggregation: Aggregation = about("How dimensions become an overall.", default=Aggregation.ARITHMETIC)

    @rule
    def _family_dimensions(self) -> Iterator[Problem]:
        yield from _each_once("family", self.family, Side.FAMILY)

    @rule
    def _clinic_dimensions(self) -> Iterator[Problem]:
        yield from _each_once("clinic", self.clinic, Side.CLINIC)

    @rule
    def _weights_add_up(self) -> Iterator[Problem]:
        for name, dimensions in (("family", self.family), ("clinic", self.clinic)):
            if not any(each.weight > 0 for each in dimensions):
                yield Problem(f"/{name}", "at-least-one", "give at least one dimension a weight above 0")

    @rule
    def _instruments_are_unique(self) -> Iterator[Problem]:
        seen: set[str] = set()
        for position, each in enumerate(self.instruments):
            if each.id in seen:
                yield Problem(f"/instruments/{position}/id", "duplicate", "give each instrument once")
            seen.add(each.id)

    @rule
    def _questionnaires_fit(self) -> Iterator[Problem]:
        yield from questionnaire_problems(self.questionnaires, self.instruments)

    @rule
    def _confidence_is_inside(self) -> Iterator[Problem]:
        if not 0 < self.confidence_level < 1:
            yield Problem("/confidence_level", "out-of-range", "give a number between 0 and 1, neither of them")

    @classmethod
    def default(cls) -> ScoringModel:
        """
        Give the model that comes with this library.

        Returns
        -------
        ScoringModel
            `partnership-1`; read once, then kept.
        """
        return _packaged(_DEFAULT)

    @classmethod
    def packaged(cls, name: str) -> ScoringModel:
        """
        Give one of the models that come with this library.

        Parameters
        ----------
        name
            `"partnership-1"`, or `"partnership-2"`: the same credits and weights, with limits that do not take the days
            of a week for independent.

        Returns
        -------
        ScoringModel
            Read once, then kept.

        Raises
        ------
        UnknownReferenceError
            When there is none of that name.

        Examples
        --------
        >>> ScoringModel.packaged("partnership-2").interval
        <IntervalMethod.CLUSTERED: 'clustered'>
        """
        if name not in PACKAGED:
            raise UnknownReferenceError(f"give the name of a model of this library: {', '.join(PACKAGED)}")
        return _packaged(name)

    @property
    def z(self) -> float:
        """Standard normal quantile of the two-sided confidence level: 1.96 for 0.95."""
        return NormalDist().inv_cdf((1 + self.confidence_level) / 2)

    def dimensions(self, side: Side) -> tuple[DimensionModel | QuestionnaireDimension, ...]:
        """List the dimensions of a side, in the order of the model; those by questionnaires come last."""
        own = self.family if side == Side.FAMILY else self.clinic
        return (*own, *(each for each in self.questionnaires if each.side == side))

    def instrument(self, name: str) -> Instrument:
        """
        Find an instrument that a questionnaire of the model uses.

        Parameters
        ----------
        name
            Its id.

        Returns
        -------
        Instrument
            The model's own, else the one that comes with this library.

        Raises
        ------
        UnknownReferenceError
            When there is neither.
        """
        found = find_instrument(self.instruments, name)
        if found is None:
            raise UnknownReferenceError("give the id of an instrument that the model has")
        return found

    def credit(self, dimension: str, key: str) -> float:
        """
        Find the credit of one case.

        Parameters
        ----------
        dimension
            The dimension, such as `"attendance"`.
        key
            The case, such as `"someone-missing"`.

        Returns
        -------
        float
            From 0 to 1.

        Raises
        ------
        UnknownReferenceError
            When the model has no such dimension or case.
        """
        found = next(
            (
                case.credit
                for each in (*self.family, *self.clinic)
                if each.dimension.value == dimension
                for case in each.credits
                if case.key == key
            ),
            None,
        )
        if found is None:
            raise UnknownReferenceError("give a dimension and a case that the model has")
        return found

    @property
    def parameters_digest(self) -> str:
        """
        SHA-256 of everything in the model that can move a number, in a fixed order.

        Names, words and sources are not part of it, nor is the order of dimensions, credits or reasons.
        """
        return _digest(self)


@functools.lru_cache(maxsize=16)
def _digest(model: ScoringModel) -> str:
    """Make the digest of a model once: many families are scored with one."""
    content = msgspec.to_builtins(build.to_twin(model))
    content.pop("instruments", None)
    for each in content.get("questionnaires", ()):
        each["instrument"] = model.instrument(each["instrument"]).parameters_digest
    content = _parameters(content)
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _each_once(name: str, dimensions: tuple[DimensionModel, ...], side: Side) -> Iterator[Problem]:
    expected = DIMENSIONS[side]
    given = [each.dimension for each in dimensions]
    wrong = False
    for position, each in enumerate(given):
        place = f"/{name}/{position}/dimension"
        if each not in expected:
            wrong = True
            yield Problem(place, "needs", f"give a dimension of the {name} side")
        elif each in given[:position]:
            wrong = True
            yield Problem(place, "duplicate", "give each dimension once")
    missing = [each.value for each in expected if each not in given]
    if missing and not wrong:  # mending what is wrong may give what is missing
        told = f"give each dimension of the side, with weight 0 to keep it out; missing: {', '.join(missing)}"
        yield Problem(f"/{name}", "needs", told)


def _parameters(value: object) -> object:
    """Leave out words and put lists in order, so that equal parameters give equal text."""
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value)
        return {name: _parameters(inner) for name, inner in fields.items() if name not in _WORDS}
    if isinstance(value, list | tuple):
        entries = cast("Sequence[object]", value)
        return sorted(map(_parameters, entries), key=lambda each: json.dumps(each, sort_keys=True))
    return value


@functools.cache
def _packaged(name: str) -> ScoringModel:
    """Read a model that comes with the library; a broken one cannot be used."""
    read, found = examine.examine(ScoringModel, json.loads(_file(name)))
    problems = (*found, *findings.problems(read))
    if problems:
        raise InvalidRecordError(problems)
    model: ScoringModel = read
    return model


def _file(name: str) -> bytes:
    return (importlib.resources.files("collabcare.engagement") / "models" / f"{name}.json").read_bytes()


@functools.cache
def _needed_keys(dimension: Dimension) -> frozenset[str]:
    """Name the cases that the rules ask a model for: those for which the packaged model has a credit."""
    content = json.loads(_file(_DEFAULT))
    (found,) = (each for each in (*content["family"], *content["clinic"]) if each["dimension"] == dimension)
    return frozenset(case["key"] for case in found["credits"])
