"""GET / of a desk: what it is, when and how it is reached; for a customer, their tickets first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from opora.channels.models import Mailbox
from opora.engine.charter import Charter
from opora.tickets import queries
from opora.tickets.policies import FOR_ORGANISATION
from opora.tickets.views import View
from opora.web.desk import DeskRequest
from opora.web.portal import shown
from opora.web.portal.asking import CustomerRequest, newest_entry

PAGE = 25
_ICONS = {
    "portal": "globe",
    "email": "mail",
    "chat": "messages-square",
    "messenger": "message-circle",
    "phone": "phone",
    "video": "video",
    "form": "clipboard-list",
    "remote": "monitor",
    "mattermost": "hash",
    "api": "code",
    "employee": "user",
}


@dataclass(frozen=True, slots=True)
class Way:
    """A channel as the page shows it; `href` is empty where there is nothing to open."""

    title: str
    icon: str
    address: str
    href: str
    hours: str
    note: str
    official: bool


@require_safe
def show(request: DeskRequest) -> HttpResponse:
    """For anybody; three more queries for a customer, whose list is one page of a keyset."""
    about = {"hours": hours(request.charter), "ways": _ways(request)}
    if request.contact is None:
        return render(request, "portal/desk.html", about)
    return render(request, "portal/tickets.html", {**about, **_tickets(request)})  # type: ignore[arg-type]


def rows(request: CustomerRequest) -> HttpResponse:
    """The list alone, for the live page."""
    return render(request, "portal/_tickets.html", _tickets(request))


def hours(charter: Charter) -> list[tuple[str, str]]:
    """When the desk works, by plan; plans with the same hours stand together."""
    by_hours: dict[str, list[str]] = {}
    for key in charter.plans:
        words = charter.calendar(charter.plan(key).hours).describe(charter.language)
        by_hours.setdefault(words, []).append(charter.plans[key].title)
    if len(by_hours) == 1:
        return [(words, "") for words in by_hours]
    return [(words, ", ".join(titles)) for words, titles in by_hours.items()]


def _tickets(request: CustomerRequest) -> dict[str, Any]:
    key = request.GET.get("view", "open")
    view = View(key if key in ("open", "closed", "mine", "all") else "open")
    page = queries.queue(request.desk, request.actor, view, after=request.GET.get("after") or None, limit=PAGE)
    return {
        "rows": [shown.row(ticket) for ticket in page.rows],
        "next": page.next,
        "after": request.GET.get("after", ""),
        "view": view.key,
        "tabs": _tabs(request),
        "sees_organisation": request.actor.role in FOR_ORGANISATION,
        "live_after": newest_entry(request),
        "section": "tickets",
    }


def _tabs(request: CustomerRequest) -> list[tuple[str, str]]:
    tabs = [("open", gettext("Open")), ("closed", gettext("Closed"))]
    if request.actor.role in FOR_ORGANISATION:
        tabs.insert(1, ("mine", gettext("Only mine")))
    return tabs


def _ways(request: DeskRequest) -> list[Way]:
    charter = request.charter
    boxes = dict(Mailbox.objects.for_desk(request.desk).values_list("channel", "address"))
    return [
        _way(charter, key, boxes.get(key) or channel.address or "")
        for key, channel in charter.channels.items()
        if set(channel.purposes) != {"internal"} and channel.type != "portal"
    ]


def _way(charter: Charter, key: str, address: str) -> Way:
    channel = charter.channels[key]
    return Way(
        title=channel.title,
        icon=_ICONS.get(channel.type, "circle"),
        address=address,
        href=_link(address),
        hours=charter.calendar(channel.hours).describe(charter.language) if channel.hours else "",
        note=channel.note or "",
        official=channel.official,
    )


def _link(address: str) -> str:
    if address.startswith(("https://", "http://")):
        return address
    if "@" in address and " " not in address:
        return f"mailto:{address}"
    digits = "".join(mark for mark in address if mark in "+0123456789")
    return f"tel:{digits}" if len(digits) >= 6 else ""
