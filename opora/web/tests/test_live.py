"""Who is admitted to the live stream of a desk."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from opora.web.live import admit

pytestmark = pytest.mark.django_db


def _cookies(client: Client) -> dict[str, str]:
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def test_staff_hears_the_whole_desk(client: Client, cast: Any) -> None:
    client.force_login(cast.user("agent"))
    admission = admit(_cookies(client), {}, "desk", {})
    assert admission is not None
    assert (admission.desk_id, admission.tickets) == (cast.desk.pk, None)


def test_customer_hears_their_own_tickets_only(client: Client, cast: Any, register: Any) -> None:
    mine, other = register(), register(by="stranger")
    client.force_login(cast.user("requester"))
    admission = admit(_cookies(client), {}, "desk", {})
    assert admission is not None and admission.tickets is not None
    assert mine.pk in admission.tickets and other.pk not in admission.tickets


@pytest.mark.parametrize("who", ["neighbour_owner", "neighbour_contact"])
def test_neighbour_hears_nothing(client: Client, cast: Any, who: str) -> None:
    client.force_login(cast.user(who))
    assert admit(_cookies(client), {}, "desk", {}) is None


def test_signing_out_ends_it(client: Client, cast: Any) -> None:
    client.force_login(cast.user("agent"))
    cookies = _cookies(client)
    client.logout()
    assert admit(cookies, {}, "desk", {}) is None


@pytest.mark.parametrize("cookies", [{}, {"sessionid": ""}, {"sessionid": "nonsense"}])
def test_visitor_hears_nothing(cast: Any, cookies: dict[str, str]) -> None:
    assert admit(cookies, {}, "desk", {}) is None
