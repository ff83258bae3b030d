"""The clocks of a ticket from registration to closing, on real rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from opora.charters import path
from opora.clocks.due import Alarms, StatusTimers
from opora.clocks.models import Clock, ClockEvent, StatusTimer
from opora.clocks.queries import of_ticket, proof
from opora.customers.actions import recognise
from opora.desks import tenancy
from opora.desks.actions import add_member, create_desk
from opora.desks.actors import of_contact, of_member
from opora.desks.models import User
from opora.engine.clocks import Standing
from opora.journal.models import Entry
from opora.tickets import actions
from opora.tickets.models import Ticket
from opora.tickets.values import Draft, Words

pytestmark = pytest.mark.django_db

FRIDAY = datetime(2026, 6, 5, 14, 30, tzinfo=UTC)  # 17:30 in Moscow


class Scene:
    """A BPM Centr desk with one agent, one customer and one ticket."""

    def __init__(self) -> None:
        self.desk = create_desk(
            slug="bpm", title="BPM Centr", charter_source=path("bpm-centr").read_text(), by_name="test", at=FRIDAY
        )
        tenancy.enter(self.desk.pk)
        user = User.objects.create_user("agent@bpm.test", "secret-word", name="Анна")
        self.member = add_member(self.desk, user=user, name="Анна", role="agent", lines=["first"], at=FRIDAY)
        self.agent = of_member(self.member)
        self.contact, _ = recognise(self.desk, email="client@c.test", name="Клиент", at=FRIDAY)
        self.customer = of_contact(self.contact)

    def register(self, at: datetime = FRIDAY) -> Ticket:
        draft = Draft(subject="Не работает", words=Words(text="Помогите"), channel="email")
        return actions.register(self.desk, requester=self.contact, draft=draft, by=self.customer, at=at)


@pytest.fixture
def scene(db: None) -> Scene:
    return Scene()


def clock(ticket: Ticket, key: str) -> Clock:
    return Clock.objects.for_desk(ticket.desk_id).get(ticket=ticket, key=key)


def test_registration_starts_every_clock_and_tells_the_ticket_its_nearest_deadline(scene: Scene) -> None:
    ticket = scene.register()
    ticket.refresh_from_db()
    response = clock(ticket, "response")
    assert response.due_at == FRIDAY + timedelta(days=3)  # basic: 24 h of working days, Friday to Monday
    assert ticket.next_due_at == response.due_at
    assert {event.what for event in ClockEvent.objects.for_desk(scene.desk)} == {"started"}


def test_first_public_words_meet_the_response_and_a_note_does_not(scene: Scene) -> None:
    ticket = scene.register()
    actions.note(ticket, words=Words(text="думаем"), by=scene.agent, at=FRIDAY + timedelta(minutes=5))
    assert clock(ticket, "response").met_at is None
    actions.reply(ticket, words=Words(text="Здравствуйте"), by=scene.agent, at=FRIDAY + timedelta(minutes=10))
    assert clock(ticket, "response").met_at == FRIDAY + timedelta(minutes=10)
    assert clock(ticket, "resolution").met_at is None


def test_asking_pauses_the_resolution_and_the_answer_resumes_it(scene: Scene) -> None:
    ticket = scene.register()
    actions.take(ticket, by=scene.agent, at=FRIDAY + timedelta(minutes=1))
    before = clock(ticket, "resolution").due_at
    actions.ask(ticket, words=Words(text="Какая версия?"), by=scene.agent, at=FRIDAY + timedelta(minutes=10))
    paused = clock(ticket, "resolution")
    assert paused.running_since is None and paused.due_at is None
    assert StatusTimer.objects.for_desk(scene.desk).filter(ticket=ticket, kind="remind").exists()
    answered = FRIDAY + timedelta(minutes=70)
    actions.customer_reply(ticket, words=Words(text="5.1", channel="email"), by=scene.customer, at=answered)
    resumed = clock(ticket, "resolution")
    assert resumed.running_since == answered
    assert before is not None and resumed.due_at == before + timedelta(hours=1)


def test_the_breach_fires_once_and_escalates(scene: Scene, all_desks: None) -> None:
    ticket = scene.register()
    late = FRIDAY + timedelta(days=20)
    assert Alarms().next_at() is not None
    while Alarms().run_due(late, 100):
        pass
    assert Alarms().run_due(late, 100) == 0
    breaches = Entry.objects.for_desk(scene.desk).filter(event="clock_breached")
    assert sorted(entry.payload["clock"] for entry in breaches) == ["resolution", "response"]
    assert Entry.objects.for_desk(scene.desk).filter(event="escalated").exists()
    ticket.refresh_from_db()
    assert ticket.is_breached
    assert ticket.line != "first"


def test_silence_after_the_solution_closes_the_ticket_by_itself(scene: Scene, all_desks: None) -> None:
    ticket = scene.register()
    actions.take(ticket, by=scene.agent, at=FRIDAY + timedelta(minutes=1))
    actions.solve(ticket, words=Words(text="Готово"), by=scene.agent, at=FRIDAY + timedelta(minutes=30))
    at = FRIDAY + timedelta(days=60)
    for _ in range(10):
        StatusTimers().run_due(at, 100)
    ticket.refresh_from_db()
    assert ticket.phase == "closed"
    assert Entry.objects.for_desk(scene.desk).filter(event="ticket_closed").count() == 1
    assert not StatusTimer.objects.for_desk(scene.desk).filter(ticket=ticket).exists()
    assert clock(ticket, "resolution").met_at is not None


def test_declining_the_solution_reopens_the_clock_and_escalates(scene: Scene) -> None:
    ticket = scene.register()
    actions.take(ticket, by=scene.agent, at=FRIDAY + timedelta(minutes=1))
    actions.solve(ticket, words=Words(text="Готово"), by=scene.agent, at=FRIDAY + timedelta(minutes=30))
    actions.decline(ticket, because="Не помогло", by=scene.customer, at=FRIDAY + timedelta(minutes=50))
    ticket.refresh_from_db()
    assert ticket.line == "senior"
    assert clock(ticket, "resolution").running_since is not None
    assert clock(ticket, "response").met_at is not None


def test_the_ledger_adds_up_to_the_deadline(scene: Scene) -> None:
    ticket = scene.register()
    actions.take(ticket, by=scene.agent, at=FRIDAY + timedelta(minutes=1))
    actions.ask(ticket, words=Words(text="?"), by=scene.agent, at=FRIDAY + timedelta(hours=1))
    actions.customer_reply(
        ticket, words=Words(text="!", channel="email"), by=scene.customer, at=FRIDAY + timedelta(days=4)
    )
    ticket.refresh_from_db()
    now = FRIDAY + timedelta(days=4, hours=2)
    shown = proof(ticket, "resolution", actor=scene.agent, now=now)
    assert shown is not None
    ledger = shown.ledger
    assert sum((row.amount for row in ledger.rows), timedelta()) == ledger.counted
    ahead = sum((row.amount for row in ledger.ahead), timedelta())
    assert ledger.counted + ahead == ledger.budget
    assert any(row.detail for row in ledger.rows if not row.counted)


def test_customers_see_only_public_clocks(scene: Scene) -> None:
    ticket = scene.register()
    ticket.refresh_from_db()
    Clock.objects.for_desk(scene.desk).filter(key="response").update(is_public=False)
    seen = of_ticket(ticket, actor=scene.customer, now=FRIDAY)
    assert [item.key for item in seen] == ["resolution"]
    assert seen[0].standing is Standing.RUNNING
