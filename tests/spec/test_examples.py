"""
The three families that the package ships, scored by hand.

Nobody in them is real. Each family has two tables. The first is the working: every opportunity of the twelve weeks from
Monday 7 September to Sunday 29 November 2026, in order of dimension and day, with its credit. `to` is the day to which it
belongs: a session's own day, the day on which a promise fell due, the last day of a week of practice. One line may hold
several opportunities of a week; `credit` 2 `of` 3 are three opportunities, of which two were taken. A line without `of`
holds what is left out, and why. The second table says what follows for all twelve weeks and for October.

A dimension's value is its credit over its opportunities; in home practice each occasion weighs 1/(occasions of its
assignment in a whole week). A dimension with fewer than three opportunities shows no value of its own and counts f =
opportunities/3 in the overall, which is the mean of the dimensions, weighted with f.
"""

# ruff: noqa: E501 -- a row of a table is one line, however long

import datetime as dt
from collections import Counter
from fractions import Fraction
from zoneinfo import ZoneInfo

import attrs
import pytest

from collabcare._dates import Window
from collabcare.engagement import score
from collabcare.interchange.examples import example, names
from collabcare.journal import LogStatement
from collabcare.vocabulary import CancellationReason, Decision, PracticeOutcome, SessionStatus, Who
from tests.lib.stories import Case, rows
from tools.make_examples import documents

ALL, OCTOBER = "2026-09-07/2026-11-30", "2026-10"
STORIES = ("late-talker", "shift-work", "two-households")
CASES = {story: Case(*example(story)) for story in STORIES}

# --------------------------------------------------------------------------- late-talker

# Los Angeles time; the clocks go back on Sunday 1 November. The week of 19 October is paused (holiday), for everything.
# The clinic is closed on 7 September and on 26 and 27 November.
LATE_TALKER = """
### attendance: Tuesdays, Mateo and his mother
| to | what happened | credit | of | left out |
| 09-08 | both came | 1 | 1 | |
| 09-15 | both came | 1 | 1 | |
| 09-22 | cancelled by the family, the child was ill | | | excused 1 |
| 09-29 | both came | 1 | 1 | |
| 10-06 | both came; it began late through the clinic | 1 | 1 | |
| 10-13 | cancelled by the clinic | | | cancelled-by-clinic 1 |
| 10-16 | make-up, both came | 1 | 1 | |
| 10-27 | the grandmother brought him, the mother was expected | 1/2 | 1 | |
| 11-03 | both came | 1 | 1 | |
| 11-10 | no-show | 0 | 1 | |
| 11-17 | 15 of 45 minutes late through the family | 30/45 | 1 | |
| 11-24 | both came | 1 | 1 | |
### participation: five items, 1 to 5; a rating r gives (r - 1)/4
| to | ratings of the mother | credit | of | left out |
| 09-08 | 3 3 4 3 -: (.5 + .5 + .75 + .5)/4 | 9/16 | 1 | |
| 09-15 | 3 3 - - -: two of five items | | | not-observed 1 |
| 09-29 | 4 3 4 4 5: (.75 + .5 + .75 + .75 + 1)/5 | 3/4 | 1 | |
| 10-06 | 4 4 4 4 4 | 3/4 | 1 | |
| 10-16 | 4 4 5 4 4: 4/5 | 4/5 | 1 | |
| 11-03 | 5 4 5 4 4: 4.25/5 | 17/20 | 1 | |
| 11-17 | 4 4 4 5 5: 4.25/5 | 17/20 | 1 | |
| 11-24 | 5 5 5 4 5: 4.75/5 | 19/20 | 1 | |
### home_practice: meal-choices Monday, Wednesday, Friday from 14 September; bedtime-book 4 a week from 5 October
| to | what was reported | credit | of | left out | weight |
| 09-18 | meals: done, done (told twice), done | 3 | 3 | duplicate 1 | 1/3 |
| 09-25 | meals: ill, ill, done | 1 | 1 | excused 2 | 1/3 |
| 09-30 | meals: done, not done | 1 | 2 | | 1/3 |
| 10-02 | meals: done | 1 | 1 | | 1/3 |
| 10-09 | meals: done (Monday's on Tuesday), done, half | 5/2 | 3 | | 1/3 |
| 10-16 | meals: nothing reported | | | unreported 3 | 1/3 |
| 10-23 | meals: holiday | | | paused 3 | 1/3 |
| 10-30 | meals: done, done, not done | 2 | 3 | | 1/3 |
| 11-06 | meals: done, not done, done | 2 | 3 | | 1/3 |
| 11-13 | meals: nothing reported | | | unreported 3 | 1/3 |
| 11-21 | meals: done, done, done; a fourth on Saturday | 3 | 3 | extra 1 | 1/3 |
| 11-27 | meals: done, done, Friday not reported | 2 | 2 | unreported 1 | 1/3 |
| 10-11 | book: four | 4 | 4 | | 1/4 |
| 10-18 | book: three | 3 | 4 | | 1/4 |
| 10-25 | book: holiday, floor(4 x 0/7) = 0 of 4 | | | paused 4 | 1/4 |
| 11-01 | book: nothing reported | | | unreported 4 | 1/4 |
| 11-08 | book: five, one more than due | 4 | 4 | extra 1 | 1/4 |
| 11-15 | book: two, and one half | 5/2 | 4 | | 1/4 |
| 11-22 | book: three | 3 | 4 | | 1/4 |
| 11-29 | book: four | 4 | 4 | | 1/4 |
### communication: a reply within 3 days; own news every 21 days since 7 September
| to | what happened | credit | of | left out |
| 09-12 | asked 9 Sep, answered on the 10th | 1 | 1 | |
| 10-03 | asked 30 Sep, answered 5 Oct, in grace (to the 6th) | 1/2 | 1 | |
| 10-15 | asked 12 Oct, never answered | 0 | 1 | |
| 11-09 | asked 6 Nov, answered on the 8th | 1 | 1 | |
| 11-21 | asked 18 Nov, answered on the 19th | 1 | 1 | |
| 09-27 | news: an observation and a concern | 1 | 1 | |
| 10-18 | news: none | 0 | 1 | |
| 11-08 | news: an observation and a check-in (7 of the 21 days paused, not more than half) | 1 | 1 | |
| 11-29 | news: an observation | 1 | 1 | |
### shared_decisions: within 7 days; a review with 7 days' notice
| to | what happened | credit | of | left out |
| 09-15 | three goals on 8 Sep: agreed, agreed, declined on the 14th | 1 | 1 | |
| 10-06 | an assignment on 29 Sep, answered 10 Oct, in grace | 1/2 | 1 | |
| 11-10 | a goal on 3 Nov, agreed on the 5th | 1 | 1 | |
| 10-16 | review, invited 11 days ahead, she came | 1 | 1 | |
| 11-24 | review, invited 12 days ahead, she came | 1 | 1 | |
### sessions_kept: what the family cancelled or missed is not the clinic's
| to | what happened | credit | of | left out |
| 09-08 | held | 1 | 1 | |
| 09-15 | held without the interpreter | 1/2 | 1 | |
| 09-29 | held | 1 | 1 | |
| 10-06 | began 15 minutes late | 1/2 | 1 | |
| 10-13 | cancelled, a make-up offered within 14 days | 1/2 | 1 | |
| 10-16 | held | 1 | 1 | |
| 10-27 | held | 1 | 1 | |
| 11-03 | held | 1 | 1 | |
| 11-17 | held | 1 | 1 | |
| 11-24 | held | 1 | 1 | |
### progress_updates: every 21 days since 7 September
| to | what happened | credit | of | left out |
| 09-27 | told 25 Sep | 1 | 1 | |
| 10-18 | none | 0 | 1 | |
| 11-08 | told 6 Nov (7 of the 21 days paused, not more than half) | 1 | 1 | |
| 11-29 | told 25 Nov | 1 | 1 | |
### responsiveness: within 2 working days
| to | what happened | credit | of | left out |
| 09-28 | Thu 24 Sep, answered Mon 28th | 1 | 1 | |
| 10-06 | Fri 2 Oct, answered Thu 8th, the last day of grace | 1/2 | 1 | |
| 10-27 | Sat 17 Oct; the paused week does not count: Mon 26th, Tue 27th; answered on the 26th | 1 | 1 | |
| 11-03 | Fri 30 Oct 18:00, over the change of the clocks, answered Tue 3 Nov | 1 | 1 | |
| 11-16 | Thu 12 Nov, answered on the 23rd, after grace (18th) | 0 | 1 | |
### parent_input: 10 minutes
| to | minutes | credit | of | left out |
| 09-08 | 10 | 1 | 1 | |
| 09-15 | 5 | 1/2 | 1 | |
| 09-29 | 10 | 1 | 1 | |
| 10-06 | 5 | 1/2 | 1 | |
| 10-16 | 12 | 1 | 1 | |
| 11-03 | 10 | 1 | 1 | |
| 11-17 | 8 | 4/5 | 1 | |
| 11-24 | 10 | 1 | 1 | |
### explanation: why, shown, checked, in Spanish
| to | what was given | credit | of | left out |
| 09-08 | meal-choices: all four | 1 | 1 | |
| 09-29 | bedtime-book: why and shown; not checked; the Spanish is a machine's draft | 2/4 | 1 | |
| 11-24 | photo-talk: why, shown, checked; the Spanish was not reviewed | 3/4 | 1 | |
### feedback_sought: every 28 days
| to | what happened | credit | of | left out |
| 10-04 | asked 29 Sep | 1 | 1 | |
| 11-01 | not asked (7 of the 28 days paused) | 0 | 1 | |
| 11-29 | asked 6 Nov | 1 | 1 | |
### barriers_answered: within 14 days
| to | what happened | credit | of | left out |
| 09-24 | handouts in English, raised 10 Sep, solved on the 22nd | 1 | 1 | |
| 11-04 | bus line, raised 14 Oct (7 paused days), answered 9 Nov, in grace | 1/2 | 1 | |
### joint_review: every 42 days since 7 September
| to | what happened | credit | of | left out |
| 10-18 | held on the 16th | 1 | 1 | |
| 11-24 | held on the day agreed for it | 1 | 1 | |
"""

# Home practice, 12 weeks: (17.5/3 + 20.5/4)/(21/3 + 24/4) = 10.9583/13; worst 10.9583/(13 + 7/3 + 4/4), best
# (10.9583 + 7/3 + 4/4) over the same; reported 45 of 56.
# Family, 12 weeks: (.8167 + .7875 + .8429 + .7222 + .9)/5. Clinic: (.85 + .75 + .7 + .85 + .75 + .6667 + 2/3 x .75 +
# 2/3 x 1)/(6 + 4/3) = 5.7333/7.3333.
# Family, October: (.8333 + 2/3 x .775 + .8269 + .1667 + 2/3 x .75)/(3 + 4/3) = 2.8436/4.3333. Clinic: (.75 + 1/3 x 0 +
# 2/3 x .75 + 2/3 x .75 + 1/3 + 1/3)/(1 + 1/3 + 2/3 + 2/3 + 1/3 + 1/3) = 2.4167/3.3333.
LATE_TALKER_EXPECTED = """
| case | days | dimension | credit | of | value | worst | best | reported | reason | left out |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| late-talker | 2026-09-07/2026-11-30 | attendance | 8.1667 | 10 | .8167 | | | | - | cancelled-by-clinic 1, excused 1 |
| late-talker | 2026-09-07/2026-11-30 | participation | 5.5125 | 7 | .7875 | | | | - | not-observed 1 |
| late-talker | 2026-09-07/2026-11-30 | home_practice | 38 | 45 | .8429 | .6709 | .8750 | .8036 | - | duplicate 1, excused 2, extra 2, paused 7, unreported 11 |
| late-talker | 2026-09-07/2026-11-30 | communication | 6.5 | 9 | .7222 | | | | - | - |
| late-talker | 2026-09-07/2026-11-30 | shared_decisions | 4.5 | 5 | .9 | | | | - | - |
| late-talker | 2026-09-07/2026-11-30 | family | 62.6792 | 76 | .8139 | .7795 | .8203 | | - | cancelled-by-clinic 1, duplicate 1, excused 3, extra 2, not-observed 1, paused 7, unreported 11 |
| late-talker | 2026-09-07/2026-11-30 | sessions_kept | 8.5 | 10 | .85 | | | | - | - |
| late-talker | 2026-09-07/2026-11-30 | progress_updates | 3 | 4 | .75 | | | | - | - |
| late-talker | 2026-09-07/2026-11-30 | responsiveness | 3.5 | 5 | .7 | | | | - | - |
| late-talker | 2026-09-07/2026-11-30 | parent_input | 6.8 | 8 | .85 | | | | - | - |
| late-talker | 2026-09-07/2026-11-30 | explanation | 2.25 | 3 | .75 | | | | - | - |
| late-talker | 2026-09-07/2026-11-30 | feedback_sought | 2 | 3 | .6667 | | | | - | - |
| late-talker | 2026-09-07/2026-11-30 | barriers_answered | 1.5 | 2 | - | | | | too-few | - |
| late-talker | 2026-09-07/2026-11-30 | joint_review | 2 | 2 | - | | | | too-few | - |
| late-talker | 2026-09-07/2026-11-30 | clinic | 29.55 | 37 | .7818 | | | | - | - |
| late-talker | 2026-10 | attendance | 2.5 | 3 | .8333 | | | | - | cancelled-by-clinic 1 |
| late-talker | 2026-10 | participation | 1.55 | 2 | - | | | | too-few | - |
| late-talker | 2026-10 | home_practice | 12.5 | 15 | .8269 | .6719 | .8594 | .8333 | - | paused 7, unreported 3 |
| late-talker | 2026-10 | communication | 0.5 | 3 | .1667 | | | | - | - |
| late-talker | 2026-10 | shared_decisions | 1.5 | 2 | - | | | | too-few | - |
| late-talker | 2026-10 | family | 18.55 | 25 | .6562 | | | | - | cancelled-by-clinic 1, paused 7, unreported 3 |
| late-talker | 2026-10 | sessions_kept | 3 | 4 | .75 | | | | - | - |
| late-talker | 2026-10 | progress_updates | 0 | 1 | - | | | | too-few | - |
| late-talker | 2026-10 | responsiveness | 1.5 | 2 | - | | | | too-few | - |
| late-talker | 2026-10 | parent_input | 1.5 | 2 | - | | | | too-few | - |
| late-talker | 2026-10 | explanation | 0 | 0 | - | | | | nothing-due | - |
| late-talker | 2026-10 | feedback_sought | 1 | 1 | - | | | | too-few | - |
| late-talker | 2026-10 | barriers_answered | 0 | 0 | - | | | | nothing-due | - |
| late-talker | 2026-10 | joint_review | 1 | 1 | - | | | | too-few | - |
| late-talker | 2026-10 | clinic | 8 | 11 | .725 | | | | - | - |
"""

# --------------------------------------------------------------------------- two-households

# Chicago time; the clocks go back on Sunday 1 November. Ada is with her mother (elm) from Monday to Thursday and with her
# father (oak) from Friday to Sunday; Thanksgiving, Thu 26 November, is with the father. The week of 9 November is paused
# (hospital), for everything. The clinics are closed on 7 September and on 26 and 27 November.
TWO_HOUSEHOLDS = """
### attendance: ABA on Mondays with the mother, OT on Fridays with the father
| to | what happened | credit | of | left out |
| 09-14 | ABA: both came | 1 | 1 | |
| 09-21 | ABA: 15 of 60 minutes late through the family | 45/60 | 1 | |
| 09-28 | ABA: cancelled by the family, a religious day | | | excused 1 |
| 10-05 | ABA: both came | 1 | 1 | |
| 10-12 | ABA: cancelled by the clinic | | | cancelled-by-clinic 1 |
| 10-19 | ABA: both came | 1 | 1 | |
| 10-26 | ABA: both came | 1 | 1 | |
| 11-02 | ABA: ended early, because Ada withdrew her assent | 1 | 1 | |
| 11-16 | ABA: both came | 1 | 1 | |
| 11-23 | ABA: both came | 1 | 1 | |
| 09-11 | OT: both came | 1 | 1 | |
| 09-18 | OT: both came | 1 | 1 | |
| 09-25 | OT: cancelled by the family, work | 0 | 1 | |
| 10-02 | OT: both came | 1 | 1 | |
| 10-09 | OT: moved by the family to the 13th | | | rescheduled 1 |
| 10-13 | OT: both came | 1 | 1 | |
| 10-16 | OT: both came | 1 | 1 | |
| 10-23 | OT: no-show | 0 | 1 | |
| 10-30 | OT: both came; it began late through the clinic | 1 | 1 | |
| 11-06 | OT: Erin brought her, the father was expected | 1/2 | 1 | |
| 11-20 | OT: both came | 1 | 1 | |
| 11-05 | school meeting: both parents came | 1 | 1 | |
### participation: a rating r from 1 to 5 gives (r - 1)/4
| to | ratings | credit | of | left out |
| 09-14 | mother 3 4 4: (.5 + .75 + .75)/3 | 2/3 | 1 | |
| 09-21 | mother 4 4 4 | 3/4 | 1 | |
| 10-05 | mother 4 4 4 | 3/4 | 1 | |
| 10-19 | mother 5 4 4: 2.5/3 | 5/6 | 1 | |
| 10-26 | mother 5 5 4: 2.75/3 | 11/12 | 1 | |
| 11-02 | mother 4 - -: one of three items | | | not-observed 1 |
| 11-16 | mother 5 5 5 | 1 | 1 | |
| 11-23 | mother 5 4 5: 2.75/3 | 11/12 | 1 | |
| 09-11 | father 3 3 2: 1.25/3 | 5/12 | 1 | |
| 09-18 | father 3 3 3 | 1/2 | 1 | |
| 10-02 | father 3 4 3: 1.75/3 | 7/12 | 1 | |
| 10-13 | father 4 4 3: 2/3 | 2/3 | 1 | |
| 10-16 | father 4 4 4 | 3/4 | 1 | |
| 10-30 | father 4 - 4: two of three items | 3/4 | 1 | |
| 11-20 | father 4 4 5: 2.5/3 | 5/6 | 1 | |
| 11-05 | school meeting, mother 5 5 | 1 | 1 | |
| 11-05 | school meeting, father 3 4: (.5 + .75)/2 | 5/8 | 1 | |
### home_practice: ask-break daily from 14 September; dressing Tuesday and Wednesday at elm from 6 October; greeting Monday and Saturday, 14 September to 18 October
| to | what was reported | credit | of | left out | weight |
| 09-17 | ask-break elm: four | 4 | 4 | | 1/7 |
| 09-24 | ask-break elm: three, one not | 3 | 4 | | 1/7 |
| 09-30 | ask-break elm: Monday excused (religious day), two | 2 | 2 | excused 1 | 1/7 |
| 10-01 | ask-break elm: one | 1 | 1 | | 1/7 |
| 10-08 | ask-break elm: three, one not | 3 | 4 | | 1/7 |
| 10-15 | ask-break elm: four | 4 | 4 | | 1/7 |
| 10-22 | ask-break elm: three, one not | 3 | 4 | | 1/7 |
| 10-29 | ask-break elm: four | 4 | 4 | | 1/7 |
| 11-05 | ask-break elm: four | 4 | 4 | | 1/7 |
| 11-12 | ask-break elm: hospital | | | paused 4 | 1/7 |
| 11-19 | ask-break elm: three, one not | 3 | 4 | | 1/7 |
| 11-25 | ask-break elm: three; Thursday is with the father | 3 | 3 | | 1/7 |
| 09-20 | ask-break oak: two, Sunday not reported | 2 | 2 | unreported 1 | 1/7 |
| 09-27 | ask-break oak: nothing reported | | | unreported 3 | 1/7 |
| 10-04 | ask-break oak: three | 3 | 3 | | 1/7 |
| 10-11 | ask-break oak: two, one not | 2 | 3 | | 1/7 |
| 10-18 | ask-break oak: nothing reported | | | unreported 3 | 1/7 |
| 10-25 | ask-break oak: two, one not | 2 | 3 | | 1/7 |
| 10-31 | ask-break oak: two | 2 | 2 | | 1/7 |
| 11-01 | ask-break oak: the day of 25 hours, once due, once done | 1 | 1 | | 1/7 |
| 11-08 | ask-break oak: Friday and Saturday not reported, Sunday done | 1 | 1 | unreported 2 | 1/7 |
| 11-15 | ask-break oak: hospital | | | paused 3 | 1/7 |
| 11-22 | ask-break oak: half, done, done | 5/2 | 3 | | 1/7 |
| 11-29 | ask-break oak: Thursday and Friday done, the rest not reported | 2 | 2 | unreported 2 | 1/7 |
| 10-07 | dressing: two | 2 | 2 | | 1/2 |
| 10-14 | dressing: one, one not | 1 | 2 | | 1/2 |
| 10-21 | dressing: two | 2 | 2 | | 1/2 |
| 10-28 | dressing: nothing reported | | | unreported 2 | 1/2 |
| 11-04 | dressing: two | 2 | 2 | | 1/2 |
| 11-11 | dressing: hospital | | | paused 2 | 1/2 |
| 11-18 | dressing: two | 2 | 2 | | 1/2 |
| 11-25 | dressing: one, Wednesday not reported | 1 | 1 | unreported 1 | 1/2 |
| 09-28 | greeting elm, 14, 21, 28 Sep: the mother declined its only goal on 10 Sep | | | goal-declined 3 | 1/2 |
| 10-12 | greeting elm, 5 and 12 Oct: the same | | | goal-declined 2 | 1/2 |
| 09-19 | greeting oak: not done | 0 | 1 | | 1/2 |
| 09-26 | greeting oak: nothing reported | | | unreported 1 | 1/2 |
| 10-03 | greeting oak: not done | 0 | 1 | | 1/2 |
| 10-10 | greeting oak: done | 1 | 1 | | 1/2 |
| 10-17 | greeting oak: nothing reported | | | unreported 1 | 1/2 |
### communication: a reply within 3 days; a weekly log of oak, in weeks with practice due
| to | what happened | credit | of | left out |
| 09-19 | both asked 16 Sep, the mother answered on the 17th | 1 | 1 | |
| 09-28 | the father asked 25 Sep, answered on the 30th, in grace | 1/2 | 1 | |
| 10-23 | the father asked 20 Oct, never answered | 0 | 1 | |
| 11-02 | the mother asked Fri 30 Oct 18:00, answered Mon 2 Nov 23:30, over the change of the clocks | 1 | 1 | |
| 11-22 | both asked 19 Nov, the mother answered on the 20th | 1 | 1 | |
| 09-20 | log | 1 | 1 | |
| 09-27 | no log | 0 | 1 | |
| 10-04 | log | 1 | 1 | |
| 10-11 | log | 1 | 1 | |
| 10-18 | no log | 0 | 1 | |
| 10-25 | log ("not done" counts too) | 1 | 1 | |
| 11-01 | log | 1 | 1 | |
| 11-08 | log | 1 | 1 | |
| 11-15 | the week is paused | | | paused 1 |
| 11-22 | log | 1 | 1 | |
| 11-29 | log | 1 | 1 | |
### shared_decisions: within 7 days; a review with 7 days' notice
| to | what happened | credit | of | left out |
| 09-15 | mother, four goals on 8 Sep: three agreed, one declined on the 10th | 1 | 1 | |
| 09-15 | father, the same four goals: answered on the 20th, in grace | 1/2 | 1 | |
| 11-19 | mother, a goal on 5 Nov (7 paused days), agreed on the 8th | 1 | 1 | |
| 11-19 | father, the same: never answered | 0 | 1 | |
| 10-16 | review, invited 10 days ahead: the mother came | 1 | 1 | |
| 10-16 | the same: the father sent word | 1/2 | 1 | |
### sessions_kept: what the family cancelled, moved or missed is not the clinic's
| to | what happened | credit | of | left out |
| 09-21 | ABA 14 and 21 Sep: held | 2 | 2 | |
| 10-05 | ABA: held | 1 | 1 | |
| 10-12 | ABA: cancelled, no make-up offered | 0 | 1 | |
| 10-26 | ABA 19 and 26 Oct: held | 2 | 2 | |
| 11-23 | ABA 2, 16 and 23 Nov: held | 3 | 3 | |
| 09-18 | OT 11 and 18 Sep: held | 2 | 2 | |
| 10-16 | OT 2, 13 and 16 Oct: held | 3 | 3 | |
| 10-30 | OT: began 20 minutes late | 1/2 | 1 | |
| 11-20 | OT 6 and 20 Nov: held | 2 | 2 | |
| 11-05 | school meeting: held | 1 | 1 | |
### progress_updates: every 21 days since 7 September
| to | what happened | credit | of | left out |
| 09-27 | told 25 Sep | 1 | 1 | |
| 10-18 | told 16 Oct | 1 | 1 | |
| 11-08 | none | 0 | 1 | |
| 11-29 | told 24 Nov (7 of the 21 days paused) | 1 | 1 | |
### responsiveness: within 2 working days
| to | what happened | credit | of | left out |
| 09-23 | Mon 21 Sep, answered on the 22nd | 1 | 1 | |
| 10-06 | Sat 3 Oct, answered Wed 7th, in grace (8th) | 1/2 | 1 | |
| 11-03 | Fri 30 Oct and Sat 31st, while the first was open; one answer on Tue 3 Nov | 1 | 1 | |
| 11-19 | Tue 17 Nov, answered on the 18th | 1 | 1 | |
### parent_input: 15 minutes
| to | minutes | credit | of | left out |
| 09-14 | mother 15 | 1 | 1 | |
| 09-21 | mother 10 | 2/3 | 1 | |
| 10-26 | mother 15, 15, 20 on 5, 19, 26 Oct | 3 | 3 | |
| 11-23 | mother 15, 15, 15 on 2, 16, 23 Nov | 3 | 3 | |
| 09-11 | father 5 | 1/3 | 1 | |
| 09-18 | father 10 | 2/3 | 1 | |
| 10-13 | father 15, 15 on 2, 13 Oct | 2 | 2 | |
| 10-16 | father 9 | 3/5 | 1 | |
| 10-30 | father 15 | 1 | 1 | |
| 11-20 | father 15 | 1 | 1 | |
| 11-05 | school meeting 15 | 1 | 1 | |
### explanation: why, shown, checked, in English
| to | what was given | credit | of | left out |
| 09-08 | ask-break, for each home: all four | 2 | 2 | |
| 09-08 | greeting, for each home: only sent, in English | 2/4 | 2 | |
| 10-02 | dressing, for elm: not checked | 3/4 | 1 | |
### feedback_sought: every 42 days
| to | what happened | credit | of | left out |
| 10-18 | asked 14 Oct | 1 | 1 | |
| 11-29 | asked 19 Nov (7 of the 42 days paused) | 1 | 1 | |
### barriers_answered: within 14 days; what the clinic raised is not counted
| to | what happened | credit | of | left out |
| 09-26 | raised by the father 12 Sep, solved on the 24th | 1 | 1 | |
| 10-19 | raised by the mother 5 Oct, referral on the 27th, in grace | 1/2 | 1 | |
### joint_review: every 42 days since 7 September; the next one is agreed for 4 December
| to | what happened | credit | of | left out |
| 10-18 | held on the 16th | 1 | 1 | |
"""

# Home practice, 12 weeks: (51.5/7 + 10/2 + 1/2)/(58/7 + 11/2 + 3/2) = 180/214 (in fourteenths); unreported 11/7 + 3/2 +
# 2/2 = 57 fourteenths: worst 180/271, best 237/271; reported 72 of 88.
# October: (24/7 + 5/2 + 1/2)/(28/7 + 6/2 + 2/2) = 90/112; unreported 3/7 + 2/2 + 1/2 = 27 fourteenths.
# elm: (34/7 + 10/2)/(38/7 + 11/2) = 138/153; unreported 3/2 = 21 fourteenths. oak: (17.5/7 + 1/2)/(20/7 + 3/2) = 42/61;
# unreported 11/7 + 2/2 = 36 fourteenths; reported 23 of 36. The goal that the mother declined is not due at elm.
# Family, 12 weeks: (.8553 + .7474 + .8411 + .7667 + .6667)/5. Clinic: (.9167 + .75 + .875 + .8917 + .65 + 2/3 x 1 + 2/3 x
# .75 + 1/3 x 1)/(5 + 5/3) = 5.5833/6.6667.
# Family, October: (.875 + .75 + .8036 + .6 + 2/3 x .75)/(4 + 2/3) = 3.5286/4.6667. Clinic: (.8125 + .9429 + (1 + .5 + .75 +
# 1 + .5 + 1)/3)/(2 + 6/3) = 3.3387/4.
TWO_HOUSEHOLDS_EXPECTED = """
| case | days | home | dimension | credit | of | value | worst | best | reported | reason | left out |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| two-households | 2026-09-07/2026-11-30 | | attendance | 16.25 | 19 | .8553 | | | | - | cancelled-by-clinic 1, excused 1, rescheduled 1 |
| two-households | 2026-09-07/2026-11-30 | | participation | 11.9583 | 16 | .7474 | | | | - | not-observed 1 |
| two-households | 2026-09-07/2026-11-30 | | home_practice | 62.5 | 72 | .8411 | .6642 | .8745 | .8182 | - | excused 1, goal-declined 5, paused 9, unreported 16 |
| two-households | 2026-09-07/2026-11-30 | | communication | 11.5 | 15 | .7667 | | | | - | paused 1 |
| two-households | 2026-09-07/2026-11-30 | | shared_decisions | 4 | 6 | .6667 | | | | - | - |
| two-households | 2026-09-07/2026-11-30 | | family | 106.2083 | 128 | .7754 | .7400 | .7821 | | - | cancelled-by-clinic 1, excused 2, goal-declined 5, not-observed 1, paused 10, rescheduled 1, unreported 16 |
| two-households | 2026-09-07/2026-11-30 | | sessions_kept | 16.5 | 18 | .9167 | | | | - | - |
| two-households | 2026-09-07/2026-11-30 | | progress_updates | 3 | 4 | .75 | | | | - | - |
| two-households | 2026-09-07/2026-11-30 | | responsiveness | 3.5 | 4 | .875 | | | | - | - |
| two-households | 2026-09-07/2026-11-30 | | parent_input | 14.2667 | 16 | .8917 | | | | - | - |
| two-households | 2026-09-07/2026-11-30 | | explanation | 3.25 | 5 | .65 | | | | - | - |
| two-households | 2026-09-07/2026-11-30 | | feedback_sought | 2 | 2 | - | | | | too-few | - |
| two-households | 2026-09-07/2026-11-30 | | barriers_answered | 1.5 | 2 | - | | | | too-few | - |
| two-households | 2026-09-07/2026-11-30 | | joint_review | 1 | 1 | - | | | | too-few | - |
| two-households | 2026-09-07/2026-11-30 | | clinic | 45.0167 | 52 | .8375 | | | | - | - |
| two-households | 2026-09-07/2026-11-30 | elm | home_practice | 44 | 49 | .9020 | .7931 | .9138 | .9423 | - | excused 1, goal-declined 5, paused 6, unreported 3 |
| two-households | 2026-09-07/2026-11-30 | oak | home_practice | 18.5 | 23 | .6885 | .4330 | .8041 | .6389 | - | paused 3, unreported 13 |
| two-households | 2026-10 | | attendance | 7 | 8 | .875 | | | | - | cancelled-by-clinic 1, rescheduled 1 |
| two-households | 2026-10 | | participation | 5.25 | 7 | .75 | | | | - | - |
| two-households | 2026-10 | | home_practice | 30 | 36 | .8036 | .6475 | .8417 | .8571 | - | goal-declined 2, unreported 6 |
| two-households | 2026-10 | | communication | 3 | 5 | .6 | | | | - | - |
| two-households | 2026-10 | | shared_decisions | 1.5 | 2 | - | | | | too-few | - |
| two-households | 2026-10 | | family | 46.75 | 58 | .7561 | | | | - | cancelled-by-clinic 1, goal-declined 2, rescheduled 1, unreported 6 |
| two-households | 2026-10 | | sessions_kept | 6.5 | 8 | .8125 | | | | - | - |
| two-households | 2026-10 | | progress_updates | 1 | 1 | - | | | | too-few | - |
| two-households | 2026-10 | | responsiveness | 0.5 | 1 | - | | | | too-few | - |
| two-households | 2026-10 | | parent_input | 6.6 | 7 | .9429 | | | | - | - |
| two-households | 2026-10 | | explanation | 0.75 | 1 | - | | | | too-few | - |
| two-households | 2026-10 | | feedback_sought | 1 | 1 | - | | | | too-few | - |
| two-households | 2026-10 | | barriers_answered | 0.5 | 1 | - | | | | too-few | - |
| two-households | 2026-10 | | joint_review | 1 | 1 | - | | | | too-few | - |
| two-households | 2026-10 | | clinic | 17.85 | 21 | .8347 | | | | - | - |
"""

# --------------------------------------------------------------------------- shift-work

# London time; the clocks go back on Sunday 25 October. In the week of 26 October the clinic is closed and sessions rest;
# practice and messages do not.
SHIFT_WORK = """
### attendance: Wednesdays, Robin and the mother
| to | what happened | credit | of | left out |
| 09-09 | both came | 1 | 1 | |
| 09-16 | cancelled by the clinic | | | cancelled-by-clinic 1 |
| 09-23 | both came | 1 | 1 | |
| 09-30 | no-show; "the hour falls into my shift", raised 14 Sep, is unanswered since the 28th | | | open-barrier 1 |
| 10-07 | cancelled by the clinic | | | cancelled-by-clinic 1 |
| 10-14 | cancelled by the clinic | | | cancelled-by-clinic 1 |
| 10-21 | cancelled by the clinic | | | cancelled-by-clinic 1 |
| 10-28 | half-term | | | paused 1 |
| 11-04 | both came; it began late through the clinic | 1 | 1 | |
| 11-11 | cancelled by the family, work; the barrier is still unanswered | | | open-barrier 1 |
| 11-18 | cancelled by the clinic | | | cancelled-by-clinic 1 |
| 11-20 | make-up, both came | 1 | 1 | |
| 11-25 | Robin came with Jude; the mother was expected | 1/2 | 1 | |
### participation: four items, 0 to 4; a rating r gives r/4
| to | ratings of the mother | credit | of | left out |
| 09-09 | 2 2 3 2: (.5 + .5 + .75 + .5)/4 | 9/16 | 1 | |
| 09-23 | 3 3 3 - | 3/4 | 1 | |
| 11-04 | 3 4 3 3: 3.25/4 | 13/16 | 1 | |
| 11-20 | 4 4 3 4: 3.75/4 | 15/16 | 1 | |
### home_practice: brave-steps, 5 a week of 15 minutes from 14 September; 60 minutes agreed, so 4 of the 5 count
| to | what was reported | credit | of | left out | weight |
| 09-20 | three | 3 | 4 | beyond-capacity 1 | 1/5 |
| 09-27 | three | 3 | 4 | beyond-capacity 1 | 1/5 |
| 10-04 | two | 2 | 4 | beyond-capacity 1 | 1/5 |
| 10-11 | nothing reported | | | beyond-capacity 1, unreported 4 | 1/5 |
| 10-18 | two, and one half | 5/2 | 4 | beyond-capacity 1 | 1/5 |
| 10-25 | five | 4 | 4 | beyond-capacity 1 | 1/5 |
| 11-01 | two | 2 | 4 | beyond-capacity 1 | 1/5 |
| 11-08 | nothing reported | | | beyond-capacity 1, unreported 4 | 1/5 |
| 11-15 | night shifts: five times "not done", and nothing else | 0 | 4 | beyond-capacity 1 | 1/5 |
| 11-22 | two | 2 | 4 | beyond-capacity 1 | 1/5 |
| 11-29 | three | 3 | 4 | beyond-capacity 1 | 1/5 |
### communication: a reply within 3 days; a weekly log, in weeks with practice due
| to | what happened | credit | of | left out |
| 09-20 | asked 17 Sep, answered on the 22nd, in grace (23rd) | 1/2 | 1 | |
| 10-26 | asked Fri 23 Oct 18:00, answered Mon 26th 23:50, over the change of the clocks | 1 | 1 | |
| 09-27 | log in the weeks to 20 and 27 Sep | 2 | 2 | |
| 10-04 | log | 1 | 1 | |
| 10-11 | no log | 0 | 1 | |
| 10-18 | log | 1 | 1 | |
| 10-25 | log | 1 | 1 | |
| 11-01 | log | 1 | 1 | |
| 11-08 | no log | 0 | 1 | |
| 11-15 | log: that nothing was done | 1 | 1 | |
| 11-29 | log in the weeks to 22 and 29 Nov | 2 | 2 | |
### shared_decisions: within 7 days; a review with 7 days' notice
| to | what happened | credit | of | left out |
| 09-16 | three goals on 9 Sep: two agreed, one declined on the 12th; Robin agreed too | 1 | 1 | |
| 10-22 | a goal on 15 Oct, answered on the 27th, in grace (29th) | 1/2 | 1 | |
| 11-13 | review, invited 11 days ahead, she came | 1 | 1 | |
### sessions_kept: what the family cancelled or missed is not the clinic's
| to | what happened | credit | of | left out |
| 09-09 | held | 1 | 1 | |
| 09-16 | cancelled, no make-up offered | 0 | 1 | |
| 09-23 | held | 1 | 1 | |
| 10-07 | cancelled, a make-up offered for the 16th | 1/2 | 1 | |
| 10-14 | cancelled, no make-up offered | 0 | 1 | |
| 10-21 | cancelled, no make-up offered | 0 | 1 | |
| 10-28 | half-term | | | paused 1 |
| 11-04 | began 20 minutes late | 1/2 | 1 | |
| 11-18 | cancelled, a make-up offered for the 20th | 1/2 | 1 | |
| 11-20 | held | 1 | 1 | |
| 11-25 | held | 1 | 1 | |
### progress_updates: every 28 days since 7 September
| to | what happened | credit | of | left out |
| 10-04 | told 23 Sep | 1 | 1 | |
| 11-01 | none | 0 | 1 | |
| 11-29 | told 25 Nov | 1 | 1 | |
### responsiveness: within 2 working days
| to | what happened | credit | of | left out |
| 09-17 | Tue 15 Sep, answered on the 16th | 1 | 1 | |
| 10-07 | Mon 5 Oct, never answered | 0 | 1 | |
| 11-03 | Sat 24 Oct; half-term does not count: Mon 2 and Tue 3 Nov; answered Thu 5th, in grace | 1/2 | 1 | |
| 11-18 | Mon 16 Nov, answered on the 17th | 1 | 1 | |
### parent_input: 10 minutes
| to | minutes | credit | of | left out |
| 09-09 | 10 | 1 | 1 | |
| 09-23 | 6 | 3/5 | 1 | |
| 11-04 | none | 0 | 1 | |
| 11-20 | 10 | 1 | 1 | |
### explanation: why, shown, checked, in English
| to | what was given | credit | of | left out |
| 09-09 | brave-steps: all four | 1 | 1 | |
| 11-25 | worry-box: only sent, in English | 1/4 | 1 | |
### feedback_sought: nobody promised it
| to | what happened | credit | of | left out |
### barriers_answered: within 14 days
| to | what happened | credit | of | left out |
| 09-28 | the hour, raised 14 Sep: never answered | 0 | 1 | |
| 11-03 | the fare, raised 20 Oct: referral on the 30th | 1 | 1 | |
### joint_review: every 42 days since 7 September
| to | what happened | credit | of | left out |
| 10-18 | held 13 Nov, after grace (1 Nov) | 0 | 1 | |
"""

# Home practice, 12 weeks: 21.5/36; unreported 8: worst 21.5/44, best 29.5/44; reported 36 of 44. October: 8.5/12; worst
# 8.5/16, best 12.5/16.
# Family, 12 weeks: (.9 + .7656 + .5972 + .8077 + .8333)/5. Clinic: (.55 + .6667 + .625 + .65 + 2/3 x .625 + 2/3 x .5 +
# 1/3 x 0)/(4 + 4/3 + 1/3) = 3.2417/5.6667; feedback_sought was never agreed, and stays among the 8: 5.6667 of 8 is enough.
# October: the clinic has sessions_kept (f = 1), progress_updates and responsiveness (f = 1/3 each): 1.6667 of 4 (with
# feedback_sought; the others had nothing due, the review is still open) is less than half. So the clinic has no overall,
# and then the family has none either.
SHIFT_WORK_EXPECTED = """
| case | days | dimension | credit | of | value | worst | best | reported | reason | strict | left out |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| shift-work | 2026-09-07/2026-11-30 | attendance | 4.5 | 5 | .9 | | | | - | .6429 | cancelled-by-clinic 5, open-barrier 2, paused 1 |
| shift-work | 2026-09-07/2026-11-30 | participation | 3.0625 | 4 | .7656 | | | | - | | - |
| shift-work | 2026-09-07/2026-11-30 | home_practice | 21.5 | 36 | .5972 | .4886 | .6705 | .8182 | - | | beyond-capacity 11, unreported 8 |
| shift-work | 2026-09-07/2026-11-30 | communication | 10.5 | 13 | .8077 | | | | - | | - |
| shift-work | 2026-09-07/2026-11-30 | shared_decisions | 2.5 | 3 | .8333 | | | | - | | - |
| shift-work | 2026-09-07/2026-11-30 | family | 42.0625 | 61 | .7808 | .7591 | .7954 | | - | | beyond-capacity 11, cancelled-by-clinic 5, open-barrier 2, paused 1, unreported 8 |
| shift-work | 2026-09-07/2026-11-30 | sessions_kept | 5.5 | 10 | .55 | | | | - | | paused 1 |
| shift-work | 2026-09-07/2026-11-30 | progress_updates | 2 | 3 | .6667 | | | | - | | - |
| shift-work | 2026-09-07/2026-11-30 | responsiveness | 2.5 | 4 | .625 | | | | - | | - |
| shift-work | 2026-09-07/2026-11-30 | parent_input | 2.6 | 4 | .65 | | | | - | | - |
| shift-work | 2026-09-07/2026-11-30 | explanation | 1.25 | 2 | - | | | | too-few | | - |
| shift-work | 2026-09-07/2026-11-30 | feedback_sought | 0 | 0 | - | | | | nothing-agreed | | - |
| shift-work | 2026-09-07/2026-11-30 | barriers_answered | 1 | 2 | - | | | | too-few | | - |
| shift-work | 2026-09-07/2026-11-30 | joint_review | 0 | 1 | - | | | | too-few | | - |
| shift-work | 2026-09-07/2026-11-30 | clinic | 14.85 | 26 | .5721 | | | | - | | paused 1 |
| shift-work | 2026-10 | attendance | 0 | 0 | - | | | | nothing-due | | cancelled-by-clinic 3, paused 1 |
| shift-work | 2026-10 | participation | 0 | 0 | - | | | | nothing-due | | - |
| shift-work | 2026-10 | home_practice | 8.5 | 12 | .7083 | .5313 | .7813 | .75 | - | | beyond-capacity 4, unreported 4 |
| shift-work | 2026-10 | communication | 4 | 5 | .8 | | | | - | | - |
| shift-work | 2026-10 | shared_decisions | 0.5 | 1 | - | | | | too-few | | - |
| shift-work | 2026-10 | family | 13 | 18 | - | | | | other-side-not-measured | | beyond-capacity 4, cancelled-by-clinic 3, paused 1, unreported 4 |
| shift-work | 2026-10 | sessions_kept | 0.5 | 3 | .1667 | | | | - | | paused 1 |
| shift-work | 2026-10 | progress_updates | 1 | 1 | - | | | | too-few | | - |
| shift-work | 2026-10 | responsiveness | 0 | 1 | - | | | | too-few | | - |
| shift-work | 2026-10 | parent_input | 0 | 0 | - | | | | nothing-due | | - |
| shift-work | 2026-10 | explanation | 0 | 0 | - | | | | nothing-due | | - |
| shift-work | 2026-10 | feedback_sought | 0 | 0 | - | | | | nothing-agreed | | - |
| shift-work | 2026-10 | barriers_answered | 0 | 0 | - | | | | nothing-due | | - |
| shift-work | 2026-10 | joint_review | 0 | 0 | - | | | | nothing-due | | still-open 1 |
| shift-work | 2026-10 | clinic | 1.5 | 5 | - | | | | too-little-coverage | | paused 1, still-open 1 |
"""

# --------------------------------------------------------------------------- the score says the same

EXPECTED = [*rows(LATE_TALKER_EXPECTED), *rows(TWO_HOUSEHOLDS_EXPECTED), *rows(SHIFT_WORK_EXPECTED)]


@pytest.mark.parametrize("row", EXPECTED, ids=str)
def test_the_score_is_what_was_worked_out_by_hand(row):
    assert row.found(CASES) == row.expected


def test_every_family_and_dimension_is_there():
    assert names() == STORIES
    dimensions = {*rows_of(LATE_TALKER), "family", "clinic"}
    for story in STORIES:
        for days in (ALL, OCTOBER):
            asked = {
                each.asked["dimension"]
                for each in EXPECTED
                if each.asked["case"] == story and each.asked["days"] == days and not each.asked.get("home")
            }
            assert asked == dimensions


# --------------------------------------------------------------------------- the working adds up to what is expected


def rows_of(working):
    """Read the working: for each dimension its lines as (day, credit, opportunities, weight, left out)."""
    found = {}
    for line in working.strip().splitlines():
        if line.startswith("###"):
            lines = found[line.removeprefix("### ").partition(":")[0]] = []
        elif not line.startswith("| to |"):
            day, _, credit, of, left_out, *weight = (cell.strip() for cell in line.strip("|").split("|"))
            reasons = Counter({reason: int(n) for reason, n in (each.split() for each in left_out.split(",") if each)})
            lines.append(
                (
                    dt.date.fromisoformat(f"2026-{day}"),
                    Fraction(credit or 0),
                    int(of or 0),
                    Fraction(weight[0]) if weight else Fraction(1),
                    reasons,
                )
            )
    return found


WORKINGS = {"late-talker": LATE_TALKER, "two-households": TWO_HOUSEHOLDS, "shift-work": SHIFT_WORK}
WINDOWS = {ALL: Window(dt.date(2026, 9, 7), dt.date(2026, 11, 30)), OCTOBER: Window.month("2026-10")}
# Not due yet: the grace of the review of 18 October ends with 1 November, the day after October.
STILL_OPEN = {("shift-work", OCTOBER, "joint_review")}


@pytest.mark.parametrize(
    "row",
    [each for each in EXPECTED if not each.asked.get("home") and each.asked["dimension"] not in {"family", "clinic"}],
    ids=str,
)
def test_the_working_adds_up(row):
    story, days, dimension = row.asked["case"], row.asked["days"], row.asked["dimension"]
    if (story, days, dimension) in STILL_OPEN:
        assert row.expected["left out"] == "still-open 1"
        return
    lines = [line for line in rows_of(WORKINGS[story])[dimension] if line[0] in WINDOWS[days]]
    credit, of = sum(line[1] for line in lines), sum(line[2] for line in lines)
    left_out = sum((line[4] for line in lines), Counter())
    shown = ", ".join(f"{reason} {count}" for reason, count in sorted(left_out.items())) or "-"
    assert (row.expected["left out"], int(row.expected["of"])) == (shown, of)
    assert float(row.expected["credit"]) == pytest.approx(float(credit), abs=5e-5)
    weight = sum(line[2] * line[3] for line in lines)
    gained = sum(line[1] * line[3] for line in lines)
    if row.expected["value"] != "-":
        assert float(row.expected["value"]) == pytest.approx(float(gained / weight), abs=5.1e-5)
    if "worst" in row.expected:
        unknown = sum(line[4]["unreported"] * line[3] for line in lines)
        assert float(row.expected["worst"]) == pytest.approx(float(gained / (weight + unknown)), abs=5.1e-5)
        assert float(row.expected["best"]) == pytest.approx(float((gained + unknown) / (weight + unknown)), abs=5.1e-5)


# --------------------------------------------------------------------------- honest, or silent

WHOLE = WINDOWS[ALL]


def _scored(story, journal=None):
    plan, happened = example(story)
    return score(plan, happened if journal is None else journal, WHOLE)


def _without_not_done(journal):
    kept = tuple(each for each in journal.practice if each.outcome != PracticeOutcome.NOT_DONE)
    return attrs.evolve(journal, practice=kept, log_statements=())


@pytest.mark.parametrize("story", STORIES)
def test_keeping_not_done_to_oneself_gains_no_certainty(story):
    # What nobody reports counts as not done in `worst`, so that `worst` cannot be raised by silence; and as done in
    # `best`, so that the honest range lies within the silent one. Each week without a word is a week without a log.
    honest = _scored(story).family
    silent = _scored(story, _without_not_done(example(story)[1])).family
    practice, unsaid = honest.dimensions["home_practice"], silent.dimensions["home_practice"]
    assert unsaid.worst == pytest.approx(practice.worst, abs=1e-12)
    assert unsaid.low_worst == pytest.approx(practice.low_worst, abs=1e-12)
    assert unsaid.best > practice.best
    assert unsaid.high_best > practice.high_best
    assert unsaid.best - unsaid.worst > practice.best - practice.worst
    assert unsaid.reported_share < practice.reported_share
    assert unsaid.left_out["unreported"] > practice.left_out["unreported"]
    assert silent.dimensions["communication"].credit <= honest.dimensions["communication"].credit
    assert silent.overall.worst <= honest.overall.worst + 1e-12


def test_the_mother_who_says_not_done_is_better_off_than_had_she_been_silent():
    # The week of night shifts: five times "not done". Silent, its four occasions would be unknown: 21.5 of 32 and not of
    # 36, .6719 and not .5972. But it would be a third week without a log: 9.5 of 13 and not 10.5. The overall of the honest
    # family is (.9 + .7656 + .5972 + .8077 + .8333)/5 = .78077, of the silent one (.9 + .7656 + .6719 + .7308 + .8333)/5 =
    # .78032; at worst .7591 and .7437.
    honest = _scored("shift-work").family
    silent = _scored("shift-work", _without_not_done(example("shift-work")[1])).family
    assert silent.dimensions["home_practice"].value == pytest.approx(21.5 / 32)
    assert silent.dimensions["home_practice"].worst == pytest.approx(21.5 / 44)
    assert silent.dimensions["home_practice"].best == pytest.approx(33.5 / 44)
    assert silent.dimensions["communication"].value == pytest.approx(9.5 / 13)
    assert honest.overall.value == pytest.approx(0.78077, abs=5e-6)
    assert silent.overall.value == pytest.approx(0.78032, abs=5e-6)
    assert honest.overall.worst == pytest.approx(0.7591, abs=5e-5)
    assert silent.overall.worst == pytest.approx(0.7437, abs=5e-5)


@pytest.mark.parametrize(
    ("story", "says_so", "keeps_silent"),
    [
        # Three times "not done" at meals: (17.5/3 + 20.5/4) over (18/3 + 24/4) and not over (21/3 + 24/4).
        ("late-talker", 0.8429, 0.9132),
        # Nine times: 180 fourteenths over 2 x 52 + 7 x 10 + 7 x 1 = 181 and not over 214.
        ("two-households", 0.8411, 0.9945),
        # Only the week of night shifts: in the others a record is there, and what is missing is not done anyway.
        ("shift-work", 0.5972, 0.6719),
    ],
)
def test_the_value_alone_would_flatter_silence_so_it_never_stands_alone(story, says_so, keeps_silent):
    # Unreported is unknown, not zero (R4). So the value of who keeps "not done" back is higher, and the same `worst`
    # beside it says what it is worth. Nobody should show `value` without `worst` and `best`.
    honest, silent = _scored(story), _scored(story, _without_not_done(example(story)[1]))
    assert honest.family.dimensions["home_practice"].value == pytest.approx(says_so, abs=5e-5)
    assert silent.family.dimensions["home_practice"].value == pytest.approx(keeps_silent, abs=5e-5)


@pytest.mark.parametrize(
    ("story", "overall"),
    [
        # The other four dimensions: (.8167 + .7875 + .7222 + .9)/4; this family promised no log.
        ("late-talker", 0.8066),
        # Ten weeks without a log, communication 3.5 of 15: (.8553 + .7474 + .2333 + .6667)/4.
        ("two-households", 0.6257),
        # Eleven weeks without a log, communication 1.5 of 13: (.9 + .7656 + .1154 + .8333)/4.
        ("shift-work", 0.6536),
    ],
)
def test_a_family_that_goes_silent_has_no_value_and_a_lower_overall(story, overall):
    honest = _scored(story).family
    silent = _scored(story, attrs.evolve(example(story)[1], practice=(), log_statements=())).family
    practice = silent.dimensions["home_practice"]
    assert (practice.value, practice.reason, practice.worst, practice.best) == (None, "too-little-reported", 0, 1)
    assert silent.overall.value == pytest.approx(overall, abs=5e-5)
    assert silent.overall.value < honest.overall.value
    assert silent.overall.worst < honest.overall.worst


@pytest.mark.parametrize(
    ("story", "value"),
    # The `worst` of the tables above: what nobody mentions is now known not to have been done.
    [("late-talker", 0.6709), ("two-households", 0.6642), ("shift-work", 0.4886)],
)
def test_where_the_log_is_complete_silence_about_not_done_changes_nothing(story, value):
    happened = example(story)[1]
    complete = LogStatement(id="complete", complete_until=dt.date(2026, 11, 29))
    for journal in (happened, _without_not_done(happened)):
        practice = _scored(story, journal.add(complete)).family.dimensions["home_practice"]
        assert practice.value == pytest.approx(value, abs=5e-5)
        assert practice.worst == practice.best == practice.value
        assert "unreported" not in practice.left_out


# --------------------------------------------------------------------------- who cancels, sees it


def _cancelled_by_clinic(session):
    return session.status == SessionStatus.CANCELLED and session.cancelled_by == Who.CLINIC


def test_a_clinic_that_cancels_often_sees_it_on_its_own_side():
    # Five of thirteen sessions of shift-work were cancelled by the clinic (the sixth lies in the pause). Without them
    # attendance is the same 4.5 of 5; sessions_kept is (1 + 1 + .5 + 1 + 1)/5 = .9 and not 5.5/10 = .55, and the clinic's
    # overall .6338 and not .5721.
    happened = example("shift-work")[1]
    kept = tuple(each for each in happened.sessions if not _cancelled_by_clinic(each))
    cancelling, spared = _scored("shift-work"), _scored("shift-work", attrs.evolve(happened, sessions=kept))
    for found in (cancelling, spared):
        attendance = found.family.dimensions["attendance"]
        assert (attendance.credit, attendance.opportunities, attendance.value) == (4.5, 5, 0.9)
        assert found.family.overall.value == pytest.approx(0.78077, abs=5e-6)
    assert cancelling.clinic.dimensions["sessions_kept"].value == pytest.approx(0.55)
    assert spared.clinic.dimensions["sessions_kept"].value == pytest.approx(0.9)
    assert cancelling.clinic.overall.value == pytest.approx(0.5721, abs=5e-5)
    assert spared.clinic.overall.value == pytest.approx(0.6338, abs=5e-5)


def test_had_the_family_cancelled_the_same_sessions_it_would_stand_on_its_side():
    # The five become the family's, for work: the one of 16 September, before the barrier was overdue, counts 0 of 1; the
    # four from October fall into the time of the open barrier. Attendance 4.5 of 6; sessions_kept 4.5 of 5.
    happened = example("shift-work")[1]
    sessions = tuple(
        attrs.evolve(
            each,
            cancelled_by=Who.FAMILY,
            cancellation_reason=CancellationReason.WORK,
            make_up_offered_on=None,
        )
        if _cancelled_by_clinic(each) and each.cancellation_reason != CancellationReason.CLINIC_CLOSED
        else each
        for each in happened.sessions
    )
    found = _scored("shift-work", attrs.evolve(happened, sessions=sessions))
    attendance, sessions_kept = found.family.dimensions["attendance"], found.clinic.dimensions["sessions_kept"]
    assert (attendance.credit, attendance.opportunities) == (4.5, 6)
    assert dict(attendance.left_out) == {"open-barrier": 6, "paused": 1}
    assert (sessions_kept.credit, sessions_kept.opportunities) == (4.5, 5)


# --------------------------------------------------------------------------- the files


def test_the_files_are_what_the_script_writes():
    assert {path: path.read_bytes() for path in documents()} == documents()


@pytest.mark.parametrize("story", STORIES)
def test_the_stories_hold_what_they_promise(story):
    plan, journal = example(story)
    decisions = {each.decision for each in plan.agreements}
    outcomes = {each.outcome for each in journal.practice}
    assert Decision.DECLINED in decisions
    assert plan.pauses
    assert PracticeOutcome.NOT_DONE in outcomes
    assert any(not barrier.responses for barrier in plan.barriers) == (story != "late-talker")
    clocks = {dt.datetime(2026, month, 15, 12, tzinfo=ZoneInfo(plan.timezone)).utcoffset() for month in (9, 11)}
    assert len(clocks) == 2
