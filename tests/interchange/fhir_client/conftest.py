"""Both clients: each test runs once with the one that waits and once with the awaited one."""

import pytest

from tests.lib.fhir_clients import Awaited, Waiting


@pytest.fixture(params=[Waiting, Awaited], ids=["waiting", "awaited"])
def connect(request):
    """Return what makes a client of something that answers requests."""
    return request.param
