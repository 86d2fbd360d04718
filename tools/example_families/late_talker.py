"""Mateo, 3, talks late. His home speaks Spanish first; his speech therapist speaks English. Los Angeles time."""

from decimal import Decimal

from collabcare.journal import Answers, CheckIn, FidelityObservation, ItemAnswer, Journal, Measurement
from collabcare.people import ChildProfile, ContactPreference, FamilyProfile, Household, Participant
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
    WeeklyTarget,
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
    Frequency,
    GoalDomain,
    GoalLifecycle,
    HowShown,
    MeasurementProcedure,
    MessagePurpose,
    OutcomeFor,
    ParticipationItem,
    PauseReason,
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
    Weekday,
    Who,
)
from tools.example_families.making import Diary, day, ratings, scale, support, words

ZONE = "America/Los_Angeles"
PLAN = "late-talker"
DIARY = Diary(PLAN, ZONE)
AT = DIARY.at

PEOPLE = (
    Participant(id="mateo", role=Role.CHILD, name="Mateo", birth_year=2023, languages=("es", "en"), household="home"),
    Participant(
        id="lucia",
        role=Role.CAREGIVER,
        name="Lucía",
        languages=("es", "en"),
        needs_interpreter=True,
        legal_decision_maker=(DecisionScope.ALL,),
        contact_preferences=(ContactPreference(channel=Channel.SMS),),
        household="home",
    ),
    Participant(id="rosa", role=Role.CAREGIVER, name="Abuela Rosa", languages=("es",), household="home"),
    Participant(
        id="hannah",
        role=Role.THERAPIST,
        name="Hannah",
        languages=("en",),
        disciplines=(Discipline.SPEECH_LANGUAGE,),
        organization="clinic-one",
    ),
    Participant(id="ines", role=Role.INTERPRETER, name="Inés", languages=("es", "en"), organization="clinic-one"),
)

GOALS = (
    Goal(
        id="words",
        statement=words(
            en="Mateo uses 50 different words, in Spanish or English.",
            es="reviewed|Mateo usa 50 palabras distintas, en español o en inglés.",
        ),
        why=words("es", es="Quiero que me diga qué le duele.", en="translated|I want him to tell me what hurts."),
        proposed_by="lucia",
        discipline=Discipline.SPEECH_LANGUAGE,
        domain=GoalDomain.COMMUNICATION,
        priority_family=1,
        priority_clinic=1,
        responsible=("lucia", "rosa", "hannah"),
        settings=(Setting.HOME, Setting.CLINIC),
        baseline=Measure(value=Decimal(12), unit="{word}", on=day("09-08"), procedure=MeasurementProcedure.REPORT),
        targets=(
            Target(
                measure=words(en="different words in a week", es="reviewed|palabras distintas en una semana"),
                comparator=Comparator.AT_LEAST,
                value=Decimal(50),
                unit="{word}",
                due_on=day("11-27"),
            ),
        ),
        attainment_scale=scale(
            words(en="12 words or fewer", es="12 palabras o menos"),
            words(en="13 to 34 words", es="de 13 a 34 palabras"),
            words(en="35 to 50 words", es="de 35 a 50 palabras"),
            words(en="51 to 80 words", es="de 51 a 80 palabras"),
            words(en="more than 80 words", es="más de 80 palabras"),
            baseline=-2,
            importance=3,
            difficulty=2,
        ),
        since=day("09-08"),
    ),
    Goal(
        id="asking",
        statement=words(
            en="At meals Mateo asks for what he wants with a word or a sign.",
            es="reviewed|En las comidas, Mateo pide lo que quiere con una palabra o una seña.",
        ),
        proposed_by="hannah",
        discipline=Discipline.SPEECH_LANGUAGE,
        domain=GoalDomain.COMMUNICATION,
        priority_family=2,
        priority_clinic=2,
        responsible=("lucia", "rosa"),
        settings=(Setting.HOME,),
        baseline=Measure(value=Decimal(20), unit="%", on=day("09-08"), procedure=MeasurementProcedure.PROBE),
        targets=(
            Target(
                measure=words(en="chances in which he asks", es="reviewed|ocasiones en que lo pide"),
                comparator=Comparator.AT_LEAST,
                value=Decimal(80),
                unit="%",
                due_on=day("11-27"),
            ),
        ),
        support_scale=support(
            alone=words(en="On his own", es="Solo"),
            wait=words(en="We wait and look", es="Esperamos y miramos"),
            model=words(en="We say it first", es="Lo decimos primero"),
        ),
        mastery=MasteryCriterion(
            threshold=Decimal(80),
            consecutive=3,
            people=2,
            maintenance_days=14,
            max_support_level="wait",
        ),
        since=day("09-08"),
    ),
    Goal(
        id="english-only",
        statement=words(
            en="The family speaks only English with Mateo during practice.",
            es="reviewed|La familia habla solo inglés con Mateo durante la práctica.",
        ),
        proposed_by="hannah",
        outcome_for=OutcomeFor.FAMILY,
        discipline=Discipline.SPEECH_LANGUAGE,
        domain=GoalDomain.FAMILY_LIFE,
        priority_clinic=3,
        lifecycle=GoalLifecycle.REJECTED,
        since=day("09-08"),
    ),
    Goal(
        id="two-words",
        statement=words(en="Mateo puts two words together.", es="reviewed|Mateo une dos palabras."),
        proposed_by="lucia",
        discipline=Discipline.SPEECH_LANGUAGE,
        domain=GoalDomain.COMMUNICATION,
        priority_family=1,
        responsible=("lucia", "hannah"),
        lifecycle=GoalLifecycle.ACCEPTED,
        since=day("11-03"),
    ),
)

STRATEGIES = (
    Strategy(
        id="wait",
        what=words(
            en="Offer two things, wait for five seconds, then say the word.",
            es="reviewed|Ofrezca dos cosas, espere cinco segundos y luego diga la palabra.",
        ),
        why=words(en="Waiting gives him a turn.", es="reviewed|La espera le da su turno."),
        goals=("asking", "words"),
        used_by=("lucia", "rosa", "hannah"),
        settings=(Setting.HOME, Setting.CLINIC),
        adapted_for=words("es", es="Con las palabras que la abuela usa en la cocina."),
        resources=(
            Resource(kind=ResourceKind.HANDOUT, language="es", title="Esperar y nombrar"),
            Resource(kind=ResourceKind.VIDEO, language="es", title="La espera, en la mesa"),
        ),
    ),
    Strategy(
        id="shared-book",
        what=words(en="Look at a book together and name what he points to."),
        why=words(en="He learns words for what he looks at."),
        goals=("words",),
        used_by=("lucia", "rosa"),
        settings=(Setting.HOME,),
    ),
)

ASSIGNMENTS = (
    HomeAssignment(
        id="meal-choices",
        goals=("asking", "words"),
        strategy="wait",
        title=words(en="Wait at the table", es="reviewed|Esperar en la mesa"),
        instructions=words(
            en="At supper offer two things. Wait for five seconds. Say the word.",
            es="reviewed|En la cena ofrezca dos cosas. Espere cinco segundos. Diga la palabra.",
        ),
        why=words(en="Waiting gives him a turn to speak.", es="reviewed|La espera le da su turno para hablar."),
        settings=(Setting.HOME,),
        fixed_days=FixedDays(
            frequency=Frequency.WEEKLY,
            weekdays=(Weekday.MONDAY, Weekday.WEDNESDAY, Weekday.FRIDAY),
            starts_on=day("09-14"),
        ),
        minutes=10,
        responsible=("lucia",),
        assigned_by="hannah",
        given_on=day("09-08"),
        shown=(HowShown.DEMONSTRATED, HowShown.PRACTISED_TOGETHER),
        understanding_checked=True,
        households=("home",),
        embedded_in=(EmbeddedIn.MEALTIME,),
    ),
    HomeAssignment(
        id="bedtime-book",
        goals=("words",),
        strategy="shared-book",
        title=words(en="A book at bedtime", es="reviewed|Un libro antes de dormir"),
        instructions=words(
            en="Look at a book. Name what he points to.",
            es="machine-draft|Mire un libro. Nombre lo que él señala.",
        ),
        why=words(en="He learns words for what he looks at.", es="reviewed|Aprende palabras de lo que mira."),
        settings=(Setting.HOME,),
        weekly_target=WeeklyTarget(times=4, starts_on=day("10-05")),
        minutes=10,
        responsible=("lucia",),
        assigned_by="hannah",
        given_on=day("09-29"),
        shown=(HowShown.DEMONSTRATED,),
        understanding_checked=False,
        households=("home",),
        embedded_in=(EmbeddedIn.BEDTIME, EmbeddedIn.BOOK),
    ),
    HomeAssignment(
        id="photo-talk",
        goals=("two-words",),
        title=words(en="Talk about photos", es="reviewed|Hablar de fotos"),
        instructions=words(
            en="Look at family photos. Say two words: 'Grandma cooks'.",
            es="translated|Miren fotos de la familia. Diga dos palabras: «Abuela cocina».",
        ),
        why=words(en="Two words grow from one.", es="translated|De una palabra salen dos."),
        weekly_target=WeeklyTarget(times=3, starts_on=day("11-30")),
        minutes=5,
        responsible=("lucia",),
        assigned_by="hannah",
        given_on=day("11-24"),
        shown=(HowShown.PRACTISED_TOGETHER,),
        understanding_checked=True,
        households=("home",),
        status=AssignmentStatus.ACTIVE,
    ),
)


def _promise(name: str, kind: CommitmentKind, number: int, unit: CommitmentUnit, **fields: object) -> Commitment:
    return Commitment(id=name, kind=kind, number=number, unit=unit, since=day("09-07"), **fields)


DAYS, MINUTES = CommitmentUnit.DAYS, CommitmentUnit.MINUTES
COMMITMENTS = (
    _promise("family-reply", CommitmentKind.REPLY, 3, DAYS, side=Side.FAMILY),
    _promise("family-news", CommitmentKind.FAMILY_NEWS, 21, DAYS),
    _promise("answer-to-proposal", CommitmentKind.ANSWER_TO_PROPOSAL, 7, DAYS),
    _promise("practice-minutes", CommitmentKind.PRACTICE_MINUTES, 90, MINUTES),
    _promise("clinic-reply", CommitmentKind.REPLY, 2, DAYS, side=Side.CLINIC, days=DayCount.WORKING),
    _promise("progress-update", CommitmentKind.PROGRESS_UPDATE, 21, DAYS),
    _promise("feedback", CommitmentKind.FEEDBACK, 28, DAYS),
    _promise("parent-input", CommitmentKind.PARENT_INPUT, 10, MINUTES),
    _promise("barrier-response", CommitmentKind.BARRIER_RESPONSE, 14, DAYS),
    _promise("review", CommitmentKind.REVIEW, 42, DAYS),
    _promise("review-notice", CommitmentKind.REVIEW_NOTICE, 7, DAYS),
)

BARRIERS = (
    Barrier(
        id="english-handouts",
        kind=BarrierKind.CULTURE_OR_LANGUAGE,
        description=words(
            "es", es="Las hojas vienen solo en inglés.", en="translated|The handouts come in English only."
        ),
        raised_by="lucia",
        raised_on=day("09-10"),
        affects=(Dimension.HOME_PRACTICE,),
        responses=(
            BarrierResponse(
                kind=BarrierResponseKind.SOLUTION,
                description=words(en="Each handout comes in Spanish, read by Inés.", es="Cada hoja viene en español."),
                agreed_by=("lucia", "hannah"),
                agreed_on=day("09-22"),
            ),
        ),
        outcome=BarrierOutcome.HELPED,
        resolved_on=day("09-29"),
    ),
    Barrier(
        id="bus-line",
        kind=BarrierKind.TRANSPORT,
        description=words("es", es="Quitaron el autobús directo.", en="translated|The direct bus is gone."),
        raised_by="lucia",
        raised_on=day("10-14"),
        affects=(Dimension.ATTENDANCE,),
        responses=(
            BarrierResponse(
                kind=BarrierResponseKind.SOLUTION,
                description=words(en="Every other session by video.", es="Una sesión sí y otra no, por video."),
                agreed_by=("lucia", "hannah"),
                agreed_on=day("11-09"),
            ),
        ),
        outcome=BarrierOutcome.PARTLY,
    ),
)


def _asked(subject: str, on: str, decided: str, decision: Decision, **fields: object) -> Agreement:
    return Agreement(
        id=f"lucia-{subject}",
        participant="lucia",
        kind=AgreementKind.CONSENT,
        subject=subject,
        requested_on=day(on),
        decision=decision,
        decided_at=AT(decided),
        method=AgreementMethod.SPOKEN,
        **fields,
    )


AGREEMENTS = (
    _asked("words", "09-08", "09-14 10:00", Decision.AGREED),
    _asked("asking", "09-08", "09-14 10:00", Decision.AGREED),
    _asked(
        "english-only",
        "09-08",
        "09-14 10:00",
        Decision.DECLINED,
        comment="En casa hablamos español. Su abuela no habla inglés.",
    ),
    _asked("bedtime-book", "09-29", "10-10 18:00", Decision.AGREED_WITH_CONCERNS),
    _asked("two-words", "11-03", "11-05 19:00", Decision.AGREED),
)

REVIEWS = (
    Review(
        id="review-1",
        held_at=AT("10-16 16:30"),
        invited_on=day("10-05"),
        invited=("lucia",),
        attended=("lucia", "hannah", "ines"),
        judgements=(
            GoalJudgement(
                goal="words",
                side=Side.FAMILY,
                participant="lucia",
                achievement=AchievementStatus.IMPROVING,
                performance=5,
                satisfaction=7,
            ),
            GoalJudgement(goal="words", side=Side.CLINIC, participant="hannah", level=-1),
        ),
        celebrated=(Celebrated.CHILD, Celebrated.CAREGIVER),
        expectations_revisited=True,
        decisions=(words(en="Go on; more words from the kitchen.", es="Seguir, con más palabras de la cocina."),),
        next_due_on=day("11-24"),
    ),
    Review(
        id="review-2",
        due_on=day("11-24"),
        held_at=AT("11-24 16:30"),
        invited_on=day("11-12"),
        invited=("lucia",),
        attended=("lucia", "hannah", "ines"),
        judgements=(
            GoalJudgement(goal="words", side=Side.FAMILY, participant="lucia", level=0, performance=7, satisfaction=8),
            GoalJudgement(
                goal="words", side=Side.CLINIC, participant="hannah", achievement=AchievementStatus.ACHIEVED, level=0
            ),
            GoalJudgement(
                goal="asking", side=Side.CLINIC, participant="hannah", achievement=AchievementStatus.IMPROVING
            ),
        ),
        celebrated=(Celebrated.CHILD, Celebrated.CAREGIVER),
        expectations_revisited=True,
    ),
)


def plan() -> SharedPlan:
    """Give what the family and the clinic agreed."""
    return SharedPlan(
        id=PLAN,
        title=words(en="Mateo finds his words", es="reviewed|Mateo encuentra sus palabras"),
        child="mateo",
        participants=PEOPLE,
        households=(Household(id="home", members=("mateo", "lucia", "rosa"), languages=("es", "en")),),
        child_profile=ChildProfile(
            preferred_name="Mateo",
            strengths=(words(en="He understands both languages.", es="Entiende los dos idiomas."),),
            interests=(words(en="Trucks and dough", es="Camiones y masa"),),
            triggers=(words(en="Being asked to repeat", es="Que le pidan repetir"),),
            what_helps=(words(en="Time to answer", es="Tiempo para responder"),),
            communication_modes=(CommunicationMode.SPEECH, CommunicationMode.SIGN),
        ),
        family_profiles=(
            FamilyProfile(
                resources=(words("es", es="La abuela está en casa por las tardes."),),
                priorities=(words("es", es="Que hable con su abuela."),),
                concerns=(words("es", es="¿Lo confunden los dos idiomas?"),),
                values=(words("es", es="El español es el idioma de la familia."),),
                routines=(words("es", es="Cena a las seis, cuento a las ocho."),),
            ),
        ),
        goals=GOALS,
        strategies=STRATEGIES,
        assignments=ASSIGNMENTS,
        commitments=COMMITMENTS,
        services=(
            Service(
                id="speech",
                discipline=Discipline.SPEECH_LANGUAGE,
                times=1,
                period=ServicePeriod.WEEK,
                minutes=45,
                method="Parent coaching in play",
                location=Setting.CLINIC,
                source=ServiceSource.CLINIC,
                since=day("09-07"),
            ),
        ),
        pauses=(Pause(id="holiday", starts_on=day("10-19"), ends_on=day("10-25"), reason=PauseReason.HOLIDAY),),
        barriers=BARRIERS,
        expectations=(
            Expectation(id="lucia-expects", participant="lucia", goal="words", level=1, due_on=day("11-27")),
            Expectation(id="hannah-expects", participant="hannah", goal="words", level=0, due_on=day("11-27")),
        ),
        agreements=AGREEMENTS,
        reviews=REVIEWS,
        starts_on=day("09-07"),
        referred_on=day("07-20"),
        first_session_on=day("09-08"),
        timezone=ZONE,
        closed_on=(day("09-07"), day("11-26"), day("11-27")),
    )


ITEMS = (
    ParticipationItem.SHARES_VIEW,
    ParticipationItem.ASKS_QUESTIONS,
    ParticipationItem.TAKES_PART,
    ParticipationItem.PLANS_HOME_PRACTICE,
    ParticipationItem.REPORTS_HOME_PRACTICE,
)


def _sessions(diary: Diary) -> None:
    """Tuesdays 15:30 to 16:15, child and mother; marks are Lucía's ratings, item by item."""
    common = {
        "prefix": "speech",
        "format": SessionFormat.DYAD,
        "service_delivery": ServiceDelivery.IN_PERSON,
        "discipline": Discipline.SPEECH_LANGUAGE,
        "setting": Setting.CLINIC,
        "expected": ("mateo", "lucia"),
    }

    def held(on: str, marks: str, minutes: int, **fields: object) -> None:
        fields.setdefault("interpreter_present", True)
        diary.session(
            f"{on} 15:30",
            "16:15",
            attended=("mateo", "lucia"),
            caregiver_role=CaregiverRole.COACHED,
            parent_input_minutes=minutes,
            coaching=(CoachingComponent.JOINT_PLANNING, CoachingComponent.ACTION_PRACTICE, CoachingComponent.FEEDBACK),
            assent=Assent.GIVEN,
            ratings=ratings("lucia", "hannah", ITEMS, marks),
            **common,
            **fields,
        )

    held("09-08", "3343-", 10)
    held("09-15", "33---", 5, interpreter_present=False)
    diary.session(
        "09-22 15:30",
        "16:15",
        status=SessionStatus.CANCELLED,
        cancelled_by=Who.FAMILY,
        cancelled="09-22 08:00",
        cancellation_reason=CancellationReason.CHILD_ILL,
        **common,
    )
    held("09-29", "43445", 10)
    held("10-06", "44444", 5, started="15:45", late_through=Who.CLINIC)
    diary.session(
        "10-13 15:30",
        "16:15",
        status=SessionStatus.CANCELLED,
        cancelled_by=Who.CLINIC,
        cancelled="10-13 12:00",
        cancellation_reason=CancellationReason.STAFF_ILL,
        make_up_offered_on=day("10-16"),
        **common,
    )
    held("10-16", "44544", 12)
    diary.session("10-27 15:30", "16:15", attended=("mateo", "rosa"), interpreter_present=True, **common)
    held("11-03", "54544", 10)
    diary.session("11-10 15:30", "16:15", status=SessionStatus.NO_SHOW, **common)
    held("11-17", "44455", 8, started="15:45", late_through=Who.FAMILY, ended="16:15")
    held("11-24", "55545", 10)


def _practice(diary: Diary) -> None:
    home = {"household": "home", "by": "lucia", "reported_by": "lucia", "setting": Setting.HOME}
    # Monday, Wednesday, Friday. Nothing was reported in the weeks of 12 October and 9 November.
    meal = (
        "09-14D 09-16D 09-18D",
        "09-21E 09-23E 09-25D",
        "09-28D 09-30N 10-02D",
        "10-07D 10-09P",
        "10-26D 10-28D 10-30N",
        "11-02D 11-04N 11-06D",
        "11-16D 11-18D 11-20D",
        "11-23D 11-25D",
    )
    for week in meal:
        diary.practices("meal-choices", week, embedded_in="mealtime", **home)
    # Monday's practice of that week was done on Tuesday.
    diary.practice("meal-choices", "10-06", "D", practised_on=day("10-06"), support_level="wait", **home)
    # The grandmother tells of a Wednesday that the mother told of too; and of a Saturday on which nothing was due.
    rosa = home | {"by": "rosa", "reported_by": "rosa"}
    diary.practice("meal-choices", "09-16", "D", number=2, **rosa)
    diary.practice("meal-choices", "11-21", "D", practised_on=day("11-21"), **rosa)
    # Four a week, on any day. Nothing was reported in the week of 26 October.
    book = (
        "10-05D 10-06D 10-08D 10-10D",
        "10-12D 10-14D 10-17D",
        "11-02D 11-03D 11-05D 11-07D 11-08D",
        "11-10D 11-12P 11-14D",
        "11-16D 11-18D 11-21D",
        "11-23D 11-24D 11-27D 11-29D",
    )
    for week in book:
        for each in week.split():
            diary.practice("bedtime-book", each[:-1], each[-1], practised_on=day(each[:-1]), **home)


def _messages(diary: Diary) -> None:
    tell = diary.message
    # The clinic asks, with a reply wanted within 3 days.
    asks = {"reply_wanted": True, "channel": Channel.PORTAL}
    answers = {"channel": Channel.SMS}
    ask, answer = MessagePurpose.QUESTION, MessagePurpose.ANSWER
    tell("ask-1", "09-09 10:00", "hannah", "lucia", ask, "es", "¿Qué palabras dice Mateo en la cocina?", **asks)
    tell(
        "told-1",
        "09-10 20:00",
        "lucia",
        "hannah",
        answer,
        "es",
        "Dice agua, pan y más.",
        in_reply_to="ask-1",
        **answers,
    )
    tell("ask-2", "09-30 10:00", "hannah", "lucia", ask, "es", "¿Les sirve la hoja en español?", **asks)
    tell("told-2", "10-05 21:00", "lucia", "hannah", answer, "es", "Sí, gracias.", in_reply_to="ask-2", **answers)
    tell("ask-3", "10-12 09:00", "hannah", "lucia", ask, "es", "¿Puede traer una lista de palabras?", **asks)
    tell(
        "ask-4",
        "11-06 09:00",
        "hannah",
        "lucia",
        MessagePurpose.FEEDBACK_REQUEST,
        "es",
        "¿Cómo se siente con las sesiones?",
        **asks,
    )
    tell(
        "told-4",
        "11-08 19:00",
        "lucia",
        "hannah",
        MessagePurpose.FEEDBACK,
        "es",
        "Bien. Con intérprete, mejor.",
        in_reply_to="ask-4",
        **answers,
    )
    tell("ask-5", "11-18 09:00", "hannah", "lucia", ask, "es", "¿Ya junta dos palabras?", **asks)
    tell("told-5", "11-19 20:00", "lucia", "hannah", answer, "es", "Sí: más pan.", in_reply_to="ask-5", **answers)

    # The family's own news, agreed every 21 days.
    seen = MessagePurpose.OBSERVATION
    tell("news-1", "09-16 20:00", "lucia", "hannah", seen, "es", "Hoy pidió agua él solo.", **answers)
    tell("news-2", "10-29 20:00", "lucia", "hannah", seen, "es", "Volvió de viaje con tres palabras.", **answers)
    tell("news-3", "11-20 20:00", "lucia", "hannah", seen, "es", "Dijo: abuela, ven.", **answers)

    # The family asks, and is answered within 2 working days, or later, or not.
    worry = MessagePurpose.CONCERN
    tell("family-1", "09-24 18:00", "lucia", "hannah", worry, "es", "¿Lo confunden los dos idiomas?", **answers)
    tell(
        "clinic-1",
        "09-28 11:00",
        "hannah",
        "lucia",
        answer,
        "es",
        "No. Siga en español.",
        in_reply_to="family-1",
        via_interpreter=True,
    )
    tell("family-2", "10-02 19:00", "lucia", "hannah", ask, "es", "¿Sirve el libro de su abuela?", **answers)
    tell("clinic-2", "10-08 10:00", "hannah", "lucia", answer, "es", "Sí, cualquiera.", in_reply_to="family-2")
    tell("family-3", "10-17 12:00", "lucia", "hannah", ask, "es", "¿Qué hacemos en el viaje?", **answers)
    tell("clinic-3", "10-26 09:00", "hannah", "lucia", answer, "es", "Nada. Descansen.", in_reply_to="family-3")
    tell("family-4", "10-30 18:00", "lucia", "hannah", ask, "es", "¿Seguimos los martes?", **answers)
    tell("clinic-4", "11-03 17:00", "hannah", "lucia", answer, "es", "Sí, los martes.", in_reply_to="family-4")
    tell("family-5", "11-12 18:00", "lucia", "hannah", ask, "es", "¿Hay otro horario?", **answers)
    tell("clinic-5", "11-23 18:00", "hannah", "lucia", answer, "es", "Hay jueves a las cuatro.", in_reply_to="family-5")
    tell("family-6", "11-24 18:00", "lucia", "hannah", ask, "es", "¿Y en diciembre?", **answers)

    # The clinic's own promises: progress every 21 days, a question about the work together every 28 days.
    went = MessagePurpose.PROGRESS_UPDATE
    tell("progress-1", "09-25 16:00", "hannah", "lucia", went, "es", "Ya usa 16 palabras.", channel=Channel.PORTAL)
    tell("progress-2", "11-06 16:00", "hannah", "lucia", went, "es", "Ya usa 35 palabras.", channel=Channel.PORTAL)
    tell("progress-3", "11-25 16:00", "hannah", "lucia", went, "es", "Ya usa 47 palabras.", channel=Channel.PORTAL)
    tell(
        "feedback-1",
        "09-29 16:10",
        "hannah",
        "lucia",
        MessagePurpose.FEEDBACK_REQUEST,
        "es",
        "¿Qué cambiaría?",
        channel=Channel.IN_PERSON,
        session="speech-2026-09-29",
        via_interpreter=True,
    )
    tell(
        "reminder-1",
        "11-09 08:00",
        "hannah",
        "lucia",
        MessagePurpose.LOGISTICS,
        "es",
        "Mañana a las 15:30.",
        automated=True,
        channel=Channel.SMS,
    )


def _observations(diary: Diary) -> None:
    for number, (on, value) in enumerate((("09-08", "12"), ("09-29", "18"), ("11-03", "33"), ("11-24", "47")), start=1):
        diary.add(
            Measurement(
                id=f"words-{number}",
                goal="words",
                measured_at=AT(f"{on} 16:00"),
                session=f"speech-2026-{on}",
                value=Decimal(value),
                unit="{word}",
                procedure=MeasurementProcedure.REPORT,
                observer="lucia",
                phase=Phase.BASELINE if number == 1 else Phase.INTERVENTION,
            )
        )
    for number, (on, good) in enumerate((("09-15", 3), ("10-16", 5), ("11-17", 7)), start=1):
        diary.add(
            Measurement(
                id=f"asking-{number}",
                goal="asking",
                measured_at=AT(f"{on} 16:00"),
                successes=good,
                attempts=10,
                procedure=MeasurementProcedure.PROBE,
                setting=Setting.CLINIC,
                observer="hannah",
                with_whom=("lucia",),
                phase=Phase.INTERVENTION,
                support_level="wait",
            )
        )
    for number, (on, good) in enumerate((("09-29", 3), ("10-16", 4), ("11-17", 5)), start=1):
        diary.add(
            FidelityObservation(
                id=f"waiting-{number}",
                strategy="wait",
                caregiver="lucia",
                observer="hannah",
                steps_correct=good,
                steps_scored=5,
                setting=Setting.CLINIC,
                observed_at=AT(f"{on} 16:05"),
            )
        )
    diary.add(
        CheckIn(
            id="check-in-1",
            caregiver="lucia",
            checked_in_at=AT("11-05 21:00"),
            confidence=6,
            stress=5,
            felt_heard=7,
            felt_respected=8,
            hours_available=2.0,
            words="Con la abuela es más fácil.",
        ),
        Answers(
            id="answers-1",
            instrument="clinic-own-satisfaction",
            instrument_version="es-1",
            respondent="lucia",
            answered_at=AT("11-08 19:10"),
            items=(
                ItemAnswer(item="1", answer=4.0),
                ItemAnswer(item="2", answer=3.0),
                ItemAnswer(item="3", not_applicable=True),
            ),
        ),
    )


def journal() -> Journal:
    """Give what happened."""
    diary = Diary(PLAN, ZONE)
    for part in (_sessions, _practice, _messages, _observations):
        part(diary)
    return diary.journal()
