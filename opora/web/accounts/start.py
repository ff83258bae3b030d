"""Where somebody goes after signing in."""

from __future__ import annotations

from django.urls import reverse

from opora.desks.models import Desk, User
from opora.web.landing import of_person


def of(user: User) -> str:
    """The workspace or the portal of the only desk one has to do with; else the list of desks."""
    own = of_person(user)
    desks = own.as_staff | own.as_customer
    if len(desks) != 1:
        return reverse("landing")
    desk = Desk.objects.filter(pk__in=desks, is_active=True).first()
    if desk is None:
        return reverse("landing")
    return reverse("work:queue" if own.as_staff else "portal", args=[desk.slug])
