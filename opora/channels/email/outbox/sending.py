"""One attempt to send one mail of the outbox: claim it, talk to the server, write down what came of it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext

from opora.channels.email.outbox import results, schedule
from opora.channels.email.outbox.breaker import BREAKER
from opora.channels.email.outbox.compose import Letter, letter
from opora.channels.email.outbox.gate import GATE
from opora.channels.email.outbox.smtp import Outcome, Result, Server, deliver
from opora.channels.models import OutgoingMail
from opora.desks import charters, tenancy
from opora.toolkit import files

log = logging.getLogger(__name__)

State = OutgoingMail.State
PATIENCE_SECONDS = 45.0
"""How long the outcome of a talk waits for a database that went away meanwhile (F15)."""

TURNED_AWAY = timedelta(seconds=10)
"""How long a mail waits when the server is slow and enough talks are under way."""

_DUE = Q(state=State.QUEUED) | Q(state=State.UNCERTAIN, next_try_at__isnull=False)


class ClaimLost(RuntimeError):
    """Somebody took this sender for dead and the mail from it."""


def send(desk_id: int, mail_id: int, *, now: Callable[[], datetime]) -> None:
    """Try to send the mail if it waits; a mail that somebody else sends, or that is settled, is left alone.

    The claim is committed before the server is spoken to, so a mail is never sent by two, and one over which its sender
    died is known.
    """
    mail = _waiting(desk_id, mail_id)
    if mail is None or _has_to_wait(mail, now()):
        return
    with GATE.entered() as is_in:
        if is_in:
            _send(mail, now)
        else:
            _postpone(mail, now() + TURNED_AWAY)


def _send(mail: OutgoingMail, now: Callable[[], datetime]) -> None:
    if not _claim(mail):
        return
    try:
        outcome = _attempt(mail)
    except ClaimLost:
        log.warning("mail %s was taken back from a slow sender before it left", mail.pk)
        return
    BREAKER.heard(outcome)
    _written(mail, lambda: results.keep(mail, outcome, at=now()))


def _waiting(desk_id: int, mail_id: int) -> OutgoingMail | None:
    """With its mailbox and nothing else: most mails just leave."""
    rows = OutgoingMail.objects.for_desk(desk_id).select_related("mailbox").annotate(language=F("contact__language"))
    found = list(rows.filter(_DUE, pk=mail_id))
    return found[0] if found else None


def _has_to_wait(mail: OutgoingMail, at: datetime) -> bool:
    """A mail behind a silent server, or behind another one that probes a refused sign-in, costs nobody's time."""
    if BREAKER.is_open():
        _postpone(mail, at + BREAKER.pause)
        return True
    if mail.mailbox.paused_because and _has_elder(mail):
        _postpone(mail, at + schedule.PROBE_EVERY)
        return True
    return False


def _postpone(mail: OutgoingMail, moment: datetime) -> None:
    _rows(mail).filter(_DUE).update(next_try_at=moment)


def _has_elder(mail: OutgoingMail) -> bool:
    same = OutgoingMail.objects.for_desk(mail.desk_id).filter(mailbox_id=mail.mailbox_id, pk__lt=mail.pk)
    return bool(same.filter(state=State.QUEUED).exists())


def _claim(mail: OutgoingMail) -> bool:
    is_repeat = mail.state == State.UNCERTAIN
    claimed = _rows(mail).filter(_DUE, state=mail.state, attempts=mail.attempts)
    if not claimed.update(
        state=State.SENDING,
        attempts=F("attempts") + 1,
        repeats=F("repeats") + int(is_repeat),
        claimed_at=Now(),
        handed_at=None,
        next_try_at=None,
    ):
        return False
    mail.repeats += is_repeat
    mail.attempts += 1
    mail.state = State.SENDING
    return True


def _attempt(mail: OutgoingMail) -> Result:
    language = getattr(mail, "language", None) or charters.in_force(mail.desk).language
    try:
        composed: Letter = letter(mail, mail.mailbox, language=language)
    except (ValueError, files.NoSuchFile) as error:
        log.warning("mail %s cannot be written: %s", mail.pk, error)
        return Result(Outcome.REFUSED, gettext("the mail cannot be written"))
    server = Server.of(settings.SMTP_URL)
    return deliver(composed, server=server, helo=settings.MAIL_DOMAIN, before_end=lambda: _mark_handed(mail))


def _mark_handed(mail: OutgoingMail) -> None:
    """From here on the mail may have left. Raises when the claim was lost meanwhile: then it must not."""
    if not results.claimed(mail).update(handed_at=Now()):
        raise ClaimLost


def _written(mail: OutgoingMail, write: Callable[[], None]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with tenancy.desk(mail.desk_id):
                return write()
        except (OperationalError, InterfaceError):
            if _is_lost_for_good(end):
                raise
            connection.close()
            time.sleep(2.0)


def _is_lost_for_good(end: float) -> bool:
    """Inside somebody's transaction nothing can be repeated."""
    return connection.in_atomic_block or time.monotonic() > end


def _rows(mail: OutgoingMail):  # type: ignore[no-untyped-def]
    return OutgoingMail.objects.for_desk(mail.desk_id).filter(pk=mail.pk)
