"""Plans and journals in and out of clinic systems that speak FHIR R4."""

from collabcare.interchange.fhir.checking import check_fhir
from collabcare.interchange.fhir.definitions import definitions
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
