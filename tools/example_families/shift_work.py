"""Robin, 10, lives with anxiety. The mother works shifts, and the clinic cancels often. London time."""

from decimal import Decimal

from collabcare.journal import Answers, CheckIn, FidelityObservation, ItemAnswer, Journal, Measurement
from collabcare.people import ChildProfile, ContactPreference, FamilyProfile, Household, Participant
from collabcare.plans import (
    Agreement,
    Barrier,
    BarrierResponse,
    Commitment,
    Expectation,
    Goal,
    GoalJudgement,
    HomeAssignment,
    Measure,
    Pause,
    Resource,
    Review,
    SafetyPlan,
    Service,
    SharedPlan,
    Strategy,
    Target,
    WeeklyTarget,
)
from collabcare.vocabulary import (
    AchievementStatus,
    AgreementKind,
    AgreementMethod,
    Assent,
    BarrierKind,
    BarrierOutcome,
    BarrierResponseKind,
    CancellationReason,
    CaregiverRole,
    Celebrated,
    Channel,
    CoachingComponent,
    CommitmentKind,
    CommitmentUnit,
    CommunicationMode,
    Comparator,
    DayCount,
    Decision,
    DecisionScope,
    Dimension,
    Discipline,
    EmbeddedIn,
    GoalDomain,
    GoalLifecycle,
    HowShown,
    MeasurementProcedure,
    MessagePurpose,
    ParticipationItem,
    PauseReason,
    PauseScope,
    Phase,
    ResourceKind,
    Role,
    ServiceDelivery,
    ServicePeriod,
    ServiceSource,
    SessionFormat,
    SessionStatus,
    Setting,
    Side,
    Who,
)
from tools.example_families.making import Diary, day, ratings, scale, words

ZONE = "Europe/London"
PLAN = "shift-work"
DIARY = Diary(PLAN, ZONE)
AT = DIARY.at

PEOPLE = (
    Participant(id="robin", role=Role.CHILD, name="Robin", birth_year=2016, languages=("en",), household="flat"),
    Participant(
        id="denise",
        role=Role.CAREGIVER,
        name="Denise",
        languages=("en",),
        legal_decision_maker=(DecisionScope.ALL,),
        contact_preferences=(ContactPreference(channel=Channel.SMS),),
        household="flat",
    ),
    Participant(id="jude", role=Role.SIBLING, name="Jude", languages=("en",), household="flat"),
    Participant(
        id="amy",
        role=Role.THERAPIST,
        name="Amy",
        languages=("en",),
        disciplines=(Discipline.PSYCHOTHERAPY,),
        organization="park-clinic",
    ),
    Participant(id="tom", role=Role.COORDINATOR, name="Tom", languages=("en",), organization="park-clinic"),
    Participant(id="mr-hale", role=Role.TEACHER, name="Mr Hale", languages=("en",), organization="mill-school"),
)

GOALS = (
    Goal(
        id="school-gate",
        statement=words(en="Robin walks into school alone on four mornings a week."),
        why=words(en="I have to leave for the early shift."),
        proposed_by="denise",
        discipline=Discipline.PSYCHOTHERAPY,
        domain=GoalDomain.EMOTION,
        priority_family=1,
        priority_clinic=2,
        responsible=("robin", "denise", "mr-hale"),
        settings=(Setting.SCHOOL,),
        baseline=Measure(value=Decimal(1), unit="{morning}/wk", on=day("09-09"), procedure=MeasurementProcedure.REPORT),
        targets=(
            Target(
                measure=words(en="mornings alone in a week"),
                comparator=Comparator.AT_LEAST,
                value=Decimal(4),
                unit="{morning}/wk",
                due_on=day("11-29"),
            ),
        ),
        since=day("09-09"),
    ),
    Goal(
        id="worry-time",
        statement=words(en="Worries wait for worry time, so that Robin falls asleep within half an hour."),
        proposed_by="robin",
        discipline=Discipline.PSYCHOTHERAPY,
        domain=GoalDomain.SLEEP,
        priority_family=2,
        priority_clinic=1,
        responsible=("robin", "denise"),
        settings=(Setting.HOME,),
        attainment_scale=scale(
            words(en="Awake for two hours or more"),
            words(en="Awake for one to two hours"),
            words(en="Asleep within an hour"),
            words(en="Asleep within half an hour"),
            words(en="Asleep within half an hour for a month"),
            baseline=-1,
            importance=3,
            difficulty=1,
        ),
        since=day("09-09"),
    ),
    Goal(
        id="sleepover",
        statement=words(en="Robin sleeps over at a friend's."),
        proposed_by="amy",
        discipline=Discipline.PSYCHOTHERAPY,
        domain=GoalDomain.SOCIAL,
        priority_clinic=3,
        lifecycle=GoalLifecycle.REJECTED,
        since=day("09-09"),
    ),
    Goal(
        id="lunch",
        statement=words(en="Robin eats lunch in the hall with Jude's class."),
        proposed_by="mr-hale",
        discipline=Discipline.EDUCATION,
        domain=GoalDomain.LEARNING,
        responsible=("robin", "mr-hale"),
        settings=(Setting.SCHOOL,),
        lifecycle=GoalLifecycle.ACCEPTED,
        since=day("10-15"),
    ),
)

ASSIGNMENTS = (
    HomeAssignment(
        id="brave-steps",
        goals=("school-gate", "worry-time"),
        strategy="ladder",
        title=words(en="One brave step"),
        instructions=words(
            en="Choose one step from the ladder. Do it. Write down how big the worry was before and after."
        ),
        why=words(en="Worry shrinks when you stay with it."),
        settings=(Setting.HOME, Setting.COMMUNITY),
        weekly_target=WeeklyTarget(times=5, starts_on=day("09-14")),
        minutes=15,
        responsible=("denise",),
        assigned_by="amy",
        given_on=day("09-09"),
        shown=(HowShown.PRACTISED_TOGETHER,),
        understanding_checked=True,
        households=("flat",),
        embedded_in=(EmbeddedIn.SCHOOL_RUN, EmbeddedIn.BEDTIME),
    ),
    HomeAssignment(
        id="worry-box",
        goals=("worry-time",),
        title=words(en="The worry box"),
        instructions=words(en="Write the worry down, post it in the box, open the box at six."),
        settings=(Setting.HOME,),
        weekly_target=WeeklyTarget(times=3, starts_on=day("11-30")),
        minutes=5,
        responsible=("denise",),
        assigned_by="amy",
        given_on=day("11-25"),
        shown=(HowShown.SENT,),
        households=("flat",),
        embedded_in=(EmbeddedIn.BEDTIME,),
    ),
)


def _promise(name: str, kind: CommitmentKind, number: int, unit: CommitmentUnit, **fields: object) -> Commitment:
    return Commitment(id=name, kind=kind, number=number, unit=unit, since=day("09-07"), **fields)


DAYS, MINUTES = CommitmentUnit.DAYS, CommitmentUnit.MINUTES
# Nobody promised to ask how the work together goes: there is no feedback promise.
COMMITMENTS = (
    _promise("family-reply", CommitmentKind.REPLY, 3, DAYS, side=Side.FAMILY),
    _promise("practice-log", CommitmentKind.PRACTICE_LOG, 7, DAYS),
    _promise("practice-minutes", CommitmentKind.PRACTICE_MINUTES, 60, MINUTES, household="flat"),
    _promise("answer-to-proposal", CommitmentKind.ANSWER_TO_PROPOSAL, 7, DAYS),
    _promise("clinic-reply", CommitmentKind.REPLY, 2, DAYS, side=Side.CLINIC, days=DayCount.WORKING),
    _promise("progress-update", CommitmentKind.PROGRESS_UPDATE, 28, DAYS),
    _promise("parent-input", CommitmentKind.PARENT_INPUT, 10, MINUTES),
    _promise("barrier-response", CommitmentKind.BARRIER_RESPONSE, 14, DAYS),
    _promise("review", CommitmentKind.REVIEW, 42, DAYS),
    _promise("review-notice", CommitmentKind.REVIEW_NOTICE, 7, DAYS),
)

BARRIERS = (
    Barrier(
        id="early-shifts",
        kind=BarrierKind.TIME,
        description=words(en="The Wednesday hour falls into my shift every other week. Could it be later?"),
        raised_by="denise",
        raised_on=day("09-14"),
        affects=(Dimension.ATTENDANCE,),
    ),
    Barrier(
        id="bus-fare",
        kind=BarrierKind.COST,
        description=words(en="Two bus fares a week are hard at the end of the month."),
        raised_by="denise",
        raised_on=day("10-20"),
        responses=(
            BarrierResponse(
                kind=BarrierResponseKind.REFERRAL,
                description=words(en="The travel fund pays from November."),
                agreed_by=("denise", "tom"),
                agreed_on=day("10-30"),
            ),
        ),
        outcome=BarrierOutcome.HELPED,
        resolved_on=day("11-04"),
    ),
)


def _asked(  # noqa: PLR0913, PLR0917 -- a line of the table below has as many columns
    who: str, kind: AgreementKind, subject: str, on: str, decided: str, decision: Decision, comment: str | None = None
) -> Agreement:
    return Agreement(
        id=f"{who}-{subject}",
        participant=who,
        kind=kind,
        subject=subject,
        requested_on=day(on),
        decision=decision,
        decided_at=AT(decided),
        method=AgreementMethod.SPOKEN,
        comment=comment,
    )


AGREEMENTS = (
    _asked("denise", AgreementKind.CONSENT, "school-gate", "09-09", "09-12 20:00", Decision.AGREED),
    _asked("denise", AgreementKind.CONSENT, "worry-time", "09-09", "09-12 20:00", Decision.AGREED),
    _asked(
        "denise",
        AgreementKind.CONSENT,
        "sleepover",
        "09-09",
        "09-12 20:00",
        Decision.DECLINED,
        "Not before Robin wants it.",
    ),
    _asked("robin", AgreementKind.ASSENT, "school-gate", "09-09", "09-09 14:40", Decision.AGREED_WITH_CONCERNS),
    _asked("denise", AgreementKind.CONSENT, "lunch", "10-15", "10-27 21:00", Decision.AGREED),
)

REVIEWS = (
    Review(
        id="review-1",
        held_at=AT("11-13 09:00"),
        invited_on=day("11-02"),
        invited=("denise",),
        attended=("denise", "amy"),
        judgements=(
            GoalJudgement(
                goal="school-gate",
                side=Side.FAMILY,
                participant="denise",
                achievement=AchievementStatus.IMPROVING,
                performance=5,
                satisfaction=4,
            ),
            GoalJudgement(
                goal="school-gate", side=Side.CLINIC, participant="amy", achievement=AchievementStatus.IMPROVING
            ),
        ),
        celebrated=(Celebrated.CHILD,),
        expectations_revisited=False,
        decisions=(words(en="Ask the head of the clinic about later hours."),),
    ),
)


def plan() -> SharedPlan:
    """Give what the family and the clinic agreed."""
    return SharedPlan(
        id=PLAN,
        title=words(en="Robin's brave steps"),
        child="robin",
        participants=PEOPLE,
        households=(Household(id="flat", members=("robin", "denise", "jude"), languages=("en",)),),
        child_profile=ChildProfile(
            preferred_name="Robin",
            strengths=(words(en="Draws what is hard to say."),),
            interests=(words(en="Comics, football cards"),),
            triggers=(words(en="Being late; the school gate"),),
            what_helps=(words(en="Knowing the plan the evening before"),),
            communication_modes=(CommunicationMode.SPEECH,),
        ),
        family_profiles=(
            FamilyProfile(
                resources=(words(en="Jude walks with Robin when Mum is on shift."),),
                priorities=(words(en="School mornings"),),
                concerns=(words(en="Losing shifts because of appointments"),),
                routines=(words(en="Early shift one week, late shift the next."),),
            ),
        ),
        goals=GOALS,
        strategies=(
            Strategy(
                id="ladder",
                what=words(en="A ladder of small steps towards what is feared, one step at a time."),
                why=words(en="Staying teaches that worry passes."),
                goals=("school-gate", "worry-time"),
                used_by=("robin", "denise", "mr-hale"),
                settings=(Setting.HOME, Setting.SCHOOL, Setting.COMMUNITY),
                adapted_for=words(en="Steps that fit into the way to the bus."),
                resources=(Resource(kind=ResourceKind.HANDOUT, language="en", title="My ladder"),),
            ),
        ),
        assignments=ASSIGNMENTS,
        commitments=COMMITMENTS,
        services=(
            Service(
                id="therapy",
                discipline=Discipline.PSYCHOTHERAPY,
                times=1,
                period=ServicePeriod.WEEK,
                minutes=50,
                location=Setting.CLINIC,
                source=ServiceSource.CLINIC,
                since=day("09-07"),
            ),
        ),
        pauses=(
            Pause(
                id="half-term",
                starts_on=day("10-26"),
                ends_on=day("11-01"),
                reason=PauseReason.CLINIC_CLOSED,
                scope=PauseScope.SESSIONS,
            ),
        ),
        barriers=BARRIERS,
        expectations=(
            Expectation(id="denise-expects", participant="denise", goal="worry-time", level=1, due_on=day("11-29")),
            Expectation(id="amy-expects", participant="amy", goal="worry-time", level=0, due_on=day("11-29")),
        ),
        agreements=AGREEMENTS,
        reviews=REVIEWS,
        safety_plan=SafetyPlan(exists=True, reviewed_on=day("09-09")),
        starts_on=day("09-07"),
        referred_on=day("05-04"),
        first_session_on=day("09-09"),
        timezone=ZONE,
        closed_on=tuple(day(each) for each in ("10-26", "10-27", "10-28", "10-29", "10-30")),
    )


ITEMS = (
    ParticipationItem.SHARES_VIEW,
    ParticipationItem.ASKS_QUESTIONS,
    ParticipationItem.PLANS_HOME_PRACTICE,
    ParticipationItem.REPORTS_HOME_PRACTICE,
)


def _sessions(diary: Diary) -> None:
    """Wednesdays 14:00 to 14:50, child and mother; ratings from 0 to 4."""
    common = {
        "prefix": "therapy",
        "format": SessionFormat.DYAD,
        "discipline": Discipline.PSYCHOTHERAPY,
        "setting": Setting.CLINIC,
        "expected": ("robin", "denise"),
    }

    def held(on: str, marks: str, minutes: int, **fields: object) -> None:
        diary.session(
            f"{on} 14:00",
            "14:50",
            attended=("robin", "denise"),
            caregiver_role=CaregiverRole.COACHED,
            coaching=(CoachingComponent.REFLECTION, CoachingComponent.JOINT_PLANNING),
            service_delivery=ServiceDelivery.IN_PERSON,
            assent=Assent.GIVEN,
            parent_input_minutes=minutes,
            ratings=ratings("denise", "amy", ITEMS, marks, lowest=0, highest=4),
            **common,
            **fields,
        )

    def off(on: str, called: str, why: CancellationReason, by: Who = Who.CLINIC, **fields: object) -> None:
        diary.session(
            f"{on} 14:00",
            "14:50",
            status=SessionStatus.CANCELLED,
            cancelled_by=by,
            cancelled=called,
            cancellation_reason=why,
            **common,
            **fields,
        )

    held("09-09", "2232", 10)
    off("09-16", "09-16 11:00", CancellationReason.STAFF_ILL)
    held("09-23", "333-", 6)
    diary.session("09-30 14:00", "14:50", status=SessionStatus.NO_SHOW, **common)
    off("10-07", "10-07 09:00", CancellationReason.STAFF_ILL, make_up_offered_on=day("10-16"))
    off("10-14", "10-13 16:00", CancellationReason.STAFFING)
    off("10-21", "10-21 13:30", CancellationReason.STAFFING)
    off("10-28", "10-01 09:00", CancellationReason.CLINIC_CLOSED)
    held("11-04", "3433", 0, started="14:20", late_through=Who.CLINIC)
    off("11-11", "11-10 18:00", CancellationReason.WORK, by=Who.FAMILY)
    off("11-18", "11-18 10:00", CancellationReason.STAFF_ILL, make_up_offered_on=day("11-20"))
    held("11-20", "4434", 10)
    diary.session("11-25 14:00", "14:50", attended=("robin", "jude"), **common)


def _practice(diary: Diary) -> None:
    """Five a week on any day, of which four fit into the hour that the family agreed to."""
    flat = {"household": "flat", "by": "denise", "reported_by": "denise"}
    # Nothing was reported in the weeks of 5 October and 2 November. In the week of 9 November, night shifts, the
    # mother reported each time that it was not done.
    for week in (
        "09-14D 09-15D 09-16N 09-17D 09-18N",
        "09-21D 09-22D 09-23N 09-24D 09-26N",
        "09-28D 09-29N 09-30D 10-01N 10-03N",
        "10-12D 10-13N 10-14D 10-15N 10-17P",
        "10-19D 10-20D 10-21D 10-22D 10-24D",
        "10-26D 10-27N 10-28D 10-29N 10-31N",
        "11-09N 11-10N 11-11N 11-12N 11-14N",
        "11-16D 11-17N 11-18D 11-19N 11-21N",
        "11-23D 11-24D 11-25N 11-26D 11-27N",
    ):
        for each in week.split():
            worry = {"distress_before": 7, "distress_after": 4} if each.endswith("D") else {}
            diary.practice("brave-steps", each[:-1], each[-1], practised_on=day(each[:-1]), **worry, **flat)


def _messages(diary: Diary) -> None:
    tell = diary.message
    asks = {"reply_wanted": True, "channel": Channel.E_MAIL}
    ask, answer = MessagePurpose.QUESTION, MessagePurpose.ANSWER
    # The clinic asks, with a reply wanted within 3 days; the second answer comes 10 minutes before the day is over,
    # on the day after the clocks went back.
    tell("ask-1", "09-17 10:00", "amy", "denise", ask, "en", "How did the first step go?", **asks)
    tell("told-1", "09-22 06:00", "denise", "amy", answer, "en", "Well. We did the gate twice.", in_reply_to="ask-1")
    tell("ask-2", "10-23 18:00", "amy", "denise", ask, "en", "Which step next?", **asks)
    tell("told-2", "10-26 23:50", "denise", "amy", answer, "en", "The shop, alone.", in_reply_to="ask-2")

    # The family asks, and is answered within 2 working days, or later, or never.
    tell("family-1", "09-15 21:00", "denise", "amy", MessagePurpose.CONCERN, "en", "Robin was sick before school.")
    tell(
        "clinic-1",
        "09-16 12:00",
        "amy",
        "denise",
        answer,
        "en",
        "That can be worry. Stay with the plan.",
        in_reply_to="family-1",
    )
    tell("family-2", "10-05 22:00", "denise", "tom", ask, "en", "Is there an hour after four?")
    tell("family-3", "10-24 09:00", "denise", "amy", ask, "en", "Do we go on over half-term?")
    tell("clinic-3", "11-05 16:00", "amy", "denise", answer, "en", "Yes, small steps.", in_reply_to="family-3")
    tell("family-4", "11-16 05:30", "denise", "amy", ask, "en", "Is one step a week enough on nights?")
    tell("clinic-4", "11-17 10:00", "amy", "denise", answer, "en", "Yes.", in_reply_to="family-4")

    # Progress every 28 days; the second one is missing.
    went = MessagePurpose.PROGRESS_UPDATE
    tell(
        "progress-1", "09-23 15:00", "amy", "denise", went, "en", "Two steps up the ladder.", channel=Channel.IN_PERSON
    )
    tell(
        "progress-2",
        "11-25 15:00",
        "amy",
        "denise",
        went,
        "en",
        "The gate alone, three mornings.",
        channel=Channel.E_MAIL,
    )
    tell(
        "school-1",
        "11-12 15:00",
        "mr-hale",
        ("denise", "amy"),
        MessagePurpose.CELEBRATION,
        "en",
        "Robin came in alone today.",
    )
    tell(
        "reminder-1",
        "09-29 09:00",
        "tom",
        "denise",
        MessagePurpose.LOGISTICS,
        "en",
        "Tomorrow at 14:00.",
        automated=True,
        reply_wanted=True,
        channel=Channel.SMS,
    )


def _observations(diary: Diary) -> None:
    for number, (on, mornings) in enumerate((("09-11", 1), ("10-02", 2), ("10-23", 2), ("11-27", 3)), start=1):
        diary.add(
            Measurement(
                id=f"school-gate-{number}",
                goal="school-gate",
                measured_at=AT(f"{on} 15:30"),
                value=Decimal(mornings),
                unit="{morning}/wk",
                procedure=MeasurementProcedure.REPORT,
                setting=Setting.SCHOOL,
                observer="mr-hale",
                phase=Phase.BASELINE if number == 1 else Phase.INTERVENTION,
            )
        )
    diary.add(
        Measurement(
            id="worry-time-1",
            goal="worry-time",
            measured_at=AT("11-13 09:20"),
            level=0,
            procedure=MeasurementProcedure.REPORT,
            setting=Setting.HOME,
            observer="denise",
        ),
        FidelityObservation(
            id="ladder-1",
            strategy="ladder",
            caregiver="denise",
            observer="amy",
            steps_correct=4,
            steps_scored=6,
            setting=Setting.CLINIC,
            observed_at=AT("11-20 14:30"),
        ),
        CheckIn(
            id="check-in-1",
            caregiver="denise",
            checked_in_at=AT("10-21 22:00"),
            stress=8,
            felt_heard=3,
            felt_respected=6,
            hours_available=1.0,
            words="Third time they cancel. I swapped a shift for it.",
        ),
        CheckIn(
            id="check-in-2", caregiver="denise", checked_in_at=AT("11-29 20:00"), confidence=6, stress=6, expects_help=7
        ),
        Answers(
            id="answers-1",
            instrument="clinic-own-worry",
            respondent="robin",
            answered_at=AT("09-09 14:05"),
            items=tuple(
                ItemAnswer(item=str(item), answer=float(mark)) for item, mark in enumerate((3, 2, 3, 1), start=1)
            ),
        ),
        Answers(
            id="answers-2",
            instrument="clinic-own-worry",
            respondent="robin",
            answered_at=AT("11-25 14:05"),
            items=tuple(
                ItemAnswer(item=str(item), answer=float(mark)) for item, mark in enumerate((2, 1, 2, 1), start=1)
            ),
        ),
    )


def journal() -> Journal:
    """Give what happened."""
    diary = Diary(PLAN, ZONE)
    for part in (_sessions, _practice, _messages, _observations):
        part(diary)
    return diary.journal()
