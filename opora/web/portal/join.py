"""GET, POST /<desk>/join/ : becoming a customer. Nothing is created before the address is proven by a mailed link."""

from __future__ import annotations

from allauth.core import ratelimit
from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from opora.web.accounts import letters
from opora.web.accounts.links import Claim
from opora.web.desk import DeskRequest


class Join(forms.Form):
    """Who wants in."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"class": "input input--large", "autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "input input--large", "autocomplete": "email"}),
    )

    def clean_email(self) -> str:
        """As addresses are kept."""
        return str(self.cleaned_data["email"]).strip().lower()


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: DeskRequest) -> HttpResponse:
    """The answer is the same whether the address is known or not."""
    if request.contact is not None:
        return redirect("portal", request.desk.slug)
    form = Join(request.POST or None, initial=_known(request))
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="join", key=form.cleaned_data["email"]):
            form.add_error(None, gettext("Too many requests. Wait a few minutes."))
        elif not letters.join(_claim(request, form), request.desk):
            form.add_error(None, gettext("The mail could not be sent just now. Try again in a minute."))
        else:
            return render(request, "portal/join_sent.html", {"email": form.cleaned_data["email"]})
    return render(request, "portal/join.html", {"form": form})


def _claim(request: DeskRequest, form: Join) -> Claim:
    return Claim(form.cleaned_data["email"], request.desk.pk, form.cleaned_data["name"])


def _known(request: DeskRequest) -> dict[str, str]:
    user = request.user
    return {"name": user.name, "email": user.email} if user.is_authenticated else {}
