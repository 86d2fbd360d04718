"""What needs the validators and the server that `make conformance` installs."""

import os
from pathlib import Path

import httpx
import pytest

import collabcare
from tests.lib.fhir_server import running_fhir_server
from tests.lib.fhir_validators import INSTALLED, find_all

OWN_DEFINITIONS = Path(collabcare.__file__).parent / "interchange" / "fhir" / "definitions"


@pytest.fixture(scope="session")
def installed():
    if not (INSTALLED / ".installed").exists():
        sentence = "The FHIR validators are not here: `make conformance` installs them."
        if os.environ.get("CI", "").lower() in {"1", "true"}:
            pytest.fail(sentence)
        pytest.skip(sentence)


@pytest.fixture(scope="session")
def validate(installed, shared):
    """
    Return a function of files that gives what the validators find in them.

    Our own extensions and HL7's Person-Centered Outcomes are known to them; with `us_core`, the US Core profiles too.
    """
    always = [shared / "fhir" / "mapping", *([OWN_DEFINITIONS] if OWN_DEFINITIONS.is_dir() else [])]
    us_core_profiles = shared / "fhir" / "validators" / "profiles" / "us-core-3.1.0"

    def found(paths, us_core=False):
        return find_all(list(paths), [*always, us_core_profiles] if us_core else always)

    return found


@pytest.fixture(scope="session")
def running_server(installed):
    with running_fhir_server() as base_url:
        yield base_url


@pytest.fixture
def fhir_server(running_server):
    """Return the base address of a server that has nothing yet."""
    httpx.post(f"{running_server}/$reset").raise_for_status()
    return running_server
