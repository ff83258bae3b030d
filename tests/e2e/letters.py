"""Mails as customers' programs write them, byte for byte; nothing of Opora is used to make them."""

from __future__ import annotations

import os
import struct
import zlib
from datetime import UTC, datetime
from email.header import Header
from email.message import EmailMessage
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr

from tests.e2e.installation import body
from tests.e2e.people import ADDRESS, Person


def letter(
    sender: Person,
    subject: str,
    text: str,
    *,
    charset: str = "utf-8",
    html: str = "",
    screenshot: bool = False,
    answers: EmailMessage | None = None,
) -> bytes:
    """A mail to the desk; `answers` is the mail of the desk it replies to."""
    words: MIMEText | MIMEMultipart = MIMEText(text, "plain", charset)
    if html:
        words = MIMEMultipart("alternative", _subparts=[words, MIMEText(html, "html", charset)])
    mail = MIMEMultipart("mixed", _subparts=[words]) if screenshot else words
    if screenshot:
        picture = MIMEImage(png(48, 32), "png")
        picture.add_header("Content-Disposition", "attachment", filename=("utf-8", "", "Снимок экрана.png"))
        mail.attach(picture)
    mail["From"] = formataddr((sender.name, sender.email), charset)
    mail["To"] = str(answers["Reply-To"]) if answers else ADDRESS
    mail["Subject"] = Header(subject, charset).encode()
    mail["Date"] = format_datetime(datetime.now(UTC))
    mail["Message-ID"] = f"<{os.urandom(12).hex()}@{sender.email.partition('@')[2]}>"
    if answers:
        mail["In-Reply-To"] = answers["Message-ID"]
        mail["References"] = f"{answers['References'] or ''} {answers['Message-ID']}".strip()
    return mail.as_bytes()


def quoting(text: str, mail: EmailMessage) -> str:
    """An answer above the quoted mail, as most programs write it."""
    quoted = "\n".join(f"> {line}" for line in body(mail).splitlines())
    return f"{text}\n\n24.11.2026 10:05, BPM Centr пишет:\n{quoted}\n"


def png(width: int, height: int) -> bytes:
    """A small picture: a screenshot with a white window on blue."""
    rows = b"".join(
        b"\0"
        + b"".join(
            b"\xff\xff\xff" if 8 < x < width - 8 and 8 < y < height - 8 else b"\x30\x60\xc0" for x in range(width)
        )
        for y in range(height)
    )
    chunks = [
        (b"IHDR", struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(inside)) + kind + inside + struct.pack(">I", zlib.crc32(kind + inside))
        for kind, inside in chunks
    )
