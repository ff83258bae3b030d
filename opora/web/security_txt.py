"""GET /.well-known/security.txt : whom to tell of a weakness (RFC 9116)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

VALID_FOR = timedelta(days=180)


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The address of whoever keeps this installation; always valid for half a year from today."""
    expires = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + VALID_FOR
    lines = (
        f"Contact: mailto:security@{settings.MAIL_DOMAIN}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: ru, en",
        f"Canonical: {settings.PUBLIC_URL}/.well-known/security.txt",
    )
    return HttpResponse("\n".join((*lines, "")), content_type="text/plain; charset=utf-8")


show.is_impersonal = True  # type: ignore[attr-defined]
