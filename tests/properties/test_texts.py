"""Which wording a reader gets."""

from hypothesis import assume, given
from hypothesis import strategies as st

from collabcare.testing import strategies
from collabcare.text import Text, Wording
from collabcare.vocabulary import WordingStatus

LANGUAGES = st.sampled_from(["en", "en-GB", "en-US", "es", "es-MX", "es-419", "pt-BR", "zh-Hant", "zh-Hant-TW", "fr"])
WORDINGS = strategies.records(Wording, language=LANGUAGES)
TEXTS = strategies.records(Text, default=LANGUAGES, wordings=st.lists(WORDINGS, min_size=1, max_size=5).map(tuple))


@given(TEXTS, st.lists(LANGUAGES, max_size=3), st.booleans())
def test_what_is_given_may_be_given(text, languages, drafts):
    found = text.in_(languages, machine_drafts=drafts)
    usable = [each for each in text.wordings if drafts or each.status != WordingStatus.MACHINE_DRAFT]
    if found is None:
        primary = {tag.partition("-")[0] for tag in (*languages, text.default)}
        assert not [each for each in usable if each.language.partition("-")[0] in primary]
    else:
        assert found in usable


@given(TEXTS, LANGUAGES, st.lists(LANGUAGES, max_size=2))
def test_an_exact_match_comes_first(text, language, others):
    exact = [each for each in text.wordings if each.language == language and each.status != WordingStatus.MACHINE_DRAFT]
    assume(exact)
    assert text.in_([language, *others]) == exact[0]
    assert text.in_([language.upper(), *others]) == exact[0]


@given(TEXTS, LANGUAGES)
def test_a_wording_in_the_readers_language_comes_before_the_default(text, language):
    primary = language.partition("-")[0]
    usable = [each for each in text.wordings if each.status != WordingStatus.MACHINE_DRAFT]
    if any(each.language.partition("-")[0] == primary for each in usable):
        assert text.in_([language]).language.partition("-")[0] == primary


@given(TEXTS)
def test_a_machine_draft_is_given_only_when_asked_for(text):
    for each in text.wordings:
        if each.status == WordingStatus.MACHINE_DRAFT:
            assert text.in_([each.language]) != each
        assert text.in_([each.language], machine_drafts=True) == each


def test_region_falls_back_to_language_and_language_to_any_region():
    text = Text(default="en", wordings=tuple(Wording(language=tag, words=tag) for tag in ("en", "es", "pt-BR")))
    assert text.in_(["es-MX"]).words == "es"
    assert text.in_(["pt"]).words == "pt-BR"
    assert text.in_(["pt-PT"]).words == "pt-BR"
    assert text.in_(["fr", "es"]).words == "es"
    assert text.in_(["fr"]).words == "en"
    assert text.in_([]).words == "en"
