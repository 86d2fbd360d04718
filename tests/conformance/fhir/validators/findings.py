"""What the validators written in Python share: how a document is taken apart, and how findings are printed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


def parts(document: dict) -> Iterator[tuple[dict, str]]:
    """Yield a bundle without its resources, then each resource, with their places: errors are then about one thing."""
    if document.get("resourceType") != "Bundle":
        yield document, document.get("resourceType", "?")
        return
    entries = document.get("entry", [])
    without = [{name: value for name, value in each.items() if name != "resource"} for each in entries]
    yield {**document, "entry": without}, "Bundle"
    for number, each in enumerate(entries):
        if "resource" in each:
            yield each["resource"], f"Bundle.entry[{number}].resource"


def one_line(message: object) -> str:
    """Shorten a message, without line breaks."""
    return " ".join(str(message).split())[:250]


def print_findings(check: Callable[[bytes], Iterable[tuple[str, object]]]) -> None:
    """
    Check each file that the command line names, and print one JSON list a finding: file, place, message.

    The last line counts the files, so that a validator that stopped halfway is not taken for one that found nothing.
    """
    for path in sys.argv[1:]:
        for place, message in check(Path(path).read_bytes()):
            sys.stdout.write(json.dumps([path, place, one_line(message)]) + "\n")
    sys.stdout.write(json.dumps({"checked": len(sys.argv) - 1}) + "\n")
