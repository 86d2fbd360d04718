"""The same records as pydantic models, made from the same declarations: same fields, same bounds, strict, no extras."""

import datetime as dt
import functools
from decimal import Decimal
from typing import Annotated, Any

import pydantic

from collabcare._record import twins
from collabcare._record.declare import FieldSpec, is_record, specs

# Bounds that our declarations give to all values of a type.
_LIMITS: dict[Any, dict[str, Any]] = {
    dt.date: {"ge": dt.date(1900, 1, 1), "le": dt.date(2199, 12, 31)},
    dt.datetime: {"ge": dt.datetime(1900, 1, 1, tzinfo=dt.UTC), "lt": dt.datetime(2200, 1, 1, tzinfo=dt.UTC)},
    Decimal: {"max_digits": 21, "decimal_places": 6},
}
_CONFIG = pydantic.ConfigDict(extra="forbid", strict=True, frozen=True)


@functools.cache
def model(cls: type) -> type[pydantic.BaseModel]:
    """Make the pydantic model of a record class."""
    fields: dict[str, Any] = {name: (kind, ...) for name, kind in twins.header(cls)}
    for spec in specs(cls):
        kind = _kind(spec)
        fields[spec.name] = (kind, ...) if spec.required else (kind, spec.default)
    return pydantic.create_model(cls.__name__, __config__=_CONFIG, **fields)


def _kind(spec: FieldSpec) -> Any:
    bounds = spec.bounds
    limits = {
        name: getattr(bounds, name)
        for name in ("ge", "le", "min_length", "max_length")
        if getattr(bounds, name) is not None
    }
    if bounds.pattern is not None:
        limits["pattern"] = bounds.pattern.replace(r"(?![\s\S])", r"\z")
    limits |= _LIMITS.get(spec.leaf, {})
    one: Any = model(spec.leaf) if is_record(spec.leaf) else spec.leaf
    if spec.leaf is dt.datetime:
        one = pydantic.AwareDatetime
    if limits:
        one = Annotated[one, pydantic.Field(**limits)]
    if spec.many is not None:
        one = tuple[one, ...]
        if spec.many.min_length:
            one = Annotated[one, pydantic.Field(min_length=spec.many.min_length)]
    return one | None if spec.optional else one
