"""Message-IDs of our making: nobody can guess one, and everybody of us knows one."""

from __future__ import annotations

import secrets

from django.conf import settings

_PREFIX = "opora."
_RANDOM_BYTES = 20


def new_mail_id() -> str:
    """A Message-ID without angle brackets: 160 random bits at our domain."""
    return f"{_PREFIX}{secrets.token_hex(_RANDOM_BYTES)}@{settings.MAIL_DOMAIN}"


def is_own_id(message_id: str) -> bool:
    """Whether a Message-ID is of our making: a mail that carries it is our own, come back (A14)."""
    return message_id.startswith(_PREFIX) and message_id.endswith(f"@{settings.MAIL_DOMAIN}")
