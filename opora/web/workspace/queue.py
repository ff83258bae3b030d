"""GET / : the queue in the charter's order; GET rows/ : its rows alone, for live updates."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from opora.engine.workflow import order_words
from opora.tickets import queries
from opora.tickets.models import Ticket
from opora.tickets.views import View
from opora.toolkit.pagination import Page
from opora.web.access import staff
from opora.web.desk import StaffRequest
from opora.web.workspace import filters, frame, rail, rows_of_queue

PAGE = 50
ORDER = {
    "plan": gettext_lazy("plan"),
    "priority": gettext_lazy("priority"),
    "due": gettext_lazy("nearest deadline"),
    "arrival": gettext_lazy("arrival"),
}


@staff
@require_safe
def show(request: StaffRequest) -> HttpResponse:
    """The whole page."""
    view = View.parse(request.GET.dict())
    around = rail.of(request, current=view.query_string())
    words = {
        "rail": around,
        "section": "queue",
        "title": _title(around, view),
        "forgettable": next((link.own_id for link in around.saved if link.is_current and link.own_id), None),
        "order": _order(request, view),
        "clause": request.charter.queue.clause,
        "filters": filters.of(request.desk, request.charter, view),
        **_rows(request, view),
    }
    return frame.page(request, "workspace/queue.html", words)


@staff
@require_safe
def rows(request: StaffRequest) -> HttpResponse:
    """The rows of the same view and page."""
    return render(request, "workspace/_rows.html", _rows(request, View.parse(request.GET.dict())))


def _rows(request: StaffRequest, view: View) -> dict[str, Any]:
    after = request.GET.get("after")
    page: Page[Ticket] = queries.queue(request.desk, request.actor, view, after=after, limit=PAGE)
    return {
        "view": view,
        "query": view.query_string(),
        "rows": rows_of_queue.of(request.desk, page.rows),
        "next": page.next,
        "after": after,
    }


def _title(around: rail.Rail, view: View) -> str:
    named = (link.title for link in around.saved if link.is_current)
    return next(named, str(rail.TITLES[view.key]))


def _order(request: StaffRequest, view: View) -> str:
    if view.key == "closed":
        return gettext("newest closed first")
    if view.key == "all":
        return gettext("newest first")
    return ", ".join(str(ORDER[word]) for word in order_words(request.charter))
