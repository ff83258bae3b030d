"""django-allauth's views of signing in, with our pages.

GET, POST /accounts/login/               by password
GET, POST /accounts/login/code/          a link and a code by mail
GET, POST /accounts/login/code/confirm/  the code
GET, POST /accounts/logout/
"""

from __future__ import annotations

from typing import Any

from allauth.account import views
from django.http import Http404, HttpRequest, HttpResponse


class ByPassword(views.LoginView):  # type: ignore[misc]
    """The sign-in page."""

    template_name = "account/sign_in.html"


class ByMail(views.RequestLoginCodeView):  # type: ignore[misc]
    """Asks where to send the link; the button on the sign-in page brings the address along as `login`."""

    template_name = "account/by_mail.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The address under either name."""
        kwargs: dict[str, Any] = super().get_form_kwargs()
        given = kwargs.get("data")
        if given is not None and "email" not in given and "login" in given:
            kwargs["data"] = given.copy()
            kwargs["data"]["email"] = given["login"]
        return kwargs


class ByCode(views.ConfirmLoginCodeView):  # type: ignore[misc]
    """The mail is on its way: use its link, or type its code here."""

    template_name = "account/by_code.html"


class Out(views.LogoutView):  # type: ignore[misc]
    """Signing out, by POST only."""

    template_name = "account/sign_out.html"


def absent(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """A page of django-allauth that this site does not have."""
    raise Http404
