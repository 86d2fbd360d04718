"""Every record and every field says what it is: nothing derived from a declaration is left without its source."""

import enum
import re

import attrs
import msgspec
import pytest

from collabcare._record.declare import About, is_record, rules, specs
from collabcare._record.kinds import Audience, Privacy
from collabcare.errors import InvalidRecordError
from collabcare.journal import KINDS, Journal
from collabcare.plans import SharedPlan
from tests.lib.record_classes import RECORDS
from tests.records.smallest import SMALLEST

NAMES = {cls.__name__ for cls in RECORDS}
FIELDS = [(cls, spec) for cls in RECORDS for spec in specs(cls)]
EACH_FIELD = pytest.mark.parametrize(
    ("cls", "spec"), FIELDS, ids=[f"{cls.__name__}.{spec.name}" for cls, spec in FIELDS]
)


def test_every_record_within_a_document_is_public():
    found, waiting = set(), [SharedPlan, Journal]
    while waiting:
        cls = waiting.pop()
        found.add(cls.__name__)
        waiting += [spec.leaf for spec in specs(cls) if is_record(spec.leaf) and spec.leaf.__name__ not in found]
    assert found == NAMES


@pytest.mark.parametrize("cls", RECORDS)
def test_class_has_a_docstring_of_whole_sentences(cls):
    first = cls.__doc__.strip().splitlines()[0]
    assert first.endswith((".", ":"))
    assert all(rule.__name__.startswith("_") for rule in rules(cls))


@EACH_FIELD
def test_field_has_privacy_meaning_and_audience(cls, spec):
    assert isinstance(spec.about, About)
    assert re.fullmatch(r"\S.*[^.]\.|\S.*\?\.?|\S.*\.\.\.", spec.about.meaning), "a sentence in one line"
    assert len(spec.about.meaning) < 100
    assert spec.about.audience
    assert spec.about.audience <= set(Audience)
    assert is_record(spec.leaf) or isinstance(spec.privacy, Privacy)
    assert not is_record(spec.leaf) or spec.privacy is None


@EACH_FIELD
def test_field_says_what_to_give(cls, spec):
    if not is_record(spec.leaf) and not issubclass(spec.leaf, enum.Enum):
        assert spec.bounds.rule


@EACH_FIELD
def test_id_says_what_it_refers_to_and_only_ids_refer(cls, spec):
    assert set(spec.about.refers) <= NAMES
    if spec.about.refers:
        assert spec.privacy is Privacy.PSEUDONYM
    for name in spec.about.refers:
        target = next(each for each in RECORDS if each.__name__ == name)
        assert "id" in attrs.fields_dict(target)


@EACH_FIELD
def test_absent_means_null_or_nothing(cls, spec):
    """An explicit null may stand for an absent field exactly where that means nothing is known."""
    if spec.optional:
        assert spec.default is None
    if spec.many is not None and not spec.required:
        assert spec.default == ()


@EACH_FIELD
def test_day_and_instant_are_told_apart_by_name(cls, spec):
    if spec.leaf.__name__ == "datetime":
        assert spec.name.endswith("_at")
    if spec.leaf.__name__ == "date":
        assert re.search(r"(^|_)on$|^since$|^until$|_until$", spec.name)


def test_kinds_of_event_are_the_fields_of_a_journal():
    assert [name for name, _ in KINDS.values()] == [spec.name for spec in specs(Journal) if spec.many is not None]
    for name, cls in KINDS.values():
        (spec,) = (each for each in specs(Journal) if each.name == name)
        assert spec.leaf is cls
        assert "kind" not in attrs.fields_dict(cls), "NDJSON needs the word for the kind of event"


@pytest.mark.parametrize("cls", SMALLEST, ids=lambda cls: cls.__name__)
def test_record_is_frozen_holds_what_was_given_and_shows_no_content(cls):
    record = cls(**SMALLEST[cls])
    name = specs(cls)[0].name
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(record, name, None)
    assert vars(record).keys() == SMALLEST[cls].keys()
    assert all(getattr(record, each.name) == each.default for each in specs(cls) if each.name not in SMALLEST[cls])
    assert re.fullmatch(r"<\w+( [\w.-]+)?( \d+ \w+)*>", repr(record))


@pytest.mark.parametrize("cls", SMALLEST, ids=lambda cls: cls.__name__)
def test_codes_given_as_text_become_codes(cls):
    record = cls(**SMALLEST[cls])
    for spec in specs(cls):
        if issubclass(spec.leaf, enum.Enum):
            value = getattr(record, spec.name)
            for each in value if spec.many is not None else (value,):
                assert each is None or type(each) is spec.leaf


@EACH_FIELD
def test_field_refuses_a_value_of_a_foreign_type(cls, spec):
    if cls not in SMALLEST:
        return
    with pytest.raises(InvalidRecordError) as caught:
        cls(**(SMALLEST[cls] | {spec.name: object()}))
    assert f"/{spec.name}" in {each.pointer for each in caught.value.problems}


def test_audience_given_as_text_becomes_a_code():
    from tests.records.smallest import message

    (audience,) = message("a", audience=("clinic",)).audience
    assert type(audience) is Audience


def test_bounds_of_decimals_are_those_that_can_be_written():
    """Python writes Decimal("0.0000001") as 1E-7, which is not how a document has it."""
    from decimal import Decimal

    from collabcare.plans import Measure

    for text, written in (
        ("0.000001", "0.000001"),
        ("1E+3", "1000"),
        ("-0", "0"),
        ("5.10", "5.1"),
        ("9" * 15, "9" * 15),
    ):
        assert msgspec.to_builtins(Measure(value=Decimal(text), unit="%").value) == written
    for text in ("0.0000001", "9" * 16, "NaN", "Infinity", "1E+15"):
        with pytest.raises(InvalidRecordError):
            Measure(value=Decimal(text), unit="%")
