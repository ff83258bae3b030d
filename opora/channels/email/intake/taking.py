"""Taking in one mail: every mail ends in exactly one state, and a bad one stops no other."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.utils import translation

from opora.channels.email.intake import quarantine, reader, remarks
from opora.channels.email.intake.doing import do
from opora.channels.email.intake.facts import gather
from opora.channels.email.intake.state import settle
from opora.channels.email.intake.verdict import Fate, decide
from opora.channels.models import IncomingMail
from opora.desks import charters
from opora.engine.mail import IncomingMail as Mail
from opora.engine.mail.isolate import ParseFailed
from opora.toolkit import files

log = logging.getLogger(__name__)

State = IncomingMail.State
_ONCE = "channels_in_once"


class HandledAlready(Exception):
    """Another worker was faster; what this one did is undone."""


def take_in(desk_id: int, mail_id: int, *, at: datetime) -> None:
    """Read the mail and do what it deserves. A mail that is not waiting any more is left alone.

    Trouble with the database is raised (the job comes again); anything else ends in quarantine with its reason.
    """
    rows = IncomingMail.objects.for_desk(desk_id).select_related("desk", "mailbox")
    row = rows.filter(pk=mail_id, state=State.RECEIVED).first()
    if row is None:
        return
    try:
        mail = reader.read(files.read(row.digest))
    except ParseFailed as failed:
        quarantine.put_aside(row, reason=failed.reason.value, at=at)
    except files.NoSuchFile:
        quarantine.put_aside(row, reason="no-file", at=at)
    else:
        with translation.override(charters.in_force(row.desk).language):
            _handle(row, mail, at)


def _handle(row: IncomingMail, mail: Mail, at: datetime) -> None:
    try:
        _act(row, mail, at)
    except HandledAlready:
        return
    except IntegrityError as error:
        if _ONCE not in str(error):
            _set_aside(row, at)
            return
        _handle(row, mail, at)  # the same mail came by another way at this moment: now it is found
    except (OperationalError, InterfaceError, OSError):
        raise
    except Exception:
        _set_aside(row, at)


def _set_aside(row: IncomingMail, at: datetime) -> None:
    log.exception("mail %s of desk %s goes into quarantine", row.pk, row.desk_id)
    quarantine.put_aside(row, reason="error", at=at)


def _act(row: IncomingMail, mail: Mail, at: datetime) -> None:
    with transaction.atomic():
        case = gather(row, mail)
        verdict = decide(mail, case.facts)
        done = do(case, verdict, at=at)
        if not settle(row, state=done.state, at=at, reason=done.reason, ticket=done.ticket, message=done.message):
            raise HandledAlready
        if done.ticket is not None and verdict.fate in (Fate.TICKET, Fate.REPLY, Fate.NOTE):
            remarks.leave(row, done.ticket, at=at)
        if done.state == State.QUARANTINE:
            quarantine.tell(row, reason=done.reason, at=at)
