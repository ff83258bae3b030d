"""GET, POST /accounts/link/<token>/ : the mailed link. Opening it does nothing yet, mail scanners open links too."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from opora.toolkit import clock
from opora.web import addresses
from opora.web.accounts import links, people


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def use(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, POST signs in and goes on to `next`."""
    try:
        claim = links.claim_of(token)
        if request.method == "POST":
            return _sign_in(request, token)
    except links.DeadLink as dead:
        return render(request, "account/dead_link.html", {"problem": dead}, status=dead.status)
    return render(request, "account/link.html", {"claim": claim})


def _sign_in(request: HttpRequest, token: str) -> HttpResponse:
    user = people.arrive(token, at=clock.now())
    record_authentication(request, user, method="code", email=user.email)
    onward = addresses.own(request.GET.get("next", ""))
    answer: HttpResponse = perform_login(request, user, redirect_url=None if onward == addresses.START else onward)
    return answer
