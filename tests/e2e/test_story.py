"""One ticket's whole life by real SMTP, in real windows, on a clock that the test moves.

A mail in windows-1251 with a screenshot becomes a ticket; it is acknowledged, taken, asked about, answered by mail,
solved from a template, confirmed in the portal, rated, and proven on the ledger.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import desk_work as work
from tests.e2e.browser import Windows, sign_in
from tests.e2e.installation import Installation, body, until
from tests.e2e.letters import letter, quoting
from tests.e2e.people import AGENT, CUSTOMER, DESK, LEAD, Person

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

STRANGER = Person("Пётр Чужой", "petr@elsewhere.example")
SUBJECT = "Заказы не выгружаются в 1С — ошибка 403"
TEXT = "Добрый день!\n\nС 18:00 пятницы заказы не попадают в учётную систему.\nСнимок экрана приложил."
WAIT_MS = 20_000


@dataclass(slots=True)
class Story:
    """What the story has come to."""

    installation: Installation
    windows: Windows
    morning: datetime
    name: str = ""

    def columns(self, *names: str) -> tuple[object, ...]:
        """Columns of the ticket's row."""
        found = self.installation.rows(f"SELECT {', '.join(names)} FROM tickets_ticket WHERE name = %s", self.name)
        return found[0]

    def name_of(self, person: Person) -> str:
        """The number of somebody's first ticket."""
        query = "SELECT t.name FROM tickets_ticket t JOIN customers_contact c ON c.id = t.requester_id"
        return str(self.installation.value(f"{query} WHERE c.email = %s ORDER BY t.id", person.email))

    def clock_columns(self, key: str, *names: str) -> tuple[object, ...]:
        """Columns of one of the ticket's clocks."""
        chosen = ", ".join(f"c.{name}" for name in names)
        query = f"SELECT {chosen} FROM clocks_clock c JOIN tickets_ticket t ON t.id = c.ticket_id WHERE t.name = %s"
        return self.installation.rows(f"{query} AND c.key = %s", self.name, key)[0]


def test_a_mail_becomes_a_closed_rated_proven_ticket(windows: Windows, installation: Installation) -> None:
    story = Story(installation, windows, installation.now())
    mail_becomes_a_ticket(story)
    acknowledgement_names_number_and_promises(story)
    agent = agent_finds_it_in_the_queue(story)
    colleague = windows.sign_in(LEAD, work.ticket_path(story.name))
    work.mark(colleague)
    question = agent_takes_it_and_asks(story, agent)
    colleagues_page_changed_by_itself(colleague)
    customer_answers_by_mail(story, question, agent)
    solution = agent_solves_it_from_a_template(story, agent)
    customer = customer_confirms_in_the_portal(story, solution)
    customer_rates(story, customer)
    lead_reads_the_ledger(story, colleague)
    lead_reads_the_figures(story, colleague)


def mail_becomes_a_ticket(story: Story) -> None:
    raw = letter(CUSTOMER, SUBJECT, TEXT, charset="windows-1251", screenshot=True)
    assert b"windows-1251" in raw
    story.installation.send_mail(raw, sender=CUSTOMER.email)
    find = "SELECT name FROM tickets_ticket WHERE subject = %s"
    story.name = until(lambda: story.installation.value(find, SUBJECT), why=story.installation.log)
    assert re.fullmatch(r"BPM-\d{5}", story.name)
    assert story.columns("kind", "category", "priority", "plan", "line", "status") == (
        "question",
        "other",
        "medium",
        "premium",
        "first",
        "open",
    )
    edition = "SELECT v.edition FROM tickets_ticket t JOIN desks_charterversion v ON v.id = t.charter_id"
    assert story.installation.value(f"{edition} WHERE t.name = %s", story.name) == "1.0"


def acknowledgement_names_number_and_promises(story: Story) -> None:
    told = story.installation.caught(to=CUSTOMER.email, subject=story.name)
    assert story.name in body(told)
    assert re.search(r"14:0\d \(МСК\)", body(told)), "4 hours on working days from 10:00 in Moscow"
    assert re.search(r"22:0\d \(МСК\)", body(told)), "12 hours"
    assert told["Auto-Submitted"] == "auto-replied"
    assert len(story.installation.mails(to=CUSTOMER.email, subject=story.name)) == 1


def agent_finds_it_in_the_queue(story: Story) -> Page:
    """Comes when less than an hour is left, so that the seconds are counted; premium stands above basic."""
    other = letter(STRANGER, "Общий вопрос", "Как у вас дела с новыми коннекторами?")
    story.installation.send_mail(other, sender=STRANGER.email)
    story.installation.caught(to=STRANGER.email)
    story.installation.go_to(story.morning + timedelta(hours=3, minutes=10))
    page = story.windows.sign_in(AGENT, f"/{DESK}/work/")
    rows = page.locator("#rows .queue__row")
    row = rows.filter(has_text=story.name)
    expect(row).to_be_visible(timeout=WAIT_MS)
    order = rows.locator("a.queue__link").evaluate_all("all => all.map(one => one.pathname)")
    assert order.index(work.ticket_path(story.name)) < order.index(work.ticket_path(story.name_of(STRANGER)))
    left = row.locator("time.deadline")
    expect(left).to_have_text(re.compile(r"^(49|50):\d\d$"))
    before = left.text_content()
    expect(left).not_to_have_text(before or "", timeout=3000)
    row.locator("a.queue__link").click()
    page.wait_for_url(story.installation.url(work.ticket_path(story.name)))
    expect(page.locator("#timeline .attachment--image img")).to_be_visible()
    return page


def agent_takes_it_and_asks(story: Story, page: Page) -> EmailMessage:
    work.take(page, AGENT)
    assert story.columns("status", "phase") == ("in-progress", "open")
    work.write(page, "note", "Похоже на прошлогодний случай.")
    work.expect_state(page, "Первый отклик", "soon")
    work.write(page, "question", "Пришлите, пожалуйста, версию коннектора.")
    expect(work.status(page)).to_have_text("Ожидает ответа")
    work.expect_state(page, "Первый отклик", "met")
    work.expect_state(page, "Решение", "paused")
    question = story.installation.caught(to=CUSTOMER.email, text="версию коннектора")
    assert "прошлогодний" not in "".join(map(body, story.installation.mails(to=CUSTOMER.email)))
    reminders = "SELECT count(*) FROM clocks_statustimer s JOIN tickets_ticket t ON t.id = s.ticket_id"
    assert story.installation.value(f"{reminders} WHERE t.name = %s AND s.kind = 'remind'", story.name) == 1
    return question


def colleagues_page_changed_by_itself(page: Page) -> None:
    expect(work.status(page)).to_have_text("Ожидает ответа", timeout=WAIT_MS)
    expect(page.locator("#timeline")).to_contain_text("Похоже на прошлогодний случай.", timeout=WAIT_MS)
    work.expect_state(page, "Решение", "paused")
    work.expect_same_document(page)


def customer_answers_by_mail(story: Story, question: EmailMessage, page: Page) -> None:
    """Two hours later, above a quotation, with another number in the subject; a stranger only names the number."""
    story.installation.move_clock(timedelta(hours=2))
    answer = letter(CUSTOMER, "Re: [BPM-99999]", quoting("Версия 5.1.3.", question), answers=question)
    story.installation.send_mail(answer, sender=CUSTOMER.email, to=str(question["Reply-To"].addresses[0].addr_spec))
    expect(work.status(page)).to_have_text("В работе", timeout=WAIT_MS)
    work.expect_state(page, "Решение", "running")
    said = page.locator("#timeline .message").last
    expect(said.locator(".message__body")).to_have_text("Версия 5.1.3.")
    expect(said.locator(".message__quotation")).to_be_hidden()
    expect(said.locator(".message__quotation")).to_contain_text("версию коннектора")
    (due,) = story.clock_columns("resolution", "due_at")
    assert isinstance(due, datetime)
    assert due >= story.morning + timedelta(hours=14), "12 hours and the two that it stood still"
    stranger = letter(STRANGER, f"Re: [{story.name}] {SUBJECT}", "А у меня то же самое!")
    story.installation.send_mail(stranger, sender=STRANGER.email)
    found = "SELECT name FROM tickets_ticket WHERE subject LIKE %s"
    until(lambda: story.installation.value(found, f"%[{story.name}]%"), why=story.installation.log)
    expect(page.locator("#timeline")).not_to_contain_text("А у меня то же самое!")


def agent_solves_it_from_a_template(story: Story, page: Page) -> EmailMessage:
    work.choose(page, "solution")
    text = work.insert_template(page, "done")
    assert text == f"Здравствуйте, {CUSTOMER.name}!\n\nПо {story.name} готово."
    work.send(page, "solution")
    expect(work.status(page)).to_have_text("Решен", timeout=WAIT_MS)
    work.expect_state(page, "Решение", "met")
    return story.installation.caught(to=CUSTOMER.email, text=f"По {story.name} готово.")


def customer_confirms_in_the_portal(story: Story, solution: EmailMessage) -> Page:
    """By the link of the mail, which asks for signing in first."""
    link = story.installation.url(work.portal_path(story.name))
    assert link in body(solution)
    page = story.windows.open(work.portal_path(story.name))
    sign_in(page, CUSTOMER)
    page.wait_for_url(link)
    expect(page.locator("#conversation")).not_to_contain_text("прошлогодний")
    page.click('form[action$="/confirmation/"] button')
    expect(page.locator("#state .badge").first).to_have_text("Закрыт", timeout=WAIT_MS)
    assert story.columns("status", "phase") == ("closed", "closed")
    return page


def customer_rates(story: Story, page: Page) -> None:
    story.installation.caught(to=CUSTOMER.email, text=f"/{DESK}/rate/")
    page.click(".survey label.score:has(input[name=score][value='5'])")
    page.click(".survey button.button--primary")
    expect(page.locator(".survey input[name=score][value='5']")).to_be_checked()
    rated = "SELECT r.score FROM quality_rating r JOIN tickets_ticket t ON t.id = r.ticket_id WHERE t.name = %s"
    assert story.installation.value(rated, story.name) == 5
    assert story.installation.happened(story.name).count("rating_given") == 1


def lead_reads_the_ledger(story: Story, page: Page) -> None:
    """Its rows add up to what stands below them, and that to the clock; the pause is there with its reason."""
    page.goto(story.installation.url(f"{work.ticket_path(story.name)}clocks/resolution/"))
    lines = page.locator(".ledger__line--counted td.number:nth-child(4)").all_text_contents()
    total = page.locator(".ledger__sum").first.locator("td.number").first.text_content()
    assert sum(map(seconds, lines)) == seconds(total or "")
    (counted,) = story.clock_columns("resolution", "counted")
    assert isinstance(counted, timedelta)
    assert abs(seconds(total or "") - counted.total_seconds()) <= 1
    expect(page.locator(".ledger__line--paused")).to_contain_text("Ожидает ответа")


def lead_reads_the_figures(story: Story, page: Page) -> None:
    page.goto(story.installation.url(f"/{DESK}/work/figures/"))
    satisfaction = page.locator(".figure-card", has_text="Уровень удовлетворенности")
    expect(satisfaction.locator(".figure-card__value")).to_have_text("100 %")
    since = story.installation.now() - timedelta(days=29)
    tickets = story.installation.value("SELECT count(*) FROM tickets_ticket WHERE registered_at > %s", since)
    volume = page.locator(".figure-card", has_text="Количество обращений")
    expect(volume.locator(".figure-card__value")).to_have_text(str(tickets))


def seconds(words: str) -> int:
    """How long «2 ч 10 мин 5 с» is."""
    units = {"дн": 86400, "ч": 3600, "мин": 60, "с": 1}
    return sum(int(number) * units[unit] for number, unit in re.findall(r"(\d+)\s*(дн|ч|мин|с)\b", words))
