"""The synthetic families that the package ships."""

from __future__ import annotations

from importlib import resources

from collabcare.errors import UnknownReferenceError
from collabcare.interchange.documents import read_journal, read_plan
from collabcare.journal import Journal
from collabcare.plans import SharedPlan

__all__ = ["example", "names"]


def names() -> tuple[str, ...]:
    """List the stories, in order of the alphabet."""
    return tuple(
        sorted(
            each.name
            for each in resources.files("collabcare").joinpath("examples").iterdir()
            if each.is_dir() and each.name[0].isalpha()
        )
    )


def example(story: str) -> tuple[SharedPlan, Journal]:
    """
    Read one of the synthetic families that the package ships.

    Nobody in them is real.

    Parameters
    ----------
    story
        Its name; `collabcare/examples` has one folder for each.

    Returns
    -------
    tuple of SharedPlan and Journal
        What was agreed, and what happened in twelve weeks.

    Raises
    ------
    UnknownReferenceError
        When there is no such story.
    """
    if story not in names():
        raise UnknownReferenceError(f"there is no such example; there are: {', '.join(names())}")
    folder = resources.files("collabcare").joinpath("examples", story)
    plan = read_plan(folder.joinpath("plan.json").read_bytes())
    return plan, read_journal(folder.joinpath("journal.ndjson").read_bytes())
