"""What child and family want to reach, and how everyone will know that it was reached."""

from collections.abc import Iterator

from collabcare._record.declare import EVERYONE, about, rule
from collabcare._record.kinds import (
    AtLeastOne,
    AttainmentLevelNumber,
    Day,
    Few,
    Id,
    Label,
    PositiveCount,
    Priority,
    Quantity,
    Unit,
    ZeroToThree,
)
from collabcare._record.record import record
from collabcare.errors import Problem
from collabcare.text import Text
from collabcare.vocabulary import (
    AchievementStatus,
    Comparator,
    Discipline,
    GoalDomain,
    GoalLifecycle,
    MeasurementProcedure,
    OutcomeFor,
    Setting,
)

__all__ = [
    "AttainmentLevel",
    "AttainmentScale",
    "Goal",
    "MasteryCriterion",
    "Measure",
    "SupportLevel",
    "SupportScale",
    "Target",
]

_LEVELS = (-2, -1, 0, 1, 2)


@record
class Measure:
    """A measured value: how much, in which unit, when and how."""

    value: Quantity = about("How much.")
    unit: Unit = about("The unit (UCUM), such as %, min or {word}.")
    on: Day | None = about("The day of measurement.", default=None)
    procedure: MeasurementProcedure | None = about("How it was measured.", default=None)


@record
class Target:
    """A value to reach, and by when."""

    measure: Text = about("What is measured.", audience=EVERYONE)
    comparator: Comparator = about("How the value must compare.", audience=EVERYONE)
    value: Quantity = about("The value to reach.", audience=EVERYONE)
    unit: Unit = about("The unit (UCUM).", audience=EVERYONE)
    due_on: Day | None = about("By when.", default=None, audience=EVERYONE)


@record
class AttainmentLevel:
    """One described level of an attainment scale."""

    level: AttainmentLevelNumber = about("-2 much less than expected, 0 as expected, 2 much more.", audience=EVERYONE)
    description: Text = about("What this level looks like.", audience=EVERYONE)


@record
class AttainmentScale:
    """A Goal Attainment Scale: five described levels, with importance and difficulty as weights."""

    levels: tuple[AttainmentLevel, ...] = about("The five levels, -2 to +2.", audience=EVERYONE)
    baseline_level: AttainmentLevelNumber | None = about(
        "The level at the start: -1, or -2 where no worse state is plausible.", default=None
    )
    importance: ZeroToThree | None = about("How much it matters to the family, 0 to 3.", default=None)
    difficulty: ZeroToThree | None = about("How hard the team thinks it is, 0 to 3.", default=None)

    @rule
    def _levels_complete(self) -> Iterator[Problem]:
        if tuple(sorted(each.level for each in self.levels)) != _LEVELS:
            yield Problem("/levels", "incomplete-scale", "describe each of the levels -2, -1, 0, 1, 2 once")


@record
class SupportLevel:
    """One level of help: a prompt, a cue, an assistance."""

    code: Id = about("How records name this level.")
    name: Text = about("What the program calls it.")


@record
class SupportScale:
    """The levels of help that a program defines, from the least help to the most."""

    levels: AtLeastOne[SupportLevel] = about("From the least help to the most.")

    @rule
    def _codes_are_unique(self) -> Iterator[Problem]:
        seen: set[str] = set()
        for position, level in enumerate(self.levels):
            if level.code in seen:
                yield Problem(f"/levels/{position}/code", "duplicate", "give each level a code of its own")
            seen.add(level.code)


@record
class MasteryCriterion:
    """When a skill counts as mastered."""

    threshold: Quantity = about("The value to reach in one observation, in the goal's unit.")
    comparator: Comparator = about("How a value must compare with it.", default=Comparator.AT_LEAST)
    consecutive: Few = about("In how many observations in a row.", default=1)
    settings: Few = about("In at least how many settings.", default=1)
    people: Few = about("With at least how many people.", default=1)
    maintenance_days: PositiveCount | None = about("For how many days it must last.", default=None)
    max_support_level: Id | None = about("With at most this level of help.", default=None)


@record
class Goal:
    """
    Something that child or family want to reach and that was put to both sides.

    It is not a diagnosis, and a goal that the family declined stays in the plan: declining is taking part.
    """

    id: Id = about("How other records point to this goal.", audience=EVERYONE)
    statement: Text = about("What is to be reached.", audience=EVERYONE)
    why: Text | None = about("Why it matters to the family.", default=None, audience=EVERYONE)
    proposed_by: Id | None = about("Who put it forward.", default=None, refers="Participant")
    outcome_for: OutcomeFor = about("Whose life it is to change.", default=OutcomeFor.CHILD, audience=EVERYONE)
    discipline: Discipline | None = about("The field of work it belongs to.", default=None)
    discipline_other: Label | None = about("The field of work, when no code fits.", default=None)
    domain: GoalDomain | None = about("The area of life it belongs to.", default=None)
    domain_other: Label | None = about("The area of life, when no code fits.", default=None)
    priority_family: Priority | None = about("Its rank for the family, 1 first.", default=None)
    priority_clinic: Priority | None = about("Its rank for the clinic, 1 first.", default=None)
    responsible: tuple[Id, ...] = about("Who works on it.", default=(), refers="Participant", audience=EVERYONE)
    settings: tuple[Setting, ...] = about("Where it is to be reached.", default=(), audience=EVERYONE)
    baseline: Measure | None = about("Where the child stood at the start.", default=None)
    targets: tuple[Target, ...] = about("What counts as reached, and by when.", default=(), audience=EVERYONE)
    attainment_scale: AttainmentScale | None = about("Its Goal Attainment Scale.", default=None)
    support_scale: SupportScale | None = about("The levels of help used for it.", default=None)
    mastery: MasteryCriterion | None = about("When it counts as mastered.", default=None)
    lifecycle: GoalLifecycle = about("Where it stands in its life.", default=GoalLifecycle.ACTIVE)
    achievement: AchievementStatus | None = about("How far it has been reached.", default=None)
    education_plan_ref: Label | None = about("Its place in an IEP or IFSP.", default=None)
    since: Day | None = about("The first day on which it is worked on.", default=None)
    until: Day | None = about("The last day on which it is worked on.", default=None)

    @rule
    def _dates_in_order(self) -> Iterator[Problem]:
        if self.since is not None and self.until is not None and self.until < self.since:
            yield Problem("/until", "date-order", "let until not be before since")

    @rule
    def _other_discipline_has_text(self) -> Iterator[Problem]:
        if (self.discipline == Discipline.OTHER) != (self.discipline_other is not None):
            yield Problem("/discipline_other", "needs", "give discipline_other exactly when discipline is other")

    @rule
    def _other_domain_has_text(self) -> Iterator[Problem]:
        if (self.domain == GoalDomain.OTHER) != (self.domain_other is not None):
            yield Problem("/domain_other", "needs", "give domain_other exactly when domain is other")

    @rule
    def _units_equal(self) -> Iterator[Problem]:
        units = [] if self.baseline is None else [self.baseline.unit]
        for position, target in enumerate(self.targets):
            units.append(target.unit)
            if target.unit != units[0]:
                yield Problem(f"/targets/{position}/unit", "different-units", "use one unit within a goal")

    @rule
    def _mastery_on_scale(self) -> Iterator[Problem]:
        if self.mastery is None or self.mastery.max_support_level is None:
            return
        on_scale = () if self.support_scale is None else tuple(each.code for each in self.support_scale.levels)
        if self.mastery.max_support_level not in on_scale:
            yield Problem("/mastery/max_support_level", "not-on-scale", "give a level of this goal's support_scale")
