"""Records are values: they can be copied, pickled, compared and used as keys, over a change of the clocks too."""

import copy
import datetime as dt
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabcare.interchange.documents import read_journal, read_plan, write_journal, write_plan
from collabcare.journal import CheckIn, Journal, Message
from collabcare.testing import strategies
from collabcare.testing.values import ZONES, instants
from tests.lib.record_classes import RECORDS

MADRID = ZoneInfo("Europe/Madrid")


@pytest.mark.parametrize("cls", RECORDS)
def test_copies_are_equal(cls):
    @given(strategies.records(cls))
    def check(record):
        for made in (copy.copy(record), copy.deepcopy(record), attrs.evolve(record)):
            assert made == record
            assert hash(made) == hash(record)
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            made = pickle.loads(pickle.dumps(record, protocol))  # noqa: S301 -- our own bytes
            assert made == record
            assert hash(made) == hash(record)
            assert type(made) is cls

    check()


@given(strategies.plan_with_journal())
def test_pickled_documents_write_the_same_bytes(pair):
    plan, journal = pickle.loads(pickle.dumps(pair))  # noqa: S301 -- our own bytes
    assert write_plan(plan) == write_plan(pair[0])
    assert write_journal(journal) == write_journal(pair[1])


def check_in(at):
    return CheckIn(id="c", caregiver="m", checked_in_at=at, stress=3)


def test_an_hour_that_comes_twice_stays_two_hours():
    first, second = (check_in(dt.datetime(2025, 10, 26, 2, 30, fold=fold, tzinfo=MADRID)) for fold in (0, 1))
    assert first != second
    assert second.checked_in_at - first.checked_in_at == dt.timedelta(hours=1)
    for one in (first, second):
        for made in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):  # noqa: S301 -- our own bytes
            assert made == one
            assert made.checked_in_at.isoformat() == one.checked_in_at.isoformat()


@given(instants(), st.sampled_from(ZONES))
def test_one_instant_told_in_two_zones_is_one_record(at, zone):
    one = check_in(at)
    other = check_in(at.astimezone(dt.UTC).astimezone(ZoneInfo(zone)) if 1900 < at.year < 2199 else at)
    assert one == other
    assert hash(one) == hash(other)
    assert one.checked_in_at.tzinfo is other.checked_in_at.tzinfo is dt.UTC
    assert write_journal(Journal(plan="p", check_ins=(one,))) == write_journal(Journal(plan="p", check_ins=(other,)))


@given(st.lists(instants(), min_size=2, max_size=4), st.sampled_from(ZONES))
def test_equal_instants_in_one_document_are_all_kept_in_utc(moments, zone):
    # The first and the last year have no room for other zones.
    moments = [at if 1900 < at.year < 2199 else at.replace(year=2001, day=min(at.day, 28)) for at in moments]
    lines = ['{"document":"collabcare-journal","version":1,"plan":"p"}']
    for number, at in enumerate(moments):
        utc = at.astimezone(dt.UTC)
        local = utc.astimezone(ZoneInfo(zone))
        for position, told in enumerate((utc, local if _offset(local) != "None" else utc)):
            text = told.replace(tzinfo=None).isoformat() + _offset(told)
            lines.append(
                f'{{"kind":"message","id":"m{number}.{position}","sent_at":"{text}",'
                '"sender":"t","recipients":["m"],"purpose":"question"}'
            )
    journal = read_journal("\n".join(lines).encode())
    assert all(type(each) is Message and each.sent_at.tzinfo is dt.UTC for each in journal.messages)
    assert len({each.sent_at for each in journal.messages}) == len({at.astimezone(dt.UTC) for at in moments})


def _offset(at):
    """Write an offset as RFC 3339 has it; zones had offsets with seconds once, which it has not."""
    seconds = at.utcoffset().total_seconds()
    if seconds % 60:
        return "None"
    hours, minutes = divmod(abs(int(seconds)) // 60, 60)
    return f"{'-' if seconds < 0 else '+'}{hours:02}:{minutes:02}"


# Ten processes write the same bytes, whatever the order of their sets.

_PROGRAM = """
import sys
from collabcare.interchange.documents import read_journal, read_plan, write_journal, write_plan
from collabcare.interchange.schema import NAMES, schema_text
plan, journal = (open(path, "rb").read() for path in sys.argv[1:])
sys.stdout.buffer.write(write_plan(read_plan(plan)) + write_journal(read_journal(journal), "ndjson"))
sys.stdout.buffer.write("".join(map(schema_text, NAMES)).encode())
"""


def test_ten_processes_write_the_same_bytes(tmp_path, shipped):
    plan, journal = shipped
    (tmp_path / "plan.json").write_bytes(write_plan(plan))
    (tmp_path / "journal.json").write_bytes(write_journal(journal))
    found = {
        subprocess.run(
            [sys.executable, "-c", _PROGRAM, tmp_path / "plan.json", tmp_path / "journal.json"],
            env={"PYTHONHASHSEED": str(seed), "TZ": ("UTC", "Asia/Kathmandu")[seed % 2]},
            check=True,
            capture_output=True,
        ).stdout
        for seed in range(10)
    }
    assert len(found) == 1
    assert next(iter(found)).startswith(write_plan(plan) + write_journal(journal, "ndjson"))


def test_reading_in_eight_threads_gives_equal_records(shipped):
    plan, journal = map(bytes, (write_plan(shipped[0]), write_journal(shipped[1])))
    with ThreadPoolExecutor(8) as pool:
        plans = list(pool.map(read_plan, [plan] * 32))
        journals = list(pool.map(read_journal, [journal] * 32))
    assert set(plans) == {shipped[0]}
    assert set(journals) == {shipped[1]}


@pytest.fixture(scope="module")
def shipped():
    """Return a family that the package ships: larger than what is drawn."""
    from collabcare.interchange.examples import example, names

    return example(names()[0])
