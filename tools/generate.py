"""
Write the files that are made from the code: `python -m tools.generate`.

With `--check`, nothing is written: it lists the files that are not as they should be, and ends with status 1 if any.
Another generated file is another entry of `GENERATED`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from collabcare.interchange.schema import NAMES, schema_text
from tools.codebook_page import codebook_page
from tools.fhir_definitions import definition_files
from tools.fhir_page import fhir_page
from tools.instruments_page import instruments_page
from tools.model_page import differences_page, model_page
from tools.records_page import records_page
from tools.redcap_export import redcap_export

ROOT = Path(__file__).parent.parent

GENERATED: tuple[tuple[str, Callable[[], str]], ...] = (
    ("docs/reference/instruments.md", instruments_page),
    ("docs/reference/codebook.md", codebook_page),
    ("docs/reference/model-partnership-1.md", model_page),
    ("docs/reference/model-partnership-2.md", partial(differences_page, "partnership-2")),
    ("docs/reference/fhir.md", fhir_page),
    ("docs/reference/records.md", records_page),
    ("docs/tutorials/data/redcap-export.csv", redcap_export),
    *definition_files(),
    *((f"src/collabcare/interchange/schemas/v1/{name}.json", partial(schema_text, name)) for name in NAMES),
)
"""Each file, from the top of the checkout, and the function that gives its text."""


def outdated() -> dict[Path, str]:
    """Find the files that differ from what would be written now, with their new text."""
    texts = {ROOT / path: text() for path, text in GENERATED}
    return {path: text for path, text in texts.items() if not path.exists() or path.read_text(encoding="utf-8") != text}


def main(arguments: list[str]) -> int:
    """Write what is outdated, or only name it."""
    if arguments not in ([], ["--check"]):
        print("usage: python -m tools.generate [--check]", file=sys.stderr)
        return 2
    found = outdated()
    for path, text in found.items():
        if arguments:
            print(f"not up to date: {path.relative_to(ROOT)}; run python -m tools.generate")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
    return 1 if arguments and found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
