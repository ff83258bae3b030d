"""Views of the queue kept under a name.

POST saved-views/               keeps the view of field `query` under `title`; `shared` shows it to the whole desk
POST saved-views/<id>/deletion/ forgets one's own
"""

from __future__ import annotations

from urllib.parse import parse_qsl

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from opora.tickets.errors import Missing
from opora.tickets.views import View
from opora.toolkit import clock
from opora.toolkit.errors import NotFound
from opora.web.access import LEADING, staff
from opora.web.desk import StaffRequest
from opora.web.models import SavedView
from opora.web.workspace import answers


@staff
@require_POST
def create(request: StaffRequest) -> HttpResponse:
    """Keep a view; the same name again replaces it. Only leads share."""
    view = View.parse(dict(parse_qsl(request.POST.get("query", ""))))
    title = " ".join(request.POST.get("title", "").split())[:60]
    if not title:
        raise Missing(fields=("title",), titles=(gettext("a name"),))
    SavedView.objects.for_desk(request.desk).update_or_create(
        member=request.member,
        title=title,
        defaults={"query": view.query_string(), "is_shared": _shares(request)},
        create_defaults={
            "desk": request.desk,
            "query": view.query_string(),
            "is_shared": _shares(request),
            "created_at": clock.now(),
        },
    )
    return answers.done(request, f"{_home(request)}?{view.query_string()}", gettext("The view is kept."))


@staff
@require_POST
def delete(request: StaffRequest, pk: int) -> HttpResponse:
    """Forget a view of one's own."""
    rows = SavedView.objects.for_desk(request.desk).filter(pk=pk, member=request.member)
    if not rows.delete()[0]:
        raise NotFound(what="view")
    return answers.done(request, _home(request), gettext("The view is forgotten."))


def _shares(request: StaffRequest) -> bool:
    return bool(request.POST.get("shared")) and request.member.role in LEADING


def _home(request: StaffRequest) -> str:
    return reverse("work:queue", args=[request.desk.slug])
