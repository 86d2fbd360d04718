"""The reference pages of the scoring models: made from the models' files and from the stories in `tests/spec`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import attrs

from collabcare.engagement import ScoringModel
from collabcare.engagement.explain import NOT_THIS, REASONS
from collabcare.engagement.model import DimensionModel
from collabcare.vocabulary import CancellationReason, Code

SPEC = Path(__file__).parent.parent / "tests" / "spec"

_LISTED = {"id", "model_version", "title", "status", "family", "clinic", "excused_session_reasons", "sources"} | {
    "questionnaires",  # partnership-1 has none
    "instruments",
}

_EXAMPLE = """
```python
>>> from collabcare.engagement import ScoringModel
>>> model = ScoringModel.default()
>>> model.id, model.model_version, model.min_opportunities
('partnership-1', 1, 3)
>>> model.credit("sessions_kept", "make-up-offered")
0.5
>>> from collabcare import Window, example
>>> from collabcare.engagement import score
>>> plan, journal = example("shift-work")
>>> print(score(plan, journal, Window.month("2026-10")).explain().splitlines()[0])
This score counts kept agreements. Never subtract the sides, never rank families or clinics.

```
"""


def model_page() -> str:
    """Give the page as Markdown."""
    return "\n".join(_lines(ScoringModel.default())).rstrip() + "\n"


def differences_page(name: str) -> str:
    """Give the page of another model, as Markdown: where it differs from the default one, and why."""
    return "\n".join(_differences(ScoringModel.packaged(name), ScoringModel.default())).rstrip() + "\n"


def _differences(model: ScoringModel, usual: ScoringModel) -> Iterator[str]:
    yield from (f"# {model.title}", "", *NOT_THIS, "")
    yield from ("<!-- Made by `python -m tools.generate` from the models' files. -->", "")
    yield f"Model `{model.id}`, version {model.model_version}, status *{model.status.value}*: {model.status.definition}"
    yield f"Its parameters have the SHA-256 `{model.parameters_digest}`."
    yield from ("", f"It is [`{usual.id}`](model-{usual.id}.md) but for these parameters:", "")
    yield from (f"| parameter | `{usual.id}` | `{model.id}` | meaning |", "| --- | --- | --- | --- |")
    for field in attrs.fields(ScoringModel):
        one, other = getattr(usual, field.name), getattr(model, field.name)
        if one != other and field.name not in {"id", "title", "sources"}:
            meaning = field.metadata["about"].meaning
            if isinstance(other, Code):
                meaning += f" {other.definition}"
            yield f"| `{field.name}` | {_written(one)} | {_written(other)} | {meaning} |"
    yield from (
        "",
        "These rules rest on something else:",
        "",
        "| rule | kind | source or reason |",
        "| --- | --- | --- |",
    )
    yield from (
        f"| {each.rule} | {each.kind.value} | {each.source} |" for each in model.sources if each not in usual.sources
    )
    yield from ("", "[How sure is a score?](../explanation/how-sure-is-a-score.md) compares the limits of both.")


def _lines(model: ScoringModel) -> Iterator[str]:
    yield from (f"# {model.title}", "", *NOT_THIS, "")
    yield from ("<!-- Made by `python -m tools.generate` from the model's file and tests/spec. -->", "")
    yield f"Model `{model.id}`, version {model.model_version}, status *{model.status.value}*: {model.status.definition}"
    yield f"Its parameters have the SHA-256 `{model.parameters_digest}`."
    yield _EXAMPLE
    for name, side in (("family", model.family), ("clinic", model.clinic)):
        yield from (f"## The {name} side", "")
        for each in side:
            yield from _dimension(each)
    yield from _parameters(model)
    yield from ("## Why there may be no value", "", "| reason | meaning |", "| --- | --- |")
    yield from (f"| `{reason}` | {meaning} |" for reason, meaning in REASONS.items())
    yield from ("", "## What the rules rest on", "", "| rule | kind | source or reason |", "| --- | --- | --- |")
    yield from (f"| {each.rule} | {each.kind.value} | {each.source} |" for each in model.sources)
    yield from ("", "## Stories", "", *_HOW_TO_READ, "")
    for file in sorted(SPEC.glob("test_story_*.py")):
        yield from _story(file)
    yield from ("## Further stories", "", "Rules that those above leave open.", "")
    for file in sorted(SPEC.glob("test_further_*.py")):
        yield from _story(file)


_HOW_TO_READ = (
    "Each story says what happened, and then what the score must say; every row is a test. Days are half-open, from",
    "midnight to midnight in Madrid; `2026-09` is a month. Weeks begin on Monday. `credit` is the sum of credits, `of`",
    "the number of opportunities, `on` their days, `reported` the reported share, `late` the share reported late, `f`",
    "how far a dimension is present in the overall. An empty cell says nothing; `-` says that there is none.",
)


def _dimension(each: DimensionModel) -> Iterator[str]:
    yield from (f"### {each.dimension.value}", "", each.dimension.definition, "")
    yield from (f"An opportunity: {each.opportunity[0].lower()}{each.opportunity[1:]}", "")
    yield from (f"Weight in the overall: {each.weight:g}.", "")
    if each.credits:
        yield from ("| case | credit | when |", "| --- | --- | --- |")
        yield from (f"| `{case.key}` | {case.credit:g} | {case.meaning} |" for case in each.credits)
        yield ""


def _parameters(model: ScoringModel) -> Iterator[str]:
    yield from ("## Minima and policies", "", "| parameter | value | meaning |", "| --- | --- | --- |")
    for field in attrs.fields(ScoringModel):
        if field.name not in _LISTED:
            value = getattr(model, field.name)
            meaning = field.metadata["about"].meaning
            if isinstance(value, Code):
                meaning += f" {value.definition}"
            yield f"| `{field.name}` | {_written(value)} | {meaning} |"
    yield from ("", "A session that the family cancels for one of these reasons is excused:", "")
    yield from (f"- `{code}`: {CancellationReason(code).definition}" for code in model.excused_session_reasons)
    yield ""


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)


def _story(file: Path) -> Iterator[str]:
    """Give a story's prose and its table, which stand in the test as they are shown here."""
    module = ast.parse(file.read_text(encoding="utf-8"))
    title, _, prose = (ast.get_docstring(module) or "").partition("\n")
    (table,) = (
        ast.literal_eval(each.value)
        for each in module.body
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name) and each.targets[0].id == "EXPECTED"
    )
    yield from (f"### {title.rstrip('.')}", "", prose.strip(), "", table.strip(), "")
