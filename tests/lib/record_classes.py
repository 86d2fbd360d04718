"""Every record class of the library, found by looking through its public modules."""

from __future__ import annotations

from collabcare import journal, people, plans, text
from collabcare._record.declare import is_record

RECORDS: tuple[type, ...] = tuple(
    found
    for module in (text, people, plans, journal)
    for name in module.__all__
    if is_record(found := getattr(module, name))
)
"""In the order of the modules and of their names."""
