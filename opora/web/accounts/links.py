"""Mailed links that sign somebody in: signed, short-lived, used once.

A link carries a fingerprint of the account as it was when the link was made. Whatever uses the link changes that
fingerprint (the moment of the last sign-in is part of it), and so do a new password and a deactivation: after each of
them every outstanding link of the account is dead. Nothing has to be stored, and nothing in the database opens a door.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext

from opora.desks.models import User
from opora.toolkit.errors import Problem

LIVES = timedelta(minutes=10)
_SALT = "opora.web.accounts.links"
_NOBODY = "nobody"


@dataclass(eq=False)
class DeadLink(Problem):
    """The link was used, is too old, was made for another state of the account, or was never ours."""

    code: ClassVar[str] = "dead_link"
    status: ClassVar[int] = 410

    def sentence(self) -> str:
        """One sentence for people."""
        return gettext("This link does not work any more: it was used already, or it is too old. Ask for a new one.")


@dataclass(frozen=True, slots=True)
class Claim:
    """What the holder of a link may say of themselves: this address is mine.

    `desk_id`: they also become a customer of that desk, under `name`.
    """

    email: str
    desk_id: int | None = None
    name: str = ""


def token_of(claim: Claim) -> str:
    """The link's secret for this claim, good for LIVES and for one use."""
    user = User.objects.filter(email=claim.email).first()
    content = {"e": claim.email, "d": claim.desk_id, "n": claim.name, "s": _fingerprint(user)}
    return signing.dumps(content, salt=_SALT, compress=True)


def claim_of(token: str, *, user: User | None = None) -> Claim:
    """What the token claims, as long as it can be used; `user`: the account, if it is at hand. Raises DeadLink."""
    content = _content(token)
    account = user or User.objects.filter(email=content["e"]).first()
    if account is not None and not account.is_active:
        raise DeadLink
    if not constant_time_compare(content["s"], _fingerprint(account)):
        raise DeadLink
    return Claim(content["e"], content["d"], content["n"])


def _content(token: str) -> dict[str, Any]:
    try:
        content: dict[str, Any] = signing.loads(token, salt=_SALT, max_age=LIVES)
    except (signing.BadSignature, ValueError, UnicodeError) as error:
        raise DeadLink from error
    return content


def _fingerprint(user: User | None) -> str:
    if user is None:
        return _NOBODY
    return salted_hmac(_SALT, f"{user.pk}:{user.email}:{user.password}:{user.last_login}").hexdigest()[:32]
