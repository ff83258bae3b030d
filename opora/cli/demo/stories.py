"""The lives a demonstration ticket can have: generators that do one thing and name the moment of the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from opora.cli.demo.texts import COMMENTS, NOTES, Talk
from opora.customers.models import Contact
from opora.desks.actors import of_contact, of_member
from opora.desks.models import Desk, Member
from opora.engine.charter import Charter
from opora.quality.actions import rate
from opora.tickets import actions
from opora.tickets.models import Ticket
from opora.tickets.values import Draft, Words

Story = Iterator[datetime]


@dataclass(slots=True)
class Stage:
    """Where a story plays: the desk, its people, and chance."""

    desk: Desk
    charter: Charter
    agents: list[Member]
    contacts: list[Contact]
    chance: Random

    def after(self, at: datetime, *, least: float, most: float) -> datetime:
        """A moment within the desk's hours, some hours of work later."""
        calendar = self.charter.calendar(self.charter.plan(self.charter.default_plan).hours)
        return calendar.add(at, timedelta(hours=self.chance.uniform(least, most)))


@dataclass(slots=True)
class Cast:
    """Who takes part in one story."""

    stage: Stage
    talk: Talk
    agent: Member
    contact: Contact
    ticket: Ticket | None = None

    def register(self, at: datetime) -> Ticket:
        """The customer asks."""
        stage, charter = self.stage, self.stage.charter
        draft = Draft(
            subject=self.talk.subject,
            words=Words(text=self.talk.request, channel="mail"),
            channel=_mail_channel(charter),
            category=_category(charter, self.talk),
            priority=_priority(charter, self.talk),
        )
        actor = of_contact(self.contact, via="mail")
        self.ticket = actions.register(stage.desk, requester=self.contact, draft=draft, by=actor, at=at)
        return self.ticket

    def take(self, at: datetime) -> None:
        """An agent begins."""
        actions.take(self._there(), by=of_member(self.agent), at=at)

    def note(self, at: datetime) -> None:
        """A word among colleagues."""
        words = Words(text=self.stage.chance.choice(NOTES))
        actions.note(self._there(), words=words, by=of_member(self.agent), at=at)

    def reply(self, at: datetime, text: str) -> None:
        """A first answer."""
        actions.reply(self._there(), words=Words(text=text), by=of_member(self.agent), at=at)

    def ask(self, at: datetime) -> None:
        """A question back."""
        actions.ask(self._there(), words=Words(text=self.talk.question), by=of_member(self.agent), at=at)

    def answer(self, at: datetime) -> None:
        """The customer answers."""
        words = Words(text=self.talk.answer, channel="mail")
        actions.customer_reply(self._there(), words=words, by=of_contact(self.contact, via="mail"), at=at)

    def solve(self, at: datetime) -> None:
        """The solution is proposed."""
        actions.solve(self._there(), words=Words(text=self.talk.solution), by=of_member(self.agent), at=at)

    def confirm(self, at: datetime) -> None:
        """The customer agrees."""
        actions.confirm(self._there(), by=of_contact(self.contact), at=at)

    def decline(self, at: datetime) -> None:
        """The customer does not agree."""
        actions.decline(self._there(), because=self.talk.objection, by=of_contact(self.contact), at=at)

    def rate(self, at: datetime) -> None:
        """How it was."""
        score = self.stage.chance.choice([5, 5, 5, 4, 4, 3, 2])
        comment = self.stage.chance.choice(COMMENTS)
        actor = of_contact(self.contact)
        rate(self._there(), score=score, answers={}, comment=comment, by=actor, at=at)

    def _there(self) -> Ticket:
        assert self.ticket is not None, "a story begins with its ticket"
        return self.ticket


def untouched(cast: Cast, at: datetime) -> Story:
    """Nobody has looked yet; perhaps the promise breaks."""
    cast.register(at)
    yield at


def in_work(cast: Cast, at: datetime) -> Story:
    """Taken, answered once, still open."""
    cast.register(at)
    at = yield_at = cast.stage.after(at, least=0.2, most=1.5)
    yield yield_at
    cast.take(at)
    cast.reply(at + timedelta(minutes=2), "Здравствуйте! Взяли в работу, разбираемся.")
    cast.note(at + timedelta(minutes=4))


def waiting(cast: Cast, at: datetime) -> Story:
    """Waits for the customer, who is reminded."""
    cast.register(at)
    at = cast.stage.after(at, least=0.2, most=1)
    yield at
    cast.take(at)
    at = cast.stage.after(at, least=0.1, most=0.5)
    yield at
    cast.ask(at)


def proposed(cast: Cast, at: datetime) -> Story:
    """Asked, answered, solved; the customer has not said a word, so it closes by itself one day."""
    yield from waiting(cast, at)
    at = cast.stage.after(_since(cast), least=1, most=6)
    yield at
    cast.answer(at)
    at = cast.stage.after(at, least=0.5, most=4)
    yield at
    cast.solve(at)


def rated(cast: Cast, at: datetime) -> Story:
    """The good case: solved, confirmed, rated."""
    cast.register(at)
    at = cast.stage.after(at, least=0.1, most=0.9)
    yield at
    cast.take(at)
    cast.reply(at + timedelta(minutes=3), "Здравствуйте! Проверяем, ответим сегодня.")
    at = cast.stage.after(at, least=0.5, most=5)
    yield at
    cast.solve(at)
    at = cast.stage.after(at, least=0.2, most=3)
    yield at
    cast.confirm(at)
    at = cast.stage.after(at, least=0.1, most=1)
    yield at
    cast.rate(at)


def declined(cast: Cast, at: datetime) -> Story:
    """Not solved after all: reopened, raised to the next line."""
    cast.register(at)
    at = cast.stage.after(at, least=0.1, most=0.9)
    yield at
    cast.take(at)
    at = cast.stage.after(at, least=0.5, most=3)
    yield at
    cast.solve(at)
    at = cast.stage.after(at, least=0.2, most=2)
    yield at
    cast.decline(at)


STORIES: tuple[Callable[[Cast, datetime], Story], ...] = (
    rated,
    in_work,
    waiting,
    rated,
    untouched,
    proposed,
    rated,
    declined,
    in_work,
    rated,
    untouched,
    waiting,
    in_work,
    untouched,
)


def _since(cast: Cast) -> datetime:
    ticket = cast.ticket
    assert ticket is not None
    since: datetime = Ticket.objects.for_desk(ticket.desk_id).values_list("status_since", flat=True).get(pk=ticket.pk)
    return since


def _category(charter: Charter, talk: Talk) -> str | None:
    """The first category of the charter that speaks of what the talk is about; None: as the charter decides."""
    titles = {path: category.title.lower() for path, category in charter.category_tree.items()}
    fitting = (path for word in talk.about for path, title in titles.items() if word in title)
    return next(fitting, None)


def _priority(charter: Charter, talk: Talk) -> str:
    """The talk's urgency on the charter's scale, most urgent first."""
    ranked = sorted(charter.priorities, key=lambda key: charter.priorities[key].rank)
    return ranked[min(talk.urgency, len(ranked)) - 1]


def _mail_channel(charter: Charter) -> str:
    mail = (key for key, channel in charter.channels.items() if channel.type == "email")
    return next(mail, next(iter(charter.channels)))
