"""What an engagement score says in numbers: its value, or why there is none, and the figures beside it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from collabcare.interchange.fhir.engine import names
from collabcare.interchange.fhir.engine.concepts import coded
from collabcare.interchange.fhir.engine.outline import Item, OwnExtension
from collabcare.interchange.fhir.mapping.systems import ABSENT

if TYPE_CHECKING:
    from collabcare.engagement import DimensionScore, EngagementScore, OverallScore
    from collabcare.interchange.fhir.engine.contexts import Out

__all__ = ["FIGURES", "REASONS", "RUN", "written_figures", "written_run", "written_value"]

Doc = dict[str, Any]

REASONS = {
    "nothing-agreed": "not-applicable",
    "nothing-due": "not-applicable",
    "mostly-excused": "not-applicable",
    "too-little-reported": "unknown",
    "too-few": "unknown",
    "too-few-dimensions": "unknown",
    "too-little-coverage": "unknown",
    "other-side-not-measured": "not-permitted",
}
"""HL7's reason for a value that is not there, by ours; ours stands beside it."""

_DECIMALS = (
    Item("low", ("decimal",), "Lower limit of the value, 0 to 1."),
    Item("high", ("decimal",), "Upper limit of the value, 0 to 1."),
    Item("worst", ("decimal",), "The rate if everything unreported were not done."),
    Item("best", ("decimal",), "The rate if everything unreported were done."),
    Item("low_worst", ("decimal",), "Lower limit at the worst."),
    Item("high_best", ("decimal",), "Upper limit at the best."),
    Item("strict", ("decimal",), "The value with everything excused at 0."),
    Item("credit", ("decimal",), "The sum of credits."),
    Item("n_effective", ("decimal",), "The equally weighted opportunities that tell as much."),
    Item("reported_share", ("decimal",), "How much of what was due was reported, 0 to 1."),
    Item("late_reported", ("decimal",), "How much of what was reported was reported late, 0 to 1."),
    Item("weight", ("decimal",), "The weight in the overall; of an overall, that of its dimensions."),
    Item("present_share", ("decimal",), "How far it was measured, 0 to 1."),
)

FIGURES = OwnExtension(
    "engagement-figures",
    "The figures beside the value of an engagement score. A rate that is not to be shown by itself is not among them.",
    ("Observation", "Observation.component"),
    (
        Item("opportunities", ("integer",), "How many there were.", least=1),
        *_DECIMALS,
        Item(
            "left_out",
            (),
            "How many opportunities were left out for one reason.",
            (
                Item("reason", ("code",), "Why.", least=1),
                Item("count", ("integer",), "How many.", least=1),
            ),
            many=True,
        ),
        Item(
            "reported_by",
            (),
            "How much of what was reported one side reported.",
            (
                Item("by", ("code",), "Family, clinic or a third party.", least=1),
                Item("share", ("decimal",), "How much, 0 to 1.", least=1),
            ),
            many=True,
        ),
    ),
)

RUN = OwnExtension(
    "engagement-score",
    "How an engagement score was computed.",
    ("Observation",),
    (
        Item("as_of", ("instant",), "The moment of knowledge: what fell due later is not in it.", least=1),
        Item("household", ("id",), "The home that the family side was restricted to."),
        Item("organization", ("id",), "The organization that the clinic side was restricted to."),
        Item("parameters_digest", ("string",), "SHA-256 of the model's parameters.", least=1),
        Item("interval", ("code",), "How the limits were found.", least=1),
        Item("aggregation", ("code",), "How dimensions were joined.", least=1),
        Item("half_life_days", ("decimal",), "Days after which an opportunity weighs half."),
        Item("library_version", ("string",), "The release that computed it.", least=1),
        Item("require_both_sides", ("boolean",), "Whether neither side has an overall when one has none.", least=1),
    ),
)


def written_run(score: EngagementScore, out: Out) -> Doc:
    """Write how it was computed."""
    parts: list[Doc] = []
    for item in RUN.items:
        value = getattr(score, item.name)
        if value is not None:
            (kind,) = item.types
            parts.append({"url": item.name, "value" + kind.capitalize(): _plain(value)})
    return {"url": out.own(RUN.name), "extension": parts}


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, float):
        return _decimal(value)
    return value.value if hasattr(value, "value") else value


def _decimal(value: float) -> Decimal:
    """Keep the digits: nothing is rounded."""
    return Decimal(repr(float(value)))


def written_figures(found: DimensionScore | OverallScore, out: Out) -> Doc:
    """Write the figures beside a value; what is not known is not there."""
    parts: list[Doc] = [{"url": "opportunities", "valueInteger": found.opportunities}]
    for item in _DECIMALS:
        value = getattr(found, item.name)
        if value is not None:
            parts.append({"url": item.name, "valueDecimal": _decimal(value)})
    for reason, count in found.left_out.items():
        counted = [{"url": "reason", "valueCode": reason}, {"url": "count", "valueInteger": count}]
        parts.append({"url": "left_out", "extension": counted})
    for who, share in found.reported_by.items():
        counted = [{"url": "by", "valueCode": who}, {"url": "share", "valueDecimal": _decimal(share)}]
        parts.append({"url": "reported_by", "extension": counted})
    return {"url": out.own(FIGURES.name), "extension": parts}


def written_value(found: DimensionScore | OverallScore, unit: tuple[str, str], places: int, out: Out) -> Doc:
    """Write the value in a unit (shown, UCUM), its point moved by some places; or why there is none, never 0."""
    if found.value is not None:
        shown, code = unit
        value = _decimal(found.value).scaleb(places)
        return {"valueQuantity": {"value": value, "unit": shown, "system": names.UCUM, "code": code}}
    reason = found.reason or "unknown"
    theirs = REASONS.get(reason, "unknown")
    return {"dataAbsentReason": coded(out, "engagement-reason", reason, ABSENT, theirs)}
