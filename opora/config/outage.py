"""What a visitor is told when something broke: 503 while the database is away, else the page for a defect."""

from __future__ import annotations

import logging
import sys

import psycopg
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template import TemplateDoesNotExist, TemplateSyntaxError, loader
from procrastinate.exceptions import ConnectorException

RETRY_AFTER = "3"  # seconds: an embedded PostgreSQL restarts in less than one


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`."""
    error = sys.exc_info()[1]
    if isinstance(error, (OperationalError, InterfaceError)):
        connection.close()
        return unavailable(request)
    return HttpResponseServerError(_page("500.html", "Something broke. It has been noted; try again."))


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database is away for a moment."""
    answer = HttpResponse(_page("503.html", "The service is restarting. Try again in a moment."), status=503)
    answer["Retry-After"] = RETRY_AFTER
    return answer


def _page(template: str, words: str) -> str:
    """The template without any context (nothing that may need the database); plain words when there is none."""
    try:
        return loader.get_template(template).render()
    except (TemplateDoesNotExist, TemplateSyntaxError):
        return f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Opora</title><p>{words}</p></html>'


class OneLineOutages(logging.Filter):
    """Says in one line, not in a traceback a request, that the database is away."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, (OperationalError, InterfaceError, psycopg.OperationalError, ConnectorException)):
            record.msg, record.args = f"The database is away ({_first_line(error)}): %s", (record.getMessage(),)
            record.exc_info, record.exc_text = None, None
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True


def _first_line(error: BaseException) -> str:
    return (str(error.__cause__ or error).strip().splitlines() or [type(error).__name__])[0]
