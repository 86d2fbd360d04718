"""What was agreed: the shared plan and its parts."""

from collabcare.plans.agreement import Agreement
from collabcare.plans.barrier import Barrier, BarrierResponse
from collabcare.plans.commitment import Commitment
from collabcare.plans.expectation import Expectation
from collabcare.plans.goal import (
    AttainmentLevel,
    AttainmentScale,
    Goal,
    MasteryCriterion,
    Measure,
    SupportLevel,
    SupportScale,
    Target,
)
from collabcare.plans.home_assignment import HomeAssignment
from collabcare.plans.pause import Pause
from collabcare.plans.review import GoalJudgement, Review
from collabcare.plans.safety_plan import SafetyPlan
from collabcare.plans.schedule import FixedDays, Occasion, WeeklyTarget
from collabcare.plans.service import Service
from collabcare.plans.shared_plan import SharedPlan
from collabcare.plans.strategy import Resource, Strategy

__all__ = [
    "Agreement",
    "AttainmentLevel",
    "AttainmentScale",
    "Barrier",
    "BarrierResponse",
    "Commitment",
    "Expectation",
    "FixedDays",
    "Goal",
    "GoalJudgement",
    "HomeAssignment",
    "MasteryCriterion",
    "Measure",
    "Occasion",
    "Pause",
    "Resource",
    "Review",
    "SafetyPlan",
    "Service",
    "SharedPlan",
    "Strategy",
    "SupportLevel",
    "SupportScale",
    "Target",
    "WeeklyTarget",
]
