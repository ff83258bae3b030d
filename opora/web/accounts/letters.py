"""The mails about an account, in the language of the page they were asked from."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from opora.desks.models import Desk
from opora.web.accounts import post
from opora.web.accounts.links import LIVES, Claim, token_of

MINUTES = int(LIVES.total_seconds() // 60)


def sign_in(email: str, *, code: str, onward: str = "") -> bool:
    """A link for any browser and a code for the one that asked."""
    words = {"link": _link(Claim(email), onward), "code": code, "minutes": MINUTES, "address": settings.PUBLIC_URL}
    text = gettext(
        "Open this link to sign in to %(address)s:\n\n%(link)s\n\n"
        "Or type this code on the page where you asked for it: %(code)s\n\n"
        "Both work once and for %(minutes)s minutes. If it was not you who asked, do nothing: nobody gets in "
        "without this mail."
    )
    return post.send(to=email, subject=gettext("Your link to sign in"), text=text % words)


def first_sign_in(email: str, *, onward: str = "") -> bool:
    """For somebody whose requests came by mail until now: the link also makes the account."""
    words = {"link": _link(Claim(email), onward), "minutes": MINUTES, "address": settings.PUBLIC_URL}
    text = gettext(
        "Open this link to sign in to %(address)s and see your tickets:\n\n%(link)s\n\n"
        "It works once and for %(minutes)s minutes. If it was not you who asked, do nothing."
    )
    return post.send(to=email, subject=gettext("Your link to sign in"), text=text % words)


def unknown(email: str) -> bool:
    """Nobody here has this address; only its owner is told."""
    text = gettext(
        "Somebody, perhaps you, asked for a link to sign in to %(address)s with this address. There is no account "
        "with it.\n\nIf you need support, open the page of the service you use and register there. If it was not "
        "you, do nothing."
    )
    return post.send(to=email, subject=gettext("Signing in"), text=text % {"address": settings.PUBLIC_URL})


def join(claim: Claim, desk: Desk) -> bool:
    """The last step to becoming a customer of `desk`: proof of the address."""
    words = {
        "link": _link(claim, reverse("portal", args=[desk.slug])),
        "minutes": MINUTES,
        "desk": desk.title,
        "address": settings.PUBLIC_URL,
    }
    text = gettext(
        "Open this link to become a customer of “%(desk)s” at %(address)s:\n\n%(link)s\n\n"
        "It works once and for %(minutes)s minutes. If it was not you who asked, do nothing: nothing was created."
    )
    return post.send(to=claim.email, subject=gettext("Confirm your address"), text=text % words)


def password_changed(email: str) -> bool:
    """So that a change by somebody else is noticed."""
    text = gettext(
        "The password of your account at %(address)s was changed, and all other sessions were ended.\n\nIf it was "
        "not you, sign in by a mailed link at once and set another password."
    )
    return post.send(
        to=email, subject=gettext("Your password was changed"), text=text % {"address": settings.PUBLIC_URL}
    )


def _link(claim: Claim, onward: str) -> str:
    address = settings.PUBLIC_URL + reverse("account_link", args=[token_of(claim)])
    return f"{address}?{urlencode({'next': onward})}" if onward else address
