"""What holds for every plan and journal."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from collabcare._dates import Window
from collabcare.engagement.evidence import Evidence, LeftOut, evidence
from collabcare.journal import Journal
from tests.lib.families import (
    a_week,
    answer,
    ask,
    barrier,
    cancelled,
    daily,
    done,
    excused,
    family,
    home,
    journal,
    message,
    no_show,
    not_done,
    of,
    on_days,
    partly,
    pause,
    person,
    practice_of,
    promise,
    proposal,
    question,
    review,
    session,
    update,
)

START = dt.date(2026, 9, 7)
DAYS = st.integers(0, 55).map(lambda each: (START + dt.timedelta(days=each)).isoformat())
HOURS = st.sampled_from(["00:00", "02:30", "09:00", "17:30", "23:59:59"])
TIMES = st.builds("{}T{}".format, DAYS, HOURS)
PROMISES = [
    promise("reply", 3, "2026-09-07", side="family"),
    promise("reply", 2, "2026-09-07", side="clinic", days="working"),
    promise("family-news", 10, "2026-09-07"),
    promise("practice-log", 7, "2026-09-07"),
    promise("progress-update", 9, "2026-09-07", until="2026-10-01"),
    promise("progress-update", 12, "2026-10-02"),
    promise("feedback", 20, "2026-09-07"),
    promise("review", 20, "2026-09-07"),
    promise("answer-to-proposal", 5, "2026-09-07"),
    promise("barrier-response", 4, "2026-09-07"),
    promise("practice-minutes-per-week", 100, "2026-09-07"),
    promise("parent-input-minutes", 10, "2026-09-07"),
]
ASSIGNMENTS = {
    "daily": practice_of(daily(), "daily", goals=("g1",), minutes=10),
    "days": practice_of(on_days("mon wed fri"), "days", goals=("g2",), minutes=15),
    "weekly": practice_of(a_week(4), "weekly", goals=("g1", "g2")),
}


@st.composite
def practice(draw, assignments=tuple(ASSIGNMENTS)):
    make = draw(st.sampled_from([done, done, partly, not_done, excused]))
    on, due_on = draw(st.one_of(DAYS, TIMES)), draw(st.none() | DAYS)
    reported = draw(st.none() | TIMES)
    return make(draw(st.sampled_from(assignments)), on, due_on=due_on, reported_at=reported, reported_by="mother")


@st.composite
def events(draw):
    found = draw(st.lists(practice(), max_size=25))
    for number, start in enumerate(draw(st.lists(TIMES, max_size=6))):
        make = draw(st.sampled_from([session, no_show, cancelled]))
        more = {"by": draw(st.sampled_from(["family", "clinic"]))} if make is cancelled else {}
        found.append(make(start, id=f"s{number}", expected=["child", "mother"], **more))
    for number, start in enumerate(draw(st.lists(TIMES, max_size=8))):
        make = draw(st.sampled_from([ask, question]))
        found.append(make(f"q{number}", start))
        if draw(st.booleans()):
            later = (found[-1].sent_at + dt.timedelta(hours=draw(st.integers(0, 200)))).isoformat()
            back = {} if make is ask else {"sender": "therapist", "to": "mother"}
            found.append(answer(f"q{number}", later, **back))
    found += [update(each) for each in draw(st.lists(TIMES, max_size=3))]
    found += [message(each, "mother", "therapist", "observation") for each in draw(st.lists(TIMES, max_size=3))]
    return found


@st.composite
def plans(draw):
    first = draw(DAYS)
    last = (dt.date.fromisoformat(first) + dt.timedelta(days=draw(st.integers(0, 9)))).isoformat()
    scope = draw(st.sampled_from(["all", "sessions", "practice", "messages"]))
    held = draw(st.none() | TIMES)
    asked = draw(DAYS)
    return family(
        starts_on="2026-09-07",
        households=[home("a", "mother", days="mon tue wed thu"), home("b", "father", days="fri sat sun")],
        people=[person("father", household="b", since=draw(DAYS))],
        assignments=tuple(ASSIGNMENTS.values()),
        commitments=PROMISES,
        pauses=[pause(first, last, scope=scope)],
        barriers=[barrier(draw(DAYS), affects=("attendance", "home_practice"))],
        agreements=[
            proposal("g1", asked, draw(st.none() | st.just(f"{asked}T23:00")), "declined"),
            proposal("g2", asked),
        ],
        reviews=[] if held is None else [review(held_at=held, invited_on="2026-09-07", invited=["mother", "father"])],
    )


AS_OF = dt.date(2026, 11, 20)
WHOLE = Window(START, START + dt.timedelta(days=63))


@given(plans(), events(), st.integers(1, 62), st.sampled_from([None, "a", "b"]))
def test_adjoining_windows_add_up_to_their_union(plan, happened, cut, household):
    found = journal(plan, happened)
    middle = START + dt.timedelta(days=cut)
    parts = [Window(START, middle), Window(middle, WHOLE.end_on)]
    rows = [row for part in parts for row in evidence(plan, found, part, AS_OF, household=household)]
    whole = evidence(plan, found, WHOLE, AS_OF, household=household)
    assert sorted(map(repr, rows)) == sorted(map(repr, whole))


@given(plans(), events(), st.randoms(use_true_random=False))
def test_the_order_of_events_does_not_matter(plan, happened, random):
    shuffled = happened.copy()
    random.shuffle(shuffled)
    assert evidence(plan, journal(plan, shuffled), WHOLE) == evidence(plan, journal(plan, happened), WHOLE)


@given(
    plans(),
    events(),
    st.integers(0, 2200).map(lambda each: dt.datetime(2026, 9, 1, tzinfo=dt.UTC) + dt.timedelta(hours=each)),
)
def test_every_row_lies_in_the_window_and_names_its_opportunity_once(plan, happened, as_of):
    rows = evidence(plan, journal(plan, happened), WHOLE, as_of)
    assert all(row.on in WHOLE for row in rows)
    assert all(0 <= row.credit <= 1 and row.weight > 0 for row in rows if isinstance(row, Evidence))
    names = [(row.side, row.dimension, row.opportunity_id) for row in rows]
    assert len(names) == len(set(names))


def rate(plan, happened):
    rows = [each for each in of(evidence(plan, happened, WHOLE), "home_practice") if isinstance(each, Evidence)]
    return sum(each.weight * each.credit for each in rows) / sum(each.weight for each in rows) if rows else 0


@given(plans(), st.lists(practice(("daily", "days")), max_size=40), st.sampled_from(["daily", "days"]), DAYS)
def test_one_more_done_practice_never_lowers_the_rate(plan, happened, assignment, day):
    # A weekly target is another matter: its first record makes its whole week reported (R4).
    before = journal(plan, happened)
    after = before.add(done(assignment, day))
    assert rate(plan, after) >= rate(plan, before) - 1e-12


@given(events(), st.integers(0, 90))
def test_after_grace_a_score_never_changes_again(happened, days):
    plan = family(starts_on="2026-09-07", commitments=PROMISES[:2])
    found = journal(plan, [each for each in happened if hasattr(each, "sent_at")])
    as_of = START + dt.timedelta(days=days)
    final = dt.date(2027, 6, 1)
    for dimension in ("communication", "responsiveness"):
        then = {row.opportunity_id: row for row in of(evidence(plan, found, WHOLE, as_of), dimension)}
        now = {row.opportunity_id: row for row in of(evidence(plan, found, WHOLE, final), dimension)}
        assert all(now[name] == row for name, row in then.items() if isinstance(row, Evidence))


@given(plans())
def test_an_empty_journal_credits_the_family_with_its_decisions_at_most(plan):
    rows = evidence(plan, Journal(plan=plan.id), WHOLE)
    others = [row for row in rows if row.side == "family" and row.dimension != "shared_decisions"]
    assert all(isinstance(row, LeftOut) or row.credit == 0 for row in others)
