"""SMART's generated R4 models, whose constructor is strict about names and types. pip: fhirclient."""

import json

from fhirclient.models.fhirelementfactory import FHIRElementFactory
from findings import parts, print_findings


def check(content):
    for resource, place in parts(json.loads(content)):
        try:
            FHIRElementFactory.instantiate(resource["resourceType"], resource).as_json()
        except Exception as error:  # noqa: BLE001 -- dates and unknown types raise exceptions of many kinds
            yield place, f"{type(error).__name__}: {error}"


print_findings(check)
