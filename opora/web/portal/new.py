"""A new ticket.

GET  new/          the form; `?kind=` chooses one, `?about=` names an earlier ticket
POST new/          registers it; with `show` only shows the form again with its promise
POST new/preview/  the parts of the form that depend on what was chosen, for htmx
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from opora.customers.models import Contract
from opora.tickets import actions, queries
from opora.tickets.errors import Forbidden, NotFound
from opora.toolkit import clock
from opora.toolkit.errors import Problem
from opora.web.access import customers
from opora.web.portal import draft, once, promise, words
from opora.web.portal.asking import CustomerRequest
from opora.web.workspace.answers import SeeOther


@customers
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: CustomerRequest) -> HttpResponse:
    """The page, and the ticket once it is sent. What is wrong stands beside its field and nothing typed is lost."""
    if request.method != "POST":
        return _page(request, draft.entered(request.charter, _beginning(request)))
    entered = draft.entered(request.charter, request.POST.dict())
    if "show" in request.POST:
        return _page(request, entered)
    try:
        return _register(request, entered)
    except Forbidden:
        raise
    except Problem as problem:
        return _page(request, entered, problem)


@customers
@require_POST
def preview(request: CustomerRequest) -> HttpResponse:
    """Questions, categories and the promise for what is chosen now."""
    entered = draft.entered(request.charter, request.POST.dict())
    return render(request, "portal/_draft.html", _context(request, entered))


def _register(request: CustomerRequest, entered: draft.Entered) -> HttpResponse:
    filled = draft.answered(request.charter, entered)
    new = filled.draft(words.of(request))
    name = once.do(
        request,
        lambda: (
            actions.register(request.desk, requester=request.contact, draft=new, by=request.actor, at=clock.now()).name
        ),
    )
    messages.success(request, gettext("Ticket %(name)s is registered") % {"name": name})
    return SeeOther(reverse("portal-ticket", args=[request.desk.slug, name]))


def _page(request: CustomerRequest, entered: draft.Entered, problem: Problem | None = None) -> HttpResponse:
    context = {
        **_context(request, entered),
        "kinds": draft.kinds(request.charter),
        "once": request.POST.get(once.FIELD) or once.token(),
        "problem": problem,
        "wrong": _wrong(problem),
        "section": "new",
    }
    return render(request, "portal/new.html", context, status=problem.status if problem else 200)


def _context(request: CustomerRequest, entered: draft.Entered) -> dict[str, Any]:
    return {
        "entered": entered,
        "questions": draft.asked_of(request.charter, entered),
        "priorities": request.charter.priorities,
        "offer": promise.of(request.charter, request.contact, entered, at=clock.now()),
    }


def _wrong(problem: Problem | None) -> dict[str, str]:
    """The problem's words by the name of each field they stand beside."""
    if problem is None:
        return {}
    fields = getattr(problem, "fields", ()) or ((problem.field,) if problem.field else ())
    return dict.fromkeys(fields, problem.sentence())


def _beginning(request: CustomerRequest) -> dict[str, str]:
    """What the form holds before anything was typed: what is known of the person and the contract."""
    given = {key: value for key, value in request.GET.dict().items() if key in ("kind", "category", "priority")}
    given["fields.contacts"] = request.contact.phone or request.contact.email
    given |= {f"fields.{key}": str(value) for key, value in _terms(request).items() if isinstance(value, str)}
    about = request.GET.get("about", "")
    if about:
        given["subject"] = _about(request, about)
    return given


def _terms(request: CustomerRequest) -> dict[str, Any]:
    if request.contact.organisation_id is None:
        return {}
    rows = Contract.objects.for_desk(request.desk).filter(organisation_id=request.contact.organisation_id)
    return rows.order_by("-starts_on", "-id").values_list("terms", flat=True).first() or {}


def _about(request: CustomerRequest, name: str) -> str:
    try:
        earlier = queries.get(request.desk, request.actor, name_or_number=name)
    except NotFound:
        return ""
    return gettext("Again: %(subject)s (%(name)s)") % {"subject": earlier.subject, "name": earlier.name}
