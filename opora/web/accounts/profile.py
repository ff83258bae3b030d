"""GET, POST /accounts/profile/ : name and time zone; language and theme go to `preferences`."""

from __future__ import annotations

import zoneinfo
from functools import lru_cache
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from opora.desks.models import User


class Profile(forms.Form):
    """What a person says of themselves."""

    name = forms.CharField(label=_("Your name"), max_length=150)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)

    def __init__(self, given: Any, *, user: User) -> None:
        super().__init__(given, initial={name: getattr(user, name) for name in ("name", "language", "time_zone")})
        zones = [("", gettext("As the desk works")), *((zone, zone.replace("_", " ")) for zone in _zones())]
        self.fields["time_zone"] = forms.ChoiceField(label=_("Time zone"), required=False, choices=zones)
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"


@lru_cache(maxsize=1)
def _zones() -> tuple[str, ...]:
    return tuple(sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith("Etc/")))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """The profile; after saving again, in the language just chosen."""
    assert isinstance(request.user, User)
    form = Profile(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        _keep(request.user, form.cleaned_data)
        messages.success(request, gettext("Saved"))
        return redirect("account_profile")
    return render(request, "account/profile.html", {"form": form, "has_password": request.user.has_usable_password()})


def _keep(user: User, chosen: dict[str, str]) -> None:
    user.name, user.language, user.time_zone = chosen["name"], chosen["language"], chosen["time_zone"]
    user.save(update_fields=["name", "language", "time_zone"])
