"""Each fate of a mail as verbs on tickets. What is not said here is not done: no participants, no control headers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext

from opora.channels.email.intake.facts import Case
from opora.channels.email.intake.verdict import Fate, Verdict
from opora.channels.events import MailNotDelivered, SenderNotAuthenticated
from opora.channels.models import IncomingMail, OutgoingMail
from opora.customers.actions import recognise
from opora.customers.models import Contact
from opora.desks.actors import of_contact, of_member
from opora.engine.mail import Bounce
from opora.journal.events import Actor, system
from opora.journal.record import record
from opora.tickets import actions
from opora.tickets.errors import ClosedForGood
from opora.tickets.models import Message, Ticket
from opora.tickets.values import Draft, NewFile, Words

State = IncomingMail.State


@dataclass(frozen=True, slots=True)
class Done:
    """What the mail became; `message` None with a ticket: its first one."""

    state: IncomingMail.State
    ticket: Ticket | None = None
    message: Message | None = None
    reason: str = ""


def do(case: Case, verdict: Verdict, *, at: datetime) -> Done:
    """Act on the decision. Raises the verbs' problems; nothing is kept then."""
    match verdict.fate:
        case Fate.TICKET:
            return _register(case, verdict, at=at)
        case Fate.REPLY:
            return _reply(case, verdict, at=at)
        case Fate.STAFF_REPLY:
            return _staff_reply(case, verdict, at=at)
        case Fate.NOTE:
            return _note(case, verdict, at=at)
        case Fate.REPORT:
            return _report(case, verdict, at=at)
        case Fate.DUPLICATE:
            return _duplicate(case, verdict)
        case Fate.IGNORED:
            return Done(State.IGNORED, reason=verdict.reason)
        case Fate.QUARANTINE:
            tell_staff_member(case, verdict, at=at)
            return Done(State.QUARANTINE, reason=verdict.reason)


def tell_staff_member(case: Case, verdict: Verdict, *, at: datetime) -> None:
    """A02: whoever is named as the sender learns of it."""
    if verdict.sender_check != "unauthenticated" or case.member is None:
        return
    record(
        SenderNotAuthenticated(
            desk_id=case.row.desk_id,
            ticket_id=case.thread.pk if case.thread else None,
            actor=system(case.row.desk_id, via="mail"),
            at=at,
            subject=case.thread,
            incoming_id=case.row.pk,
            member_id=case.member.pk,
            address=case.sender.email,
        )
    )


def _register(case: Case, verdict: Verdict, *, at: datetime) -> Done:
    contact = case.contact or _customer(case, at)
    draft = Draft(subject=case.mail.subject, words=_words(case, verdict, is_new=True), channel=case.row.mailbox.channel)
    by = of_contact(contact, via="mail")
    ticket = actions.register(case.row.desk, requester=contact, draft=draft, by=by, at=at)
    return Done(State.TICKET, ticket, reason=verdict.reason)


def _reply(case: Case, verdict: Verdict, *, at: datetime) -> Done:
    assert case.thread is not None
    assert case.contact is not None
    by = of_contact(case.contact, via="mail")
    try:
        message = actions.customer_reply(case.thread, words=_words(case, verdict), by=by, at=at)
    except ClosedForGood as closed:
        return _after_the_end(case, verdict, closed, at=at)
    return Done(State.REPLY, case.thread, message, verdict.reason)


def _after_the_end(case: Case, verdict: Verdict, closed: ClosedForGood, *, at: datetime) -> Done:
    """Words to a ticket that stays closed: a new ticket that names it, or the quarantine where the charter refuses."""
    assert case.thread is not None
    if closed.later != "new_ticket":
        return Done(State.QUARANTINE, reason="closed")
    done = _register(case, verdict, at=at)
    assert done.ticket is not None
    words = gettext("Continues the closed ticket %(name)s.") % {"name": case.thread.name}
    actions.note(done.ticket, words=Words(words, channel="email", automatic=True), by=_desk(case), at=at)
    return done


def _staff_reply(case: Case, verdict: Verdict, *, at: datetime) -> Done:
    assert case.thread is not None
    assert case.member is not None
    by = of_member(case.member, via="mail")
    message = actions.reply(case.thread, words=_words(case, verdict), by=by, at=at)
    return Done(State.REPLY, case.thread, message, verdict.reason)


def _note(case: Case, verdict: Verdict, *, at: datetime) -> Done:
    """Kept on the ticket for the staff alone: customers see neither the words nor that they came."""
    assert case.thread is not None
    by = replace(_desk(case), name=(case.sender.name or case.sender.email)[:150])
    message = actions.note(case.thread, words=_words(case, verdict), by=by, at=at)
    tell_staff_member(case, verdict, at=at)
    return Done(State.REPLY, case.thread, message, verdict.reason)


def _report(case: Case, verdict: Verdict, *, at: datetime) -> Done:
    mail, bounce = case.reported, case.mail.bounce
    assert mail is not None
    assert bounce is not None
    because = _because(bounce)
    if not bounce.is_delay:
        OutgoingMail.objects.for_desk(mail.desk_id).filter(pk=mail.pk).update(bounced_because=because)
    record(
        MailNotDelivered(
            desk_id=mail.desk_id,
            ticket_id=mail.ticket_id,
            actor=system(mail.desk_id, via="mail"),
            at=at,
            subject=mail.ticket,
            outgoing_id=mail.pk,
            to_address=mail.to_address,
            because=because,
            permanent=not bounce.is_delay,
        )
    )
    return Done(State.REPLY, mail.ticket, reason=verdict.reason)


def _duplicate(case: Case, verdict: Verdict) -> Done:
    first = IncomingMail.objects.for_desk(case.row.desk_id).select_related("ticket").get(pk=case.facts.earlier_id)
    return Done(State.DUPLICATE, first.ticket, first.message, verdict.reason)


def _customer(case: Case, at: datetime) -> Contact:
    contact, _ = recognise(case.row.desk, email=case.sender.email, name=case.sender.name, at=at)
    return contact


def _desk(case: Case) -> Actor:
    return system(case.row.desk_id, via="mail")


def _words(case: Case, verdict: Verdict, *, is_new: bool = False) -> Words:
    """New words apart from the whole. The first mail of a ticket is new as a whole unless it answers something."""
    mail = case.mail
    is_answer = bool(mail.in_reply_to or mail.references) and not mail.is_forward
    new = mail.text if is_new and not is_answer else mail.reply_text
    shown = new.strip() or mail.text.strip()
    files = tuple(NewFile(one.name, one.content, one.type, one.cid) for one in mail.attachments)
    return Words(
        text=shown if shown or files else gettext("(no text)"),
        html=mail.html,
        full_text=mail.text if mail.text.strip() != shown else "",
        files=files,
        channel=case.row.mailbox.channel,
        mail_id=mail.message_id,
        sender_check=verdict.sender_check,
        automatic=verdict.automatic,
    )


def _because(bounce: Bounce) -> str:
    """The other server's words, the first recipient's first."""
    told = (" ".join(filter(None, (one.email, one.status, one.reason))) for one in bounce.recipients)
    words = "; ".join(" ".join(one.split()) for one in told)
    return (words or gettext("no reason given"))[:500]
