"""Addresses: accounts, API, and everything of a desk under its slug."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from opora.web import attachments, bodies, landing, preferences, styleguide, stylesheet

handler500 = "opora.config.outage.server_error"

DESK = "<slug:slug>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", landing.show, name="landing"),
    path("preferences/", preferences.keep, name="preferences"),
    path("assets/opora.<slug:fingerprint>.css", stylesheet.show, name="stylesheet"),
    path("styleguide/", styleguide.show, name="styleguide"),
    path(f"{DESK}files/<int:pk>/", attachments.save, name="attachment"),
    path(f"{DESK}files/<int:pk>/picture/", attachments.show, name="picture"),
    path(f"{DESK}messages/<int:pk>/body/", bodies.show, name="message-body"),
]
for prefix, module in (
    ("accounts/", "opora.web.accounts.urls"),
    ("accounts/", "allauth.account.urls"),
    ("api/", "opora.api.urls"),
    (f"{DESK}work/", "opora.web.workspace.urls"),
    (f"{DESK}work/", "opora.web.reports.urls"),
    (DESK, "opora.web.portal.urls"),
):
    package = module.rpartition(".")[0]
    if find_spec(package) and find_spec(module):
        urlpatterns.append(path(prefix, include(module)))
