"""Addresses under /accounts/. They stand before django-allauth's own, which reverses the same names."""

from __future__ import annotations

from django.urls import path, re_path
from django.views.generic import RedirectView

from opora.web.accounts import link, password, profile, signing_in

urlpatterns = [
    path("login/", signing_in.ByPassword.as_view(), name="account_login"),
    path("login/code/", signing_in.ByMail.as_view(), name="account_request_login_code"),
    path("login/code/confirm/", signing_in.ByCode.as_view(), name="account_confirm_login_code"),
    path("logout/", signing_in.Out.as_view(), name="account_logout"),
    path("link/<str:token>/", link.use, name="account_link"),
    path("profile/", profile.show, name="account_profile"),
    path("password/", password.change, name="account_password"),
    path(
        "password/reset/",
        RedirectView.as_view(pattern_name="account_request_login_code"),
        name="account_reset_password",
    ),
    path("password/change/", RedirectView.as_view(pattern_name="account_password"), name="account_change_password"),
    path("password/set/", RedirectView.as_view(pattern_name="account_password"), name="account_set_password"),
    re_path(r"^(signup|email|confirm-email|reauthenticate|inactive|password|phone)/", signing_in.absent),
]
