"""Every refusal of the API as a problem document (RFC 9457): `application/problem+json`."""

from __future__ import annotations

import json
import logging
import re
import secrets
from collections.abc import Iterable, Sequence
from typing import Any, NotRequired, cast

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from typing_extensions import TypedDict

from opora.api.problems import BadBody, TooLarge, TooMany, Unauthorised
from opora.toolkit.errors import NotFound, Problem

log = logging.getLogger("opora.api")

TYPES = "/api/v1/docs#problem-"
RETRY_DATABASE = 3  # seconds: an embedded PostgreSQL restarts in less than one
_BODY = "body"

OTHER_CODES = {
    "invalid": (422, "The request does not fit its description; `errors` says where."),
    "method_not_allowed": (405, "The address exists, the method does not; `Allow` names those that do."),
    "unavailable": (503, "The database is away for a moment; come back after `Retry-After` seconds."),
    "defect": (500, "A defect of ours, logged under the `id` given."),
}
"""Codes that belong to no class of problems."""


class Fault(TypedDict):
    """One thing that is wrong: where, in words, and what would be right."""

    field: str
    message: str
    allowed: list[str]


class ProblemDocument(TypedDict):
    """What every refusal looks like."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[Fault]
    id: NotRequired[str]


def connect(api: NinjaAPI) -> None:
    """Let every exception of an operation become a problem document."""
    for kind in (Problem, ValidationError, HttpError, Exception):
        api.add_exception_handler(kind, cast(Any, document_of))


def document_of(request: HttpRequest, error: Exception) -> HttpResponse:
    """Whatever was raised, as a problem document."""
    match error:
        case Problem():
            return _of_problem(error)
        case ValidationError():
            return _invalid(error)
        case Http404():
            return not_found()
        case RequestDataTooBig():
            return _of_problem(TooLarge())
        case SuspiciousOperation() | MultiPartParserError() | UnreadablePostError():
            return _of_problem(BadBody())
        case HttpError():  # ninja's only one here: a body that is no JSON
            return _of_problem(BadBody())
        case OperationalError() | InterfaceError():
            return _database_is_away(error)
        case _:
            return _defect(request, error)


def answer(status: int, code: str, detail: str, errors: Sequence[Fault] = (), *, reference: str = "") -> HttpResponse:
    """A problem document."""
    document: ProblemDocument = {
        "type": TYPES + code,
        "title": code.replace("_", " ").capitalize(),
        "status": status,
        "detail": detail,
        "code": code,
        "errors": list(errors),
    }
    if reference:
        document["id"] = reference
    content = json.dumps(document, ensure_ascii=False)
    return HttpResponse(content, status=status, content_type="application/problem+json")


def _of_problem(problem: Problem) -> HttpResponse:
    """A refusal of the domain, or of the API itself, in the reader's language."""
    sentence = problem.sentence()
    response = answer(problem.status, problem.code, sentence, list(_faults(problem, sentence)))
    if isinstance(problem, Unauthorised):
        response["WWW-Authenticate"] = 'Bearer realm="opora"'
    if isinstance(problem, TooMany):
        response["Retry-After"] = str(problem.wait)
    return response


def not_found() -> HttpResponse:
    """There is nothing at this address, or the caller may not know that there is."""
    return answer(404, NotFound.code, NotFound().sentence())


def not_allowed(methods: str) -> HttpResponse:
    """The address exists, the method does not."""
    response = answer(405, "method_not_allowed", gettext("Allowed here: %(methods)s.") % {"methods": methods})
    response["Allow"] = methods
    return response


def _faults(problem: Problem, sentence: str) -> Iterable[Fault]:
    fields: tuple[str, ...] = getattr(problem, "fields", ()) or ((problem.field,) if problem.field else ())
    return (_fault(field, sentence, problem.allowed) for field in fields)


def _fault(field: str, message: str, allowed: Iterable[str] = ()) -> Fault:
    return {"field": field, "message": message, "allowed": [str(value) for value in allowed]}


def _invalid(error: ValidationError) -> HttpResponse:
    faults = [_fault(_place(one["loc"]), _words(one), _expected(one)) for one in error.errors[:50]]
    return answer(422, "invalid", gettext("The request does not fit its description."), faults)


def _place(location: Sequence[Any]) -> str:
    """`body.files.0.name`, without the name that the parameter has in our code."""
    inner = location[2:] if location[0] == _BODY else location[1:]
    return ".".join(str(part) for part in inner) or str(location[0])


def _words(one: dict[str, Any]) -> str:
    match one["type"]:
        case "missing":
            return gettext("This must be given.")
        case "extra_forbidden":
            return gettext("There is no such field.")
        case "literal_error" | "enum":
            return gettext("This is none of the allowed values.")
        case _:
            return str(one["msg"])


def _expected(one: dict[str, Any]) -> list[str]:
    if one["type"] not in ("literal_error", "enum"):
        return []
    return re.findall(r"'([^']*)'", str(one.get("ctx", {}).get("expected", "")))


def _database_is_away(error: Exception) -> HttpResponse:
    log.warning("The database is away: %s", str(error).partition("\n")[0])
    connection.close()
    response = answer(503, "unavailable", gettext("The service is restarting. Try again in a moment."))
    response["Retry-After"] = str(RETRY_DATABASE)
    return response


def _defect(request: HttpRequest, error: Exception) -> HttpResponse:
    """A defect of ours: logged under an id that the caller gets and nothing else."""
    reference = secrets.token_hex(8)
    log.error("Defect %s at %s %s", reference, request.method, request.path, exc_info=error)
    detail = gettext("Something broke. It has been noted under %(id)s.") % {"id": reference}
    return answer(500, "defect", detail, reference=reference)
