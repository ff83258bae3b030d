"""Working on a desk from the command line as one of its people, through the same verbs as the pages."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils import translation

from opora.api.v1.shapes import tickets as shapes
from opora.cli.command import Failure
from opora.clocks.queries import of_ticket
from opora.customers.models import Contact
from opora.desks import actors, charters, tenancy
from opora.desks.models import Desk, Member
from opora.engine.charter import Charter
from opora.journal.events import Actor, system
from opora.tickets import queries
from opora.tickets.models import Ticket
from opora.tickets.values import NewFile, Words
from opora.toolkit import clock
from opora.toolkit.errors import Problem

VIA = "cli"


@dataclass(frozen=True, slots=True)
class Acting:
    """Who works where. Without `--as` it is the desk itself, and neither `member` nor `contact` is there."""

    desk: Desk
    actor: Actor
    member: Member | None
    contact: Contact | None
    at: datetime

    @property
    def charter(self) -> Charter:
        """The charter in force."""
        return charters.in_force(self.desk)

    def ticket(self, name: str) -> Ticket:
        """The ticket of that name or number. Raises NotFound."""
        return queries.get(self.desk, self.actor, name_or_number=name)

    def document(self, name: str) -> shapes.TicketDocument:
        """The ticket as it is now, in the API's shape."""
        ticket = self.ticket(name)
        clocks = of_ticket(ticket, actor=self.actor, now=self.at)
        return shapes.whole(ticket, actor=self.actor, clocks=clocks, now=self.at)


def arguments(parser: argparse.ArgumentParser, *, ticket: bool = False, needs_person: bool = False) -> None:
    """What commands on a desk have in common."""
    parser.add_argument("desk", help="the desk's short name, as in its address")
    if ticket:
        parser.add_argument("ticket", help="the ticket's name (SMART-00042) or number")
    parser.add_argument(
        "--as",
        dest="email",
        metavar="EMAIL",
        required=needs_person,
        help="who acts: the address of a member or a contact" + ("" if needs_person else "; absent: the desk itself"),
    )
    parser.add_argument("--json", action="store_true", help="answer as JSON")


@contextmanager
def acting(options: argparse.Namespace) -> Iterator[Acting]:
    """Enter the desk as whoever the arguments name. A refusal of the domain becomes one line."""
    desk = desk_of(options.desk)
    with tenancy.desk(desk.pk), translation.override("en"):
        try:
            yield _as(desk, options.email)
        except Problem as problem:
            raise Failure(_line(problem)) from problem


def desk_of(slug: str) -> Desk:
    """The desk of that short name. Raises Failure."""
    desk = Desk.objects.filter(slug=slug, is_active=True).first()
    if desk is None:
        known = ", ".join(Desk.objects.filter(is_active=True).order_by("slug").values_list("slug", flat=True))
        raise Failure(f"There is no desk “{slug}”; there are: {known or 'none yet'}.")
    return desk


def words(options: argparse.Namespace) -> Words:
    """The words of `--text` (`-`: standard input) with the files of `--file`."""
    text = sys.stdin.read() if options.text == "-" else options.text
    return Words(text=text, files=tuple(_file(Path(name)) for name in options.file), channel=VIA)


def word_arguments(parser: argparse.ArgumentParser) -> None:
    """`--text` and `--file`."""
    parser.add_argument("--text", required=True, help="the words; - reads standard input")
    parser.add_argument("--file", action="append", default=[], metavar="PATH", help="attach a file; may be repeated")


def _as(desk: Desk, email: str | None) -> Acting:
    now = clock.now()
    if email is None:
        return Acting(desk, system(desk.pk, via=VIA), None, None, now)
    address = email.strip().lower()
    member = Member.objects.for_desk(desk).filter(user__email=address, is_active=True).first()
    if member is not None:
        return Acting(desk, actors.of_member(member, via=VIA), member, None, now)
    contacts = Contact.objects.for_desk(desk).select_related("organisation")
    contact = contacts.filter(email=address, is_blocked=False).first()
    if contact is None:
        raise Failure(f"Nobody on the desk {desk.slug} has the address {address}.")
    return Acting(desk, actors.of_contact(contact, via=VIA), None, contact, now)


def _file(path: Path) -> NewFile:
    try:
        return NewFile(name=path.name, content=path.read_bytes())
    except OSError as error:
        raise Failure(f"{path} cannot be read: {error.strerror}.") from error


def _line(problem: Problem) -> str:
    sentence = problem.sentence()
    missing = [str(value) for value in problem.allowed if str(value) not in sentence]
    return f"{sentence} Allowed: {', '.join(missing)}." if missing else sentence
