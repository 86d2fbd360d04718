"""What is ours in the FHIR that we write: definitions of extensions, code systems, value sets and forms, to load."""

# Resources are data, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from importlib import resources
from typing import Any

import msgspec

from collabcare.interchange.fhir.engine.names import checked_base

__all__ = ["DEFAULT_BASE", "definitions"]

DEFAULT_BASE = "https://collabcare.example/fhir/"
"""Begins every address of ours in the definitions as they are packaged."""


def definitions(*, base_url: str = DEFAULT_BASE) -> tuple[dict[str, Any], ...]:
    """
    Give the FHIR R4 resources that define what is ours in the bundles that `to_fhir` writes.

    They are for a server or a validator: with them it knows our extensions, our codes and our forms. They are not
    needed to read a bundle.

    Parameters
    ----------
    base_url
        What the addresses begin with: the same as for `to_fhir`.

    Returns
    -------
    tuple of dict
        Each StructureDefinition, CodeSystem, ValueSet and Questionnaire, in the order of their file names.

    Raises
    ------
    ValueError
        When the base is no address.

    Examples
    --------
    >>> found = definitions(base_url="https://clinic.example/fhir/")
    >>> sorted({each["resourceType"] for each in found})
    ['CodeSystem', 'Questionnaire', 'StructureDefinition', 'ValueSet']
    >>> next(each["url"] for each in found if each["id"] == "collabcare-goal")
    'https://clinic.example/fhir/StructureDefinition/collabcare-goal'
    """
    folder = resources.files(__name__)
    files = sorted((each for each in folder.iterdir() if each.name.endswith(".json")), key=lambda each: each.name)
    base = checked_base(base_url)
    return tuple(_with_base(msgspec.json.decode(each.read_bytes()), base) for each in files)


def _with_base(value: Any, base: str) -> Any:
    if isinstance(value, str):
        return base + value.removeprefix(DEFAULT_BASE) if value.startswith(DEFAULT_BASE) else value
    if isinstance(value, dict):
        return {key: _with_base(each, base) for key, each in value.items()}
    if isinstance(value, list):
        return [_with_base(each, base) for each in value]
    return value
