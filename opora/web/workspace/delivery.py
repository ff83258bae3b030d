"""How the mails that carry a ticket's messages fared."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from opora.channels.models import OutgoingMail
from opora.tickets.models import Ticket

State = OutgoingMail.State


@dataclass(frozen=True, slots=True)
class Delivery:
    """Words, a tone and an icon beside a message."""

    words: str
    tone: str
    icon: str
    detail: str


def of(ticket: Ticket) -> dict[int, Delivery]:
    """By message id; of several mails of one message the worst is told. One query."""
    rows = OutgoingMail.objects.for_desk(ticket.desk_id).filter(ticket=ticket, message__isnull=False).order_by("pk")
    told: dict[int, Delivery] = {}
    for mail in rows.only("message_id", "state", "last_error", "bounced_because", "to_address"):
        delivery = _told(mail)
        if mail.message_id not in told or delivery.tone == "danger":
            told[mail.message_id] = delivery
    return told


def _told(mail: OutgoingMail) -> Delivery:
    if mail.bounced_because:
        return Delivery(gettext("returned"), "danger", "mail-x", f"{mail.to_address}: {mail.bounced_because}")
    match State(mail.state):
        case State.SENT:
            return Delivery(gettext("mail sent"), "plain", "mail-check", mail.to_address)
        case State.FAILED:
            return Delivery(gettext("mail not sent"), "danger", "mail-x", f"{mail.to_address}: {mail.last_error}")
        case State.UNCERTAIN:
            return Delivery(gettext("mail perhaps sent"), "warning", "mail-question-mark", mail.to_address)
        case State.QUEUED | State.SENDING:
            return Delivery(gettext("mail on its way"), "plain", "mail", mail.to_address)
