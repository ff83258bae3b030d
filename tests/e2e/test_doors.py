"""The same ticket through every door: made by the API, read by the command line, in the portal form, found by all."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e import desk_work as work
from tests.e2e.api import Api
from tests.e2e.browser import Windows
from tests.e2e.installation import Installation, body
from tests.e2e.people import AGENT, DESK, VISITOR

pytestmark = [pytest.mark.e2e, pytest.mark.browser]


def test_a_ticket_of_the_api_is_the_same_on_the_command_line_and_in_the_workspace(
    windows: Windows, api: Api, installation: Installation
) -> None:
    asked = {"email": VISITOR.email}
    made = api.post("tickets", subject="Через API", text="Заказ 48211 не ушёл.", requester=asked, priority="high")
    name = made["name"]
    told = installation.caught(to=VISITOR.email, subject=name)
    assert re.search(r"14:0\d \(МСК\)", body(told)), "premium: 4 hours from 10:00"
    api.put(f"tickets/{name}/assignment", member="me")
    shown = json.loads(installation.opora("ticket", "show", DESK, name, "--as", AGENT.email, "--json"))
    read = api.get(f"tickets/{name}")
    assert (shown["status"], shown["assignee"]["name"]) == ("in-progress", AGENT.name)
    assert without_the_moment(shown) == without_the_moment(read)
    page = windows.sign_in(AGENT, work.ticket_path(name))
    expect(work.status(page)).to_have_text("В работе")
    found = api.get("search?text=48211")
    assert [hit["ticket"]["name"] for hit in found["items"]] == [name]


def test_a_ticket_of_the_portal_form_keeps_the_promise_it_showed(windows: Windows, installation: Installation) -> None:
    page = begun_form(windows)
    with page.expect_response("**/new/preview/"):
        page.select_option("#category", "technical/api")
    expect(page.locator("#promise")).to_contain_text(re.compile(r"14:0\d"))
    page.fill("#subject", "Ошибка API")
    page.fill("#text", "Ответ 500 на каждый запрос.")
    page.click(".new-ticket__actions button[data-send]")
    page.wait_for_url("**/tickets/BPM-*/**")
    expect(page.locator("#state")).to_contain_text(re.compile(r"14:0\d"))
    query = "SELECT kind, category, channel FROM tickets_ticket WHERE subject = 'Ошибка API'"
    assert installation.rows(query) == [("problem", "technical/api", "portal")]


def test_words_typed_while_the_promise_is_computed_are_kept(windows: Windows) -> None:
    page = begun_form(windows)
    held: list[Route] = []
    page.route("**/new/preview/", lambda route: held.append(route))  # noqa: PLW0108 (Playwright needs a function)
    page.select_option("#category", "technical/api")
    page.fill("#text", "Написано, пока сервер думал.")
    page.fill("#f-connector", "Почта")
    with page.expect_response("**/new/preview/"):
        held[0].continue_()
    expect(page.locator("#category")).to_have_value("technical/api")
    expect(page.locator("#draft.htmx-swapping, #draft.htmx-settling")).to_have_count(0)
    page.wait_for_timeout(300)
    expect(page.locator("#text")).to_have_value("Написано, пока сервер думал.")
    expect(page.locator("#f-connector")).to_have_value("Почта")


def begun_form(windows: Windows) -> Page:
    """The portal's form of a problem, in its customer's window."""
    page = windows.sign_in(VISITOR, f"/{DESK}/new/")
    with page.expect_response("**/new/preview/"):
        page.check("input[name=kind][value=problem]", force=True)
    expect(page.locator("#f-connector")).to_be_visible()
    return page


def without_the_moment(document: dict[str, Any]) -> dict[str, Any]:
    """A ticket without what depends on the second in which it was asked, and on what only one door tells."""
    return {name: value for name, value in document.items() if name not in ("clocks", "messages")}
