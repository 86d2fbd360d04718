"""Plans and journals as what a server takes and gives: the mapping, when it is used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from collabcare.interchange.fhir.client.answers import Json

if TYPE_CHECKING:
    from collabcare.engagement import EngagementScore
    from collabcare.interchange.fhir import Imported
    from collabcare.journal import Journal
    from collabcare.plans import SharedPlan

__all__ = ["imported", "transaction"]


def imported(resources: Iterable[Json], timezone: str) -> Imported:
    """Make a plan and a journal of one child's resources."""
    from collabcare.interchange.fhir import from_fhir

    return from_fhir(resources, timezone=timezone)


def transaction(
    plan: SharedPlan, journal: Journal | None, scores: Sequence[EngagementScore], base_url: str, *, us_core: bool
) -> Json:
    """Make a transaction of a plan, a journal and scores."""
    from collabcare.interchange.fhir import to_fhir

    made: Json = to_fhir(plan, journal, scores, base_url=base_url, bundle="transaction", us_core=us_core)
    return made
