"""What a scoring model says of a dimension that is measured by a questionnaire."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from collabcare._record.declare import about
from collabcare._record.kinds import Bounds, Id, Privacy
from collabcare._record.record import record
from collabcare.engagement.instruments import INSTRUMENTS, AnswerCoding, Instrument, instrument
from collabcare.engagement.instruments.declaration import Sentence
from collabcare.engagement.instruments.scoring import check_use
from collabcare.engagement.own_dimension import OwnDimension
from collabcare.errors import Problem
from collabcare.vocabulary import Dimension, Role, Side

__all__ = ["QuestionnaireDimension", "Weight", "find_instrument", "questionnaire_problems"]

Weight = Annotated[float, Bounds("a number from 0 to 1000", Privacy.PLAIN, ge=0, le=1000)]


@record
class QuestionnaireDimension:
    """A dimension that is measured by a questionnaire: each time it is filled in is one opportunity."""

    name: Id = about("What the dimension is called.")
    side: Side = about("Whose dimension it is.")
    weight: Weight = about("Its weight in the overall; 0 keeps it out of it.")
    meaning: Sentence = about("What it says, in words.")
    instrument: Id = about("The instrument: one of the model's own, else one that comes with this library.")
    scale: Id = about("Which of its scales.")
    coding: AnswerCoding | None = about("Which way the answers in journals run.", default=None)
    respondents: tuple[Role, ...] = about("Whose answers count; without any, everyone's.", default=())

    @property
    def dimension(self) -> OwnDimension:
        """Its name, with its meaning as the definition."""
        return OwnDimension(self.name, self.meaning)


def find_instrument(own: Sequence[Instrument], name: str) -> Instrument | None:
    """Find an instrument by its id: one of the model's own, else one that comes with this library."""
    found = next((each for each in own if each.id == name), None)
    return instrument(name) if found is None and name in INSTRUMENTS else found


def questionnaire_problems(
    questionnaires: Sequence[QuestionnaireDimension], instruments: Sequence[Instrument]
) -> Iterator[Problem]:
    """
    Say what keeps questionnaires from being dimensions.

    Parameters
    ----------
    questionnaires
        Those of a model.
    instruments
        The model's own instruments.

    Yields
    ------
    Problem
        With places relative to the model.
    """
    taken = {each.value for each in Dimension}
    for position, each in enumerate(questionnaires):
        place = f"/questionnaires/{position}"
        if each.name in taken:
            yield Problem(f"{place}/name", "duplicate", "give each dimension a name of its own")
        taken.add(each.name)
        found = find_instrument(instruments, each.instrument)
        if found is None:
            told = f"name an instrument of the model's own, or one of: {', '.join(INSTRUMENTS)}"
            yield Problem(f"{place}/instrument", "unknown-reference", told)
            continue
        if all(scale.key != each.scale for scale in found.scales):
            yield Problem(f"{place}/scale", "unknown-reference", "name a scale that the instrument has")
        for problem in check_use(found, each.coding):
            at = problem.pointer if problem.pointer == "/coding" else "/instrument"
            yield Problem(f"{place}{at}", problem.code, problem.rule)
