"""A rating is asked when a ticket closes, given once by the customer, and counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from opora.charters import path
from opora.customers.actions import recognise
from opora.desks import tenancy
from opora.desks.actions import add_member, create_desk
from opora.desks.actors import of_contact, of_member
from opora.desks.models import User
from opora.journal.models import Entry
from opora.quality import actions as quality
from opora.quality.errors import BadScore, NotAsked, UnknownQuestion
from opora.quality.models import Rating
from opora.tickets import actions
from opora.tickets.errors import Forbidden, NotFound
from opora.tickets.models import Ticket
from opora.tickets.values import Draft, Words

pytestmark = pytest.mark.django_db

AT = datetime(2026, 6, 5, 9, 0, tzinfo=UTC)


class Scene:
    """A solved ticket on the BPM Centr desk."""

    def __init__(self) -> None:
        source = path("bpm-centr").read_text()
        self.desk = create_desk(slug="bpm", title="BPM", charter_source=source, by_name="test", at=AT)
        tenancy.enter(self.desk.pk)
        user = User.objects.create_user("agent@bpm.test", "secret-word", name="Анна")
        self.agent = of_member(add_member(self.desk, user=user, name="Анна", role="agent", at=AT))
        self.contact, _ = recognise(self.desk, email="client@c.test", name="Клиент", at=AT)
        self.customer = of_contact(self.contact)
        draft = Draft(subject="Вопрос", words=Words(text="Помогите"), channel="email")
        self.ticket = actions.register(self.desk, requester=self.contact, draft=draft, by=self.customer, at=AT)
        actions.take(self.ticket, by=self.agent, at=AT + timedelta(minutes=1))
        actions.solve(self.ticket, words=Words(text="Готово"), by=self.agent, at=AT + timedelta(minutes=2))

    def close(self) -> Ticket:
        return actions.confirm(self.ticket, by=self.customer, at=AT + timedelta(minutes=3))


@pytest.fixture
def scene(db: None) -> Scene:
    return Scene()


def test_closing_asks_for_a_rating_of_the_assignee(scene: Scene) -> None:
    scene.close()
    rating = Rating.objects.for_desk(scene.desk).get()
    assert rating.asked_at == AT + timedelta(minutes=3)
    assert rating.member is not None and rating.member.name == "Анна"
    assert Entry.objects.for_desk(scene.desk).get(event="rating_asked").payload == {"rating_id": rating.pk}


def test_the_customer_rates_and_may_change_their_mind(scene: Scene) -> None:
    ticket = scene.close()
    for score in (4, 5):
        quality.rate(ticket, score=score, answers={}, comment="ок", by=scene.customer, at=AT + timedelta(hours=1))
    rating = Rating.objects.for_desk(scene.desk).get()
    assert (rating.score, rating.comment) == (5, "ок")
    assert Entry.objects.for_desk(scene.desk).filter(event="rating_given").count() == 2


def test_an_open_ticket_cannot_be_rated(scene: Scene) -> None:
    with pytest.raises(NotAsked):
        quality.rate(scene.ticket, score=5, answers={}, comment="", by=scene.customer, at=AT)


@pytest.mark.parametrize("score", [0, 6, -1])
def test_a_score_outside_the_scale_is_refused_with_the_allowed_ones(scene: Scene, score: int) -> None:
    ticket = scene.close()
    with pytest.raises(BadScore) as refused:
        quality.rate(ticket, score=score, answers={}, comment="", by=scene.customer, at=AT)
    assert refused.value.allowed == ("1", "2", "3", "4", "5")


def test_an_answer_nobody_asked_for_is_refused(scene: Scene) -> None:
    with pytest.raises(UnknownQuestion):
        quality.rate(scene.close(), score=5, answers={"colour": "red"}, comment="", by=scene.customer, at=AT)


def test_staff_and_strangers_cannot_rate(scene: Scene) -> None:
    ticket = scene.close()
    stranger, _ = recognise(scene.desk, email="else@c.test", name="", at=AT)
    for actor in (scene.agent, of_contact(stranger)):
        with pytest.raises(Forbidden):
            quality.rate(ticket, score=5, answers={}, comment="", by=actor, at=AT)


def test_the_link_rates_without_sign_in_and_a_wrong_one_finds_nothing(scene: Scene) -> None:
    ticket = scene.close()
    asked = quality.ask(ticket, at=AT + timedelta(hours=1))
    assert asked is not None
    _, token = asked
    quality.rate_by_link(scene.desk.pk, token=token, score=3, answers={}, comment="", at=AT + timedelta(hours=2))
    assert Rating.objects.for_desk(scene.desk).get().score == 3
    for wrong in ("", token[:-1], "x" * 32):
        with pytest.raises(NotFound):
            quality.ticket_of_link(scene.desk.pk, token=wrong)


def test_a_rated_ticket_is_not_asked_again(scene: Scene) -> None:
    ticket = scene.close()
    quality.rate(ticket, score=5, answers={}, comment="", by=scene.customer, at=AT + timedelta(hours=1))
    assert quality.ask(ticket, at=AT + timedelta(hours=2)) is None
