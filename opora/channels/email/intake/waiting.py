"""The timers' look at mails whose job was lost: accepted, and nobody came to read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min

from opora.channels.email.acceptance import give_to_intake
from opora.channels.email.intake import quarantine
from opora.channels.models import IncomingMail
from opora.desks import tenancy

MOST_ATTEMPTS = 5
_PAUSE = timedelta(minutes=5)
_WAITING = IncomingMail.State.RECEIVED


@dataclass(frozen=True, slots=True)
class WaitingMail:
    """Gives such mails to the intake again, less and less often, and after five times to the quarantine."""

    name: str = "waiting mail"

    def next_at(self) -> datetime | None:
        """When the first of them is to be looked after."""
        rows = IncomingMail.objects.across_desks().filter(state=_WAITING)
        earliest: datetime | None = rows.aggregate(at=Min("look_at"))["at"]
        return earliest

    def run_due(self, now: datetime, limit: int) -> int:
        """Look after those that are due, at most `limit`."""
        with transaction.atomic():
            rows = (
                IncomingMail.objects.across_desks().filter(state=_WAITING, look_at__lte=now).order_by("look_at", "pk")
            )
            due = list(rows.select_for_update(skip_locked=True, of=("self",))[:limit])
            for mail in due:
                _look_after(mail, now)
        return len(due)


def _look_after(mail: IncomingMail, now: datetime) -> None:
    with tenancy.desk(mail.desk_id):
        if mail.attempts >= MOST_ATTEMPTS:
            quarantine.put_aside(mail, reason="lost", at=now)
            return
        mail.attempts += 1
        mail.look_at = now + _PAUSE * 2**mail.attempts
        mail.save(update_fields=["attempts", "look_at"])
        give_to_intake(mail)
