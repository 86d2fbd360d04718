"""Answers to a questionnaire: numbers only, never its wording."""

from collections.abc import Iterator

from collabcare._record.declare import about, rule
from collabcare._record.kinds import AtLeastOne, Flag, Id, Instant, Label, Rating
from collabcare._record.record import record
from collabcare.errors import Problem

__all__ = ["Answers", "ItemAnswer"]


@record
class ItemAnswer:
    """The answer to one item: a number, not applicable, or skipped."""

    item: Id = about("The item's number or name in the instrument.")
    answer: Rating | None = about("The number chosen.", default=None)
    not_applicable: Flag = about("Whether the item does not apply.", default=False)
    skipped: Flag = about("Whether it was left empty.", default=False)

    @rule
    def _one_of_three(self) -> Iterator[Problem]:
        if (self.answer is not None) + self.not_applicable + self.skipped != 1:
            yield Problem("/answer", "exactly-one", "give one of answer, not_applicable and skipped")


@record
class Answers:
    """One person's answers to one questionnaire on one day. It is not a score."""

    id: Id = about("How other records point to these answers.")
    instrument: Id = about("The questionnaire.")
    instrument_version: Label | None = about("Its version.", default=None)
    respondent: Id = about("Who answered.", refers="Participant")
    answered_at: Instant = about("When.")
    items: AtLeastOne[ItemAnswer] = about("The answers, item by item.")

    @rule
    def _items_are_unique(self) -> Iterator[Problem]:
        seen: set[str] = set()
        for position, each in enumerate(self.items):
            if each.item in seen:
                yield Problem(f"/items/{position}/item", "duplicate", "give each item once")
            seen.add(each.item)
