"""Who the holder of a proven mail address is."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from opora.customers.actions import link_account, recognise
from opora.customers.models import Contact
from opora.desks import tenancy
from opora.desks.models import Desk, User
from opora.web.accounts.links import Claim, DeadLink, claim_of


def arrive(token: str, *, at: datetime) -> User:
    """Use the link up and give the account of its address, made when there is none yet.

    From now on the contacts with this address belong to the account, and with a link of a desk there is one on that
    desk: nobody becomes a customer before the address is proven. Raises DeadLink, also for the second of two at once.
    """
    email = claim_of(token).email
    try:
        with transaction.atomic():
            known = User.objects.select_for_update().filter(email=email).first()
            claim = claim_of(token, user=known)
            user = known or User.objects.create_user(email, name=claim.name, language=translation.get_language()[:2])
            user.last_login = timezone.now()  # real time, also where time is moved: it kills the link
            user.save(update_fields=["last_login"])
            _become_customer(claim, user, at)
            return user
    except IntegrityError as error:
        raise DeadLink from error


def is_expected(email: str) -> bool:
    """Whether some desk knows this address as a customer's who has no account yet."""
    with tenancy.desk(tenancy.ALL_DESKS):
        return bool(Contact.objects.across_desks().filter(email=email, user=None, is_blocked=False).exists())


def _become_customer(claim: Claim, user: User, at: datetime) -> None:
    if claim.desk_id is not None:
        desk = Desk.objects.get(pk=claim.desk_id)
        with tenancy.desk(desk.pk):
            recognise(desk, email=claim.email, name=claim.name, at=at)
    link_account(user)
