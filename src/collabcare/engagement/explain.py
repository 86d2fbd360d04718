"""
A score told to a person: what it is not, then how it came about, opportunity by opportunity.

Records are named by their ids; no name and no words of a family stand in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from collabcare.engagement.opportunity import Evidence, LeftOut
from collabcare.engagement.result import DimensionScore, EngagementScore, OverallScore, PracticeLoad, SideScore

__all__ = ["NOT_THIS", "REASONS", "explanation"]

NOT_THIS = (
    "This score counts kept agreements. Never subtract the sides, never rank families or clinics.",
    "It is not a measure of a parent, not a diagnosis and not a validated instrument.",
)
"""What the number is not; the first lines of every explanation and of the model's reference page."""

REASONS = {
    "nothing-agreed": "nothing was agreed from which an opportunity could arise",
    "nothing-due": "something was agreed, but nothing was due in this time",
    "mostly-excused": "more than the allowed share of what was scheduled was excused or paused",
    "too-little-reported": "too little of what was due was reported; silence is not counted as a no",
    "too-few": "too few opportunities for a number",
    "too-few-dimensions": "too few dimensions had an opportunity",
    "too-little-coverage": "too little of what this side could agree to was measured",
    "other-side-not-measured": "the other side has no overall, so this side has none either",
}
"""Why there is no value, in words."""

_HOUSEHOLDS = (
    "Only the opportunities of one household are counted on the family side. The households' results need not add up",
    "to the family's: a request to several homes is answered when one of them answers, each home's days are its own,",
    "and a home whose caregiver had not yet joined has no opportunities.",
)


def explanation(score: EngagementScore, dimension: str | None) -> str:
    """Tell how a score came about; `dimension` keeps to one of its dimensions."""
    return "\n".join(_lines(score, dimension)) + "\n"


def _lines(score: EngagementScore, dimension: str | None) -> Iterator[str]:
    yield from NOT_THIS
    yield ""
    yield (
        f"Days {score.window.start_on} up to, not including, {score.window.end_on}; as known at "
        f"{score.as_of.isoformat().replace('+00:00', 'Z')}."
    )
    yield f"Model {score.model_id}, version {score.model_version}, parameters {score.parameters_digest[:12]}."
    if score.half_life_days is not None:
        yield f"Weights halve with every {_number(score.half_life_days)} days before the end of the window."
    if not score.require_both_sides:
        yield "Each side is given without asking that the other is measured: require_both_sides was turned off."
    for side in (score.family, score.clinic):
        if dimension is None or dimension in side.dimensions:
            yield from _side(score, side, dimension)
    if score.household is not None:
        yield ""
        yield from _HOUSEHOLDS
    if score.organization is not None:
        yield ""
        yield "On the clinic side, only the opportunities of one organization are counted."
    if score.practice_load and dimension in {None, "home_practice"}:
        yield ""
        yield from _asked(score.practice_load)


def _side(score: EngagementScore, side: SideScore, dimension: str | None) -> Iterator[str]:
    if dimension is None:
        yield ""
        yield f"The {side.side} side: {_overall(side.overall)}"
        yield from _bounds(side.overall)
    for name, each in side.dimensions.items():
        if dimension in {None, name}:
            yield ""
            yield from _dimension(each)
            yield from _rows(row for row in score.rows if row.dimension.value == name)


def _overall(overall: OverallScore) -> str:
    coverage = f"{_number(overall.present_share)} of its weight measured"
    if overall.value is None or overall.low is None or overall.high is None:
        return f"no overall ({overall.reason}: {REASONS[overall.reason or '']}); {coverage}."
    return (
        f"{_number(overall.value)} (from {_number(overall.low)} to {_number(overall.high)}), over "
        f"{len(overall.present)} dimensions with {overall.opportunities} opportunities; {coverage}."
    )


def _dimension(score: DimensionScore) -> Iterator[str]:
    noun = "opportunity" if score.opportunities == 1 else "opportunities"
    dose = f"{_number(score.credit)} of {score.opportunities} {noun}"
    if score.value is None or score.low is None or score.high is None:
        yield f"{score.dimension}: no value ({score.reason}: {REASONS[score.reason or '']}); {dose}."
    else:
        yield (
            f"{score.dimension}: {_number(score.value)} (from {_number(score.low)} to {_number(score.high)}); {dose}."
        )
    yield f"  {score.dimension.definition}"
    if "unreported" in score.left_out or score.worst != score.best:
        yield from _bounds(score)
        yield f"  Reported: {_number(score.reported_share)} of what was due."
    if score.strict is not None and score.strict != score.value:
        yield f"  With everything excused, or hindered by an open barrier, at 0: {_number(score.strict)}."
    if score.reported_by:
        shares = ", ".join(f"{name} {_number(share)}" for name, share in score.reported_by.items())
        yield f"  Who reported: {shares}; reported late: {_number(score.late_reported)}."
    if score.left_out:
        reasons = ", ".join(f"{reason} {count}" for reason, count in score.left_out.items())
        yield f"  Left out: {reasons}."


def _bounds(score: DimensionScore | OverallScore) -> Iterator[str]:
    if score.worst is not None and score.best is not None:
        yield (
            f"  If nothing unreported was done {_number(score.worst)}, if all of it was {_number(score.best)} "
            f"(from {_number(score.low_worst)} to {_number(score.high_best)})."
        )


def _rows(rows: Iterable[Evidence | LeftOut]) -> Iterator[str]:
    for row in rows:
        place = "".join(f" {each}" for each in (row.household, row.organization) if each is not None)
        note = f": {row.note}" if row.note else ""
        if isinstance(row, Evidence):
            yield f"  - {row.on} {row.source}{place}: credit {_number(row.credit)}, weight {_number(row.weight)}{note}"
        else:
            yield f"  - {row.on} {row.source}{place}: left out, {row.reason}{note}"


def _asked(load: Iterable[PracticeLoad]) -> Iterator[str]:
    yield "More practice was asked than the family had agreed to; what is beyond that is not counted:"
    for each in load:
        place = "" if each.household is None else f", {each.household}"
        yield f"  - week of {each.week_of}{place}: {each.asked_minutes} minutes asked, {each.agreed_minutes} agreed"


def _number(value: float | None) -> str:
    """Show a figure with four digits at most; the score itself keeps all of them."""
    return "not known" if value is None else f"{value:.4f}".rstrip("0").rstrip(".")
