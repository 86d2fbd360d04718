"""
How a record is declared: `about()` on each field, `@rule` on each rule beyond one field, and what is read from them.

The class itself is made by `record`.
"""

# Records of every class pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import enum
import types
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Protocol,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    overload,
)

import attrs

from collabcare._record.kinds import Audience, Bounds, Privacy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from collabcare.errors import Problem

_R = TypeVar("_R", bound="Callable[..., Iterable[Problem]]")

TEAM = frozenset({Audience.CLINIC, Audience.FAMILY})
EVERYONE = frozenset(Audience)
CLINIC_ONLY = frozenset({Audience.CLINIC})


@attrs.frozen
class About:
    """What a field means, who may see it, and which records an id points to."""

    meaning: str
    audience: frozenset[Audience]
    refers: tuple[str, ...]


def about(
    meaning: str,
    *,
    default: Any = attrs.NOTHING,
    audience: frozenset[Audience] = TEAM,
    refers: str | tuple[str, ...] = (),
) -> Any:
    """
    Declare a field: its meaning in one line, and what cannot be said by its annotation.

    Parameters
    ----------
    meaning
        What the field says, in a clinic's words.
    default
        What an absent field means; without it the field is required.
    audience
        Who may see it.
    refers
        Name or names of the record classes that an id may point to.

    Returns
    -------
    Any
        What stands for the field in the class; for a type checker it fits every annotation.
    """
    names = (refers,) if isinstance(refers, str) else refers
    return attrs.field(default=default, metadata={"about": About(meaning, audience, names)})


@attrs.frozen(eq=False)
class FieldSpec:
    """
    One field of a record, as everything derived from it needs it.

    Parameters
    ----------
    leaf
        The Python type of one value: `str`, `int`, `date` ..., a code set or another record.
    bounds
        Bounds of one value.
    many
        Bounds of the tuple when there may be several; `None` for a single value.
    """

    name: str
    leaf: Any
    bounds: Bounds
    many: Bounds | None
    optional: bool
    default: Any
    about: About
    privacy: Privacy | None

    @property
    def required(self) -> bool:
        """Whether a document must give it."""
        return self.default is attrs.NOTHING


class Rule(Protocol):
    """A method that yields the problems of one rule, with how it wants to be called."""

    each: str | None
    warning: bool
    against_plan: bool

    def __call__(self, *args: Any) -> Iterable[Problem]:
        """Yield the problems."""
        ...

    def __hash__(self) -> int:
        """Let what is known of a rule be kept."""
        ...


class Find(Protocol):
    """What a rule with `each` is given: it finds a record of the document, or of the plan, by class and id."""

    def __call__(self, kind_name: str, record_id: str | None, /) -> Any:
        """Give the record, or `None`."""
        ...


@overload
def rule(method: _R) -> _R: ...
@overload
def rule(*, each: str | None = None, warning: bool = False, against_plan: bool = False) -> Callable[[_R], _R]: ...
def rule(method: Any = None, *, each: str | None = None, warning: bool = False, against_plan: bool = False) -> Any:
    """
    Mark a method as a rule beyond one field; it yields problems with pointers relative to its record.

    Parameters
    ----------
    method
        The method, where the decorator stands without parentheses.
    each
        Name of a field that holds several records: the rule is then called with one of them at a time and with a
        function `find(kind, id)` that gives any record of the whole document (or `None`). Its pointers are relative to
        that one record, and one broken record does not keep the others from being looked at.
    warning
        The rule never refuses a document.
    against_plan
        The rule of a journal that needs its plan; `find` then finds the plan's records too.

    Returns
    -------
    Any
        The method itself, marked; or, without one, the decorator that marks it.
    """

    def mark(method: Any) -> Any:
        method.each, method.warning, method.against_plan = each, warning, against_plan
        return method

    return mark if method is None else mark(method)


def is_record(leaf: Any) -> bool:
    """Tell whether a type is a record class."""
    return isinstance(leaf, type) and "__specs__" in vars(leaf)


def specs(cls: type) -> tuple[FieldSpec, ...]:
    """List the fields of a record class, in declared order."""
    found: tuple[FieldSpec, ...] = cls.__specs__()  # type: ignore[attr-defined]
    return found


def rules(cls: type) -> tuple[Rule, ...]:
    """List the rules of a record class, in declared order."""
    found: tuple[Rule, ...] = cls.__rules__  # type: ignore[attr-defined]
    return found


def read_specs(cls: type) -> tuple[FieldSpec, ...]:
    """Read the fields of a record class from its annotations."""
    hints = get_type_hints(cls, include_extras=True)
    return tuple(_spec(each, hints[each.name]) for each in attrs.fields(cls))


def _spec(field: attrs.Attribute[Any], annotation: Any) -> FieldSpec:
    bare, optional = _without_none(annotation)
    leaf, bounds = _without_bounds(bare)
    many = None
    if get_origin(leaf) is tuple:
        many = bounds or Bounds()
        leaf, bounds = _without_bounds(get_args(leaf)[0])
    bounds = bounds or Bounds()
    privacy = bounds.privacy or (Privacy.PLAIN if issubclass(leaf, enum.Enum) else None)
    return FieldSpec(field.name, leaf, bounds, many, optional, field.default, field.metadata["about"], privacy)


def _without_none(annotation: Any) -> tuple[Any, bool]:
    if get_origin(annotation) in {Union, types.UnionType}:
        (inner,) = (each for each in get_args(annotation) if each is not type(None))
        return inner, True
    return annotation, False


def _without_bounds(annotation: Any) -> tuple[Any, Bounds | None]:
    if get_origin(annotation) is Annotated:
        return get_args(annotation)[0], get_args(annotation)[1]
    return annotation, None
