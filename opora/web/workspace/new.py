"""A ticket on behalf of a customer who called or wrote elsewhere.

GET, POST new/    the form
GET new/fields/   the fragment with the charter's questions for the chosen kind
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from opora.customers import actions as customers
from opora.customers.models import Contact
from opora.tickets import actions
from opora.tickets.errors import Missing, Problem
from opora.tickets.models import Ticket
from opora.tickets.values import Draft
from opora.toolkit import clock
from opora.web.access import staff
from opora.web.desk import StaffRequest
from opora.web.workspace import answers, frame, words

OWN = "agent"
FIELDS = ("email", "name", "subject", "text", "kind", "category", "priority", "channel")


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: StaffRequest) -> HttpResponse:
    """The form, again with words beside the field when something is wrong."""
    if request.method != "POST":
        return _form(request, {"email": request.GET.get("email", "")})
    try:
        ticket = _register(request)
    except Problem as problem:
        return _form(request, request.POST.dict(), problem)
    address = reverse("work:ticket", args=[request.desk.slug, ticket.name])
    return answers.done(request, address, gettext("Ticket %(name)s is registered.") % {"name": ticket.name})


@staff
@require_safe
def fields(request: StaffRequest) -> HttpResponse:
    """What the charter asks of such a ticket."""
    return render(request, "workspace/_new_fields.html", _questions(request, request.GET.dict()))


def _register(request: StaffRequest) -> Ticket:
    sent = {name: request.POST.get(name, "").strip() for name in FIELDS}
    if not sent["email"]:
        raise Missing(fields=("email",), titles=(gettext("the customer's mail address"),))
    draft = Draft(
        subject=sent["subject"],
        words=words.of(request),
        channel=sent["channel"] or OWN,
        kind=sent["kind"] or None,
        category=sent["category"] or None,
        priority=sent["priority"] or None,
        fields={name[6:]: value for name, value in request.POST.items() if name.startswith("field-") and value},
    )
    with transaction.atomic():
        return actions.register(
            request.desk, requester=_contact(request, sent), draft=draft, by=request.actor, at=clock.now()
        )


def _contact(request: StaffRequest, sent: dict[str, str]) -> Contact:
    contact, _is_new = customers.recognise(request.desk, email=sent["email"], name=sent["name"], at=clock.now())
    return contact


def _questions(request: StaffRequest, typed: dict[str, Any]) -> dict[str, Any]:
    kind = typed.get("kind") or request.charter.default_kind
    form = request.charter.form(kind, typed.get("channel") or OWN) if kind in request.charter.kinds else None
    asked = form.fields.items() if form else ()
    answered = ((key, field, typed.get(f"field-{key}", "")) for key, field in asked if field.type != "files")
    return {"questions": list(answered), "attachments": form.attachments if form else None}


def _form(request: StaffRequest, typed: dict[str, Any], problem: Problem | None = None) -> HttpResponse:
    charter = request.charter
    context = {
        **_questions(request, typed),
        "section": "new",
        "typed": typed,
        "problem": problem,
        "kinds": [(key, kind.title) for key, kind in charter.kinds.items()],
        "categories": [(path, " " * 3 * path.count("/") + one.title) for path, one in charter.category_tree.items()],
        "priorities": [(key, one.title) for key, one in charter.priorities.items()],
        "channels": [(OWN, gettext("Entered by staff")), *((key, one.title) for key, one in charter.channels.items())],
    }
    return frame.page(request, "workspace/new.html", context, status=problem.status if problem else 200)
