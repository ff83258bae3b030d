"""GET / : the desks of this installation, one's own first."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opora.customers.models import Contact
from opora.desks import tenancy
from opora.desks.models import Desk, Member, User


@dataclass(frozen=True, slots=True)
class OwnDesks:
    """Ids of the desks where a person works, and of those that serve them."""

    as_staff: frozenset[int] = frozenset()
    as_customer: frozenset[int] = frozenset()


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Own desks first, then every other desk with the way to its portal."""
    own = of_person(request.user) if request.user.is_authenticated else OwnDesks()
    desks = list(Desk.objects.filter(is_active=True).order_by("title"))
    words = {
        "as_staff": [desk for desk in desks if desk.pk in own.as_staff],
        "as_customer": [desk for desk in desks if desk.pk in own.as_customer - own.as_staff],
        "others": [desk for desk in desks if desk.pk not in own.as_customer | own.as_staff],
    }
    return render(request, "shell/landing.html", words)


def of_person(user: User) -> OwnDesks:
    """Looks through all desks, since it is asked before one is chosen."""
    with tenancy.desk(tenancy.ALL_DESKS):
        members = Member.objects.across_desks().filter(user=user, is_active=True).values_list("desk_id", flat=True)
        contacts = Contact.objects.across_desks().filter(user=user, is_blocked=False).values_list("desk_id", flat=True)
        return OwnDesks(frozenset(members), frozenset(contacts))
