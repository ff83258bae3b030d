"""The site's addresses with the demonstration's, whatever the site's own list says."""

from __future__ import annotations

from django.urls import include, path

from opora.config.urls import urlpatterns as site

urlpatterns = [path("demo/", include("opora.web.demo.urls")), *site]
