"""The one moment in which a waiting mail gets its final state."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Subquery

from opora.channels.models import IncomingMail
from opora.tickets.models import Message, Ticket

State = IncomingMail.State
_READ = ("subject", "sender", "mail_id", "mail_key", "pattern", "copies", "warnings", "auto")


def settle(
    row: IncomingMail,
    *,
    state: IncomingMail.State,
    at: datetime,
    reason: str = "",
    ticket: Ticket | None = None,
    message: Message | None = None,
) -> bool:
    """Write down what a waiting mail became, with what was read of it; False when somebody else has done so.

    `message` None with state `ticket`: the ticket's first one.
    """
    known = {name: getattr(row, name) for name in _READ}
    waiting = IncomingMail.objects.for_desk(row.desk_id).filter(pk=row.pk, state=State.RECEIVED)
    what = _first_of(ticket) if state == State.TICKET and ticket and not message else message
    return bool(waiting.update(**known, state=state, reason=reason, ticket=ticket, message=what, handled_at=at))


def _first_of(ticket: Ticket) -> Subquery:
    return Subquery(Message.objects.for_desk(ticket.desk_id).filter(ticket=ticket).order_by("pk").values("pk")[:1])
