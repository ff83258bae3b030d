"""Language, theme and time zone are the reader's own."""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_choice_of_a_member_is_kept(client: Client, cast: Any) -> None:
    user = cast.user("agent")
    client.force_login(user)
    client.post("/preferences/", {"language": "en", "theme": "dark", "time_zone": "Asia/Tokyo"})
    user.refresh_from_db()
    assert (user.language, user.theme, user.time_zone) == ("en", "dark", "Asia/Tokyo")
    page = client.get("/desk/work/").content.decode()
    assert '<html lang="en" data-theme="dark">' in page


def test_choice_of_a_visitor_lives_in_the_browser(client: Client, db: None) -> None:
    client.post("/preferences/", {"language": "en", "theme": "dark"})
    assert '<html lang="en" data-theme="dark">' in client.get("/styleguide/").content.decode()


def test_nonsense_changes_nothing(client: Client, cast: Any) -> None:
    user = cast.user("agent")
    client.force_login(user)
    client.post("/preferences/", {"language": "xx", "theme": "<script>", "time_zone": "../../etc/passwd"})
    user.refresh_from_db()
    assert (user.language, user.theme, user.time_zone) == ("ru", "auto", "")


def test_reader_goes_back_to_a_page_of_ours_only(client: Client, db: None) -> None:
    assert client.post("/preferences/", {"next": "//evil.test"}).headers["Location"] == "/"
    assert client.post("/preferences/", {"next": "/styleguide/"}).headers["Location"] == "/styleguide/"
