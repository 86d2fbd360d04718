"""What each person expects of a goal, and by when."""

from collections.abc import Iterator

from collabcare._record.declare import about, rule
from collabcare._record.kinds import AttainmentLevelNumber, Day, Id
from collabcare._record.record import record
from collabcare.errors import Problem
from collabcare.text import Text

__all__ = ["Expectation"]


@record
class Expectation:
    """Which level or change of which goal a person expects by when. Expectations may differ; that is worth knowing."""

    id: Id = about("How other records point to this expectation.")
    participant: Id = about("Who expects it.", refers="Participant")
    goal: Id = about("Of which goal.", refers="Goal")
    level: AttainmentLevelNumber | None = about("The attainment level expected.", default=None)
    change: Text | None = about("The change expected, in words.", default=None)
    due_on: Day = about("By when.")

    @rule
    def _level_or_change(self) -> Iterator[Problem]:
        if (self.level is None) == (self.change is None):
            yield Problem("/level", "exactly-one", "give either level or change")
