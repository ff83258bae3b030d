"""A form sent twice does its work once.

Every form carries a token; what a token led to is kept in the sender's session. The session's row is locked while
the work is done, so that the second of two clicks waits for the first and gets its result.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest

FIELD = "once"
_KEY = "portal_once"
_MOST = 30


def token() -> str:
    """A new one for a form."""
    return secrets.token_urlsafe(12)


def do(request: HttpRequest, work: Callable[[], str]) -> str:
    """What `work` gives, or what it gave when this form was sent before. A form without a token is always new."""
    mark = request.POST.get(FIELD, "")[:40]
    if not mark:
        return work()
    with transaction.atomic():
        done = _done(request)
        if mark in done:
            return done[mark]
        result = work()
        kept = {**done, mark: result}
        request.session[_KEY] = dict(list(kept.items())[-_MOST:])
        request.session.save()
    return result


def _done(request: HttpRequest) -> dict[str, str]:
    row = Session.objects.select_for_update().filter(session_key=request.session.session_key).first()
    content = row.get_decoded() if row else {}
    done: dict[str, str] = content.get(_KEY, {})
    return done
