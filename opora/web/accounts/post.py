"""Mails about an account. They belong to no desk, so they do not go through a desk's outbox.

They are sent while the reader waits: a link that lives ten minutes is of no use later, and who gets none asks again.
"""

from __future__ import annotations

import logging
from smtplib import SMTPException
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

SECONDS = 10

_log = logging.getLogger(__name__)


def send(*, to: str, subject: str, text: str) -> bool:
    """Send one mail; False, and a line in the log without its content, when the mail server does not take it."""
    message = EmailMessage(
        subject=subject,
        body=text,
        from_email=f"Opora <noreply@{settings.MAIL_DOMAIN}>",
        to=[to],
        headers={"Auto-Submitted": "auto-generated"},
        connection=_server(),
    )
    try:
        return message.send() == 1
    except (SMTPException, OSError) as error:
        _log.error("A sign-in mail could not be sent: %s", error.__class__.__name__)
        return False


def _server() -> BaseEmailBackend:
    address = urlsplit(settings.SMTP_URL)
    return get_connection(
        host=address.hostname,
        port=address.port or (465 if address.scheme == "smtps" else 25),
        username=unquote(address.username or ""),
        password=unquote(address.password or ""),
        use_ssl=address.scheme == "smtps",
        use_tls=address.scheme == "smtp" and bool(address.username),
        timeout=SECONDS,
    )
