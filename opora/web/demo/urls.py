"""Addresses under /demo/."""

from __future__ import annotations

from django.urls import path

from opora.web.demo import mail

urlpatterns = [
    path("mail/", mail.show_all, name="demo-mails"),
    path("mail/<str:name>/", mail.show, name="demo-mail"),
]
