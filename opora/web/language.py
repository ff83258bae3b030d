"""In whose language and by whose clock a page is written."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone, translation


class Language:
    """The reader's own language and time zone; before sign-in the browser's language, else Russian."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        translation.activate(translation.get_language_from_request(request))
        try:
            response = self.get_response(request)
            response.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
            return response
        finally:
            translation.deactivate()
            timezone.deactivate()

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Once it is known who reads."""
        if getattr(view, "is_impersonal", False) or not request.user.is_authenticated:
            return
        translation.activate(request.user.language)
        use_zone(request.user.time_zone)


def use_zone(name: str) -> bool:
    """Show times of this zone from now on; False when there is no such zone."""
    try:
        timezone.activate(zoneinfo.ZoneInfo(name))
    except (ValueError, zoneinfo.ZoneInfoNotFoundError):
        return False
    return True
