"""Journals as NDJSON: which line, which place in it, and that a line more or less says what it says."""

import io

import pytest

import collabcare as cc
from tests.lib import maximal

from .test_documents import SEVEN, seven_faults

HEADER = b'{"document":"collabcare-journal","version":1,"plan":"p"}'
LOG = b'{"kind":"log-statement","id":"l%d","complete_until":"2026-01-%02d"}'
LINES = [HEADER, LOG % (1, 1), LOG % (2, 2), LOG % (3, 3)]
WHOLE = b"\n".join([*LINES, b""])


def places(problems) -> list[tuple[int | None, str | None, str]]:
    return [(each.line, each.pointer, each.code) for each in problems]


def test_what_is_written_and_read_again():
    journal = cc.read_journal(maximal.dump(maximal.journal()))
    written = cc.write_journal(journal, "ndjson")
    first, *events, last = written.split(b"\n")
    assert first == b'{"document":"collabcare-journal","version":1,"plan":"plan"}'
    assert len(events) == len(list(journal.events()))
    assert all(each.startswith(b'{"kind":"') for each in events)
    assert last == b""
    assert cc.read_journal(written) == journal
    assert written == maximal.as_lines(maximal.journal())


def test_no_events_at_all():
    assert cc.write_journal(cc.Journal(plan="p"), "ndjson") == HEADER + b"\n"
    for source in (HEADER, HEADER + b"\n", HEADER + b"\r\n\r\n"):
        assert cc.read_journal(source) == cc.Journal(plan="p")


@pytest.mark.parametrize(
    "source",
    [
        WHOLE,
        WHOLE.rstrip(b"\n"),
        WHOLE.replace(b"\n", b"\r\n"),
        WHOLE.replace(b"\n", b"\r\n").rstrip(),
        WHOLE.replace(b"\n", b"\n\n \n\t\r\n"),
        WHOLE + b"\n\n\n",
        b"\n".join([HEADER, *reversed(LINES[1:])]),
        b"\n".join(b"  " + each + b"\t" for each in LINES),
        b"\n".join(each.replace(b'":', b'" : ') for each in LINES),
    ],
    ids=[
        "as written",
        "no last line end",
        "CRLF",
        "CRLF, no last",
        "blank",
        "blank at the end",
        "order",
        "edges",
        "inside",
    ],
)
def test_line_ends_blank_lines_and_order_do_not_matter(source, tmp_path):
    expected = cc.read_journal(WHOLE)
    path = tmp_path / "journal.ndjson"
    path.write_bytes(source)
    for each in (source, io.BytesIO(source), path, str(path)):
        assert cc.read_journal(each) == expected
        if isinstance(each, io.BytesIO):
            each.seek(0)
        assert cc.check_journal(each) == ()


@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_blank_lines_count_as_lines(end):
    lines = [HEADER, b"", LOG % (1, 1), b"", b"", b'{"kind":"log-statement","id":"l2"}', b"x", b""]
    assert places(cc.check_journal(end.join(lines))) == [(6, "/complete_until", "missing"), (7, None, "not-json")]


def test_seven_faults_are_named_with_their_lines():
    data = seven_faults()
    lines = maximal.as_lines(data)
    problems = cc.check_journal(lines)
    # The header is line 1, and the events follow in the order of the lists.
    numbers, number = {}, 1
    for name in maximal.KINDS:
        for position, _ in enumerate(data[name]):
            number += 1
            numbers[f"/{name}/{position}"] = number
    expected = set()
    for pointer, code in SEVEN:
        place = "/".join(pointer.split("/")[:3])
        expected.add((numbers[place], pointer.removeprefix(place), code))
    assert len(problems) == 7
    assert set(places(problems)) == expected
    assert [each.line for each in problems] == sorted(each.line for each in problems)
    with pytest.raises(cc.InvalidRecordError) as caught:
        cc.read_journal(lines)
    assert caught.value.problems == problems


@pytest.mark.parametrize(
    ("line", "pointer", "code"),
    [
        (b"{", None, "not-json"),
        (b"nonsense", None, "not-json"),
        (b'{"kind":"log-statement"} {}', None, "not-json"),
        (b'{"kind":"log-statement","kind":"log-statement"}', None, "duplicate-key"),
        (b'{"id":"\xff"}', None, "not-utf-8"),
        (b'{"id":"\\u0000"}', None, "nul-character"),
        (b'{"id":"\\ud800"}', None, "lone-surrogate"),
        (b"[" * 65 + b"]" * 65, None, "too-deep"),
        (b"[]", "", "unknown-kind"),
        (b"null", "", "unknown-kind"),
        (b"{}", "/kind", "unknown-kind"),
        (b'{"kind":"visit"}', "/kind", "unknown-kind"),
        (b'{"kind":null}', "/kind", "unknown-kind"),
        (b'{"kind":["session"]}', "/kind", "unknown-kind"),
        (HEADER, "/kind", "unknown-kind"),
        (LOG % (1, 1), "/id", "duplicate-id"),
        (b'{"kind":"log-statement","id":"x","complete_until":7}', "/complete_until", "wrong-type"),
        (b'{"kind":"log-statement","id":"x","complete_until":"2026-02-30"}', "/complete_until", "wrong-format"),
        (b'{"kind":"log-statement","id":"x","complete_until":"2026-02-03","extra":1}', "", "unknown-fields"),
    ],
    ids=lambda each: repr(each)[:40],
)
def test_one_broken_line(line, pointer, code):
    source = b"\n".join([HEADER, LOG % (1, 1), line, LOG % (2, 2)])
    assert places(cc.check_journal(source)) == [(3, pointer, code)]
    with pytest.raises(cc.UnreadableDocumentError if pointer is None else cc.InvalidRecordError) as caught:
        cc.read_journal(source)
    problems = (caught.value.problem,) if pointer is None else caught.value.problems
    assert places(problems) == [(3, pointer, code)]


def test_a_line_that_cannot_be_read_does_not_hide_the_others():
    lines = [
        HEADER,
        b"{",
        b'{"kind":"visit"}',
        b'{"kind":"log-statement","id":"l 1","complete_until":"2026-01-01"}',
        b"}",
    ]
    assert places(cc.check_journal(b"\n".join(lines))) == [
        (2, None, "not-json"),
        (3, "/kind", "unknown-kind"),
        (4, "/id", "wrong-format"),
        (5, None, "not-json"),
    ]
    with pytest.raises(cc.UnreadableDocumentError) as caught:
        cc.read_journal(b"\n".join(lines))
    assert caught.value.problem.line == 2


def test_an_event_that_cannot_be_read_may_be_the_one_that_others_point_to():
    lines = maximal.as_lines(maximal.journal()).split(b"\n")
    asked = next(position for position, each in enumerate(lines) if b'"id":"q1"' in each)
    for broken in (b"{", b'{"kind":"note"}', lines[asked].replace(b'"q1"', b'"q 1"')):
        source = b"\n".join([*lines[:asked], broken, *lines[asked + 1 :]])
        assert [each.line for each in cc.check_journal(source)] == [asked + 1]
    without = b"\n".join([*lines[:asked], *lines[asked + 1 :]])
    assert places(cc.check_journal(without)) == [(asked + 1, "/in_reply_to", "unknown-reference")]


def test_rules_between_lines_name_the_line():
    reply = b'{"kind":"message","id":"q%d","sent_at":"2026-01-%02dT09:00:00Z","sender":"%s","recipients":["%s"],%s}'
    asked = reply % (1, 5, b"m", b"t", b'"purpose":"question"')
    early = reply % (2, 4, b"t", b"m", b'"purpose":"answer","in_reply_to":"q1"')
    astray = reply % (3, 6, b"t", b"x", b'"purpose":"answer","in_reply_to":"q1"')
    lost = reply % (4, 6, b"t", b"m", b'"purpose":"answer","in_reply_to":"q9"')
    source = b"\n".join([HEADER, lost, astray, early, LOG % (1, 1), asked])
    assert places(cc.check_journal(source)) == [
        (2, "/in_reply_to", "unknown-reference"),
        (3, "/recipients", "wrong-reply"),
        (4, "/sent_at", "date-order"),
    ]


# The first line.


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (b'{"document":"collabcare-journal","version":2,"plan":"p"}', [(1, None, "unsupported-version")]),
        (b'{"document":"collabcare-plan","version":1,"plan":"p"}', [(1, None, "unknown-document")]),
        (b'{"version":1,"plan":"p"}', [(1, None, "unknown-document")]),
        (b'{"document":"collabcare-journal","version":1}', [(1, "/plan", "missing")]),
        (b'{"document":"collabcare-journal","plan":"p"}', [(1, "/version", "unknown-code")]),
        (b'{"document":"collabcare-journal","version":0,"plan":"p"}', [(1, "/version", "unknown-code")]),
        (b'{"document":"collabcare-journal","version":1,"plan":"p q"}', [(1, "/plan", "wrong-format")]),
        (b'{"document":"collabcare-journal","version":1,"plan":"p","by":"us"}', [(1, "", "unknown-fields")]),
        (b'{"document":"collabcare-journal","version":1,"plan":"\\u0000"}', [(1, None, "nul-character")]),
        (LOG % (9, 9), [(1, None, "unknown-document")]),
    ],
    ids=range(10),
)
def test_a_broken_first_line(header, expected, tmp_path):
    source = b"\n".join([header, *LINES[1:], b""])
    path = tmp_path / "journal.ndjson"
    path.write_bytes(source)
    for each in (source, path, io.BytesIO(source)):
        assert places(cc.check_journal(each)) == expected
    with pytest.raises((cc.UnreadableDocumentError, cc.UnsupportedVersionError, cc.InvalidRecordError)):
        cc.read_journal(source)


@pytest.mark.parametrize("source", [b"", b"\n\n", b" "])
def test_an_empty_file(source, tmp_path):
    path = tmp_path / "journal.ndjson"
    path.write_bytes(source)
    ((line, pointer, code),) = places(cc.check_journal(path))
    assert (line, pointer, code) == (1, None, "not-json")
    with pytest.raises(cc.UnreadableDocumentError):
        cc.read_journal(path)


def test_a_byte_order_mark(tmp_path):
    path = tmp_path / "journal.ndjson"
    path.write_bytes(b"\xef\xbb\xbf" + WHOLE)
    assert places(cc.check_journal(path)) == [(1, None, "not-utf-8")]
    assert [each.code for each in cc.check_journal(path.read_bytes())] == ["not-utf-8"]


def test_a_json_document_that_is_called_ndjson_and_the_reverse(tmp_path):
    document, lines = tmp_path / "journal.ndjson", tmp_path / "journal.json"
    document.write_bytes(HEADER)
    lines.write_bytes(WHOLE)
    assert cc.read_journal(document) == cc.Journal(plan="p")
    assert cc.read_journal(lines) == cc.read_journal(WHOLE)


def test_one_line_of_json_is_a_document():
    source = maximal.dump(maximal.journal())
    assert b"\n" not in source
    assert cc.read_journal(source) == cc.read_journal(source + b"\n") == cc.read_journal(b"\n" + source)
    broken = maximal.dump({**maximal.journal(), "extra": 1}) + b"\n"
    assert places(cc.check_journal(broken)) == [(None, "", "unknown-fields")]


def test_a_file_is_read_one_line_at_a_time():
    class Lines(io.BytesIO):
        def read(self, size=-1):
            pytest.fail("NDJSON is read line by line")

    assert len(cc.read_journal(Lines(WHOLE)).log_statements) == 3
