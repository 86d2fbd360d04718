"""That a safety plan exists, and where; never what stands in it."""

from collabcare._record.declare import CLINIC_ONLY, about
from collabcare._record.kinds import Day, Flag, Words
from collabcare._record.record import record

__all__ = ["SafetyPlan"]


@record
class SafetyPlan:
    """
    That a safety plan exists. Denied to every view by default, never scored, never exported.

    `hold` stops all scoring: in a crisis nobody counts who kept which agreement.
    """

    exists: Flag = about("Whether there is one.", audience=CLINIC_ONLY)
    reviewed_on: Day | None = about("When it was last looked at.", default=None, audience=CLINIC_ONLY)
    link: Words | None = about("Where it is kept.", default=None, audience=CLINIC_ONLY)
    hold: Flag = about("Whether everything else stands back for now.", default=False, audience=CLINIC_ONLY)
