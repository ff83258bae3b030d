"""Addresses under /<desk>/."""

from __future__ import annotations

from django.urls import path

from opora.web.access import customers
from opora.web.portal import (
    confirmation,
    home,
    join,
    ledger,
    messages,
    new,
    objection,
    rating,
    reopening,
    ticket,
    verbs,
)

urlpatterns = [
    path("", home.show, name="portal"),
    path("tickets/", customers(home.rows), name="portal-tickets"),
    path("join/", join.ask, name="portal-join"),
    path("new/", new.write, name="portal-new"),
    path("new/preview/", new.preview, name="portal-preview"),
    path("rate/<str:token>/", rating.by_link, name="portal-rate"),
    path("tickets/<str:name>/", ticket.show, name="portal-ticket"),
    path("tickets/<str:name>/conversation/", ticket.conversation, name="portal-conversation"),
    path("tickets/<str:name>/state/", ticket.state, name="portal-state"),
    path("tickets/<str:name>/messages/", messages.create, name="portal-messages"),
    path("tickets/<str:name>/confirmation/", confirmation.create, name="portal-confirmation"),
    path("tickets/<str:name>/objection/", objection.create, name="portal-objection"),
    path("tickets/<str:name>/reopening/", reopening.create, name="portal-reopening"),
    path("tickets/<str:name>/rating/", verbs.view("rating", rating.give, rating.told), name="portal-rating"),
    path("tickets/<str:name>/clocks/<slug:key>/", ledger.show, name="portal-ledger"),
]
