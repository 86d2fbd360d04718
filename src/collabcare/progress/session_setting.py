"""Where something was measured, if the measurement itself does not say so: where its session took place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

import attrs

from collabcare.journal import Measurement, Session
from collabcare.vocabulary import ServiceDelivery, SessionStatus, Setting

__all__ = ["placed"]

_ONE_PLACE = frozenset({None, ServiceDelivery.IN_PERSON})


def placed(measurements: Iterable[Measurement], sessions: Iterable[Session]) -> list[Measurement]:
    """
    Give measurements with the setting of the session that they name, where they state none of their own.

    What a measurement states always counts. A session that was not held took place nowhere, and one given at a distance
    in two places at once, so that neither says where the child was.
    """
    where: dict[str | None, Setting | None] = {each.id: _place(each) for each in sessions}
    return [_put(each, where.get(each.session)) for each in measurements]


def _put(measurement: Measurement, setting: Setting | None) -> Measurement:
    if measurement.setting is not None or setting is None:
        return measurement
    moved: Measurement = attrs.evolve(cast("Any", measurement), setting=setting)
    return moved


def _place(session: Session) -> Setting | None:
    is_one_place = session.status == SessionStatus.HELD and session.service_delivery in _ONE_PLACE
    return session.setting if is_one_place else None
