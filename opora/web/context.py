"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from opora.toolkit import clock

THEMES = ("auto", "light", "dark")


def page(request: HttpRequest) -> dict[str, Any]:
    """Who reads, on which desk, in which theme, and the server's own time for countdowns."""
    return {
        "csp_nonce": getattr(request, "csp_nonce", None),
        "desk": getattr(request, "desk", None),
        "charter": getattr(request, "charter", None),
        "member": getattr(request, "member", None),
        "contact": getattr(request, "contact", None),
        "theme": _theme(request),
        "server_now": clock.now().isoformat(),
        "is_demo": settings.DEMO,
    }


def _theme(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    chosen = user.theme if user is not None and user.is_authenticated else request.COOKIES.get("opora_theme", "")
    return chosen if chosen in THEMES else "auto"
