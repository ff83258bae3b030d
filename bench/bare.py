"""The floor of every page: Opora's server, settings and middleware with a view that answers two letters.

Run as a module it serves like `opora web`.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path


def answer(_request: HttpRequest) -> HttpResponse:
    """Two letters."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [path("", answer)]


def main() -> None:
    import django
    from django.conf import settings

    settings.ROOT_URLCONF = "bench.bare"
    django.setup()
    from opora.config.processes import web

    web.serve(web.bind(settings.HOST, settings.PORT))


if __name__ == "__main__":
    main()
