"""The services that the plan gives the child a right to."""

from collections.abc import Iterator

from collabcare._record.declare import about, rule
from collabcare._record.kinds import Count, Day, Few, Id, Label, Minutes
from collabcare._record.record import record
from collabcare.errors import Problem
from collabcare.vocabulary import Discipline, ServiceFormat, ServicePeriod, ServiceSource, Setting

__all__ = ["Service"]


@record
class Service:
    """A service: how often, how long, how and where (the particulars of 34 CFR 303.344(d)). It is not a bill."""

    id: Id = about("How other records point to this service.")
    discipline: Discipline = about("The field of work.")
    discipline_other: Label | None = about("The field of work, when no code fits.", default=None)
    times: Few = about("How often in one period (frequency).")
    period: ServicePeriod = about("The period that `times` counts in.")
    minutes: Minutes = about("How long one time takes (length).")
    format: ServiceFormat = about("To one child or to a group.", default=ServiceFormat.INDIVIDUAL)
    method: Label | None = about("How it is given.", default=None)
    location: Setting | None = about("Where it is given.", default=None)
    source: ServiceSource | None = about("Where the right to it comes from.", default=None)
    authorized_units: Count | None = about("How many units are authorized.", default=None)
    since: Day | None = about("The first day (duration).", default=None)
    until: Day | None = about("The last day (duration).", default=None)

    @rule
    def _dates_in_order(self) -> Iterator[Problem]:
        if self.since is not None and self.until is not None and self.until < self.since:
            yield Problem("/until", "date-order", "let until not be before since")

    @rule
    def _other_has_text(self) -> Iterator[Problem]:
        if (self.discipline == Discipline.OTHER) != (self.discipline_other is not None):
            yield Problem("/discipline_other", "needs", "give discipline_other exactly when discipline is other")
