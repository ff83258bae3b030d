"""What staff are told beside the words of a mail: unverified copies, and what the reader left out."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from opora.channels import words
from opora.channels.models import IncomingMail
from opora.journal.events import system
from opora.tickets import actions
from opora.tickets.models import Ticket
from opora.tickets.values import Words

_SHOWN = 10
_TOLD = frozenset(
    [
        "headers-cut",
        "too-many-parts",
        "too-deep",
        "too-many-addresses",
        "too-many-attachments",
        "attachment-too-large",
        "html-cut",
        "text-cut",
        "refused-charset",
        "encrypted",
    ]
)


def leave(row: IncomingMail, ticket: Ticket, *, at: datetime) -> None:
    """An internal note with what is worth knowing; none when there is nothing."""
    lines = [*_of_copies(row, ticket), *(words.warning(one).capitalize() for one in row.warnings if one in _TOLD)]
    if lines:
        note = Words("\n".join(lines), channel="email", automatic=True)
        actions.note(ticket, words=note, by=system(row.desk_id, via="mail"), at=at)


def _of_copies(row: IncomingMail, ticket: Ticket) -> list[str]:
    if not row.copies:
        return []
    before = IncomingMail.objects.for_desk(row.desk_id).filter(ticket=ticket).exclude(pk=row.pk)
    known = {address for copies in before.values_list("copies", flat=True) for address in copies}
    fresh = [address for address in row.copies if address not in known]
    if not fresh:
        return []
    shown = ", ".join(fresh[:_SHOWN]) + (" …" if len(fresh) > _SHOWN else "")
    return [gettext("The mail was also addressed to (unverified, not added): %(addresses)s") % {"addresses": shown}]
