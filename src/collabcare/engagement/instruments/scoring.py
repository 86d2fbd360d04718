"""From one person's answers to the scores of a questionnaire."""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import attrs

from collabcare._frozen import FrozenMapping
from collabcare.engagement.instruments.declaration import (
    Aggregate,
    AnswerCoding,
    Instrument,
    InstrumentScale,
    Rounding,
    Verification,
)
from collabcare.errors import InvalidRecordError, Problem
from collabcare.journal import Answers

__all__ = ["TOO_FEW", "ScaleScore", "check_use", "range_rule", "score_answers"]

TOO_FEW = "too-few-answered"
"""Why a scale has no score: fewer items were answered than it needs."""

_EXACT = 9
"""Digits to which a score is taken before it is rounded, so that 2.5 is a half however it was computed."""


@attrs.frozen(kw_only=True, repr=False)
class ScaleScore:
    """
    The score of one scale of a questionnaire.

    It is what the questionnaire's key makes of the answers. It is not a judgement of a person.

    Parameters
    ----------
    instrument, instrument_version, parameters_digest
        Which instrument, and the SHA-256 of its parameters.
    scale
        Which of its scales.
    value
        The score, from `lowest` to `highest`; `None` with a `reason`.
    lowest, highest
        The least and the greatest score that there can be.
    aggregate
        Sum or mean.
    answered
        How many of its items have a number.
    not_applicable
        How many were said not to apply; they are not answered.
    of
        How many items it has.
    prorated
        Whether a sum over fewer items was scaled up.
    higher_is_better
        Whether a higher score is the better one.
    reason
        `"too-few-answered"`, or `None` where there is a value.
    status
        How well the least known fact of the key is known.
    """

    instrument: str
    instrument_version: str
    parameters_digest: str
    scale: str
    value: float | None
    lowest: float
    highest: float
    aggregate: Aggregate
    answered: int
    not_applicable: int
    of: int
    prorated: bool
    higher_is_better: bool
    reason: str | None
    status: Verification

    @property
    def share(self) -> float | None:
        """Where the score lies in its range, from 0 (worst) to 1 (best); `None` without a value."""
        if self.value is None:
            return None
        share = min(1.0, max(0.0, (self.value - self.lowest) / (self.highest - self.lowest)))  # rounding may step over
        return share if self.higher_is_better else 1 - share

    def __repr__(self) -> str:
        """Show which one it is; no figure of a person."""
        return f"<ScaleScore {self.instrument} {self.scale}>"

    def to_dict(self) -> dict[str, object]:
        """Give the score as plain data for JSON."""
        found: dict[str, object] = attrs.asdict(self)
        return {**found, "aggregate": self.aggregate.value, "status": self.status.value}


def score_answers(
    instrument: Instrument,
    answers: Mapping[int, float | None] | Mapping[str, float | None] | Answers,
    *,
    coding: AnswerCoding | str | None = None,
) -> FrozenMapping[ScaleScore]:
    """
    Score one person's answers to a questionnaire.

    It applies the published key and nothing else: no norm, no cut-off, no judgement.

    Parameters
    ----------
    instrument
        The key; one with something in `missing` is a template and cannot be scored.
    answers
        Numbers by item number, `None` where there is no answer, or the answers of a journal. An item that is not
        named is not answered.
    coding
        Which way the numbers of the form run. It must be that of the instrument, and must be given where forms with
        both directions circulate (`coding_varies`).

    Returns
    -------
    FrozenMapping of ScaleScore
        By the key of the scale, in the order of the instrument. A scale with too few answers has no value.

    Raises
    ------
    InvalidRecordError
        With every problem at once: what a template lacks, another direction, an answer out of range or not a number,
        an item that the instrument does not have. Nothing is moved into the range.

    Notes
    -----
    A reversed item counts lowest + highest - answer. Sum: of the items answered, times items/answered where it is
    prorated. Mean: of the items answered. `needed` of the scale says how many must be answered: all, half (rounded
    up), or a number. What does not apply is not answered. A sum in the wrong direction cannot be seen from the answers
    where both directions use the same numbers; that is why `coding` is asked for.

    References
    ----------
    .. [1] Half rule: EORTC scoring manuals (score if at least half of the items are answered).
    .. [2] Each instrument's `facts`; docs/reference/instruments.md shows them.

    Examples
    --------
    >>> from collabcare.engagement.instruments import instrument, score_answers
    >>> found = score_answers(instrument("wai-sr"), {item: 4 for item in range(1, 12)})
    >>> found["bond"].value, found["bond"].lowest, found["bond"].highest
    (16.0, 4.0, 20.0)
    >>> found["total"].value, found["total"].reason, found["total"].answered, found["total"].of
    (None, 'too-few-answered', 11, 12)
    """
    problems = list(check_use(instrument, coding))
    if isinstance(answers, Answers):
        read = _of_journal(instrument, answers, problems)
    else:
        read = _of_mapping(instrument, answers, problems)
    if problems:
        raise InvalidRecordError(problems)
    known = instrument.parameters_digest, instrument.status
    return FrozenMapping({scale.key: _score(instrument, scale, read, *known) for scale in instrument.scales})


def check_use(instrument: Instrument, coding: str | None) -> Iterator[Problem]:
    """Say what keeps an instrument from being scored, whatever the answers."""
    yield from instrument.missing
    if coding is None and instrument.coding_varies:
        told = f"say which way the numbers of your form run: {' or '.join(each.value for each in AnswerCoding)}"
        yield Problem("/coding", "needs", told)
    elif coding is not None and coding not in AnswerCoding.definitions():
        yield Problem("/coding", "unknown-code", f"give one of: {', '.join(each.value for each in AnswerCoding)}")
    elif coding is not None and coding != instrument.coding.value:
        told = "the key is for the other direction: turn each answer round first, lowest plus highest minus the answer"
        yield Problem("/coding", "needs", told)


def range_rule(instrument: Instrument) -> str:
    """Say which answers there are, in words that follow "give"."""
    number = "whole number" if instrument.whole_numbers else "number"
    rule = f"a {number} from {instrument.lowest:g} to {instrument.highest:g}"
    if instrument.not_applicable is not None:
        rule += f", or {instrument.not_applicable:g} for not applicable"
    return f"{rule}; a form that counts otherwise must be recoded first"


class _Read(NamedTuple):
    """Answers whose numbers are right, and the items that do not apply."""

    given: dict[int, float]
    not_applicable: frozenset[int]


_Mapping = Mapping[int, float | None] | Mapping[str, float | None]


def _of_mapping(instrument: Instrument, answers: _Mapping, problems: list[Problem]) -> _Read:
    known = {str(item): item for item in range(1, instrument.item_count + 1)}
    entries: list[tuple[int, object, str]] = []
    seen: set[int] = set()
    unknown = 0
    for key, value in answers.items():
        item = None if isinstance(key, bool) else known.get(str(key))
        if item is None:
            unknown += 1
        elif item in seen:
            problems.append(Problem(f"/{item}", "duplicate", "give each item once, as a number or as text"))
        else:
            seen.add(item)
            entries.append((item, value, f"/{item}"))
    if unknown:
        told = f"take away what the instrument does not have: its items are numbered from 1 (items: {unknown})"
        problems.append(Problem("", "unknown-fields", told))
    return _checked(instrument, entries, frozenset(), problems)


def _of_journal(instrument: Instrument, answers: Answers, problems: list[Problem]) -> _Read:
    if answers.instrument != instrument.id:
        problems.append(Problem("/instrument", "unknown-reference", "give answers to this instrument"))
    if answers.instrument_version not in {None, instrument.instrument_version}:
        problems.append(Problem("/instrument_version", "unknown-reference", "give answers to this version"))
    known = {str(item): item for item in range(1, instrument.item_count + 1)}
    entries: list[tuple[int, object, str]] = []
    not_applicable: set[int] = set()
    for position, each in enumerate(answers.items):
        item = known.get(each.item)
        if item is None:
            told = "give the number of an item of the instrument, from 1"
            problems.append(Problem(f"/items/{position}/item", "unknown-reference", told))
            continue
        if each.not_applicable:
            not_applicable.add(item)
        entries.append((item, each.answer, f"/items/{position}/answer"))
    return _checked(instrument, entries, frozenset(not_applicable), problems)


def _checked(
    instrument: Instrument,
    entries: Sequence[tuple[int, object, str]],
    not_applicable: frozenset[int],
    problems: list[Problem],
) -> _Read:
    """Keep the numbers that are right, and say what is wrong with the others."""
    given: dict[int, float] = {}
    out = set(not_applicable)
    for item, value, place in entries:
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, numbers.Real) or not math.isfinite(value):
            problems.append(Problem(place, "wrong-type", "give a number, or None where there is no answer"))
            continue
        number = float(value)
        if number == instrument.not_applicable:
            out.add(item)
        elif not instrument.lowest <= number <= instrument.highest or (
            instrument.whole_numbers and not number.is_integer()
        ):
            problems.append(Problem(place, "out-of-range", f"give {range_rule(instrument)}"))
        else:
            given[item] = number
    return _Read(given, frozenset(out))


def _score(
    instrument: Instrument, scale: InstrumentScale, read: _Read, digest: str, status: Verification
) -> ScaleScore:
    turned = instrument.lowest + instrument.highest
    used = [
        turned - read.given[item] if item in instrument.reversed_items else read.given[item]
        for item in scale.items
        if item in read.given
    ]
    enough = len(used) >= scale.needed
    value = _value(scale, used) if enough else None
    lowest, highest = instrument.limits(scale)
    return ScaleScore(
        instrument=instrument.id,
        instrument_version=instrument.instrument_version,
        parameters_digest=digest,
        scale=scale.key,
        value=value,
        lowest=lowest,
        highest=highest,
        aggregate=scale.aggregate,
        answered=len(used),
        not_applicable=len(read.not_applicable.intersection(scale.items)),
        of=len(scale.items),
        prorated=enough and scale.prorate and len(used) < len(scale.items),
        higher_is_better=scale.higher_is_better,
        reason=None if enough else TOO_FEW,
        status=status,
    )


def _value(scale: InstrumentScale, used: Sequence[float]) -> float:
    # Where nothing is missing the factor is exactly 1.
    factor = 1 / len(used) if scale.aggregate == Aggregate.MEAN else len(scale.items) / len(used)
    value = math.fsum(used) * factor
    if scale.rounding == Rounding.NONE:
        return value
    unit = 10.0**scale.decimals
    exact = round(value * unit, _EXACT)
    return (math.floor(exact + 0.5) if scale.rounding == Rounding.NEAREST else math.ceil(exact)) / unit
