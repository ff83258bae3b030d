"""Addresses in mails: always below the installation's own address, never below a name from a request (A48)."""

from __future__ import annotations

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from opora.desks.models import Desk
from opora.tickets.models import Ticket


def ticket(desk: Desk, one: Ticket) -> str:
    """The ticket in the portal."""
    return _absolute(f"/{desk.slug}/", "portal-ticket", desk.slug, one.name)


def rating(desk: Desk, token: str) -> str:
    """The page where the customer rates, opened by its secret."""
    return _absolute(f"/{desk.slug}/rate/{token}/", "portal-rate", desk.slug, token)


def _absolute(otherwise: str, view: str, *parts: str) -> str:
    try:
        path = reverse(view, args=parts)
    except NoReverseMatch:
        path = otherwise
    return f"{settings.PUBLIC_URL}{path}"
