"""A FHIR R4 server that others wrote, in memory: `make conformance` installs it with the validators."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from tests.lib.fhir_validators import INSTALLED, SCRIPTS, node


@contextmanager
def running_fhir_server() -> Iterator[str]:
    """Start the server on a free port of this machine, and give its base address; stop it in the end."""
    server = subprocess.Popen(
        [node(), SCRIPTS / "fhir_server.mjs"],
        env=os.environ | {"FHIR_VALIDATORS": str(INSTALLED)},
        stdin=subprocess.PIPE,  # its leash: it ends when this closes, so also when the tests are killed
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        said = server.stdout.readline().split()
        if said[:1] != ["ready"]:
            message = "The FHIR server did not start: see its words above."
            raise RuntimeError(message)
        yield said[1]
    finally:
        server.stdin.close()
        server.wait(timeout=20)
        server.stdout.close()
