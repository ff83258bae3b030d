"""The mails a demonstration would have sent; only with OPORA_DEMO on, where they leave the machine never.

GET /demo/mail/         the newest
GET /demo/mail/<name>/  one, as text
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opora.channels.email import caught

MOST = 50


def _in_demo(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@_in_demo
@require_safe
def show_all(request: HttpRequest) -> HttpResponse:
    """Newest first."""
    return render(request, "public/mails.html", {"mails": caught.list_caught(MOST)})


@_in_demo
@require_safe
def show(request: HttpRequest, name: str) -> HttpResponse:
    """One mail's headers and text; links in it can be followed."""
    try:
        mail = caught.read_caught(name)
    except caught.NoSuchMail as error:
        raise Http404 from error
    return render(request, "public/mail.html", {"mail": mail})
