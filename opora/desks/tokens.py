"""From a key that a program shows to the row that remembers it."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from opora.desks import tenancy
from opora.desks.models import ApiToken

PREFIX = "opora_"


def digest_of(key: str) -> str:
    """What is kept of a key. The key holds 256 random bits, so a fast digest is safe."""
    return sha256(key.encode()).hexdigest()


def valid(key: str, *, at: datetime) -> ApiToken | None:
    """The token of `key` when it opens anything at `at`, with its member and desk loaded; one query.

    The key itself names the desk, so this looks across all desks and leaves the connection as it was. The search is by
    digest: its time tells nothing of the key.
    """
    if not key.startswith(PREFIX):
        return None
    with tenancy.desk(tenancy.ALL_DESKS):
        tokens = ApiToken.objects.across_desks().select_related("member", "desk")
        token: ApiToken | None = tokens.filter(digest=digest_of(key), revoked_at=None, expires_at__gt=at).first()
    if token is None or not token.desk.is_active or (token.member is not None and not token.member.is_active):
        return None
    return token
