"""Addresses under /<desk>/work/."""

from __future__ import annotations

from django.urls import path

from opora.web.reports import figures, ledger

app_name = "reports"

urlpatterns = [
    path("figures/", figures.show, name="figures"),
    path("figures/export/", figures.export, name="export"),
    path("tickets/<str:name>/clocks/<slug:key>/", ledger.show, name="ledger"),
]
