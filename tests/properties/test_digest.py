"""The digest of a model changes with everything in it that could move a number, and with nothing else."""

import json
from importlib import resources

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from collabcare import InvalidRecordError, read_model
from collabcare.engagement import ScoringModel
from collabcare.engagement.model import PracticeWeight, UnreportedPolicy
from collabcare.vocabulary import CancellationReason

DOCUMENT = json.loads((resources.files("collabcare.engagement") / "models" / "partnership-1.json").read_bytes())
DIGEST = ScoringModel.default().parameters_digest
# Said here once more, apart from the code: what names and explains, and moves no number.
NAMES_AND_WORDS = {"id", "model_version", "title", "status", "opportunity", "meaning", "rule", "kind", "source"}
# What a document says about itself, and what names a case: another value is no model at all.
FIXED = {"document", "version", "dimension", "key"}
CODES = {
    "unreported": [each.value for each in UnreportedPolicy],
    "practice_weight": [each.value for each in PracticeWeight],
    "excused_session_reasons": [each.value for each in CancellationReason],
    "status": ["proposal", "validated", "retired"],
    "kind": ["published", "convention", "proposal"],
}


def leaves(value, path=()):
    """List the path of every single value of the document."""
    if isinstance(value, dict | list):
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        return [leaf for key, each in parts for leaf in leaves(each, (*path, key))]
    return [path]


def field_of(path):
    return next(each for each in reversed(path) if isinstance(each, str))


LEAVES = [path for path in leaves(DOCUMENT) if field_of(path) not in FIXED]
MOVES = [path for path in LEAVES if field_of(path) not in NAMES_AND_WORDS]
TELLS = [path for path in LEAVES if field_of(path) in NAMES_AND_WORDS]


def value_at(path):
    found = DOCUMENT
    for key in path:
        found = found[key]
    return found


def changed(path, value):
    copy = json.loads(json.dumps(DOCUMENT))
    place = copy
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return copy


def digest(document):
    """Give the digest of a document, when it is a model."""
    try:
        return read_model(json.dumps(document).encode()).parameters_digest
    except InvalidRecordError:
        return None


def others(path):
    """Draw another value for a place: of the same kind, so that it is likely to be a model."""
    value, field = value_at(path), field_of(path)
    if field in CODES:
        return st.sampled_from(CODES[field])
    if isinstance(value, bool):
        return st.booleans()
    if isinstance(value, int | float):
        return st.integers(0, 50) | st.floats(0, 1, allow_subnormal=False)
    return st.text("abcdefgh ", min_size=1, max_size=20)


@given(st.data())
@settings(max_examples=150)
def test_whatever_can_move_a_number_changes_the_digest(data):
    path = data.draw(st.sampled_from(MOVES))
    value = data.draw(others(path))
    assume(value != value_at(path))
    found = digest(changed(path, value))
    assume(found is not None)
    # A reason that is named twice excuses no more than one that is named once.
    twice = field_of(path) == "excused_session_reasons" and value in DOCUMENT["excused_session_reasons"]
    assert found != DIGEST or twice


def test_every_number_and_policy_was_drawn_from():
    assert len(MOVES) > 60
    assert {field_of(path) for path in MOVES} == set(DOCUMENT) - NAMES_AND_WORDS - FIXED - {
        "family",
        "clinic",
        "sources",
    } | {"weight", "credit"}


def test_each_single_value_changes_the_digest_by_itself():
    seen = {DIGEST}
    for path in MOVES:
        value, field = value_at(path), field_of(path)
        if field in CODES:
            tried = [each for each in CODES[field] if each != value and each not in DOCUMENT.get(field, ())]
        elif isinstance(value, bool):
            tried = [not value]
        else:
            tried = [value + 1, 0.25]
        found = next((each for each in (digest(changed(path, other)) for other in tried) if each is not None), None)
        assert found is not None, path
        assert found not in seen, path
        if field != "excused_session_reasons":  # there the order says nothing
            seen.add(found)


@given(st.data())
def test_words_leave_the_digest_as_it_is(data):
    path = data.draw(st.sampled_from(TELLS))
    value = 7 if field_of(path) == "model_version" else data.draw(others(path))
    found = digest(changed(path, value))
    assume(found is not None)
    assert found == DIGEST


def test_a_number_is_the_same_however_it_is_written():
    for path in MOVES:
        value = value_at(path)
        if isinstance(value, int) and not isinstance(value, bool):
            assert digest(changed(path, float(value))) in {DIGEST, None}, path
