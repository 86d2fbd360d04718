"""The same records as pydantic models, made from the same declarations: same fields, same bounds, strict, no extras."""

import datetime as dt
import functools
from typing import Annotated, Any

import pydantic

from collabcare._record import twins
from collabcare._record.declare import FieldSpec, is_record, specs

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
