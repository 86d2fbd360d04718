"""A scoring model as a record: what it holds, what it must keep to, and where its numbers are found."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from statistics import NormalDist
from typing import ClassVar, Literal

from collabcare._record import examine, findings
from collabcare._record.declare import about, rule
from collabcare._record.kinds import AtLeastOne, Count, Few, Flag, Id, Minutes, PositiveCount, Share
from collabcare._record.record import record
from collabcare.engagement.instruments import Instrument
from collabcare.engagement.instruments.declaration import Sentence
from collabcare.engagement.model.codes import (
    Aggregation,
    IntervalMethod,
    ModelStatus,
    PracticeWeight,
    SourceKind,
    UnreportedPolicy,
)
from collabcare.engagement.model.digest import digest
from collabcare.engagement.model.dimensions import DimensionModel, each_once
from collabcare.engagement.model.packaged import DEFAULT, PACKAGED, packaged_document
from collabcare.engagement.model.questionnaire_dimension import (
    QuestionnaireDimension,
    find_instrument,
    questionnaire_problems,
)
from collabcare.errors import InvalidRecordError, Problem, UnknownReferenceError
from collabcare.vocabulary import CancellationReason, Side

__all__ = ["RuleSource", "ScoringModel"]


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
        yield from each_once("family", self.family, Side.FAMILY)

    @rule
    def _clinic_dimensions(self) -> Iterator[Problem]:
        yield from each_once("clinic", self.clinic, Side.CLINIC)

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
        return _packaged(DEFAULT)

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
        return digest(self)


@functools.cache
def _packaged(name: str) -> ScoringModel:
    """Read a model that comes with the library; a broken one cannot be used."""
    read, found = examine.examine(ScoringModel, packaged_document(name))
    problems = (*found, *findings.problems(read))
    if problems:
        raise InvalidRecordError(problems)
    model: ScoringModel = read
    return model
