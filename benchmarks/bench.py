"""
Speed as ratios: collabcare beside a peer, in one process, in interleaved rounds; medians are printed.

Run it with `make bench`. The figures also go to `build/bench.json`.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import documents
import peers

from collabcare import check_journal, check_plan, engagement, read_journal, read_plan, write_journal, write_plan
from collabcare._dates import Window
from collabcare.journal import Journal, PracticeRecord
from collabcare.plans import SharedPlan

ROUNDS = 60
PROCESS_ROUNDS = 15


def interleaved(
    ours: Callable[[], Any],
    peer: Callable[[], Any],
    rounds: int = ROUNDS,
    clock: Callable[[], float] = time.process_time,
) -> tuple[float, float]:
    """Run both in turn, and give the median seconds of each."""
    ours(), peer()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for run, kept in zip((ours, peer), times, strict=True):
            start = clock()
            run()
            kept.append(clock() - start)
    return statistics.median(times[0]), statistics.median(times[1])


def python(code: str) -> Callable[[], Any]:
    """Run code in a process of its own, with compiled modules at hand as after any install."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return lambda: subprocess.run([sys.executable, "-c", code], check=True, env=env)  # noqa: S603 -- this file's own code


def plain_record() -> type:
    """Make a frozen attrs class with the fields of a practice record and no checks."""
    fields = {each.name: attrs.field(default=each.default) for each in attrs.fields(PracticeRecord)}
    return attrs.make_class("Plain", fields, frozen=True, slots=True, kw_only=True)


def planted(plan: bytes, journal: bytes) -> tuple[bytes, bytes]:
    """Plant seven faults: three inside events, an unknown field, a wrong type, a dangling reference, a date order."""
    p, j = json.loads(plan), json.loads(journal)
    j["practice"][100]["minutes"] = -5
    j["practice"][300]["outcome"] = "perhaps"
    j["messages"][40]["sent_at"] = "yesterday"
    p["goals"][2]["colour"] = "blue"
    p["revision"] = "one"
    p["assignments"][3]["goals"] = ["nowhere"]
    p["commitments"][1]["until"] = "2026-08-01"
    return json.dumps(p).encode(), json.dumps(j).encode()


def pydantic_problems(models: tuple[Any, Any], data: tuple[bytes, bytes]) -> int:
    """Count what pydantic reports; it knows no references between records and no order of dates."""
    count = 0
    for model, each in zip(models, data, strict=True):
        try:
            model.model_validate_json(each)
        except peers.pydantic.ValidationError as error:
            count += len(error.errors())
    return count


def measure() -> list[dict[str, Any]]:
    """Measure everything."""
    plan, journal = documents.plan(), documents.journal()
    own = write_plan(plan), write_journal(journal)
    foreign = tuple(json.dumps(json.loads(each), indent=1).encode() for each in own)
    models = peers.model(SharedPlan), peers.model(Journal)
    theirs = tuple(model.model_validate_json(each) for model, each in zip(models, own, strict=True))
    bad = planted(*own)
    found = [*check_plan(bad[0]), *check_journal(bad[1])]
    assert len(found) == 7, found
    lines = write_journal(journal, "ndjson")
    values = dict(id="r1", assignment="a1", practised_on=documents.START, by="m", outcome="done", minutes=5)  # noqa: C408 -- keywords
    Plain = plain_record()  # noqa: N806 -- a class
    month = Window.month("2026-09")
    practice = engagement.score(plan, journal, month).family.dimensions["home_practice"]
    assert (practice.opportunities, dict(practice.left_out)) == (600, {"unreported": 120}), practice  # of 720 due
    imports = "import attrs, msgspec"
    names = [
        (
            "read plan and journal, our own bytes",
            lambda: (read_plan(own[0]), read_journal(own[1])),
            "pydantic model_validate_json",
            lambda: [m.model_validate_json(d) for m, d in zip(models, own, strict=True)],
            0.85,
        ),
        (
            "read plan and journal, foreign formatting",
            lambda: (read_plan(foreign[0]), read_journal(foreign[1])),
            "pydantic model_validate_json",
            lambda: [m.model_validate_json(d) for m, d in zip(models, foreign, strict=True)],
            1.8,
        ),
        (
            "read plan and journal as NDJSON, our own bytes",
            lambda: (read_plan(own[0]), read_journal(lines)),
            "pydantic model_validate_json",
            lambda: [m.model_validate_json(d) for m, d in zip(models, own, strict=True)],
            None,
        ),
        (
            "write plan and journal",
            lambda: (write_plan(plan), write_journal(journal)),
            "pydantic model_dump_json",
            lambda: [each.model_dump_json() for each in theirs],
            0.6,
        ),
        (
            "report seven planted faults",
            lambda: (check_plan(bad[0]), check_journal(bad[1])),
            "pydantic model_validate_json",
            lambda: pydantic_problems(models, bad),
            3.5,
        ),
        (
            "make 1000 practice records in Python",
            lambda: [PracticeRecord(**values) for _ in range(1000)],
            "plain frozen attrs class",
            lambda: [Plain(**values) for _ in range(1000)],
            3.0,
        ),
        (
            "score one month of 600 practice records",
            lambda: engagement.score(plan, journal, month),
            "read_journal of it",
            lambda: read_journal(own[1]),
            4.0,
        ),
    ]
    rows = [row(name, *interleaved(ours, theirs_), peer, target) for name, ours, peer, theirs_, target in names]
    Path("build").mkdir(exist_ok=True)
    Path("build/bench-plan.json").write_bytes(own[0])
    nothing = interleaved(python("pass"), python(imports), PROCESS_ROUNDS, time.perf_counter)[0]
    first = "import collabcare; collabcare.read_plan('build/bench-plan.json')"
    for name, code, target in (
        ("import collabcare", "import collabcare", 1.2),
        ("import, and the first read_plan", first, 3.0),
    ):
        ours_, peer_ = interleaved(python(code), python(imports), PROCESS_ROUNDS, time.perf_counter)
        rows.append(row(name, ours_ - nothing, peer_ - nothing, imports, target))
    return rows


def row(name: str, seconds: float, peer_seconds: float, peer: str, target: float | None) -> dict[str, Any]:
    return {
        "name": name,
        "seconds": seconds,
        "peer": peer,
        "peer_seconds": peer_seconds,
        "ratio": seconds / peer_seconds,
        "target": target,
    }


def main() -> None:
    rows = measure()
    Path("build/bench.json").write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    print(f"{'what':48} {'ms':>8} {'peer ms':>8} {'ratio':>6} {'target':>6}  peer")
    for each in rows:
        target = "" if each["target"] is None else f"{each['target']:.2f}"
        times = f"{each['seconds'] * 1e3:8.3f} {each['peer_seconds'] * 1e3:8.3f} {each['ratio']:6.2f}"
        print(f"{each['name']:48} {times} {target:>6}  {each['peer']}")


if __name__ == "__main__":
    main()
