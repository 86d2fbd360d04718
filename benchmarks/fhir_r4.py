"""
Speed and memory of FHIR as ratios: collabcare beside fhir.resources, in one process, in interleaved rounds.

Run it with `make bench-fhir`; `ARGS="--megabytes 100"` takes a smaller bulk file, 0 none. The figures also go to
`build/bench-fhir.json`.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import attrs
import documents
from bench import interleaved, row
from fhir.resources.R4B.bundle import Bundle

from collabcare.interchange.fhir import from_fhir, write_fhir
from collabcare.journal import Journal
from collabcare.plans import SharedPlan

BASE = "https://collabcare.example/fhir/"
RESOURCES = 900
ROUNDS = 12
# Forty times as fast.
TARGET = 1 / 40
MEBIBYTES = 300


def family() -> tuple[SharedPlan, Journal, bytes]:
    """A plan and a journal that become a Bundle of 900 resources, and that Bundle."""
    plan, journal = documents.plan(), documents.journal()
    missing = RESOURCES - len(json.loads(write_fhir(plan, journal, base_url=BASE))["entry"])
    more = [attrs.evolve(journal.practice[each], id=f"s{each}") for each in range(missing)]
    journal = attrs.evolve(journal, practice=(*journal.practice, *more))
    data = write_fhir(plan, journal, base_url=BASE)
    assert len(json.loads(data)["entry"]) == RESOURCES
    return plan, journal, data


def speed() -> list[dict[str, Any]]:
    plan, journal, data = family()
    parsed = json.loads(data)
    read = from_fhir(data, timezone="Etc/UTC")
    assert (read.plan, read.journal, read.left_out, read.problems) == (plan, journal, (), ())
    assert len(Bundle.model_validate_json(data).entry) == RESOURCES
    size = f"{RESOURCES} resources, {len(data) / 1e6:.2f} MB"
    rows = [
        row(
            f"import of {size}",
            *interleaved(lambda: from_fhir(data, timezone="Etc/UTC"), lambda: Bundle.model_validate_json(data), ROUNDS),
            "fhir.resources R4B: model_validate_json of the same bytes",
            TARGET,
        ),
        row(
            f"export of {size}",
            *interleaved(
                lambda: write_fhir(plan, journal, base_url=BASE),
                lambda: Bundle.model_validate(parsed).model_dump_json(),
                ROUNDS,
            ),
            "fhir.resources R4B: make the models of parsed data, and model_dump_json",
            TARGET,
        ),
    ]
    # Made last: while its models live, the garbage collector looks at all of them whenever anything else is measured.
    bundle = Bundle.model_validate(parsed)
    again = row(
        f"export of {size}, of models that were made before",
        *interleaved(lambda: write_fhir(plan, journal, base_url=BASE), bundle.model_dump_json, ROUNDS),
        "fhir.resources R4B: model_dump_json",
        None,
    )
    return [*rows, again]


READER = """
import resource, sys, time
from collabcare.interchange.fhir import from_fhir_bulk
start = time.process_time()
children = sum(each.plan is not None for each in from_fhir_bulk(sys.argv[1], timezone="Etc/UTC"))
seconds = time.process_time() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(children, seconds, peak / 1024 if sys.platform != "darwin" else peak / 1024 / 1024)
"""


def memory(megabytes: int) -> dict[str, Any]:
    """Peak memory of a process that reads a bulk export, one line for each resource, many children."""
    plan, journal, _ = family()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.ndjson"
        children, written = 0, 0
        with path.open("wb") as file:
            while written < megabytes * 1_000_000:
                bundle = json.loads(
                    write_fhir(
                        attrs.evolve(plan, id=f"plan-{children}"),
                        attrs.evolve(journal, plan=f"plan-{children}"),
                        base_url=BASE,
                    )
                )
                lines = "".join(
                    json.dumps(each["resource"], ensure_ascii=False, separators=(",", ":")) + "\n"
                    for each in _with_types(bundle)
                )
                written += file.write(lines.encode())
                children += 1
        start = time.perf_counter()
        ran = subprocess.run(  # noqa: S603 -- this file's own code
            [sys.executable, "-c", READER, str(path)], check=True, capture_output=True, text=True
        )
        elapsed = time.perf_counter() - start
    found, seconds, peak = map(float, ran.stdout.split())
    assert found == children, (found, children)
    return {
        "name": f"peak memory of from_fhir_bulk: {written / 1e9:.2f} GB, {children} children",
        "seconds": seconds,
        "elapsed_seconds": elapsed,
        "peer": "target, in MiB",
        "mebibytes": peak,
        "ratio": peak / MEBIBYTES,
        "target": 1.0,
    }


def _with_types(bundle: dict[str, Any]) -> list[dict[str, Any]]:
    """Refer as a server does: by type and id."""
    types = {each["fullUrl"]: each["resource"]["resourceType"] for each in bundle["entry"]}

    def refer(value: Any) -> None:
        if isinstance(value, dict):
            reference = value.get("reference")
            if isinstance(reference, str) and reference in types:
                value["reference"] = f"{types[reference]}/{reference.removeprefix('urn:uuid:')}"
            for each in value.values():
                refer(each)
        elif isinstance(value, list):
            for each in value:
                refer(each)

    refer(bundle["entry"])
    entries: list[dict[str, Any]] = bundle["entry"]
    return entries


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--megabytes", type=int, default=1_000, help="size of the bulk file; 0 for none")
    arguments = parser.parse_args()
    rows = speed()
    for each in rows:
        target = "" if each["target"] is None else f"target {each['target']:.4f}"
        times = f"{each['seconds'] * 1e3:8.1f} ms {each['peer_seconds'] * 1e3:8.1f} ms"
        print(f"{each['name']:64} {times} {each['ratio']:.4f} (x {1 / each['ratio']:.1f}) {target}  {each['peer']}")
    if arguments.megabytes:
        rows.append(memory(arguments.megabytes))
        print(f"{rows[-1]['name']:64} {rows[-1]['mebibytes']:.0f} MiB of {MEBIBYTES}, {rows[-1]['seconds']:.0f} s")
    Path("build").mkdir(exist_ok=True)
    Path("build/bench-fhir.json").write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
