"""The command line, run in this process, and the documents of one invented family to run it on."""

import datetime as dt
import shutil
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from collabcare import Window
from collabcare.cli import main
from collabcare.engagement import EngagementScore, Evidence, LeftOut, ScoringModel
from collabcare.engagement.score import side_score
from collabcare.vocabulary import Dimension, Side

STORY = "late-talker"


@pytest.fixture
def run() -> Callable[..., Result]:
    """Run `collabcare` with arguments, in a terminal of 80 columns unless said otherwise."""

    def run(*arguments: object, stdin: bytes | None = None, columns: int = 80) -> Result:
        environment = {"COLUMNS": str(columns), "NO_COLOR": "1", "TERM": "dumb"}
        runner = CliRunner()
        return runner.invoke(
            main, [str(each) for each in arguments], input=stdin, env=environment, prog_name="collabcare"
        )

    return run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder that holds `plan.json` and `journal.ndjson`."""
    source = resources.files("collabcare").joinpath("examples", STORY)
    for name in ("plan.json", "journal.ndjson"):
        (tmp_path / name).write_bytes(source.joinpath(name).read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def other_plan(folder: Path) -> Path:
    """Give the plan of another family, beside the first."""
    source = resources.files("collabcare").joinpath("examples", "shift-work", "plan.json")
    with resources.as_file(source) as path:
        shutil.copy(path, folder / "other.json")
    return folder / "other.json"


def _rows() -> list[Evidence | LeftOut]:
    """Make evidence in which each shape of a figure occurs: whole, with unknowns, too little, nothing."""
    found: list[Evidence | LeftOut] = []
    counted = {
        (Side.FAMILY, "attendance"): [1, 1, 1, 0.6667, 0],
        (Side.FAMILY, "home_practice"): [1, 1, 1, 1, 1, 0.5, 0],
        (Side.FAMILY, "communication"): [1, 0.5],
        (Side.CLINIC, "sessions_kept"): [1, 0, 1, 0.5],
        (Side.CLINIC, "responsiveness"): [1, 1, 0.5],
        (Side.CLINIC, "barriers_answered"): [1],
        (Side.CLINIC, "joint_review"): [1, 1, 1],
        (Side.CLINIC, "explanation"): [0.75, 0.75, 1],
        (Side.CLINIC, "parent_input"): [1, 1, 1, 1],
    }
    left_out = {
        (Side.FAMILY, "attendance"): ["cancelled-by-clinic", "excused"],
        (Side.FAMILY, "home_practice"): [*["unreported"] * 5, *["paused"] * 2, "beyond-capacity", "duplicate", "extra"],
        (Side.FAMILY, "participation"): ["not-observed"],
    }
    for (side, name), each in counted.items():
        for count, credit in enumerate(each):
            found.append(Evidence(**_common(side, name, count), credit=credit))
    for (side, name), reasons in left_out.items():
        for count, reason in enumerate(reasons, 100):
            found.append(LeftOut(**_common(side, name, count), reason=reason))
    return found


def _common(side: Side, name: str, count: int) -> dict[str, Any]:
    day = dt.date(2026, 9, 7) + dt.timedelta(days=count % 28)
    where = {"plan_id": "-plan.1", "side": side, "dimension": Dimension(name), "on": day}
    return {**where, "source": "made-up", "opportunity_id": f"{name}-{count}"}


@pytest.fixture
def made_up() -> EngagementScore:
    """Make a score out of made-up evidence, of a plan whose id a spreadsheet would take for a formula."""
    model, agreed = ScoringModel.default(), frozenset({Dimension.SHARED_DECISIONS})
    family, clinic = (side_score(side, _rows(), agreed, model) for side in (Side.FAMILY, Side.CLINIC))
    return EngagementScore(
        plan_id="-plan.1",
        family=family,
        clinic=clinic,
        window=Window(dt.date(2026, 9, 7), dt.date(2026, 10, 5)),
        as_of=dt.datetime(2026, 10, 4, 22, tzinfo=dt.UTC),
        household=None,
        organization=None,
        model_id=model.id,
        model_version=model.model_version,
        parameters_digest=model.parameters_digest,
        library_version="0",
        require_both_sides=True,
        practice_load=(),
        rows=tuple(_rows()),
    )
