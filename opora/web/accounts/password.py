"""GET, POST /accounts/password/ : set or change the password. All other sessions end.

The old password is asked for, unless the person has none, or has just proven the address by a mailed link or code.
"""

from __future__ import annotations

import time
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.contrib.auth import password_validation, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from opora.desks.models import User
from opora.web.accounts import letters
from opora.web.accounts.links import LIVES

LONGEST = 128


class NewPassword(forms.Form):
    """`old` only where it must be given."""

    old = forms.CharField(label=_("Present password"), max_length=LONGEST, strip=False)
    new = forms.CharField(label=_("New password"), max_length=LONGEST, strip=False)

    def __init__(self, given: Any, *, user: User, asks_old: bool) -> None:
        super().__init__(given)
        self.user = user
        if not asks_old:
            del self.fields["old"]
        for name, field in self.fields.items():
            kept = "current-password" if name == "old" else "new-password"
            field.widget = forms.PasswordInput(attrs={"class": "input", "autocomplete": kept})
        self.fields["new"].help_text = gettext("At least 8 characters; a phrase of several words is good.")

    def clean_old(self) -> str:
        """The present one."""
        old: str = self.cleaned_data["old"]
        if not self.user.check_password(old):
            raise forms.ValidationError(gettext("This is not the present password."))
        return old

    def clean_new(self) -> str:
        """Long enough, not widely known, not one's own name."""
        new: str = self.cleaned_data["new"]
        password_validation.validate_password(new, self.user)
        return new


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """The form; afterwards the profile, still signed in here and nowhere else."""
    assert isinstance(request.user, User)
    form = NewPassword(request.POST or None, user=request.user, asks_old=_asks_old(request, request.user))
    if request.method == "POST":
        if not ratelimit.consume(request, action="change_password", user=request.user):
            form.add_error(None, gettext("Too many attempts. Wait a minute."))
        elif form.is_valid():
            return _keep(request, request.user, form.cleaned_data["new"])
    return render(request, "account/password.html", {"form": form, "is_new": not request.user.has_usable_password()})


def _keep(request: HttpRequest, user: User, password: str) -> HttpResponse:
    user.set_password(password)
    user.save(update_fields=["password"])
    update_session_auth_hash(request, user)
    letters.password_changed(user.email)
    messages.success(request, gettext("The password is set. All other sessions were ended."))
    return redirect("account_profile")


def _asks_old(request: HttpRequest, user: User) -> bool:
    if not user.has_usable_password():
        return False
    since = time.time() - LIVES.total_seconds()
    records = get_authentication_records(request, user)
    return not any(record["method"] == "code" and record["at"] > since for record in records)
