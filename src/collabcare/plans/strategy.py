"""How a goal is worked on, and the material for it."""

from collabcare._record.declare import EVERYONE, about
from collabcare._record.kinds import Id, Label, Language, Words
from collabcare._record.record import record
from collabcare.text import Text
from collabcare.vocabulary import ResourceKind, Setting

__all__ = ["Resource", "Strategy"]


@record
class Resource:
    """Material that helps with a strategy."""

    kind: ResourceKind = about("What kind of material it is.", audience=EVERYONE)
    language: Language = about("Its language.", audience=EVERYONE)
    title: Label = about("Its title.", audience=EVERYONE)
    link: Words | None = about("Where it is found.", default=None, audience=EVERYONE)


@record
class Strategy:
    """Something that people do with the child to reach a goal."""

    id: Id = about("How other records point to this strategy.", audience=EVERYONE)
    what: Text = about("What to do.", audience=EVERYONE)
    why: Text | None = about("Why it works.", default=None, audience=EVERYONE)
    goals: tuple[Id, ...] = about("The goals it serves.", default=(), refers="Goal", audience=EVERYONE)
    used_by: tuple[Id, ...] = about("Who uses it.", default=(), refers="Participant", audience=EVERYONE)
    settings: tuple[Setting, ...] = about("Where it is used.", default=(), audience=EVERYONE)
    adapted_for: Text | None = about("How it was fitted to this family.", default=None)
    resources: tuple[Resource, ...] = about("Material for it.", default=(), audience=EVERYONE)
