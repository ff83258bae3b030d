"""Whatever is sent, the answer is one the description knows, and never a 5xx.

Schemathesis makes the cases; every third one is sent, by turns with a key of the staff and of a customer.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from opora.api.openapi import description
from opora.desks import tenancy

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EVERY = 3

schema = schemathesis.openapi.from_dict(description())


@pytest.fixture(autouse=True)
def _requests_share_the_tests_connection() -> Iterator[None]:
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def turns(as_: Any, ticket_in: Any) -> Iterator[tuple[int, str]]:
    """Numbers and keys, on a desk where there is something."""
    for state in ("new", "solved", "closed"):
        ticket_in(state)
    keys = [as_("owner").key, as_("requester").key]
    return ((number, keys[number // EVERY % 2]) for number in count())


@pytest.mark.django_db
@schema.parametrize()
@settings(
    max_examples=9,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_input_breaks_the_api(case: Any, turns: Iterator[tuple[int, str]]) -> None:
    number, key = next(turns)
    if number % EVERY:
        return
    if "ticket" in case.path_parameters and number % 2:
        case.path_parameters["ticket"] = "1"
    with tenancy.desk(tenancy.NO_DESK), transaction.atomic():
        response = case.call(
            app=get_wsgi_application(),
            headers={"Authorization": f"Bearer {key}", "Accept-Encoding": "identity"},
            base_url="http://localhost",
        )
        transaction.set_rollback(True)
    case.validate_response(response, checks=CHECKS)
