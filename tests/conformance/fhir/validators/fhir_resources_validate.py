"""
Pydantic models of R4B, whose element names are those of R4 for every resource we write. pip: fhir.resources.

The models do not check codes; they carry the lists of them, which are compared here.
"""

import json

from fhir.resources.R4B import get_fhir_model_class
from findings import parts, print_findings
from pydantic import ValidationError


def unknown_codes(model, place):
    for name, field in type(model).model_fields.items():
        value = getattr(model, name, None)
        extra = field.json_schema_extra
        codes = extra.get("enum_values") if isinstance(extra, dict) else None
        for number, each in enumerate(value if isinstance(value, list) else [value]):
            where = f"{place}.{name}[{number}]" if isinstance(value, list) else f"{place}.{name}"
            # "+" stands in lists that go on.
            if codes and "+" not in codes and isinstance(each, str) and each not in codes:
                yield where, f"{each!r} is none of {codes}"
            if hasattr(type(each), "model_fields"):
                yield from unknown_codes(each, where)


def check(content):
    for resource, place in parts(json.loads(content)):
        try:
            model = get_fhir_model_class(resource["resourceType"]).model_validate(resource)
        except ValidationError as error:
            for each in error.errors():
                yield f"{place}.{'.'.join(map(str, each['loc']))}", each["msg"]
        except Exception as error:  # noqa: BLE001 -- a class that is not there raises, too
            yield place, f"{type(error).__name__}: {error}"
        else:
            yield from unknown_codes(model, place)


print_findings(check)
