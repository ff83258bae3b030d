"""Reads the shared corpora and measures how far `parse` agrees with what other projects assert about real mail.

Compared is the fact, not the spelling: blanks collapsed, addresses in lower case, file names as we clean them.
"""

import hashlib
import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from opora.engine.mail import IncomingMail, names, parse
from opora.engine.mail.addresses import parse as parse_addresses
from opora.engine.mail.flaws import Flaws

ROOT = Path(os.environ.get("OPORA_CORPORA") or Path(__file__).parents[5] / "shared" / "corpora")
_MADE_UP = re.compile(r"(?:noname\d+|[0-9a-f]{8})$")
"""Names that a source invents for a part without one."""
_META = re.compile(r"charset\s*=\s*[\"']?[\w-]+", re.IGNORECASE)
_LINES = re.compile(r"\s+")

Check = Callable[[Any, IncomingMail], bool]


def records() -> list[dict[str, Any]]:
    with (ROOT / "mail_expectations.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@cache
def mail_of(path: str, kind: str, subject: str = "") -> IncomingMail:
    raw = (ROOT / path).read_bytes()
    head = {"text": b"text/plain", "html": b"text/html"}.get(kind)
    if head:
        title = subject.encode().replace(b"\n", b" ")
        raw = b"From: a@b.test\nSubject: " + title + b"\nContent-Type: " + head + b"; charset=utf-8\n\n" + raw
    return parse(raw)


def flat(text: str | None) -> str:
    return _LINES.sub(" ", (text or "").replace("\xa0", " ")).strip()


def emails(values: list[str]) -> set[str]:
    return {value.lower().strip() for value in values if value and "@" in value}


def _one(value: str) -> tuple[str, str]:
    found = parse_addresses([value.encode()], Flaws())
    return (found[0].email.lower(), found[0].name) if found else ("", "")


def _same_address(value: Any, mail: IncomingMail) -> bool:
    email, name = _one(value[0] if isinstance(value, list) else value)
    return mail.sender is not None and mail.sender.email.lower() == email and flat(mail.sender.name) == flat(name)


def _same_name(expected: str, found: str) -> bool:
    return flat(expected).strip("\"'") == flat(found).strip("\"'")


def _files(expected: list[dict[str, Any]], mail: IncomingMail) -> bool:
    if len(expected) != len(mail.attachments):
        return False
    return all(any(_same_file(want, have) for have in mail.attachments) for want in expected)


def _same_file(want: dict[str, Any], have: Any) -> bool:
    wanted = str(want.get("name") or "")
    cleaned = "" if _MADE_UP.match(wanted) else names.cleaned(wanted)
    if cleaned and re.sub(r" \(\d+\)", "", have.name) != re.sub(r" \(\d+\)", "", cleaned):
        return False
    digests = {hashlib.md5(form).hexdigest() for form in _forms(have.content)}
    if have.type.startswith("message/") or want.get("is_encoded_size"):
        return True
    if want.get("md5"):
        return want["md5"] in digests
    return want.get("size") is None or int(want["size"]) in {len(form) for form in _forms(have.content)}


def _forms(content: bytes) -> list[bytes]:
    lf = content.replace(b"\r\n", b"\n")
    return [content, lf, lf.replace(b"\n", b"\r\n"), lf.rstrip(b"\n"), lf + b"\n"]


def _body(expected: str, mail: IncomingMail) -> bool:
    return flat(expected) == flat(mail.text) or (not expected.strip() and bool(mail.html))


def _recipients(expected: list[dict[str, Any]], mail: IncomingMail) -> bool:
    if mail.bounce is None:
        return False
    found = Counter(recipient.permanent for recipient in mail.bounce.recipients)
    return found == Counter(bool(want.get("hard")) for want in expected)


def _forwarded(expected: dict[str, Any], mail: IncomingMail) -> bool:
    found = mail.forwarded
    if found is None:
        return False
    sender = expected.get("from")
    wanted = expected.get("from_email", "").lower() or (_one(sender)[0] if isinstance(sender, str) else "")
    have = found.sender.email.lower() if found.sender else ""
    is_same_subject = "subject" not in expected or flat(expected["subject"]) == flat(found.subject)
    return is_same_subject and (not wanted or have == wanted)


def _date(value: str, mail: IncomingMail) -> bool:
    if mail.date is None:
        return value.startswith("1900")
    if "T" in value:
        return mail.date.isoformat()[:19] == value[:19]
    return mail.date.utctimetuple()[:6] == tuple(int(part) for part in re.findall(r"\d+", value)[:6])


CHECKS: dict[str, tuple[str, Check]] = {
    "subject": ("subject", lambda want, mail: flat(want) == flat(mail.subject)),
    "from_email": ("sender", lambda want, mail: want.lower() == (mail.sender.email.lower() if mail.sender else "")),
    "from_emails": ("sender", lambda want, mail: want[0].lower() == (mail.sender.email.lower() if mail.sender else "")),
    "from_name": ("sender", lambda want, mail: _same_name(want, mail.sender.name if mail.sender else "")),
    "from": ("sender", _same_address),
    "to_emails": ("recipients", lambda want, mail: emails(want) == emails([one.email for one in mail.to])),
    "cc_emails": ("recipients", lambda want, mail: emails(want) == emails([one.email for one in mail.cc])),
    "reply_to_emails": ("recipients", lambda want, mail: emails(want) == emails([one.email for one in mail.reply_to])),
    "to_email_first": ("recipients", lambda want, mail: bool(mail.to) and want.lower() == mail.to[0].email.lower()),
    "to_name_first": ("recipients", lambda want, mail: bool(mail.to) and _same_name(want, mail.to[0].name)),
    "body_text": ("body", _body),
    "body_text_ws": ("body", lambda want, mail: flat(want) == flat(mail.text)),
    "body_text_contains": ("body", lambda want, mail: all(flat(one) in flat(mail.text) for one in want)),
    "body_html": ("html", lambda want, mail: _META.sub("", flat(want)) == _META.sub("", flat(mail.html))),
    "body_html_contains": ("html", lambda want, mail: all(flat(one) in flat(mail.html) for one in want)),
    "attachments": ("attachments", _files),
    "attachment_count": ("attachments", lambda want, mail: want == len(mail.attachments)),
    "reply_text": ("reply text", lambda want, mail: flat(want) == flat(mail.reply_text)),
    "first_fragment": ("reply text", lambda want, mail: flat(mail.reply_text).startswith(flat(want))),
    "first_fragment_contains": (
        "reply text",
        lambda want, mail: all(flat(one) in flat(mail.reply_text) for one in want),
    ),
    "first_fragment_not_contains": (
        "reply text",
        lambda want, mail: not any(flat(one) in flat(mail.reply_text) for one in want),
    ),
    "reply_text_contains": ("reply text", lambda want, mail: all(flat(one) in flat(mail.reply_text) for one in want)),
    "reply_text_not_contains": (
        "reply text",
        lambda want, mail: flat(want if isinstance(want, str) else want[0]) not in flat(mail.reply_text),
    ),
    "is_bounce": ("bounce", lambda want, mail: want is (mail.auto == "bounce")),
    "bounce_recipients": ("bounce recipients", _recipients),
    "is_auto_reply": ("automatic", lambda want, mail: want is (mail.auto == "auto-reply")),
    "is_forward": ("forward", lambda want, mail: want is mail.is_forward),
    "forwarded": ("forward", _forwarded),
    "date": ("date", _date),
    "date_utc": ("date", _date),
    "message_id": ("message id", lambda want, mail: want.strip("<>") == mail.message_id),
    "in_reply_to": ("message id", lambda want, mail: want.strip("<>") in mail.in_reply_to),
}


def judged() -> Iterator[tuple[str, str, str, bool, Any, IncomingMail]]:
    """(kind of fact, record id, key, agrees, expected, mail) of every assertion that concerns `parse`."""
    for record in records():
        if record["kind"] == "tnef":
            continue
        subject = str(record["expect"].get("given_subject") or "")
        mail = mail_of(record["path"], record["kind"], subject)
        for key, want in record["expect"].items():
            if key in CHECKS:
                fact, check = CHECKS[key]
                is_encoded = record["source"] == "webklex" and key == "attachments"
                asserted = [one | {"is_encoded_size": True} for one in want] if is_encoded else want
                yield fact, record["id"], key, check(asserted, mail), asserted, mail


def agreement() -> dict[str, tuple[int, int]]:
    """By kind of fact: how many assertions hold, and how many there are."""
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for fact, _, _, agrees, _, _ in judged():
        totals[fact][0] += agrees
        totals[fact][1] += 1
    return {fact: (good, every) for fact, (good, every) in totals.items()}
