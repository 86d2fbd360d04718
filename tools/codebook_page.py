"""The reference page of the tables: made from the definitions of their columns, so that it cannot drift from them."""

from __future__ import annotations

from collabcare.interchange.tables import codebook_markdown

_OPENING = """# Codebook

Every column of every table, as the code declares them.

<!-- Made by `python -m tools.generate` from the definitions in `collabcare.engagement.tables`. -->

You bring `sessions`, `occasions`, `ratings` and `messages`, as many of them as you have.
`collabcare.engagement.cohort` makes `evidence` of them, and `scores` of the evidence.
[From REDCap to scores](../tutorials/from-redcap-to-scores.md) goes all the way with an example.

- **needed**: whether the table must have the column. One that is not needed may be left out; that is the same as empty
  cells everywhere.
- **an empty cell**: what it means. Empty is never zero.
- A table may have no other columns, unless you name them in `keep=`: then they are carried along, such as a site to
  group by.
- A day is a date, not text. pandas has no dates of its own; there a day is a midnight (`pandas.to_datetime`).

Programs get the same as Table Schema, and Parquet files that `write_parquet` wrote carry it:

```python
>>> from collabcare.engagement import codebook
>>> [field["name"] for field in codebook("occasions")["fields"] if not field.get("optional")]
['plan_id', 'occasion_id', 'assignment_id', 'on', 'outcome', 'occasions_a_week']

```

A table of scores has the columns that it is grouped by in the place of `plan_id`.

"""


def codebook_page() -> str:
    """Give the page as Markdown."""
    return _OPENING + codebook_markdown()
