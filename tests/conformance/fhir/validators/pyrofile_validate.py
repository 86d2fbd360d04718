"""
Profiles, slices, invariants, value sets and where extensions may stand. pip: pyrofile-validator.

It reads HL7's definitions from files: see `split_definitions.py`. FHIR_DEFINITIONS names folders of further ones:
their profiles hold for the resources that claim them in meta.profile, and their extensions are known.
"""

import json
import os
import re
from pathlib import Path

from findings import print_findings
from pyrofile_validator import Validator
from pyrofile_validator.config import ValidatorConfig

FOLDERS = [str(Path(os.environ["FHIR_VALIDATORS"], "definitions"))]
FOLDERS += filter(None, os.environ.get("FHIR_DEFINITIONS", "").split(os.pathsep))


def false_alarm(code, message):
    """False alarms of 0.3.0, each seen on HL7's own examples; the other validators catch what they are named for."""
    return (
        code in {"terminology.display", "questionnaire.unresolved"}
        or ".unsupported" in code  # what it cannot work out, such as htmlChecks(), is no finding
        # [x] in a nested element
        or (
            code == "cardinality.min"
            and re.search(r"\[x\] is required", message)
            and message.split(" ")[0].count(".") > 1
        )
        or (code == "profile.element.cardinality.max" and re.search(r"value\(s\) for \w+(\.\w+){2,}", message))
        # two extensions, neither with the address of a slice, count as two of the slice
        or (
            code == "profile.slice.cardinality.max"
            and re.search(r"slice extension:(race|ethnicity|birthsex) ", message)
        )
        # data-absent-reason stands for the value that a profile asks for
        or (code == "profile.element.cardinality.min" and message.endswith("for Practitioner.name.family"))
        # an address that is reserved for examples, so that nobody can define what stands there
        or (code in {"terminology.code-system", "extension.unknown"} and "http://example.org/" in message)
    )


validator = Validator(
    ValidatorConfig.load_dict(
        {"fhirVersion": "4.0.1", "localPackagePaths": FOLDERS, "terminology": {"mode": "local"}},
    )
)


# Its time grows with the square of a Bundle's entries. Whom a resource is about it looks for in the Bundle: the child
# goes with each piece.
AT_ONCE = 20


def pieces(document):
    entries = document.get("entry", ()) if document.get("resourceType") == "Bundle" else ()
    if len(entries) <= AT_ONCE:
        yield document
        return
    children = [each for each in entries if each["resource"]["resourceType"] == "Patient"]
    others = [each for each in entries if each["resource"]["resourceType"] != "Patient"]
    for first in range(0, len(others), AT_ONCE):
        yield {**document, "entry": [*children, *others[first : first + AT_ONCE]]}


def check(content):
    for piece in pieces(json.loads(content)):
        for issue in validator.validate_resource(piece).issues:
            severity = getattr(issue.severity, "value", issue.severity)
            if severity in {"error", "fatal"} and not false_alarm(str(issue.code), str(issue.message)):
                yield str(issue.path), f"{issue.code}: {issue.message}"


print_findings(check)
