"""An agent's day: take, write, ask, while a colleague's page follows by itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.cast.fixtures import registering

pytestmark = pytest.mark.browser
Reader = Callable[..., Any]


@pytest.fixture
def ticket(transactional_cast: Any) -> Any:
    return registering(transactional_cast)(subject="Не печатает чек", text="Касса молчит.\n\nЧто делать?")


def address(ticket: Any) -> str:
    return f"/desk/work/tickets/{ticket.name}/"


def write(page: Any, key: str, words: str) -> None:
    """Open a mode of the composer by its key, write, and send."""
    page.locator("#main").focus()
    page.keyboard.press(key)
    page.locator("#composer-text:focus").wait_for()
    page.keyboard.type(words)
    page.keyboard.press("Control+Enter")
    page.locator("#timeline", has_text=words).wait_for()


def ready(page: Any, where: str) -> None:
    """Open a page and wait until its keys work."""
    page.goto(where)
    page.wait_for_load_state("networkidle") if "live" not in where else None


def test_page_of_a_colleague_changes_by_itself(reader: Reader, ticket: Any) -> None:
    agent, colleague = reader("agent"), reader("lead")
    for page in (agent, colleague):
        page.goto(address(ticket))
        page.wait_for_function("document.querySelector('.deadline') !== null")
        page.wait_for_timeout(1500)  # the stream connects after the page is shown
    agent.keyboard.press("t")
    agent.locator(".toast", has_text="Обращение у вас в работе").wait_for()
    colleague.locator("#panel .property", has_text="Анна Петрова").wait_for()
    write(agent, "n", "Похоже на вчерашнее.")
    colleague.locator("#timeline .message--note", has_text="Похоже на вчерашнее.").wait_for()


def test_question_stops_the_clock(reader: Reader, ticket: Any) -> None:
    page = reader("agent")
    page.goto(address(ticket))
    page.wait_for_timeout(800)
    page.keyboard.press("t")
    page.locator(".toast", has_text="Обращение у вас в работе").wait_for()
    write(page, "a", "Какая у вас модель кассы?")
    page.locator("#panel .deadline[data-state=paused]").first.wait_for()
    assert page.locator("#timeline .message--question").count() == 1


def test_words_are_not_lost_until_they_are_sent(reader: Reader, ticket: Any) -> None:
    page = reader("agent")
    page.goto(address(ticket))
    page.wait_for_timeout(800)
    page.fill("#composer-text", "Начал писать и отвлёкся")
    page.goto("/desk/work/")
    page.goto(address(ticket))
    page.wait_for_function("document.querySelector('#composer-text').value !== ''")
    page.locator("#composer-text").press("Control+Enter")
    page.locator("#timeline", has_text="Начал писать и отвлёкся").wait_for()
    assert page.input_value("#composer-text") == ""
    page.reload()
    page.wait_for_timeout(500)
    assert page.input_value("#composer-text") == ""


def test_fault_is_told_beside_the_form(reader: Reader, ticket: Any) -> None:
    page = reader("agent")
    page.goto(address(ticket))
    page.wait_for_timeout(800)
    page.click("#panel details:has(#priority-to) summary")
    page.select_option("#priority-to", index=0)
    if page.locator("#priority-to option").first.get_attribute("selected") is not None:
        page.select_option("#priority-to", index=1)
    page.click("#panel form:has(#priority-to) button")
    page.locator("#panel form:has(#priority-to) .problem").wait_for()
    assert page.locator("#priority-because").get_attribute("aria-invalid") == "true"


def test_deadline_ticks_and_nothing_moves(reader: Reader, ticket: Any) -> None:
    from django.utils import timezone

    from opora.tickets.models import Ticket

    due = timezone.now() + timezone.timedelta(minutes=9, seconds=30)
    Ticket.objects.for_desk(ticket.desk_id).filter(pk=ticket.pk).update(next_due_at=due)
    page = reader("agent")
    page.goto("/desk/work/")
    mark = page.locator(".queue .deadline").first
    assert re.fullmatch(r"9:[0-3]\d", mark.inner_text())
    before, box = mark.inner_text(), mark.bounding_box()
    page.wait_for_timeout(2200)
    assert mark.inner_text() != before
    after = mark.bounding_box()
    assert (after["x"], after["width"], after["y"]) == (box["x"], box["width"], box["y"])
    assert mark.get_attribute("data-state") == "soon"


def test_foreign_html_stays_in_its_frame(reader: Reader, ticket: Any) -> None:
    from opora.tickets.models import Message

    hostile = (
        "<h1>Письмо</h1><script>parent.document.title='pwned'</script>"
        "<img src=https://evil.test/p.png onerror=alert(1)>"
        "<div style='position:fixed;inset:0;background:red'>x</div><form action=https://evil.test><button>ok</button></form>"
        "<a href='javascript:alert(1)'>link</a><svg onload=alert(1)></svg><base href=https://evil.test>"
    )
    Message.objects.for_desk(ticket.desk_id).filter(ticket=ticket).update(html=hostile)
    page = reader("agent")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: pytest.fail("a script ran"))
    page.goto(address(ticket))
    page.click("summary:has-text('Исходный вид')")
    frame = page.frame_locator("iframe.message__frame")
    assert frame.locator("h1").inner_text() == "Письмо"
    assert frame.locator("script, svg, form, base").count() == 0
    page.wait_for_timeout(500)
    assert "pwned" not in page.title()
    assert not [url for url in asked if "evil.test" in url]
