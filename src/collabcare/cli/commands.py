"""The commands: what each takes, and what it hands to the rest."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from typing import Any, Literal

import attrs
import click
from rich.text import Text

from collabcare._dates import Window
from collabcare.cli import exports, goal_exports, goals, tables
from collabcare.cli.checking import check
from collabcare.cli.demo import demo
from collabcare.cli.failures import Failure, Program
from collabcare.cli.fhir import fhir
from collabcare.cli.sources import read_both, read_bundle, read_model
from collabcare.cli.waiting import Waiting
from collabcare.cli.windows import DayType, MomentType, MonthType, WindowOptions, ZoneType
from collabcare.engagement import EngagementScore, score
from collabcare.errors import UnknownReferenceError
from collabcare.interchange.schema import NAMES, schema_text
from collabcare.journal import Journal
from collabcare.plans import SharedPlan

__all__ = ["main"]

_FILE = click.Path(allow_dash=True)
_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=Program, context_settings=_SETTINGS)
@click.version_option(package_name="collabcare", message="%(prog)s %(version)s")
def main() -> None:
    """
    Shared care plans between families and therapists, and how far both sides kept what they agreed.

    Results go to standard output, everything else to standard error. `-` in place of a file reads standard input. Exit
    status: 0 all is well, 1 a document has errors, 2 the command cannot be carried out as given.
    """


_TIMEZONE = click.option(
    "--timezone",
    type=ZoneType(),
    default="UTC",
    metavar="ZONE",
    help="Zone (IANA) of FHIR that others wrote. [default: UTC; a plan of ours says its own]",
)
_CHILD = click.option("--child", metavar="ID", help="The child, where a FHIR bundle has several.")

_OPTIONS = (
    click.argument("plan", type=_FILE),
    click.argument("journal", type=_FILE, required=False),
    click.option("--from", "start_on", type=DayType(), metavar="DAY", help="First day. [default: the plan's first]"),
    click.option(
        "--to",
        "end_on",
        type=DayType(),
        metavar="DAY",
        help="The day after the last. [default: after the plan's last, or the last event's]",
    ),
    click.option("--month", type=MonthType(), metavar="YYYY-MM", help="A calendar month, instead of --from and --to."),
    click.option(
        "--as-of",
        type=MomentType(),
        metavar="MOMENT",
        help="What was known when this day began, or at this instant with its offset from UTC. [default: --to]",
    ),
    click.option("--model", type=_FILE, metavar="FILE", help="A scoring model. [default: partnership-1]"),
    click.option("--household", metavar="ID", help="Only this home, on the family's side."),
    click.option("--organization", metavar="ID", help="Only this organization, on the clinic's side."),
    _TIMEZONE,
    _CHILD,
)


@attrs.frozen
class _Asked:
    """What the arguments and options that `score` and `explain` share ask for."""

    plan: str
    journal: str | None
    start_on: dt.date | None
    end_on: dt.date | None
    month: Window | None
    as_of: dt.date | dt.datetime | None
    model: str | None
    household: str | None
    organization: str | None
    timezone: str
    child: str | None


def _asking(command: Callable[..., None]) -> Callable[..., None]:
    """Add the arguments and options that `score` and `explain` share, and hand them over as one."""

    def asked(**options: Any) -> None:  # noqa: ANN401 -- each option has a type of its own
        shared = {field.name: options.pop(field.name) for field in attrs.fields(_Asked)}
        command(_Asked(**shared), **options)

    made: Callable[..., None] = functools.update_wrapper(asked, command)
    for option in reversed(_OPTIONS):
        made = option(made)
    return made


@main.command("check", short_help="List every problem of plans, journals, scoring models and instruments.")
@click.argument("files", type=_FILE, nargs=-1, required=True)
@click.pass_context
def _check(ctx: click.Context, files: tuple[str, ...]) -> None:
    """
    List every problem of plans, journals, scoring models and instruments, a line each.

    A line is FILE:LINE: SEVERITY: POINTER: CODE: RULE; LINE is there for NDJSON only. A journal is also checked against
    its plan when that is given too. Warnings refuse nothing: the exit status is 1 when there is an error.
    """
    if files.count("-") > 1:
        raise Failure("collabcare: standard input can be read once: give - once")
    ctx.exit(check(files))


@main.command("score", short_help="Score both sides of a partnership.")
@_asking
@click.option("--every", type=click.Choice(["week", "month"]), help="Cut the window, and score each part.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="What to print.",
)
def _score(asked: _Asked, every: Literal["week", "month"] | None, form: str) -> None:
    """
    Score how far both sides kept what they had agreed.

    A FHIR bundle stands for a plan and its journal: give it alone. Days are days in the plan's time zone. Weeks begin
    on the plan's first day of the week. All parts of --every are scored with the same --as-of, so that they add up.
    """
    plan, scores = _scores(asked, every)
    if form == "json":
        click.echo(exports.json_text(scores), nl=False)
    elif form == "csv":
        click.echo(exports.csv_text(scores), nl=False)
    else:
        width = tables.terminal_width()
        blocks = [part for each in scores for part in (*tables.score_table(each, plan.timezone, width), Text())]
        tables.printed(*blocks, tables.legend(width))


@main.command("explain", short_help="Tell how a score came about.")
@_asking
@click.option(
    "--dimension",
    metavar="NAME",
    help="Only this one, such as home_practice, or one that the model adds. [default: all]",
)
def _explain(asked: _Asked, dimension: str | None) -> None:
    """Tell how a score came about, opportunity by opportunity."""
    _, (found,) = _scores(asked)
    known = [*found.family.dimensions, *found.clinic.dimensions]
    if dimension is not None and dimension not in known:
        raise click.BadParameter(f"give one of: {', '.join(known)}.", param_hint="--dimension")
    click.echo(found.explain(dimension).rstrip("\n"))


@main.command("progress", short_help="Tell how far each goal was reached.")
@click.argument("plan", type=_FILE)
@click.argument("journal", type=_FILE, required=False)
@click.option("--goal", metavar="ID", help="Only this goal. [default: all that have begun and were not declined]")
@click.option("--on", type=DayType(), metavar="DAY", help="The last day looked at. [default: that of the last event]")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="What to print.",
)
@_TIMEZONE
@_CHILD
def _progress(  # noqa: PLR0913 -- the options of the command
    *, plan: str, journal: str | None, goal: str | None, on: dt.date | None, form: str, timezone: str, child: str | None
) -> None:
    """
    Tell how far each goal was reached: attainment, mastery, generalization, and intervention beside baseline.

    It does not tell why. A FHIR bundle stands for a plan and its journal: give it alone.
    """
    if (plan, journal).count("-") > 1:
        raise Failure("collabcare: standard input can be read once: give - once")
    with Waiting() as waiting:
        waiting.at("reading")
        agreed, happened = _read(plan, journal, timezone, child)
        known = [each.id for each in agreed.goals]
        if goal is not None and goal not in known:
            raise click.BadParameter("give the id of a goal of this plan.", param_hint="--goal")
        found = goals.report(agreed, happened, on, goal)
    if form == "json":
        click.echo(goal_exports.json_text(found), nl=False)
    elif form == "csv":
        click.echo(goal_exports.csv_text(found), nl=False)
    else:
        width = tables.terminal_width()
        tables.printed(*goals.report_table(found, width), Text(), goals.legend(width))


@main.command("schema", short_help="Print the JSON Schema of a document.")
@click.argument("name", type=click.Choice(NAMES))
def _schema(name: str) -> None:
    """Print the JSON Schema (2020-12) of plans, of journals, or of the lines of a journal as NDJSON."""
    click.echo(schema_text(name), nl=False)


main.add_command(fhir)


@main.command("demo", short_help="Score the invented families that the package ships.")
def _demo() -> None:
    """Score the invented families that the package ships, and show what the score is made for."""
    demo()


def _read(plan: str, journal: str | None, timezone: str, child: str | None) -> tuple[SharedPlan, Journal]:
    """Read a plan and its journal, or a FHIR bundle that holds both."""
    if journal is not None:
        return read_both(plan, journal)
    return read_bundle(plan, timezone, child)


def _scores(asked: _Asked, every: Literal["week", "month"] | None = None) -> tuple[SharedPlan, list[EngagementScore]]:
    """Read the files, and score the window or each part of it."""
    if (asked.plan, asked.journal, asked.model).count("-") > 1:
        raise Failure("collabcare: standard input can be read once: give - once")
    with Waiting() as waiting:
        waiting.at("reading")
        model = None if asked.model is None else read_model(asked.model)
        plan, journal = _read(asked.plan, asked.journal, asked.timezone, asked.child)
        shown = asked.journal or asked.plan
        window = WindowOptions(asked.start_on, asked.end_on, asked.month).window(plan, journal, shown)
        parts = (window,) if every is None else window.split(every, first_weekday=plan.week_start.number)
        scores: list[EngagementScore] = []
        unknown = None
        for part in parts:
            waiting.at("scoring", len(scores), len(parts))
            try:
                found = score(
                    plan,
                    journal,
                    part,
                    as_of=asked.as_of or window.end_on,
                    model=model,
                    household=asked.household,
                    organization=asked.organization,
                )
            except UnknownReferenceError as error:
                unknown = str(error)
                break
            scores.append(found)
    if unknown is not None:
        raise Failure(f"collabcare: {unknown}")
    return plan, scores
