"""A dimension that a scoring model adds to those of this library."""

from __future__ import annotations

from typing import Self

__all__ = ["OwnDimension"]


class OwnDimension(str):
    """
    A dimension that a scoring model adds: text with a definition, as the codes of `Dimension` are.

    Parameters
    ----------
    name
        What the model calls it.
    definition
        What it says, in words.

    Examples
    --------
    >>> alliance = OwnDimension("alliance", "How client and therapist work together.")
    >>> alliance == "alliance", alliance.value, alliance.definition
    (True, 'alliance', 'How client and therapist work together.')
    """

    __slots__ = ("definition",)

    definition: str

    def __new__(cls, name: str, definition: str) -> Self:
        """Make it from its name and its definition."""
        made = super().__new__(cls, name)
        made.definition = definition
        return made

    @property
    def value(self) -> str:
        """Its name, as plain text."""
        return str.__str__(self)

    def __reduce__(self) -> tuple[type[OwnDimension], tuple[str, str]]:
        return type(self), (self.value, self.definition)
