"""Addresses: accounts, API, and everything of a desk under its slug."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from opora.web import attachments, bodies, landing, preferences, security_txt, styleguide, stylesheet

handler429 = "opora.web.accounts.too_many.answer"
handler500 = "opora.config.outage.server_error"

DESK = "<slug:slug>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", landing.show, name="landing"),
    path("preferences/", preferences.keep, name="preferences"),
    path("assets/opora.<slug:fingerprint>.css", stylesheet.show, name="stylesheet"),
    path("styleguide/", styleguide.show, name="styleguide"),
    path(".well-known/security.txt", security_txt.show, name="security-txt"),
    path("demo/", include("opora.web.demo.urls")),
    path("accounts/", include("opora.web.accounts.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("api/", include("opora.api.urls")),
    path(f"{DESK}files/<int:pk>/", attachments.save, name="attachment"),
    path(f"{DESK}files/<int:pk>/picture/", attachments.show, name="picture"),
    path(f"{DESK}messages/<int:pk>/body/", bodies.show, name="message-body"),
    path(f"{DESK}work/", include("opora.web.workspace.urls")),
    path(f"{DESK}work/", include("opora.web.reports.urls")),
    path(DESK, include("opora.web.portal.urls")),
]
