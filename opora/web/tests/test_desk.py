"""Which desk, who the reader is there, and that strangers learn nothing."""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

WORKSPACE = ("", "rows/", "views/", "search/?q=1", "palette/?q=1", "new/", "notifications/", "notifications/unread/")


@pytest.mark.parametrize("page", WORKSPACE)
@pytest.mark.parametrize("who", ["agent", "lead", "quality", "writer", "admin", "owner"])
def test_staff_opens_the_workspace(client: Client, cast: Any, who: str, page: str) -> None:
    client.force_login(cast.user(who))
    assert client.get(f"/desk/work/{page}").status_code == 200


@pytest.mark.parametrize("page", WORKSPACE)
@pytest.mark.parametrize("who", ["requester", "customer_admin", "stranger", "neighbour_owner", "neighbour_contact"])
def test_nobody_else_learns_that_it_is_there(client: Client, cast: Any, who: str, page: str) -> None:
    client.force_login(cast.user(who))
    assert client.get(f"/desk/work/{page}").status_code == 404


def test_visitor_is_sent_to_sign_in_and_back(client: Client, cast: Any) -> None:
    answer = client.get("/desk/work/?view=mine")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("?next=/desk/work/%3Fview%3Dmine")


def test_unknown_desk_looks_like_a_desk_of_others(client: Client, cast: Any) -> None:
    client.force_login(cast.user("neighbour_agent"))
    pages = [client.get(address) for address in ("/nowhere/work/", "/desk/work/")]
    assert [page.status_code for page in pages] == [404, 404]
    first, second = (_without_nonce(page) for page in pages)
    assert first.replace("/nowhere/", "/desk/") == second


def test_ticket_of_the_neighbour_is_not_there(client: Client, cast: Any, register: Any) -> None:
    ticket = register()
    client.force_login(cast.user("neighbour_agent"))
    assert client.get(f"/neighbour/work/tickets/{ticket.name}/").status_code == 404
    assert client.get(f"/desk/work/tickets/{ticket.name}/").status_code == 404


def test_inactive_desk_is_gone(client: Client, cast: Any) -> None:
    cast.desk.is_active = False
    cast.desk.save(update_fields=["is_active"])
    client.force_login(cast.user("agent"))
    assert client.get("/desk/work/").status_code == 404


def test_landing_shows_own_desks_first(client: Client, cast: Any) -> None:
    client.force_login(cast.user("agent"))
    page = client.get("/").content.decode()
    assert page.index("/desk/work/") < page.index('href="/neighbour/"')
    assert "/neighbour/work/" not in page


def _without_nonce(page: Any) -> str:
    import re

    return re.sub(
        r'nonce="[^"]*"|csrfmiddlewaretoken" value="[^"]*"|server-now" content="[^"]*"', "", page.content.decode()
    )
