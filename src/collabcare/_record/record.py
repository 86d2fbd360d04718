"""
What makes a class a record.

A record is a frozen, keyword-only attrs class. Its constructor accepts what the reader accepts, and refuses the rest
with every problem at once.
"""

# Records of every class pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import functools
from typing import Any, TypeVar, dataclass_transform

import attrs

from collabcare._record import build
from collabcare._record.declare import about, is_record, read_specs, specs

_C = TypeVar("_C")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(about,))
def record(cls: type[_C]) -> type[_C]:
    """Make a class a record: frozen, keyword-only, checked, with a `repr` that shows no content."""
    own_rules = tuple(value for value in vars(cls).values() if hasattr(value, "against_plan"))
    made: list[type] = []

    def init(self: Any, **fields: Any) -> None:
        build.fill(self, fields)

    # The reader makes records without calling `__init__`: it has checked shape and bounds already, in C.
    namespace: dict[str, Any] = {
        "__specs__": staticmethod(functools.cache(lambda: read_specs(made[0]))),
        "__rules__": own_rules,
        "__init__": init,
        "__repr__": _repr,
    }
    for name, value in namespace.items():
        setattr(cls, name, value)
    made.append(attrs.frozen(cls, slots=False, kw_only=True, init=False, repr=False))
    # A record holds what was given; what was not is found in its class (decision 0011).
    for each in attrs.fields(made[0]):
        if each.default is not attrs.NOTHING:
            setattr(made[0], each.name, each.default)
    return made[0]


def _repr(self: Any) -> str:
    """Type, id and counts; never a name or words."""
    parts: list[str] = []
    for each in specs(type(self)):
        if each.name == "id":
            parts.append(self.id)
        elif each.many is not None and is_record(each.leaf):
            parts.append(f"{len(getattr(self, each.name))} {each.name}")
    return f"<{' '.join([type(self).__name__, *parts])}>"
