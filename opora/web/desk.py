"""Which desk an address belongs to, and who the reader is there."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from opora.customers.models import Contact
from opora.desks import actors, charters, tenancy
from opora.desks.models import Desk, Member, User
from opora.engine.charter.schema import Charter
from opora.journal.events import Actor
from opora.toolkit.errors import Problem
from opora.web import problems
from opora.web.language import use_zone


class DeskRequest(HttpRequest):
    """A request as views under `/<slug>/` get it; outside a desk everything is None."""

    desk: Desk
    charter: Charter
    actor: Actor | None
    member: Member | None
    contact: Contact | None
    csp_nonce: str
    tenancy: ExitStack


class StaffRequest(DeskRequest):
    """A request of a member of the desk."""

    actor: Actor
    member: Member


class CurrentDesk:
    """Sets `request.desk`, `charter`, `member`, `contact`, `actor` and tells the database which desk it works for.

    An address under a desk names it as `slug`; views do not get this argument. An unknown desk is a 404, in the
    same words as everything else that a stranger may not see.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        for name in ("desk", "charter", "actor", "member", "contact"):
            setattr(request, name, None)
        with ExitStack() as stack:
            request.tenancy = stack  # type: ignore[attr-defined]
            return self.get_response(request)

    def process_view(self, request: DeskRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        """Before the view runs, once its address is resolved."""
        slug = kwargs.pop("slug", None)
        if slug is not None:
            _arrive(request, slug)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A fault of the domain becomes words for the reader."""
        return problems.answer(request, error) if isinstance(error, Problem) else None


def _arrive(request: DeskRequest, slug: str) -> None:
    desk = Desk.objects.filter(slug=slug, is_active=True).first()
    if desk is None:
        raise Http404
    request.desk = desk
    request.tenancy.enter_context(tenancy.desk(desk.pk))
    request.charter = charters.in_force(desk)
    if request.user.is_authenticated:
        _recognise(request, desk, request.user)
    if not getattr(request.user, "time_zone", ""):
        use_zone(request.charter.time_zone)


def _recognise(request: DeskRequest, desk: Desk, user: User) -> None:
    request.member = Member.objects.for_desk(desk).filter(user_id=user.pk, is_active=True).first()
    if request.member is not None:
        request.actor = actors.of_member(request.member)
        return
    contacts = Contact.objects.for_desk(desk).select_related("organisation")
    request.contact = contacts.filter(user_id=user.pk, is_blocked=False).first()
    if request.contact is not None:
        request.actor = actors.of_contact(request.contact, via="page")
