"""Plans and journals in and out of clinic systems that speak FHIR R4."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

# At once: the function takes the name of the module that it stands in.
from collabcare.interchange.fhir.definitions import definitions

if TYPE_CHECKING:
    from collabcare.interchange.fhir.checking import check_fhir
    from collabcare.interchange.fhir.exporting import to_fhir, write_fhir
    from collabcare.interchange.fhir.importing import Imported, from_fhir, from_fhir_bulk
    from collabcare.interchange.fhir.left_out import LeftOut, LeftOutReason

__all__ = [
    "Imported",
    "LeftOut",
    "LeftOutReason",
    "check_fhir",
    "definitions",
    "from_fhir",
    "from_fhir_bulk",
    "to_fhir",
    "write_fhir",
]

_HOMES = {
    "LeftOut": "left_out",
    "LeftOutReason": "left_out",
    "check_fhir": "checking",
    "to_fhir": "exporting",
    "write_fhir": "exporting",
}


def _load(name: str) -> object:
    """Load a name when it is first used: the mapping takes as long to load as all the rest of the library."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOMES.get(name, 'importing')}"), name)
    globals()[name] = value
    return value


if not TYPE_CHECKING:  # type checkers know the names above, and report any other
    __getattr__ = _load


def __dir__() -> list[str]:
    """List the public names."""
    return [*__all__, *(name for name in globals() if name.startswith("__"))]
