"""The code systems of ours: each code set that a plan or a journal uses, and what rows call their resources."""

# Resources are data, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any

import attrs

from collabcare._record.declare import is_record, specs
from collabcare.interchange.fhir.engine import names
from collabcare.interchange.fhir.engine.components import OBSERVATION, Components
from collabcare.interchange.fhir.engine.rows import Constant
from collabcare.interchange.fhir.mapping.measurement import MEASUREMENT_CODE
from collabcare.interchange.fhir.mapping.own_extensions import maps
from collabcare.journal import Journal
from collabcare.plans import SharedPlan

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["OwnCodes", "own_codes"]

_MEANINGS = {
    OBSERVATION: "What an Observation of ours, or a component of one, is about.",
    "task": "What a Task of ours asks for.",
    "category": "What kind of plan, or of request, a resource is.",
    "support-level": "Levels of prompting or assistance. Each program defines its own, so none are listed.",
}

_BY_HAND = ((OBSERVATION, MEASUREMENT_CODE, "What was observed of a goal: a value, a level, trials or intervals."),)
"""Codes that only rows by hand write."""


@attrs.frozen
class OwnCodes:
    """
    A code system of ours.

    Parameters
    ----------
    name
        What comes after `CodeSystem/collabcare-` in its address.
    meaning
        What it is for, in a sentence.
    codes
        What each code says.
    """

    name: str
    meaning: str
    codes: dict[str, str]


def own_codes() -> tuple[OwnCodes, ...]:
    """
    List every code system of ours.

    Returns
    -------
    tuple of OwnCodes
        By name.
    """
    found = {name: OwnCodes(name, meaning, {}) for name, meaning in _MEANINGS.items()}
    for each in _code_sets():
        name = names.kebab(each.__name__)
        meaning = (each.__doc__ or "").strip().partition("\n")[0]
        found[name] = OwnCodes(name, meaning, {code.value: getattr(code, "definition", "") for code in each})
    for system, code, meaning in (*_said_by_rows(), *_BY_HAND):
        found[system].codes.setdefault(code, meaning)
    return tuple(attrs.evolve(found[name], codes=dict(sorted(found[name].codes.items()))) for name in sorted(found))


def _code_sets() -> set[type[enum.Enum]]:
    """Find the code sets of all fields of plans and journals."""
    waiting: list[type] = [SharedPlan, Journal]
    seen, found = set(waiting), set[type[enum.Enum]]()
    for each in waiting:
        for spec in specs(each):
            if is_record(spec.leaf) and spec.leaf not in seen:
                seen.add(spec.leaf)
                waiting.append(spec.leaf)
            elif isinstance(spec.leaf, type) and issubclass(spec.leaf, enum.Enum):
                found.add(spec.leaf)
    return found


def _said_by_rows() -> Iterator[tuple[str, str, str]]:
    """Find the codes that stand in constants, and those of components."""
    for made in maps():
        said = (made.record.__doc__ or "").strip().partition("\n")[0]
        meanings = {spec.name: spec.about.meaning for spec in specs(made.record)}
        for row in made.rows:
            if isinstance(row, Constant):
                yield from ((system, code, made.note or said) for system, code in _codings(row.value))
            elif isinstance(row, Components):
                yield from ((OBSERVATION, names.kebab(field), meanings[field]) for field in row.fields)


def _codings(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        system = names.system_name(value.get("system"))
        if system is not None:
            yield system, value["code"]
        for each in value.values():
            yield from _codings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _codings(each)
