"""A post office for tests: delivers raw mail to the cast's desks and lets what they send go out."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from pathlib import Path
from typing import Any

from opora.channels.email import acceptance, intake, mailboxes
from opora.channels.email.outbox import sending
from opora.channels.models import IncomingMail, OutgoingMail
from opora.desks import tenancy
from opora.tickets.models import Ticket
from tests.cast import AT

SUPPORT = "support@alpha.example"
SALES = "sales@alpha.example"
NEIGHBOUR = "help@beta.example"
HOSTILE = Path(
    os.environ.get("OPORA_HOSTILE_MAIL", Path(__file__).resolve().parents[2].parent / "shared" / "hostile_mail")
)


def written(
    *,
    sender: str = "Иван Заказов <requester@romashka.example>",
    to: str = SUPPORT,
    subject: str = "Не открывается карточка",
    text: str = "При входе белый экран.",
    mail_id: str = "",
    answers: str = "",
    headers: dict[str, str] | None = None,
) -> bytes:
    """A mail as a client writes it; `answers` is a Message-ID without brackets."""
    mail = EmailMessage(policy=policy.SMTPUTF8)
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Message-ID"] = f"<{mail_id or os.urandom(12).hex()}@clients.example>"
    if answers:
        mail["In-Reply-To"] = f"<{answers}>"
        mail["References"] = f"<{answers}>"
    for name, value in (headers or {}).items():
        mail[name] = value
    mail.set_content(text)
    return mail.as_bytes()


@dataclass
class Post:
    """Delivers and collects. `now` is the desk's time; it moves by `wait`."""

    cast: Any
    now: datetime = AT
    sent: list[OutgoingMail] = field(default_factory=list)

    def wait(self, **amount: float) -> None:
        """Time passes."""
        self.now += timedelta(**amount)

    def accept(self, raw: bytes, *to: str, peer: str = "192.0.2.1", envelope_from: str = "") -> list[IncomingMail]:
        """The mail is kept, and nobody has read it yet."""
        found = [mailboxes.addressee(address) for address in to or (SUPPORT,)]
        addressees = [one for one in found if one is not None]
        assert len(addressees) == len(found), "not our address"
        return acceptance.accept(raw, envelope_from=envelope_from, addressees=addressees, peer=peer, at=self.now)

    def take_in(self, mail: IncomingMail) -> IncomingMail:
        """A worker reads it."""
        with tenancy.desk(mail.desk_id):
            intake.take_in(mail.desk_id, mail.pk, at=self.now)
            return (
                IncomingMail.objects.for_desk(mail.desk_id)
                .select_related("ticket", "message", "mailbox")
                .get(pk=mail.pk)
            )

    def deliver(self, raw: bytes, *to: str, peer: str = "192.0.2.1") -> IncomingMail:
        """The mail comes and is read: what it became at the first of `to`."""
        return next(self.take_in(mail) for mail in self.accept(raw, *to, peer=peer))

    def ticket(self, **words: Any) -> Ticket:
        """A new ticket by mail."""
        mail = self.deliver(written(**words))
        assert mail.state == "ticket", (mail.state, mail.reason)
        assert mail.ticket is not None
        return mail.ticket

    def outbox(self, **where: Any) -> list[OutgoingMail]:
        """What the desk has written, oldest first."""
        return list(OutgoingMail.objects.for_desk(self.cast.desk).filter(**where).order_by("pk"))

    def send(self, mail: OutgoingMail) -> OutgoingMail:
        """A worker tries to send it; the row as it is afterwards."""
        sending.send(mail.desk_id, mail.pk, now=lambda: self.now)
        return OutgoingMail.objects.for_desk(mail.desk_id).select_related("mailbox").get(pk=mail.pk)


def read(raw: bytes) -> Message:
    """A mail that went out, read by another hand than ours."""
    return message_from_bytes(raw, policy=policy.default)


def hostile(name: str) -> bytes:
    """A mail of the shared collection; the test is skipped when it is not there."""
    import pytest

    found = sorted(HOSTILE.glob(f"{name}*.eml")) if HOSTILE.is_dir() else []
    if not found:
        pytest.skip(f"the collection of hostile mail is not at {HOSTILE}: no {name}")
    return found[0].read_bytes()
