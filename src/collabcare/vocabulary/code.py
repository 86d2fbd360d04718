"""What a code is: text with a definition and, where there is one, its FHIR R4 code."""

import enum
from typing import Self

__all__ = ["Code"]


class Code(enum.StrEnum):
    """A code with its definition in plain words and, where there is one, its FHIR R4 code."""

    _value_: str
    definition: str
    fhir: str | None

    def __new__(cls, value: str, definition: str = "", fhir: str | None = None) -> Self:
        """Make the code from its text, its definition and its FHIR code."""
        code = str.__new__(cls, value)
        code._value_ = value
        code.definition = definition
        code.fhir = fhir
        return code

    @classmethod
    def definitions(cls) -> dict[str, str]:
        """Give each code of the set with its definition."""
        return {code.value: code.definition for code in cls}
