"""Whatever stands in a resource of ours, reading it raises nothing but our own errors, and what is read is checked."""

import copy
from decimal import Decimal
from importlib.resources import files

from hypothesis import given
from hypothesis import strategies as st

from collabcare.errors import CollabCareError
from collabcare.interchange.documents import read_plan
from collabcare.interchange.fhir.exporting import to_fhir
from collabcare.interchange.fhir.importing import from_fhir
from tests.lib.fhir import BASE

PLAN = read_plan((files("collabcare") / "examples" / "two-households" / "plan.json").read_bytes())
BUNDLE = to_fhir(PLAN, base_url=BASE)
WRONG = (None, True, 0, -1, Decimal("1.5"), Decimal("1e400"), "", "x", "0000-00-00", [], [[]], [None], {}, {"url": []})


def _places(value, place=()):
    if isinstance(value, dict | list):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield (*place, key)
            yield from _places(each, (*place, key))


PLACES = [
    ("entry", position, "resource", *place)
    for position, each in enumerate(BUNDLE["entry"])
    for place in _places(each["resource"])
]


def _put(bundle, place, wrong):
    """Put something wrong at a place; nothing, where another wrong thing took the place away."""
    holder = bundle
    for key in place[:-1]:
        try:
            holder = holder[key]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(holder, dict) or (isinstance(holder, list) and place[-1] < len(holder)):
        holder[place[-1]] = copy.deepcopy(wrong)


@given(st.lists(st.sampled_from(PLACES), min_size=1, max_size=3), st.sampled_from(WRONG))
def test_anything_may_stand_anywhere(places, wrong):
    bundle = copy.deepcopy(BUNDLE)
    for place in places:
        _put(bundle, place, wrong)
    try:
        imported = from_fhir(bundle, timezone=PLAN.timezone)
    except CollabCareError:
        return
    assert imported.plan is not None or imported.problems
