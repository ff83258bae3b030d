"""Two clicks at the same moment make one ticket."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from opora.desks import tenancy
from opora.tickets.models import Ticket


@pytest.mark.django_db(transaction=True)
def test_the_second_of_two_clicks_waits_for_the_first(transactional_cast: Any) -> None:
    cast = transactional_cast
    first = Client()
    first.force_login(cast.user("requester"))

    def click(_: int) -> str:
        client = Client()
        client.cookies = first.cookies
        given = {"kind": "incident", "subject": "Дважды", "text": "Раз", "once": "same"}
        try:
            answer = client.post("/desk/new/", given)
            return f"{answer.status_code} {answer.headers['Location']}"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(click, range(4)))
    assert len(answers) == 1
    with tenancy.desk(cast.desk.pk):
        assert Ticket.objects.for_desk(cast.desk).filter(subject="Дважды").count() == 1
