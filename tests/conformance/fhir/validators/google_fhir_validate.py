"""
R4 protobufs, whose code fields are enums: required codes (inside Timing too), dates, types of references.

pip: google-fhir-r4.
"""

import json

from findings import parts, print_findings
from google.fhir.r4 import json_format
from google.fhir.r4.proto.core.resources import bundle_and_contained_resource_pb2


def check(content):
    for resource, place in parts(json.loads(content)):
        try:
            json_format.json_fhir_string_to_proto(
                json.dumps(resource),
                bundle_and_contained_resource_pb2.ContainedResource,
                validate=True,
                default_timezone="UTC",
            )
        except Exception as error:  # noqa: BLE001 -- it raises whatever the protobuf library raises
            yield place, f"{type(error).__name__}: {error}"


print_findings(check)
