"""The reference page of the instruments: made from their files, so that it says what is scored."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from collabcare.engagement.instruments import (
    INSTRUMENTS,
    Aggregate,
    AnswerCoding,
    FactKind,
    Instrument,
    InstrumentFact,
    InstrumentScale,
    MinAnswered,
    Rounding,
    Verification,
    instrument,
)
from collabcare.vocabulary import Code

_OPENING = """# Instruments

Questionnaires whose keys come with the library, and templates of some whose keys do not. They hold numbers only: no
wording of any questionnaire stands here or anywhere in the library.

<!-- Made by `python -m tools.generate` from the instruments' files. -->

A score is what the published key makes of the answers. It is not a judgement of a person, and no cut-off comes with it.
How to score is told in [Score a questionnaire](../how-to/score-a-questionnaire.md).

```python
>>> from collabcare.engagement.instruments import INSTRUMENTS, instrument
>>> [name for name in INSTRUMENTS if not instrument(name).missing]  # can be scored as they come
['psoc', 'tascp', 'wai-sr']

```

Each fact says how well it is known:
"""

_TEMPLATE = "**A template.** It cannot be scored as it is. It lacks:"


def instruments_page() -> str:
    """Give the page as Markdown."""
    return _OPENING + "\n".join(_lines()).rstrip() + "\n"


def _lines() -> Iterator[str]:
    yield from ("", "| status | meaning |", "| --- | --- |")
    yield from (f"| `{each.value}` | {each.definition} |" for each in Verification)
    yield ""
    for name in sorted(INSTRUMENTS, key=lambda each: (bool(instrument(each).missing), each)):
        yield from _instrument(instrument(name))
    yield from _form()


def _instrument(found: Instrument) -> Iterator[str]:
    yield from (f"## {found.id}", "", f"{found.title}. Version `{found.instrument_version}`.", "")
    if found.missing:
        yield from (_TEMPLATE, "", *(f"- `{each.pointer}`: {each.rule}." for each in found.missing), "")
    else:
        yield from (f"The least known fact of its key is *{found.status.value}*.", "")
    range_ = f"{found.lowest:g} to {found.highest:g}"
    if found.not_applicable is not None:
        range_ += f", {found.not_applicable:g} for not applicable"
    yield f"- **Items**: {found.item_count}, answered {range_}."
    varies = " Forms of both directions circulate: who scores must say." if found.coding_varies else ""
    yield f"- **Direction**: {found.coding.definition}{varies}"
    yield f"- **Turned round**: {_numbers(found.reversed_items) or 'none'}."
    yield f"- **Licence**: {found.licence}"
    yield f"- **Digest of its parameters**: `{found.parameters_digest}`"
    yield from ("", "| scale | items | score | answered | what it measures |", "| --- | --- | --- | --- | --- |")
    yield from (_scale(found, each) for each in found.scales)
    yield from ("", "| fact | what it says | status | source |", "| --- | --- | --- | --- |")
    yield from (_fact(each) for kind in FactKind for each in found.facts if each.kind == kind)
    yield ""


def _scale(found: Instrument, scale: InstrumentScale) -> str:
    items = _numbers(scale.items) or (f"{scale.size}, to be given" if scale.size else "to be given")
    score = scale.aggregate.value
    if scale.items:
        lowest, highest = found.limits(scale)
        score += f", {lowest:g} to {highest:g}"
    needed = f"at least {scale.min_count}" if scale.min_answered == MinAnswered.COUNT else scale.min_answered.value
    return f"| `{scale.key}` | {items} | {score} | {needed} | {scale.meaning} |"


def _fact(fact: InstrumentFact) -> str:
    return f"| {fact.kind.value} | {fact.says} | {fact.status.value} | {fact.source} |"


def _numbers(items: tuple[int, ...]) -> str:
    return ", ".join(map(str, items))


def _form() -> Iterator[str]:
    yield from ("## The form of an instrument", "", "A JSON document that begins with", "")
    yield '`"document": "collabcare-instrument", "version": 1`. Its JSON Schema is `collabcare schema instrument`.'
    for cls in (Instrument, InstrumentScale, InstrumentFact):
        yield from ("", f"### {cls.__name__}", "", "| field | required | meaning |", "| --- | --- | --- |")
        for field in attrs.fields(cls):
            required = "yes" if field.default is attrs.NOTHING else _default(field.default)
            yield f"| `{field.name}` | {required} | {field.metadata['about'].meaning} |"
    for codes in (AnswerCoding, Aggregate, MinAnswered, Rounding, FactKind):
        yield from ("", f"### {codes.__name__}", "", "| code | meaning |", "| --- | --- |")
        yield from (f"| `{each.value}` | {each.definition} |" for each in codes)


def _default(default: object) -> str:
    if default is None or default == ():
        return "no"
    shown = default.value if isinstance(default, Code) else str(default).lower()
    return f"no; `{shown}`"
