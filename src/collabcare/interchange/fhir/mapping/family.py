"""What a family of records is: where it stands in the plan or the journal, and the resources that it becomes."""

from __future__ import annotations

from typing import Literal

import attrs

from collabcare.interchange.fhir.engine.resources import ResourceMap

__all__ = ["Family"]


@attrs.frozen
class Family:
    """
    The records of one field of the plan, or of the journal.

    Parameters
    ----------
    of
        Which document.
    field
        Its field.
    maps
        What a record becomes; the first whose `when` holds. All are of one record class.
    """

    of: Literal["plan", "journal"]
    field: str
    maps: tuple[ResourceMap, ...]

    @property
    def record(self) -> str:
        """Name of the record class."""
        return self.maps[0].record.__name__
