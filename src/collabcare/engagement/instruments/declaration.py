"""
An instrument: how the answers to one questionnaire become scores, as versioned data with a source for each fact.

Numbers only. The wording of a questionnaire belongs to those who wrote it and never stands here.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, cast

import msgspec

from collabcare._record import build
from collabcare._record.declare import about, rule
from collabcare._record.kinds import AtLeastOne, Bounds, Few, Flag, Id, Privacy, Rating
from collabcare._record.record import record
from collabcare.errors import Problem
from collabcare.vocabulary import Code

__all__ = [
    "Aggregate",
    "AnswerCoding",
    "FactKind",
    "Instrument",
    "InstrumentFact",
    "InstrumentScale",
    "MinAnswered",
    "Rounding",
    "Verification",
]

# What names and explains an instrument moves no number; whatever else it holds is part of its digest.
_WORDS = frozenset({"document", "version", "title", "meaning", "facts", "licence", "licence_reference"})

Sentence = Annotated[str, Bounds("1 to 2000 characters", Privacy.PLAIN, min_length=1, max_length=2000)]
Numbers = Annotated[tuple[Few, ...], Bounds("at most 100 item numbers", max_length=100)]
Decimals = Annotated[int, Bounds("a whole number from 0 to 6", Privacy.PLAIN, ge=0, le=6)]


class AnswerCoding(Code):
    """Which way the numbers of a form run."""

    HIGH_IS_MORE = "high-is-more", "The highest number stands for the most: full agreement, always, very good."
    LOW_IS_MORE = "low-is-more", "The lowest number stands for the most: full agreement, always, very good."


class Aggregate(Code):
    """How items become a score."""

    SUM = "sum", "The items are added up."
    MEAN = "mean", "The mean of the items answered."


class MinAnswered(Code):
    """How many items of a scale must be answered."""

    ALL = "all", "Every item."
    HALF = "half", "At least half of the items."
    COUNT = "count", "As many as `min_count` says."


class Rounding(Code):
    """How a score is rounded."""

    NONE = "none", "Not at all."
    NEAREST = "nearest", "To the nearest, halves up, at `decimals` places."
    UP = "up", "Always up, at `decimals` places."


class FactKind(Code):
    """What a fact about an instrument speaks of."""

    ITEMS = "items", "How many items there are."
    RANGE = "range", "The least and the greatest answer, and the code for not applicable."
    CODING = "coding", "Which way the numbers run."
    SCALES = "scales", "Which items make up which scale."
    REVERSED = "reversed", "Which items are turned round before scoring."
    AGGREGATE = "aggregate", "Sum or mean, and rounding."
    MISSING = "missing", "How many items must be answered, and what stands for the others."
    LICENCE = "licence", "Who owns it and what its use asks for."


_NO_KEY = frozenset({FactKind.MISSING, FactKind.LICENCE})


class Verification(Code):
    """How well a fact about an instrument is known, the best first."""

    VERIFIED = "verified", "Read in the publication or in the words of its owners."
    SECONDARY = "secondary", "Read on pages of others, not in the publication."
    CHOICE = "choice", "No published rule was found: a choice of whoever wrote the file, on the safe side."
    RECALLED = "recalled", "From memory, not seen in any source. Check it before you publish."


@record
class InstrumentFact:
    """One thing that scoring rests on: what it says, where from, and how well it is known."""

    kind: FactKind = about("What it speaks of.")
    says: Sentence = about("The fact, in words.")
    status: Verification = about("How well it is known.")
    source: Sentence = about("Where it was read, or the reason for the choice.")


@record
class InstrumentScale:
    """One scale of an instrument: its items, and how they become a score."""

    key: Id = about("Names the scale.")
    meaning: Sentence = about("What it measures, in a few words that are not those of the questionnaire.")
    items: Numbers = about("The numbers of its items; none where the user has yet to give them.", default=())
    size: Few | None = about("How many items it has, where that is known.", default=None)
    aggregate: Aggregate = about("Sum or mean.")
    min_answered: MinAnswered = about("How many items must be answered.", default=MinAnswered.ALL)
    min_count: Few | None = about("How many, where min_answered is count.", default=None)
    prorate: Flag = about("Whether a sum over fewer items is scaled up to all of them.", default=False)
    rounding: Rounding = about("How the score is rounded.", default=Rounding.NONE)
    decimals: Decimals = about("Digits after the point that rounding leaves.", default=0)
    higher_is_better: Flag = about("Whether a higher score is the better one.", default=True)

    @rule
    def _items_are_unique(self) -> Iterator[Problem]:
        for position, each in enumerate(self.items):
            if each in self.items[:position]:
                yield Problem(f"/items/{position}", "duplicate", "give each item once")

    @rule
    def _size_fits(self) -> Iterator[Problem]:
        if self.items and self.size is not None and len(self.items) != self.size:
            yield Problem("/items", "wrong-count", "give as many items as size says")

    @rule
    def _count_fits(self) -> Iterator[Problem]:
        if (self.min_count is not None) != (self.min_answered == MinAnswered.COUNT):
            yield Problem("/min_count", "needs", "give min_count exactly when min_answered is count")
        elif self.min_count is not None and self.items and self.min_count > len(self.items):
            yield Problem("/min_count", "out-of-range", "ask for no more items than the scale has")

    @rule
    def _sums_are_whole(self) -> Iterator[Problem]:
        if self.prorate and self.aggregate == Aggregate.MEAN:
            yield Problem("/prorate", "needs", "prorate sums only: a mean is that of the items answered")
        elif self.aggregate == Aggregate.SUM and self.min_answered != MinAnswered.ALL and not self.prorate:
            yield Problem("/prorate", "needs", "prorate a sum, or ask for all items: fewer items would lower it")

    @property
    def needed(self) -> int:
        """How many of its items must be answered; half of an odd number is rounded up."""
        if self.min_answered == MinAnswered.COUNT:
            return self.min_count or 1
        return len(self.items) if self.min_answered == MinAnswered.ALL else (len(self.items) + 1) // 2


@record
class Instrument:
    """
    How the answers to one questionnaire become scores: item numbers, range, direction, scales, and their sources.

    It holds no wording. One that lacks something is a template: whoever holds the licence completes it.

    Examples
    --------
    >>> from collabcare.engagement.instruments import instrument
    >>> psoc = instrument("psoc")
    >>> psoc.item_count, [scale.key for scale in psoc.scales], psoc.missing
    (17, ['satisfaction', 'efficacy', 'total'], ())
    """

    __header__ = (("document", Literal["collabcare-instrument"]), ("version", Literal[1]))
    document: ClassVar[str] = "collabcare-instrument"
    version: ClassVar[int] = 1

    id: Id = about("The name of the instrument, as answers in a journal give it.")
    instrument_version: Id = about("Which version of it; one that was published never changes.")
    title: Sentence = about("What the instrument is called.")
    item_count: Few = about("How many items it has; they are numbered from 1.")
    lowest: Rating = about("The least answer.")
    highest: Rating = about("The greatest answer.")
    whole_numbers: Flag = about("Whether answers are whole numbers.", default=True)
    not_applicable: Rating | None = about("The number for not applicable, outside the range.", default=None)
    coding: AnswerCoding = about("Which way the numbers must run for the reversed items to be right.")
    coding_varies: Flag = about(
        "Whether forms with both directions circulate: then who scores must say.", default=False
    )
    reversed_items: Numbers = about(
        "The items that are turned round: lowest plus highest minus the answer.", default=()
    )
    scales: AtLeastOne[InstrumentScale] = about("Its scales.")
    licence: Sentence = about("Who owns it and what its use asks for.")
    requires_licence: Flag = about("Whether scoring it in software needs a licence.")
    licence_reference: Sentence | None = about("Where the licence of whoever uses it is kept.", default=None)
    facts: AtLeastOne[InstrumentFact] = about("What each part of it rests on.")

    @rule
    def _range_in_order(self) -> Iterator[Problem]:
        if not self.lowest < self.highest:
            yield Problem("/highest", "out-of-range", "let highest be above lowest")
        elif self.whole_numbers and not (self.lowest.is_integer() and self.highest.is_integer()):
            yield Problem("/highest", "out-of-range", "give whole numbers as lowest and highest")

    @rule
    def _not_applicable_is_outside(self) -> Iterator[Problem]:
        if self.not_applicable is not None and self.lowest <= self.not_applicable <= self.highest:
            yield Problem("/not_applicable", "out-of-range", "give a number outside the range")

    @rule
    def _reversed_items_exist(self) -> Iterator[Problem]:
        for position, each in enumerate(self.reversed_items):
            if each > self.item_count:
                yield Problem(f"/reversed_items/{position}", "out-of-range", "give the number of an item that is there")
            elif each in self.reversed_items[:position]:
                yield Problem(f"/reversed_items/{position}", "duplicate", "give each item once")

    @rule
    def _scales_fit(self) -> Iterator[Problem]:
        seen: set[str] = set()
        for position, scale in enumerate(self.scales):
            if scale.key in seen:
                yield Problem(f"/scales/{position}/key", "duplicate", "give each scale once")
            seen.add(scale.key)
            for place, each in enumerate(scale.items):
                if each > self.item_count:
                    where = f"/scales/{position}/items/{place}"
                    yield Problem(where, "out-of-range", "give the number of an item that is there")

    @rule
    def _every_fact_is_told(self) -> Iterator[Problem]:
        told = {each.kind for each in self.facts}
        missing = [each.value for each in FactKind if each not in told]
        if missing:
            yield Problem("/facts", "needs", f"say what each part rests on; missing: {', '.join(missing)}")

    @property
    def missing(self) -> tuple[Problem, ...]:
        """What a template still lacks, each with its place; empty when the instrument can be scored."""
        found: list[Problem] = []
        if self.requires_licence and self.licence_reference is None:
            told = "this instrument needs a licence for use in software: say in licence_reference where yours is kept"
            found.append(Problem("/licence_reference", "needs", told))
        for position, scale in enumerate(self.scales):
            if not scale.items:
                count = "the" if scale.size is None else f"the {scale.size}"
                told = f"this is a template: give {count} item numbers of the scale from the form that you hold"
                found.append(Problem(f"/scales/{position}/items", "needs", told))
        return tuple(found)

    @property
    def status(self) -> Verification:
        """How well the least known fact of its key is known; licence and missing answers are no part of the key."""
        order = list(Verification)
        return max((each.status for each in self.facts if each.kind not in _NO_KEY), key=order.index)

    @property
    def parameters_digest(self) -> str:
        """
        SHA-256 of everything in the instrument that can move a number, in a fixed order.

        Title, meanings, facts and licence are not part of it, nor is the order of scales or items.
        """
        return _digest(self)

    def limits(self, scale: InstrumentScale) -> tuple[float, float]:
        """
        Give the least and the greatest score that a scale can have.

        Parameters
        ----------
        scale
            One of its scales.

        Returns
        -------
        tuple of float
            Lowest and highest answer, times the number of items for a sum.
        """
        times = len(scale.items) if scale.aggregate == Aggregate.SUM else 1
        return self.lowest * times, self.highest * times


@functools.lru_cache(maxsize=64)
def _digest(instrument: Instrument) -> str:
    content = _parameters(msgspec.to_builtins(build.to_twin(instrument)))
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _parameters(value: object) -> object:
    """Leave out words and put lists in order, so that equal parameters give equal text."""
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value)
        return {name: _parameters(inner) for name, inner in fields.items() if name not in _WORDS}
    if isinstance(value, list | tuple):
        entries = cast("list[object]", value)
        return sorted(map(_parameters, entries), key=lambda each: json.dumps(each, sort_keys=True))
    return value
