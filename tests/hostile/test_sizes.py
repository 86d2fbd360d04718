"""Too large, too deep, too long: refused with a reason, without building what was sent."""

import io
import json

import pytest

import collabcare as cc
from collabcare.interchange import sources
from tests.lib import maximal

MIB = 1024 * 1024
HEADER = b'{"document":"collabcare-journal","version":1,"plan":"p"}\n'


class Endless(io.RawIOBase):
    """A binary file without an end; it counts what was taken from it, and gives at most so much at a time."""

    def __init__(self, begun: bytes = b"", *, piece: int = 16 * MIB) -> None:
        super().__init__()
        self.begun = begun
        self.taken = 0
        self.piece = b" " * piece

    def read(self, size: int = -1) -> bytes:
        assert size >= 0, "asked for all of a file without an end"
        found, self.begun = (self.begun or self.piece)[:size], self.begun[size:]
        self.taken += len(found)
        return found

    def readline(self, size: int | None = -1) -> bytes:
        assert size is not None
        assert size >= 0, "asked for all of a line without an end"
        end = self.begun.find(b"\n") + 1
        if end:
            return self.read(end)
        found = self.read(size)
        self.taken += size - len(found)
        return found.ljust(size)


@pytest.fixture
def small(monkeypatch) -> int:
    """Make the limit small, so that what lies just within it can be tried too."""
    monkeypatch.setattr(sources, "MAX_BYTES", 4096)
    return 4096


def test_the_limit_is_64_mib():
    assert sources.MAX_BYTES == 64 * MIB


@pytest.mark.parametrize(("read", "check"), [(cc.read_plan, cc.check_plan), (cc.read_journal, cc.check_journal)])
def test_a_file_without_an_end(read, check):
    source = Endless(b"[")
    with pytest.raises(cc.UnreadableDocumentError) as caught:
        read(source)
    assert (caught.value.problem.pointer, caught.value.problem.code) == (None, "too-large")
    assert source.taken == 64 * MIB + 1
    assert check(Endless(b"[")) == (caught.value.problem,)


def test_a_line_without_an_end():
    for begun, line in (
        (HEADER, 2),
        (HEADER + b'{"kind":"log-statement","id":"l","complete_until":"2026-01-01"}\n', 3),
    ):
        with pytest.raises(cc.UnreadableDocumentError) as caught:
            cc.read_journal(Endless(begun))
        assert (caught.value.problem.code, caught.value.problem.line) == ("too-large", line)
        assert cc.check_journal(Endless(begun)) == (caught.value.problem,)


def test_a_header_without_an_end(tmp_path):
    (problem,) = cc.check_journal(Endless())
    assert (problem.code, problem.line) == ("too-large", None)


def test_just_within_the_limit_and_just_beyond(small):
    document = json.dumps({"document": "collabcare-journal", "version": 1, "plan": "p"}).encode()
    within = document[:-1] + b" " * (small - len(document)) + b"}"
    assert len(within) == small
    for source in (within, io.BytesIO(within), bytearray(within), memoryview(within)):
        assert cc.read_journal(source) == cc.Journal(plan="p")
    for source in (within + b" ", io.BytesIO(within + b" ")):
        with pytest.raises(cc.UnreadableDocumentError) as caught:
            cc.read_journal(source)
        assert caught.value.problem.code == "too-large"


def test_a_long_file_of_short_lines_is_not_too_large(small):
    line = b'{"kind":"log-statement","id":"l%d","complete_until":"2026-01-01"}\n'
    source = HEADER + b"".join(line % each for each in range(200))
    assert len(source) > 2 * small
    assert len(cc.read_journal(source).log_statements) == 200


def test_a_path_to_a_document_that_is_too_large(small, tmp_path):
    path = tmp_path / "plan.json"
    path.write_bytes(b" " * (small + 1))
    for check in (cc.check_plan, cc.check_journal):
        (problem,) = check(path)
        assert problem.code == "too-large"


def test_a_file_that_gives_little_at_a_time_is_read_to_its_end():
    document = maximal.dump(maximal.plan())

    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(7 if size is None or size < 0 else min(size, 7))

    assert cc.read_plan(Slow(document)) == cc.read_plan(document)
    journal = maximal.dump(maximal.journal())
    assert cc.read_journal(Slow(journal)) == cc.read_journal(journal)


# Depth.


def nested(depth: int, opening: str, closing: str) -> bytes:
    """Write a plan with something nested in it, which together are so deep."""
    inner = opening * (depth - 1) + "0" + closing * (depth - 1)
    return f'{{"document":"collabcare-plan","version":1,"title":{inner}}}'.encode()


SHAPES = [("[", "]"), ('{"a":', "}"), ('[{"a":', "}]")]


@pytest.mark.parametrize(("opening", "closing"), SHAPES)
def test_64_deep_is_read_and_65_is_not(opening, closing):
    each = opening.count("[") + opening.count("{")
    times = 63 // each + 1
    deepest = (times - 1) * each + 1
    readable = [(each.pointer, each.code) for each in cc.check_plan(nested(times, opening, closing))]
    assert deepest <= 64
    assert None not in dict(readable)
    assert readable[0][0] is not None
    too_deep = cc.check_plan(nested(times + 1, opening, closing))
    assert [(each.pointer, each.code) for each in too_deep] == [(None, "too-deep")]
    with pytest.raises(cc.UnreadableDocumentError):
        cc.read_plan(nested(times + 1, opening, closing))


def test_brackets_in_text_are_not_depth():
    plan = maximal.put(maximal.plan(), ("participants", 0, "name"), '["\\' * 60)
    assert cc.check_plan(maximal.dump(plan)) == ()
    assert cc.read_plan(maximal.dump(plan)).participants[0].name == '["\\' * 60


@pytest.mark.parametrize("depth", [65, 1_000, 100_000])
def test_deep_python_data_is_refused_alike(depth):
    data = 0
    for _ in range(depth):
        data = [data]
    with pytest.raises(cc.UnreadableDocumentError) as caught:
        cc.plan_from_dict({"document": "collabcare-plan", "version": 1, "title": data})
    assert caught.value.problem.code == "too-deep"
    assert caught.value.__context__ is None


def test_python_data_that_holds_itself():
    data = {"document": "collabcare-plan"}
    data["title"] = data
    with pytest.raises(cc.UnreadableDocumentError) as caught:
        cc.plan_from_dict(data)
    assert caught.value.__context__ is None


# Long numbers.


@pytest.mark.parametrize("digits", [19, 20, 40, 309, 4_300, 4_301, 10_000, 1_000_000])
@pytest.mark.parametrize("sign", ["", "-"])
def test_long_whole_numbers_are_out_of_range(digits, sign):
    number = f"{sign}{'9' * digits}".encode()
    document = maximal.dump(maximal.plan()).replace(b'"revision":7', b'"revision":' + number)
    assert [(each.pointer, each.code) for each in cc.check_plan(document)] == [("/revision", "out-of-range")]
    with pytest.raises(cc.InvalidRecordError):
        cc.read_plan(document)


@pytest.mark.parametrize("digits", [19, 20, 40, 309, 4_300, 4_301, 10_000])
def test_long_numbers_are_out_of_range(digits):
    for form in ("9" * digits, f"{'9' * digits}.5", f"-{'9' * digits}e0"):
        document = maximal.dump(maximal.journal()).replace(b'"rating":3.5', b'"rating":' + form.encode())
        problems = cc.check_journal(document)
        if problems[0].pointer is None:
            # Written like a fraction, and more than a float can hold.
            assert (problems[0].code, form.isdigit(), digits >= 309) == ("not-json", False, True)
        else:
            assert [(each.pointer, each.code) for each in problems] == [
                ("/sessions/0/ratings/0/rating", "out-of-range")
            ]


@pytest.mark.parametrize("digits", [309, 10_000])
def test_long_numbers_in_decimals_fields_and_versions(digits):
    plan = maximal.put(maximal.plan(), ("goals", 0, "baseline", "value"), "9" * digits)
    (problem,) = cc.check_plan(maximal.dump(plan))
    assert (problem.pointer, problem.code) == ("/goals/0/baseline/value", "wrong-format")
    newer = maximal.dump(maximal.plan()).replace(b'"version":1', b'"version":' + b"9" * digits)
    (problem,) = cc.check_plan(newer)
    assert (problem.pointer, problem.code) == (None, "unsupported-version")
    with pytest.raises(cc.UnsupportedVersionError):
        cc.read_plan(newer)


def test_many_digits_after_the_point_are_a_number_like_any_other():
    document = maximal.dump(maximal.journal()).replace(b'"done_share":0.5', b'"done_share":0.5' + b"0" * 10_000)
    assert cc.read_journal(document) == cc.read_journal(maximal.dump(maximal.journal()))
