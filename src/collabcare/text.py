"""Words for people: one message in one or several languages, and how far each wording can be relied on."""

from collections.abc import Iterable, Iterator

from collabcare._record.declare import EVERYONE, about, rule
from collabcare._record.kinds import AtLeastOne, Language, Words
from collabcare._record.record import record
from collabcare.errors import Problem
from collabcare.vocabulary import WordingStatus

__all__ = ["Text", "Wording"]


@record
class Wording:
    """A message in one language."""

    language: Language = about("Its language (BCP 47).", audience=EVERYONE)
    words: Words = about("The message itself.", audience=EVERYONE)
    status: WordingStatus = about("How far it can be relied on.", default=WordingStatus.WRITTEN, audience=EVERYONE)


@record
class Text:
    """
    One message in the languages that a family and its therapists need.

    It is not a translation service: each wording says how it came to be, and a machine draft is never a family's match
    unless asked for.

    Examples
    --------
    >>> text = Text.of("en", "Name two pictures at bedtime")
    >>> text.in_(["es", "en"]).words
    'Name two pictures at bedtime'
    """

    default: Language = about("The language to fall back to.", audience=EVERYONE)
    wordings: AtLeastOne[Wording] = about("The message, once for each language.", audience=EVERYONE)

    @rule
    def _languages_are_unique(self) -> Iterator[Problem]:
        seen: set[str] = set()
        for position, wording in enumerate(self.wordings if len(self.wordings) > 1 else ()):
            if wording.language.lower() in seen:
                yield Problem(f"/wordings/{position}/language", "duplicate", "give each language once")
            seen.add(wording.language.lower())

    @rule
    def _default_is_there(self) -> Iterator[Problem]:
        if self.default not in [wording.language for wording in self.wordings]:
            yield Problem("/default", "needs", "give a wording in the default language")

    @classmethod
    def of(cls, language: str, words: str, status: WordingStatus = WordingStatus.WRITTEN) -> "Text":
        """
        Make a message in a single language.

        Parameters
        ----------
        language
            BCP 47 language tag.
        words
            The message.
        status
            How far it can be relied on.

        Returns
        -------
        Text
            With this one wording, which is the default.
        """
        return cls(default=language, wordings=(Wording(language=language, words=words, status=status),))

    def in_(self, languages: Iterable[str], *, machine_drafts: bool = False) -> Wording | None:
        """
        Find the best wording for a reader.

        Parameters
        ----------
        languages
            The reader's languages, the best known first.
        machine_drafts
            Whether a wording that nobody has read may be given.

        Returns
        -------
        Wording or None
            Its `language` and `status` say which one it is. A language matches exactly, else without its region
            (`es-MX` finds `es`, RFC 4647 lookup), else with any region (`es` finds `es-MX`). When none matches, the
            default is given; `None` when there is none that may be given.
        """
        usable = [each for each in self.wordings if machine_drafts or each.status != WordingStatus.MACHINE_DRAFT]
        for language in (*languages, self.default):
            found = _best(usable, language.lower())
            if found is not None:
                return found
        return None


def _best(wordings: list[Wording], language: str) -> Wording | None:
    wanted = language
    while wanted:
        for each in wordings:
            if each.language.lower() == wanted:
                return each
        wanted = wanted.rpartition("-")[0]
    primary = language.partition("-")[0]
    return next((each for each in wordings if each.language.lower().partition("-")[0] == primary), None)
