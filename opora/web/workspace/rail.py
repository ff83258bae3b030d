"""The list of views beside every page of the workspace: the desk's own and saved ones, with counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from opora.tickets import queries
from opora.tickets.views import View
from opora.web.access import staff
from opora.web.desk import StaffRequest
from opora.web.models import SavedView

MOST_SAVED = 30
VIEWS = (
    ("mine", _("Mine"), "circle-user", "g m"),
    ("unassigned", _("Unassigned"), "inbox", "g u"),
    ("open", _("All open"), "layers", "g q"),
    ("overdue", _("Overdue"), "alarm-clock", "g o"),
    ("waiting", _("Waiting"), "hourglass", "g w"),
    ("solved", _("Solved"), "circle-check", "g s"),
    ("closed", _("Closed"), "archive", "g c"),
)
TITLES = {key: title for key, title, _icon, _keys in VIEWS} | {"all": _("All tickets")}


@dataclass(frozen=True, slots=True)
class Link:
    """A view in the rail; `count` is None where nothing is counted, `is_alert` when its being there is bad news;
    `own_id` is set on the reader's own saved views."""

    title: str
    icon: str
    address: str
    is_current: bool
    keys: str = ""
    count: str | None = None
    is_alert: bool = False
    own_id: int | None = None


@dataclass(frozen=True, slots=True)
class Rail:
    """Views in order; `is_counted` says whether the counts are there already."""

    views: tuple[Link, ...]
    saved: tuple[Link, ...]
    is_counted: bool


def of(request: StaffRequest, *, current: str = "", counts: Mapping[str, int] | None = None) -> Rail:
    """The rail of the reader; one query. `current` is the query string of the view that is shown."""
    home = reverse("work:queue", args=[request.desk.slug])
    views = tuple(_link(home, View(key), str(title), icon, keys, current, counts) for key, title, icon, keys in VIEWS)
    saved = tuple(_saved(home, one, current, request.member.pk) for one in saved_views(request))
    return Rail(views, saved, counts is not None)


def saved_views(request: StaffRequest) -> list[SavedView]:
    """The reader's own views and the shared ones."""
    rows = SavedView.objects.for_desk(request.desk).filter(Q(member=request.member) | Q(is_shared=True))
    return list(rows.order_by("is_shared", "title")[:MOST_SAVED])


@staff
@require_safe
def show(request: StaffRequest) -> HttpResponse:
    """GET views/ : the fragment with fresh counts; `current` says which view is open."""
    counts, current = queries.counts(request.desk, request.actor), request.GET.get("current", "")
    return render(
        request, "workspace/_views.html", {"rail": of(request, current=current, counts=counts), "query": current}
    )


def _link(
    home: str, view: View, title: str, icon: str, keys: str, current: str, counts: Mapping[str, int] | None
) -> Link:
    query, count = view.query_string(), (counts or {}).get(view.key)
    return Link(
        title=title,
        icon=icon,
        address=f"{home}?{query}",
        is_current=query == current,
        keys=keys,
        count=_written(count),
        is_alert=view.key == "overdue" and bool(count),
    )


def _saved(home: str, one: SavedView, current: str, reader: int) -> Link:
    return Link(
        title=one.title,
        icon="users" if one.is_shared else "bookmark",
        address=f"{home}?{one.query}",
        is_current=one.query == current,
        own_id=one.pk if one.member_id == reader else None,
    )


def _written(count: int | None) -> str | None:
    if count is None:
        return None
    return gettext("999+") if count >= queries.MOST_COUNTED else str(count)
