"""What the timers ask of the outbox: mails whose next attempt has come, and mails over which their sender died."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min
from django.db.models.functions import Now
from django.utils import translation
from django.utils.translation import gettext

from opora.channels.email.outbox import results
from opora.channels.email.outbox.actions import LOST_AFTER, give_to_sender
from opora.channels.models import OutgoingMail
from opora.desks import charters, tenancy
from opora.toolkit import clock

State = OutgoingMail.State
DEAD_AFTER = timedelta(seconds=60)
"""No talk lasts that long (`smtp.WHOLE_SECONDS`): whoever claimed a mail before is gone."""

_MOST_DEATHS = 8


@dataclass(frozen=True, slots=True)
class WaitingToLeave:
    """Defers the job of every mail whose next attempt has come."""

    name: str = "outbox"

    def next_at(self) -> datetime | None:
        """The earliest attempt of any desk."""
        rows = OutgoingMail.objects.across_desks().filter(state__in=[State.QUEUED, State.UNCERTAIN])
        earliest: datetime | None = rows.aggregate(at=Min("next_try_at"))["at"]
        return earliest

    def run_due(self, now: datetime, limit: int) -> int:
        """Give due mails to the senders, at most `limit`; the moment moves on, in case the job is lost."""
        with transaction.atomic():
            rows = OutgoingMail.objects.across_desks().filter(state__in=[State.QUEUED, State.UNCERTAIN])
            due = rows.filter(next_try_at__lte=now).order_by("next_try_at", "pk")
            mails = list(due.select_for_update(skip_locked=True, of=("self",))[:limit])
            moved = OutgoingMail.objects.across_desks().filter(pk__in=[mail.pk for mail in mails])
            moved.update(next_try_at=now + LOST_AFTER)
            for mail in mails:
                give_to_sender(mail)
        return len(mails)


@dataclass(frozen=True, slots=True)
class Abandoned:
    """Mails that somebody began to send and never finished. Counted in real time, whatever time the desk plays."""

    name: str = "abandoned mail"

    def next_at(self) -> datetime | None:
        """A minute after the earliest claim."""
        earliest = OutgoingMail.objects.across_desks().filter(state=State.SENDING).aggregate(at=Min("claimed_at"))["at"]
        return earliest + DEAD_AFTER + clock.offset() if earliest else None

    def run_due(self, now: datetime, limit: int) -> int:
        """Take such mails back, at most `limit`: sent again when the server had not got them, else in doubt."""
        with transaction.atomic():
            rows = OutgoingMail.objects.across_desks().filter(state=State.SENDING, claimed_at__lte=Now() - DEAD_AFTER)
            stale = rows.select_related("desk", "ticket").order_by("claimed_at", "pk")
            mails = list(stale.select_for_update(skip_locked=True, of=("self",))[:limit])
            for mail in mails:
                _take_back(mail, now)
        return len(mails)


def _take_back(mail: OutgoingMail, now: datetime) -> None:
    with tenancy.desk(mail.desk_id), translation.override(charters.in_force(mail.desk).language):
        words = gettext("the sender stopped while it was at work")
        if mail.handed_at is not None:
            results.doubt(mail, words, at=now - DEAD_AFTER)
        elif mail.attempts >= _MOST_DEATHS:
            results.fail(mail, words, at=now)
        else:
            results.claimed(mail).update(state=State.QUEUED, next_try_at=now, last_error=words)
