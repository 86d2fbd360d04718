"""
Which of a child's care plans is read.

Ours before others; of these one that is active before one on hold, a draft, one that is completed or revoked; then one
that has goals; then the one that began last, was changed last, and has the least id. All others are left out, with the
goals and activities that only they name.
"""

# Resources are data of strangers, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collabcare.interchange.fhir.engine import names
from collabcare.interchange.fhir.left_out import LeftOutReason
from collabcare.interchange.fhir.mapping.families import PLAN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from collabcare.interchange.fhir.importing.homes import Identity
    from collabcare.interchange.fhir.importing.pool import Pool
    from collabcare.interchange.fhir.r4.opening import Entry

__all__ = ["OFFERED", "choose_plan"]

_ORDER = ("active", "on-hold", "draft", "completed", "revoked")
_ERROR = "entered-in-error"

OFFERED = ("proposal", "option")
"""Intents of what nobody has decided on: it is no more than a draft, whatever its status says."""


def choose_plan(pool: Pool, owned: list[tuple[Entry, Identity]]) -> tuple[list[tuple[Entry, Identity]], Entry | None]:
    """
    Choose the care plan that is read, and leave out what belongs to the others.

    Parameters
    ----------
    pool
        The resources of one child.
    owned
        Those that we wrote, with the records that they are.

    Returns
    -------
    tuple
        Those that we wrote and that are to be read, and the care plan; `None` when there is none.
    """
    ours = {each.place: own for each, own in owned}
    plans = [each for each in pool.entries if each.resource.get("resourceType") == "CarePlan"]
    mistaken = [each for each in plans if each.place not in ours and each.resource.get("status") == _ERROR]
    pool.whole.update({each.place: LeftOutReason.ENTERED_IN_ERROR for each in mistaken})
    plans = [each for each in plans if each not in mistaken]
    # Three sorts, each stable: by id, by what is newer, by what comes first.
    plans.sort(key=lambda each: str(each.resource.get("id")))
    plans.sort(key=_newer, reverse=True)
    plans.sort(key=lambda each: (each.place not in ours, _rank(each.resource), not each.resource.get("goal")))
    if not plans:
        return owned, None
    plan, *others = plans
    kept = owned
    if others:
        pool.whole.update({each.place: LeftOutReason.OTHER_PLAN for each in others})
        kept = [(each, own) for each, own in owned if not _is_of_other(each, own, plan, ours)]
        still = {each.place for each, _ in kept}
        pool.whole.update({each.place: LeftOutReason.OTHER_PLAN for each, _ in owned if each.place not in still})
        named = {each.place for each in _named(plan, pool)}
        for other in others:
            for each in _named(other, pool):
                if each.place not in named and each.place not in ours:
                    pool.whole.setdefault(each.place, LeftOutReason.OTHER_PLAN)
    return kept, plan


def _rank(resource: dict[str, Any]) -> int:
    status = resource.get("status")
    if status in ("active", "on-hold") and resource.get("intent") in OFFERED:
        status = "draft"
    return _ORDER.index(status) if status in _ORDER else len(_ORDER)


def _newer(entry: Entry) -> tuple[str, str]:
    period, meta = entry.resource.get("period"), entry.resource.get("meta")
    start = period.get("start") if isinstance(period, dict) else None
    changed = meta.get("lastUpdated") if isinstance(meta, dict) else None
    return (start if isinstance(start, str) else "", changed if isinstance(changed, str) else "")


def _named(plan: Entry, pool: Pool) -> Iterator[Entry]:
    """Find the goals and activities that a care plan names."""
    resource = plan.resource
    for reference in _listed(resource.get("goal")):
        yield from _found(reference, plan, pool)
    for activity in _listed(resource.get("activity")):
        yield from _found(activity.get("reference"), plan, pool)
        detail = activity.get("detail")
        for reference in _listed(detail.get("goal") if isinstance(detail, dict) else None):
            yield from _found(reference, plan, pool)


def _found(reference: Any, plan: Entry, pool: Pool) -> Iterable[Entry]:
    target = pool.references.resolve(reference, plan)
    return () if target is None else (target,)


def _listed(value: Any) -> list[Any]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _is_of_other(entry: Entry, own: Identity, plan: Entry, ours: dict[str, Identity]) -> bool:
    """Tell whether a resource that we wrote was written for another plan: its id is made from the plan's."""
    chosen = ours.get(plan.place)
    if chosen is None or entry.place == plan.place:
        return False
    if own.name == PLAN.name:
        return True
    if plan.resource.get("id") != names.resource_id(chosen.base, chosen.value, chosen.name, chosen.value):
        return False  # A server gave them ids of its own.
    return entry.resource.get("id") != names.resource_id(chosen.base, chosen.value, own.name, own.value)
