"""What becomes of a mail: one pure decision over what was read and what the desk knows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from opora.engine.mail import Auto, IncomingMail

NEW_TICKETS_AN_HOUR = 20
SAME_AGAIN = 3  # so many mails of one pattern became tickets within an hour: a further one is a machine's (A12)


class Fate(StrEnum):
    """What is done with the mail."""

    TICKET = "ticket"
    REPLY = "reply"
    STAFF_REPLY = "staff reply"
    NOTE = "note"
    REPORT = "report"
    DUPLICATE = "duplicate"
    IGNORED = "ignored"
    QUARANTINE = "quarantine"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the desk knows of a mail.

    `is_own`: its Message-ID is of our making. `earlier_id`: the same mail was taken in before. `has_thread`: it names
    a ticket by a secret of ours or by the sender's own earlier mail. `is_party`: the sender belongs to that ticket.
    `is_staff`: the sender's address is a member's; `is_proved`: the sender is authenticated. `has_report`: it reports
    on a mail of ours. `new_tickets`, `same_pattern`: what the sender's mails of the last hour became.
    """

    has_sender: bool
    is_own: bool = False
    earlier_id: int | None = None
    has_thread: bool = False
    is_party: bool = False
    is_staff: bool = False
    is_proved: bool = False
    is_blocked: bool = False
    has_report: bool = False
    new_tickets: int = 0
    same_pattern: int = 0
    is_released: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """The fate with its reason (a word of `channels.words`), how sure the sender is, whether a machine wrote."""

    fate: Fate
    reason: str = ""
    sender_check: str = "ok"
    automatic: bool = False


def decide(mail: IncomingMail, facts: Facts) -> Verdict:
    """The first rule that fits. Headers of the mail never decide kind, priority, desk or ticket (A07)."""
    if mail.refused:
        return Verdict(Fate.QUARANTINE, mail.refused.value)
    if facts.is_own:
        return Verdict(Fate.IGNORED, "own")
    if facts.earlier_id is not None:
        return Verdict(Fate.DUPLICATE, "again")
    if mail.bounce is not None and not facts.is_released:
        return _of_report(mail, facts)
    if not facts.has_sender:
        return Verdict(Fate.QUARANTINE, "no-sender")
    if facts.is_staff and not (facts.is_released and not facts.has_thread):
        return _in_name_of_staff(facts)
    return _of_thread(mail, facts) if facts.has_thread else _of_new(mail, facts)


def _of_report(mail: IncomingMail, facts: Facts) -> Verdict:
    """Delivery reports belong to the mail they tell of; nobody can attach one without knowing its Message-ID."""
    assert mail.bounce is not None
    if not facts.has_report:
        return Verdict(Fate.QUARANTINE, "foreign-report", automatic=True)
    return Verdict(Fate.REPORT, "delay" if mail.bounce.is_delay else "report", automatic=True)


def _in_name_of_staff(facts: Facts) -> Verdict:
    """A02: a member's address proves nothing unless our own mail server says so."""
    if not facts.is_proved:
        fate = Fate.NOTE if facts.has_thread else Fate.QUARANTINE
        return Verdict(fate, "not-authenticated", sender_check="unauthenticated")
    return Verdict(Fate.STAFF_REPLY if facts.has_thread else Fate.TICKET)


def _of_thread(mail: IncomingMail, facts: Facts) -> Verdict:
    is_machine = mail.auto in (Auto.AUTO_REPLY, Auto.LOOP, Auto.BOUNCE)
    if facts.is_blocked:
        return Verdict(Fate.QUARANTINE, "blocked")
    if not facts.is_party:  # A04, A05: whoever got hold of the address is not of the ticket
        return Verdict(Fate.NOTE, "new-address", sender_check="new_address", automatic=is_machine)
    return Verdict(Fate.REPLY, "automatic" if is_machine else "", automatic=is_machine)


def _of_new(mail: IncomingMail, facts: Facts) -> Verdict:
    """Mail that no machine may answer is kept as automatic words: no acknowledgement goes out (A13, RFC 3834)."""
    is_machine = not mail.may_be_answered
    check = "unauthenticated" if facts.is_staff and not facts.is_proved else "ok"
    if facts.is_released:
        return Verdict(Fate.TICKET, sender_check=check, automatic=is_machine)
    if facts.is_blocked:
        return Verdict(Fate.QUARANTINE, "blocked")
    if not is_machine and facts.same_pattern >= SAME_AGAIN:  # whom we do not answer, cannot play ping-pong
        return Verdict(Fate.QUARANTINE, "loop", automatic=True)
    if facts.new_tickets >= NEW_TICKETS_AN_HOUR:
        return Verdict(Fate.QUARANTINE, "too-many")
    return Verdict(Fate.TICKET, automatic=is_machine)
