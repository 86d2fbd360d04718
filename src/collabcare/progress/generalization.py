"""Whether a skill lives outside the room where it was taught: settings, people, materials, clinic against home."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from statistics import NormalDist

from collabcare._proportions import Interval, difference
from collabcare.errors import InvalidRecordError, Problem
from collabcare.journal import Measurement, Session
from collabcare.plans import Goal
from collabcare.progress.generalization_result import (
    OUTCOMES,
    ClinicHomeGap,
    Generalization,
    PartFigures,
    SettingMastery,
    SettingStatus,
)
from collabcare.progress.generalization_table import WHERE, Seen, Table
from collabcare.progress.judged_observations import judge, own
from collabcare.progress.mastery_runs import Runs, in_one_place
from collabcare.progress.measured_value import goal_unit, help_of, value_of
from collabcare.progress.result_part import not_counted
from collabcare.progress.session_setting import placed
from collabcare.vocabulary import Phase, Setting

__all__ = ["generalization"]


def generalization(
    goal: Goal, measurements: Iterable[Measurement], *, sessions: Iterable[Session] = (), level: float = 0.95
) -> Generalization:
    """
    Say where, with whom and with what a skill was seen, where nobody looked, and how far home lies from the clinic.

    A skill that is mastered in the clinic and that nobody has looked at at home is a result of its own: it is neither a
    success nor a failure, it says where to look next. Nothing here says why home and clinic differ.

    Parameters
    ----------
    goal
        The goal, with the settings where it is to be reached.
    measurements
        Such as all those of a journal: those of other goals are passed over. Their order does not matter.
    sessions
        The sessions of the journal, in which a setting is looked up that a measurement does not state.
    level
        How sure the limits are to be, between 0 and 1.

    Returns
    -------
    Generalization
        The table, what was never probed, the gap, and what was left out.

    Raises
    ------
    InvalidRecordError
        When `level` does not lie between 0 and 1.

    Notes
    -----
    Baseline observations were made before teaching: they are left out, and where only they were made counts as never
    probed. All other phases count alike. The setting is the one that the measurement states, else that of the session
    that it names, if this was held, and not at a distance. Where the criterion allows help up to a level, observations
    with more help, or with help that nobody stated, are left out of the table: rates with different help are not
    comparable. Of several records of one moment the first by id counts; more than one observer does not make more than
    one observation.

    **Rates** rest on trials: those of all observations of a part are added up, and the limits are Wilson's. Where no
    measurement of the goal has trials, intervals take their place. A value without trials (12 words, 80 %) has no
    number of attempts behind it: it goes into `mean`, with no limits.

    **Gap.** With trials in both places it is the difference of the two rates, with limits by MOVER (see
    `collabcare._proportions.difference`). Otherwise it is the difference of the means in the goal's unit, without
    limits: single values of one child, one after the other, give no honest interval.

    **Mastered in a setting** asks for the criterion's threshold, help and run of observations in what was observed
    there alone, generalization probes included. Numbers of settings and people, and maintenance, are questions for
    `mastery`.

    References
    ----------
    .. [1] Stokes, T. F., & Baer, D. M. (1977). An implicit technology of generalization. Journal of Applied Behavior
       Analysis 10, 349-367: generalization is to be planned and looked at, "train and hope" is not enough.
    .. [2] Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions: comparison of
       eleven methods. Statistics in Medicine 17, 873-890, method 10.

    Examples
    --------
    >>> from collabcare import example
    >>> plan, journal = example("two-households")
    >>> asked = next(each for each in plan.goals if each.id == "break")
    >>> found = generalization(asked, journal.measurements, sessions=journal.sessions)
    >>> [(row.setting.value, row.people, row.figures.successes, row.figures.attempts) for row in found.table]
    [('home', ('naomi',), 17, 30)]
    >>> [each.value for each in found.never_probed]
    ['school', 'clinic']
    >>> found.outcome, found.gap.reason
    ('not-at-home-untested-in-clinic', 'untested-in-clinic')
    """
    if not 0 < level < 1:
        raise InvalidRecordError([Problem("/level", "out-of-range", "give a number between 0 and 1, such as 0.95")])
    mine = own(goal, placed(measurements, sessions))
    unit = goal_unit(goal, mine)
    seen, left_out = _seen(goal, mine, unit)
    table = Table(goal, seen, NormalDist().inv_cdf((1 + level) / 2))
    probed = [each for each in mine if each.phase != Phase.BASELINE]
    places = _places({*goal.settings, *_settings(mine), Setting.CLINIC, Setting.HOME})
    status: dict[Setting, SettingStatus | None] = {
        each: _status(goal, [one for one in probed if one.setting == each]) for each in places
    }
    outcome, reason = _outcome(goal, status[Setting.CLINIC], status[Setting.HOME])
    aimed_at = _places({*goal.settings, *_settings(probed)})
    return Generalization(
        goal=goal.id,
        unit=unit,
        basis=table.basis,
        table=table.rows(),
        settings=table.by_setting(),
        people=table.by(lambda each: each.with_whom),
        materials=table.by(lambda each: each.materials),
        never_probed=tuple(each for each in dict.fromkeys(goal.settings) if each not in _settings(probed)),
        never_probed_with=_never(aimed_at, probed, lambda each: each.with_whom),
        never_probed_using=_never(aimed_at, probed, lambda each: each.materials),
        mastered_in=tuple(SettingMastery(setting=each, status=found) for each, found in status.items()),
        outcome=outcome,
        sentence=None if outcome is None else OUTCOMES[outcome],
        gap=_gap(table, status),
        left_out=not_counted(left_out),
        reason=reason,
    )


def _settings(measurements: Iterable[Measurement]) -> set[Setting]:
    return {each.setting for each in measurements if each.setting is not None}


def _places(settings: set[Setting]) -> list[Setting]:
    return sorted(settings, key=WHERE.__getitem__)


def _seen(goal: Goal, mine: Sequence[Measurement], unit: str | None) -> tuple[list[Seen], list[tuple[str, str]]]:
    seen: list[Seen] = []
    left_out: list[tuple[str, str]] = []
    for each in mine:
        value = value_of(each, unit)
        given = help_of(goal, each)
        if each.phase == Phase.BASELINE:
            left_out.append(("baseline-phase", each.id))
        elif isinstance(value, str):
            left_out.append((value, each.id))
        elif given != "within":
            left_out.append((f"help-{given}", each.id))
        elif seen and seen[-1].record.measured_at == each.measured_at:
            left_out.append(("same-moment", each.id))
        else:
            seen.append(Seen(each, value))
    return seen, left_out


def _never(
    settings: Sequence[Setting], probed: Sequence[Measurement], parts: Callable[[Measurement], tuple[str, ...]]
) -> tuple[tuple[Setting, str], ...]:
    there = {(each.setting, part) for each in probed for part in parts(each)}
    known = sorted({part for _, part in there})
    return tuple((each, part) for each in settings for part in known if (each, part) not in there)


def _status(goal: Goal, there: Sequence[Measurement]) -> SettingStatus | None:
    if not there:
        return "untested"
    if goal.mastery is None:
        return None
    criterion = in_one_place(goal.mastery)
    judged = judge(goal, criterion, there, probes=True)
    if not judged.moments:
        return "not-comparable"
    # Nothing here depends on days, so that any zone does.
    found = Runs(criterion, judged.moments, "UTC").status
    return "mastered" if found == "mastered" else "lost" if found == "lost" else "not-yet"


def _outcome(goal: Goal, clinic: SettingStatus | None, home: SettingStatus | None) -> tuple[str | None, str | None]:
    if goal.mastery is None:
        return None, "no-criterion"
    if "not-comparable" in {clinic, home}:
        return None, "not-comparable"
    return _OUTCOME[_stands(clinic), _stands(home)], None


def _stands(status: SettingStatus | None) -> str:
    return status if status in {"mastered", "untested"} else "not"


_OUTCOME = {
    # clinic, home
    ("mastered", "mastered"): "mastered-in-both",
    ("mastered", "not"): "mastered-in-clinic-not-at-home",
    ("mastered", "untested"): "mastered-in-clinic-untested-at-home",
    ("not", "mastered"): "mastered-at-home-not-in-clinic",
    ("not", "not"): "not-mastered-in-either",
    ("not", "untested"): "not-in-clinic-untested-at-home",
    ("untested", "mastered"): "mastered-at-home-untested-in-clinic",
    ("untested", "not"): "not-at-home-untested-in-clinic",
    ("untested", "untested"): "untested-in-both",
}


def _gap(table: Table, status: dict[Setting, SettingStatus | None]) -> ClinicHomeGap:
    clinic, home = table.in_(Setting.CLINIC), table.in_(Setting.HOME)
    untested = [each for each in (Setting.CLINIC, Setting.HOME) if status[each] == "untested"]
    if untested:
        words = {Setting.CLINIC: "untested-in-clinic", Setting.HOME: "untested-at-home"}
        reason = "untested-in-both" if len(untested) > 1 else words[untested[0]]
        return ClinicHomeGap(clinic=None, home=None, value=None, low=None, high=None, basis=None, reason=reason)
    one, other = _share(clinic), _share(home)
    if one is not None and other is not None:
        low, high = difference(*one, *other)
        return ClinicHomeGap(
            clinic=one[0], home=other[0], value=other[0] - one[0], low=low, high=high, basis="rate", reason=None
        )
    if clinic.mean is None or home.mean is None:
        reason = "not-comparable"
        return ClinicHomeGap(clinic=None, home=None, value=None, low=None, high=None, basis=None, reason=reason)
    return ClinicHomeGap(
        clinic=clinic.mean,
        home=home.mean,
        value=home.mean - clinic.mean,
        low=None,
        high=None,
        basis="mean",
        reason="no-trials",
    )


def _share(figures: PartFigures) -> tuple[float, Interval] | None:
    if figures.rate is None or figures.low is None or figures.high is None:
        return None
    return figures.rate, Interval(figures.low, figures.high)
