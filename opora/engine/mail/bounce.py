"""Delivery reports: the standard form (RFC 3464) first, then the prose of servers that do not know it."""

import re
from collections.abc import Iterator
from typing import Final

from opora.engine.mail import charset, headers, limits, thread
from opora.engine.mail.flaws import Flaws
from opora.engine.mail.headers import Headers
from opora.engine.mail.incoming import Bounce, FailedRecipient
from opora.engine.mail.mime import Part

_REPORT: Final = "message/delivery-status"
_EMAIL: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,250}[A-Za-z0-9]")
_ANY_STATUS: Final = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})")
_STATUS: Final = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_REPLY: Final = re.compile(r"(?:^|[\s:(#<>])([45]\d\d)(?=[\s-])")
_RETURNED_ID: Final = re.compile(rb"^[> \t]{0,8}Message-ID:[ \t\r\n]*(<[^<>\s]{1,500}>)", re.IGNORECASE | re.MULTILINE)
_SUBJECT: Final = re.compile(
    r"undeliver|not delivered|non.?deliver|returned (?:mail|to sender|message)|return(?:ed)? (?:mail"
    r"|message)|mail delivery"
    r"|delivery (?:status|failure|has failed|failed|problem|report|notification|error|delay)"
    r"|failure notice|delivery .{0,20}failed|failed mail"
    r"|message (?:delivery|status)|mail (?:failure|error|system error)|bounce|could(?:n't| not) be (?:sent"
    r"|delivered)|unzustellbar"
    r"|недостав|не доставлен|ошибка доставки|доставка .{0,30}не удалась|сообщение о (?:сбое|недоставке)"
    r"|delayed mail|warning: .{0,30}delay"
    r"|undelivered|rejected|user unknown|permanent error|unable to deliver|not be delivered"
    r"|mailbox (?:full|unavailable)|配信",
    re.IGNORECASE,
)
_HARD: Final = re.compile(
    r"user unknown|unknown user|no such user|does(?:n't| not) exist|no such (?:recipient|mailbox|address"
    r"|person|account)"
    r"|unknown (?:recipient|address|mailbox|local)|recipient (?:unknown|not found)|invalid (?:recipient"
    r"|mailbox|address|user)"
    r"|user (?:not found|doesn't)|not a valid|mailbox (?:not found|unavailable|does)|addressee unknown"
    r"|account (?:disabled|does|is disabled)"
    r"|host unknown|domain (?:not found|does)|host not found|nxdomain|name service error|no mailbox"
    r"|нет такого|не существует"
    r"|не найден|unrouteable|has moved|null mx|unknown in|name is not recognized"
    r"|not listed in|no such (?:domain|host)|no smtp service|does not accept (?:e?mail|any mail)"
    r"|account or domain may not exist"
    r"|address rejected|user doesn|unknown or illegal|undeliverable address|bad destination"
    r"|cannot find (?:your )?recipient"
    r"|no account|no mx record|not our customer|is not a known user|no user"
    r"|account that you tried to reach|recipient not",
    re.IGNORECASE,
)
_NOT_HARD: Final = re.compile(
    r"sender (?:address )?rejected|too many|spamhaus|blocked|blacklist|black list|block ?list|reputation"
    r"|\bspf\b|dmarc|dkim"
    r"|quota|mailbox (?:is )?full|over ?quota|rate limit|rbl|too large|size limit|relay(?:ing)? (?:denied"
    r"|not)|content rejected"
    r"|policy|rejected as spam|authentication|not authorized|sender verify|invalid sender|temporar|try again",
    re.IGNORECASE,
)
_UNKNOWN: Final = re.compile(
    r"user unknown|unknown user|no such (?:user|recipient|mailbox)|does(?:n't| not) exist", re.IGNORECASE
)
_OTHER_CLASSES: Final = ("5.2.", "5.3.", "5.5.", "5.6.", "5.7.")
"""The mailbox, the server, the protocol, the content, the policy: not the address (RFC 3463)."""
_HARD_STATUS: Final = ("5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.4.4")
_RECIPIENT_LINE: Final = re.compile(
    r"^[ \t>*]{0,12}(?:to:|rcpt to:|recipient:|unable to deliver to:?)?[ \t]{0,4}"
    rf"<?({_EMAIL.pattern})>?(?=[ \t]*(?:$|[:;,(\r\n]|\.\.\.))",
    re.IGNORECASE | re.MULTILINE,
)
_RETURNED_PART: Final = re.compile(
    r"^.{0,20}(?:original message|message header|copy of (?:the|your) message|below this line"
    r"|unsent message|returned message)",
    re.IGNORECASE | re.MULTILINE,
)
_BODY_LETTERS: Final = 32 * 1024
_CONTEXT: Final = 600
_JUDGED: Final = 2000


def read(root: Part, *, subject: str, is_daemon: bool, is_null_path: bool, text: str) -> Bounce | None:
    """The report, None when the mail is none: complaints, read receipts and successful deliveries are no bounces."""
    flaws = Flaws()
    parts = list(root.every())
    if any(part.type == "message/feedback-report" for part in parts):
        return None
    reports = [part for part in parts if part.type == _REPORT]
    recipients = [found for part in reports for found in _reported(part.content(flaws))]
    if reports and not recipients and not (is_daemon or is_null_path):
        return None
    if not reports:
        if not (
            (is_daemon or is_null_path) and _SUBJECT.search(f"{subject}\n{text[:_CONTEXT]}")
        ) and not root.headers.has("x-failed-recipients"):
            return None
        recipients = [(found, "failed") for found in _in_prose(root, text)]
    done = ("delivered", "relayed", "expanded")
    failed = [found for found, action in recipients if action not in done and not found.status.startswith("2")]
    if recipients and not failed:
        return None
    is_delay = bool(recipients) and all(action == "delayed" for _, action in recipients)
    return Bounce(_distinct(failed), _returned_id(root, parts), is_delay)


def _distinct(found: list[FailedRecipient]) -> tuple[FailedRecipient, ...]:
    by_email = {recipient.email.lower(): recipient for recipient in reversed(found)}
    return tuple(reversed(by_email.values()))[: limits.BOUNCED_RECIPIENTS]


def _reported(content: bytes) -> Iterator[tuple[FailedRecipient, str]]:
    """Each group of fields about one recipient, and its action in lower case."""
    flaws = Flaws()
    for group in re.split(rb"(?:\r?\n[ \t]*){2,}", content.strip(), maxsplit=limits.BOUNCED_RECIPIENTS):
        found, _ = headers.split(group + b"\n", 0, len(group) + 1, flaws)
        email = _typed(found.first("final-recipient")) or _typed(found.first("original-recipient"))
        if email:
            yield _recipient(email, found), found.ascii("action").lower().partition(" ")[0]


def _typed(value: bytes) -> str:
    """The address of `rfc822; address`."""
    text = charset.decode(value[:1000]).rpartition(";")[2].strip(' <>\t"')
    found = _EMAIL.search(text)
    return found[0] if found else text.split()[0] if text else ""


def _recipient(email: str, found: Headers) -> FailedRecipient:
    diagnostic = charset.decode(found.first("diagnostic-code")[:2000]).partition(";")[2].strip()
    diagnostic = diagnostic or charset.decode(found.first("diagnostic-code")[:2000])
    status = (_ANY_STATUS.search(found.ascii("status")) or _STATUS.search(diagnostic) or [""])[0]
    return _judged(email, status, diagnostic)


def _judged(email: str, status: str, diagnostic: str) -> FailedRecipient:
    code = _REPLY.search(diagnostic[:_CONTEXT])
    smtp_code = code[1] if code else ""
    reason = " ".join(diagnostic.split())[:_CONTEXT]
    return FailedRecipient(email, status, smtp_code, reason, _is_permanent(status, smtp_code, diagnostic))


def _is_permanent(status: str, smtp_code: str, diagnostic: str) -> bool:
    """True when the address itself is dead, so writing again is useless."""
    if status.startswith("4") or (smtp_code.startswith("4") and not status.startswith("5")):
        return False
    if _NOT_HARD.search(diagnostic[:_JUDGED]):
        return False
    if status[:4] in _OTHER_CLASSES:
        return bool(_UNKNOWN.search(diagnostic[:_JUDGED]))
    return status in _HARD_STATUS or bool(_HARD.search(diagnostic[:_JUDGED]))


def _in_prose(root: Part, text: str) -> Iterator[FailedRecipient]:
    """Recipients named by a header or at the start of lines, each judged by the words up to the next one."""
    named = _EMAIL.findall(charset.decode(b", ".join(root.headers.every("x-failed-recipients"))[:10_000]))
    head = _RETURNED_PART.split(text[:_BODY_LETTERS], maxsplit=1)[0]
    found = [(match[1], match.end(), match.start()) for match in _RECIPIENT_LINE.finditer(head)] or _first(root, head)
    if len(named) > len({email.lower() for email, _, _ in found}):
        found = [(email, max(head.find(email), 0), len(head)) for email in named]
    for place, (email, start, _) in enumerate(found[: limits.BOUNCED_RECIPIENTS]):
        end = found[place + 1][2] if place + 1 < len(found) else len(head)
        context = head[start : max(end, start + _CONTEXT if not named else end)][:_JUDGED]
        status = _STATUS.search(context)
        yield _judged(email, status[1] if status else "", context)


def _first(root: Part, head: str) -> list[tuple[str, int, int]]:
    """The first address of the text that is neither the reporter's nor ours."""
    ours = charset.decode(b" ".join(root.headers.first(name)[:1000] for name in ("from", "to"))).lower()
    matches = (match for match in _EMAIL.finditer(head) if match[0].lower() not in ours)
    return [(match[0], match.end(), match.start()) for match in matches][:1]


def _returned_id(root: Part, parts: list[Part]) -> str:
    """The Message-ID of our mail that came back."""
    for part in parts:
        if part.type in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global"):
            found = _RETURNED_ID.search(part.raw, part.start, min(part.end, part.start + limits.HEADER_BYTES))
            if found:
                return thread.message_id(found[1])
    found = _RETURNED_ID.search(root.raw, root.start, min(root.end, root.start + limits.HEADER_BYTES * 4))
    return thread.message_id(found[1]) if found else ""
