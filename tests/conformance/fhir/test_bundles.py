"""What we write, judged by validators that others wrote: the example families, and fifty drawn ones."""

from __future__ import annotations

from importlib import resources

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from collabcare.interchange.documents import read_journal, read_plan
from collabcare.interchange.fhir import write_fhir
from collabcare.testing.strategies import plan_with_journal

DRAWN = 50
BASE = "https://collabcare.example/fhir/"


def examples():
    """Give the packaged families, each with its name."""
    for each in sorted((resources.files("collabcare") / "examples").iterdir(), key=lambda each: each.name):
        if (each / "plan.json").is_file():
            yield (
                each.name,
                read_plan((each / "plan.json").read_bytes()),
                read_journal((each / "journal.ndjson").read_bytes()),
            )


def drawn():
    """Draw families of every kind that the records allow, always the same ones."""
    found = []

    @seed(5)
    @settings(
        max_examples=DRAWN,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(plan_with_journal())
    def collect(pair):
        found.append(pair)

    collect()
    assert len(found) >= DRAWN
    return [(f"drawn-{number}", *pair) for number, pair in enumerate(found[:DRAWN])]


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "us-core"])
def written(request, tmp_path_factory):
    """Write every family to a file, as a collection and as a transaction in turn."""
    folder = tmp_path_factory.mktemp("bundles")
    paths = []
    for number, (name, plan, journal) in enumerate([*examples(), *drawn()]):
        path = folder / f"{name}.json"
        kind = "transaction" if number % 2 else "collection"
        path.write_bytes(write_fhir(plan, journal, base_url=BASE, bundle=kind, us_core=request.param))
        paths.append(path)
    return request.param, paths


def test_every_validator_accepts_every_bundle_that_we_write(validate, written):
    us_core, paths = written
    assert len(paths) == DRAWN + 3
    found = validate(paths, us_core=us_core)
    # One line for each kind of finding is enough to read.
    assert sorted({(each.validator, each.place, each.message) for each in found})[:20] == []
