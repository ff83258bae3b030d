"""What somebody is told who tries too often: `handler429` of the site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

WAIT = 60  # seconds


def answer(request: HttpRequest) -> HttpResponse:
    """429, and when to come back."""
    response = render(request, "account/too_many.html", status=429)
    response.headers["Retry-After"] = str(WAIT)
    return response
