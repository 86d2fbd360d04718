"""Every element of a document beside what R4 says of it: names, shapes, how many, primitives, codes."""

# JSON of strangers passes through here, so the types of its values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from collabcare.interchange.fhir.checking import invariants
from collabcare.interchange.fhir.checking.extensions import targets_of
from collabcare.interchange.fhir.checking.findings import Findings, Node, at, below, listed
from collabcare.interchange.fhir.checking.formats import fault, is_unsafe_link
from collabcare.interchange.fhir.checking.narrative import narrative_fault
from collabcare.interchange.fhir.checking.us_core import check_us_core, us_core_targets
from collabcare.interchange.fhir.r4 import elements, releases

if TYPE_CHECKING:
    from collabcare.interchange.fhir.r4.elements import Element, Kind

__all__ = ["Mention", "Walk"]

_LOCAL = frozenset({"uri", "url", "canonical"})


class Mention(NamedTuple):
    """A reference that the walk passed."""

    value: dict[str, Any]
    targets: frozenset[str] | None
    node: Node
    place: str
    """FHIRPath to the resource it stands in."""

    def __repr__(self) -> str:
        """Show the place, and nothing of what stands there."""
        return f"Mention({self.place})"


class Walk:
    """One walk over a document; `mentions` has the references it passed."""

    def __init__(self, findings: Findings, *, us_core: bool = False) -> None:
        self._findings = findings
        self._us_core = us_core
        self.mentions: list[Mention] = []
        self._place = ""
        self._type = ""
        self._extensions: list[Any] = []
        self._local: set[str] = set()
        self._foreign: Counter[tuple[str | int, ...]] = Counter()

    def resource(self, value: Any, node: Node | None, *, contained: bool = False) -> None:
        """Look at a resource."""
        if not isinstance(value, dict):
            self._findings.add(node, "wrong-type", "give a resource as an object")
            return
        name = value.get("resourceType")
        if not elements.is_resource_type(name):
            code = "missing" if name is None else "unknown-code"
            self._findings.add(node, code, "name a resource type of FHIR R4", "error", "resourceType")
            return
        kind = elements.kind(name)
        assert kind is not None  # noqa: S101 -- each resource type is in the table
        outer = self._place, self._type
        self._place, self._type = self._findings.path(node), kind.name
        foreign, self._foreign = self._foreign, self._other_release(value, node)
        local, self._local = self._local, set[str]()
        self._object(value, kind, node, (), is_resource=True)
        inner, self._local = self._local, local
        if contained:
            # One that refers to what contains it counts as referred to.
            own = {f"#{value.get('id')}"} if "#" in inner else set[str]()
            self._local |= (inner - {"#"}) | own
        else:
            self._unmentioned(value, node, inner)
        if self._us_core and not contained:
            check_us_core(value, node, self._findings)
        (self._place, self._type), self._foreign = outer, foreign

    def _other_release(self, value: dict[str, Any], node: Node | None) -> Counter[tuple[str | int, ...]]:
        """Say that something is of another release, once; count what there is, by place."""
        signs = releases.signs(value)
        likely = releases.likely(signs)
        if likely:
            first = next(sign for sign in signs if sign.release in likely)
            place = node
            for step in first.steps:
                place = at(place, step) if isinstance(step, int) else below(place, step)
            rule = f"give FHIR R4 (4.0.1); this is of {' or '.join(likely)}"
            self._findings.add(place, "unsupported-version", rule)
        return Counter(sign.steps for sign in signs)

    def _unmentioned(self, value: dict[str, Any], node: Node | None, mentioned: set[str]) -> None:
        """Rule dom-3: each contained resource is referred to, or refers to what contains it."""
        contained: Any = value.get("contained")
        for position, each in enumerate(contained if isinstance(contained, list) else []):
            own_id = each.get("id") if isinstance(each, dict) else None
            if isinstance(own_id, str) and f"#{own_id}" not in mentioned:
                rule = "refer to each contained resource from the resource that contains it"
                self._findings.add(at(below(node, "contained"), position), "needs", rule)

    def _object(
        self,
        value: dict[str, Any],
        kind: Kind,
        node: Node | None,
        steps: tuple[str | int, ...],
        *,
        is_resource: bool = False,
    ) -> None:
        add = self._findings.add
        if not value:
            add(node, "at-least-one", "give at least one element, or leave the object out")
            return
        unknown = 0
        choices: dict[str, str] = {}
        for name, inner in value.items():
            element = kind.elements.get(name)
            if element is not None:
                inside = Node(node, name, _path_name(element))
                self._element(inner, element, inside, (*steps, name), value.get("_" + name))
            elif is_resource and name == "resourceType":
                continue
            else:
                element = kind.elements.get(name[1:]) if name.startswith("_") else None
                if element is None or not elements.is_primitive(element.type):
                    unknown += 1
                    continue
                self._beside(inner, element, value.get(element.name), Node(node, name, _path_name(element)))
            if element.choice is not None and choices.setdefault(element.choice, element.name) != element.name:
                rule = "give one of the values that may stand here, not two"
                add(Node(node, name, _path_name(element)), "exactly-one", rule)
        if unknown > self._foreign[steps]:
            add(node, "unknown-fields", f"leave out what FHIR R4 does not know here: {unknown}")
        self._together(value, kind, node)

    def _together(self, value: dict[str, Any], kind: Kind, node: Node | None) -> None:
        """Look at the elements of an object together: what must be there, and the rules between them."""
        for name, ways in kind.required:
            if not any(way in value or "_" + way in value for way in ways):
                place = Node(node, ways[0], name.removesuffix("[x]"))
                self._findings.add(place, "missing", "give this element: FHIR R4 requires it")
        for each in (kind.name, *kind.bases):
            for rule in invariants.RULES.get(each, ()):
                rule(value, node, self._findings)

    def _element(self, value: Any, element: Element, node: Node, steps: tuple[str | int, ...], beside: Any) -> None:
        """Look at one element: a value, or a list of them."""
        add = self._findings.add
        is_list = isinstance(value, list)
        if is_list != element.many:
            if self._foreign[steps]:
                return
            add(node, "wrong-type", "give a list" if element.many else "give one value, not a list")
            if not is_list:
                self._value(value, element, node, steps)
            return
        if not is_list:
            self._value(value, element, node, steps)
            return
        if not value:
            add(node, "wrong-count", "give at least one, or leave the list out")
        elif element.most is not None and len(value) > element.most:
            add(node, "wrong-count", f"give at most {element.most}")
        for position, each in enumerate(value):
            # In a list of primitives, null keeps the place of a value that has extensions only.
            if each is None and isinstance(beside, list) and position < len(beside) and beside[position] is not None:
                continue
            self._value(each, element, at(node, position), (*steps, position))

    def _value(self, value: Any, element: Element, node: Node, steps: tuple[str | int, ...]) -> None:
        if value is None:
            self._findings.add(node, "wrong-type", "give a value instead of null, or leave the element out")
        elif elements.is_primitive(element.type):
            if not self._foreign[steps]:
                self._primitive(value, element, node)
        elif element.type == "Resource":
            self.resource(value, node, contained=element.name == "contained")
        elif not isinstance(value, dict):
            self._findings.add(node, "wrong-type", "give an object")
        else:
            kind = elements.kind(element.type)
            assert kind is not None  # noqa: S101 -- each type of an element is in the table
            if element.type == "Reference":
                self._reference(value, element, node, steps)
            elif element.codes is not None:
                self._coded(value, element, node)
            if element.type == "Extension":
                self._extensions.append(value.get("url"))
                self._object(value, kind, node, steps)
                self._extensions.pop()
            else:
                self._object(value, kind, node, steps)

    def _primitive(self, value: Any, element: Element, node: Node) -> None:
        if element.type == "xhtml":
            found = narrative_fault(value)
        else:
            found = fault("language" if element.is_language else element.type, value)
        if found is not None:
            self._findings.add(node, found.code, found.rule)
        elif element.codes and not any(value in codes for codes in element.codes.values()):
            self._findings.add(node, "unknown-code", _one_of(element.codes))
        elif element.type in _LOCAL and value.startswith("#"):
            self._local.add(value)

    def _coded(self, value: dict[str, Any], element: Element, node: Node) -> None:
        """Look for a code that is required inside of a Coding or a CodeableConcept."""
        codings = listed(value.get("coding")) if element.type == "CodeableConcept" else [value]
        if element.is_language:
            tags = [_text(each, "code") for each in codings if _text(each, "system") == "urn:ietf:bcp:47"]
            if any(fault("language", tag) for tag in tags):
                self._findings.add(node, "wrong-format", "give a language as a BCP 47 tag: es, pt-BR")
        elif element.codes and not any(
            _text(each, "code") in element.codes.get(_text(each, "system"), ()) for each in codings
        ):
            self._findings.add(node, "unknown-code", _one_of(element.codes))

    def _reference(self, value: dict[str, Any], element: Element, node: Node, steps: tuple[str | int, ...]) -> None:
        name = value.get("reference")
        if isinstance(name, str):
            if name.startswith("#"):
                self._local.add(name)
            if is_unsafe_link(name):
                self._findings.add(node, "unsafe-content", "leave out links that run a program", "error", "reference")
        targets = element.targets
        if self._extensions and element.choice == "value[x]":
            targets = targets_of(self._extensions[-1], self._extensions[-2] if len(self._extensions) > 1 else None)
        elif self._us_core:
            path = ".".join((self._type, *(each for each in steps if isinstance(each, str))))
            targets = us_core_targets(path) or targets
        self.mentions.append(Mention(value, targets, node, self._place))

    def _beside(self, value: Any, element: Element, primitive: Any, node: Node) -> None:
        """Look at what stands beside a primitive: its id and extensions."""
        kind = elements.kind("Element")
        assert kind is not None  # noqa: S101 -- it is in the table
        members = value if element.many and isinstance(value, list) else [value]
        if element.many != isinstance(value, list):
            self._findings.add(node, "wrong-type", "give a list" if element.many else "give one object, not a list")
            return
        beside = primitive if isinstance(primitive, list) else []
        for position, each in enumerate(members):
            inside = at(node, position) if element.many else node
            if isinstance(each, dict):
                self._object(each, kind, inside, ())
            elif each is not None or not element.many or position >= len(beside) or beside[position] is None:
                self._findings.add(inside, "wrong-type", "give an object with extensions, beside a value of the list")


def _path_name(element: Element) -> str:
    return element.name if element.choice is None else element.choice[:-3]


def _text(value: dict[str, Any], name: str) -> str:
    found = value.get(name)
    return found if isinstance(found, str) else ""


_MAX_NAMED = 30


def _one_of(codes: dict[str, frozenset[str]]) -> str:
    """Name the codes that may stand somewhere, or how many there are."""
    every = sorted({code for each in codes.values() for code in each})
    if len(every) > _MAX_NAMED:
        return f"give one of the {len(every)} codes that FHIR R4 requires here"
    return f"give one of: {', '.join(every)}"
