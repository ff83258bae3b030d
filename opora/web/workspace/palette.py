"""GET palette/?q= : what the command palette offers beside the commands of the page: views, places, tickets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from opora.tickets import queries
from opora.web.access import staff
from opora.web.desk import StaffRequest
from opora.web.workspace import rail

MOST_TICKETS = 8


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to go."""

    title: str
    icon: str
    address: str


@staff
@require_safe
def show(request: StaffRequest) -> HttpResponse:
    """Places whose title holds the text, and the best tickets for it."""
    text = request.GET.get("q", "").strip()
    hits = queries.search(request.desk, request.actor, text, limit=MOST_TICKETS) if len(text) > 1 else []
    fitting = [place for place in _places(request) if text.casefold() in place.title.casefold()]
    return render(request, "workspace/_palette.html", {"places": fitting, "hits": hits})


def _places(request: StaffRequest) -> Iterator[Place]:
    around = rail.of(request)
    for link in (*around.views, *around.saved):
        yield Place(str(link.title), link.icon, link.address)
    for name, title, icon in (
        ("work:new", gettext("New ticket"), "plus"),
        ("work:notifications", gettext("Notifications"), "bell"),
        ("portal", gettext("Portal"), "globe"),
    ):
        yield Place(title, icon, reverse(name, args=[request.desk.slug]))
