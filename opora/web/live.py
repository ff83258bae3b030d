"""Who may listen to a desk's live updates, and to which tickets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from opora.customers.models import Contact
from opora.desks import actors, tenancy
from opora.desks.models import Desk, Member, User
from opora.tickets.models import Ticket
from opora.tickets.policies import visible_to

MOST_TICKETS = 500


@dataclass(frozen=True, slots=True)
class Admission:
    """A reader of the stream: of the whole desk (`tickets` None: staff), or of these tickets only."""

    desk_id: int
    tickets: frozenset[int] | None
    user_id: int


def admit(
    cookies: Mapping[str, str], headers: Mapping[str, str], desk_slug: str, query: Mapping[str, str]
) -> Admission | None:
    """None: there is no such stream for this reader. Asked again during a stream's life, so a sign-out ends it."""
    user = _user(cookies.get(settings.SESSION_COOKIE_NAME, ""))
    desk = Desk.objects.filter(slug=desk_slug, is_active=True).first()
    if user is None or desk is None:
        return None
    with tenancy.desk(desk.pk):
        if Member.objects.for_desk(desk).filter(user=user, is_active=True).exists():
            return Admission(desk.pk, None, user.pk)
        contact = Contact.objects.for_desk(desk).filter(user=user, is_blocked=False).first()
        return None if contact is None else Admission(desk.pk, _tickets(contact), user.pk)


def _tickets(contact: Contact) -> frozenset[int]:
    rows = Ticket.objects.for_desk(contact.desk_id).filter(visible_to(actors.of_contact(contact)))
    return frozenset(rows.order_by("-pk").values_list("pk", flat=True)[:MOST_TICKETS])


def _user(session_key: str) -> User | None:
    if not session_key:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = get_user(request)
    return None if isinstance(user, AnonymousUser) else user
