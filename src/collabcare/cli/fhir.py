"""`collabcare fhir`: plans and journals in and out of clinic systems that speak FHIR R4."""

from __future__ import annotations

from typing import Literal

import click

import collabcare.interchange.fhir as r4
from collabcare.cli.failures import INVALID, Failure, count_words, note, problem_line
from collabcare.cli.fhir_import import import_
from collabcare.cli.sources import STANDARD_INPUT, from_disk, read_plan_and_journal, readable, told_apart
from collabcare.errors import Problem
from collabcare.interchange.fhir.engine.names import checked_base

__all__ = ["fhir"]

_FILE = click.Path(allow_dash=True)
_BASE = "https://collabcare.example/fhir/"


class _BaseType(click.ParamType[str]):
    """What addresses begin with."""

    name = "url"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Take `https://clinic.example/fhir/`."""
        try:
            return checked_base(value)
        except ValueError:
            self.fail("give an address, such as https://clinic.example/fhir/.", param, ctx)


@click.group("fhir", short_help="Plans and journals in and out of FHIR R4.")
def fhir() -> None:
    """Plans and journals in and out of clinic systems that speak FHIR R4."""


fhir.add_command(import_)


@fhir.command("export", short_help="Write a plan and its journal as a FHIR Bundle.")
@click.argument("plan", type=_FILE)
@click.argument("journal", type=_FILE, required=False)
@click.option("--transaction", is_flag=True, help="A transaction, to send to a server. [default: a collection]")
@click.option("--us-core", is_flag=True, help="Keep the profiles of US Core too.")
@click.option(
    "--base-url",
    type=_BaseType(),
    default=_BASE,
    show_default=True,
    metavar="URL",
    help="What your own addresses begin with: your clinic's, not the server's.",
)
def _export(plan: str, journal: str | None, transaction: bool, us_core: bool, base_url: str) -> None:  # noqa: FBT001
    """Write a plan, and its journal, as a FHIR R4 Bundle on standard output."""
    if (plan, journal).count(STANDARD_INPUT) > 1:
        raise Failure("collabcare: standard input can be read once: give - once")
    agreed, happened = read_plan_and_journal(plan, journal)
    kind: Literal["collection", "transaction"] = "transaction" if transaction else "collection"
    click.echo(r4.write_fhir(agreed, happened, base_url=base_url, bundle=kind, us_core=us_core))


@fhir.command("check", short_help="List every problem of FHIR content.")
@click.argument("bundles", type=_FILE, nargs=-1, required=True)
@click.option("--us-core", is_flag=True, help="Look at the profiles of US Core too.")
@click.pass_context
def _check(ctx: click.Context, bundles: tuple[str, ...], us_core: bool) -> None:  # noqa: FBT001
    """
    List every problem of FHIR R4 content, a line each.

    A line is FILE:LINE: SEVERITY: POINTER (FHIRPATH): CODE: RULE; LINE is there for NDJSON only. It is not what an
    import needs: a Bundle with errors can often be imported in part. The exit status is 1 when there is an error.
    """
    if bundles.count(STANDARD_INPUT) > 1:
        raise Failure("collabcare: standard input can be read once: give - once")
    found: list[Problem] = []
    for path in bundles:
        source = readable(path)
        problems = from_disk(path, lambda source=source: r4.check_fhir(source, us_core=us_core))  # type: ignore[misc]
        if any(each.code == "unknown-document" for each in problems) and (ours := told_apart(source, "FHIR bundle")):
            problems = (ours,)
        for each in problems:
            click.echo(problem_line(path, each))
        found += problems
    errors = sum(each.severity == "error" for each in found)
    checked = f"{count_words(len(bundles), 'file')} checked"
    note(f"{checked}: {count_words(errors, 'error')}, {count_words(len(found) - errors, 'warning')}")
    ctx.exit(INVALID if errors else 0)
