"""What a reader chooses for themselves: language, theme, time zone."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from opora.web import addresses
from opora.web.context import THEMES
from opora.web.language import use_zone

ONE_YEAR = 31_536_000


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """POST /preferences/ with any of `language`, `theme`, `time_zone`; for visitors the first two go to a cookie."""
    chosen = {
        name: value for name in ("language", "theme", "time_zone") if (value := _valid(name, request.POST.get(name)))
    }
    response = _answer(request)
    if request.user.is_authenticated:
        for name, value in chosen.items():
            setattr(request.user, name, value)
        request.user.save(update_fields=list(chosen))
    else:
        _remember(response, chosen)
    return response


def _valid(name: str, value: str | None) -> str | None:
    allowed = {"language": dict(settings.LANGUAGES), "theme": THEMES}
    if name == "time_zone":
        return value if value and use_zone(value) else None
    return value if value in allowed[name] else None


def _answer(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204)
    return HttpResponseRedirect(addresses.own(request.POST.get("next", "")))


def _remember(response: HttpResponse, chosen: dict[str, str]) -> None:
    cookies = {"language": settings.LANGUAGE_COOKIE_NAME, "theme": "opora_theme"}
    for name, cookie in cookies.items():
        if name in chosen:
            response.set_cookie(
                cookie,
                chosen[name],
                max_age=ONE_YEAR,
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
