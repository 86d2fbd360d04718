"""
Write the three families that the package ships: `python -m tools.make_examples`.

Each is built from the library's own records, so it is valid by construction. `--check` writes nothing and says whether
the files are current.
"""

import sys
from pathlib import Path

import msgspec

from collabcare.interchange.documents import check_journal, check_plan, write_journal, write_plan
from tools.example_families import late_talker, shift_work, two_households

FOLDER = Path(__file__).parents[1] / "src" / "collabcare" / "examples"
FAMILIES = {"late-talker": late_talker, "two-households": two_households, "shift-work": shift_work}


def documents() -> dict[Path, bytes]:
    """Give each file with what belongs in it: the plan indented, for people; the journal with a line for each event."""
    found = {}
    for name, family in FAMILIES.items():
        plan, journal = family.plan(), family.journal()
        written = msgspec.json.format(write_plan(plan), indent=2) + b"\n"
        events = write_journal(journal, format="ndjson")
        problems = (*check_plan(written), *check_journal(events, plan))
        if problems:
            raise SystemExit(f"{name}: {problems}")
        found[FOLDER / name / "plan.json"] = written
        found[FOLDER / name / "journal.ndjson"] = events
    return found


def main(arguments: list[str]) -> int:
    """Write the files, or check them; give the exit status."""
    stale = [path for path, content in documents().items() if not path.is_file() or path.read_bytes() != content]
    if "--check" in arguments:
        for path in stale:
            print(f"not current: {path.relative_to(FOLDER)}; run python -m tools.make_examples")
        return 1 if stale else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(documents()[path])
        print(f"wrote {path.relative_to(FOLDER)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
