"""Ada, 5, is autistic and lives in two homes. ABA, occupational therapy and a school work with both. Chicago time."""

from decimal import Decimal

from collabcare.journal import (
    Answers,
    CheckIn,
    FidelityObservation,
    ItemAnswer,
    Journal,
    LogStatement,
    Measurement,
)
from collabcare.people import ChildProfile, FamilyProfile, Household, Participant, ResidenceSchedule
from collabcare.plans import (
    Agreement,
    Barrier,
    BarrierResponse,
    Commitment,
    Expectation,
    FixedDays,
    Goal,
    GoalJudgement,
    HomeAssignment,
    MasteryCriterion,
    Measure,
    Pause,
    Resource,
    Review,
    Service,
    SharedPlan,
    Strategy,
    Target,
)
from collabcare.vocabulary import (
    AchievementStatus,
    AgreementKind,
    AgreementMethod,
    Assent,
    AssignmentStatus,
    BarrierKind,
    BarrierOutcome,
    BarrierResponseKind,
    CancellationReason,
    CaregiverRole,
    Celebrated,
    Channel,
    CommitmentKind,
    CommitmentUnit,
    CommunicationMode,
    Comparator,
    DayCount,
    Decision,
    DecisionScope,
    Discipline,
    EmbeddedIn,
    ExcusedReason,
    Frequency,
    GoalDomain,
    GoalLifecycle,
    HowShown,
    MeasurementProcedure,
    MessagePurpose,
    ParticipationItem,
    PauseReason,
    Phase,
    ResourceKind,
    Role,
    ServicePeriod,
    ServiceSource,
    SessionFormat,
    SessionKind,
    SessionStatus,
    Setting,
    Side,
    Weekday,
    Who,
)
from tools.example_families.making import Diary, day, ratings, scale, support, words

ZONE = "America/Chicago"
PLAN = "two-households"
DIARY = Diary(PLAN, ZONE)
AT = DIARY.at

PEOPLE = (
    Participant(id="ada", role=Role.CHILD, name="Ada", birth_year=2021, languages=("en",)),
    Participant(
        id="naomi",
        role=Role.CAREGIVER,
        name="Naomi",
        languages=("en",),
        legal_decision_maker=(DecisionScope.HEALTH, DecisionScope.EDUCATION),
        household="elm",
    ),
    Participant(
        id="paul",
        role=Role.CAREGIVER,
        name="Paul",
        languages=("en",),
        legal_decision_maker=(DecisionScope.HEALTH, DecisionScope.EDUCATION),
        household="oak",
    ),
    Participant(id="erin", role=Role.CAREGIVER, name="Erin", languages=("en",), household="oak"),
    Participant(
        id="grace",
        role=Role.SUPERVISOR,
        name="Grace",
        languages=("en",),
        disciplines=(Discipline.ABA,),
        organization="bright-steps",
    ),
    Participant(
        id="leo",
        role=Role.TECHNICIAN,
        name="Leo",
        languages=("en",),
        disciplines=(Discipline.ABA,),
        organization="bright-steps",
    ),
    Participant(
        id="sam",
        role=Role.THERAPIST,
        name="Sam",
        languages=("en",),
        disciplines=(Discipline.OCCUPATIONAL_THERAPY,),
        organization="river-ot",
    ),
    Participant(
        id="ms-ortiz",
        role=Role.TEACHER,
        name="Ms. Ortiz",
        languages=("en", "es"),
        disciplines=(Discipline.EDUCATION,),
        organization="hill-school",
    ),
)

WEEK_DAYS = (Weekday.MONDAY, Weekday.TUESDAY, Weekday.WEDNESDAY, Weekday.THURSDAY)
WEEKEND = (Weekday.FRIDAY, Weekday.SATURDAY, Weekday.SUNDAY)
# Thanksgiving, a Thursday, is with the father this year.
HOMES = (
    Household(
        id="elm",
        name="Mom's",
        members=("naomi",),
        languages=("en",),
        residence_schedule=(ResidenceSchedule(starts_on=day("09-07"), weekdays=WEEK_DAYS, except_on=(day("11-26"),)),),
    ),
    Household(
        id="oak",
        name="Dad's",
        members=("paul", "erin"),
        languages=("en",),
        residence_schedule=(ResidenceSchedule(starts_on=day("09-07"), weekdays=WEEKEND, also_on=(day("11-26"),)),),
    ),
)

GOALS = (
    Goal(
        id="break",
        statement=words(en="Ada asks for a break with her device before it gets too much."),
        why=words(en="She can say no, and we hear it."),
        proposed_by="naomi",
        discipline=Discipline.ABA,
        domain=GoalDomain.COMMUNICATION,
        priority_family=1,
        priority_clinic=1,
        responsible=("naomi", "paul", "erin", "leo"),
        settings=(Setting.HOME, Setting.SCHOOL, Setting.CLINIC),
        baseline=Measure(value=Decimal(10), unit="%", on=day("09-09"), procedure=MeasurementProcedure.EVENT),
        targets=(
            Target(
                measure=words(en="chances in which she asks"),
                comparator=Comparator.AT_LEAST,
                value=Decimal(80),
                unit="%",
                due_on=day("11-29"),
            ),
        ),
        support_scale=support(
            independent=words(en="On her own"),
            gesture=words(en="We point to the device"),
            model=words(en="We press it first"),
        ),
        mastery=MasteryCriterion(
            threshold=Decimal(80),
            consecutive=3,
            settings=2,
            people=3,
            maintenance_days=21,
            max_support_level="independent",
        ),
        education_plan_ref="iep-goal-2",
        since=day("09-08"),
    ),
    Goal(
        id="mornings",
        statement=words(en="Getting dressed goes without tears."),
        proposed_by="naomi",
        discipline=Discipline.OCCUPATIONAL_THERAPY,
        domain=GoalDomain.SELF_CARE,
        priority_family=2,
        priority_clinic=3,
        responsible=("naomi", "sam"),
        settings=(Setting.HOME,),
        attainment_scale=scale(
            words(en="Tears on every morning"),
            words(en="Tears on most mornings"),
            words(en="Tears on one or two mornings a week"),
            words(en="No tears for a week"),
            words(en="No tears for a month"),
            baseline=-2,
            importance=3,
            difficulty=2,
        ),
        since=day("09-08"),
    ),
    Goal(
        id="playing",
        statement=words(en="Ada plays beside another child for ten minutes."),
        proposed_by="paul",
        discipline=Discipline.ABA,
        domain=GoalDomain.PLAY,
        priority_family=3,
        priority_clinic=2,
        responsible=("paul", "leo", "ms-ortiz"),
        settings=(Setting.SCHOOL, Setting.COMMUNITY),
        baseline=Measure(value=Decimal(2), unit="min", on=day("09-11"), procedure=MeasurementProcedure.DURATION),
        targets=(
            Target(
                measure=words(en="minutes beside another child"),
                comparator=Comparator.AT_LEAST,
                value=Decimal(10),
                unit="min",
            ),
        ),
        since=day("09-08"),
    ),
    Goal(
        id="eye-contact",
        statement=words(en="Ada looks at people's eyes when they greet her."),
        proposed_by="grace",
        discipline=Discipline.ABA,
        domain=GoalDomain.SOCIAL,
        priority_clinic=4,
        since=day("09-08"),
        until=day("10-18"),
    ),
    Goal(
        id="school-day",
        statement=words(en="Ada knows from pictures what comes next at school."),
        proposed_by="ms-ortiz",
        discipline=Discipline.EDUCATION,
        domain=GoalDomain.LEARNING,
        priority_family=4,
        responsible=("ms-ortiz", "grace"),
        settings=(Setting.SCHOOL,),
        lifecycle=GoalLifecycle.PROPOSED,
        education_plan_ref="iep-goal-5",
        since=day("11-05"),
    ),
)

STRATEGIES = (
    Strategy(
        id="break-card",
        what=words(en="Keep the device in reach. When she presses 'break', stop at once."),
        why=words(en="A no that works makes a scream needless."),
        goals=("break",),
        used_by=("naomi", "paul", "erin", "leo", "ms-ortiz"),
        settings=(Setting.HOME, Setting.SCHOOL, Setting.CLINIC),
        adapted_for=words(en="One device that goes with her from home to home."),
        resources=(Resource(kind=ResourceKind.VIDEO, language="en", title="Break means break"),),
    ),
    Strategy(
        id="firm-touch",
        what=words(en="Firm squeezes on arms and legs before the clothes go on."),
        why=words(en="Firm touch is easier to bear than light touch."),
        goals=("mornings",),
        used_by=("naomi",),
        settings=(Setting.HOME,),
        resources=(Resource(kind=ResourceKind.HANDOUT, language="en", title="Before the clothes"),),
    ),
)

ASSIGNMENTS = (
    HomeAssignment(
        id="ask-break",
        goals=("break",),
        strategy="break-card",
        title=words(en="Ask for a break"),
        instructions=words(en="Once a day, in play: pause, point to the device, stop when she presses 'break'."),
        why=words(en="She learns that asking works in every home."),
        settings=(Setting.HOME,),
        fixed_days=FixedDays(frequency=Frequency.DAILY, starts_on=day("09-14")),
        minutes=10,
        responsible=("naomi", "paul"),
        assigned_by="grace",
        given_on=day("09-08"),
        shown=(HowShown.DEMONSTRATED, HowShown.PRACTISED_TOGETHER),
        understanding_checked=True,
        embedded_in=(EmbeddedIn.PLAY,),
    ),
    HomeAssignment(
        id="dressing",
        goals=("mornings",),
        strategy="firm-touch",
        title=words(en="Squeeze, then dress"),
        instructions=words(en="Ten firm squeezes, then one piece of clothing, then ten more."),
        why=words(en="Firm touch is easier to bear."),
        settings=(Setting.HOME,),
        fixed_days=FixedDays(
            frequency=Frequency.WEEKLY, weekdays=(Weekday.TUESDAY, Weekday.WEDNESDAY), starts_on=day("10-06")
        ),
        minutes=10,
        responsible=("naomi",),
        assigned_by="sam",
        given_on=day("10-02"),
        shown=(HowShown.PRACTISED_TOGETHER,),
        households=("elm",),
        embedded_in=(EmbeddedIn.DRESSING,),
    ),
    HomeAssignment(
        id="greeting",
        goals=("eye-contact",),
        title=words(en="Look and greet"),
        instructions=words(en="When someone comes, wait for her to look."),
        settings=(Setting.HOME,),
        fixed_days=FixedDays(
            frequency=Frequency.WEEKLY,
            weekdays=(Weekday.MONDAY, Weekday.SATURDAY),
            starts_on=day("09-14"),
            ends_on=day("10-18"),
        ),
        minutes=5,
        responsible=("naomi", "paul"),
        assigned_by="grace",
        given_on=day("09-08"),
        shown=(HowShown.SENT,),
        understanding_checked=False,
        status=AssignmentStatus.COMPLETED,
    ),
)


def _promise(name: str, kind: CommitmentKind, number: int, unit: CommitmentUnit, **fields: object) -> Commitment:
    return Commitment(id=name, kind=kind, number=number, unit=unit, since=day("09-07"), **fields)


DAYS, MINUTES = CommitmentUnit.DAYS, CommitmentUnit.MINUTES
COMMITMENTS = (
    _promise("family-reply", CommitmentKind.REPLY, 3, DAYS, side=Side.FAMILY),
    _promise("practice-log", CommitmentKind.PRACTICE_LOG, 7, DAYS, household="oak"),
    _promise("answer-to-proposal", CommitmentKind.ANSWER_TO_PROPOSAL, 7, DAYS),
    _promise("clinic-reply", CommitmentKind.REPLY, 2, DAYS, side=Side.CLINIC, days=DayCount.WORKING),
    _promise("progress-update", CommitmentKind.PROGRESS_UPDATE, 21, DAYS),
    _promise("feedback", CommitmentKind.FEEDBACK, 42, DAYS),
    _promise("parent-input", CommitmentKind.PARENT_INPUT, 15, MINUTES),
    _promise("barrier-response", CommitmentKind.BARRIER_RESPONSE, 14, DAYS),
    _promise("review", CommitmentKind.REVIEW, 42, DAYS),
    _promise("review-notice", CommitmentKind.REVIEW_NOTICE, 7, DAYS),
)

BARRIERS = (
    Barrier(
        id="two-ways",
        kind=BarrierKind.DIFFERING_EXPECTATIONS,
        description=words(en="The homes were told different things about the device."),
        raised_by="paul",
        raised_on=day("09-12"),
        responses=(
            BarrierResponse(
                kind=BarrierResponseKind.SOLUTION,
                description=words(en="One page for both homes, written with both."),
                agreed_by=("paul", "naomi", "grace"),
                agreed_on=day("09-24"),
            ),
        ),
        outcome=BarrierOutcome.HELPED,
        resolved_on=day("10-16"),
    ),
    Barrier(
        id="approval",
        kind=BarrierKind.SERVICE_SYSTEM,
        description=words(en="Nobody knows whether hours are approved after December."),
        raised_by="naomi",
        raised_on=day("10-05"),
        responses=(
            BarrierResponse(
                kind=BarrierResponseKind.REFERRAL,
                description=words(en="A benefits counselor calls every two weeks."),
                agreed_by=("naomi",),
                agreed_on=day("10-27"),
            ),
        ),
        outcome=BarrierOutcome.PARTLY,
    ),
    Barrier(
        id="quiet-room",
        kind=BarrierKind.COMMUNICATION,
        description=words(en="Handover on Fridays is too short to talk."),
        raised_by="grace",
        raised_on=day("10-12"),
    ),
)


def _asked(  # noqa: PLR0913, PLR0917 -- a line of the table below has as many columns
    who: str, subject: str, on: str, decided: str | None, decision: Decision, comment: str | None = None
) -> Agreement:
    return Agreement(
        id=f"{who}-{subject}",
        participant=who,
        kind=AgreementKind.CONSENT,
        subject=subject,
        requested_on=day(on),
        decision=decision,
        decided_at=None if decided is None else AT(decided),
        method=None if decided is None else AgreementMethod.ELECTRONIC,
        comment=comment,
    )


YES, BUT, NO = Decision.AGREED, Decision.AGREED_WITH_CONCERNS, Decision.DECLINED
AGREEMENTS = (
    _asked("naomi", "break", "09-08", "09-10 09:00", YES),
    _asked("naomi", "mornings", "09-08", "09-10 09:00", YES),
    _asked("naomi", "playing", "09-08", "09-10 09:00", YES),
    _asked("naomi", "eye-contact", "09-08", "09-10 09:00", NO, "It hurts her to look at eyes. She listens without it."),
    _asked("paul", "break", "09-08", "09-20 21:00", YES),
    _asked("paul", "mornings", "09-08", "09-20 21:00", YES),
    _asked("paul", "playing", "09-08", "09-20 21:00", BUT, "Not on days when she is tired."),
    _asked("paul", "eye-contact", "09-08", "09-20 21:00", YES),
    _asked("naomi", "school-day", "11-05", "11-08 10:00", YES),
    _asked("paul", "school-day", "11-05", None, Decision.PENDING),
)

REVIEWS = (
    Review(
        id="review-1",
        held_at=AT("10-16 17:00"),
        invited_on=day("10-06"),
        invited=("naomi", "paul"),
        attended=("naomi", "grace", "sam"),
        sent_word=("paul",),
        judgements=(
            GoalJudgement(
                goal="break",
                side=Side.FAMILY,
                participant="naomi",
                achievement=AchievementStatus.IMPROVING,
                performance=6,
                satisfaction=7,
            ),
            GoalJudgement(goal="break", side=Side.CLINIC, participant="grace", achievement=AchievementStatus.IMPROVING),
            GoalJudgement(
                goal="eye-contact", side=Side.CLINIC, participant="grace", achievement=AchievementStatus.NO_PROGRESS
            ),
        ),
        celebrated=(Celebrated.CHILD,),
        expectations_revisited=True,
        decisions=(words(en="'Look and greet' ends. Both homes keep 'Ask for a break'."),),
        next_due_on=day("12-04"),
    ),
    Review(id="review-2", due_on=day("12-04")),
)


def plan() -> SharedPlan:
    """Give what the family, the clinics and the school agreed."""
    return SharedPlan(
        id=PLAN,
        title=words(en="Ada in two homes and at school"),
        child="ada",
        participants=PEOPLE,
        households=HOMES,
        child_profile=ChildProfile(
            preferred_name="Ada",
            strengths=(words(en="Remembers every song and every way."),),
            interests=(words(en="Water, trains, letters"),),
            triggers=(words(en="Hand dryers; plans that change"),),
            what_helps=(words(en="Pictures of what comes next; deep pressure"),),
            communication_modes=(CommunicationMode.AAC_DEVICE, CommunicationMode.SPEECH),
            sensory_needs=(words(en="Firm touch, never light touch."),),
        ),
        family_profiles=(
            FamilyProfile(household="elm", priorities=(words(en="Mornings without tears."),)),
            FamilyProfile(
                household="oak",
                priorities=(words(en="Playing with her cousins."),),
                concerns=(words(en="Being told things second-hand."),),
            ),
        ),
        goals=GOALS,
        strategies=STRATEGIES,
        assignments=ASSIGNMENTS,
        commitments=COMMITMENTS,
        services=(
            Service(
                id="aba",
                discipline=Discipline.ABA,
                times=1,
                period=ServicePeriod.WEEK,
                minutes=60,
                method="Parent training",
                location=Setting.HOME,
                source=ServiceSource.AUTHORIZATION,
                authorized_units=52,
                since=day("09-07"),
            ),
            Service(
                id="ot",
                discipline=Discipline.OCCUPATIONAL_THERAPY,
                times=1,
                period=ServicePeriod.WEEK,
                minutes=45,
                location=Setting.CLINIC,
                source=ServiceSource.CLINIC,
                since=day("09-07"),
            ),
        ),
        pauses=(Pause(id="hospital", starts_on=day("11-09"), ends_on=day("11-15"), reason=PauseReason.HOSPITAL),),
        barriers=BARRIERS,
        expectations=(
            Expectation(id="naomi-expects", participant="naomi", goal="mornings", level=0, due_on=day("11-29")),
            Expectation(id="sam-expects", participant="sam", goal="mornings", level=-1, due_on=day("11-29")),
            Expectation(
                id="paul-expects",
                participant="paul",
                goal="playing",
                change=words(en="A cousin's birthday, all of it"),
                due_on=day("11-29"),
            ),
        ),
        agreements=AGREEMENTS,
        reviews=REVIEWS,
        starts_on=day("09-07"),
        referred_on=day("06-15"),
        first_session_on=day("09-11"),
        timezone=ZONE,
        closed_on=(day("09-07"), day("11-26"), day("11-27")),
    )


ITEMS = (
    ParticipationItem.TAKES_PART,
    ParticipationItem.PLANS_HOME_PRACTICE,
    ParticipationItem.REPORTS_HOME_PRACTICE,
)


def _aba(diary: Diary) -> None:
    """Mondays 16:00 to 17:00 at the mother's, with Grace."""
    common = {
        "prefix": "aba",
        "session_kind": SessionKind.PARENT_TRAINING,
        "format": SessionFormat.DYAD,
        "discipline": Discipline.ABA,
        "setting": Setting.HOME,
        "organization": "bright-steps",
        "expected": ("ada", "naomi"),
    }

    def held(on: str, marks: str, minutes: int, **fields: object) -> None:
        fields.setdefault("assent", Assent.GIVEN)
        diary.session(
            f"{on} 16:00",
            "17:00",
            attended=("ada", "naomi"),
            caregiver_role=CaregiverRole.COACHED,
            parent_input_minutes=minutes,
            ratings=ratings("naomi", "grace", ITEMS, marks),
            **common,
            **fields,
        )

    def off(on: str, by: Who, called: str, why: CancellationReason) -> None:
        diary.session(
            f"{on} 16:00",
            "17:00",
            status=SessionStatus.CANCELLED,
            cancelled_by=by,
            cancelled=called,
            cancellation_reason=why,
            **common,
        )

    held("09-14", "344", 15)
    held("09-21", "444", 10, started="16:15", late_through=Who.FAMILY, ended="17:00")
    off("09-28", Who.FAMILY, "09-25 12:00", CancellationReason.RELIGIOUS_DAY)
    held("10-05", "444", 15)
    off("10-12", Who.CLINIC, "10-12 09:00", CancellationReason.STAFFING)
    held("10-19", "544", 15)
    held("10-26", "554", 20)
    held("11-02", "4--", 15, ended="16:40", ended_early_by=Who.CHILD, assent=Assent.WITHDRAWN)
    held("11-16", "555", 15)
    held("11-23", "545", 15)


def _ot(diary: Diary) -> None:
    """Fridays 15:00 to 15:45 with Sam; the father brings Ada."""
    common = {
        "prefix": "ot",
        "format": SessionFormat.DYAD,
        "discipline": Discipline.OCCUPATIONAL_THERAPY,
        "setting": Setting.CLINIC,
        "organization": "river-ot",
        "expected": ("ada", "paul"),
    }

    def held(on: str, marks: str, minutes: int, **fields: object) -> None:
        diary.session(
            f"{on} 15:00",
            "15:45",
            attended=("ada", "paul"),
            caregiver_role=CaregiverRole.OBSERVING,
            parent_input_minutes=minutes,
            ratings=ratings("paul", "sam", ITEMS, marks),
            **common,
            **fields,
        )

    held("09-11", "332", 5)
    held("09-18", "333", 10)
    diary.session(
        "09-25 15:00",
        "15:45",
        status=SessionStatus.CANCELLED,
        cancelled_by=Who.FAMILY,
        cancelled="09-25 13:00",
        cancellation_reason=CancellationReason.WORK,
        **common,
    )
    held("10-02", "343", 15)
    diary.session(
        "10-09 15:00", "15:45", status=SessionStatus.MOVED, moved_by=Side.FAMILY, moved_to="ot-2026-10-13", **common
    )
    held("10-13", "443", 15)
    held("10-16", "444", 9)
    diary.session("10-23 15:00", "15:45", status=SessionStatus.NO_SHOW, **common)
    held("10-30", "4-4", 15, started="15:20", late_through=Who.CLINIC)
    diary.session("11-06 15:00", "15:45", attended=("ada", "erin"), **common)
    held("11-20", "445", 15)


def _school(diary: Diary) -> None:
    """The meeting about the education program, with both parents and the teacher."""
    items = (ParticipationItem.SHARES_VIEW, ParticipationItem.ASKS_QUESTIONS)
    diary.session(
        "11-05 16:00",
        "17:00",
        prefix="school",
        session_kind=SessionKind.TEAM_MEETING,
        format=SessionFormat.CAREGIVER_ONLY,
        discipline=Discipline.ABA,
        setting=Setting.SCHOOL,
        organization="bright-steps",
        expected=("naomi", "paul"),
        attended=("naomi", "paul", "ms-ortiz", "grace"),
        parent_input_minutes=15,
        ratings=(*ratings("naomi", "grace", items, "55"), *ratings("paul", "grace", items, "34")),
    )


def _practice(diary: Diary) -> None:
    elm = {"household": "elm", "by": "naomi", "reported_by": "naomi", "setting": Setting.HOME}
    oak = {"household": "oak", "by": "paul", "reported_by": "paul", "setting": Setting.HOME}
    # Daily. Monday to Thursday at the mother's; she reports every day. The week of 9 November is paused.
    diary.practice("ask-break", "09-28", "E", excused_reason=ExcusedReason.RELIGIOUS_DAY, **elm)
    for week in (
        "09-14D 09-15D 09-16D 09-17D",
        "09-21D 09-22D 09-23N 09-24D",
        "09-29D 09-30D 10-01D",
        "10-05D 10-06D 10-07D 10-08N",
        "10-12D 10-13D 10-14D 10-15D",
        "10-19D 10-20N 10-21D 10-22D",
        "10-26D 10-27D 10-28D 10-29D",
        "11-02D 11-03D 11-04D 11-05D",
        "11-16D 11-17D 11-18N 11-19D",
        "11-23D 11-24D 11-25D",
    ):
        diary.practices("ask-break", week, support_level="gesture", **elm)
    # Friday to Sunday at the father's; some weekends nobody reports.
    for week in (
        "09-18D 09-19D",
        "10-02D 10-03D 10-04D",
        "10-09D 10-10N 10-11D",
        "10-23D 10-24D 10-25N",
        "10-30D 10-31D 11-01D",
        "11-08D",
        "11-20P 11-21D 11-22D",
        "11-26D 11-27D",
    ):
        diary.practices("ask-break", week, **oak)
    # Tuesday and Wednesday mornings at the mother's.
    for week in (
        "10-06D 10-07D",
        "10-13D 10-14N",
        "10-20D 10-21D",
        "11-03D 11-04D",
        "11-17D 11-18D",
        "11-24D",
    ):
        diary.practices("dressing", week, embedded_in="dressing", **elm)
    # Saturdays at the father's; the mother declined the goal.
    diary.practices("greeting", "09-19N 10-03N 10-10D", **oak)
    diary.add(LogStatement(id="log-elm-1", household="elm", complete_until=day("10-18")))


def _messages(diary: Diary) -> None:
    tell = diary.message
    asks = {"reply_wanted": True, "channel": Channel.PORTAL}
    ask, answer = MessagePurpose.QUESTION, MessagePurpose.ANSWER
    both = ("naomi", "paul")
    # The clinics ask, with a reply wanted within 3 days.
    tell("ask-1", "09-16 10:00", "grace", both, ask, "en", "Which song calms her best?", **asks)
    tell("told-1", "09-17 20:00", "naomi", "grace", answer, "en", "The one about the river.", in_reply_to="ask-1")
    tell("ask-2", "09-25 16:00", "sam", "paul", ask, "en", "Does she sleep through at your place?", **asks)
    tell("told-2", "09-30 08:00", "paul", "sam", answer, "en", "Mostly. Up once around three.", in_reply_to="ask-2")
    tell("ask-3", "10-20 10:00", "grace", "paul", ask, "en", "Could you film one break?", **asks)
    tell("ask-4", "10-30 18:00", "grace", "naomi", ask, "en", "Is the device charged for school?", **asks)
    tell("told-4", "11-02 23:30", "naomi", "grace", answer, "en", "Yes, every night.", in_reply_to="ask-4")
    tell(
        "ask-5", "11-19 10:00", "grace", both, MessagePurpose.FEEDBACK_REQUEST, "en", "How do we work together?", **asks
    )
    tell(
        "told-5",
        "11-20 20:00",
        "naomi",
        "grace",
        MessagePurpose.FEEDBACK,
        "en",
        "Well. Fewer forms.",
        in_reply_to="ask-5",
    )

    # The family asks, and is answered within 2 working days, or later.
    tell("family-1", "09-21 18:00", "naomi", "grace", ask, "en", "May she have two breaks in a row?")
    tell(
        "clinic-1",
        "09-22 09:00",
        "grace",
        "naomi",
        answer,
        "en",
        "Yes. As many as she asks for.",
        in_reply_to="family-1",
    )
    tell("family-2", "10-03 11:00", "paul", "sam", ask, "en", "Is a swing good at night?")
    tell("clinic-2", "10-07 10:00", "sam", "paul", answer, "en", "Before supper, not after.", in_reply_to="family-2")
    tell("family-3", "10-30 17:00", "paul", "grace", MessagePurpose.CONCERN, "en", "She bit her hand on Thursday.")
    tell("family-3b", "10-31 09:00", "paul", "grace", ask, "en", "Should I ring the doctor?")
    tell(
        "clinic-3",
        "11-03 12:00",
        "grace",
        "paul",
        answer,
        "en",
        "Let us look at it together on the phone.",
        in_reply_to="family-3",
    )
    tell("family-4", "11-17 18:00", "naomi", "grace", ask, "en", "Slowly again after the hospital?")
    tell("clinic-4", "11-18 09:00", "grace", "naomi", answer, "en", "Yes, half of everything.", in_reply_to="family-4")

    # Progress every 21 days, a question about the work together every 42.
    went = MessagePurpose.PROGRESS_UPDATE
    tell(
        "progress-1", "09-25 12:00", "grace", both, went, "en", "She asked in 3 of 10 chances.", channel=Channel.PORTAL
    )
    tell(
        "progress-2", "10-16 12:00", "grace", both, went, "en", "She asked in 5 of 10 chances.", channel=Channel.PORTAL
    )
    tell("progress-3", "11-24 12:00", "sam", both, went, "en", "Dressed without tears twice.", channel=Channel.PORTAL)
    tell(
        "feedback-1",
        "10-14 12:00",
        "grace",
        both,
        MessagePurpose.FEEDBACK_REQUEST,
        "en",
        "What should change?",
        channel=Channel.PORTAL,
    )
    tell(
        "school-1",
        "10-22 14:00",
        "ms-ortiz",
        (*both, "grace"),
        MessagePurpose.OBSERVATION,
        "en",
        "She asked for a break in class.",
    )


def _observations(diary: Diary) -> None:
    for number, (on, trials) in enumerate(
        (("09-14", "1000000000"), ("10-05", "1010100000"), ("10-26", "1101010101"), ("11-23", "1111011110")), start=1
    ):
        diary.add(
            Measurement(
                id=f"break-{number}",
                goal="break",
                measured_at=AT(f"{on} 16:40"),
                session=f"aba-2026-{on}",
                trials=tuple(each == "1" for each in trials),
                procedure=MeasurementProcedure.EVENT,
                setting=Setting.HOME,
                observer="grace",
                with_whom=("naomi",),
                phase=Phase.BASELINE if number == 1 else Phase.INTERVENTION,
                support_level="independent",
            )
        )
    for number, (on, minutes, who) in enumerate(
        (("09-24", 2, "ms-ortiz"), ("10-22", 4, "ms-ortiz"), ("11-19", 6, "leo")), start=1
    ):
        diary.add(
            Measurement(
                id=f"playing-{number}",
                goal="playing",
                measured_at=AT(f"{on} 10:30"),
                value=Decimal(minutes),
                unit="min",
                observation_minutes=20,
                procedure=MeasurementProcedure.DURATION,
                setting=Setting.SCHOOL,
                observer=who,
                materials=("train set",),
                phase=Phase.INTERVENTION,
            )
        )
    for number, (on, who, good) in enumerate(
        (("09-21", "naomi", 3), ("10-19", "naomi", 5), ("11-23", "naomi", 6), ("10-16", "paul", 4)), start=1
    ):
        diary.add(
            FidelityObservation(
                id=f"break-card-{number}",
                strategy="break-card",
                caregiver=who,
                observer="grace",
                steps_correct=good,
                steps_scored=6,
                setting=Setting.HOME,
                observed_at=AT(f"{on} 16:30"),
            )
        )
    diary.add(
        CheckIn(
            id="check-in-1", caregiver="naomi", checked_in_at=AT("10-11 21:00"), confidence=7, stress=6, supported=6
        ),
        CheckIn(
            id="check-in-2",
            caregiver="paul",
            checked_in_at=AT("11-29 21:00"),
            confidence=5,
            stress=4,
            felt_heard=5,
            words="I hear things late.",
        ),
        Answers(
            id="answers-1",
            instrument="clinic-own-family-outcomes",
            respondent="naomi",
            answered_at=AT("11-20 20:30"),
            items=(
                ItemAnswer(item="1", answer=4.0),
                ItemAnswer(item="2", answer=5.0),
                ItemAnswer(item="3", skipped=True),
            ),
        ),
    )


def journal() -> Journal:
    """Give what happened."""
    diary = Diary(PLAN, ZONE)
    for part in (_aba, _ot, _school, _practice, _messages, _observations):
        part(diary)
    return diary.journal()
