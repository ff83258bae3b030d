"""Who may open a page at all: decorators for views under a desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]

LEADING = frozenset({"lead", "quality", "admin", "owner"})
KEEPING = frozenset({"lead", "admin", "owner"})


def staff(view: View) -> View:
    """For members of the desk; others are told that there is no such page."""
    return _only(view, lambda request: request.member is not None)


def leads(view: View) -> View:
    """For leads, quality control, administrators and the owner of the desk."""
    return _only(view, lambda request: request.member is not None and request.member.role in LEADING)


def keepers(view: View) -> View:
    """For those who keep the desk's mail: leads, administrators and the owner."""
    return _only(view, lambda request: request.member is not None and request.member.role in KEEPING)


def customers(view: View) -> View:
    """For people the desk serves."""
    return _only(view, lambda request: request.contact is not None)


def anyone_known(view: View) -> View:
    """For members and customers of the desk."""
    return _only(view, lambda request: request.actor is not None)


def _only(view: View, allowed: Callable[[Any], bool]) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not allowed(request):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
