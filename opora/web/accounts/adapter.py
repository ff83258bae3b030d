"""What django-allauth asks us: where to go, what to mail, who may register."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext

from opora.web import addresses
from opora.web.accounts import letters, people, start


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Named by ACCOUNT_ADAPTER."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by a desk's own page for new customers, by an invitation, or by the installation."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only a page of this site."""
        return bool(url) and (url == addresses.START or addresses.own(url or "") != addresses.START)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Straight to work when there is one place to go."""
        return start.of(request.user) if request.user.is_authenticated else addresses.START

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """To the list of desks."""
        return addresses.START

    def add_message(self, *_: Any, **__: Any) -> None:
        """The pages say themselves what happened."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Known and unknown addresses get a mail, each at the same cost; the page says the same to both."""
        address, onward = email.strip().lower(), _onward(self.request)
        match template_prefix:
            case "account/email/login_code":
                went = letters.sign_in(address, code=context["code"], onward=onward)
            case "account/email/unknown_account" if people.is_expected(address):
                went = letters.first_sign_in(address, onward=onward)
            case "account/email/unknown_account":
                went = letters.unknown(address)
            case _:
                return
        if not went:
            messages.error(self.request, gettext("The mail could not be sent just now. Try again in a minute."))


def _onward(request: HttpRequest | None) -> str:
    asked = "" if request is None else request.POST.get("next") or request.GET.get("next") or ""
    address = addresses.own(asked)
    return "" if address == addresses.START else address
