"""Mails of several makes become tickets, each with one acknowledgement; a declined solution goes back and up."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e import desk_work as work
from tests.e2e.browser import Windows
from tests.e2e.installation import Installation, body, until
from tests.e2e.letters import letter
from tests.e2e.people import AGENT, DOUBTER, Person

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

KOI = Person("Фёдор Ковалёв", "koval@koi.example")
HTML = Person("Ольга Титова", "titova@html.example")
MARKUP = "<div><p>Добрый день!</p><p>Отчёт <b>пустой</b>.</p><script>alert(1)</script><img src='https://spy.example/1'></div>"


def test_koi8_and_html_mails_are_read_and_acknowledged_once(windows: Windows, installation: Installation) -> None:
    installation.send_mail(letter(KOI, "Отчёт пустой", "Ёлки: отчёт пустой.", charset="koi8-r"), sender=KOI.email)
    written = letter(HTML, "Отчёт пустой, HTML", "Отчёт пустой.", html=MARKUP, screenshot=True)
    installation.send_mail(written, sender=HTML.email)
    told = [installation.caught(to=person.email) for person in (KOI, HTML)]
    names = [named(installation, person) for person in (KOI, HTML)]
    assert all(name in body(mail) for name, mail in zip(names, told, strict=True))
    first = "SELECT m.text FROM tickets_message m JOIN tickets_ticket t ON t.id = m.ticket_id WHERE t.name = %s"
    assert installation.value(first, names[0]) == "Ёлки: отчёт пустой."
    page = windows.sign_in(AGENT, work.ticket_path(names[1]))
    page.click("#timeline details:has(iframe) > summary")
    frame = page.frame_locator("#timeline iframe")
    expect(frame.locator("b")).to_have_text("пустой")
    assert frame.locator("script, img[src*=spy]").count() == 0
    expect(page.locator("#timeline .attachment--image img")).to_be_visible()
    assert [len(installation.mails(to=person.email)) for person in (KOI, HTML)] == [1, 1]


def test_a_declined_solution_is_reopened_and_escalated(windows: Windows, installation: Installation) -> None:
    installation.send_mail(letter(DOUBTER, "Карточка не сохраняется", "Ошибка 500."), sender=DOUBTER.email)
    name = named(installation, DOUBTER)
    agent = windows.sign_in(AGENT, work.ticket_path(name))
    work.take(agent, AGENT)
    work.write(agent, "solution", "Исправили, проверьте.")
    customer = windows.sign_in(DOUBTER, work.portal_path(name))
    customer.click(".judgement details.my-reason > summary")
    customer.fill("#because", "Всё ещё не сохраняется.")
    customer.click('form[action$="/objection/"] button')
    expect(customer.locator("#state .badge").first).to_have_text("Переоткрыт", timeout=work.WAIT_MS)
    expect(work.status(agent)).to_have_text("Переоткрыт", timeout=work.WAIT_MS)
    work.expect_state(agent, "Решение", "running")
    happened = installation.happened(name)
    assert [happened.count(event) for event in ("solution_declined", "line_changed", "escalated")] == [1, 1, 1]
    query = "SELECT line, phase, reopened_times FROM tickets_ticket WHERE name = %s"
    assert installation.rows(query, name) == [("senior", "open", 1)]
    notified = "SELECT count(*) FROM notify_notification WHERE ticket_name = %s AND event = 'escalated'"
    assert installation.value(notified, name) >= 1


def named(installation: Installation, person: Person) -> str:
    """The ticket of somebody's first mail; waits for it."""
    query = (
        "SELECT t.name FROM tickets_ticket t JOIN customers_contact c ON c.id = t.requester_id"
        " WHERE c.email = %s ORDER BY t.id"
    )
    return str(until(lambda: installation.value(query, person.email), why=installation.log))
