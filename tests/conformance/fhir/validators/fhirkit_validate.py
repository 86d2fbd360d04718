"""Strict on shapes and types, and the fastest. pip: fhirkit-rs."""

import fhirkit
from findings import print_findings


def check(content):
    try:
        issues = fhirkit.validate(content)
    except ValueError as error:  # it cannot be read as FHIR at all
        yield "", error
        return
    for issue in issues:
        if issue.severity == "error":
            yield issue.path, issue.message


print_findings(check)
