"""What happens when nobody does anything, or when everything is killed. Time is moved; nothing fires twice."""

from __future__ import annotations

import itertools
import os
import time
from collections import Counter
from datetime import datetime, timedelta

import pytest

from opora.charters import shipped
from tests.e2e.api import Api
from tests.e2e.installation import Installation, until
from tests.e2e.letters import letter
from tests.e2e.people import DESK, DOMAIN, Person

pytestmark = pytest.mark.e2e

START_SECONDS = 5.0
"""The longest a second start may take (issue 2)."""
_numbers = itertools.count(1)


def test_a_silent_customer_is_reminded_and_the_ticket_closes(installation: Installation, api: Api) -> None:
    customer, name = asked_by_mail(installation)
    api.post(f"tickets/{name}/messages", text="Готово, проверьте.", purpose="solution")
    solved_at = installation.now()
    calendar = shipped(DESK).calendar("working-days")
    for number in (1, 2):
        due = installation.value(timer("remind"), name)
        assert about(due, calendar.add(solved_at, timedelta(hours=48 * number)))
        installation.go_to(due + timedelta(seconds=1))
        until(lambda number=number: installation.happened(name).count("reminded") == number, why=installation.log)
    assert installation.value(timer("remind"), name) is None
    closes_at = installation.value(timer("move"), name)
    assert about(closes_at, calendar.add_days(solved_at, 5))
    installation.go_to(closes_at + timedelta(seconds=1))
    until(lambda: "ticket_closed" in installation.happened(name), why=installation.log)
    happened = Counter(installation.happened(name))
    assert (happened["reminded"], happened["ticket_closed"], happened["rating_asked"]) == (2, 1, 1)
    told = installation.caught(to=customer.email, text=f"/{DESK}/rate/")
    assert name in str(told["Subject"])
    assert [len(installation.mails(to=customer.email, text=words)) for words in ("напомина", "/rate/")][1] == 1


def test_alarms_fire_once_each_also_over_a_kill(installation: Installation) -> None:
    """Premium: 4 h to answer, 12 h to solve; warned at 75 %; each of the four moments comes with a kill -9."""
    _, name = asked_by_mail(installation)
    morning = installation.now()
    rules = ["response-warning", "response-breach", "resolution-warning", "resolution-breach"]
    installation.kill()
    installation.go_to(morning + timedelta(hours=3, minutes=1))
    installation.start()
    until(lambda: fired(installation, name)["response-warning"] == 1, why=installation.log)
    over_the_moment(installation, morning + timedelta(hours=4, seconds=2))
    until(lambda: fired(installation, name)["response-breach"] == 1, why=installation.log)
    installation.go_to(morning + timedelta(hours=9, seconds=30))
    until(lambda: fired(installation, name)["resolution-warning"] == 1, why=installation.log)
    over_the_moment(installation, morning + timedelta(hours=12, seconds=30))
    until(lambda: fired(installation, name)["resolution-breach"] == 1, why=installation.log)
    installation.move_clock(timedelta(minutes=30))
    time.sleep(1.5)
    assert fired(installation, name) == dict.fromkeys(rules, 1)
    happened = Counter(installation.happened(name))
    assert (happened["clock_warned"], happened["clock_breached"], happened["line_changed"]) == (2, 2, 1)
    assert installation.value("SELECT line FROM tickets_ticket WHERE name = %s", name) == "senior"


def test_alarms_are_on_time(installation: Installation) -> None:
    """Within 3 s of the moment on a busy machine; bench/ proves the second on a quiet one."""
    _, name = asked_by_mail(installation)
    due = installation.value(alarm("response"), name)
    installation.go_to(due - timedelta(seconds=2))
    until(lambda: "clock_warned" in installation.happened(name), why=installation.log)
    query = (
        "SELECT e.at FROM journal_entry e JOIN tickets_ticket t ON t.id = e.ticket_id"
        " WHERE t.name = %s AND e.event = 'clock_warned'"
    )
    assert timedelta(0) <= installation.value(query, name) - due < timedelta(seconds=3)


def test_what_was_acknowledged_survives_the_death_of_everything(installation: Installation) -> None:
    """Ten mails, killed while they are taken in; whatever SMTP accepted becomes a ticket, once.

    Jobs of the dead worker are taken over when it has given no sign of life for 30 s.
    """
    customers = [newcomer() for _ in range(10)]
    for customer in customers:
        installation.send_mail(letter(customer, f"Потеря {customer.email}", "Не потеряйте."), sender=customer.email)
    installation.kill()
    took = installation.start()
    for customer in customers:
        installation.caught(to=customer.email, within=90)
    query = "SELECT subject, count(*) FROM tickets_ticket WHERE subject LIKE 'Потеря %%' GROUP BY subject"
    assert dict(installation.rows(query)) == {f"Потеря {customer.email}": 1 for customer in customers}
    assert took < 2 * START_SECONDS * slack(), "with a crash recovery of the database"


def test_ctrl_c_stops_within_ten_seconds_and_the_next_start_is_quick(
    installation: Installation, record_property: pytest.RecordProperty
) -> None:
    stopped = installation.stop()
    started = installation.start()
    record_property("seconds to stop", round(stopped, 2))
    record_property("seconds to start again", round(started, 2))
    assert stopped < 10
    assert started < START_SECONDS * slack()


def slack() -> float:
    """How much longer things may take here: twice on a machine that does nothing else, more when others use it."""
    return 2 * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def newcomer() -> Person:
    """Somebody of the premium organisation who never wrote before."""
    number = next(_numbers)
    return Person(f"Заказчик {number}", f"customer{number}@{DOMAIN}")


def asked_by_mail(installation: Installation) -> tuple[Person, str]:
    """A new ticket by mail: who wrote, its number."""
    customer = newcomer()
    subject = f"Вопрос {customer.email}"
    installation.send_mail(letter(customer, subject, "Подскажите."), sender=customer.email)
    query = "SELECT name FROM tickets_ticket WHERE subject = %s"
    return customer, str(until(lambda: installation.value(query, subject), why=installation.log))


def over_the_moment(installation: Installation, moment: datetime) -> None:
    """The moment comes, and within the second in which the timers see it everything is killed and started again."""
    installation.go_to(moment)
    time.sleep(0.4)
    installation.kill()
    installation.start()


def fired(installation: Installation, name: str) -> Counter[str]:
    """How often each escalation rule of the charter was applied to the ticket."""
    query = (
        "SELECT e.payload->>'rule' FROM journal_entry e JOIN tickets_ticket t ON t.id = e.ticket_id"
        " WHERE t.name = %s AND e.event = 'escalated'"
    )
    return Counter(rule for (rule,) in installation.rows(query, name))


def timer(kind: str) -> str:
    """The query for when a ticket's reminder or move is due."""
    return (
        "SELECT s.due_at FROM clocks_statustimer s JOIN tickets_ticket t ON t.id = s.ticket_id"
        f" WHERE t.name = %s AND s.kind = '{kind}'"
    )


def alarm(clock: str) -> str:
    """The query for when a ticket's clock warns next."""
    return (
        "SELECT c.next_alarm_at FROM clocks_clock c JOIN tickets_ticket t ON t.id = c.ticket_id"
        f" WHERE t.name = %s AND c.key = '{clock}'"
    )


def about(moment: datetime, other: datetime) -> bool:
    """Less than a minute apart."""
    return abs(moment - other) < timedelta(minutes=1)
